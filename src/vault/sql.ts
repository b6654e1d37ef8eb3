import type { MissionId } from "../base/ids.ts";
import type { Statement } from "../store/index.ts";

export const SELECT_TENANT_KEYS: Statement = {
  name: "vault.tenant-keys",
  text: `select key_version, kek_fingerprint, index_fingerprint, is_demo, is_rotated, is_kek_retired, is_index_retired
  from vault.tenant_keys($1)`,
};
export type TenantKeyRow = {
  readonly key_version: number;
  readonly kek_fingerprint: Buffer;
  readonly index_fingerprint: Buffer;
  readonly is_demo: boolean;
  readonly is_rotated: boolean;
  readonly is_kek_retired: boolean;
  readonly is_index_retired: boolean;
};

export const ADD_TENANT_KEY: Statement = {
  name: "vault.add-tenant-key",
  text: "select vault.add_tenant_key($1, $2, $3, $4, $5, $6) as is_added",
};

export const PUT_KEYS: Statement = {
  name: "vault.put-keys",
  text: "select subject, wrapped, key_version from vault.put_keys($1, $2, $3::text[], $4::bytea[])",
};

export const SELECT_WRAPPED_KEYS: Statement = {
  name: "vault.wrapped-keys",
  text: "select subject, wrapped, key_version from vault.wrapped_keys($1, $2::text[])",
};
/** Both null: shredded. */
export type WrappedRow = {
  readonly subject: string;
  readonly wrapped: Buffer | null;
  readonly key_version: number | null;
};

export const SELECT_KEY_USE: Statement = {
  name: "vault.key-use",
  text: "select key_version, subjects, persons from vault.key_use($1)",
};
export type KeyUseRow = { readonly key_version: number; readonly subjects: number; readonly persons: number };

export const SELECT_KEYS_TO_REWRAP: Statement = {
  name: "vault.keys-to-rewrap",
  text: "select subject, wrapped, key_version from vault.keys_to_rewrap($1, $2, $3, $4)",
};

export const REWRAP: Statement = {
  name: "vault.rewrap",
  text: "select vault.rewrap($1, $2, $3::text[], $4::bytea[], $5::bytea[]) as rewrapped",
};

export const FINISH_ROTATION: Statement = {
  name: "vault.finish-rotation",
  text: "select vault.finish_rotation($1, $2, $3) as is_finished",
};

export const RETIRE_KEK: Statement = {
  name: "vault.retire-kek",
  text: "select vault.retire_kek($1, $2, $3, $4) as result",
};

export const RETIRE_INDEX: Statement = {
  name: "vault.retire-index",
  text: "select vault.retire_index($1, $2, $3, $4) as result",
};

export const DELETE_RETIRED_INDEXES: Statement = {
  name: "vault.delete-retired-indexes",
  text: "select vault.delete_retired_indexes($1, $2) as gone",
};

export const PUT_CONTACTS: Statement = {
  name: "vault.put-contacts",
  text: `select vault.put_contacts($1, $2::text[], $3::text[], $4::bytea[], $5::bytea[], $6::bytea[], $7::bytea[],
    $8::bytea[])`,
};

export const SELECT_SEALED_CONTACTS: Statement = {
  name: "vault.sealed-contacts",
  text: "select subject, sealed, wrapped, key_version from vault.sealed_contacts($1, $2::text[], $3, $4)",
};
export type SealedContactRow = WrappedRow & { readonly sealed: Buffer };

export const SELECT_DOOR_FIELDS: Statement = {
  name: "vault.door-fields",
  text: "select scope, has_address, has_access_notes from vault.door_fields($1, $2::text[], $3::text[])",
};
export type DoorFieldsRow = {
  readonly scope: MissionId;
  readonly has_address: boolean;
  readonly has_access_notes: boolean;
};

export const RESOLVE_PERSONS: Statement = {
  name: "vault.resolve-persons",
  text: "select phone, person_id from vault.resolve_persons($1, $2, $3::int[], $4::int[], $5::bytea[])",
};

export const NEW_PERSON: Statement = {
  name: "vault.new-person",
  text: "select nextval('vault.person_id') as person_id",
};

export const SELECT_PERSONS: Statement = {
  name: "vault.persons",
  text: "select person_id from vault.phone_person where tenant_id = $1 and phone_index = any ($2::bytea[]) limit 1",
};

export const ASSIGN_PERSONS: Statement = {
  name: "vault.assign-persons",
  text: "select subject, previous from vault.assign_persons($1, $2::text[], $3::bigint[], $4)",
};

export const SELECT_PERSONS_TO_INDEX: Statement = {
  name: "vault.persons-to-index",
  text: `select person_id, index_version, phone_index, subject, sealed, wrapped, key_version
  from vault.persons_to_index($1, $2, $3, $4)`,
};
/** One row for each subject at the phone; without a subject the phone is not known any more. */
export type PersonToIndexRow = {
  readonly person_id: number;
  readonly index_version: number;
  readonly phone_index: Buffer;
} & (
  | SealedContactRow
  | { readonly subject: null; readonly sealed: null; readonly wrapped: null; readonly key_version: null }
);

export const INDEX_PERSONS: Statement = {
  name: "vault.index-persons",
  text: "select vault.index_persons($1, $2, $3::bigint[], $4::bytea[]) as indexed",
};

export const SELECT_SUPPRESSIONS: Statement = {
  name: "vault.suppressions",
  text: "select person_id, kind, staff_id, reason, ends_at from vault.suppressions($1, $2::bigint[], $3)",
};

export const FORGET_PERSONS: Statement = {
  name: "vault.forget-persons",
  text: "select vault.forget_persons($1, $2, $3) as gone",
};

export const SHRED: Statement = {
  name: "vault.shred",
  text: "select vault.shred($1, $2, $3, $4, $5::text[], $6::text[], $7::text[], $8::timestamptz[]) as is_shredded",
};

/** Of these subjects, those whose key is not destroyed. The keys themselves are not read. */
export const SELECT_SUBJECTS_WITH_KEY: Statement = {
  name: "vault.subjects-with-key",
  text: "select subject from vault.wrapped_keys($1, $2::text[]) where wrapped is not null",
};
