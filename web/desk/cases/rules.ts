import type { DeskSession } from "../duties.ts";
import type { CaseAnswer, CaseState, Charter, HistoryItem } from "./wire.ts";

type Me = Pick<DeskSession, "deskUser" | "duty">;
type People = Pick<CaseAnswer, "handler" | "approvers">;

export function handles({ handler }: People, { deskUser }: Me): boolean {
  return handler === deskUser;
}

export function approves({ approvers }: People, { deskUser, duty }: Me): boolean {
  return duty === "approver" && approvers.includes(deskUser);
}

/** Whether a reading by them is an alert for the DPO: whoever does not work on a case reads it, and it is told. */
export function isWatched(one: People, me: Me): boolean {
  return me.duty !== "dpo" && !handles(one, me) && !approves(one, me);
}

/** Parts of the page of a case, in the order in which a case is worked on. */
export const PARTS = ["reports", "dialogue", "facts", "people", "decision", "trace", "history", "notes"] as const;
export type Part = (typeof PARTS)[number];

/** What a state asks for before the case goes on: what is there already is ticked. */
export type Task = {
  readonly id:
    | "taken"
    | "category"
    | "known"
    | "facts_on"
    | "told"
    | "evidence"
    | "heard"
    | "proposed"
    | "approver"
    | "decided"
    | "written";
  readonly isDone: boolean;
  readonly part?: Part;
};

type Worked = Pick<
  CaseAnswer,
  | "state"
  | "procedure"
  | "handler"
  | "approvers"
  | "categories"
  | "concerned"
  | "dates"
  | "allegations"
  | "evidence"
  | "reports"
>;

/** What is to be done by where the case stands, in its order. A rights request concerns nobody and hears nobody. */
export function tasksOf(one: Worked): readonly Task[] {
  const isRight = one.procedure === "rights_request";
  const hasCategory = one.categories.some(({ isPrimary }) => isPrimary);
  const isKnown = one.concerned.length > 0 && one.concerned.every(({ isCertain }) => isCertain);
  const written = one.reports.some(({ messages }) => messages.some(({ sender }) => sender === "desk"));
  const taken: Task = { id: "taken", isDone: one.handler !== null };
  const writing: Task = { id: "written", isDone: written, part: "dialogue" };
  const category: Task = { id: "category", isDone: hasCategory, part: "facts" };
  const known: Task = { id: "known", isDone: isKnown, part: "people" };
  const factsOn: Task = { id: "facts_on", isDone: one.dates.some(({ fact }) => fact === "facts_on"), part: "facts" };
  const told: Task = { id: "told", isDone: one.allegations.length > 0, part: "facts" };
  const heard: Task = { id: "heard", isDone: one.state === "heard", part: "decision" };
  const proposed: Task = { id: "proposed", isDone: false, part: "decision" };
  const byState: { readonly [state in CaseState]: readonly Task[] } = {
    received: [taken, writing],
    triage: isRight ? [taken, writing] : [taken, category, writing],
    enquiry: isRight
      ? [taken, writing, proposed]
      : one.concerned.length === 0
        ? [taken, category, known, proposed]
        : [taken, category, known, factsOn, told, heard],
    heard: [taken, category, factsOn, proposed],
    proposed: [
      { id: "approver", isDone: one.approvers.length > 0 },
      { id: "decided", isDone: false, part: "decision" },
    ],
    approved: [{ id: "decided", isDone: true, part: "decision" }, writing],
    closed: [],
  };
  return byState[one.state];
}

export type Message = {
  readonly sender: "reporter" | "desk";
  readonly at: string;
  readonly text: string | null;
  readonly readAt: string | null;
};

/** What was written both ways, oldest first. What the desk wrote goes to each who reported, and is shown once. */
export function dialogueOf(reports: readonly { readonly messages: readonly Message[] }[]): readonly Message[] {
  const once = new Map<string, Message>();
  for (const message of reports.flatMap(({ messages }) => messages)) {
    const key = `${message.sender} ${message.at} ${message.text}`;
    const known = once.get(key);
    // Read by one of them is read.
    once.set(key, known?.readAt == null ? message : known);
  }
  return [...once.values()].toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at));
}

/** Acts that read or propose change nothing of what was proposed on. */
const NO_CHANGE = new Set(["propose-outcome", "write-letter"]);

/** What was done on a case since an instant: what whoever decides has to know of beyond what was proposed. */
export function changesSince(history: readonly HistoryItem[], at: string): readonly HistoryItem[] {
  return history.filter((one) => one.code === null && one.at > at && !NO_CHANGE.has(one.act));
}

type Proposal = CaseAnswer["proposals"][number];
export type Difference = "outcome" | "sanctions" | "reasons" | "statement";

/** In what two versions of a proposal differ. */
export function differencesOf(before: Proposal, after: Proposal): readonly Difference[] {
  const sanctions = ({ sanctions: all }: Proposal): string => JSON.stringify(all);
  return [
    ...(before.outcome === after.outcome ? [] : ["outcome" as const]),
    ...(sanctions(before) === sanctions(after) ? [] : ["sanctions" as const]),
    ...(before.reasons === after.reasons ? [] : ["reasons" as const]),
    ...(before.statement === after.statement ? [] : ["statement" as const]),
  ];
}

/** What became of a version that somebody was reading: nothing yet, or what another person did meanwhile. */
export function fateOf(read: Proposal, proposals: readonly Proposal[]): "open" | "decided" | "replaced" | "withdrawn" {
  const now = proposals.find(({ version }) => version === read.version) ?? read;
  if (now.state === "open") return "open";
  if (now.state === "approved" || now.state === "declined") return "decided";
  return proposals.some(({ version, state }) => version > read.version && state === "open") ? "replaced" : "withdrawn";
}

/** The sanctions that the charter in force at the date of the facts provides for people of a regime; none without a date. */
export function scaleFor(charters: readonly Charter[], factsOn: string | undefined, regime: string): Charter["scale"] {
  if (factsOn === undefined) return [];
  const inForce = charters
    .filter(({ version, inForceFrom }) => version > 0 && inForceFrom !== null && inForceFrom <= factsOn)
    .toSorted((one, other) => other.version - one.version)[0];
  return inForce?.scale.filter(({ regimes }) => regimes.includes(regime)) ?? [];
}

/** The law's own exceptions, by regime, as `src/charter/regimes` has them. */
export const EXCEPTIONS: { readonly [regime: string]: readonly string[] } = {
  "employee-fr": ["enquiry_moved_knowledge", "repeated_conduct", "suspension_enquiry_needed"],
  "platform-fr": ["p2b_legal_duty", "p2b_imperative_reason", "p2b_repeated_breach"],
  contractor: ["contract_urgency", "contract_breach"],
};
