import type { Query } from "../store/index.ts";
import { TENANT } from "../store/index.ts";
import { poolPressure } from "./pool-pressure.ts";
import type { Pressure } from "./rules.ts";
import type { NumberRow } from "./sql.ts";
import { numbersAfter } from "./sql.ts";
import type { NumberAnswer, NumberList, NumberQuery } from "./wire.ts";

const EMPTY_POOL: Omit<Pressure, "country"> = {
  size: 0,
  degree: 0,
  pressure: 1,
  warning: true,
  forecast: { in7Days: 0, in30Days: 0, isFloor: true },
};

/** A page of the pool in the order of the numbers, from the one after `after`, and how tight the whole pool is. */
export async function listNumbers(query: Query, now: Date, page: NumberQuery): Promise<NumberList> {
  const rows = await numbersAfter(query, TENANT, page.after ?? "", page.limit + 1);
  const countries = await poolPressure(query, now);
  const shown = rows.slice(0, page.limit);
  return {
    items: shown.map(numberAnswer),
    next: rows.length > page.limit ? (shown.at(-1) as NumberRow).number : null,
    pool: { ...(countries[0] ?? { ...EMPTY_POOL, country: null }), countries: [...countries] },
  };
}

export function numberAnswer(row: NumberRow): NumberAnswer {
  return { ...row, lastGivenAt: row.lastGivenAt?.toISOString() ?? null };
}
