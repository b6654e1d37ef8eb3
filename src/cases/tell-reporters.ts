import type { CaseId } from "../base/ids.ts";
import type { Progress } from "../reports/index.ts";
import { setProgress } from "../reports/index.ts";
import type { Tx } from "../store/index.ts";
import type { CasesDeps } from "./deps.ts";
import { readClocks } from "./dates/read-clocks.ts";
import { readFacts } from "./on-case.ts";
import type { CaseRow, ReportRow } from "./sql.ts";
import * as sql from "./sql.ts";
import type { CaseState, Outcome } from "./wire.ts";

/** What a reporter needs to know of where it stands: not whether somebody was heard, nor who has to decide. */
const TOLD: { readonly [state in CaseState]: Progress["state"] } = {
  received: "received",
  triage: "received",
  enquiry: "enquiry",
  heard: "enquiry",
  proposed: "decision",
  approved: "decision",
  closed: "closed",
};

/** The clocks of a procedure that end with an answer to whoever reported. */
const ANSWERED_BY = ["complaint_outcome", "alert_feedback", "alert_feedback_from_acknowledgement", "answer_request"];

/** Tells the reporters of a case where it stands, by when they are answered, and how it ended; never what a measure is. */
export async function tellReporters(
  tx: Tx,
  deps: Pick<CasesDeps, "reports" | "calendar">,
  id: CaseId,
  { state, outcome }: { readonly state: CaseState; readonly outcome?: Outcome },
): Promise<void> {
  const rows = await tx.query<ReportRow>(sql.SELECT_REPORTS, [tx.tenant, id]);
  const nextOn = state === "closed" ? undefined : await answeredOn(tx, deps, id);
  const progress = { state: TOLD[state], nextOn, ...(outcome && { outcome }) };
  for (const { report_id } of rows) await setProgress(tx, deps.reports, report_id, progress);
}

async function answeredOn(tx: Tx, deps: Pick<CasesDeps, "calendar">, id: CaseId): Promise<string | undefined> {
  const [row] = await tx.query<CaseRow>(sql.SELECT_CASE, [tx.tenant, id]);
  if (row === undefined) return undefined;
  const clocks = await readClocks(tx, deps, await readFacts(tx, row), tx.now);
  return clocks.find((clock) => ANSWERED_BY.includes(clock.id))?.notAfter ?? undefined;
}
