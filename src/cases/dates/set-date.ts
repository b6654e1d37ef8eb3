import type { CivilDate, DateFact, Step } from "../../charter/index.ts";
import { civilDate, mayTake } from "../../charter/index.ts";
import type { CaseId, CaseTextId, DeskUserId } from "../../base/ids.ts";
import type { Tx } from "../../store/index.ts";
import type { CasesDeps } from "../deps.ts";
import type { Acted, CaseFacts, DeskActor, Refused } from "../on-case.ts";
import { datesOf } from "./read-dates.ts";
import { mayWork, onCase } from "../on-case.ts";
import * as sql from "../sql.ts";
import { keepText } from "../texts.ts";
import type { DateRequest } from "../wire.ts";
import { refreshDue } from "./read-clocks.ts";

type Kept = {
  readonly fact: DateFact;
  readonly on: CivilDate;
  readonly source?: {
    readonly kind: "report" | "document" | "statement";
    readonly text: CaseTextId;
    readonly by: DeskUserId;
  };
};

/** Keeps a date; one that the house itself knows has no other source than its ledger. What was believed before stays. */
export async function keepDate(tx: Tx, id: CaseId, { fact, on, source }: Kept): Promise<void> {
  await tx.query(sql.END_DATE, [tx.tenant, id, fact, tx.now]);
  const from = [source?.kind ?? "ledger", source?.text ?? null, tx.now, source?.by ?? null];
  await tx.query(sql.INSERT_DATE, [tx.tenant, id, fact, on, ...from]);
}

/** Enters a date that the law counts from, and where it is known from. Deadlines follow. A day that has not come is none. */
export async function setDate(
  tx: Tx,
  deps: Pick<CasesDeps, "vault" | "calendar">,
  id: CaseId,
  actor: DeskActor,
  { fact, on, source }: DateRequest,
): Promise<Acted<undefined, string> | undefined> {
  return onCase<undefined, string>(tx, id, { event: "cases.set-date", actor }, async (facts) => {
    const works = await mayWork(tx, facts, "handler", actor);
    if (!works.ok) return works;
    const today = civilDate(tx.now, deps.calendar.zone);
    if (on > today && !PLANNED.has(fact)) return { ok: false, code: "date_in_future" };
    const refusal = on < today ? undefined : await refuseStep(tx, deps, facts, fact, on as CivilDate);
    if (refusal !== undefined) return refusal;
    const text = await keepText(tx, deps.vault, id, "source", source.text, actor);
    await keepDate(tx, id, { fact, on: on as CivilDate, source: { kind: source.kind, text, by: actor.id } });
    await refreshDue(tx, deps, facts);
    return { ok: true, value: undefined, text, entry: { fact, on, source: source.kind } };
  });
}

/** What is fixed beforehand: the day of an interview. */
const PLANNED: ReadonlySet<DateFact> = new Set<DateFact>(["interview_on"]);

/** Dates of what the desk does itself, and what it does by that. */
const STEP_OF: { readonly [fact in DateFact]?: Step } = {
  convened_on: "convene",
  interview_on: "hold_interview",
  reasons_given_on: "give_reasons",
  review_answered_on: "answer_review",
  complaint_acknowledged_on: "acknowledge_complaint",
  alert_acknowledged_on: "acknowledge_alert",
  met_on: "meet_reporter",
  request_extended_on: "extend_request",
};

/**
 * Whether the law lets the desk do on that day what the date stands for, today or later. What was done before is entered
 * as it was: the clocks that come after tell what it is worth.
 */
async function refuseStep(
  tx: Tx,
  { calendar }: Pick<CasesDeps, "calendar">,
  { row, concerned }: CaseFacts,
  fact: DateFact,
  on: CivilDate,
): Promise<Refused<string> | undefined> {
  const step = STEP_OF[fact];
  if (step === undefined) return undefined;
  // A date that is corrected is not one that is there.
  const dates = { ...(await datesOf(tx, row.case_id)), [fact]: undefined };
  const regimes = concerned.length > 0 ? concerned.map(({ regime }) => regime) : (["generic"] as const);
  for (const regime of regimes) {
    const may = mayTake(regime, step, dates, on, calendar);
    if (may.ok) continue;
    const { code, notBefore, notAfter, source } = may;
    return { ok: false, code, more: { source, ...(notBefore && { notBefore }), ...(notAfter && { notAfter }) } };
  }
  return undefined;
}
