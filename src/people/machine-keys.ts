import { createHash, randomBytes } from "node:crypto";
import type { KeyId } from "../base/ids.ts";
import { newId } from "../base/ids.ts";
import { append } from "../ledger/index.ts";
import type { Store, Tx } from "../store/index.ts";
import { TENANT } from "../store/index.ts";
import type { MachineKeyRow } from "./sql.ts";
import * as sql from "./sql.ts";

/** What a machine key may be allowed to do. */
export const MACHINE_SCOPES = [
  "attempts:read",
  "disclosures:write",
  "missions:read",
  "missions:write",
  "numbers:read",
  "numbers:write",
  "staff:write",
] as const;
export type MachineScope = (typeof MACHINE_SCOPES)[number];

export type MachineKey = { readonly keyId: KeyId; readonly scopes: ReadonlySet<MachineScope> };

/**
 * How long a key is believed without asking again, by this process's own clock. Longer saves nothing (one query in
 * five seconds is no load) and lets a revoked key in for longer.
 */
const BELIEVED_MS = 5_000;
const MAX_BELIEVED = 1_000;

/**
 * Keys are random and long, so that a plain SHA-256 cannot be searched backwards; a slow hash would only make every
 * request slow. Looking a hash up says nothing about how close a guess was.
 */
function hashKey(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}

/** Registers a secret that the operator chose, with at least 32 characters. The same one again takes the new scopes. */
export async function registerMachineKey(
  tx: Tx,
  key: { readonly name: string; readonly secret: string; readonly scopes: readonly MachineScope[] },
): Promise<KeyId> {
  if (key.secret.length < 32) throw new Error("could not register a machine key of fewer than 32 characters");
  const values = [tx.tenant, newId("key"), key.name, hashKey(key.secret), key.scopes, tx.now];
  const [row] = await tx.query<{ key_id: KeyId }>(sql.PUT_MACHINE_KEY, values);
  if (row === undefined) throw new Error("could not register a machine key");
  await append(tx, [{ event: "people.register-machine-key", key: row.key_id, scopes: key.scopes }]);
  return row.key_id;
}

/** Makes a new key: the secret is returned once and kept nowhere. */
export async function createMachineKey(
  tx: Tx,
  key: { readonly name: string; readonly scopes: readonly MachineScope[] },
): Promise<{ readonly keyId: KeyId; readonly secret: string }> {
  const secret = `pvk_${randomBytes(32).toString("base64url")}`;
  return { keyId: await registerMachineKey(tx, { ...key, secret }), secret };
}

/** From now on, and on every node within five seconds, this key opens nothing. False: there is no such key. */
export async function revokeMachineKey(tx: Tx, keyId: KeyId): Promise<boolean> {
  const rows = await tx.query(sql.REVOKE_MACHINE_KEY, [tx.tenant, keyId, tx.now]);
  if (rows.length > 0) await append(tx, [{ event: "people.revoke-machine-key", key: keyId }]);
  return rows.length > 0;
}

/** Says whose key a bearer token is. Unknown ones are asked for every time: they cost the database, not us. */
export class MachineKeys {
  readonly #store: Store;
  readonly #believed = new Map<string, { readonly key: MachineKey; readonly until: number }>();

  constructor(store: Store) {
    this.#store = store;
  }

  async authenticate(secret: string): Promise<MachineKey | undefined> {
    const hash = hashKey(secret);
    const name = hash.toString("base64");
    const known = this.#believed.get(name);
    if (known !== undefined && known.until > performance.now()) return known.key;
    this.#believed.delete(name);
    const [row] = await this.#store.query<MachineKeyRow>(sql.SELECT_MACHINE_KEY, [TENANT, hash]);
    if (row === undefined) return undefined;
    const key = { keyId: row.key_id, scopes: new Set(row.scopes as MachineScope[]) };
    if (this.#believed.size >= MAX_BELIEVED) this.#believed.clear();
    this.#believed.set(name, { key, until: performance.now() + BELIEVED_MS });
    return key;
  }
}
