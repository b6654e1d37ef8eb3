import type { CaseId, DeskUserId, StaffId } from "../base/ids.ts";
import { append } from "../ledger/index.ts";
import type { Tx } from "../store/index.ts";
import * as sql from "./sql.ts";

/**
 * Suspends, excludes or reinstates a staff member, from this commit on and on every node: the gate asks before each
 * contact whether a standing moved. `by`: somebody of the desk who ordered it with reasons, kept in the case; a machine
 * only ends what a human set an end to. False: their standing was that already.
 * Source: Dir. (EU) 2024/2831 art. 10(5); GDPR art. 22.
 */
export async function setStanding(
  tx: Tx,
  change:
    | {
        readonly staff: StaffId;
        readonly standing: "suspended" | "excluded";
        readonly case: CaseId;
        readonly by: DeskUserId;
      }
    | {
        readonly staff: StaffId;
        readonly standing: "active";
        readonly case: CaseId;
        readonly by: DeskUserId | undefined;
      },
): Promise<boolean> {
  const { staff, standing, by } = change;
  const changed = await tx.query(sql.SET_STANDING, [tx.tenant, staff, standing]);
  if (changed.length === 0) return false;
  await append(tx, [{ event: "people.set-standing", staff, standing, case: change.case, by }]);
  return true;
}

/** New missions are refused to them, or not any more; those they have go on. False: it was so already. */
export async function setHold(
  tx: Tx,
  {
    staff,
    isOnHold,
    by,
    ...about
  }: {
    readonly staff: StaffId;
    readonly isOnHold: boolean;
    readonly case: CaseId;
    readonly by: DeskUserId | undefined;
  },
): Promise<boolean> {
  const changed = await tx.query(sql.SET_HOLD, [tx.tenant, staff, isOnHold ? tx.now : null]);
  if (changed.length === 0) return false;
  await append(tx, [{ event: "people.set-hold", staff, isOnHold, case: about.case, by }]);
  return true;
}
