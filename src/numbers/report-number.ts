import type { Query } from "../store/index.ts";
import { TENANT } from "../store/index.ts";
import type { ReportNumber } from "./sql.ts";
import { selectReportNumber } from "./sql.ts";

/** The one number that is set aside for reports; undefined where none is. */
export async function reportNumber(query: Query): Promise<ReportNumber | undefined> {
  return selectReportNumber(query, TENANT);
}
