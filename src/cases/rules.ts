import { hasContacts } from "../base/contacts.ts";
import type { DeskUserId } from "../base/ids.ts";
import type { CaseState, Outcome, Procedure } from "./wire.ts";

/** Why nothing was done on a case. Each refusal is recorded in the case's history. */
export type CaseRefusal =
  | "already_assigned"
  | "already_decided"
  | "allegation_missing"
  | "answer_window_open"
  | "appeal_not_open"
  | "appeal_window_over"
  | "appeals_exhausted"
  | "case_not_assigned"
  | "case_state_wrong"
  | "case_unknown"
  | "category_missing"
  | "companion_unknown"
  | "companions_too_many"
  | "conflict_of_interest"
  | "contact_data_written"
  | "customer_unknown"
  | "cut_not_found"
  | "date_in_future"
  | "desk_user_unfit"
  | "link_to_itself"
  | "measure_in_force"
  | "measure_not_awaiting"
  | "measure_not_in_force"
  | "not_assigned_any_more"
  | "not_heard"
  | "outcome_not_allowed"
  | "person_not_concerned"
  | "proposal_changed"
  | "report_not_of_case"
  | "reporter_withdrew"
  | "same_person"
  | "sanction_not_in_scale"
  | "sanction_too_long"
  | "scale_missing"
  | "staff_standing_same"
  | "statement_missing"
  | "took_part_before";

export type Decision<C extends string = CaseRefusal> = { readonly ok: true } | { readonly ok: false; readonly code: C };
const YES = { ok: true } as const;
const no = <C extends CaseRefusal>(code: C) => ({ ok: false, code }) as const;

/** What moves a case on, and from where to where. `back`: to where the proposal came from. */
export const STEPS = {
  triage: { from: ["received"], to: "triage" },
  enquiry: { from: ["triage"], to: "enquiry" },
  hearing: { from: ["enquiry"], to: "heard" },
  proposal: { from: ["triage", "enquiry", "heard"], to: "proposed" },
  approval: { from: ["proposed"], to: "approved" },
  decline: { from: ["proposed"], to: "back" },
  retraction: { from: ["proposed"], to: "back" },
  close: { from: ["approved"], to: "closed" },
  appeal: { from: ["closed"], to: "enquiry" },
} as const satisfies {
  readonly [step: string]: { readonly from: readonly CaseState[]; readonly to: CaseState | "back" };
};
export type Step = keyof typeof STEPS;

/** Whether a case may take this step from where it stands. */
export function mayStep(step: Step, state: CaseState): Decision<"case_state_wrong"> {
  const from: readonly CaseState[] = STEPS[step].from;
  return from.includes(state) ? YES : no("case_state_wrong");
}

/** What an outcome is proposed on. */
export type ProposalFacts = {
  readonly state: CaseState;
  readonly procedure: Procedure;
  /** How many people it is about, or may be, and of how many of them nobody is sure. */
  readonly concerned: number;
  readonly unsure: number;
  /** A staff member reports a customer: nobody of ours is concerned. */
  readonly isAboutCustomer: boolean;
  readonly hasPrimaryCategory: boolean;
  readonly isWithdrawn: boolean;
};

/**
 * Whether an outcome may be proposed: out of scope from triage on; everything else after the enquiry, once the person
 * concerned was heard. Where nobody is known there is nobody to hear, and nothing can be confirmed. Where the reporter
 * has withdrawn, not being able to decide may be proposed without a hearing. A rights request concerns nobody.
 * Source: Code du travail L1332-2; Dir. (EU) 2024/2831 art. 11; facts on law, 2.3, 2.5, 5.
 */
export function mayPropose(
  outcome: Outcome,
  facts: ProposalFacts,
): Decision<"case_state_wrong" | "outcome_not_allowed" | "not_heard" | "category_missing"> {
  const { state, procedure, concerned, unsure, isAboutCustomer, hasPrimaryCategory, isWithdrawn } = facts;
  if (!mayStep("proposal", state).ok) return no("case_state_wrong");
  if (outcome === "out_of_scope") return YES;
  if (state === "triage") return no("outcome_not_allowed");
  if (procedure === "rights_request") return YES;
  const isKnown = isAboutCustomer || (concerned > 0 && unsure === 0);
  if (outcome === "confirmed" && !isKnown) return no("outcome_not_allowed");
  const isLeftAlone = outcome === "cannot_be_decided" && isWithdrawn;
  if (concerned > 0 && state !== "heard" && !isLeftAlone) return no("not_heard");
  if (outcome === "confirmed" && !hasPrimaryCategory) return no("category_missing");
  return YES;
}

/** ms. Source: accord VTC du 19.09.2023, seven days to answer (secondary source); taken for every regime without one of its own. */
export const ANSWER_MS = 7 * 86_400_000;

/** Whether somebody counts as heard: they answered, in writing or face to face, or had seven days to. */
export function mayHear(
  how: "answered" | "met" | "no_answer",
  facts: { readonly toldAt: Date | undefined; readonly answers: number; readonly now: Date },
): Decision<"allegation_missing" | "answer_window_open" | "not_heard"> {
  const { toldAt, answers, now } = facts;
  if (toldAt === undefined) return no("allegation_missing");
  if (how === "answered" && answers === 0) return no("not_heard");
  const isOver = now.getTime() - toldAt.getTime() >= ANSWER_MS;
  return how === "no_answer" && !isOver ? no("answer_window_open") : YES;
}

/** Somebody of the desk, as conflicts are looked for. */
export type DeskPerson = { readonly identity: string; readonly depot: string | undefined };
/** Somebody a case is about, as the company's own references tell. */
export type ConcernedPerson = {
  readonly personnel: string | undefined;
  readonly manager: string | undefined;
  readonly depot: string | undefined;
  readonly employer: string | undefined;
};
export type Conflict = "self" | "manager" | "same_depot" | "same_employer";

/** Two references of one person, however they are written. */
export const isSame = (a: string | undefined, b: string | undefined) =>
  a !== undefined && b !== undefined && a.toUpperCase() === b.toUpperCase();

/** What stands between somebody of the desk and a case about these people. Source: facts on law, 2.3 R-26 and 5. */
export function conflictsOf(
  { identity, depot }: DeskPerson,
  concerned: readonly ConcernedPerson[],
): readonly Conflict[] {
  const found = new Set<Conflict>();
  for (const person of concerned) {
    if (isSame(identity, person.personnel)) found.add("self");
    if (isSame(identity, person.manager)) found.add("manager");
    if (isSame(depot, person.depot)) found.add("same_depot");
    if (isSame(depot, person.employer)) found.add("same_employer");
  }
  return [...found];
}

/** Nobody works on their own case, whoever is missing. */
export function mayOverride(
  conflicts: readonly Conflict[],
  facts: { readonly isDpo: boolean; readonly hasReasons: boolean; readonly others: number },
): Decision<"conflict_of_interest"> {
  if (conflicts.length === 0) return YES;
  const isPossible = facts.isDpo && facts.hasReasons && facts.others === 0 && !conflicts.includes("self");
  return isPossible ? YES : no("conflict_of_interest");
}

/** An assignment of a role, as it was or is. */
export type Assignment = {
  readonly role: "handler" | "approver";
  readonly deskUser: DeskUserId;
  readonly identity: string;
  readonly isInForce: boolean;
};

/** Whether an account acts on a case in this role: now, not any more, or never. */
export function mayAct(
  role: Assignment["role"],
  deskUser: DeskUserId,
  assignments: readonly Assignment[],
): Decision<"case_not_assigned" | "not_assigned_any_more"> {
  const own = assignments.filter((one) => one.role === role && one.deskUser === deskUser);
  if (own.some(({ isInForce }) => isInForce)) return YES;
  return no(own.length > 0 ? "not_assigned_any_more" : "case_not_assigned");
}

export type Proposal = {
  readonly version: number;
  readonly round: number;
  readonly proposedIdentity: string;
  readonly decidedIdentity: string | undefined;
  readonly state: "open" | "approved" | "declined" | "withdrawn";
};

/**
 * Four eyes: who decides names the version they read, and is another person than who proposed it, whatever their accounts.
 * Source: facts on law, 2.3 R-26.
 */
export function mayDecide(
  version: number,
  identity: string,
  proposals: readonly Proposal[],
): Decision<"already_decided" | "proposal_changed" | "same_person"> {
  const named = proposals.find((one) => one.version === version);
  if (named === undefined) return no("proposal_changed");
  if (named.state === "approved" || named.state === "declined") return no("already_decided");
  if (named.state === "withdrawn") return no("proposal_changed");
  return isSame(named.proposedIdentity, identity) ? no("same_person") : YES;
}

/** Whoever proposed or decided before an appeal does neither after it. */
export function mayJudgeAgain(
  identity: string,
  round: number,
  proposals: readonly Proposal[],
): Decision<"took_part_before"> {
  const before = proposals.filter((one) => one.round < round);
  const hasTakenPart = before.some(
    ({ proposedIdentity, decidedIdentity }) => isSame(proposedIdentity, identity) || isSame(decidedIdentity, identity),
  );
  return hasTakenPart ? no("took_part_before") : YES;
}

/** ms. How long an outcome may be appealed, by either side. Longer, and nothing is ever over; shorter, and a holiday loses it. */
export const APPEAL_MS = 30 * 86_400_000;
/** A second appeal is for a court. */
const MAX_ROUNDS = 3;

const APPEALABLE: { readonly [by in Appellant]: readonly Outcome[] } = {
  concerned: ["confirmed", "cannot_be_decided"],
  reporter: ["not_confirmed", "cannot_be_decided", "out_of_scope"],
};
export type Appellant = "concerned" | "reporter";

/** Whether an outcome may be appealed at `now`: until the last instant of its window, not at its end. */
export function mayAppeal(
  by: Appellant,
  facts: {
    readonly state: CaseState;
    readonly outcome: Outcome | undefined;
    readonly closedAt: Date | undefined;
    readonly round: number;
    readonly now: Date;
  },
): Decision<"case_state_wrong" | "appeal_not_open" | "appeal_window_over" | "appeals_exhausted"> {
  const { state, outcome, closedAt, round, now } = facts;
  if (state !== "closed" || outcome === undefined || closedAt === undefined) return no("case_state_wrong");
  if (!APPEALABLE[by].includes(outcome)) return no("appeal_not_open");
  if (now.getTime() - closedAt.getTime() >= APPEAL_MS) return no("appeal_window_over");
  return round >= MAX_ROUNDS ? no("appeals_exhausted") : YES;
}

/**
 * ms. When the trace of a case that was not confirmed goes from the record of whom it was about: two months after it was
 * closed, and after the time to appeal. Source: CNIL délib. 2023-064 (wording to be checked, facts on law).
 */
export const TRACE_MS = 60 * 86_400_000;

/** What leaves no trace with whom it was about. */
export const TRACELESS: readonly Outcome[] = ["not_confirmed", "out_of_scope"];

/** ms. A cut is looked at by a human within 72 hours. Source: PRODUCT §4. */
export const REVIEW_MS = 72 * 3_600_000;
/** ms. A cut that was kept comes back: it is provisional until somebody makes it lasting. */
export const KEPT_MS = 30 * 86_400_000;

/** Which procedure a report begins. */
export function procedureOf({
  by,
}: {
  readonly by: "customer" | "staff" | "relative" | "witness" | "unknown";
}): Procedure {
  return by === "staff" ? "staff_alert" : "customer_complaint";
}

/**
 * Whether words that the person concerned will read hold a phone or a mail address. Whoever wrote them copied too much:
 * nothing of the reporter's contact data goes this way. Days and hours are not taken for phones.
 */
export function mayShow(...texts: readonly (string | undefined)[]): Decision<"contact_data_written"> {
  return texts.some((text = "") => hasContacts(text)) ? no("contact_data_written") : YES;
}
