import type { AttemptId } from "../../base/ids.ts";
import { lockChains } from "../../ledger/index.ts";
import type { Tx } from "../../store/index.ts";
import type { KeptBackRow } from "./sql.ts";
import * as sql from "./sql.ts";
import type { ReadingRefusal } from "./wire.ts";

/** A text that is kept back now, its customer locked. */
export async function lockKeptBack(
  tx: Tx,
  attempt: AttemptId,
): Promise<{ readonly ok: true; readonly row: KeptBackRow } | { readonly ok: false; readonly code: ReadingRefusal }> {
  const [found] = await tx.query<{ customer_id: KeptBackRow["customer_id"] | null }>(sql.SELECT_CUSTOMER_OF_ATTEMPT, [
    tx.tenant,
    attempt,
  ]);
  if (found === undefined) return { ok: false, code: "not_found" };
  if (found.customer_id === null) return { ok: false, code: "not_kept_back" };
  await lockChains(tx, [found.customer_id]);
  const [row] = await tx.query<KeptBackRow>(sql.LOCK_KEPT_BACK, [tx.tenant, attempt]);
  return row === undefined ? { ok: false, code: "not_kept_back" } : { ok: true, row };
}
