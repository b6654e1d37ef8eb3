import type { AttemptId, CustomerId } from "../base/ids.ts";
import type { Log } from "../base/log.ts";
import type { Sealed } from "../base/sealed.ts";
import { seal } from "../base/sealed.ts";
import type { Query } from "../store/index.ts";
import { TENANT, textArray } from "../store/index.ts";
import { hashBytes, openBytes, sealBytes } from "./cipher.ts";
import type { KeyCache } from "./key-cache.ts";
import type { Keyring } from "./keyring.ts";
import { subjectKeys } from "./keyring.ts";
import type { TenantPurpose } from "./rules.ts";
import { context } from "./rules.ts";
import type { WrappedRow } from "./sql.ts";
import { SELECT_WRAPPED_KEYS } from "./sql.ts";

/** A version in front of what is sealed for the tenant: no row says it there. */
const VERSION_BYTES = 4;

/** Brings the keys of these customers into memory, with one query for all that are not there yet and none if all are. */
export async function loadTextKeys(
  query: Query,
  keyring: Keyring,
  cache: KeyCache,
  log: Log,
  customers: readonly CustomerId[],
): Promise<void> {
  const missing = cache.missing(customers);
  if (missing.length === 0) return;
  const rows = await query.query<WrappedRow>(SELECT_WRAPPED_KEYS, [TENANT, textArray(missing)]);
  const bySubject = new Map(rows.map((row) => [row.subject, row]));
  for (const subject of missing) {
    const row = bySubject.get(subject);
    const key = row === undefined ? undefined : keyring.openSubjectKey(row);
    if (key === undefined && row?.wrapped != null) log.error("vault.damaged", { kind: "key", reference: subject });
    cache.put(subject, key === undefined ? undefined : subjectKeys(key));
  }
}

export function sealText(cache: KeyCache, customer: CustomerId, attempt: AttemptId, text: string): Buffer {
  const keys = cache.get(customer);
  if (keys === undefined) throw new Error(`could not seal a text of ${customer}: there is no key any more`);
  return sealBytes(keys.data, context.text(TENANT, customer, attempt), text);
}

export function openText(
  cache: KeyCache,
  customer: CustomerId,
  attempt: AttemptId,
  sealed: Uint8Array,
): Sealed<string> | undefined {
  const keys = cache.get(customer);
  if (keys === undefined) return undefined;
  const plain = openBytes(keys.data, context.text(TENANT, customer, attempt), sealed);
  return plain === undefined ? undefined : seal(plain.toString("utf8"));
}

export function commitText(cache: KeyCache, customer: CustomerId, salt: Uint8Array, text: string): Buffer | undefined {
  const keys = cache.get(customer);
  return keys === undefined ? undefined : hashBytes(keys.commitment, salt, text);
}

export function sealForTenant(keyring: Keyring, purpose: TenantPurpose, text: string): Buffer {
  const version = keyring.newest;
  const key = keyring.sealKey(version, purpose);
  if (key === undefined) throw new Error(`could not find version ${version} of the tenant key`);
  const head = Buffer.allocUnsafe(VERSION_BYTES);
  head.writeUInt32BE(version);
  return Buffer.concat([head, sealBytes(key, context.tenant(TENANT, purpose, version), text)]);
}

export function openForTenant(keyring: Keyring, purpose: TenantPurpose, sealed: Buffer): Sealed<string> | undefined {
  if (sealed.length < VERSION_BYTES) return undefined;
  const version = sealed.readUInt32BE();
  const key = keyring.sealKey(version, purpose);
  if (key === undefined) return undefined;
  const plain = openBytes(key, context.tenant(TENANT, purpose, version), sealed.subarray(VERSION_BYTES));
  return plain === undefined ? undefined : seal(plain.toString("utf8"));
}
