import type { CaseId, CustomerId, DeskUserId, StaffId } from "../base/ids.ts";
import { append, lockChains } from "../ledger/index.ts";
import type { Query, Tx } from "../store/index.ts";
import { TENANT } from "../store/index.ts";
import * as sql from "./sql.ts";

export type CutBetween = { readonly staff: StaffId; readonly customer: CustomerId; readonly cutAt: Date };

/** The cuts in force of a pair: one for each two references under which the company has their phones. */
export async function cutsBetween(
  run: Query,
  pair: { readonly staff: StaffId; readonly customer: CustomerId },
): Promise<readonly CutBetween[]> {
  const rows = await run.query<sql.CutBetweenRow>(sql.SELECT_CUTS_BETWEEN, [TENANT, pair.staff, pair.customer]);
  return rows.map(({ staff_id, customer_id, cut_at }) => ({ staff: staff_id, customer: customer_id, cutAt: cut_at }));
}

/**
 * Ends the cut of a pair: from this commit on their missions lead to each other again, where a mission is open. A human
 * decided so, with reasons that are kept in the case. False: no cut was in force.
 */
export async function liftCut(
  tx: Tx,
  lift: { readonly staff: StaffId; readonly customer: CustomerId; readonly case: CaseId; readonly by: DeskUserId },
): Promise<boolean> {
  // Whoever decides on a contact with her meanwhile holds this lock too.
  await lockChains(tx, [lift.customer]);
  const pairs = await tx.query<{ staff_id: StaffId; customer_id: CustomerId }>(sql.LIFT_CUT, [
    tx.tenant,
    lift.staff,
    lift.customer,
    tx.now,
  ]);
  await append(
    tx,
    pairs.map(({ staff_id: staff, customer_id: customer }) => {
      return { event: "missions.lift-cut", by: lift.by, case: lift.case, customer, staff };
    }),
  );
  return pairs.length > 0;
}
