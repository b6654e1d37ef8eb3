import type { ReportId } from "../../base/ids.ts";
import { append } from "../../ledger/index.ts";
import type { Tx } from "../../store/index.ts";
import { tellReporter } from "../add-message.ts";
import type { ReportDeps } from "../deps.ts";
import type { ReportRow } from "../sql.ts";
import { SELECT_REPORT } from "../sql.ts";
import type { CheckInHintRow } from "./sql.ts";
import * as sql from "./sql.ts";
import type { CheckInAnswer } from "../wire.ts";

const BATCH = 50;

/** Asks whoever is due whether all is well since: on the follow-up, and by a neutral text. Gives how many it asked. */
export async function askCheckIns(tx: Tx, deps: ReportDeps): Promise<number> {
  const due = await tx.query<{ report_id: ReportId; after_days: number }>(sql.TAKE_DUE_CHECK_INS, [
    tx.tenant,
    tx.now,
    BATCH,
  ]);
  for (const { report_id: report, after_days: afterDays } of due) {
    const [row] = await tx.query<ReportRow>(SELECT_REPORT, [tx.tenant, report]);
    await tx.query(sql.MARK_ASKED, [tx.tenant, report, afterDays, tx.now]);
    await append(tx, [{ event: "reports.ask-check-in", report, afterDays, customer: row?.customer_id ?? undefined }], {
      changesFacts: false,
    });
    if (row !== undefined) await tellReporter(tx, deps, row, "notice.check_in");
  }
  return due.length;
}

/** The first answer counts. What is not fine is told to whoever handles the case. */
export async function answerCheckIn(
  tx: Tx,
  report: ReportId,
  afterDays: number,
  answer: CheckInAnswer,
): Promise<boolean> {
  const rows = await tx.query(sql.ANSWER_CHECK_IN, [tx.tenant, report, afterDays, answer, tx.now]);
  if (rows.length === 0) return false;
  await append(tx, [{ event: "reports.answer-check-in", report, afterDays, isFine: answer === "fine" }], {
    changesFacts: false,
  });
  return true;
}

export type CheckInHint = {
  readonly report: ReportId;
  readonly afterDays: number;
  readonly answer: Exclude<CheckInAnswer, "fine">;
};

/** Answers that something happened since (D8: reprisal), each given once, for the case. */
export async function takeCheckInHints(tx: Tx, limit: number): Promise<readonly CheckInHint[]> {
  const rows = await tx.query<CheckInHintRow>(sql.TAKE_CHECK_IN_HINTS, [tx.tenant, limit]);
  for (const { report_id, after_days } of rows) {
    await tx.query(sql.MARK_HINT_TAKEN, [tx.tenant, report_id, after_days, tx.now]);
  }
  return rows.map(({ report_id: report, after_days: afterDays, answer }) => ({ report, afterDays, answer }));
}
