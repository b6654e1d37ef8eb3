import type { CaseId, StaffId } from "../../base/ids.ts";
import { liftCut } from "../../missions/index.ts";
import { conflictFacts, deskUsersById } from "../../people/index.ts";
import type { Query, Tx } from "../../store/index.ts";
import { TENANT } from "../../store/index.ts";
import type { CasesDeps } from "../deps.ts";
import type { Acted, CaseFacts, DeskActor } from "../on-case.ts";
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
 * Pair cuts that wait for a human, the oldest first. Each cut in force is one until somebody made it lasting: there is no
 * list it could be missing from. No customer is named; the case says who. Whoever stands too near to a staff member is not
 * shown that they were cut.
 */
export async function listReviews(run: Query, actor: DeskActor, now: Date, limit: number): Promise<readonly Review[]> {
  const rows = await run.query<ReviewRow>(sql.SELECT_REVIEWS, [TENANT, null, limit]);
  const [self] = await deskUsersById(run, [actor.id]);
  const mine = { identity: actor.identity, depot: self?.depot };
  const near = new Set(
    (await conflictFacts(run, [...new Set(rows.map(({ staff_id }) => staff_id))]))
      .filter((person) => conflictsOf(mine, [person]).length > 0)
      .map(({ staff }) => staff),
  );
  return rows
    .filter(({ staff_id }) => !near.has(staff_id))
    .map((row) => {
      const due = row.due_again_at ?? new Date(row.cut_at.getTime() + REVIEW_MS);
      return {
        staff: row.staff_reference,
        case: row.case_id,
        cutAt: row.cut_at.toISOString(),
        dueAt: due.toISOString(),
        isOverdue: due <= now,
        wasKept: row.due_again_at !== null,
      };
    });
}

/** More than any desk lets pile up: a count beyond it says no more. */
const MOST_OVERDUE = 10_000;

/** For the alarm: how many cuts nobody looked at in time. */
export async function overdueReviews(run: Query, now: Date): Promise<number> {
  return (await run.query(sql.SELECT_REVIEWS, [TENANT, now, MOST_OVERDUE])).length;
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
    const staff = await staffApart(tx, facts, asked.staff);
    const customer = facts.row.customer_id;
    if (staff === undefined || customer === null) return { ok: false, code: "cut_not_found" };
    const [cut] = await tx.query<{ cut_at: Date }>(sql.SELECT_CUT_IN_FORCE, [tx.tenant, staff, customer]);
    if (cut === undefined) return { ok: false, code: "cut_not_found" };
    const text = await keepText(tx, vault, id, "reasons", asked.reasons, actor);
    if (asked.decision === "lifted") await liftCut(tx, { staff, customer, case: id, by: actor.id });
    const due = asked.decision === "kept" ? new Date(tx.now.getTime() + KEPT_MS) : null;
    const row = [staff, customer, cut.cut_at, tx.now, asked.decision, id, text, actor.id, due];
    await tx.query(sql.INSERT_CUT_REVIEW, [tx.tenant, ...row]);
    return { ok: true, value: undefined, text, entry: { decision: asked.decision, staff } };
  });
}

/** Who a case keeps apart from its customer: whom it is about or, where it is about the customer, whoever reported. */
async function staffApart(
  tx: Tx,
  { row, concerned }: Pick<CaseFacts, "row" | "concerned">,
  reference: string,
): Promise<StaffId | undefined> {
  const person = concerned.find((one) => one.reference === reference);
  if (person !== undefined || !row.is_about_customer) return person?.staff_id;
  const [reporter] = await tx.query<{ staff_id: StaffId }>(sql.SELECT_REPORTER, [tx.tenant, row.case_id, reference]);
  return reporter?.staff_id;
}
