import type { KeyObject } from "node:crypto";

/** 1, 2, 3, …: newer is higher, and a number is never used again. */
export type KeyVersion = number;

export type KeyChange =
  | { readonly ok: true; readonly version: KeyVersion }
  | { readonly ok: false; readonly code: "key_file_busy" | "key_unknown" };

/**
 * The port to whoever holds the tenant key: two 256-bit keys for each version, one that wraps the subjects' keys (KEK)
 * and one for look-ups by keyed hash (index).
 *
 * Reading MUST be synchronous and from memory: it is on the hot path. A changed key set is seen after `reload`, which
 * MUST throw when the holder cannot be reached and then leave the keys as they were. `addVersion` and `drop` MUST be
 * durable before they return: the database may hold data under a version the moment after. They MAY run in another
 * process than the one that reads. A part that was dropped MUST NOT come back.
 */
export interface KeyProvider {
  /** Made without anybody's decision, for a demo: never in production. */
  readonly isDemo: boolean;
  /** The newest version held. */
  current(): KeyVersion;
  /** All versions of which a part is held, oldest first. */
  versions(): readonly KeyVersion[];
  kek(version: KeyVersion): KeyObject | undefined;
  indexKey(version: KeyVersion): KeyObject | undefined;
  reload(): void;
  addVersion(at: Date): KeyChange;
  drop(version: KeyVersion, part: "kek" | "index"): KeyChange;
}
