import type { KeyObject } from "node:crypto";
import { createSecretKey, randomFillSync } from "node:crypto";
import type { Query } from "../store/index.ts";
import { TENANT } from "../store/index.ts";
import { deriveKey, hashParts, KEY_BYTES, newKey, openKey, sealBytes } from "./cipher.ts";
import type { KeyProvider, KeyVersion } from "./key-provider.ts";
import type { HeldKey, KeyRefusal, KnownKey, TenantPurpose } from "./rules.ts";
import { context, judgeKeys, use } from "./rules.ts";
import type { TenantKeyRow, WrappedRow } from "./sql.ts";
import { SELECT_TENANT_KEYS } from "./sql.ts";

/** The keys of one subject. `data` is her own random key; `commitment` is derived from it and goes with it. */
export type SubjectKeys = { readonly data: KeyObject; readonly commitment: KeyObject };

/** A key that may become a subject's, and what would be stored of it. */
type NewSubjectKey = { readonly key: KeyObject; readonly wrapped: Buffer };

export type IndexKey = { readonly version: KeyVersion; readonly key: KeyObject };

/**
 * The tenant's keys as this process holds them: the provider says what they are, the database which of them count.
 * A version counts from the moment the database knows it: a file may already hold the next one.
 */
export class Keyring {
  readonly provider: KeyProvider;
  readonly #isProduction: boolean;
  #newest: KeyVersion = 0;
  #isRotated = true;
  #indexKeys: readonly IndexKey[] = [];
  readonly #wrapKeys = new Map<KeyVersion, KeyObject>();
  readonly #sealKeys = new Map<string, KeyObject>();

  constructor(provider: KeyProvider, isProduction: boolean) {
    this.provider = provider;
    this.#isProduction = isProduction;
  }

  /** The version everything is written under. */
  get newest(): KeyVersion {
    return this.#newest;
  }

  /** Whether no key is wrapped under an older version any more. */
  get isRotated(): boolean {
    return this.#isRotated;
  }

  /** Every version a phone may be known under, newest first. */
  get indexKeys(): readonly IndexKey[] {
    return this.#indexKeys;
  }

  /** What is held, with fingerprints that tell keys apart and nothing about them. */
  held(): readonly HeldKey[] {
    return this.provider.versions().map((version) => ({
      version,
      kekFingerprint: fingerprint(this.provider.kek(version)),
      indexFingerprint: fingerprint(this.provider.indexKey(version)),
    }));
  }

  /** Takes into use what the database knows. On a refusal nothing changes. */
  async read(query: Query): Promise<KeyRefusal | undefined> {
    const rows = await query.query<TenantKeyRow>(SELECT_TENANT_KEYS, [TENANT]);
    const known = rows.map(knownKey);
    const { isDemo } = this.provider;
    const refusal = judgeKeys(known, this.held(), { isDemo, isProduction: this.#isProduction });
    if (refusal !== undefined) return refusal;
    this.#newest = Math.max(0, ...known.map(({ version }) => version));
    this.#isRotated = rows.find(({ key_version }) => key_version === this.#newest)?.is_rotated ?? true;
    this.#indexKeys = known
      .filter(({ isIndexRetired }) => !isIndexRetired)
      .toSorted((a, b) => b.version - a.version)
      .map(({ version }) => ({ version, key: this.#deriveIndexKey(version) }));
    return undefined;
  }

  /** Notices what another process changed. Throws when the keys held no longer open the database. */
  async refresh(query: Query): Promise<void> {
    this.provider.reload();
    this.#wrapKeys.clear();
    this.#sealKeys.clear();
    const refusal = await this.read(query);
    if (refusal !== undefined) throw new Error(`could not go on with these keys: ${refusal}`);
  }

  /**
   * Runs a write that answers undefined when another process added a version of the key, once more with that version.
   */
  async withNewest<T>(query: Query, write: () => Promise<T | undefined>): Promise<T> {
    const first = await write();
    if (first !== undefined) return first;
    await this.refresh(query);
    const second = await write();
    if (second === undefined) throw new Error("could not write: the tenant key changes faster than it can be read");
    return second;
  }

  /** A fresh key for each subject: the random bytes of all of them cost one system call. */
  newSubjectKeys(subjects: readonly string[]): ReadonlyMap<string, NewSubjectKey> {
    const raws = randomFillSync(Buffer.allocUnsafeSlow(KEY_BYTES * subjects.length));
    const made = subjects.map((subject, place): [string, NewSubjectKey] => {
      const raw = raws.subarray(KEY_BYTES * place, KEY_BYTES * (place + 1));
      return [subject, { key: createSecretKey(raw), wrapped: this.#wrap(subject, raw) }];
    });
    raws.fill(0);
    return new Map(made);
  }

  newSubjectKey(subject: string): { readonly key: KeyObject; readonly wrapped: Buffer } {
    return newKey((raw) => this.#wrap(subject, raw));
  }

  /** The same key wrapped under the newest version; undefined when it does not open. */
  rewrap({ subject, wrapped, key_version }: WrappedRow): Buffer | undefined {
    const key = this.openSubjectKey({ subject, wrapped, key_version });
    if (key === undefined) return undefined;
    const raw = key.export();
    const again = this.#wrap(subject, raw);
    raw.fill(0);
    return again;
  }

  /** Undefined for a key that was shredded, altered, or moved here from another subject. */
  openSubjectKey({ subject, wrapped, key_version }: WrappedRow): KeyObject | undefined {
    if (wrapped === null || key_version === null) return undefined;
    return openKey(this.#wrapKey(key_version), context.key(TENANT, subject, key_version), wrapped);
  }

  /** Undefined when the version is not held any more. */
  sealKey(version: KeyVersion, purpose: TenantPurpose): KeyObject | undefined {
    const name = `${version} ${purpose}`;
    const kept = this.#sealKeys.get(name);
    if (kept !== undefined) return kept;
    const kek = this.provider.kek(version);
    if (kek === undefined) return undefined;
    const key = deriveKey(kek, use.seal(TENANT, purpose));
    this.#sealKeys.set(name, key);
    return key;
  }

  #wrap(subject: string, raw: Uint8Array): Buffer {
    return sealBytes(this.#wrapKey(this.#newest), context.key(TENANT, subject, this.#newest), raw);
  }

  /** Throws for a version that is not held, not even after another look: the data are there, the key file is not theirs. */
  #wrapKey(version: KeyVersion): KeyObject {
    const kept = this.#wrapKeys.get(version);
    if (kept !== undefined) return kept;
    if (this.provider.kek(version) === undefined) this.provider.reload();
    const kek = this.provider.kek(version);
    if (kek === undefined) throw new Error(`could not open what version ${version} of the tenant key wrapped`);
    const key = deriveKey(kek, use.wrap(TENANT));
    this.#wrapKeys.set(version, key);
    return key;
  }

  #deriveIndexKey(version: KeyVersion): KeyObject {
    const key = this.provider.indexKey(version);
    if (key === undefined) throw new Error(`could not find version ${version} of the index key`);
    return deriveKey(key, use.index(TENANT, "phone"));
  }
}

export function subjectKeys(data: KeyObject): SubjectKeys {
  return { data, commitment: deriveKey(data, use.commitment) };
}

function fingerprint(key: KeyObject | undefined): Buffer | undefined {
  return key === undefined ? undefined : hashParts(key, ["paravent/fingerprint/1"]);
}

function knownKey(row: TenantKeyRow): KnownKey {
  return {
    version: row.key_version,
    kekFingerprint: row.kek_fingerprint,
    indexFingerprint: row.index_fingerprint,
    isDemo: row.is_demo,
    isKekRetired: row.is_kek_retired,
    isIndexRetired: row.is_index_retired,
  };
}
