import type { CaseId, CustomerId, MissionId, ReportId, StaffId } from "../base/ids.ts";
import { append } from "../ledger/index.ts";
import type { Tx } from "../store/index.ts";
import { tellReporter } from "./add-message.ts";
import type { ReportDeps } from "./deps.ts";
import type { ConcernedRow, ReportRow } from "./sql.ts";
import * as sql from "./sql.ts";
import type { By, Outcome, State, What, Wish } from "./wire.ts";

/** What a case is opened on: who and when, and nothing of what was said. */
export type ReportFacts = {
  readonly id: ReportId;
  readonly filedAt: Date;
  readonly by: By;
  readonly customer: CustomerId | undefined;
  readonly mission: MissionId | undefined;
  readonly staff: readonly StaffId[];
  readonly isUnsure: boolean;
  readonly isDanger: boolean;
  readonly wish: Wish;
  readonly what: readonly What[];
};

/** Reports that no case has, oldest first, for this transaction alone: what another node has locked is passed over. */
export async function reportsWithoutCase(tx: Tx, limit: number): Promise<readonly ReportFacts[]> {
  const rows = await tx.query<ReportRow>(sql.SELECT_WITHOUT_CASE, [tx.tenant, limit]);
  return Promise.all(
    rows.map(async (row) => {
      const concerned = await tx.query<ConcernedRow>(sql.SELECT_CONCERNED, [tx.tenant, row.report_id]);
      // A lead is no name: people decide whether it is one.
      const sure = concerned.filter(({ known_by }) => known_by !== "lead");
      return {
        id: row.report_id,
        filedAt: row.filed_at,
        by: row.by,
        customer: row.customer_id ?? undefined,
        mission: row.mission_id ?? undefined,
        staff: (sure.length > 0 ? sure : concerned).map(({ staff_id }) => staff_id),
        isUnsure: row.is_unsure || sure.length === 0,
        isDanger: row.is_danger,
        wish: row.wish,
        what: row.what,
      };
    }),
  );
}

export async function assignCase(tx: Tx, report: ReportId, caseId: CaseId): Promise<void> {
  await tx.query(sql.UPDATE_CASE, [tx.tenant, report, caseId]);
}

export type Progress = {
  readonly state: State;
  readonly outcome?: Outcome | undefined;
  /** Civil day on which something comes next, at the latest. */
  readonly nextOn?: string | undefined;
};

/** What the reporter may be told of where it stands. When an outcome comes, a neutral text says that there is news. */
export async function setProgress(tx: Tx, deps: ReportDeps, report: ReportId, progress: Progress): Promise<void> {
  const { state, outcome, nextOn } = progress;
  const [row] = await tx.query<ReportRow>(sql.LOCK_REPORT, [tx.tenant, report]);
  if (row === undefined) return;
  const changed = await tx.query(sql.UPDATE_PROGRESS, [tx.tenant, report, state, outcome ?? null, nextOn ?? null]);
  if (changed.length === 0) return;
  const event = { event: "reports.set-progress", report, state, customer: row.customer_id ?? undefined };
  await append(tx, [event], { changesFacts: false });
  if (outcome !== undefined && row.outcome !== outcome) await tellReporter(tx, deps, row, "notice.report_answered");
}
