import type { Query } from "../store/index.ts";
import { TENANT } from "../store/index.ts";
import type { Pressure } from "./rules.ts";
import { pressureOf } from "./rules.ts";
import { busiestLoads, poolSizes } from "./sql.ts";

/**
 * How tight the pool of each country is at `now`, the tightest first, with a forecast. Reads every reservation that
 * still runs: for a page and for a metric once a minute, not for each mission.
 */
export async function poolPressure(query: Query, now: Date): Promise<readonly Pressure[]> {
  const sizes = await poolSizes(query, TENANT);
  return pressureOf(sizes, await busiestLoads(query, TENANT, now));
}
