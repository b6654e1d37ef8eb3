import type { Store } from "../store/index.ts";
import { append } from "./append.ts";
import type { PrunableRow } from "./retention-sql.ts";
import { PRUNE, SELECT_PRUNABLE, TURN_MONTHS } from "./retention-sql.ts";
import type { LogRow } from "./sql.ts";
import { LEAD, SELECT_LOGS } from "./sql.ts";

/** Appends looked at in one transaction, of up to a thousand entries each: some seconds of deleting at most. */
const APPENDS_AT_ONCE = 2_000;

/**
 * Destroys what has served its time, log by log, and records how far: a proof of a later entry stays valid, and an
 * audit begins at the minimum. Partitions of months of which nothing is left are dropped.
 * Source: C2SP tlog-tiles, pruning; CNIL délibération 2021-122, 6 to 12 months, up to 3 years with documented risk.
 */
export async function pruneLogs(store: Store): Promise<void> {
  while (await pruneSome(store));
  await store.transaction((tx) => tx.query(TURN_MONTHS, [tx.tenant]));
}

/** True: there may be more. */
function pruneSome(store: Store): Promise<boolean> {
  return store.transaction(async (tx) => {
    const [lead] = await tx.query<{ leads: boolean }>(LEAD, [tx.tenant]);
    if (lead?.leads !== true) return false;
    let hasMore = false;
    for (const { name, class: retention } of await tx.query<LogRow>(SELECT_LOGS, [tx.tenant])) {
      const [row] = await tx.query<PrunableRow>(SELECT_PRUNABLE, [tx.tenant, name, APPENDS_AT_ONCE]);
      if (row === undefined || row.prunable <= row.minimum) continue;
      const { minimum: from, prunable: minimum, kept_since } = row;
      const pruned = { log: name, from, minimum, before: kept_since.toISOString() };
      await append(tx, [{ event: "ledger.prune", ...pruned }], { retention });
      await tx.query(PRUNE, [tx.tenant, name, minimum]);
      hasMore = true;
    }
    return hasMore;
  });
}
