import type { CustomerId, MissionId, StaffId } from "../base/ids.ts";
import type { Calendar, CivilDate } from "../charter/index.ts";
import type { Query } from "../store/index.ts";
import { TENANT } from "../store/index.ts";
import type { Vault } from "../vault/index.ts";
import { missionCode } from "./draw-lines.ts";
import type { MissionTimes, OwnMissionStatus } from "./rules.ts";
import { aroundDay, isContactPossible, ownChannels, ownStatusAt, touchesDay } from "./rules.ts";
import type { OwnMissionRow } from "./sql.ts";
import * as sql from "./sql.ts";
import type { Channel } from "./wire.ts";

/** A mission as whoever does it sees it: no name, no phone, and no word on why contact is not possible. */
export type OwnMission = {
  readonly id: MissionId;
  readonly customer: CustomerId;
  readonly reference: string;
  readonly purpose: string;
  readonly status: OwnMissionStatus;
  readonly opensAt: Date;
  readonly closesAt: Date;
  readonly graceEndsAt: Date;
  readonly channels: readonly Channel[];
  /** What they dial to reach her; null where contact is not possible, and to who has no phone. */
  readonly staffDials: string | null;
  readonly needsCode: boolean;
  readonly code: string | null;
  readonly hasAddress: boolean;
  readonly hasAccessNotes: boolean;
  readonly isOnMyWay: boolean;
  readonly isCut: boolean;
};

/** More missions a day than anybody does. */
const MAX_A_DAY = 500;

/** A staff member's missions of one day, in the order of their opening. */
export async function readOwnMissions(
  run: Query,
  { vault, calendar }: { readonly vault: Vault; readonly calendar: Calendar },
  staff: StaffId,
  { day, now }: { readonly day: CivilDate; readonly now: Date },
): Promise<readonly OwnMission[]> {
  const { from, until } = aroundDay(day);
  const rows = await run.query<OwnMissionRow>(sql.SELECT_OWN_MISSIONS, [TENANT, staff, from, until, MAX_A_DAY]);
  const those = rows.filter((row) => touchesDay(timesOf(row), day, calendar.zone));
  return ownMissionsOf(run, vault, those, now);
}

/** Undefined where it is not theirs, or not any more: they are told what they would be told if there were none. */
export async function readOwnMission(
  run: Query,
  vault: Vault,
  staff: StaffId,
  { id, now }: { readonly id: MissionId; readonly now: Date },
): Promise<OwnMission | undefined> {
  const rows = await run.query<OwnMissionRow>(sql.SELECT_OWN_MISSION, [TENANT, staff, id]);
  return (await ownMissionsOf(run, vault, rows, now))[0];
}

async function ownMissionsOf(
  run: Query,
  vault: Vault,
  rows: readonly OwnMissionRow[],
  now: Date,
): Promise<readonly OwnMission[]> {
  const doors = await vault.doorFields(
    run,
    rows.map(({ mission_id: id, customer_id: customer }) => ({ id, customer })),
  );
  return rows.map((row) => {
    const times = timesOf(row);
    const status = ownStatusAt(times, now);
    const isPossible = isContactPossible(row, status);
    const isDialled = isPossible && row.staff_number !== null;
    return {
      id: row.mission_id,
      customer: row.customer_id,
      reference: row.reference,
      purpose: row.purpose,
      status,
      opensAt: times.opensAt,
      closesAt: times.closesAt,
      graceEndsAt: new Date(times.closesAt.getTime() + times.graceMs),
      channels: isPossible ? ownChannels(row) : [],
      staffDials: isDialled ? row.staff_number : null,
      needsCode: row.staff_needs_code,
      code: isDialled && row.staff_needs_code ? missionCode(vault, row.line_id, row.code_nonce) : null,
      hasAddress: doors.get(row.mission_id)?.hasAddress === true,
      hasAccessNotes: doors.get(row.mission_id)?.hasAccessNotes === true,
      isOnMyWay: row.is_on_my_way,
      isCut: row.is_pair_cut || row.is_customer_opted_out,
    };
  });
}

function timesOf({
  opens_at: opensAt,
  closes_at: closesAt,
  grace_ms: graceMs,
  is_cancelled,
}: OwnMissionRow): MissionTimes {
  return { opensAt, closesAt, graceMs, isCancelled: is_cancelled };
}
