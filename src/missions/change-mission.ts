import type { MissionId } from "../base/ids.ts";
import type { By } from "../base/route.ts";
import { parsePhone } from "../base/phone.ts";
import { seal } from "../base/sealed.ts";
import { append } from "../ledger/index.ts";
import type { StaffMember } from "../people/index.ts";
import type { Tx } from "../store/index.ts";
import type { ActResult } from "./close-mission.ts";
import { refuseNotes } from "./check-notes.ts";
import type { MissionDeps } from "./deps.ts";
import { assignable, cutPairs, refuseStaff } from "./check-missions.ts";
import { sealedFields } from "./create-missions.ts";
import { DEFAULT_COUNTRY } from "./deps.ts";
import { linesOf, moveCustomerLines, redrawLines } from "./move-lines.ts";
import { spreadCuts } from "./pair-cut.ts";
import { appendMissionEvent, lockMission, setWindow, timesOf } from "./mission-times.ts";
import type { Refused } from "./rules.ts";
import { statusAt } from "./rules.ts";
import type { MissionRow } from "./sql.ts";
import * as sql from "./sql.ts";
import { checkWindow } from "./window.ts";
import type { MissionRequest } from "./wire.ts";

export type MissionChange = {
  readonly opensAt?: Date | undefined;
  readonly closesAt?: Date | undefined;
  readonly staff?: readonly string[] | undefined;
  readonly customer?:
    | Partial<Pick<MissionRequest["customer"], "phone" | "email" | "address" | "accessNotes">>
    | undefined;
};

/**
 * Reschedules a mission, gives it to other staff, or corrects the customer's phone. Lines follow; numbers they
 * leave go to quarantine. All of it happens or nothing.
 *
 * Refusals: `unknown_mission`, `mission_closed`, `mission_cancelled`, `window_inverted`, `window_too_long`,
 * `unknown_staff`, `staff_suspended`, `staff_on_hold`, `charter_not_acknowledged`, `pair_cut`, `phone_invalid`,
 * `notes_screened`, `customer_erased`.
 */
export async function changeMission(
  tx: Tx,
  deps: MissionDeps,
  id: MissionId,
  change: MissionChange,
  by?: By,
): Promise<ActResult> {
  let mission = await lockMission(tx, id);
  if (mission === undefined) return { ok: false, code: "unknown_mission" };
  const status = statusAt(timesOf(mission), tx.now);
  if (status === "cancelled") return { ok: false, code: "mission_cancelled" };
  // What is over is opened again with a reason, not rescheduled into the present.
  if (status === "closed") return { ok: false, code: "mission_closed" };
  const opensAt = change.opensAt ?? mission.opens_at;
  const closesAt = change.closesAt ?? mission.closes_at;
  const window = checkWindow(opensAt, closesAt);
  if (!window.ok) return window;
  const staff = change.staff === undefined ? undefined : await findStaff(tx, deps, mission, change.staff);
  if (staff !== undefined && "ok" in staff) return staff;
  const phone = change.customer?.phone === undefined ? undefined : parsePhone(change.customer.phone, DEFAULT_COUNTRY);
  if (phone?.ok === false) return phone;
  const unfit = refuseNotes(deps.screener, change.customer?.accessNotes);
  if (unfit !== undefined) return unfit;

  // First of what is written, since it may still be refused.
  const details = { ...change.customer, phone: phone?.e164 };
  if (change.customer !== undefined && !(await keepDetails(tx, deps, mission, details))) {
    return { ok: false, code: "customer_erased" };
  }
  if (change.opensAt !== undefined || change.closesAt !== undefined) {
    mission = await setWindow(tx, deps, mission, { opensAt, closesAt, graceMs: mission.grace_ms });
  }
  if (phone !== undefined) mission = await correctPhone(tx, deps, mission, phone);
  if (staff !== undefined) await reassign(tx, deps, mission, staff);
  await appendMissionEvent(tx, "missions.change-mission", mission, {
    changed: Object.keys(change)
      .filter((name) => change[name as keyof MissionChange] !== undefined)
      .sort(),
    staff: staff?.map((member) => member.id),
    ...by,
  });
  return { ok: true, id };
}

async function findStaff(
  tx: Tx,
  deps: MissionDeps,
  mission: MissionRow,
  references: readonly string[],
): Promise<readonly StaffMember[] | Refused> {
  const asked = await assignable(tx, deps, references);
  // Whoever is on hold keeps the missions they have.
  const has = new Set((await linesOf(tx, [mission])).map(({ staff_id }) => staff_id));
  const kept = ([reference, member]: readonly [string, StaffMember]) =>
    [reference, { ...member, isOnHold: member.isOnHold && !has.has(member.id) }] as const;
  const found = { ...asked, staff: new Map([...asked.staff].map(kept)) };
  const her = { customer: mission.customer_id, person: mission.customer_person };
  const cut = await cutPairs(tx, [her.customer], her.person === null ? [] : [her.person]);
  const refusal = refuseStaff(references, found, { ...her, person: her.person ?? undefined }, cut);
  return refusal ?? references.flatMap((reference) => found.staff.get(reference) ?? []);
}

async function reassign(tx: Tx, deps: MissionDeps, mission: MissionRow, staff: readonly StaffMember[]): Promise<void> {
  const lines = await linesOf(tx, [mission]);
  const left = lines.filter(({ staff_id }) => !staff.some(({ id }) => id === staff_id));
  const joined = staff.filter(({ id }) => !lines.some(({ staff_id }) => staff_id === id));
  const customer = { person: mission.customer_person, country: mission.country };
  if (left.length + joined.length > 0) await redrawLines(tx, deps, mission, left, joined, customer);
}

async function keepDetails(
  tx: Tx,
  { vault }: MissionDeps,
  { customer_id: subject, mission_id }: MissionRow,
  customer: NonNullable<MissionChange["customer"]>,
): Promise<boolean> {
  const items = [
    { subject, scope: "" as const, fields: sealedFields(customer, ["phone", "email"]) },
    { subject, scope: mission_id, fields: sealedFields(customer, ["address", "accessNotes"]) },
  ].filter(({ fields }) => Object.keys(fields).length > 0);
  return (await vault.putContacts(tx, items)).ok;
}

/** Her phone is in the vault already: ties her to its identity, and moves her lines there. */
async function correctPhone(
  tx: Tx,
  deps: MissionDeps,
  mission: MissionRow,
  phone: Extract<ReturnType<typeof parsePhone>, { ok: true }>,
): Promise<MissionRow> {
  const { vault } = deps;
  const customer = mission.customer_id;
  const [person] = await vault.resolvePersons(tx, [seal(phone.e164)]);
  if (person === undefined) throw new Error("could not find the identity of a phone");
  if (person === mission.customer_person) return mission;
  await vault.assignPersons(tx, [{ subject: customer, person }]);
  await tx.query(sql.UPDATE_CUSTOMER_PHONE, [
    tx.tenant,
    customer,
    person,
    phone.kind,
    phone.country ?? DEFAULT_COUNTRY,
  ]);
  await append(tx, [{ event: "missions.correct-phone", customer, mission: mission.mission_id }]);
  await spreadCuts(tx, { customers: [customer] });
  const country = phone.country ?? DEFAULT_COUNTRY;
  await moveCustomerLines(tx, deps, customer, { id: person, kind: phone.kind, country });
  return { ...mission, customer_person: person, phone_kind: phone.kind, country };
}
