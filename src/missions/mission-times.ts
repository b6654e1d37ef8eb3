import type { MissionId } from "../base/ids.ts";
import { append, lockChains } from "../ledger/index.ts";
import { extendReservations } from "../numbers/index.ts";
import type { StaffMember } from "../people/index.ts";
import { staffByReferences } from "../people/index.ts";
import type { Tx } from "../store/index.ts";
import type { MissionDeps } from "./deps.ts";
import { DEFAULT_COUNTRY } from "./deps.ts";
import { linesOf, purposeOf, redrawLines } from "./move-lines.ts";
import type { MissionTimes } from "./rules.ts";
import { quarantinedUntil } from "./rules.ts";
import type { LineRow, MissionRow } from "./sql.ts";
import * as sql from "./sql.ts";

/**
 * The mission an act is about, with her chain locked: nothing else about this customer happens until the act is
 * over. Undefined when there is none.
 */
export async function lockMission(tx: Tx, id: MissionId): Promise<MissionRow | undefined> {
  const [found] = await tx.query<MissionRow>(sql.SELECT_MISSIONS, [tx.tenant, [id]]);
  if (found === undefined) return undefined;
  await lockChains(tx, [found.customer_id]);
  const [mission] = await tx.query<MissionRow>(sql.SELECT_MISSIONS, [tx.tenant, [id]]);
  return mission;
}

export function timesOf(mission: MissionRow): MissionTimes {
  return {
    opensAt: mission.opens_at,
    closesAt: mission.closes_at,
    graceMs: mission.grace_ms,
    isCancelled: mission.cancelled_at !== null,
  };
}

/**
 * Gives a mission another window. Its numbers stay reserved at least as long as before. Where they have to stay
 * longer, a line is drawn anew if one of its numbers was promised to somebody else for that time, or if one of its
 * ends has another phone since: a mission that was over did not follow.
 */
export async function setWindow(
  tx: Tx,
  deps: MissionDeps,
  mission: MissionRow,
  window: { readonly opensAt: Date; readonly closesAt: Date; readonly graceMs: number },
): Promise<MissionRow> {
  const moved = { ...mission, opens_at: window.opensAt, closes_at: window.closesAt, grace_ms: window.graceMs };
  await tx.query(sql.UPDATE_WINDOW, [tx.tenant, mission.mission_id, window.opensAt, window.closesAt, window.graceMs]);
  const until = quarantinedUntil(window.closesAt, window.graceMs, purposeOf(deps.purposes, mission));
  const before = quarantinedUntil(mission.closes_at, mission.grace_ms, purposeOf(deps.purposes, mission));
  if (until <= before) return moved;
  const lines = await linesOf(tx, [mission]);
  const staff = await staffByReferences(
    tx,
    lines.map(({ staff_reference }) => staff_reference),
  );
  const { quarantineDays } = purposeOf(deps.purposes, mission);
  const span = {
    country: mission.country ?? DEFAULT_COUNTRY,
    from: tx.now,
    until: new Date(window.closesAt.getTime() + window.graceMs),
    quarantineDays,
  };
  const memberOf = (line: LineRow) => staff.get(line.staff_reference) as StaffMember;
  const stale = lines.filter((line) => !hasTheirPhones(line, memberOf(line), mission.customer_person));
  const ends = lines.flatMap((line) => {
    const member = memberOf(line);
    if (stale.includes(line)) return [];
    return endsOf(line, member, mission.customer_person).map((end) => ({ line, end: { ...end, ...span } }));
  });
  const extended = await extendReservations(
    tx,
    ends.map(({ end }) => end),
  );
  const collided = ends.filter((_, i) => extended[i]?.hasMoved === true).map(({ line }) => line);
  const redrawn = [...new Set([...stale, ...collided])];
  const kept = lines.filter((line) => !redrawn.includes(line));
  await tx.query(sql.KEEP_LINES, [tx.tenant, kept.map(({ line_id }) => line_id), until]);
  if (redrawn.length > 0) {
    const customer = { person: mission.customer_person, country: mission.country };
    await redrawLines(tx, deps, moved, redrawn, redrawn.map(memberOf), customer);
  }
  return moved;
}

function hasTheirPhones(line: LineRow, { personId, hasPhone }: StaffMember, customerPerson: number | null): boolean {
  return line.staff_person === (hasPhone ? personId : null) && line.customer_person === customerPerson;
}

/** Reservations exist only for ends that have a number of their own. */
function endsOf(line: LineRow, member: StaffMember, customerPerson: number | null) {
  if (customerPerson === null) return [];
  const ends: { readonly person: number; readonly counterpart: number; readonly number: string }[] = [];
  if (line.staff_number !== null && !line.staff_needs_code) {
    ends.push({ person: member.personId, counterpart: customerPerson, number: line.staff_number });
  }
  if (line.customer_number !== null && !line.customer_needs_code) {
    ends.push({ person: customerPerson, counterpart: member.personId, number: line.customer_number });
  }
  return ends;
}

/** Records an act on a mission with its times as they are now. */
export async function appendMissionEvent(
  tx: Tx,
  event: string,
  mission: MissionRow,
  more: { readonly [field: string]: string | number | readonly string[] | undefined } = {},
): Promise<void> {
  await append(tx, [
    {
      ...more,
      event,
      closesAt: mission.closes_at.toISOString(),
      customer: mission.customer_id,
      graceMs: mission.grace_ms,
      mission: mission.mission_id,
      opensAt: mission.opens_at.toISOString(),
    },
  ]);
}
