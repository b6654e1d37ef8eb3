import type { AuditedEntry, Horizon, RecordAudit, Tell } from "../ledger/index.ts";
import { eachPage, textOf } from "../ledger/index.ts";
import type { Query } from "../store/index.ts";
import type { AuditedReportRow } from "./sql.ts";
import * as sql from "./sql.ts";

/** Every report with the entry that says when and how it was filed. Entries of reports are kept as long as they are. */
export class ReportRecords implements RecordAudit {
  readonly #tell: Tell;
  readonly #filed = new Map<string, AuditedEntry>();
  /** Whom a report turned out to be of, by the phone that was given later. */
  readonly #learnt = new Map<string, string>();

  constructor(tell: Tell) {
    this.#tell = tell;
  }

  take(entry: AuditedEntry): void {
    const id = textOf(entry.body["report"]);
    const customer = textOf(entry.body["customer"]);
    if (entry.body.event === "reports.choose" && id !== undefined && customer !== undefined) {
      this.#learnt.set(id, customer);
    }
    if (entry.body.event !== "reports.file-report") return;
    if (id === undefined) this.#tell(`entry ${entry.entryId}: it names no report`);
    else if (this.#filed.has(id)) this.#tell(`report ${id}: entry ${entry.entryId} says again that it was filed`);
    else this.#filed.set(id, entry);
  }

  async compare(run: Query, { casesPrunedBeforeMs }: Horizon): Promise<number> {
    let rows = 0;
    for await (const page of eachPage<AuditedReportRow>(run, "reports.report", sql.SELECT_AUDITED_REPORTS)) {
      rows += page.length;
      for (const row of page) {
        const entry = this.#filed.get(row.report_id);
        this.#filed.delete(row.report_id);
        const isPruned = Number(row.filed_at) < casesPrunedBeforeMs;
        if (entry === undefined && !isPruned) this.#tell(`report ${row.report_id}: no entry tells of it`);
        else if (entry !== undefined && !isSame(row, entry, this.#learnt.get(row.report_id)))
          this.#tell(`report ${row.report_id}: it is not what its entry says`);
      }
    }
    for (const id of this.#filed.keys()) this.#tell(`report ${id}: an entry tells of it, and it is not there`);
    return rows;
  }
}

function isSame(row: AuditedReportRow, { body, entryId, atMs }: AuditedEntry, learnt: string | undefined): boolean {
  return (
    row.entry_id === entryId &&
    Number(row.filed_at) === atMs &&
    row.door === body["door"] &&
    (row.mission_id ?? undefined) === body["mission"] &&
    (row.customer_id ?? undefined) === (body["customer"] ?? learnt)
  );
}
