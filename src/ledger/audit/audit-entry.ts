import { isUtf8 } from "node:buffer";
import type { CanonicalValue } from "../../base/canonical-json.ts";
import { canonicalJson } from "../../base/canonical-json.ts";
import { leafHashOf } from "../format/merkle.ts";
import type { LedgerEvent } from "../rules.ts";
import { classOf, ENTRY_VERSION } from "../rules.ts";
import type { RangeEntryRow } from "./sql.ts";

/** An entry as it is read back: nothing of it is believed, not even that a member has the type it should have. */
export type EntryBody = { readonly event: string; readonly [field: string]: unknown };

export type AuditedEntry = {
  readonly entryId: number;
  /** Unix time, ms, of the row; the entry says the same. */
  readonly atMs: number;
  readonly class: string;
  readonly body: EntryBody;
  readonly leaf: Buffer;
};

export type AuditedRow = {
  readonly leaf: Buffer;
  /** Undefined: its bytes are no entry. */
  readonly entry: AuditedEntry | undefined;
  readonly faults: readonly string[];
};

/** An entry's row at the place where it was found. */
export type PlacedRow = {
  readonly row: RangeEntryRow;
  readonly class: string;
  /** Of the range: of all its entries. */
  readonly atMs: number;
  readonly instant: string | undefined;
};

/** Whether an entry says what its row says, in the one form that an entry may have. */
export function auditEntry({ row, class: retention, atMs, instant }: PlacedRow): AuditedRow {
  const { entry_id: entryId, bytes, subject, subject_seq: seq } = row;
  const leaf = leafHashOf(bytes);
  const faults: string[] = [];
  if (!leaf.equals(row.leaf_hash)) faults.push("its leaf hash is not that of its bytes");
  const body = readBody(bytes);
  if (body === undefined) {
    return { leaf, entry: undefined, faults: [...faults, "its bytes are no entry in canonical JSON"] };
  }
  if (body["v"] !== ENTRY_VERSION) faults.push(`it is not of version ${ENTRY_VERSION}`);
  if (body["at"] !== instant) faults.push("its instant is not that of its row");
  if ((body["customer"] ?? null) !== subject) faults.push("its customer is not that of its row");
  if ((body["customerSeq"] ?? null) !== seq) faults.push("its place in the chain is not that of its row");
  if ("previous" in body !== (subject !== null))
    faults.push("it has a customer without a chain, or the other way round");
  // What the ledger records of a log is kept as long as the log's own entries.
  if (!body.event.startsWith("ledger.") && classOf(body as LedgerEvent) !== retention) {
    faults.push(`it is kept as ${retention}`);
  }
  return { leaf, entry: { entryId, atMs, class: retention, body, leaf }, faults };
}

/** As entries write it. Undefined: infinite instants are no `Date`. */
export function instantOf(at: Date): string | undefined {
  return at instanceof Date ? at.toISOString() : undefined;
}

function readBody(bytes: Buffer): EntryBody | undefined {
  if (!isUtf8(bytes)) return undefined;
  const text = bytes.toString("utf8");
  try {
    const value = JSON.parse(text) as CanonicalValue;
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    const body = value as { readonly [field: string]: CanonicalValue };
    return typeof body["event"] === "string" && isCanonical(body, text) ? (body as EntryBody) : undefined;
  } catch {
    // No JSON, a number or a string that has no canonical form, or nested so deep that nobody wrote it.
    return undefined;
  }
}

/**
 * Whether this is how `canonicalJson` writes a value. What `JSON.stringify` writes the same way, with its members in
 * order, safe integers and no escaped surrogate, needs not be written again: five times as fast.
 */
function isCanonical(value: CanonicalValue, text: string): boolean {
  const isPlain = !text.includes("\\u") && isOrdered(value) && JSON.stringify(value) === text;
  return isPlain || canonicalJson(value) === text;
}

function isOrdered(value: CanonicalValue): boolean {
  if (typeof value === "number") return Number.isSafeInteger(value);
  if (typeof value !== "object" || value === null) return true;
  if (Array.isArray(value)) return (value as readonly CanonicalValue[]).every(isOrdered);
  const members = value as { readonly [name: string]: CanonicalValue };
  const names = Object.keys(members);
  return names.every((name, i) => (i === 0 || (names[i - 1] as string) < name) && isOrdered(members[name] ?? null));
}

/** A member that should be a text. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
