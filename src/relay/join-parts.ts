import { openSealed, type Sealed, seal } from "../base/sealed.ts";
import type { Tx } from "../store/index.ts";
import type { Vault } from "../vault/index.ts";
import type { IncomingText } from "./carrier.ts";
import * as sql from "./sql.ts";

/** Parts of one text arrive within minutes; a set that is not complete after this never will be. */
export const PARTS_WAIT_MS = 24 * 60 * 60_000;

export type JoinedText = {
  readonly text: Sealed<string>;
  /** Names the whole message: its parts have ids of their own. */
  readonly messageId: string;
  readonly setHash: Buffer;
};

type PartRow = {
  readonly part_index: number;
  readonly message_id_hash: Buffer;
  readonly sealed_part: Buffer | null;
  readonly joined_at: Date | null;
};

/**
 * Keeps one part of a long text until all are there, and then gives the whole: nothing is decided on a part, since
 * what is harmless in halves may not be harmless together. Undefined while parts are missing.
 *
 * The same part twice changes nothing. The whole is given again when a part of a complete set is repeated, until the
 * set is marked as joined: the gate recognises the message by its id. A part with the place of another one but a
 * message id of its own starts a new set: senders reuse their 8-bit reference.
 */
export async function joinParts(tx: Tx, vault: Vault, text: IncomingText): Promise<JoinedText | undefined> {
  const { part, carrier, from, to, messageId } = text;
  if (part === undefined) throw new Error("could not join a text that is not in parts");
  const sender = from === undefined ? "" : vault.phoneIndex(from).toString("hex");
  const setHash = vault.keyedHash("part", carrier, sender, to, part.reference, String(part.total));
  const messageHash = vault.keyedHash("part", carrier, messageId);
  await tx.query(sql.LOCK_PART_SET, [tx.tenant, carrier, setHash]);
  const rows = await tx.query<PartRow>(sql.SELECT_PARTS, [tx.tenant, carrier, setHash]);
  const same = rows.find((row) => row.part_index === part.index);
  let kept = rows;
  if (same !== undefined && !same.message_id_hash.equals(messageHash)) {
    await tx.query(sql.DELETE_PARTS, [tx.tenant, carrier, setHash]);
    kept = [];
  }
  if (same === undefined || kept.length === 0) {
    const sealed = vault.sealForTenant("part", openSealed(text.text));
    const added = { part_index: part.index, message_id_hash: messageHash, sealed_part: sealed, joined_at: null };
    await tx.query(sql.INSERT_PART, [tx.tenant, carrier, setHash, part.index, part.total, messageHash, sealed, tx.now]);
    kept = [...kept, added].sort((a, b) => a.part_index - b.part_index);
  }
  if (kept.length < part.total) return undefined;
  return { text: openParts(vault, kept), messageId: wholeId((kept[0] as PartRow).message_id_hash), setHash };
}

function openParts(vault: Vault, parts: readonly PartRow[]): Sealed<string> {
  const texts = parts.map(({ sealed_part }) => {
    // A set that was joined keeps its rows, emptied, so that a repeated part is recognised.
    if (sealed_part === null) return "";
    const opened = vault.openForTenant("part", sealed_part);
    if (opened === undefined) throw new Error("could not open a part of a text");
    return openSealed(opened);
  });
  return seal(texts.join(""));
}

/** Names the whole message by the hash of its first part's id. */
export function wholeId(firstPart: Buffer): string {
  return `parts:${firstPart.toString("hex")}`;
}
