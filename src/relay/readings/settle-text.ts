import type { AttemptId } from "../../base/ids.ts";
import { append } from "../../ledger/index.ts";
import type { Store, Tx } from "../../store/index.ts";
import type { KeptBackRow } from "./sql.ts";
import * as sql from "./sql.ts";
import type { ReadingRefusal } from "./wire.ts";
import { lockKeptBack } from "./lock-kept-back.ts";

/**
 * How long a text that was kept back may still be rewritten or read. Shorter, and nobody is at the desk yet; longer, and a
 * text about a visit arrives when the visit is over.
 */
export const KEPT_BACK_MS = 2 * 60 * 60_000;

export type SettledText =
  | { readonly ok: true; readonly outcome: "queued" | "refused" }
  | { readonly ok: false; readonly code: ReadingRefusal };

/**
 * What whoever read a text last makes of it: on its way, where it is asked again whether it may still arrive, or refused.
 * Nobody decides on a text without having read it.
 */
export async function settleText(
  tx: Tx,
  attempt: AttemptId,
  { reader, decision }: { readonly reader: string; readonly decision: "deliver" | "refuse" },
): Promise<SettledText> {
  const locked = await lockKeptBack(tx, attempt);
  if (!locked.ok) return locked;
  const { row } = locked;
  if (row.reader !== reader) return { ok: false, code: "reading_missing" };
  if (decision === "deliver") {
    const event = { event: "relay.release-text", outcome: "queued", reader, ...about(row) } as const;
    await append(tx, [event], { changesFacts: false });
    await tx.query(sql.SET_OUTCOME, [tx.tenant, [attempt], "queued", null]);
    await tx.query(sql.RELEASE_KEPT_BACK, [tx.tenant, attempt, tx.now]);
    return { ok: true, outcome: "queued" };
  }
  const event = { event: "relay.refuse-text", outcome: "refused", code: "screened", reader, ...about(row) } as const;
  await append(tx, [event], { changesFacts: false });
  await tx.query(sql.SET_OUTCOME, [tx.tenant, [attempt], "refused", "screened"]);
  await tx.query(sql.DELETE_KEPT_BACK, [tx.tenant, [attempt]]);
  return { ok: true, outcome: "refused" };
}

/** What was held for its time is refused, and no text that was kept back outlives it. `most`: texts in one transaction. */
export async function expireKeptBack(store: Store, most: number): Promise<number> {
  return store.transaction(async (tx) => {
    const before = new Date(tx.now.getTime() - KEPT_BACK_MS);
    const rows = await tx.query<KeptBackRow>(sql.LOCK_OVERDUE_KEPT_BACK, [tx.tenant, before, most]);
    const held = rows.filter(({ outcome }) => outcome === "held");
    if (held.length > 0) {
      const code = "screened";
      const events = held.map(
        (row) => ({ event: "relay.expire-text", outcome: "refused", code, ...about(row) }) as const,
      );
      await append(tx, events, { changesFacts: false });
      await tx.query(sql.SET_OUTCOME, [tx.tenant, held.map(({ attempt_id }) => attempt_id), "refused", code]);
    }
    await tx.query(sql.DELETE_KEPT_BACK, [tx.tenant, rows.map(({ attempt_id }) => attempt_id)]);
    return rows.length;
  });
}

function about({ attempt_id: attempt, mission_id: mission, staff_id: staff, customer_id: customer }: KeptBackRow) {
  return { attempt, customer, mission, staff };
}
