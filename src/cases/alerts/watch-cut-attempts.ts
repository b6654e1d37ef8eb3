import type { Tx } from "../../store/index.ts";
import { raiseAlert } from "./raise-alert.ts";
import type { CutAttemptRow } from "./sql.ts";
import * as sql from "./sql.ts";

/** ms. Attempts may be committed late, the program may have stood still, or the case may be younger than its attempts. */
const LOOK_BACK_MS = 30 * 86_400_000;
/** In one transaction. */
const BATCH = 200;

/**
 * Tells whoever handles a case that its person concerned tried again to reach a customer from whom they are cut. This
 * watches staff: the caller asks first whether that is switched on. Gives how many attempts it saw.
 */
export async function watchCutAttempts(tx: Tx): Promise<number> {
  const since = new Date(tx.now.getTime() - LOOK_BACK_MS);
  const rows = await tx.query<CutAttemptRow>(sql.SELECT_CUT_ATTEMPTS, [tx.tenant, since, BATCH]);
  for (const { attempt_id: cause, staff_id: staff, case_id } of rows) {
    await raiseAlert(tx, { kind: "cut_attempt", duty: "handler", case: case_id, cause, staff });
  }
  return rows.length;
}
