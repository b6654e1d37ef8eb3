import { canonicalJson } from "../base/canonical-json.ts";
import type { CustomerId, StaffId } from "../base/ids.ts";
import type { ParsedPhone } from "../base/phone.ts";
import { parsePhone } from "../base/phone.ts";
import { civilDate, hasAcknowledged } from "../charter/index.ts";
import type { StaffMember } from "../people/index.ts";
import { staffByReferences } from "../people/index.ts";
import type { Tx } from "../store/index.ts";
import type { Vault } from "../vault/index.ts";
import { refuseNotes } from "./check-notes.ts";
import type { MissionDeps } from "./deps.ts";
import { DEFAULT_COUNTRY } from "./deps.ts";
import type { Purpose } from "./purposes.ts";
import { findPurpose } from "./purposes.ts";
import type { Opening, Refused } from "./rules.ts";
import { openUnder } from "./rules.ts";
import type { CutRow, MissionRow } from "./sql.ts";
import * as sql from "./sql.ts";
import type { MissionRequest } from "./wire.ts";

/** A request that passed every check that needs no look at what is stored. */
export type Checked = {
  readonly request: MissionRequest;
  readonly purpose: Purpose;
  readonly opening: Opening;
  readonly phone: Extract<ParsedPhone, { ok: true }> | undefined;
  readonly hash: Buffer;
};

/** What a request asks for, or why it asks in vain. */
export function check({ vault, purposes, screener }: MissionDeps, request: MissionRequest): Checked | Refused {
  const found = findPurpose(request.purpose, purposes);
  if (!found.ok) return found;
  const opening = openUnder(found.purpose, request);
  if ("ok" in opening) return opening;
  const phone = request.customer.phone === undefined ? undefined : parsePhone(request.customer.phone, DEFAULT_COUNTRY);
  if (phone?.ok === false) return { ok: false, code: phone.code };
  const unfit = refuseNotes(screener, request.customer.accessNotes);
  if (unfit !== undefined) return unfit;
  return { request, purpose: found.purpose, opening, phone, hash: requestHash(vault, request) };
}

/** Keyed: the body holds a phone and a name, and a plain hash of a phone is a phone. */
export function requestHash(vault: Vault, request: MissionRequest): Buffer {
  return vault.keyedHash("request", canonicalJson(request));
}

/** Staff as missions ask for them: who there is, and who of them has acknowledged the charter, where that is asked for. */
export type Assignable = {
  readonly staff: ReadonlyMap<string, StaffMember>;
  readonly acknowledged: ReadonlySet<StaffId>;
};

export async function assignable(
  tx: Tx,
  { calendar }: MissionDeps,
  references: readonly string[],
): Promise<Assignable> {
  const staff = await staffByReferences(tx, references);
  const ids = [...staff.values()].map(({ id }) => id);
  return { staff, acknowledged: await hasAcknowledged(tx, ids, civilDate(tx.now, calendar.zone)) };
}

export function refuseStaff(
  references: readonly string[],
  { staff, acknowledged }: Assignable,
  her: { readonly customer: CustomerId; readonly person: number | undefined },
  cut: CutPairs,
): Refused | undefined {
  for (const reference of references) {
    const member = staff.get(reference);
    if (member === undefined) return { ok: false, code: "unknown_staff" };
    if (member.standing !== "active") return { ok: false, code: "staff_suspended" };
    if (member.isOnHold) return { ok: false, code: "staff_on_hold" };
    if (!acknowledged.has(member.id)) return { ok: false, code: "charter_not_acknowledged" };
    if (cut.includes(member, her)) return { ok: false, code: "pair_cut" };
  }
  return undefined;
}

export async function missionsByReference(tx: Tx, references: readonly string[]): Promise<readonly MissionRow[]> {
  return tx.query<MissionRow>(sql.SELECT_MISSIONS_BY_REFERENCE, [tx.tenant, references]);
}

/** The pairs that are cut, by their references and by their phones: another reference is not another person. */
export type CutPairs = {
  includes(
    member: Pick<StaffMember, "id" | "personId">,
    her: { readonly customer: CustomerId; readonly person: number | null | undefined },
  ): boolean;
};

export async function cutPairs(
  tx: Tx,
  customers: readonly CustomerId[],
  persons: readonly number[],
): Promise<CutPairs> {
  const rows = await tx.query<CutRow>(sql.SELECT_CUT_PAIRS, [tx.tenant, customers, persons]);
  const byReference = new Set(rows.map(({ staff_id, customer_id }) => `${staff_id} ${customer_id}`));
  const byPhone = new Set(rows.map(({ staff_person, customer_person }) => `${staff_person} ${customer_person}`));
  return {
    includes: ({ id, personId }, { customer, person }) =>
      byReference.has(`${id} ${customer}`) || (person != null && byPhone.has(`${personId} ${person}`)),
  };
}
