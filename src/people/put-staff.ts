import { newId } from "../base/ids.ts";
import type { Sealed } from "../base/sealed.ts";
import { append } from "../ledger/index.ts";
import type { Tx } from "../store/index.ts";
import type { Vault } from "../vault/index.ts";
import type { StaffMember } from "./staff.ts";
import { staffByReferences } from "./staff.ts";
import * as sql from "./sql.ts";
import type { Regime } from "./wire.ts";

export type StaffInput = {
  readonly reference: string;
  readonly displayName: Sealed<string>;
  /** E.164. Undefined: the app is their only handset. */
  readonly phone: Sealed<string> | undefined;
  readonly regime: Regime;
  readonly language: "fr" | "en";
};

/** `hasMoved`: their handset is another one than before, and their lines have to follow. */
export type PutStaff = { readonly member: StaffMember; readonly hasMoved: boolean };

/** Creates a staff member or replaces what is known of them. Name and phone go into the vault and stay there. */
export async function putStaff(tx: Tx, vault: Vault, input: StaffInput): Promise<PutStaff> {
  const { reference, displayName, phone, regime, language } = input;
  await tx.query(sql.LOCK_REFERENCE, [tx.tenant, reference]);
  const before = (await staffByReferences(tx, [reference])).get(reference);
  const id = before?.id ?? newId("staff");
  const fields = { displayName, phone: phone ?? null };
  const kept = await vault.putContacts(tx, [{ subject: id, scope: "", fields }]);
  if (!kept.ok) throw new Error("could not keep the data of a staff member who was erased");
  const personId = await personOf(tx, vault, phone, before);
  await vault.assignPersons(tx, [{ subject: id, person: phone === undefined ? null : personId }]);
  const hasPhone = phone !== undefined;
  await tx.query(sql.PUT_STAFF, [tx.tenant, id, reference, regime, language, personId, hasPhone, tx.now]);
  await append(tx, [{ event: "people.put-staff", staff: id, regime, hasPhone }]);
  const member = { id, reference, regime, language, hasPhone, personId, standing: before?.standing ?? "active" } as const;
  return { member, hasMoved: before !== undefined && (before.personId !== personId || before.hasPhone !== hasPhone) };
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
