import type { AttemptId } from "../../base/ids.ts";
import type { Sealed } from "../../base/sealed.ts";
import { append } from "../../ledger/index.ts";
import type { Tx } from "../../store/index.ts";
import type { Vault } from "../../vault/index.ts";
import * as sql from "./sql.ts";
import type { ReadingRefusal } from "./wire.ts";
import { lockKeptBack } from "./lock-kept-back.ts";

export type ReadText =
  | { readonly ok: true; readonly text: Sealed<string> }
  | { readonly ok: false; readonly code: ReadingRefusal };

/**
 * Shows a text that was kept back to a person, where its sender asked for that. Each reading is an entry of the customer's,
 * written before the text is opened. `reader`: the company's own reference of that person.
 */
export async function readText(tx: Tx, vault: Vault, attempt: AttemptId, reader: string): Promise<ReadText> {
  const locked = await lockKeptBack(tx, attempt);
  if (!locked.ok) return locked;
  const { mission_id: mission, staff_id: staff, customer_id: customer, asked_at, sealed_text } = locked.row;
  if (asked_at === null) return { ok: false, code: "reading_not_asked" };
  await append(tx, [{ event: "relay.read-text", attempt, customer, mission, reader, staff }], { changesFacts: false });
  await tx.query(sql.NOTE_READING, [tx.tenant, attempt, tx.now, reader]);
  await vault.loadTextKeys(tx, [customer]);
  const text = vault.openText(customer, attempt, sealed_text);
  return text === undefined ? { ok: false, code: "text_erased" } : { ok: true, text };
}
