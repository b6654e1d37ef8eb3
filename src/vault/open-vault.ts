import type { Log } from "../base/log.ts";
import type { Store } from "../store/index.ts";
import { byteaArray, TENANT, textArray } from "../store/index.ts";
import type { KeyProvider } from "./key-provider.ts";
import { Keyring } from "./keyring.ts";
import { takeIntoUse } from "./rotate-keys.ts";
import type { KeyRefusal } from "./rules.ts";
import { TENANT_SUBJECT } from "./rules.ts";
import type { WrappedRow } from "./sql.ts";
import { PUT_KEYS } from "./sql.ts";
import { Vault } from "./vault.ts";

export type OpenedVault =
  | { readonly ok: true; readonly vault: Vault }
  | { readonly ok: false; readonly code: KeyRefusal };

/**
 * Opens the vault of a database with the keys of a provider. The first time, the database remembers these keys.
 *
 * Refuses: `wrong_key_file`, another key than the data were written with, or one that lacks a version still in use;
 * `demo_key_in_production`, a demo's key, or a demo's data. Nothing is written then.
 */
export async function openVault(parts: {
  readonly store: Store;
  readonly provider: KeyProvider;
  readonly isProduction: boolean;
  readonly log: Log;
}): Promise<OpenedVault> {
  const { store, provider, isProduction, log } = parts;
  const keyring = new Keyring(provider, isProduction);
  const refusal = (await keyring.read(store)) ?? (keyring.newest === 0 ? await firstUse(store, keyring) : undefined);
  if (refusal !== undefined) return { ok: false, code: refusal };
  return { ok: true, vault: new Vault(keyring, log, await hashSecret(store, keyring)) };
}

/** Two nodes may start on an empty database at once: whose keys it is, is what was committed first. */
async function firstUse(store: Store, keyring: Keyring): Promise<KeyRefusal | undefined> {
  await store.transaction((tx) => takeIntoUse(tx, keyring));
  return keyring.read(store);
}

/** Like a subject's key: random, made once, wrapped under the tenant key and rewrapped with the others. */
async function hashSecret(store: Store, keyring: Keyring) {
  const rows = await store.transaction((tx) =>
    keyring.withNewest(tx, async () => {
      const candidate = byteaArray([keyring.newSubjectKey(TENANT_SUBJECT).wrapped]);
      const subjects = textArray([TENANT_SUBJECT]);
      const found = await tx.query<WrappedRow>(PUT_KEYS, [TENANT, keyring.newest, subjects, candidate]);
      return found.length === 0 ? undefined : found;
    }),
  );
  const key = keyring.openSubjectKey(rows[0] as WrappedRow);
  if (key === undefined) throw new Error("could not open the secret of keyed hashes: it was altered");
  return key;
}
