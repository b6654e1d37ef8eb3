import type { CaseId } from "../../base/ids.ts";
import type { CaseDates } from "../../charter/index.ts";
import type { Query } from "../../store/index.ts";
import { TENANT } from "../../store/index.ts";
import type { DateRow } from "../sql.ts";
import * as sql from "../sql.ts";

/** The dates of a case that the law counts from, as they are believed now. */
export async function datesOf(run: Query, id: CaseId): Promise<CaseDates> {
  const rows = await run.query<DateRow>(sql.SELECT_DATES, [TENANT, id]);
  return Object.fromEntries(rows.map(({ fact, falls_on }) => [fact, falls_on]));
}
