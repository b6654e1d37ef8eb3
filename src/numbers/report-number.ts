import type { Query } from "../store/index.ts";
import { TENANT } from "../store/index.ts";
import type { ReportNumber } from "./sql.ts";
import { selectReportNumber, selectSenderNumber } from "./sql.ts";

/** The one number that is set aside for reports; undefined where none is. */
export async function reportNumber(query: Query): Promise<ReportNumber | undefined> {
  return selectReportNumber(query, TENANT);
}

/** A number that texts of ours to staff come from: that of reports, else the first of the pool. Undefined: no number. */
export async function senderNumber(query: Query): Promise<ReportNumber | undefined> {
  return selectSenderNumber(query, TENANT);
}
