import type { CustomerId, StaffId } from "../base/ids.ts";
import { append } from "../ledger/index.ts";
import type { Tx } from "../store/index.ts";
import * as sql from "./sql.ts";

/**
 * Cuts a pair: from this commit on this staff member and this customer reach each other neither way, in no mission.
 * Provisional, and a cut that is in force stays the cut it is.
 */
export async function cutPair(
  tx: Tx,
  cut: { readonly staff: StaffId; readonly customer: CustomerId; readonly cause: "report_word" | "desk" },
): Promise<void> {
  const inserted = await tx.query(sql.INSERT_CUT, [tx.tenant, cut.staff, cut.customer, tx.now, cut.cause]);
  if (inserted.length > 0) await append(tx, [{ event: "missions.cut-pair", ...cut }]);
}

/** From this commit on staff may not write to this customer nor call her, until she ends it herself. */
export async function optOut(tx: Tx, customer: CustomerId): Promise<void> {
  const changed = await tx.query(sql.OPT_OUT, [tx.tenant, customer, tx.now]);
  if (changed.length > 0) await append(tx, [{ event: "missions.opt-out", customer }]);
}

export async function endOptOut(tx: Tx, customer: CustomerId): Promise<void> {
  const changed = await tx.query(sql.END_OPT_OUT, [tx.tenant, customer]);
  if (changed.length > 0) await append(tx, [{ event: "missions.end-opt-out", customer }]);
}
