import type { AuditedEntry, Horizon, RecordAudit, Tell } from "../../ledger/index.ts";
import { eachPage, textOf } from "../../ledger/index.ts";
import type { Query } from "../../store/index.ts";
import type { AuditedCaseRow, AuditedHistoryRow, AuditedMeasureRow, AuditedReviewRow } from "./sql.ts";
import * as sql from "./sql.ts";

type Told = { state: string; outcome: string | null };

/** Every case, each act on it, each measure and each review of a cut, with the entries that tell of them. */
export class CaseRecords implements RecordAudit {
  readonly #tell: Tell;
  readonly #cases = new Map<string, Told>();
  /** Acts that a row of the history must name: the entry, its case, and what came of it. */
  readonly #acts = new Map<number, { readonly case: string; readonly code: string | undefined }>();
  readonly #measures = new Map<string, string>();
  readonly #reviews = new Map<string, number>();
  readonly #erased = new Set<string>();

  constructor(tell: Tell) {
    this.#tell = tell;
  }

  take({ body, entryId }: AuditedEntry): void {
    const id = textOf(body["case"]);
    if (id === undefined) {
      this.#tell(`entry ${entryId}: it names no case`);
      return;
    }
    const measure = textOf(body["measure"]);
    switch (body.event) {
      case "cases.open-case":
        this.#cases.set(id, { state: "received", outcome: null });
        return;
      case "cases.begin-measure":
        this.#measures.set(measure ?? "", "in_force");
        return;
      case "cases.ask-measure":
        this.#measures.set(measure ?? "", "awaiting");
        return;
      default:
    }
    if (textOf(body["to"]) === undefined) {
      // With its case a measure ends without an act of its own.
      if (body.event === "cases.end-measure") this.#measures.set(measure ?? "", "ended");
      return;
    }
    this.#takeAct(id, measure, body, entryId);
  }

  #takeAct(id: string, measure: string | undefined, body: AuditedEntry["body"], entryId: number): void {
    this.#acts.set(entryId, { case: id, code: textOf(body["code"]) });
    if (body["outcome"] !== "done") return;
    const to = textOf(body["to"]) ?? "";
    const decided = textOf(body["decided"]);
    const before = this.#cases.get(id);
    const isDecided = to === "approved" || to === "closed";
    this.#cases.set(id, { state: to, outcome: isDecided ? (decided ?? before?.outcome ?? null) : null });
    if (measure !== undefined && body.event === "cases.end-measure") this.#measures.set(measure, "ended");
    if (measure !== undefined && body.event === "cases.sign-measure")
      this.#measures.set(measure, body["decision"] === "sign" ? "in_force" : "declined");
    if (body.event === "cases.erase-trace") this.#erased.add(id);
    if (body.event === "cases.review-cut") {
      // One row for each reference under which the two were cut.
      for (const staff of Array.isArray(body["staff"]) ? body["staff"] : []) {
        const review = `${id} ${staff} ${textOf(body["decision"])}`;
        this.#reviews.set(review, (this.#reviews.get(review) ?? 0) + 1);
      }
    }
  }

  /** Of a case that was opened before entries were pruned there may be a part only: it is not compared. */
  async compare(run: Query, { casesPrunedBeforeMs }: Horizon): Promise<number> {
    const since = new Date(Math.max(casesPrunedBeforeMs, 0));
    let rows = 0;
    for await (const page of eachPage<AuditedCaseRow>(run, "cases.case", sql.SELECT_AUDITED_CASES)) {
      rows += page.length;
      for (const row of page) {
        if (row.opened_at < since) this.#forget(row.case_id);
        else this.#compareCase(row);
      }
    }
    for await (const page of eachPage<AuditedHistoryRow>(run, "cases.history", sql.SELECT_AUDITED_HISTORY)) {
      rows += page.length;
      for (const row of page) if (row.opened_at >= since) this.#compareAct(row);
    }
    for await (const page of eachPage<AuditedMeasureRow>(run, "cases.measure", sql.SELECT_AUDITED_MEASURES)) {
      rows += page.length;
      for (const row of page) if (row.opened_at >= since) this.#compareMeasure(row);
    }
    for await (const page of eachPage<AuditedReviewRow>(run, "cases.cut_review", sql.SELECT_AUDITED_REVIEWS)) {
      rows += page.length;
      for (const row of page) if (row.opened_at >= since) this.#compareReview(row);
    }
    for (const id of this.#cases.keys()) this.#tell(`case ${id}: entries tell of it, and it is not there`);
    for (const [entryId, act] of this.#acts)
      this.#tell(`case ${act.case}: entry ${entryId} tells of an act that is not in its history`);
    return rows;
  }

  #forget(id: string): void {
    this.#cases.delete(id);
    for (const [entryId, act] of this.#acts) if (act.case === id) this.#acts.delete(entryId);
  }

  #compareCase({ case_id: id, state, outcome, concerned }: AuditedCaseRow): void {
    const told = this.#cases.get(id);
    this.#cases.delete(id);
    if (told === undefined) this.#tell(`case ${id}: no entry tells of it`);
    else if (told.state !== state || told.outcome !== outcome)
      this.#tell(`case ${id}: it does not stand where its entries say`);
    if (this.#erased.has(id) && concerned > 0) this.#tell(`case ${id}: its trace was erased, and it is there`);
  }

  #compareAct({ entry_id: entryId, case_id, code, history_id }: AuditedHistoryRow): void {
    const act = this.#acts.get(entryId);
    this.#acts.delete(entryId);
    const isSame = act !== undefined && act.case === case_id && (act.code ?? null) === code;
    if (!isSame) this.#tell(`case ${case_id}: line ${history_id} of its history is not what its entry says`);
  }

  #compareMeasure({ measure_id: id, state }: AuditedMeasureRow): void {
    const told = this.#measures.get(id);
    if (told !== state) this.#tell(`measure ${id}: it does not stand as its entries say`);
  }

  #compareReview({ case_id, staff_id, decision }: AuditedReviewRow): void {
    const review = `${case_id} ${staff_id} ${decision}`;
    const left = this.#reviews.get(review) ?? 0;
    if (left === 0) this.#tell(`case ${case_id}: no entry tells of a review of its cut`);
    else this.#reviews.set(review, left - 1);
  }
}
