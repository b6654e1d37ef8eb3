import type { CaseId, DeskUserId, StaffId } from "../../base/ids.ts";
import { setHold, setStanding } from "../../people/index.ts";
import type { Tx } from "../../store/index.ts";
import { effectOf, isHeldUnder, standingUnder } from "./rules.ts";
import type { MeasureRow } from "./sql.ts";
import * as sql from "./sql.ts";

/**
 * Makes somebody's standing and hold what their measures in force say, on every node at once. `by`: who ordered or ended
 * one; undefined: its time was over, and nobody is kept away by that.
 */
export async function applyStanding(tx: Tx, staff: StaffId, caseId: CaseId, by: DeskUserId | undefined): Promise<void> {
  const rows = await tx.query<MeasureRow>(sql.SELECT_MEASURES_IN_FORCE, [tx.tenant, staff]);
  const inForce = rows.map(({ kind, sanction }) => ({
    kind,
    effect: sanction === null ? ("none" as const) : effectOf(sanction),
  }));
  const standing = standingUnder(inForce);
  if (standing === "active") await setStanding(tx, { staff, standing, case: caseId, by });
  else if (by !== undefined) await setStanding(tx, { staff, standing, case: caseId, by });
  await setHold(tx, { staff, isOnHold: isHeldUnder(inForce), case: caseId, by });
}
