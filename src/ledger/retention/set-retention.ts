import type { Tx } from "../../store/index.ts";
import { append } from "../append.ts";
import { SELECT_RETENTION, SET_RETENTION } from "./sql.ts";

export type RetentionRefusal = "months_out_of_range" | "document_missing";
export type SetRetention =
  | { readonly ok: true; readonly was: number }
  | { readonly ok: false; readonly code: RetentionRefusal };

const MIN_MONTHS = 6;
/** Beyond this, somebody must have written down why. */
const UNDOCUMENTED_MONTHS = 12;
const MAX_MONTHS = 36;

/**
 * Sets for how many months routine entries are kept, 6 to 36, from now on. More than 12 need a document in which the
 * risk of misuse for those concerned, and how suspicions are looked into, are written down: its reference, up to 500
 * characters, is kept; the entry says only that there is one.
 *
 * Refuses: `months_out_of_range`, `document_missing`. Source: CNIL délibération 2021-122, ¶8 and ¶19.
 */
export async function setRetention(
  tx: Tx,
  { months, document }: { readonly months: number; readonly document?: string | undefined },
): Promise<SetRetention> {
  if (!Number.isInteger(months) || months < MIN_MONTHS || months > MAX_MONTHS) {
    return { ok: false, code: "months_out_of_range" };
  }
  if (months > UNDOCUMENTED_MONTHS && (document ?? "").trim() === "") return { ok: false, code: "document_missing" };
  const [row] = await tx.query<{ months: number }>(SELECT_RETENTION, [tx.tenant, "routine"]);
  await tx.query(SET_RETENTION, [tx.tenant, "routine", months, document ?? null, tx.now]);
  await append(tx, [{ event: "ledger.set-retention", months, isDocumented: document !== undefined }]);
  return { ok: true, was: row?.months ?? UNDOCUMENTED_MONTHS };
}
