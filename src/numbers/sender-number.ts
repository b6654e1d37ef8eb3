import type { Query } from "../store/index.ts";
import { TENANT } from "../store/index.ts";
import type { ReportNumber } from "./sql.ts";
import { selectSenderNumber } from "./sql.ts";

/** A number that texts of ours to staff come from: that of reports, else the first of the pool. Undefined: no number. */
export async function senderNumber(query: Query): Promise<ReportNumber | undefined> {
  return selectSenderNumber(query, TENANT);
}
