import type { Cursor } from "../base/cursor.ts";
import type { MissionId, ReportId } from "../base/ids.ts";
import { placeOfEntry } from "../ledger/index.ts";
import type { Query } from "../store/index.ts";
import { TENANT } from "../store/index.ts";
import { referenceOf } from "./rules.ts";
import type { ConcernedRow, ReportRow } from "./sql.ts";
import * as sql from "./sql.ts";
import type { ReportAnswer } from "./wire.ts";

export type ReportFilter = {
  readonly mission: MissionId | undefined;
  readonly since: Date | undefined;
  readonly after: Cursor<"report"> | undefined;
  readonly limit: number;
};

/** Where reports stand, oldest first. Nothing of what was said. */
export async function listReports(query: Query, filter: ReportFilter): Promise<readonly ReportAnswer[]> {
  const { mission, since, after, limit } = filter;
  const statement = mission === undefined ? sql.SELECT_REPORTS.ofAll : sql.SELECT_REPORTS.ofMission;
  const asked = [TENANT, mission ?? null, since ?? null, after?.at ?? null, after?.id ?? null, limit];
  const rows = await query.query<ReportRow>(statement, asked);
  return Promise.all(rows.map((row) => answerOf(query, row)));
}

export async function readReportState(query: Query, report: ReportId): Promise<ReportAnswer | undefined> {
  const [row] = await query.query<ReportRow>(sql.SELECT_REPORT, [TENANT, report]);
  return row === undefined ? undefined : answerOf(query, row);
}

async function answerOf(query: Query, row: ReportRow): Promise<ReportAnswer> {
  const concerned = await query.query<ConcernedRow>(sql.SELECT_CONCERNED, [TENANT, row.report_id]);
  const leaf = await placeOfEntry(query, row.entry_id, row.filed_at);
  if (leaf === undefined) throw new Error(`could not find the entry of ${row.report_id}`);
  return {
    id: row.report_id,
    reference: referenceOf(row.report_id),
    filedAt: row.filed_at.toISOString(),
    door: row.door,
    by: row.by,
    mission: row.mission_id,
    // Where a number leads is for whoever handles the case.
    staff: concerned.filter(({ known_by }) => known_by !== "lead").map(({ reference }) => reference),
    isUnsure: row.is_unsure,
    isDanger: row.is_danger,
    state: row.state,
    outcome: row.outcome,
    case: row.case_id,
    leaf,
  };
}
