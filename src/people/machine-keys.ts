import { hash, randomBytes, timingSafeEqual } from "node:crypto";
import type { KeyId } from "../base/ids.ts";
import { newId } from "../base/ids.ts";
import type { By } from "../base/route.ts";
import { append } from "../ledger/index.ts";
import type { Query, Tx } from "../store/index.ts";
import { byteaArray, TENANT } from "../store/index.ts";
import type { MachineScope } from "./wire.ts";
import type { KnownKeyRow, MachineKeyRow } from "./sql.ts";
import * as sql from "./sql.ts";

export type MachineKey = { readonly keyId: KeyId; readonly scopes: ReadonlySet<MachineScope> };

/** Characters. Drawn at random they are 128 bits or more: nothing that could be guessed. */
const MIN_SECRET_CHARACTERS = 32;
/** Characters. Longer bearers are not even hashed. */
const MAX_SECRET_CHARACTERS = 512;
/**
 * How long a key is believed without asking again, by this process's own clock. Longer saves nothing (one query in
 * four seconds is no load) and lets a revoked key in for longer; with what may wait in between that is 5 s.
 */
const BELIEVED_MS = 4_000;
/** Keys. An installation has a handful. */
const MAX_BELIEVED = 1_000;

/**
 * Keys are random and long, so that a plain SHA-256 cannot be searched backwards; a slow hash would only make every
 * request slow. Looking a hash up says nothing about how close a guess was.
 */
function hashKey(secret: string): Buffer {
  return hash("sha256", secret, "buffer");
}

export type RegisterKey =
  | { readonly ok: true; readonly keyId: KeyId }
  | { readonly ok: false; readonly code: "secret_too_short" | "key_revoked" };

/**
 * Registers a secret that the operator chose. The same one again is the same key, with the name and scopes given last.
 *
 * Refuses: `secret_too_short`, under 32 characters; `key_revoked`: a key that was revoked does not come back because a
 * program is started again with it.
 */
export async function registerMachineKey(
  tx: Tx,
  key: { readonly name: string; readonly secret: string; readonly scopes: readonly MachineScope[] },
  by?: By,
): Promise<RegisterKey> {
  if (key.secret.length < MIN_SECRET_CHARACTERS) return { ok: false, code: "secret_too_short" };
  const scopes = [...new Set(key.scopes)].sort();
  const keyHash = hashKey(key.secret);
  const values = [tx.tenant, newId("key"), key.name, keyHash, scopes, tx.now];
  const [added] = await tx.query<{ key_id: KeyId }>(sql.INSERT_MACHINE_KEY, values);
  if (added !== undefined) return recordRegistered(tx, added.key_id, scopes, by);
  const [known] = await tx.query<KnownKeyRow>(sql.LOCK_MACHINE_KEY, [tx.tenant, keyHash]);
  if (known === undefined) throw new Error("could not read a machine key that is there");
  if (known.is_revoked) return { ok: false, code: "key_revoked" };
  await tx.query(sql.UPDATE_MACHINE_KEY, [tx.tenant, known.key_id, key.name, scopes]);
  if (known.scopes.join() === scopes.join()) return { ok: true, keyId: known.key_id };
  return recordRegistered(tx, known.key_id, scopes, by);
}

async function recordRegistered(
  tx: Tx,
  key: KeyId,
  scopes: readonly MachineScope[],
  by: By | undefined,
): Promise<RegisterKey> {
  await append(tx, [{ ...by, event: "people.register-machine-key", key, scopes }]);
  return { ok: true, keyId: key };
}

/** Makes a new key: the secret is returned once and kept nowhere. */
export async function createMachineKey(
  tx: Tx,
  key: { readonly name: string; readonly scopes: readonly MachineScope[] },
  by?: By,
): Promise<{ readonly keyId: KeyId; readonly secret: string }> {
  const secret = `pvk_${randomBytes(32).toString("base64url")}`;
  const registered = await registerMachineKey(tx, { ...key, secret }, by);
  if (!registered.ok) throw new Error(`could not register a new key: ${registered.code}`);
  return { keyId: registered.keyId, secret };
}

/** From now on, and on every node within five seconds, this key opens nothing. False: there is no such key. */
export async function revokeMachineKey(tx: Tx, keyId: KeyId, by?: By): Promise<boolean> {
  const rows = await tx.query(sql.REVOKE_MACHINE_KEY, [tx.tenant, keyId, tx.now]);
  if (rows.length > 0) await append(tx, [{ ...by, event: "people.revoke-machine-key", key: keyId }]);
  return rows.length > 0;
}

type Asked = {
  readonly hash: Buffer;
  readonly resolve: (key: MachineKey | undefined) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * Says whose key a bearer token is. Those that are not known yet share one query at a time: a flood of invented ones
 * takes one connection of the pool, not all.
 */
export class MachineKeys {
  readonly #query: Query;
  readonly #elapsedMs: () => number;
  readonly #believed = new Map<string, { readonly key: MachineKey; readonly sinceMs: number }>();
  #asked: Asked[] = [];
  #isAsking = false;

  /** `elapsedMs` is any clock that never jumps. */
  constructor(query: Query, elapsedMs: () => number = () => performance.now()) {
    this.#query = query;
    this.#elapsedMs = elapsedMs;
  }

  /** Undefined: nobody's, or not any more. */
  async authenticate(secret: string): Promise<MachineKey | undefined> {
    if (secret.length < MIN_SECRET_CHARACTERS || secret.length > MAX_SECRET_CHARACTERS) return undefined;
    const keyHash = hashKey(secret);
    const known = this.#believed.get(keyHash.toString("base64"));
    if (known !== undefined && this.#elapsedMs() - known.sinceMs < BELIEVED_MS) return known.key;
    return new Promise((resolve, reject) => {
      this.#asked.push({ hash: keyHash, resolve, reject });
      if (!this.#isAsking) void this.#ask();
    });
  }

  /** Asks for everybody who waits, then for those who came meanwhile. Never rejects: whoever waits is told. */
  async #ask(): Promise<void> {
    this.#isAsking = true;
    while (this.#asked.length > 0) {
      const asked = this.#asked;
      this.#asked = [];
      const sinceMs = this.#elapsedMs();
      try {
        const hashes = byteaArray(asked.map((one) => one.hash));
        const rows = await this.#query.query<MachineKeyRow>(sql.SELECT_MACHINE_KEYS, [TENANT, hashes]);
        for (const one of asked) one.resolve(this.#believe(one.hash, rows, sinceMs));
      } catch (error) {
        for (const { reject } of asked) reject(error);
      }
    }
    this.#isAsking = false;
  }

  /** Only good keys are remembered: inventing bearers fills nothing. */
  #believe(keyHash: Buffer, rows: readonly MachineKeyRow[], sinceMs: number): MachineKey | undefined {
    const name = keyHash.toString("base64");
    const row = rows.find((found) => timingSafeEqual(found.key_hash, keyHash));
    if (row === undefined) {
      this.#believed.delete(name);
      return undefined;
    }
    const key = { keyId: row.key_id, scopes: new Set(row.scopes as MachineScope[]) };
    if (this.#believed.size >= MAX_BELIEVED) this.#believed.clear();
    this.#believed.set(name, { key, sinceMs });
    return key;
  }
}
