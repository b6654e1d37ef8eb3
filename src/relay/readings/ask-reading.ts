import type { AttemptId, LineId } from "../../base/ids.ts";
import { append } from "../../ledger/index.ts";
import type { Tx } from "../../store/index.ts";
import type { End } from "../rules.ts";
import { directionFrom } from "../rules.ts";
import type { KeptBackRow } from "./sql.ts";
import * as sql from "./sql.ts";
import type { ReadingRefusal } from "./wire.ts";
import { lockKeptBack } from "./lock-kept-back.ts";

export type AskedReading =
  | { readonly ok: true; readonly askedAt: Date }
  | { readonly ok: false; readonly code: ReadingRefusal };

/** The sender of a text that was kept back wants a person to read it. Only then may anybody. Asking twice is asking once. */
export async function askReading(tx: Tx, attempt: AttemptId): Promise<AskedReading> {
  const locked = await lockKeptBack(tx, attempt);
  if (!locked.ok) return locked;
  const { row } = locked;
  if (row.asked_at !== null) return { ok: true, askedAt: row.asked_at };
  await recordAsking(tx, row);
  return { ok: true, askedAt: tx.now };
}

/** The same by a word on the line: it is about the last text of that sender which was kept back there, if one was. */
export async function askReadingOnLines(
  tx: Tx,
  lines: readonly { readonly line_id: LineId; readonly sender_end: End }[],
): Promise<void> {
  const rows = await tx.query<{ attempt_id: AttemptId }>(sql.SELECT_LAST_KEPT_BACK, [
    tx.tenant,
    lines.map(({ line_id }) => line_id),
    lines.map(({ sender_end }) => directionFrom(sender_end)),
  ]);
  for (const { attempt_id } of rows) await askReading(tx, attempt_id);
}

async function recordAsking(tx: Tx, row: KeptBackRow): Promise<void> {
  const { attempt_id: attempt, mission_id: mission, staff_id: staff, customer_id: customer } = row;
  await append(tx, [{ event: "relay.ask-reading", attempt, customer, mission, staff }], { changesFacts: false });
  await tx.query(sql.ASK_READING, [tx.tenant, attempt, tx.now]);
}
