import type { Calendar, CivilDate } from "./calendar.ts";
import { addCounted, addDays, addMonths, extended, isWorkable, isWorked } from "./calendar.ts";
import { PROCEDURE_CLOCKS, PROCEDURE_STEPS } from "./procedures.ts";
import type {
  CaseDates,
  Clock,
  DateFact,
  ExceptionId,
  LawException,
  Procedure,
  Regime,
  RegimeName,
  Span,
  Step,
  StepRefusal,
  StepRule,
} from "./regime.ts";
import { EXCEPTION_IDS } from "./regime.ts";
import { REGIMES } from "./regimes.ts";

/** A limit as it stands for a case. Both ends are days on which it may still, or already, be done. */
export type Deadline = {
  readonly id: string;
  readonly notBefore?: CivilDate;
  readonly notAfter?: CivilDate;
  readonly basis: DateFact;
  readonly source: string;
  readonly isHard: boolean;
  readonly toVerify?: true;
};

export type MayTake =
  | { readonly ok: true; readonly source: string }
  | {
      readonly ok: false;
      readonly code: StepRefusal;
      readonly notBefore?: CivilDate;
      readonly notAfter?: CivilDate;
      readonly source: string;
    };

/**
 * What is still to be done, from when and until when: the clocks of a procedure and, but for a request of rights, of the
 * regime, as far as the dates they count from are known. One that a prosecution has stopped has no end.
 */
export function deadlines(
  regime: RegimeName,
  procedure: Procedure,
  dates: CaseDates,
  calendar: Calendar,
): readonly Deadline[] {
  const ofRegime = procedure === "rights_request" ? [] : REGIMES[regime].clocks;
  const clocks = [...PROCEDURE_CLOCKS[procedure], ...ofRegime];
  return clocks
    .filter(({ doneBy }) => doneBy.every((fact) => dates[fact] === undefined))
    .flatMap((clock) => deadlineOf(clock, clocks, dates, calendar) ?? []);
}

/**
 * Whether the law lets a step be taken on `today`. A refusal says from when or until when, and by which article. An
 * exception lifts the limits it is for and no other; that it takes reasons and a second signature is the caller's to see to.
 */
export function mayTake(
  regime: RegimeName,
  step: Step,
  dates: CaseDates,
  today: CivilDate,
  calendar: Calendar,
  exception?: { readonly id: ExceptionId },
): MayTake {
  const law = REGIMES[regime];
  const rule = ruleOf(law, step, dates);
  if (rule === undefined) return { ok: false, code: "step_not_in_regime", source: `regime ${law.name}` };
  const { source } = rule;
  const found = law.exceptions.find(({ id }) => id === exception?.id);
  if (exception !== undefined && !isFor(found, rule)) {
    const isKnown = EXCEPTION_IDS.includes(exception.id);
    return { ok: false, code: isKnown ? "exception_not_for_step" : "exception_unknown", source };
  }
  const isKnown = (fact: DateFact) => (dates[fact] ?? "9999") <= today;
  if (rule.takenBy !== undefined && isKnown(rule.takenBy)) return { ok: false, code: "step_already_taken", source };
  const missing = rule.needs.find(({ fact }) => !isKnown(fact));
  if (missing !== undefined) return { ok: false, code: missing.code, source };
  const clocks = [...law.clocks, ...Object.values(PROCEDURE_CLOCKS).flat()];
  const limit = (id: string) => limitOf(id, found, clocks, dates, calendar);
  for (const { fact, clock, code } of rule.kept) {
    const on = dates[fact];
    const bound = limit(clock);
    if (on !== undefined && bound !== undefined && sideOf(on, bound) !== "inside") return refusal(code, bound);
  }
  for (const id of rule.within) {
    // A clock that has done its work binds no more: who was convened in time may be suspended after the two months.
    const isOver = clocks.some((clock) => clock.id === id && clock.doneBy.some(isKnown));
    const bound = isOver ? undefined : limit(id);
    const side = bound === undefined ? "inside" : sideOf(today, bound);
    if (bound !== undefined && side !== "inside")
      return refusal(side === "before" ? "step_too_early" : "step_too_late", bound);
  }
  return { ok: true, source: found === undefined ? source : `${source}; ${found.source}` };
}

/**
 * Whether a sanction of that day may still be held against somebody in a procedure that begins `today`: one that is
 * older than the regime's years may not be shown to whoever decides. The last day counts. Source: Code du travail L1332-5.
 */
export function isInvokable(sanctionedOn: CivilDate, today: CivilDate, regime: RegimeName): boolean {
  return today <= addMonths(sanctionedOn, 12 * REGIMES[regime].invokable.years);
}

function ruleOf(law: Regime, step: Step, dates: CaseDates): StepRule | undefined {
  const rule = law.steps[step] ?? PROCEDURE_STEPS[step];
  const instead = rule?.insteadWith;
  return instead !== undefined && dates[instead.fact] !== undefined ? law.steps[instead.step] : rule;
}

function isFor(exception: LawException | undefined, rule: StepRule): boolean {
  if (exception === undefined) return false;
  const asked = [...rule.within, ...rule.kept.map(({ clock }) => clock)];
  return exception.lifts.some((id) => asked.includes(id));
}

/** The clock that counts under an exception: none, or the one that takes its place. Without that one's date nothing moves. */
function limitOf(
  id: string,
  exception: LawException | undefined,
  clocks: readonly Clock[],
  dates: CaseDates,
  calendar: Calendar,
): Deadline | undefined {
  const find = (name: string) => clocks.find((one) => one.id === name);
  const own = find(id);
  if (own === undefined) throw new Error(`could not find the clock ${id}`);
  const usual = deadlineOf(own, clocks, dates, calendar);
  if (exception === undefined || !exception.lifts.includes(id)) return usual;
  if (exception.replacedBy === undefined) return undefined;
  const other = find(exception.replacedBy);
  if (other === undefined) throw new Error(`could not find the clock ${exception.replacedBy}`);
  return deadlineOf(other, clocks, dates, calendar) ?? usual;
}

function deadlineOf(
  clock: Clock,
  clocks: readonly Clock[],
  dates: CaseDates,
  calendar: Calendar,
): Deadline | undefined {
  const { id, isHard, source, toVerify, replacedBy } = clock;
  const began = dates[clock.basis];
  if (began === undefined) return undefined;
  const successor = clocks.find((one) => one.replacedBy?.clock === id);
  const isReplaced = (by: Clock) => isReplacedBy(by, clocks, dates, calendar);
  if (replacedBy !== undefined && isReplaced(clock)) return undefined;
  if (successor !== undefined && !isReplaced(successor)) return undefined;
  const about = { id, basis: clock.basis, source, isHard, ...(toVerify && { toVerify }) };
  const end = endOf(clock, began, calendar);
  if (clock.end === "notBefore") return { ...about, notBefore: addDays(end, 1) };
  const prosecuted = dates.prosecution_began_on;
  if (clock.isStoppedByProsecution !== true || prosecuted === undefined || prosecuted > end)
    return { ...about, notAfter: end };
  const over = dates.prosecution_ended_on;
  if (over === undefined) return { ...about, basis: "prosecution_began_on" };
  if (over < began) return { ...about, notAfter: end };
  return { ...about, basis: "prosecution_ended_on", notAfter: endOf(clock, over, calendar) };
}

function isReplacedBy({ replacedBy }: Clock, clocks: readonly Clock[], dates: CaseDates, calendar: Calendar): boolean {
  if (replacedBy === undefined) return false;
  const on = dates[replacedBy.fact];
  const limit = clocks.find(({ id }) => id === replacedBy.within);
  if (on === undefined || limit === undefined) return false;
  const began = dates[limit.basis];
  return began !== undefined && on <= endOf(limit, began, calendar);
}

function endOf({ span, then, extendedTo }: Clock, began: CivilDate, calendar: Calendar): CivilDate {
  const first = after(began, span, calendar);
  const end = then === undefined ? first : after(first, then, calendar);
  return extendedTo === undefined ? end : extended(end, extendedTo, calendar);
}

function after(began: CivilDate, { count, unit }: Span, calendar: Calendar): CivilDate {
  switch (unit) {
    case "days":
      return addDays(began, count);
    case "months":
      return addMonths(began, count);
    case "workable":
      return addCounted(began, count, calendar, isWorkable);
    case "worked":
      return addCounted(began, count, calendar, isWorked);
  }
}

function sideOf(day: CivilDate, { notBefore, notAfter }: Deadline): "before" | "inside" | "after" {
  if (notBefore !== undefined && day < notBefore) return "before";
  return notAfter !== undefined && day > notAfter ? "after" : "inside";
}

function refusal(code: StepRefusal, { notBefore, notAfter, source }: Deadline): MayTake {
  return { ok: false, code, source, ...(notBefore && { notBefore }), ...(notAfter && { notAfter }) };
}
