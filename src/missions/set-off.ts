import type { MissionId, StaffId } from "../base/ids.ts";
import type { By } from "../base/route.ts";
import { staffByReferences } from "../people/index.ts";
import type { Tx } from "../store/index.ts";
import type { ActResult } from "./close-mission.ts";
import { linesOf } from "./move-lines.ts";
import { appendMissionEvent, lockMission, timesOf } from "./mission-times.ts";
import { statusAt } from "./rules.ts";
import * as sql from "./sql.ts";

/**
 * A staff member has set off: from now on the access notes may be shown to the mission's staff.
 *
 * Refusals: `unknown_mission`, `unknown_staff` (also when not assigned), `mission_cancelled`, `mission_closed`.
 */
export async function setOff(tx: Tx, id: MissionId, staff: string, by?: By): Promise<ActResult> {
  return setOffAs(tx, id, async () => (await staffByReferences(tx, [staff])).get(staff)?.id, by);
}

/** The same by somebody who is known already. */
export async function setOffBy(tx: Tx, id: MissionId, staff: StaffId): Promise<ActResult> {
  return setOffAs(tx, id, async () => staff);
}

/** `whoOf`: asked once the mission is locked. */
async function setOffAs(tx: Tx, id: MissionId, whoOf: () => Promise<StaffId | undefined>, by?: By): Promise<ActResult> {
  const mission = await lockMission(tx, id);
  if (mission === undefined) return { ok: false, code: "unknown_mission" };
  const member = await whoOf();
  const lines = await linesOf(tx, [mission]);
  if (member === undefined || !lines.some(({ staff_id }) => staff_id === member)) {
    return { ok: false, code: "unknown_staff" };
  }
  const status = statusAt(timesOf(mission), tx.now);
  if (status === "cancelled") return { ok: false, code: "mission_cancelled" };
  if (status === "closed") return { ok: false, code: "mission_closed" };
  if (mission.on_my_way_at === null) {
    await tx.query(sql.SET_OFF, [tx.tenant, id, tx.now]);
    await appendMissionEvent(tx, "missions.set-off", mission, { staff: member, ...by });
  }
  return { ok: true, id };
}
