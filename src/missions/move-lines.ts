import type { CustomerId, StaffId } from "../base/ids.ts";
import { append, lockChains } from "../ledger/index.ts";
import type { StaffMember } from "../people/index.ts";
import { staffByReferences } from "../people/index.ts";
import type { Tx } from "../store/index.ts";
import type { MissionDeps } from "./deps.ts";
import { DEFAULT_COUNTRY } from "./deps.ts";
import { drawLines } from "./draw-lines.ts";
import type { Purpose } from "./purposes.ts";
import type { PhoneKind } from "./rules.ts";
import type { LineRow, MissionRow } from "./sql.ts";
import { spreadCuts } from "./pair-cut.ts";
import * as sql from "./sql.ts";

/** The purpose a mission was made under: its version, or the newest we know of that name. */
export function purposeOf(
  purposes: readonly Purpose[],
  { purpose: name, purpose_version: version }: Pick<MissionRow, "purpose" | "purpose_version">,
): Purpose {
  let newest: Purpose | undefined;
  for (const purpose of purposes) {
    if (purpose.name !== name) continue;
    if (purpose.version === version) return purpose;
    if (newest === undefined || purpose.version > newest.version) newest = purpose;
  }
  if (newest === undefined) throw new Error("could not find the purpose of a mission");
  return newest;
}

export async function linesOf(tx: Tx, missions: readonly MissionRow[]): Promise<readonly LineRow[]> {
  return tx.query<LineRow>(sql.SELECT_LINES, [tx.tenant, missions.map(({ mission_id }) => mission_id)]);
}

/**
 * Ends some lines of a mission and draws new ones for the same or other staff members. The numbers of the old
 * lines stay reserved until their quarantine is over: whoever redials them reaches nobody else.
 */
export async function redrawLines(
  tx: Tx,
  { vault, purposes }: MissionDeps,
  mission: MissionRow,
  ended: readonly LineRow[],
  staff: readonly StaffMember[],
  customer: { readonly person: number | null; readonly country: string | null },
): Promise<void> {
  await tx.query(sql.END_LINES, [tx.tenant, ended.map(({ line_id }) => line_id), tx.now]);
  const drawn = await drawLines(
    tx,
    vault,
    staff.map((member) => ({
      mission: mission.mission_id,
      staff: member.id,
      staffPerson: member.personId,
      staffHasPhone: member.hasPhone,
      customer: mission.customer_id,
      customerPerson: customer.person ?? undefined,
      country: customer.country ?? DEFAULT_COUNTRY,
      closesAt: mission.closes_at,
      graceMs: mission.grace_ms,
      purpose: purposeOf(purposes, mission),
    })),
  );
  await append(tx, [
    {
      event: "missions.redraw-lines",
      customer: mission.customer_id,
      mission: mission.mission_id,
      ended: ended.map(({ line_id }) => line_id),
      drawn: drawn.map(({ lineId, staff: member, staffDials, customerDials }) => ({
        line: lineId,
        staff: member,
        staffDials,
        customerDials,
      })),
    },
  ]);
}

/** Her phone changed: every mission of hers that is not over gets lines to the new one. */
export async function moveCustomerLines(
  tx: Tx,
  deps: MissionDeps,
  customer: CustomerId,
  person: { readonly id: number; readonly kind: PhoneKind; readonly country: string },
): Promise<void> {
  const missions = await tx.query<MissionRow>(sql.SELECT_LIVE_MISSIONS_OF_CUSTOMER, [tx.tenant, customer, tx.now]);
  const lines = await linesOf(tx, missions);
  const staff = await staffByReferences(tx, [...new Set(lines.map(({ staff_reference }) => staff_reference))]);
  for (const mission of missions) {
    const own = lines.filter(({ mission_id }) => mission_id === mission.mission_id);
    const members = own.map(({ staff_reference }) => staff.get(staff_reference) as StaffMember);
    await redrawLines(tx, deps, mission, own, members, { person: person.id, country: person.country });
  }
}

/** The staff member's phone changed: the lines of every mission that is not over follow to the new one. */
export async function moveStaffLines(tx: Tx, deps: MissionDeps, staff: StaffId, reference: string): Promise<void> {
  const find = () => tx.query<MissionRow>(sql.SELECT_LIVE_MISSIONS_OF_STAFF, [tx.tenant, staff, tx.now]);
  await lockChains(
    tx,
    (await find()).map(({ customer_id }) => customer_id),
  );
  const missions = await find();
  const lines = (await linesOf(tx, missions)).filter(({ staff_id }) => staff_id === staff);
  const member = (await staffByReferences(tx, [reference])).get(reference) as StaffMember;
  for (const mission of missions) {
    const own = lines.filter(({ mission_id }) => mission_id === mission.mission_id);
    const { customer_person, country } = mission;
    await redrawLines(tx, deps, mission, own, [member], { person: customer_person, country });
  }
  await spreadCuts(tx, { staff: [staff] });
}
