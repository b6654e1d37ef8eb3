import type { Log } from "../base/log.ts";
import { errorFields } from "../base/log.ts";
import type { Store } from "../store/index.ts";
import { anchorLogs } from "./attestation/anchor-logs.ts";
import type { TimeStampAuthority } from "./attestation/time-stamp.ts";
import { commitCustomers } from "./customers/commit-customers.ts";
import { pruneLogs } from "./retention/prune-logs.ts";

export type KeptLedger = {
  readonly store: Store;
  readonly log: Log;
  /** Without one, nothing is anchored in time. */
  readonly authority: TimeStampAuthority | undefined;
  /** Ends it between two steps, each of some seconds. */
  readonly signal: AbortSignal;
};

/**
 * What the ledger needs from time to time, on any node: partitions ahead, expiry, the day's commitment to all
 * customers' entries, the day's time stamps. Each by itself: one that fails keeps no other from being done. Never
 * rejects.
 */
export async function keepLedger({ store, log, authority, signal }: KeptLedger): Promise<void> {
  for (const [event, keep] of [
    ["ledger.customers-not-committed", () => commitCustomers(store, signal)],
    ["ledger.not-anchored", async () => authority && anchorLogs(store, authority, log, signal)],
    ["ledger.not-pruned", () => pruneLogs(store, signal)],
  ] as const) {
    if (signal.aborted) return;
    try {
      await keep();
    } catch (error) {
      log.warn(event, errorFields(error));
    }
  }
}
