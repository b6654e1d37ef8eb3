import { listAlerts } from "./alerts/see-alerts.ts";
import { countCases, countToSign } from "./count-cases.ts";
import type { CasesDeps } from "./deps.ts";
import { listReassignments } from "./measures/list-reassignments.ts";
import { listReviews } from "./measures/review-cuts.ts";
import type { DeskActor } from "./on-case.ts";

/** More than any desk lets pile up: a count beyond it says no more. */
const MOST = 1_000;
const SOON_MS = 24 * 3_600_000;

/** Something to be done: how often, and until when. `dueAt`: a day, or an instant. */
export type ToDo = { readonly kind: string; readonly count: number; readonly dueAt?: string | null };
type Deps = Pick<CasesDeps, "store" | "calendar">;

/** Missions that somebody else has to do. */
export async function reassignmentsToDo({ store }: Deps, now: Date): Promise<readonly ToDo[]> {
  const rows = await listReassignments(store, now, MOST);
  return [{ kind: "reassignments", count: rows.length, dueAt: rows[0]?.opensAt ?? null }];
}

/** A handler's own cases by their nearest deadline, and what nobody has taken. Counted as the lists show them. */
export async function casesToHandle(deps: Deps, actor: DeskActor, now: Date): Promise<readonly ToDo[]> {
  const { store, calendar } = deps;
  const [counts, reviews, alerts] = await Promise.all([
    countCases(store, calendar, actor, now),
    reviewsToDo(deps, actor, now),
    alertsToSee(deps, actor),
  ]);
  return [
    { kind: "my_cases", count: counts.mine, dueAt: counts.mineDueOn },
    { kind: "my_cases_overdue", count: counts.mineOverdue },
    { kind: "cases_unassigned", count: counts.unassigned },
    ...reviews,
    ...alerts,
  ];
}

/** Cuts that a human has to look at: too late, or by tomorrow. */
export async function reviewsToDo({ store }: Deps, actor: DeskActor, now: Date): Promise<readonly ToDo[]> {
  const reviews = await listReviews(store, actor, now, MOST);
  const due = reviews.filter((one) => !one.isOverdue && Date.parse(one.dueAt) - now.getTime() <= SOON_MS);
  const overdue = reviews.filter(({ isOverdue }) => isOverdue);
  return [
    { kind: "reviews_overdue", count: overdue.length, dueAt: overdue[0]?.dueAt ?? null },
    { kind: "reviews_due", count: due.length, dueAt: due[0]?.dueAt ?? null },
  ];
}

export async function alertsToSee({ store }: Deps, actor: DeskActor): Promise<readonly ToDo[]> {
  return [{ kind: "alerts_unseen", count: (await listAlerts(store, actor, MOST)).length }];
}

/** What waits for a second person. */
export async function casesToSign(deps: Deps, actor: DeskActor, now: Date): Promise<readonly ToDo[]> {
  const { store, calendar } = deps;
  const [waiting, counts] = await Promise.all([countToSign(store, actor), countCases(store, calendar, actor, now)]);
  return [
    { kind: "proposals_waiting", count: waiting.proposals },
    { kind: "measures_waiting", count: waiting.measures },
    { kind: "my_cases", count: counts.mine, dueAt: counts.mineDueOn },
  ];
}

/** Rights requests, by the month in which each is to be answered. */
export async function requestsToAnswer(
  { store, calendar }: Deps,
  actor: DeskActor,
  now: Date,
): Promise<readonly ToDo[]> {
  const counts = await countCases(store, calendar, actor, now);
  return [
    { kind: "requests_overdue", count: counts.overdue },
    { kind: "requests_due_soon", count: counts.dueSoon },
    { kind: "requests_open", count: counts.running, dueAt: counts.dueOn },
    { kind: "requests_unassigned", count: counts.unassigned },
  ];
}

/** What whoever watches over the law looks at. */
export async function casesToWatch(deps: Deps, actor: DeskActor, now: Date): Promise<readonly ToDo[]> {
  const { store, calendar } = deps;
  const [counts, reviews, alerts] = await Promise.all([
    countCases(store, calendar, actor, now),
    reviewsToDo(deps, actor, now),
    alertsToSee(deps, actor),
  ]);
  return [...alerts, { kind: "cases_overdue", count: counts.overdue, dueAt: counts.dueOn }, ...reviews];
}
