import type { DeskUserId, ReportId } from "../base/ids.ts";
import type { Sealed } from "../base/sealed.ts";
import { openSealed } from "../base/sealed.ts";
import { append } from "../ledger/index.ts";
import { tellsDanger } from "../relay/index.ts";
import type { Tx } from "../store/index.ts";
import type { Vault } from "../vault/index.ts";
import type { Told } from "./new-report.ts";
import type { DetailKind, ReportRow } from "./sql.ts";
import * as sql from "./sql.ts";
import { MAX_TOLD } from "./wire.ts";

/** Whether what is told sounds like danger: emergency numbers come first, and a human is rung. */
export function soundsDangerous({ what, text, message }: Told): boolean {
  if (what?.includes("danger") === true) return true;
  return [text, message].some((told) => told !== undefined && tellsDanger(openSealed(told)));
}

/**
 * Keeps what is told, sealed under the report's key. `once` names what it came with: the same twice is kept once. What
 * came from elsewhere is looked into afterwards (`lookInto`): an answer that waited for it would tell what was found.
 */
export async function keepTold(tx: Tx, vault: Vault, report: ReportId, once: string, told: Told): Promise<boolean> {
  const pieces: readonly [DetailKind, Sealed<string> | undefined][] = [
    ["text", told.text],
    ["when", told.when],
    ["message", told.message],
    ["number", told.number],
    ["reference", told.reference],
  ];
  let isNew = false;
  for (const [kind, text] of pieces) {
    if (text !== undefined && (await keepPiece(tx, vault, report, { once, kind, text }))) isNew = true;
  }
  for (const [n, text] of (told.pictures ?? []).entries()) {
    if (await keepPiece(tx, vault, report, { once: `${once}#${n}`, kind: "picture", text })) isNew = true;
  }
  return isNew;
}

/** Longer than what is asked for is cut, and not refused. False: it is there already. */
export async function keepPiece(
  tx: Tx,
  vault: Vault,
  report: ReportId,
  piece: { readonly once: string; readonly kind: DetailKind; readonly text: Sealed<string> },
): Promise<boolean> {
  const { once, kind, text } = piece;
  const sealed = await vault.sealRecord(tx, report, { part: `${kind} ${once}`, text });
  const rows = await tx.query(sql.INSERT_DETAIL, [tx.tenant, report, once, kind, tx.now, sealed]);
  return rows.length > 0;
}

/** `isFull`: it holds as much as a report may, and nothing was added. */
export type Added = { readonly isKnown: boolean; readonly isFull: boolean };

/** Adds to a report, in any order and at any time; what was said before stays. */
export async function addToReport(
  tx: Tx,
  vault: Vault,
  report: ReportId,
  once: string,
  told: Told,
  by?: DeskUserId,
): Promise<Added> {
  const [row] = await tx.query<ReportRow>(sql.LOCK_REPORT, [tx.tenant, report]);
  if (row === undefined) return { isKnown: false, isFull: false };
  if (await isFull(tx, report, told)) return { isKnown: true, isFull: true };
  const isNew = await keepTold(tx, vault, report, once, told);
  const what = [...new Set([...row.what, ...(told.what ?? [])])];
  // The same piece twice is one; danger that is said by a digit is said again.
  const isDanger = soundsDangerous(told) && (isNew || told.what?.includes("danger") === true || !row.is_danger);
  if (!isNew && !isDanger && what.length === row.what.length) return { isKnown: true, isFull: false };
  await tx.query(sql.UPDATE_TOLD, [tx.tenant, report, what, isDanger]);
  const { customer_id: customer } = row;
  const event = { event: "reports.add-to-report", report, isDanger, deskUser: by, customer: customer ?? undefined };
  await append(tx, [event], { changesFacts: false });
  return { isKnown: true, isFull: false };
}

/** Pictures of one report: what a phone holds of a whole thread. */
const MAX_PICTURES = 20;
/** Pieces of text of one report. Whoever has more to say writes to whoever handles it. */
const MAX_TEXTS = 1_000;

async function isFull(tx: Tx, report: ReportId, { pictures }: Told): Promise<boolean> {
  const [row] = await tx.query<{ pictures: number; texts: number }>(sql.COUNT_DETAILS, [tx.tenant, report]);
  const known = row ?? { pictures: 0, texts: 0 };
  return known.texts >= MAX_TEXTS || known.pictures + (pictures?.length ?? 0) > MAX_PICTURES;
}

/** What somebody may write in one go. */
export function within(text: string): string {
  return text.length <= MAX_TOLD ? text : text.slice(0, MAX_TOLD);
}
