import type { MissionId, StaffId } from "../../base/ids.ts";
import type { CivilDate } from "../../charter/index.ts";
import { civilDate } from "../../charter/index.ts";
import type { MissionDeps, OwnMission } from "../../missions/index.ts";
import { readOwnMissions } from "../../missions/index.ts";
import type { Query } from "../../store/index.ts";
import { TENANT, textArray } from "../../store/index.ts";
import type { UnreadRow } from "./sql.ts";
import * as sql from "./sql.ts";
import type { MyMission } from "./wire.ts";

/** A staff member's own missions of a day; of today where none is named. What is open now is of today. */
export async function listMyMissions(
  run: Query,
  deps: MissionDeps,
  staff: StaffId,
  { day, now }: { readonly day: CivilDate | undefined; readonly now: Date },
): Promise<readonly MyMission[]> {
  const wanted = day ?? civilDate(now, deps.calendar.zone);
  const missions = await readOwnMissions(run, deps, staff, { day: wanted, now });
  const unread = await unreadOf(run, staff, missions);
  return missions.map((mission) => myMissionOf(mission, unread));
}

/** Only where there still is a thread. */
export async function unreadOf(
  run: Query,
  staff: StaffId,
  missions: readonly OwnMission[],
): Promise<ReadonlyMap<MissionId, number>> {
  const ids = missions.filter(({ status }) => status === "open" || status === "grace").map(({ id }) => id);
  if (ids.length === 0) return new Map();
  const rows = await run.query<UnreadRow>(sql.SELECT_UNREAD, [TENANT, textArray(ids), staff]);
  return new Map(rows.map(({ mission_id, unread }) => [mission_id, unread]));
}

export function myMissionOf(mission: OwnMission, unread: ReadonlyMap<MissionId, number>): MyMission {
  const { id, reference, purpose, status, staffDials, needsCode, code, isOnMyWay, isCut } = mission;
  return {
    id,
    reference,
    purpose,
    status,
    opensAt: mission.opensAt.toISOString(),
    closesAt: mission.closesAt.toISOString(),
    graceEndsAt: mission.graceEndsAt.toISOString(),
    channels: [...mission.channels],
    staffDials,
    needsCode,
    code,
    hasAddress: mission.hasAddress,
    hasAccessNotes: mission.hasAccessNotes,
    isOnMyWay,
    isCut,
    unread: unread.get(id) ?? 0,
  };
}
