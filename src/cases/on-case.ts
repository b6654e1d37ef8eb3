import type { CaseId, CaseTextId, CompanionId, DeskUserId, HoldId, StaffId } from "../base/ids.ts";
import { newId } from "../base/ids.ts";
import type { DeskCaller } from "../base/route.ts";
import type { LedgerEvent } from "../ledger/index.ts";
import { append, endHold, openHold } from "../ledger/index.ts";
import { deskUsersById } from "../people/index.ts";
import type { Query, Tx } from "../store/index.ts";
import { TENANT, textArray } from "../store/index.ts";
import type { Assignment, CaseRefusal, ConcernedPerson, Conflict, Decision, Proposal } from "./rules.ts";
import { conflictsOf, isSame, mayAct } from "./rules.ts";
import type { AssignmentRow, CaseRow, ConcernedRow, PersonRow, ProposalRow } from "./sql.ts";
import * as sql from "./sql.ts";
import type { CaseState } from "./wire.ts";

/** Who acts on a case. */
export type Actor =
  | { readonly kind: "desk"; readonly id: DeskUserId; readonly identity: string; readonly duty: DeskCaller["duty"] }
  | { readonly kind: "staff"; readonly id: StaffId }
  | { readonly kind: "companion"; readonly id: CompanionId }
  | { readonly kind: "machine" };

export type DeskActor = Extract<Actor, { kind: "desk" }>;

export function actorOf({ deskUser, identity, duty }: DeskCaller): DeskActor {
  return { kind: "desk", id: deskUser, identity, duty };
}

/** A case, locked, with everything that is decided on. */
export type CaseFacts = {
  readonly row: CaseRow;
  readonly concerned: readonly ConcernedRow[];
  readonly assignments: readonly AssignmentRow[];
  readonly proposals: readonly ProposalRow[];
};

export type Refused<C extends string = CaseRefusal> = {
  readonly ok: false;
  readonly code: C;
  /** What the law says about when it may be: dates and their source. */
  readonly more?: { readonly [name: string]: unknown };
};
export type Done<T> = {
  readonly ok: true;
  readonly value: T;
  /** Where the case stands now; left out, where it stood. */
  readonly to?: CaseState;
  readonly text?: CaseTextId | undefined;
  /** For the entry: codes and pseudonyms only. */
  readonly entry?: { readonly [field: string]: unknown };
};
export type Acted<T, C extends string = CaseRefusal> =
  | { readonly ok: true; readonly value: T; readonly state: CaseState; readonly entryId: number }
  | Refused<C>;

/**
 * Does one act on one case: locks it, reads what is decided on, asks `decide`, and records what came of it, done or
 * refused, in the history and in the ledger. Undefined: there is no such case.
 */
export async function onCase<T, C extends string = CaseRefusal>(
  tx: Tx,
  id: CaseId,
  { event, actor }: { readonly event: `cases.${string}`; readonly actor: Actor },
  decide: (facts: CaseFacts) => Promise<Done<T> | Refused<C>>,
): Promise<Acted<T, C> | undefined> {
  const [row] = await tx.query<CaseRow>(sql.LOCK_CASE, [tx.tenant, id]);
  if (row === undefined) return undefined;
  // Whoever waited for the lock acts after whom they waited for, perhaps on another day.
  await tx.readClock();
  const decided = await decide(await readFacts(tx, row));
  const to = decided.ok ? (decided.to ?? row.state) : row.state;
  const said = decided.ok ? { outcome: "done", ...decided.entry } : { outcome: "refused", code: decided.code };
  const by = actor.kind === "machine" ? {} : { by: actor.id };
  const entry = { event, case: id, from: row.state, to, ...by, ...said } as LedgerEvent;
  const [leaf] = await append(tx, [entry]);
  const entryId = (leaf as { entryId: number }).entryId;
  await tx.query(sql.INSERT_HISTORY, [
    tx.tenant,
    id,
    tx.now,
    event.slice("cases.".length),
    decided.ok ? null : decided.code,
    actor.kind,
    actor.kind === "machine" ? null : actor.id,
    row.state,
    to,
    (decided.ok ? decided.text : undefined) ?? null,
    entryId,
  ]);
  return decided.ok ? { ok: true, value: decided.value, state: to, entryId } : decided;
}

export async function readFacts(run: Query, row: CaseRow, tenant = 1): Promise<CaseFacts> {
  const [concerned, assignments, proposals] = await Promise.all([
    run.query<ConcernedRow>(sql.SELECT_CONCERNED, [tenant, textArray([row.case_id])]),
    run.query<AssignmentRow>(sql.SELECT_ASSIGNMENTS, [tenant, row.case_id]),
    run.query<ProposalRow>(sql.SELECT_PROPOSALS, [tenant, row.case_id]),
  ]);
  return { row, concerned, assignments, proposals };
}

/** Moves a case; what an outcome is and when it was closed follow the state. */
export async function moveCase(
  tx: Tx,
  { row }: CaseFacts,
  to: CaseState,
  more: { readonly outcome?: string | null; readonly round?: number } = {},
): Promise<void> {
  const outcome = more.outcome === undefined ? row.outcome : more.outcome;
  const closedAt = to === "closed" ? tx.now : null;
  const hold = await holdWhile(tx, row, to);
  await tx.query(sql.UPDATE_CASE, [tx.tenant, row.case_id, to, outcome, more.round ?? row.round, closedAt, hold]);
}

/** Keeps what was and will be recorded about a case, from an instant on, for as long as it runs. */
export async function holdCase(tx: Tx, since: Date): Promise<HoldId> {
  const hold = newId("hold");
  await openHold(tx, hold, since);
  return hold;
}

async function holdWhile(tx: Tx, { hold_id: held, opened_at }: CaseRow, to: CaseState): Promise<HoldId | null> {
  if (to !== "closed") return held ?? (await holdCase(tx, opened_at));
  if (held !== null) await endHold(tx, held);
  return null;
}

export function asAssignments(rows: readonly AssignmentRow[]): readonly Assignment[] {
  return rows.map(({ role, desk_user_id, identity, ended_at }) => ({
    role,
    deskUser: desk_user_id,
    identity,
    isInForce: ended_at === null,
  }));
}

export function asProposals(rows: readonly ProposalRow[]): readonly Proposal[] {
  return rows.map(({ version, round, proposed_identity, decided_identity, state }) => ({
    version,
    round,
    proposedIdentity: proposed_identity,
    decidedIdentity: decided_identity ?? undefined,
    state,
  }));
}

export function asPersons(rows: readonly PersonRow[]): readonly ConcernedPerson[] {
  return rows.map(({ personnel, manager, depot, employer }) => ({
    personnel: personnel ?? undefined,
    manager: manager ?? undefined,
    depot: depot ?? undefined,
    employer: employer ?? undefined,
  }));
}

/** What stands between an account and a case, as both are now. */
export async function conflictsWith(
  run: Query,
  { concerned, row }: Pick<CaseFacts, "concerned" | "row">,
  deskUser: DeskUserId,
  identity: string,
): Promise<readonly Conflict[]> {
  const [[facts], reporters, leads] = await Promise.all([
    deskUsersById(run, [deskUser]),
    run.query<{ personnel: string }>(sql.SELECT_REPORTERS, [TENANT, row.case_id]),
    run.query<PersonRow>(sql.SELECT_LEADS, [TENANT, textArray([row.case_id])]),
  ]);
  const found = conflictsOf({ identity, depot: facts?.depot }, asPersons([...concerned, ...leads]));
  // Whoever raised an alert does not handle it either.
  const isReporter = reporters.some(({ personnel }) => isSame(personnel, identity));
  return isReporter && !found.includes("self") ? ["self", ...found] : found;
}

/**
 * Whether an account works on a case in this role now: assigned, and without a conflict of interest that came up since,
 * but for one that the DPO knew of when they assigned it.
 */
export async function mayWork(
  run: Query,
  facts: CaseFacts,
  role: Assignment["role"],
  { id, identity }: DeskActor,
): Promise<Decision<"case_not_assigned" | "not_assigned_any_more" | "conflict_of_interest">> {
  const acts = mayAct(role, id, asAssignments(facts.assignments));
  if (!acts.ok) return acts;
  const own = facts.assignments.find((one) => one.role === role && one.desk_user_id === id && one.ended_at === null);
  const conflicts = await conflictsWith(run, facts, id, identity);
  const isKnown = conflicts.every((conflict) => own?.conflicts.includes(conflict));
  return isKnown ? { ok: true } : { ok: false, code: "conflict_of_interest" };
}

/** Whether somebody who watches over cases, and works on none, may act on this one: nobody near the person concerned. */
export async function mayWatch(
  run: Query,
  facts: CaseFacts,
  { id, identity }: DeskActor,
): Promise<Decision<"conflict_of_interest">> {
  const near = await conflictsWith(run, facts, id, identity);
  return near.length === 0 ? { ok: true } : { ok: false, code: "conflict_of_interest" };
}
