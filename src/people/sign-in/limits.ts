import type { Query, Tx } from "../../store/index.ts";
import { byteaArray, instantArray, int4Array, TENANT } from "../../store/index.ts";
import type { Vault } from "../../vault/index.ts";
import type { Limit, LimitKind } from "./rules.ts";
import { afterFailure, afterSuccess, isShut, limitedAddress } from "./rules.ts";
import type { LimitRow } from "./sql.ts";
import * as sql from "./sql.ts";

/** What wrong tries are counted for. */
export type Counted = { readonly kind: LimitKind; readonly key: Buffer };
/** Nobody else counts on it until the end of the transaction. */
export type LockedLimit = Counted & { readonly limit: Limit };

/** `name`: a keyed hash or an id, the same whether there is such an account or not. */
export function limitOfAccount(vault: Vault, name: string): Counted {
  return { kind: "account", key: vault.keyedHash("signIn", "limit-account", name) };
}

export function limitOfAddress(vault: Vault, address: string): Counted {
  return { kind: "address", key: vault.keyedHash("signIn", "limit-address", limitedAddress(address)) };
}

export function limitOfCodes(vault: Vault, name: string): Counted {
  return { kind: "code", key: vault.keyedHash("signIn", "limit-code", name) };
}

export function limitOfCodesFrom(vault: Vault, address: string): Counted {
  return { kind: "codesFrom", key: vault.keyedHash("signIn", "limit-codes-from", limitedAddress(address)) };
}

/** Asked before anything that costs: whoever is shut out by their address gets no hash computed. */
export async function isShutOut(run: Query, { key }: Counted): Promise<boolean> {
  return (await run.query(sql.SELECT_SHUT, [TENANT, key])).length > 0;
}

/** Locks these limits, and reads the clock again: two tries at once are counted one after the other. */
export async function lockLimits(tx: Tx, counted: readonly Counted[]): Promise<readonly LockedLimit[]> {
  const keys = byteaArray(counted.map(({ key }) => key));
  const rows = await tx.query<LimitRow>(sql.LOCK_LIMITS, [tx.tenant, keys, tx.now]);
  await tx.readClock();
  return counted.map(({ kind, key }) => {
    const row = rows.find(({ limit_key }) => limit_key.equals(key));
    if (row === undefined) throw new Error("could not lock a limit of signing in");
    return { kind, key, limit: { failures: row.failures, failedAt: row.failed_at, shutUntil: row.shut_until } };
  });
}

/**
 * Counts one failure on each that is not shut: what is tried on a locked account neither counts nor keeps it locked.
 * Returns those that this failure shut.
 */
export async function countFailure(tx: Tx, locked: readonly LockedLimit[]): Promise<readonly LockedLimit[]> {
  const after = locked.map((one) => {
    const limit = isShut(one.limit, tx.now) ? one.limit : afterFailure(one.kind, one.limit, tx.now);
    return { ...one, limit };
  });
  await setLimits(tx, after);
  return after.filter(({ limit }, i) => isShut(limit, tx.now) && limit !== locked[i]?.limit);
}

/** Whoever got in starts afresh; their address does not, or one good account would open it for a thousand guesses. */
export async function forgiveAccount(tx: Tx, locked: readonly LockedLimit[]): Promise<void> {
  const own = locked.filter(({ kind }) => kind === "account");
  await setLimits(
    tx,
    own.map((one) => ({ ...one, limit: afterSuccess(tx.now) })),
  );
}

async function setLimits(tx: Tx, limits: readonly LockedLimit[]): Promise<void> {
  await tx.query(sql.SET_LIMITS, [
    tx.tenant,
    byteaArray(limits.map(({ key }) => key)),
    int4Array(limits.map(({ limit }) => limit.failures)),
    instantArray(limits.map(({ limit }) => limit.failedAt)),
    instantArray(limits.map(({ limit }) => limit.shutUntil)),
  ]);
}
