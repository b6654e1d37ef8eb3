import type { CustomerId, StaffId } from "../base/ids.ts";
import { append } from "../ledger/index.ts";
import type { Tx } from "../store/index.ts";
import * as sql from "./sql.ts";

type Pair = { readonly staff_id: StaffId; readonly customer_id: CustomerId };

/**
 * Cuts a pair: from this commit on this staff member and this customer reach each other neither way, in no mission,
 * and under no other reference with the same phones. Provisional, and a cut that is in force stays the cut it is.
 */
export async function cutPair(
  tx: Tx,
  cut: { readonly staff: StaffId; readonly customer: CustomerId; readonly cause: "report_word" | "report" | "desk" },
): Promise<void> {
  const { staff, customer, cause } = cut;
  const pairs = await tx.query<Pair>(sql.INSERT_CUT, [tx.tenant, staff, customer, tx.now, cause]);
  await append(
    tx,
    pairs.map((pair) => cutEvent(pair, cause)),
  );
}

/** A reference got another phone: what is cut or silenced for that phone is for the reference too. */
export async function spreadCuts(
  tx: Tx,
  { customers = [], staff = [] }: { readonly customers?: readonly CustomerId[]; readonly staff?: readonly StaffId[] },
): Promise<void> {
  const [pairs, silenced] = await Promise.all([
    tx.query<Pair>(sql.SPREAD_CUTS, [tx.tenant, customers, staff, tx.now]),
    tx.query<Pair>(sql.SPREAD_OPT_OUTS, [tx.tenant, customers]),
  ]);
  await append(tx, [
    ...pairs.map((pair) => cutEvent(pair, "same_phone")),
    ...silenced.map(({ customer_id: customer }) => ({ event: "missions.opt-out", customer })),
  ]);
}

function cutEvent(pair: Pair, cause: string) {
  return { event: "missions.cut-pair", cause, customer: pair.customer_id, staff: pair.staff_id };
}

/** From this commit on staff may not write to this customer nor call her, until she ends it herself. */
export async function optOut(tx: Tx, customer: CustomerId): Promise<void> {
  const changed = await tx.query<Pair>(sql.OPT_OUT, [tx.tenant, customer, tx.now]);
  await append(
    tx,
    changed.map(({ customer_id }) => ({ event: "missions.opt-out", customer: customer_id })),
  );
}

export async function endOptOut(tx: Tx, customer: CustomerId): Promise<void> {
  const changed = await tx.query<Pair>(sql.END_OPT_OUT, [tx.tenant, customer]);
  await append(
    tx,
    changed.map(({ customer_id }) => ({ event: "missions.end-opt-out", customer: customer_id })),
  );
}
