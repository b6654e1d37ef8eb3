import type { CaseId, CustomerId, MissionId, ReportId, StaffId } from "../base/ids.ts";
import type { Sealed } from "../base/sealed.ts";
import type { Query, Tx } from "../store/index.ts";

/** What this room asks of reports: the contract of the room that is being built. */
export type ReportFacts = {
  readonly id: ReportId;
  readonly filedAt: Date;
  readonly by: "customer" | "staff" | "relative" | "witness" | "unknown";
  readonly customer?: CustomerId;
  readonly mission?: MissionId;
  readonly staff: readonly StaffId[];
  readonly isUnsure: boolean;
  readonly isDanger: boolean;
};

export type ReportsPort = {
  reportsWithoutCase(tx: Tx, limit: number): Promise<readonly ReportFacts[]>;
  assignCase(tx: Tx, report: ReportId, caseId: CaseId): Promise<void>;
  readReport(query: Query, report: ReportId): Promise<unknown>;
  /** What the reporter wrote, for a report whose words were released. */
  readReportTexts(tx: Tx, report: ReportId): Promise<readonly string[]>;
  addMessage(tx: Tx, report: ReportId, message: { text: Sealed<string>; template?: string }): Promise<void>;
  setProgress(
    tx: Tx,
    report: ReportId,
    progress: { readonly state: string; readonly outcome?: string; readonly nextOn?: string },
  ): Promise<void>;
};
