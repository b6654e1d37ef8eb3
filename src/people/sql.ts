import type { KeyId, StaffId } from "../base/ids.ts";
import type { Statement } from "../store/index.ts";
import type { Regime } from "./wire.ts";

export type StaffRow = {
  readonly staff_id: StaffId;
  readonly reference: string;
  readonly regime: Regime;
  readonly language: "fr" | "en";
  readonly standing: "active" | "suspended" | "excluded";
  readonly person_id: number;
  readonly has_phone: boolean;
  readonly is_on_hold: boolean;
};

/** In one order for everybody: the rows stay locked against changes until the transaction ends. */
export const SHARE_STAFF: Statement = {
  name: "people.share-staff",
  text: `select staff_id, reference, regime, language, standing, person_id, has_phone,
      on_hold_since is not null as is_on_hold
    from people.staff where tenant_id = $1 and reference = any ($2::text[])
    order by staff_id for share`,
};

/** Two requests for one new reference meet here: the second waits for the first and replaces it. */
export const LOCK_REFERENCE: Statement = {
  name: "people.lock-reference",
  text: "select pg_advisory_xact_lock(hashtextextended('people.staff ' || $2, $1::int))",
};

export const PUT_STAFF: Statement = {
  name: "people.put-staff",
  text: `insert into people.staff (tenant_id, staff_id, reference, regime, language, person_id, has_phone, created_at,
      depot, manager, personnel, employer)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
    on conflict (tenant_id, reference) do update
      set regime = $4, language = $5, person_id = $6, has_phone = $7, depot = $9, manager = $10, personnel = $11, employer = $12`,
};

/** In the order of the company's references, of those after `$2` that have `$3` in them, in any case. */
export const SELECT_STAFF_PAGE: Statement = {
  name: "people.staff-page",
  text: `select staff_id, reference, regime, language, standing, has_phone, on_hold_since is not null as is_on_hold, depot
    from people.staff where tenant_id = $1 and reference > $2 and ($3 = '' or position(lower($3) in lower(reference)) > 0)
    order by reference limit $4`,
};
export type StaffPageRow = Omit<StaffRow, "person_id"> & { readonly depot: string | null };

/** Who must not decide on their case. */
export const SELECT_CONFLICT_FACTS: Statement = {
  name: "people.conflict-facts",
  text: `select staff_id, personnel, manager, depot, employer from people.staff
    where staff_id = any ($2::text[]) and tenant_id + 0 = $1 order by staff_id`,
};
export type ConflictFactsRow = {
  readonly staff_id: StaffId;
  readonly personnel: string | null;
  readonly manager: string | null;
  readonly depot: string | null;
  readonly employer: string | null;
};

/** Whether a personnel reference is that of somebody of the staff, or of who leads one of them. */
export const SELECT_IS_NEAR_STAFF: Statement = {
  name: "people.is-near-staff",
  text: `select exists (select from people.staff where tenant_id = $1 and upper($2) in (upper(personnel), upper(manager))) as is_near`,
};

export const SET_STANDING: Statement = {
  name: "people.set-standing",
  text: `update people.staff set standing = $3
    where staff_id = $2 and tenant_id + 0 = $1 and standing <> $3 returning staff_id`,
};

export const SET_HOLD: Statement = {
  name: "people.set-hold",
  text: `update people.staff set on_hold_since = $3
    where staff_id = $2 and tenant_id + 0 = $1 and (on_hold_since is null) <> ($3::timestamptz is null) returning staff_id`,
};

export const INSERT_MACHINE_KEY: Statement = {
  name: "people.insert-machine-key",
  text: `insert into people.machine_key (tenant_id, key_id, name, key_hash, scopes, created_at)
    values ($1, $2, $3, $4, $5, $6)
    on conflict (tenant_id, key_hash) do nothing
    returning key_id`,
};

export const LOCK_MACHINE_KEY: Statement = {
  name: "people.lock-machine-key",
  text: `select key_id, scopes, revoked_at is not null as is_revoked from people.machine_key
    where tenant_id = $1 and key_hash = $2 for update`,
};
export type KnownKeyRow = {
  readonly key_id: KeyId;
  readonly scopes: readonly string[];
  readonly is_revoked: boolean;
};

export const UPDATE_MACHINE_KEY: Statement = {
  name: "people.update-machine-key",
  text: "update people.machine_key set name = $3, scopes = $4 where tenant_id = $1 and key_id = $2",
};

export const SELECT_MACHINE_KEYS: Statement = {
  name: "people.machine-keys",
  text: `select key_id, key_hash, scopes from people.machine_key
    where tenant_id = $1 and key_hash = any ($2::bytea[]) and revoked_at is null`,
};
export type MachineKeyRow = { readonly key_id: KeyId; readonly key_hash: Buffer; readonly scopes: readonly string[] };

export const REVOKE_MACHINE_KEY: Statement = {
  name: "people.revoke-machine-key",
  text: `update people.machine_key set revoked_at = $3 where tenant_id = $1 and key_id = $2 and revoked_at is null
    returning key_id`,
};

export const SELECT_ALL_MACHINE_KEYS: Statement = {
  name: "people.all-machine-keys",
  text: `select key_id, name, scopes, created_at, revoked_at from people.machine_key
    where tenant_id = $1 order by created_at, key_id`,
};
export type ListedKeyRow = {
  readonly key_id: KeyId;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly created_at: Date;
  readonly revoked_at: Date | null;
};

/** What `fsck` compares with entries, block by block. */
export const SELECT_AUDITED_STAFF: Statement = {
  name: "people.audited-staff",
  text: `select staff_id, regime, has_phone, created_at, standing, on_hold_since is not null as is_on_hold
    from people.staff where ctid >= $2::tid and ctid < $3::tid and tenant_id + 0 = $1`,
};
export type AuditedStaffRow = {
  readonly staff_id: string;
  readonly regime: string;
  readonly has_phone: boolean;
  readonly created_at: Date;
  readonly standing: string;
  readonly is_on_hold: boolean;
};
export const SELECT_AUDITED_KEYS: Statement = {
  name: "people.audited-keys",
  text: `select key_id, scopes, created_at, revoked_at
    from people.machine_key where ctid >= $2::tid and ctid < $3::tid and tenant_id + 0 = $1`,
};
export type AuditedKeyRow = {
  readonly key_id: string;
  readonly scopes: readonly string[];
  readonly created_at: Date;
  readonly revoked_at: Date | null;
};
