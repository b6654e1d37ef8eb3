import type { Query } from "../store/index.ts";
import { TENANT } from "../store/index.ts";
import type { Pressure } from "./rules.ts";
import { pressureOf } from "./rules.ts";
import { busiestLoads, countriesOfPool } from "./sql.ts";

/**
 * How tight the pool of each country is at `now`, the tightest first, with a forecast. Reads every reservation that
 * still runs: for a page and for a metric once a minute, not for each mission.
 */
export async function poolPressure(query: Query, now: Date): Promise<readonly Pressure[]> {
  const pressures: Pressure[] = [];
  for (const { country, ids } of await countriesOfPool(query, TENANT)) {
    const loads = ids.length === 0 ? [] : await busiestLoads(query, TENANT, now, ids);
    pressures.push(pressureOf(country, ids.length, loads));
  }
  return pressures.sort((a, b) => b.pressure - a.pressure || (a.country < b.country ? -1 : 1));
}
