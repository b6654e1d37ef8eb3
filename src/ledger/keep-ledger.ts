import type { Log } from "../base/log.ts";
import { errorFields } from "../base/log.ts";
import type { Store } from "../store/index.ts";
import { commitCustomers } from "./customers/commit-customers.ts";
import { pruneLogs } from "./retention/prune-logs.ts";

/**
 * What the ledger needs from time to time, on any node: partitions ahead, expiry, the day's commitment to all
 * customers' entries. Each by itself: one that fails keeps no other from being done.
 */
export async function keepLedger(store: Store, log: Log): Promise<void> {
  for (const [event, keep] of [
    ["ledger.customers-not-committed", () => commitCustomers(store)],
    ["ledger.not-pruned", () => pruneLogs(store)],
  ] as const) {
    try {
      await keep();
    } catch (error) {
      log.warn(event, errorFields(error));
    }
  }
}
