import type { HoldId } from "../../base/ids.ts";
import type { Query, Store, Tx } from "../../store/index.ts";
import { TENANT } from "../../store/index.ts";
import { append, entryBytes } from "../append.ts";
import { placeOfEntry, proveEntry } from "../logs/prove-entry.ts";
import type { KeptRow } from "./sql.ts";
import * as sql from "./sql.ts";

/** An entry by its row and the instant of its act. */
export type EntryRef = { readonly entryId: number; readonly at: Date };

/** Opens a hold on entries of class case made since an instant, or finds it open; false: it has ended. */
export async function openHold(tx: Tx, hold: HoldId, since: Date = tx.now): Promise<boolean> {
  await tx.query(sql.INSERT_HOLD, [tx.tenant, hold, since]);
  const [row] = await tx.query<{ ended_at: Date | null }>(sql.SELECT_HOLD, [tx.tenant, hold]);
  return row?.ended_at === null;
}

/**
 * Copies what proves these entries into a hold, with the checkpoint: it stays when the log forgets them. Refuses
 * `hold_ended`, `not_covered` when an entry is not under a checkpoint yet, or not there any more: then none is copied.
 */
export async function holdEntries(
  store: Store,
  hold: HoldId,
  entries: readonly EntryRef[],
): Promise<{ readonly ok: true } | { readonly ok: false; readonly code: "hold_ended" | "not_covered" }> {
  return store.transaction(async (tx) => {
    const rows: unknown[][] = [];
    for (const { entryId, at } of entries) {
      const place = await placeOfEntry(tx, entryId, at);
      const [leaf, proof] = [await entryBytes(tx, entryId, at), await proveEntry(tx, entryId, at)];
      if (place === undefined || leaf === undefined || proof === undefined) return { ok: false, code: "not_covered" };
      rows.push([tx.tenant, hold, entryId, place.log, place.index, leaf, proof]);
    }
    if (!(await openHold(tx, hold))) return { ok: false, code: "hold_ended" };
    for (const row of rows) await tx.query(sql.INSERT_KEPT, row);
    await append(tx, [{ event: "ledger.hold-entries", hold, count: entries.length }]);
    return { ok: true };
  });
}

/** What a hold has kept, in the order of the logs. */
export function keptEntries(run: Query, hold: HoldId): Promise<readonly KeptRow[]> {
  return run.query<KeptRow>(sql.SELECT_KEPT, [TENANT, hold]);
}

/** Ends a hold and destroys its copies. False: there is none open of this name. */
export async function endHold(tx: Tx, hold: HoldId): Promise<boolean> {
  const ended = await tx.query(sql.END_HOLD, [tx.tenant, hold, tx.now]);
  if (ended.length === 0) return false;
  await tx.query(sql.DELETE_KEPT, [tx.tenant, hold]);
  await append(tx, [{ event: "ledger.end-hold", hold }]);
  return true;
}
