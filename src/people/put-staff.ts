import { newId } from "../base/ids.ts";
import type { By } from "../base/route.ts";
import type { Sealed } from "../base/sealed.ts";
import { append } from "../ledger/index.ts";
import type { Tx } from "../store/index.ts";
import type { Vault } from "../vault/index.ts";
import type { StaffInput } from "./rules.ts";
import { endSessionsOf } from "./sign-in/sessions.ts";
import * as sql from "./sql.ts";
import type { StaffMember } from "./staff.ts";
import { staffByReferences } from "./staff.ts";
import type { StaffRefusal } from "./wire.ts";

/** `hasMoved`: their handset is another one than before, and their lines have to follow. */
export type PutStaff =
  | { readonly ok: true; readonly member: StaffMember; readonly hasMoved: boolean }
  | { readonly ok: false; readonly code: Extract<StaffRefusal, "staff_erased"> };

/**
 * Creates a staff member or replaces what is known of them, but for their standing: a phone left out is taken away.
 * Name and phone go into the vault and stay there. Refuses `staff_erased`.
 */
export async function putStaff(tx: Tx, vault: Vault, input: StaffInput, by?: By): Promise<PutStaff> {
  const { reference, displayName, phone, regime, language } = input;
  await tx.query(sql.LOCK_REFERENCE, [tx.tenant, reference]);
  const before = (await staffByReferences(tx, [reference])).get(reference);
  const id = before?.id ?? newId("staff");
  const fields = { displayName, phone: phone ?? null };
  const kept = await vault.putContacts(tx, [{ subject: id, scope: "", fields }]);
  if (!kept.ok) return { ok: false, code: "staff_erased" };
  const personId = await personOf(tx, vault, phone, before);
  await vault.assignPersons(tx, [{ subject: id, person: phone === undefined ? null : personId }]);
  const hasPhone = phone !== undefined;
  const { depot = null, manager = null, personnel = null, employer = null } = input;
  const facts = [reference, regime, language, personId, hasPhone, tx.now, depot, manager, personnel, employer];
  await tx.query(sql.PUT_STAFF, [tx.tenant, id, ...facts]);
  await append(tx, [{ event: "people.put-staff", staff: id, regime, hasPhone, ...by }]);
  const member = {
    id,
    reference,
    regime,
    language,
    hasPhone,
    personId,
    standing: before?.standing ?? "active",
    isOnHold: before?.isOnHold ?? false,
  } as const;
  const hasMoved = before !== undefined && before.personId !== personId;
  // Whoever holds the old handset may not be them any more.
  if (hasMoved) await endSessionsOf(tx, { staff: id }, "changed");
  return { ok: true, member, hasMoved };
}

async function personOf(
  tx: Tx,
  vault: Vault,
  phone: Sealed<string> | undefined,
  before: StaffMember | undefined,
): Promise<number> {
  if (phone === undefined) return before?.hasPhone === false ? before.personId : vault.newPerson(tx);
  const [person] = await vault.resolvePersons(tx, [phone]);
  if (person === undefined) throw new Error("could not find the identity of a phone");
  return person;
}
