import type { DeskUserId } from "../../base/ids.ts";
import { append } from "../../ledger/index.ts";
import type { Tx } from "../../store/index.ts";
import type { Vault } from "../../vault/index.ts";
import { CODE_MS } from "../sign-in/rules.ts";
import { hashCode, newCode } from "./send-code.ts";
import type { StaffOfReferenceRow } from "./sql.ts";
import * as sql from "./sql.ts";

export type MadeCode =
  | { readonly ok: true; readonly code: string; readonly endsAt: Date }
  | { readonly ok: false; readonly code: "not_found" | "staff_has_phone" };

/**
 * A code for somebody whose only handset is the app, to be handed to them by whoever knows them: there is no phone that it
 * could be sent to. Who made it is recorded, since who has it signs in as them. Of who has a phone nobody else sees a code.
 */
export async function makeStaffCode(
  tx: Tx,
  vault: Vault,
  reference: string,
  by: DeskUserId | string,
): Promise<MadeCode> {
  const [member] = await tx.query<StaffOfReferenceRow>(sql.SELECT_STAFF_OF_REFERENCE, [tx.tenant, reference]);
  if (member === undefined) return { ok: false, code: "not_found" };
  if (member.has_phone) return { ok: false, code: "staff_has_phone" };
  const staff = member.staff_id;
  const code = newCode();
  const endsAt = new Date(tx.now.getTime() + CODE_MS);
  await tx.query(sql.PUT_CODE, [tx.tenant, staff, hashCode(vault, staff, code), tx.now, endsAt]);
  await append(tx, [{ event: "people.make-staff-code", staff, by }]);
  return { ok: true, code, endsAt };
}
