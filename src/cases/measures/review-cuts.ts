import type { CaseId, StaffId } from "../../base/ids.ts";
import { cutsBetween, liftCut } from "../../missions/index.ts";
import { conflictFacts, deskUsersById } from "../../people/index.ts";
import type { Query, Tx } from "../../store/index.ts";
import { TENANT } from "../../store/index.ts";
import type { CasesDeps } from "../deps.ts";
import type { Acted, DeskActor } from "../on-case.ts";
import { mayWork, onCase } from "../on-case.ts";
import { conflictsOf, KEPT_MS, REVIEW_MS } from "../rules.ts";
import { keepText } from "../texts.ts";
import type { ReviewRow } from "./sql.ts";
import * as sql from "./sql.ts";

export type Review = {
  readonly staff: string;
  readonly case: CaseId | null;
  readonly cutAt: string;
  readonly dueAt: string;
  readonly isOverdue: boolean;
  readonly wasKept: boolean;
};

/**
 * Pair cuts that wait for a human, the oldest first. Each pair that is cut is one until somebody made it lasting: there is
 * no list it could be missing from. No customer is named; the case says who. Whoever stands too near to a staff member is not
 * shown that they were cut.
 */
export async function listReviews(run: Query, actor: DeskActor, now: Date, limit: number): Promise<readonly Review[]> {
  const rows = await run.query<ReviewRow>(sql.SELECT_REVIEWS, [TENANT, null, limit, REVIEW_MS]);
  const near = await tooNear(run, actor, [...new Set(rows.map(({ staff_id }) => staff_id))]);
  return rows
    .filter(({ staff_id }) => !near.has(staff_id))
    .map((row) => ({
      staff: row.staff_reference,
      case: row.case_id,
      cutAt: row.cut_at.toISOString(),
      dueAt: row.due_at.toISOString(),
      isOverdue: row.due_at <= now,
      wasKept: row.due_again_at !== null,
    }));
}

/** Those of the staff to whom somebody of the desk stands too near. */
async function tooNear(run: Query, actor: DeskActor, staff: readonly StaffId[]): Promise<ReadonlySet<StaffId>> {
  const [self] = await deskUsersById(run, [actor.id]);
  const mine = { identity: actor.identity, depot: self?.depot };
  const people = await conflictFacts(run, [...staff]);
  return new Set(people.filter((person) => conflictsOf(mine, [person]).length > 0).map((person) => person.staff));
}

/** More than any desk lets pile up: a count beyond it says no more. */
const MOST_OVERDUE = 10_000;

/** For the alarm: how many cuts nobody looked at in time. */
export async function overdueReviews(run: Query, now: Date): Promise<number> {
  return (await run.query(sql.SELECT_REVIEWS, [TENANT, now, MOST_OVERDUE, REVIEW_MS])).length;
}

/**
 * Lifts the cut of the case's pair, keeps it for now, or makes it lasting: a human, with reasons. None of it is a sanction,
 * and none touches anybody's pay. Source: Code du travail L1331-1; facts on law, 2.3 R-25.
 */
export async function reviewCut(
  tx: Tx,
  { vault }: Pick<CasesDeps, "vault">,
  id: CaseId,
  actor: DeskActor,
  asked: { readonly staff: string; readonly decision: "lifted" | "kept" | "lasting"; readonly reasons: string },
): Promise<Acted<undefined> | undefined> {
  return onCase<undefined>(tx, id, { event: "cases.review-cut", actor }, async (facts) => {
    const works = await mayWork(tx, facts, "handler", actor);
    if (!works.ok) return works;
    const customer = facts.row.customer_id;
    const [person] = await tx.query<{ staff_id: StaffId }>(sql.SELECT_STAFF_OF_CASE, [tx.tenant, id, asked.staff]);
    if (person === undefined || customer === null) return { ok: false, code: "cut_not_found" };
    const { staff_id: staff } = person;
    const cuts = await cutsBetween(tx, { staff, customer });
    if (cuts.length === 0) return { ok: false, code: "cut_not_found" };
    const text = await keepText(tx, vault, id, "reasons", asked.reasons, actor);
    const due = asked.decision === "kept" ? new Date(tx.now.getTime() + KEPT_MS) : null;
    const said = [tx.now, asked.decision, id, text, actor.id, due];
    for (const cut of cuts)
      await tx.query(sql.INSERT_CUT_REVIEW, [tx.tenant, cut.staff, cut.customer, cut.cutAt, ...said]);
    if (asked.decision === "lifted") await liftCut(tx, { staff, customer, case: id, by: actor.id });
    return {
      ok: true,
      value: undefined,
      text,
      entry: { decision: asked.decision, staff: cuts.map((cut) => cut.staff) },
    };
  });
}
