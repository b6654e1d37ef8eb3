import type { CustomerId } from "../base/ids.ts";
import type { Query, Tx } from "../store/index.ts";
import { TENANT } from "../store/index.ts";
import type { ChainHead, LedgerEvent, RetentionClass } from "./rules.ts";
import { classOf, logName, logYear, writeEntries } from "./rules.ts";
import type { ChainRow } from "./sql.ts";
import {
  APPEND,
  appendValues,
  ENTRY_ID_BLOCK,
  FIRST_ENTRY_ID,
  LOCK_CHAINS,
  OUTDATE_FACTS,
  SELECT_ENTRY_BYTES,
  SELECT_RECENT_ENTRIES,
} from "./sql.ts";

/** Where an entry will be: its log, its row, its leaf hash in base64. Its index in the tree comes with sequencing. */
export type Leaf = { readonly entryId: number; readonly log: string; readonly hash: string };

/** What a running transaction holds of the ledger: chains with their heads as it has moved them so far, and ids. */
type Held = { readonly chains: Map<string, ChainHead>; nextId: number; idsLeft: number };

const held = new WeakMap<Tx, Held>();

function heldBy(tx: Tx): Held {
  const found = held.get(tx) ?? { chains: new Map(), nextId: 0, idsLeft: 0 };
  held.set(tx, found);
  return found;
}

/**
 * Locks everything there is to say about these customers until the end of the transaction: whoever decides on a
 * contact, closes a mission or cuts a pair holds this lock, so that none slips in between. An act calls it before
 * it reads what it decides on. When it had to lock, it reads the clock again: the act happens now, not when it
 * began to wait.
 */
export async function lockChains(tx: Tx, customers: readonly CustomerId[]): Promise<Map<string, ChainHead>> {
  const has = heldBy(tx);
  const missing = [...new Set(customers)].filter((customer) => !has.chains.has(customer));
  if (missing.length === 0) return has.chains;
  // The entries that an act writes under a lock need ids: drawn now, they cost it no wait.
  const ids = has.idsLeft === 0 ? drawIds(tx, has) : undefined;
  const locked = tx.query<ChainRow>(LOCK_CHAINS, [tx.tenant, missing]);
  const [rows] = await Promise.all([locked, tx.readClock(), ids]);
  for (const row of rows) has.chains.set(row.subject, { seq: row.seq, head: row.head });
  return has.chains;
}

async function drawIds(tx: Tx, has: Held): Promise<void> {
  const [row] = await tx.query<{ first: number }>(FIRST_ENTRY_ID);
  has.nextId = (row as { first: number }).first;
  has.idsLeft = ENTRY_ID_BLOCK;
}

/** The id of an entry that the caller writes with `APPEND` itself. */
export async function takeEntryId(tx: Tx): Promise<number> {
  const has = heldBy(tx);
  if (has.idsLeft === 0) await drawIds(tx, has);
  has.idsLeft -= 1;
  has.nextId += 1;
  return has.nextId - 1;
}

type AppendOptions = {
  /** False: nothing of what contact with these customers is decided on is another than before. */
  readonly changesFacts?: boolean;
  /** How long to keep them, where the name of the event does not say. */
  readonly retention?: RetentionClass;
};

/**
 * Records events in the transaction of the act they are about, in order. They are durable when it commits, and
 * never were when it does not.
 */
export async function append(
  tx: Tx,
  events: readonly LedgerEvent[],
  { changesFacts = true, retention }: AppendOptions = {},
): Promise<readonly Leaf[]> {
  await lockChains(
    tx,
    events.flatMap((event) => event.customer ?? []),
  );
  const has = heldBy(tx);
  const leaves: Leaf[] = [];
  for (let start = 0; start < events.length; ) {
    if (has.idsLeft === 0) await drawIds(tx, has);
    const kept = retention ?? classOf(events[start] as LedgerEvent);
    const end = events.findIndex((event, i) => i > start && (retention ?? classOf(event)) !== kept);
    const batch = events.slice(start, Math.min(start + has.idsLeft, end === -1 ? events.length : end));
    const entries = writeEntries(batch, tx.now, has.chains);
    const first = has.nextId;
    const log = logName(kept, logYear(tx.now));
    tx.write(APPEND, appendValues(tx.tenant, kept, tx.now, first, entries, has.chains, changesFacts));
    for (const [i, entry] of entries.entries()) leaves.push({ entryId: first + i, log, hash: entry.leafHash });
    has.nextId += batch.length;
    has.idsLeft -= batch.length;
    start += batch.length;
  }
  return leaves;
}

/** What a gate remembers of these customers no longer counts, though nothing is recorded about them. */
export async function outdateFacts(tx: Tx, customers: readonly CustomerId[]): Promise<void> {
  if (customers.length > 0) await tx.query(OUTDATE_FACTS, [tx.tenant, customers]);
}

/** The bytes of an entry as they were hashed; `at` is the instant of its act. */
export async function entryBytes(run: Query, entryId: number, at: Date): Promise<Buffer | undefined> {
  const [row] = await run.query<{ bytes: Buffer }>(SELECT_ENTRY_BYTES, [TENANT, entryId, at]);
  return row?.bytes;
}

/** An entry as people read it: its canonical JSON is the very text the hash is over. */
export type ReadableEntry = {
  readonly at: string;
  readonly event: string;
  readonly hash: string;
  readonly json: string;
};

/** The latest entries, oldest first. */
export async function recentEntries(run: Query, count: number): Promise<readonly ReadableEntry[]> {
  const rows = await run.query<{ at: Date; leaf_hash: Buffer; bytes: Buffer }>(SELECT_RECENT_ENTRIES, [TENANT, count]);
  return rows.toReversed().map(({ at, leaf_hash, bytes }) => {
    const json = bytes.toString("utf8");
    const { event } = JSON.parse(json) as { readonly event: string };
    return { at: at.toISOString(), event, hash: leaf_hash.toString("base64"), json };
  });
}
