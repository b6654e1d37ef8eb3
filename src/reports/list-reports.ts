import type { Cursor } from "../base/cursor.ts";
import { cursorAfter } from "../base/cursor.ts";
import type { MissionId, ReportId } from "../base/ids.ts";
import type { Caller } from "../base/route.ts";
import { placeOfEntry } from "../ledger/index.ts";
import { conflictFacts, isAboutThem } from "../people/index.ts";
import type { Query } from "../store/index.ts";
import { TENANT } from "../store/index.ts";
import { referenceOf } from "./rules.ts";
import type { ConcernedRow, ReportRow } from "./sql.ts";
import { SELECT_IN_DANGER } from "./danger/sql.ts";
import * as sql from "./sql.ts";
import type { ReportAnswer } from "./wire.ts";

/** More than anybody lets pile up: a count beyond it says no more. */
const MOST_IN_DANGER = 100;
type ReportIdRow = { readonly report_id: ReportId };

export type ReportFilter = {
  readonly mission: MissionId | undefined;
  readonly since: Date | undefined;
  readonly after: Cursor<"report"> | undefined;
  readonly limit: number;
};

/** Where reports stand, oldest first. Nothing of what was said, and none that is about whoever reads or their team. */
export async function listReports(
  query: Query,
  filter: ReportFilter,
  reader: Caller,
): Promise<{ readonly items: readonly ReportAnswer[]; readonly next: string | null }> {
  const { mission, since, after, limit } = filter;
  const statement = mission === undefined ? sql.SELECT_REPORTS.ofAll : sql.SELECT_REPORTS.ofMission;
  const asked = [TENANT, mission ?? null, since ?? null, after?.at ?? null, after?.id ?? null, limit];
  const rows = await query.query<ReportRow>(statement, asked);
  const items = await Promise.all(rows.map((row) => answerFor(query, row, reader)));
  const last = rows.length === limit ? rows.at(-1) : undefined;
  return {
    items: items.filter((item) => item !== undefined),
    next: last === undefined ? null : cursorAfter({ at: last.filed_at, id: last.report_id }),
  };
}

/** Undefined also where it is about whoever reads: they are told what they would be told if there were none. */
export async function readReportState(
  query: Query,
  report: ReportId,
  reader: Caller,
): Promise<ReportAnswer | undefined> {
  const [row] = await query.query<ReportRow>(sql.SELECT_REPORT, [TENANT, report]);
  return row === undefined ? undefined : answerFor(query, row, reader);
}

async function answerFor(query: Query, row: ReportRow, reader: Caller): Promise<ReportAnswer | undefined> {
  const concerned = await query.query<ConcernedRow>(sql.SELECT_CONCERNED, [TENANT, row.report_id]);
  if (await isAboutReader(query, concerned, reader)) return undefined;
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

/** Somebody of the desk who is also of the staff, or leads one of them, must not learn here that somebody spoke. */
async function isAboutReader(query: Query, concerned: readonly ConcernedRow[], reader: Caller): Promise<boolean> {
  if (reader.kind !== "desk" || concerned.length === 0) return false;
  const ids = concerned.map(({ staff_id }) => staff_id);
  return isAboutThem(reader.identity, await conflictFacts(query, ids));
}

/** Reports of danger that nobody of the desk has seen, but for those that are about whoever asks. */
export async function countInDangerFor(query: Query, reader: Caller): Promise<number> {
  const rows = await query.query<ReportIdRow>(SELECT_IN_DANGER, [TENANT, MOST_IN_DANGER]);
  const isTold = await Promise.all(
    rows.map(async ({ report_id }) => {
      const concerned = await query.query<ConcernedRow>(sql.SELECT_CONCERNED, [TENANT, report_id]);
      return !(await isAboutReader(query, concerned, reader));
    }),
  );
  return isTold.filter(Boolean).length;
}
