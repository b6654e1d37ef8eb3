import { hash } from "node:crypto";
import type { CanonicalValue } from "../base/canonical-json.ts";
import { canonicalJson } from "../base/canonical-json.ts";
import type { CustomerId } from "../base/ids.ts";

export const ENTRY_VERSION = 1;

/**
 * One fact to be recorded. `event` is `<room>.<act>`. Fields hold pseudonyms, codes, instants and keyed
 * commitments only: an entry can never be taken back.
 */
export type LedgerEvent = {
  readonly event: string;
  readonly customer?: CustomerId | undefined;
  readonly [field: string]: CanonicalValue | undefined;
};

/** Where the entries about one customer stand: how many there are, and the leaf hash of the last, in base64. */
export type ChainHead = { readonly seq: number; readonly head: string | null };

export type Entry = {
  readonly bytes: Buffer;
  /** In base64, as entries and outsiders quote it. */
  readonly leafHash: string;
  readonly customer: CustomerId | null;
  readonly customerSeq: number | null;
};

const LEAF_PREFIX = "\0";
const RESERVED_FIELDS = ["v", "at", "customerSeq", "previous"];

/**
 * Writes events as entries, in order. `chains` must hold the locked head of every customer named, and is moved
 * to the new heads: a second event about one customer follows the first.
 *
 * Source: entry format docs/LEDGER.md; leaf hash RFC 6962 §2.1.
 */
export function writeEntries(events: readonly LedgerEvent[], at: Date, chains: Map<string, ChainHead>): Entry[] {
  const instant = at.toISOString();
  return events.map((event) => {
    for (const field of RESERVED_FIELDS) {
      if (field in event) throw new Error(`could not write an entry with a field ${field} of its own`);
    }
    const { customer } = event;
    if (customer === undefined)
      return finishEntry(canonicalJson({ ...event, v: ENTRY_VERSION, at: instant }), null, null);
    const chain = chains.get(customer);
    if (chain === undefined) throw new Error("could not write an entry about a customer whose chain is not locked");
    const customerSeq = chain.seq + 1;
    const text = canonicalJson({ ...event, v: ENTRY_VERSION, at: instant, customerSeq, previous: chain.head });
    const entry = finishEntry(text, customer, customerSeq);
    chains.set(customer, { seq: customerSeq, head: entry.leafHash });
    return entry;
  });
}

function finishEntry(text: string, customer: CustomerId | null, customerSeq: number | null): Entry {
  const prefixed = Buffer.from(LEAF_PREFIX + text, "utf8");
  const bytes = prefixed.subarray(LEAF_PREFIX.length);
  return { bytes, leafHash: hash("sha256", prefixed, "base64"), customer, customerSeq };
}

/** SHA-256 of a zero byte and the entry, in base64. Source: RFC 6962 §2.1. */
export function leafHash(bytes: Uint8Array): string {
  return hash("sha256", Buffer.concat([Buffer.from(LEAF_PREFIX), bytes]), "base64");
}

/** How long an entry is kept: for a number of months, or until the end of the case it is about. */
export type RetentionClass = "routine" | "case";

export function classOf({ event }: LedgerEvent): RetentionClass {
  return /^(?:cases|reports)\./.test(event) ? "case" : "routine";
}

/**
 * One log a retention class and year (UTC), so that a year can expire as a whole. `generation` counts from 1; another
 * one follows when a restore has lost entries.
 */
export function logName(retention: RetentionClass, year: number, generation = 1): string {
  return `${retention}-${year}${generation === 1 ? "" : `-${generation}`}`;
}

/** Reads what `logName` writes, and nothing else. */
export function parseLogName(name: string): { readonly retention: RetentionClass; readonly year: number } | undefined {
  const [, retention, year] = /^(routine|case)-(\d{4})(?:-(?:[2-9]|[1-9]\d{1,3}))?$/.exec(name) ?? [];
  if (retention === undefined || year === undefined) return undefined;
  return { retention: retention as RetentionClass, year: Number(year) };
}

/** The year whose log an entry goes to. */
export function logYear(at: Date): number {
  return at.getUTCFullYear();
}
