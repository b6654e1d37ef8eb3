import type { CaseId } from "../base/ids.ts";
import type { Tx } from "../store/index.ts";
import type { CasesDeps } from "./deps.ts";
import type { ReportRow } from "./sql.ts";
import * as sql from "./sql.ts";
import type { CaseState, Outcome } from "./wire.ts";

/** What the reporters of a case may be told from now on: where it stands, and how it ended; never what a measure is. */
export async function tellReporters(
  tx: Tx,
  { reports }: Pick<CasesDeps, "reports">,
  id: CaseId,
  progress: { readonly state: CaseState; readonly outcome?: Outcome },
): Promise<void> {
  const rows = await tx.query<ReportRow>(sql.SELECT_REPORTS, [tx.tenant, id]);
  for (const { report_id } of rows) await reports.setProgress(tx, report_id, progress);
}
