import { randomInt } from "node:crypto";
import type { StaffId } from "../../base/ids.ts";
import type { Store, Tx } from "../../store/index.ts";
import type { Vault } from "../../vault/index.ts";
import { countFailure, limitOfCodes, limitOfCodesFrom, lockLimits } from "../sign-in/limits.ts";
import { CODE_DIGITS, CODE_MS, isShut } from "../sign-in/rules.ts";
import type { StaffOfReferenceRow } from "./sql.ts";
import * as sql from "./sql.ts";

/** Sends a code to a staff member's vaulted phone. MUST do nothing but in `tx`: it is sent when that commits. */
export type SendCode = (tx: Tx, staff: StaffId, code: string) => Promise<void>;

export type StaffSignInDeps = {
  readonly store: Store;
  readonly vault: Vault;
  readonly sendCode: SendCode;
};

/** A new code ends the one before. Nothing is said to the caller: whether there is such a person is nobody's business. */
export async function sendStaffCode(
  { store, vault, sendCode }: StaffSignInDeps,
  { reference, address }: { readonly reference: string; readonly address: string },
): Promise<void> {
  const counted = [limitOfCodes(vault, reference), limitOfCodesFrom(vault, address)];
  await store.transaction(async (tx) => {
    const locked = await lockLimits(tx, counted);
    const [member] = await tx.query<StaffOfReferenceRow>(sql.SELECT_STAFF_OF_REFERENCE, [tx.tenant, reference]);
    const isOpen = !locked.some(({ limit }) => isShut(limit, tx.now));
    // Each code sent counts: a phone is not to ring all night because somebody knows a reference.
    await countFailure(tx, locked);
    if (member?.has_phone !== true || !isOpen) return;
    const code = newCode();
    const endsAt = new Date(tx.now.getTime() + CODE_MS);
    await tx.query(sql.PUT_CODE, [tx.tenant, member.staff_id, hashCode(vault, member.staff_id, code), tx.now, endsAt]);
    await sendCode(tx, member.staff_id, code);
  });
}

export function newCode(): string {
  return String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, "0");
}

export function hashCode(vault: Vault, staff: StaffId | "nobody", code: string): Buffer {
  return vault.keyedHash("signIn", "staff-code", staff, code);
}
