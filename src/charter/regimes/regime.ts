import type { CivilDate } from "./calendar.ts";

export const REGIME_NAMES = ["employee-fr", "platform-fr", "contractor", "generic"] as const;
export type RegimeName = (typeof REGIME_NAMES)[number];

export const PROCEDURES = ["customer_complaint", "staff_alert", "rights_request"] as const;
export type Procedure = (typeof PROCEDURES)[number];

/** Days that the law counts from, as far as a case knows them. */
export const DATE_FACTS = [
  "facts_on",
  "known_on",
  "enquiry_ended_on",
  "prosecution_began_on",
  "prosecution_ended_on",
  "provisionally_suspended_on",
  "convened_on",
  "interview_on",
  "sanctioned_on",
  "reasons_given_on",
  "review_asked_on",
  "review_answered_on",
  "rectified_on",
  "terminated_on",
  "alert_received_on",
  "alert_acknowledged_on",
  "meeting_asked_on",
  "met_on",
  "request_received_on",
  "request_extended_on",
  "complaint_received_on",
  "complaint_acknowledged_on",
  "complaint_read_on",
] as const;
export type DateFact = (typeof DATE_FACTS)[number];
export type CaseDates = { readonly [fact in DateFact]?: CivilDate | undefined };

/** Acts of a case that the law has something to say about. */
export const STEPS = [
  "suspend_provisionally",
  "convene",
  "hold_interview",
  "notify_warning",
  "notify_sanction",
  "give_reasons",
  "terminate",
  "answer_review",
  "acknowledge_complaint",
  "acknowledge_alert",
  "meet_reporter",
  "extend_request",
  "answer_request",
] as const;
export type Step = (typeof STEPS)[number];

/**
 * A length of time as the law counts it. `workable`: jours ouvrables; `worked`: jours ouvrés; each in full, beginning
 * the day after. Months go from quantième to quantième.
 */
export type Span = { readonly count: number; readonly unit: "days" | "workable" | "worked" | "months" };

/**
 * One limit of the law, as data. An end (`notAfter`) is the last day, included; a beginning (`notBefore`) is the first
 * day on which it may be done: the day after the span has run in full.
 */
export type Clock = {
  readonly id: string;
  readonly basis: DateFact;
  readonly span: Span;
  /** A second length that begins where the first one ends. */
  readonly then?: Span;
  readonly end: "notBefore" | "notAfter";
  /** The last day moves from a Saturday, a Sunday or a holiday: to the next jour ouvrable, or to the next jour ouvré. */
  readonly extendedTo?: "workable" | "worked";
  /** A prosecution that began in time stops it; it runs anew from the day the prosecution ended. */
  readonly isStoppedByProsecution?: true;
  /** With this fact, no later than `within` allows, another clock takes its place; that one runs in no other way. */
  readonly replacedBy?: { readonly fact: DateFact; readonly clock: string; readonly within: string };
  /** With one of these facts the clock has done its work and is shown no more. */
  readonly doneBy: readonly DateFact[];
  /** Hard: the law attaches a loss of the right to it. Soft: an alarm, or a recommended day. */
  readonly isHard: boolean;
  readonly source: string;
  /** Written from knowledge that was not compared with the text in force: counsel compares it before it is relied on. */
  readonly toVerify?: true;
};

/** The law's own ways out of its limits. No other can be named. */
export const EXCEPTION_IDS = [
  "enquiry_moved_knowledge",
  "repeated_conduct",
  "suspension_enquiry_needed",
  "p2b_legal_duty",
  "p2b_imperative_reason",
  "p2b_repeated_breach",
  "contract_urgency",
  "contract_breach",
] as const;
export type ExceptionId = (typeof EXCEPTION_IDS)[number];

export type LawException = {
  readonly id: ExceptionId;
  readonly regime: RegimeName;
  /** Clocks that it lifts, or replaces by another one. */
  readonly lifts: readonly string[];
  readonly replacedBy?: string;
  readonly source: string;
  readonly needsReasons: true;
  readonly needsSecondSignature: true;
  readonly toVerify?: true;
};

/** Why a step is refused today. */
export type StepRefusal =
  | "step_not_in_regime"
  | "step_already_taken"
  | "step_too_early"
  | "step_too_late"
  | "knowledge_date_missing"
  | "convocation_missing"
  | "convocation_too_late"
  | "interview_missing"
  | "interview_too_early"
  | "reasons_missing"
  | "review_missing"
  | "suspension_became_sanction"
  | "notice_date_missing"
  | "exception_unknown"
  | "exception_not_for_step";

/** Asks that something was done before, on a day that is not after today. */
export type Need = { readonly fact: DateFact; readonly code: StepRefusal };

/** Asks that something that was done before was done inside a clock. Without its fact there is nothing to ask. */
export type Kept = { readonly fact: DateFact; readonly clock: string; readonly code: StepRefusal };

export type StepRule = {
  readonly source: string;
  /** With this fact the rule of another step counts: who convenes before a warning is held to it. */
  readonly insteadWith?: { readonly fact: DateFact; readonly step: Step };
  readonly takenBy?: DateFact;
  readonly needs: readonly Need[];
  readonly kept: readonly Kept[];
  /** Clocks that today must be inside of. One whose basis is not known does not run. */
  readonly within: readonly string[];
};

export type Regime = {
  readonly name: RegimeName;
  readonly clocks: readonly Clock[];
  readonly steps: { readonly [step in Step]?: StepRule };
  readonly exceptions: readonly LawException[];
  /** Years for which an earlier sanction may be held against somebody, counted to the day of the new procedure. */
  readonly invokable: { readonly years: number; readonly source: string; readonly toVerify?: true };
  /** Sanctions that no charter may have under this regime. */
  readonly forbiddenSanctions: readonly { readonly kind: "fine"; readonly source: string }[];
};
