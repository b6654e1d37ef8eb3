import type { CaseId, CustomerId, DeskUserId, MissionId, ReportId, StaffId } from "../base/ids.ts";
import type { Sealed } from "../base/sealed.ts";
import type { Language } from "../base/text.ts";
import type { Query, Tx } from "../store/index.ts";
import type { Outcome } from "./wire.ts";

/**
 * What this room asks of reports, handed in until that room is there. What takes rows passes over those that another
 * node has locked, so that several nodes may ask at once; each acts in the transaction it is given.
 */
export type ReportsPort = {
  /** Reports without a case, the oldest first, locked. */
  reportsWithoutCase(tx: Tx, limit: number): Promise<readonly ReportFacts[]>;
  assignCase(tx: Tx, report: ReportId, caseId: CaseId): Promise<void>;
  /** A report as whoever handles it reads it. The reading was recorded. */
  readReport(query: Query, report: ReportId): Promise<unknown>;
  /** What the reporter wrote, for a report whose words the DPO released. */
  readReportTexts(query: Query, report: ReportId): Promise<readonly string[]>;
  languageOf(query: Query, report: ReportId): Promise<Language>;
  addMessage(tx: Tx, message: DeskMessage): Promise<void>;
  setProgress(tx: Tx, report: ReportId, progress: Progress): Promise<void>;
  /** Answers to « is all well since? » that say it is not; what is given here is taken. */
  takeCheckIns(tx: Tx, limit: number): Promise<readonly { readonly report: ReportId }[]>;
};

export type ReportFacts = {
  readonly id: ReportId;
  readonly filedAt: Date;
  readonly by: "customer" | "staff" | "relative" | "witness" | "unknown";
  readonly customer?: CustomerId;
  readonly mission?: MissionId;
  /** Those it is about. */
  readonly staff: readonly StaffId[];
  readonly isUnsure: boolean;
  readonly isDanger: boolean;
};

export type DeskMessage = {
  readonly report: ReportId;
  readonly by: DeskUserId;
  readonly text: Sealed<string>;
  readonly template?: string;
};

/** What the reporter is told of where it stands. */
export type Progress = {
  readonly state: "received" | "enquiry" | "decision" | "closed";
  readonly outcome?: Outcome;
};
