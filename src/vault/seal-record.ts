import type { CaseId, DeskUserId, ReportId } from "../base/ids.ts";
import type { Log } from "../base/log.ts";
import type { Sealed } from "../base/sealed.ts";
import { openSealed, seal } from "../base/sealed.ts";
import type { Query, Tx } from "../store/index.ts";
import { byteaArray, TENANT, textArray } from "../store/index.ts";
import { openBytes, sealBytes } from "./cipher.ts";
import type { Keyring } from "./keyring.ts";
import { context } from "./rules.ts";
import type { WrappedRow } from "./sql.ts";
import { PUT_KEYS, SELECT_WRAPPED_KEYS } from "./sql.ts";

/** What people say is kept under the key of what it belongs to; what is known of somebody of the desk, under their own. */
export type RecordId = CaseId | DeskUserId | ReportId;

/** One sealed piece of a record. `part` names it within the record and MUST not be used for another piece of it. */
export type RecordPart = { readonly part: string; readonly sealed: Buffer };

/**
 * Seals a piece of a report or a case under that record's own key, made with its first piece. Throws when the record
 * was shredded: what was erased does not come back.
 */
export async function sealRecord(
  tx: Tx,
  keyring: Keyring,
  record: RecordId,
  { part, text }: { readonly part: string; readonly text: Sealed<string> },
): Promise<Buffer> {
  const rows = await keyring.withNewest(tx, async () => {
    const { wrapped } = keyring.newSubjectKey(record);
    const asked = [tx.tenant, keyring.newest, textArray([record]), byteaArray([wrapped])];
    const found = await tx.query<WrappedRow>(PUT_KEYS, asked);
    return found.length === 0 ? undefined : found;
  });
  const key = keyring.openSubjectKey(rows[0] as WrappedRow);
  if (key === undefined) throw new Error(`could not seal a part of ${record}: its key is destroyed or altered`);
  return sealBytes(key, context.record(tx.tenant, record, part), openSealed(text));
}

/** In the order of the parts; undefined for one that was altered or moved, and for all once the record was shredded. */
export async function openRecord(
  query: Query,
  keyring: Keyring,
  log: Log,
  record: RecordId,
  parts: readonly RecordPart[],
): Promise<readonly (Sealed<string> | undefined)[]> {
  const [row] = await query.query<WrappedRow>(SELECT_WRAPPED_KEYS, [TENANT, textArray([record])]);
  const key = row === undefined ? undefined : keyring.openSubjectKey(row);
  if (key === undefined && row?.wrapped != null) log.error("vault.damaged", { kind: "key", reference: record });
  return parts.map(({ part, sealed }) => {
    const plain = key === undefined ? undefined : openBytes(key, context.record(TENANT, record, part), sealed);
    if (plain === undefined && key !== undefined) log.error("vault.damaged", { kind: "record", reference: record });
    return plain === undefined ? undefined : seal(plain.toString("utf8"));
  });
}
