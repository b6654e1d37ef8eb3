import type { CaseId } from "../base/ids.ts";
import type { Progress } from "../reports/index.ts";
import { setProgress } from "../reports/index.ts";
import type { Tx } from "../store/index.ts";
import type { CasesDeps } from "./deps.ts";
import type { ReportRow } from "./sql.ts";
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

/** Tells the reporters of a case where it stands, and how it ended; never what a measure is. */
export async function tellReporters(
  tx: Tx,
  { reports }: Pick<CasesDeps, "reports">,
  id: CaseId,
  { state, outcome }: { readonly state: CaseState; readonly outcome?: Outcome },
): Promise<void> {
  const rows = await tx.query<ReportRow>(sql.SELECT_REPORTS, [tx.tenant, id]);
  const progress = { state: TOLD[state], ...(outcome && { outcome }) };
  for (const { report_id } of rows) await setProgress(tx, reports, report_id, progress);
}
