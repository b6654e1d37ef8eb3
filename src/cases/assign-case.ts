import type { CaseId, DeskUserId } from "../base/ids.ts";
import { deskUsersById } from "../people/index.ts";
import type { Tx } from "../store/index.ts";
import type { CasesDeps } from "./deps.ts";
import type { Acted, CaseFacts, DeskActor, Done, Refused } from "./on-case.ts";
import { asProposals, conflictsWith, mayWatch, onCase } from "./on-case.ts";
import { mayJudgeAgain, mayOverride } from "./rules.ts";
import * as sql from "./sql.ts";
import { keepText } from "./texts.ts";

export type Assigning = {
  readonly role: "handler" | "approver";
  readonly deskUser?: DeskUserId | undefined;
  readonly reasons?: string | undefined;
};
type AssignRefusal =
  | "already_assigned"
  | "case_state_wrong"
  | "conflict_of_interest"
  | "desk_user_unfit"
  | "took_part_before";
type Found = {
  readonly id: DeskUserId;
  readonly identity: string;
};

/**
 * Gives a case to a handler, or an approver to a case. A handler takes one that nobody has; only whoever has it, or the
 * DPO, gives it to somebody else, who then is the only one. Refused to whoever stands too near to the person concerned,
 * unless there is nobody else and the DPO says why.
 */
export async function assignCase(
  tx: Tx,
  { vault }: Pick<CasesDeps, "vault">,
  id: CaseId,
  actor: DeskActor,
  asked: Assigning,
): Promise<Acted<undefined, AssignRefusal> | undefined> {
  return onCase<undefined, AssignRefusal>(tx, id, { event: "cases.assign-case", actor }, async (facts) => {
    if (facts.row.state === "closed") return { ok: false, code: "case_state_wrong" };
    const watches = actor.duty === "dpo" ? await mayWatch(tx, facts, actor) : { ok: true as const };
    if (!watches.ok) return watches;
    const somebody = await findFit(tx, actor, asked);
    // A rights officer works on rights requests, and on nothing else.
    const isTheirs = actor.duty !== "rights_officer" || facts.row.procedure === "rights_request";
    if (somebody === undefined || !isTheirs) return { ok: false, code: "desk_user_unfit" };
    const refusal = refuseGiving(facts, actor, asked.role, somebody);
    if (refusal !== undefined) return refusal;
    const conflicts = await conflictsWith(tx, facts, somebody.id, somebody.identity);
    const others = conflicts.length === 0 ? 0 : await countOthers(tx, facts, asked.role, somebody);
    const hasReasons = asked.reasons !== undefined;
    const may = mayOverride(conflicts, { isDpo: actor.duty === "dpo", hasReasons, others });
    if (!may.ok) return may;
    const text =
      conflicts.length === 0 ? undefined : await keepText(tx, vault, id, "reasons", asked.reasons as string, actor);
    if (asked.role === "handler") await tx.query(sql.END_ASSIGNMENTS, [tx.tenant, id, "handler", null, tx.now]);
    const row = [asked.role, somebody.id, somebody.identity, tx.now, conflicts, text ?? null];
    await tx.query(sql.INSERT_ASSIGNMENT, [tx.tenant, id, ...row]);
    return { ok: true, value: undefined, text, entry: { role: asked.role, deskUser: somebody.id, conflicts } };
  });
}

/** An account that is open and has the duty. */
async function findFit(tx: Tx, actor: DeskActor, { role, deskUser = actor.id }: Assigning): Promise<Found | undefined> {
  const [found] = await deskUsersById(tx, [deskUser]);
  if (found === undefined || !found.isActive || found.duty !== dutyOf(role, actor, found.deskUser)) return undefined;
  return { id: found.deskUser, identity: found.identity };
}

/** A rights request is handled by a rights officer, who takes it themselves. */
function dutyOf(role: Assigning["role"], actor: DeskActor, deskUser: DeskUserId): string {
  return role === "handler" && actor.duty === "rights_officer" && actor.id === deskUser ? "rights_officer" : role;
}

function refuseGiving(
  { row, assignments, proposals }: CaseFacts,
  actor: DeskActor,
  role: Assigning["role"],
  { id, identity }: Found,
): Refused<AssignRefusal> | undefined {
  const inForce = assignments.filter((one) => one.ended_at === null && one.role === role);
  if (inForce.some((one) => one.desk_user_id === id)) return { ok: false, code: "already_assigned" };
  const holder = role === "handler" ? inForce[0] : undefined;
  const mayGive = actor.duty === "dpo" || holder === undefined || holder.desk_user_id === actor.id;
  if (!mayGive) return { ok: false, code: "already_assigned" };
  const again = mayJudgeAgain(identity, row.round, asProposals(proposals));
  return again.ok ? undefined : again;
}

/** How many others with that duty have no conflict and took no part before. */
async function countOthers(tx: Tx, facts: CaseFacts, role: Assigning["role"], somebody: Found): Promise<number> {
  const rows = await tx.query<{ desk_user_id: DeskUserId }>(sql.SELECT_DESK_USERS_OF_DUTY, [tx.tenant, role]);
  const accounts = await deskUsersById(
    tx,
    rows.map(({ desk_user_id }) => desk_user_id),
  );
  const proposals = asProposals(facts.proposals);
  let others = 0;
  for (const { deskUser, identity } of accounts) {
    if (identity === somebody.identity || !mayJudgeAgain(identity, facts.row.round, proposals).ok) continue;
    if ((await conflictsWith(tx, facts, deskUser, identity)).length === 0) others += 1;
  }
  return others;
}

/** Takes somebody off a case: themselves, or whoever the DPO names. What they decide from now on is refused. */
export async function unassignCase(
  tx: Tx,
  id: CaseId,
  actor: DeskActor,
  { role, deskUser = actor.id }: Omit<Assigning, "reasons">,
): Promise<Acted<undefined> | undefined> {
  return onCase<undefined>(tx, id, { event: "cases.unassign-case", actor }, async (facts) => {
    const { assignments } = facts;
    const watches = actor.duty === "dpo" ? await mayWatch(tx, facts, actor) : { ok: true as const };
    if (!watches.ok) return watches;
    const isMine = actor.duty === "dpo" || deskUser === actor.id;
    const own = assignments.filter((one) => one.role === role && one.desk_user_id === deskUser);
    if (!isMine || own.length === 0) return { ok: false, code: "case_not_assigned" } as const;
    if (!own.some((one) => one.ended_at === null)) return { ok: false, code: "not_assigned_any_more" } as const;
    await tx.query(sql.END_ASSIGNMENTS, [tx.tenant, id, role, deskUser, tx.now]);
    return { ok: true, value: undefined, entry: { role, deskUser } } satisfies Done<undefined>;
  });
}
