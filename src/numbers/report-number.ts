import type { Query } from "../store/index.ts";
import { TENANT } from "../store/index.ts";
import type { NumberUse, ReportNumber } from "./sql.ts";
import { selectReportNumber, selectUses } from "./sql.ts";

/** The one number that is set aside for reports; undefined where none is. */
export async function reportNumber(query: Query): Promise<ReportNumber | undefined> {
  return selectReportNumber(query, TENANT);
}

/** Every masked number there is, and what it is for. */
export async function numberUses(query: Query): Promise<ReadonlyMap<string, NumberUse>> {
  return selectUses(query, TENANT);
}
