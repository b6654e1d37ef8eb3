import type { AttemptId } from "../../base/ids.ts";
import type { Sealed } from "../../base/sealed.ts";
import { append } from "../../ledger/index.ts";
import { conflictFacts, isAboutThem } from "../../people/index.ts";
import type { Tx } from "../../store/index.ts";
import type { Vault } from "../../vault/index.ts";
import * as sql from "./sql.ts";
import type { ReadingRefusal } from "./wire.ts";
import { lockKeptBack } from "./lock-kept-back.ts";

/** Who reads: an account of the desk, or the company's own reference of a person. `identity`: as accounts have it. */
export type Reader = { readonly name: string; readonly identity?: string };

export type ReadText =
  | { readonly ok: true; readonly text: Sealed<string> }
  | { readonly ok: false; readonly code: ReadingRefusal };

/**
 * Shows a text that was kept back to a person, where its sender asked for that. Each reading is an entry of the customer's,
 * written before the text is opened. Nobody reads what they, or somebody they lead, wrote
 * or was sent.
 */
export async function readText(
  tx: Tx,
  vault: Vault,
  attempt: AttemptId,
  { name: reader, identity }: Reader,
): Promise<ReadText> {
  const locked = await lockKeptBack(tx, attempt);
  if (!locked.ok) return locked;
  const { mission_id: mission, staff_id: staff, customer_id: customer, asked_at, sealed_text } = locked.row;
  if (asked_at === null) return { ok: false, code: "reading_not_asked" };
  if (identity !== undefined && isAboutThem(identity, await conflictFacts(tx, [staff]))) {
    return { ok: false, code: "reader_too_near" };
  }
  await append(tx, [{ event: "relay.read-text", attempt, customer, mission, reader, staff }], { changesFacts: false });
  await tx.query(sql.NOTE_READING, [tx.tenant, attempt, tx.now, reader]);
  await vault.loadTextKeys(tx, [customer]);
  const text = vault.openText(customer, attempt, sealed_text);
  return text === undefined ? { ok: false, code: "text_erased" } : { ok: true, text };
}
