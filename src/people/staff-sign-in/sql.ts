import type { StaffId } from "../../base/ids.ts";
import type { Statement } from "../../store/index.ts";
import type { Regime } from "../wire.ts";

export const SELECT_STAFF_OF_REFERENCE: Statement = {
  name: "people.staff-of-reference",
  text: "select staff_id, has_phone from people.staff where reference = $2 and tenant_id + 0 = $1",
};
export type StaffOfReferenceRow = { readonly staff_id: StaffId; readonly has_phone: boolean };

export const SELECT_STAFF_MEMBER: Statement = {
  name: "people.staff-member",
  text: `select reference, regime, language, standing, has_phone from people.staff
    where staff_id = $2 and tenant_id + 0 = $1`,
};
export type StaffMemberRow = {
  readonly reference: string;
  readonly regime: Regime;
  readonly language: "fr" | "en";
  readonly standing: "active" | "suspended" | "excluded";
  readonly has_phone: boolean;
};

export const PUT_CODE: Statement = {
  name: "people.put-code",
  text: `insert into people.staff_code as c (tenant_id, staff_id, code_hash, tries, made_at, ends_at)
    values ($1, $2, $3, 0, $4, $5)
    on conflict (staff_id, tenant_id) do update set code_hash = $3, tries = 0, made_at = $4, ends_at = $5`,
};

export const LOCK_CODE: Statement = {
  name: "people.lock-code",
  text: "select code_hash, tries, ends_at from people.staff_code where staff_id = $2 and tenant_id + 0 = $1 for update",
};
export type CodeRow = { readonly code_hash: Buffer; readonly tries: number; readonly ends_at: Date };

export const COUNT_CODE_TRY: Statement = {
  name: "people.count-code-try",
  text: "update people.staff_code set tries = tries + 1 where staff_id = $2 and tenant_id + 0 = $1",
};

export const DELETE_CODE: Statement = {
  name: "people.delete-code",
  text: "delete from people.staff_code where staff_id = $2 and tenant_id + 0 = $1",
};

export const FORGET_CODES: Statement = {
  name: "people.forget-codes",
  text: "delete from people.staff_code where ends_at < $2 and tenant_id + 0 = $1",
};
