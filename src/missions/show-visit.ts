import type { CustomerId, MissionId, StaffId } from "../base/ids.ts";
import { openSealed } from "../base/sealed.ts";
import { append } from "../ledger/index.ts";
import type { Query, Tx } from "../store/index.ts";
import { TENANT } from "../store/index.ts";
import type { Vault } from "../vault/index.ts";
import { firstName, statusAt } from "./rules.ts";
import type { LineRow, MissionRow } from "./sql.ts";
import * as sql from "./sql.ts";
import type { MissionStatus } from "./wire.ts";

export type Visit = {
  readonly mission: MissionId;
  readonly customer: CustomerId;
  readonly status: MissionStatus;
  readonly opensAt: Date;
  readonly closesAt: Date;
  readonly hasSetOff: boolean;
  readonly isWritable: boolean;
  readonly staff: readonly VisitStaff[];
};

/** `number`: the masked one that she dials to reach them. `needsCode`: it leads to them with the mission's code only. */
export type VisitStaff = { readonly id: StaffId; readonly number: string | null; readonly needsCode: boolean };

/** A mission as she sees it for whom it is: when, in which state, and by which numbers; undefined when there is none (any more). */
export async function readVisit(query: Query, id: MissionId, now: Date): Promise<Visit | undefined> {
  const [mission] = await query.query<MissionRow>(sql.SELECT_MISSIONS, [TENANT, [id]]);
  if (mission === undefined) return undefined;
  const lines = await query.query<LineRow>(sql.SELECT_LINES, [TENANT, [id]]);
  const { opens_at: opensAt, closes_at: closesAt, grace_ms: graceMs, channels } = mission;
  return {
    mission: id,
    customer: mission.customer_id,
    status: statusAt({ opensAt, closesAt, graceMs, isCancelled: mission.cancelled_at !== null }, now),
    opensAt,
    closesAt,
    hasSetOff: mission.on_my_way_at !== null,
    isWritable: channels.includes("sms"),
    staff: lines.map(({ staff_id, customer_number, customer_needs_code }) => ({
      id: staff_id,
      number: customer_number,
      needsCode: customer_needs_code,
    })),
  };
}

/**
 * First names of those assigned, for her who receives them. They come out of the vault, so an entry says that they were
 * shown, and on which page, before anything is opened. Left out: whose name is unknown or erased.
 */
export async function showVisitNames(
  tx: Tx,
  vault: Vault,
  visit: Visit,
  page: "visit" | "report",
): Promise<ReadonlyMap<StaffId, string>> {
  if (visit.staff.length === 0) return new Map();
  const staff = visit.staff.map(({ id }) => id);
  const { mission, customer } = visit;
  const [recorded] = await append(tx, [{ event: "missions.show-names", customer, mission, page, staff }], {
    changesFacts: false,
  });
  if (recorded === undefined) throw new Error("could not record that names are shown");
  const names = new Map<StaffId, string>();
  for (const subject of staff) {
    const whole = await vault.readPlainContact(tx, { subject, scope: "", field: "displayName", recorded });
    const first = whole === undefined ? undefined : firstName(openSealed(whole));
    if (first !== undefined) names.set(subject, first);
  }
  return names;
}
