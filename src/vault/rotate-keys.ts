import type { Log } from "../base/log.ts";
import { openSealed } from "../base/sealed.ts";
import { append } from "../ledger/index.ts";
import type { Query, Store, Tx } from "../store/index.ts";
import { byteaArray, int8Array, TENANT, textArray } from "../store/index.ts";
import { hashPhone } from "./cipher.ts";
import type { KeyVersion } from "./key-provider.ts";
import type { Keyring } from "./keyring.ts";
import { openContact } from "./open-contacts.ts";
import type { KeyUseRow, PersonToIndexRow, WrappedRow } from "./sql.ts";
import * as sql from "./sql.ts";

/** Rows changed in one transaction: some 10 ms during which their subjects cannot be written. */
const BATCH = 500;
/**
 * How long an old version is kept after a newer one came, ms. What is sealed for the tenant lives 24 h at most, and
 * every process looks at the keys again well within this time.
 */
const SETTLE_MS = 72 * 60 * 60_000;

export type KeyUse = { readonly version: KeyVersion; readonly subjects: number; readonly persons: number };

export async function keyUse(query: Query): Promise<readonly KeyUse[]> {
  const rows = await query.query<KeyUseRow>(sql.SELECT_KEY_USE, [TENANT]);
  return rows.map(({ key_version, subjects, persons }) => ({ version: key_version, subjects, persons }));
}

export type Rotation =
  | { readonly ok: true; readonly version: KeyVersion; readonly rewrapped: number }
  | { readonly ok: false; readonly code: "key_file_busy" };

/**
 * Wraps every subject's key anew under the newest version of the tenant key; data are not touched, and work goes on.
 * When the last rotation was finished, a new version is added first.
 *
 * May be killed at any moment and called again: it then finishes what was begun. The new version is in the key file,
 * durably, before anything is written under it.
 */
export async function rotateKek(store: Store, keyring: Keyring, log: Log): Promise<Rotation> {
  await keyring.refresh(store);
  if (keyring.isRotated && keyring.provider.current() === keyring.newest) {
    const added = keyring.provider.addVersion(await store.now());
    if (!added.ok) {
      if (added.code === "key_file_busy") return { ok: false, code: "key_file_busy" };
      throw new Error(`could not add a version of the tenant key: ${added.code}`);
    }
  }
  await store.transaction((tx) => takeIntoUse(tx, keyring));
  await keyring.refresh(store);
  let rewrapped = 0;
  for (let after: string | undefined = ""; after !== undefined; ) {
    const from: string = after;
    const step = await store.transaction((tx) => rewrapBatch(tx, keyring, log, from));
    rewrapped += step.rewrapped;
    after = step.last;
  }
  const version = keyring.newest;
  await store.transaction(async (tx) => {
    const [row] = await tx.query<{ is_finished: boolean }>(sql.FINISH_ROTATION, [tx.tenant, version, tx.now]);
    if (row?.is_finished === true) await append(tx, [{ event: "vault.rotate-keys", step: "finished", version }]);
  });
  return { ok: true, version, rewrapped };
}

/** Tells the database of the versions it does not know yet. From its commit on, nothing is written under another one. */
export async function takeIntoUse(tx: Tx, keyring: Keyring): Promise<void> {
  const { isDemo } = keyring.provider;
  for (const { version, kekFingerprint, indexFingerprint } of keyring.held()) {
    if (version <= keyring.newest || kekFingerprint === undefined || indexFingerprint === undefined) continue;
    const values = [tx.tenant, version, kekFingerprint, indexFingerprint, isDemo, tx.now];
    const [row] = await tx.query<{ is_added: boolean }>(sql.ADD_TENANT_KEY, values);
    if (row?.is_added === true && keyring.newest > 0)
      await append(tx, [{ event: "vault.rotate-keys", step: "began", version }]);
  }
}

async function rewrapBatch(tx: Tx, keyring: Keyring, log: Log, after: string) {
  const found = await tx.query<WrappedRow & { readonly wrapped: Buffer }>(sql.SELECT_KEYS_TO_REWRAP, [
    tx.tenant,
    keyring.newest,
    after,
    BATCH,
  ]);
  const last = found.at(-1)?.subject;
  const rows = found.flatMap((row) => {
    const again = keyring.rewrap(row);
    // Altered in the database: it opens under no key, and stays as it is for whoever looks into it.
    if (again === undefined) log.error("vault.damaged", { kind: "key", reference: row.subject });
    return again === undefined ? [] : [{ ...row, again }];
  });
  if (rows.length === 0) return { last, rewrapped: 0 };
  const [done] = await tx.query<{ rewrapped: number | null }>(sql.REWRAP, [
    tx.tenant,
    keyring.newest,
    textArray(rows.map(({ subject }) => subject)),
    byteaArray(rows.map(({ wrapped }) => wrapped)),
    byteaArray(rows.map(({ again }) => again)),
  ]);
  if (done?.rewrapped == null) throw new Error("could not go on with a rotation: another one began");
  return { last, rewrapped: done.rewrapped };
}

export type Reindexing = {
  readonly version: KeyVersion;
  readonly indexed: number;
  /** Persons whose phone is not kept any more: they stay under the old version until they are forgotten. */
  readonly waiting: number;
};

/**
 * Makes every phone known under the newest version of the index key too. Look-ups go on under all versions until the
 * old one is retired, so nobody is missed on the way. May be killed and called again.
 */
export async function rotateIndex(store: Store, keyring: Keyring, log: Log): Promise<Reindexing> {
  await keyring.refresh(store);
  let indexed = 0;
  let waiting = 0;
  for (let after: number | undefined = 0; after !== undefined; ) {
    const from: number = after;
    const step = await store.transaction((tx) => indexBatch(tx, keyring, log, from));
    indexed += step.indexed;
    waiting += step.waiting;
    after = step.last;
  }
  const version = keyring.newest;
  await store.transaction((tx) => append(tx, [{ event: "vault.rotate-index", version, indexed, waiting }]));
  return { version, indexed, waiting };
}

async function indexBatch(tx: Tx, keyring: Keyring, log: Log, after: number) {
  const rows = await tx.query<PersonToIndexRow>(sql.SELECT_PERSONS_TO_INDEX, [tx.tenant, keyring.newest, after, BATCH]);
  const newest = keyring.indexKeys[0];
  if (newest === undefined) throw new Error("could not find an index key");
  const indexes = new Map<number, Buffer>();
  for (const row of rows) {
    const phone = phoneOf(keyring, log, row);
    if (phone !== undefined) indexes.set(row.person_id, hashPhone(newest.key, phone));
  }
  const persons = new Set(rows.map(({ person_id }) => person_id));
  const last = rows.at(-1)?.person_id;
  if (indexes.size === 0) return { last, indexed: 0, waiting: persons.size };
  const [done] = await tx.query<{ indexed: number | null }>(sql.INDEX_PERSONS, [
    tx.tenant,
    keyring.newest,
    int8Array([...indexes.keys()]),
    byteaArray([...indexes.values()]),
  ]);
  if (done?.indexed == null) throw new Error("could not go on with a change of index: a rotation began");
  return { last, indexed: done.indexed, waiting: persons.size - indexes.size };
}

/** The phone this person is, from the data of whoever answers there; undefined when nobody's data says it. */
function phoneOf(keyring: Keyring, log: Log, row: PersonToIndexRow): string | undefined {
  if (row.sealed === null) return undefined;
  const opened = openContact(keyring, row, "", "phone");
  if (opened === undefined) {
    log.error("vault.damaged", { kind: "phone", reference: row.subject });
    return undefined;
  }
  const phone = openSealed(opened);
  const old = keyring.indexKeys.find(({ version }) => version === row.index_version);
  // Somebody who just got another phone is not linked to it yet: the person is still the old one.
  return old !== undefined && hashPhone(old.key, phone).equals(row.phone_index) ? phone : undefined;
}

export type Retirement =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: "too_early" | "in_use" | "key_file_busy" | "key_unknown" };

/**
 * Forgets an old version of the key that wraps keys, in the database and then in the key file: backups from its time
 * open no more, once every copy of the old file is destroyed too.
 *
 * Refuses: `too_early`, less than 72 h after a newer version came; `in_use`, `rotateKek` has not finished, or a key was
 * damaged and its subject not shredded yet.
 */
export async function retireKek(store: Store, keyring: Keyring, version: KeyVersion): Promise<Retirement> {
  return retire(store, keyring, version, "kek");
}

/**
 * Forgets an old version of the index key. Refuses also with `in_use` while a person is known under it only:
 * `rotateIndex` has not run, or a quarantine or suppression of somebody whose phone is gone is not over.
 */
export async function retireIndex(store: Store, keyring: Keyring, version: KeyVersion): Promise<Retirement> {
  return retire(store, keyring, version, "index");
}

async function retire(store: Store, keyring: Keyring, version: KeyVersion, part: "kek" | "index"): Promise<Retirement> {
  const statement = part === "kek" ? sql.RETIRE_KEK : sql.RETIRE_INDEX;
  const code = await store.transaction(async (tx) => {
    const settled = new Date(tx.now.getTime() - SETTLE_MS);
    const [row] = await tx.query<{ result: string }>(statement, [tx.tenant, version, tx.now, settled]);
    if (row?.result === "retired") await append(tx, [{ event: "vault.retire-key", version, part }]);
    return row?.result;
  });
  if (code === "too_early" || code === "in_use") return { ok: false, code };
  if (code !== "retired") return { ok: false, code: "key_unknown" };
  if (part === "index") await deleteIndexes(store);
  const dropped = keyring.provider.drop(version, part);
  await keyring.refresh(store);
  return dropped.ok ? { ok: true } : dropped;
}

async function deleteIndexes(store: Store): Promise<void> {
  for (let gone = BATCH; gone > 0; ) {
    gone = await store.transaction(async (tx) => {
      const [row] = await tx.query<{ gone: number }>(sql.DELETE_RETIRED_INDEXES, [tx.tenant, BATCH]);
      return row?.gone ?? 0;
    });
  }
}
