import type { Store } from "../../store/index.ts";
import { append } from "../append.ts";
import { TILE_WIDTH } from "../format/tiles.ts";
import type { LogRow } from "../sql.ts";
import { LEAD, SELECT_LOGS } from "../sql.ts";
import type { ExpiredRow } from "./sql.ts";
import { PRUNE, SELECT_EXPIRED, TURN_MONTHS } from "./sql.ts";

/** Appends looked at in one transaction, of up to a thousand entries each: some seconds of deleting at most. */
const APPENDS_AT_ONCE = 2_000;

/**
 * Destroys what has served its time, log by log, and records how far: a proof of a later entry stays valid, and an
 * audit begins at the minimum. Partitions of months of which nothing is left are dropped.
 * Source: C2SP tlog-tiles, pruning; CNIL délibération 2021-122, 6 to 12 months, up to 3 years with documented risk.
 */
export async function pruneLogs(store: Store, signal?: AbortSignal): Promise<void> {
  while (await pruneSome(store)) if (signal?.aborted === true) return;
  await store.transaction((tx) => tx.query(TURN_MONTHS, [tx.tenant]));
}

/** True: there may be more. */
function pruneSome(store: Store): Promise<boolean> {
  return store.transaction(async (tx) => {
    const [lead] = await tx.query<{ leads: boolean }>(LEAD, [tx.tenant]);
    if (lead?.leads !== true) return false;
    let hasMore = false;
    for (const { name, class: retention } of await tx.query<LogRow>(SELECT_LOGS, [tx.tenant])) {
      const [row] = await tx.query<ExpiredRow>(SELECT_EXPIRED, [tx.tenant, name, APPENDS_AT_ONCE]);
      const minimum = row === undefined ? 0 : newMinimum(row);
      if (row === undefined || minimum <= row.minimum) continue;
      const pruned = { log: name, from: row.minimum, minimum, before: row.kept_since.toISOString() };
      await append(tx, [{ event: "ledger.prune", ...pruned }], { retention });
      await tx.query(PRUNE, [tx.tenant, name, minimum]);
      hasMore = true;
    }
    return hasMore;
  });
}

/** Whole bundles only, so that what is left can be read; the last one of a log that is closed goes with its last entry. */
export function newMinimum({ size, is_closed, expired }: Omit<ExpiredRow, "kept_since" | "minimum">): number {
  return is_closed && expired === size ? size : expired - (expired % TILE_WIDTH);
}
