import { civilDate, isInvokable } from "../charter/index.ts";
import type { CaseId, CaseTextId } from "../base/ids.ts";
import { append } from "../ledger/index.ts";
import type { Tx } from "../store/index.ts";
import { textArray } from "../store/index.ts";
import { raiseAlert } from "./alerts/raise-alert.ts";
import type { CasesDeps } from "./deps.ts";
import type { MeasureRow } from "./measures/sql.ts";
import { SELECT_EARLIER_SANCTIONS, SELECT_MEASURES } from "./measures/sql.ts";
import type { CaseFacts, DeskActor } from "./on-case.ts";
import { seeMessages } from "../reports/index.ts";
import { reportAnswer } from "./report-answer.ts";
import { conflictsWith, readFacts } from "./on-case.ts";
import type { CaseRow, CategoryRow, DateRow, ReportRow } from "./sql.ts";
import * as sql from "./sql.ts";
import type { Category } from "./taxonomy.ts";
import { gravity } from "./taxonomy.ts";
import type { CaseText } from "./texts.ts";
import { readTexts } from "./texts.ts";
import type { CaseAnswer, CaseSummary, MeasureAnswer } from "./wire.ts";

export type ReadCase =
  | { readonly ok: true; readonly facts: CaseFacts }
  | { readonly ok: false; readonly code: "conflict_of_interest" };

const READINGS = {
  case: { event: "cases.read-case" },
  clocks: { event: "cases.read-clocks" },
  export: { event: "cases.export-case" },
  history: { event: "cases.read-history" },
  picture: { event: "cases.read-picture" },
  trace: { event: "cases.read-trace" },
} as const;

/**
 * Lets somebody of the desk read a case, and records it first: in the ledger, in the customer's own chain too, since it is
 * about her. Whoever does not work on it is an alert for the DPO; whoever stands too near to the person concerned is
 * refused. Undefined: no such case, or none of theirs.
 */
export async function openReading(
  tx: Tx,
  id: CaseId,
  actor: DeskActor,
  reading: keyof typeof READINGS,
): Promise<ReadCase | undefined> {
  const [row] = await tx.query<CaseRow>(sql.SELECT_CASE, [tx.tenant, id]);
  if (row === undefined || !isTheirs(row, actor)) return undefined;
  const facts = await readFacts(tx, row);
  const own = facts.assignments.find((one) => one.desk_user_id === actor.id && one.ended_at === null);
  const conflicts = await conflictsWith(tx, facts, actor.id, actor.identity);
  const isRefused = conflicts.some((conflict) => own?.conflicts.includes(conflict) !== true);
  const said = isRefused ? { outcome: "refused", code: "conflict_of_interest" } : { outcome: "done" };
  const customer = row.customer_id ?? undefined;
  const isAssigned = own !== undefined;
  const entry = { ...READINGS[reading], case: id, by: actor.id, duty: actor.duty, isAssigned, customer, ...said };
  const [leaf] = await append(tx, [entry], { changesFacts: false });
  if (isRefused) return { ok: false, code: "conflict_of_interest" };
  if (!isAssigned && actor.duty !== "dpo" && reading !== "history") {
    const kind = reading === "export" ? "export_beyond" : "reading_beyond";
    await raiseAlert(tx, { kind, duty: "dpo", case: id, cause: `${leaf?.entryId}`, deskUser: actor.id });
  }
  return { ok: true, facts };
}

/** A rights officer has rights requests only; handlers and approvers have the rest too. */
export function isTheirs({ procedure }: Pick<CaseRow, "procedure">, { duty }: DeskActor): boolean {
  return duty !== "rights_officer" || procedure === "rights_request";
}

export function summaryOf(
  row: CaseRow,
  { handler, primary }: { readonly handler: string | null; readonly primary: Category | null },
): CaseSummary {
  return {
    id: row.case_id,
    procedure: row.procedure,
    right: row.asked_right,
    state: row.state,
    outcome: row.outcome,
    round: row.round,
    openedAt: row.opened_at.toISOString(),
    closedAt: row.closed_at?.toISOString() ?? null,
    dueOn: row.due_on,
    handler,
    primary,
    isDanger: row.is_danger,
    isSpecialCategory: row.is_special_category,
    isWithdrawn: row.is_withdrawn,
  };
}

/** Everything about a case that whoever works on it sees. Sanctions that may not be invoked any more are not in it. */
export async function readCase(tx: Tx, deps: CasesDeps, facts: CaseFacts): Promise<CaseAnswer> {
  const { row, concerned, assignments } = facts;
  const id = row.case_id;
  const [texts, categories, dates, measures, links, reports, earlier] = await Promise.all([
    readTexts(tx, deps.vault, id),
    tx.query<CategoryRow>(sql.SELECT_CATEGORIES, [tx.tenant, id]),
    tx.query<DateRow>(sql.SELECT_DATES, [tx.tenant, id]),
    tx.query<MeasureRow>(SELECT_MEASURES, [tx.tenant, id]),
    tx.query<{ other_case_id: CaseId }>(sql.SELECT_LINKS, [tx.tenant, id]),
    tx.query<ReportRow>(sql.SELECT_REPORTS, [tx.tenant, id]),
    earlierSanctions(tx, deps, facts),
  ]);
  const words = new Map(texts.map((text) => [text.text_id, text.words]));
  const wordsOf = (text: CaseTextId | null) => (text === null ? null : (words.get(text) ?? null));
  const ofKind = (kind: CaseText["kind"]) => texts.filter((text) => text.kind === kind).map(textAnswer);
  const inForce = assignments.filter((one) => one.ended_at === null);
  const handler = inForce.find(({ role }) => role === "handler")?.desk_user_id ?? null;
  const primary = categories.find(({ is_primary }) => is_primary)?.code ?? null;
  const read = await Promise.all(reports.map(({ report_id }) => reportAnswer(tx, deps.vault, report_id)));
  // Whoever wrote is shown that somebody read it.
  await Promise.all(reports.map(({ report_id }) => seeMessages(tx, report_id)));
  return {
    ...summaryOf(row, { handler, primary }),
    concerned: concerned.map(({ reference: staff, regime, standing, on_hold_since, is_certain }) => {
      return { staff, regime, standing, isOnHold: on_hold_since !== null, isCertain: is_certain };
    }),
    approvers: inForce.filter(({ role }) => role === "approver").map(({ desk_user_id }) => desk_user_id),
    reports: read.filter((report) => report !== undefined),
    categories: categories.map(({ code, is_primary: isPrimary }) => ({ code, isPrimary, gravity: gravity(code) })),
    dates: dates.map(({ fact, falls_on: on, source_kind: kind, text_id }) => {
      return { fact, on, source: { kind, text: wordsOf(text_id) } };
    }),
    notes: ofKind("note"),
    allegations: ofKind("allegation"),
    evidence: texts
      .filter(({ kind }) => kind === "evidence")
      .map((text) => ({ ...textAnswer(text), happenedAt: text.happened_at?.toISOString() ?? null })),
    answers: ofKind("answer"),
    appeals: ofKind("appeal"),
    proposals: proposalsOf(facts, wordsOf),
    measures: measures.map((measure) => measureAnswer(measure, wordsOf(measure.text_id))),
    earlierSanctions: earlier,
    links: links.map(({ other_case_id }) => other_case_id),
  };
}

function textAnswer({ text_id: id, at, by_id: by, words }: CaseText) {
  return { id, at: at.toISOString(), by, text: words };
}

function proposalsOf(
  { proposals }: CaseFacts,
  wordsOf: (text: CaseTextId | null) => string | null,
): CaseAnswer["proposals"] {
  return proposals.map((one) => ({
    version: one.version,
    round: one.round,
    outcome: one.outcome,
    sanctions: [...one.sanctions],
    reasons: wordsOf(one.text_id),
    statement: wordsOf(one.statement_text_id),
    proposedAt: one.proposed_at.toISOString(),
    proposedBy: one.proposed_by,
    state: one.state,
    decidedAt: one.decided_at?.toISOString() ?? null,
    decidedBy: one.decided_by,
    decisionReasons: wordsOf(one.decision_text_id),
  }));
}

export function measureAnswer(row: MeasureRow, reasons: string | null): MeasureAnswer {
  return {
    id: row.measure_id,
    staff: row.staff_reference,
    kind: row.kind,
    sanction: row.sanction,
    days: row.days,
    exception: row.exception,
    state: row.state,
    orderedAt: row.ordered_at.toISOString(),
    orderedBy: row.ordered_by,
    signedBy: row.signed_by,
    fromAt: row.from_at?.toISOString() ?? null,
    untilAt: row.until_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
    reasons,
  };
}

/** Sanctions of the same people before, as far as the law lets them be invoked on this day. Source: Code du travail L1332-5. */
async function earlierSanctions(
  tx: Tx,
  { calendar }: CasesDeps,
  { row, concerned }: CaseFacts,
): Promise<CaseAnswer["earlierSanctions"]> {
  const staff = textArray(concerned.map(({ staff_id }) => staff_id));
  const rows = await tx.query<MeasureRow>(SELECT_EARLIER_SANCTIONS, [tx.tenant, staff, row.case_id]);
  const today = civilDate(tx.now, calendar.zone);
  return rows.flatMap(({ staff_id, staff_reference, sanction, sanctioned_on: on, case_id }) => {
    const regime = concerned.find((one) => one.staff_id === staff_id)?.regime ?? "generic";
    if (sanction === null || on === null || !isInvokable(on, today, regime)) return [];
    return [{ staff: staff_reference, sanction, sanctionedOn: on, case: case_id }];
  });
}
