import type { Query } from "../../store/index.ts";
import { TENANT } from "../../store/index.ts";
import type { LogRefusal } from "../logs/check-log.ts";
import { compareWithRemembered } from "../logs/check-log.ts";
import type { RememberedCheckpoints } from "../logs/remember-checkpoints.ts";
import type { LogRow } from "../sql.ts";
import { ENTRY_ID_BLOCK, SELECT_BACKLOG, SELECT_LOGS } from "../sql.ts";
import { ChainAudit } from "./audit-chains.ts";
import type { PlacedRow } from "./audit-entry.ts";
import { auditEntry, instantOf } from "./audit-entry.ts";
import { LedgerRecords } from "./audit-records.ts";
import type { Horizon, RecordAudit, Tell } from "./audit-rows.ts";
import { ahead } from "./audit-rows.ts";
import { TreeAudit } from "./audit-tree.ts";
import type { HorizonRow, RangeEntryRow, RangeRow } from "./sql.ts";
import * as sql from "./sql.ts";

export type LogsAuditParts = {
  /** Read before the snapshot was taken: it may be older than what the snapshot holds, never younger. */
  readonly remembered: Pick<RememberedCheckpoints, "get" | "logs"> | undefined;
  /** The verifier key that this installation's key file gives to an origin, where there is a key file. */
  readonly vkeyOf: ((origin: string) => string) | undefined;
  /** What takes the entries of each room, by its name. */
  readonly rooms: ReadonlyMap<string, RecordAudit>;
  readonly tell: Tell;
  /** Takes what is no violation, and still somebody should look at. */
  readonly warn: Tell;
};

export type LogsAudited = {
  readonly logs: number;
  readonly entries: number;
  /** Entries that wait for their place. */
  readonly waiting: number;
  readonly horizon: Horizon;
};

/** Ranges read at once, and how many entries of them: up to 64 KiB each, and 700 bytes as a rule. */
const RANGES_AT_ONCE = 1_000;
const ENTRIES_AT_ONCE = 2_000;
/** Entries that wait longer than this while others get their places are forgotten ones. A pass comes every 80 ms. */
const WAITING_LIMIT_S = 10;
/** Missing leaves in a row that are filled from tiles; more of them, and no tree can be built. */
const MAX_GAP = 1_000_000;
/** Entries that are named of each kind that a query finds; further ones are of no help. */
const MAX_NAMED = 100;

const NOT_REMEMBERED: { readonly [code in LogRefusal]: string } = {
  rolled_back: "it holds less than this node has signed or seen",
  forked: "it is another tree than this node has signed or seen",
  damaged: "its tiles do not hold the tree that this node has signed or seen",
  other_key: "it was begun under another key",
};

/**
 * Reads every entry once, in the order of the logs: builds every tree anew, follows every customer's chain, and tells
 * each room's entries to its `RecordAudit`, which compares them with its rows afterwards.
 *
 * `run` MUST look at one snapshot. Memory does not grow with the entries, but with customers, and with what rooms keep.
 */
export async function auditLogs(run: Query, parts: LogsAuditParts): Promise<LogsAudited> {
  const { remembered, tell, warn } = parts;
  const logs = await run.query<LogRow>(SELECT_LOGS, [TENANT]);
  const reader = new EntryReader(
    parts,
    logs.some(({ minimum }) => minimum > 0),
  );
  for (const log of logs) await auditLog(run, log, reader, parts);
  const placed = reader.entries;
  await auditPending(run, reader);
  await auditPlaces(run, reader.entries, tell);
  const [kept] = await run.query<HorizonRow>(sql.SELECT_HORIZON, [TENANT]);
  if (kept === undefined) throw new Error("could not read how long entries are kept");
  const horizon = reader.records.horizon(kept);
  for (const name of remembered?.logs ?? []) {
    // A log that was succeeded is what it was: its successor's first entry tells what was wrong.
    if (reader.records.wasSucceeded(name)) continue;
    const row = logs.find((log) => log.name === name);
    const refusal = await compareWithRemembered(run, row, remembered?.get(name));
    if (refusal !== undefined) tell(`${name}: ${NOT_REMEMBERED[refusal]}`);
  }
  await reader.chains.compare(run, reader.records.prunedBeforeMs);
  reader.records.compare(logs, kept, horizon);
  await auditBacklog(run, logs, kept, { tell, warn });
  return { logs: logs.length, entries: reader.entries, waiting: reader.entries - placed, horizon };
}

/** A place in a log or in the queue, with what was found there. */
type Place = {
  readonly index: number;
  readonly entryId: number;
  readonly found: PlacedRow | undefined;
};

/** Looks at each entry by itself, and passes it on. */
class EntryReader {
  readonly chains: ChainAudit;
  readonly records: LedgerRecords;
  readonly #rooms: ReadonlyMap<string, RecordAudit>;
  readonly #tell: Tell;
  entries = 0;

  constructor({ rooms, tell }: LogsAuditParts, isPruned: boolean) {
    this.chains = new ChainAudit(tell, isPruned);
    this.records = new LedgerRecords(tell);
    this.#rooms = rooms;
    this.#tell = tell;
  }

  /** Its leaf hash; undefined when it is not there. Without a log it waits for its place. */
  read({ entryId, index, found }: Place, log?: string): Buffer | undefined {
    const name = () => `entry ${entryId} (${log === undefined ? "waiting for its place" : `${log} ${index}`})`;
    if (found === undefined) {
      this.#tell(`${name()}: it is not there`);
      return undefined;
    }
    this.entries += 1;
    const { leaf, entry, faults } = auditEntry(found);
    for (const fault of faults) this.#tell(`${name()}: ${fault}`);
    if (entry === undefined) return leaf;
    this.chains.take(entry);
    const { event } = entry.body;
    const room = event.slice(0, event.indexOf("."));
    if (room === "ledger") this.records.take(entry);
    else this.#rooms.get(room)?.take(entry);
    return leaf;
  }
}

async function auditLog(run: Query, log: LogRow, reader: EntryReader, { tell, vkeyOf }: LogsAuditParts): Promise<void> {
  const { name, minimum, size, origin, vkey } = log;
  const tree = await TreeAudit.begin(run, log, tell);
  let next = minimum;
  for await (const { ranges, rows } of ahead(pagesOfLog(run, log))) {
    const leaves: (Buffer | undefined)[] = [];
    for (const place of placesOf(ranges, rows, minimum)) {
      const { index } = place;
      if (index < next) tell(`${name}: index ${index} is given twice`);
      if (index > next) {
        tell(`${name}: no entry has index ${next}${index - next > 1 ? ` to ${index - 1}` : ""}`);
        if (index - next > MAX_GAP) tree.abandon();
        else for (let gone = next; gone < Math.min(index, size); gone += 1) leaves.push(undefined);
      }
      const leaf = reader.read(place, name);
      if (index >= next && index < size) leaves.push(leaf);
      next = Math.max(next, index + 1);
    }
    await tree.add(run, leaves);
  }
  if (next !== size) tell(`${name}: its entries end at index ${next}, and its size is ${size}`);
  if (vkeyOf !== undefined && vkeyOf(origin) !== vkey) tell(`${name}: ${NOT_REMEMBERED.other_key}`);
  await tree.end(run);
}

async function auditPending(run: Query, reader: EntryReader): Promise<void> {
  const pages = pagesOf(
    (from) => run.query<RangeRow>(sql.SELECT_PENDING_RANGES, [TENANT, from, RANGES_AT_ONCE]),
    (first, last) => run.query<RangeEntryRow>(sql.SELECT_PENDING_ENTRIES, [TENANT, first, last]),
    0,
  );
  for await (const { ranges, rows } of ahead(pages)) {
    for (const place of placesOf(ranges, rows, 0)) reader.read(place);
  }
}

/** No entry has two places, and none has no place. `entries`: how many were found at theirs. */
async function auditPlaces(run: Query, entries: number, tell: Tell): Promise<void> {
  const twice = await run.query<{ entry_id: number }>(sql.SELECT_PLACED_TWICE, [TENANT, MAX_NAMED]);
  for (const { entry_id } of twice) tell(`entry ${entry_id}: it has two places`);
  const [count] = await run.query<{ entries: number }>(sql.COUNT_ENTRIES, [TENANT]);
  if (twice.length === 0 && count?.entries === entries) return;
  const strays = await run.query<{ entry_id: number }>(sql.SELECT_STRAY_ENTRIES, [TENANT, MAX_NAMED]);
  for (const { entry_id } of strays)
    tell(`entry ${entry_id}: it has no place from the minimum of a log on, and waits for none`);
}

async function auditBacklog(
  run: Query,
  logs: readonly LogRow[],
  { now }: HorizonRow,
  { tell, warn }: Pick<LogsAuditParts, "tell" | "warn">,
): Promise<void> {
  const [backlog] = await run.query<{ entries: number; oldest_seconds: number }>(SELECT_BACKLOG, [TENANT]);
  const { entries = 0, oldest_seconds: oldest = 0 } = backlog ?? {};
  if (oldest <= WAITING_LIMIT_S) return;
  const isExtended = logs.some((log) => Number(now) - Number(log.sequenced_at) < WAITING_LIMIT_S * 1_000);
  const what = `${entries} entries wait for their places, the oldest for ${Math.round(oldest)} s`;
  if (isExtended) tell(`${what}, while others get theirs`);
  else warn(`${what}: nothing extends the logs`);
}

type Page = { readonly ranges: readonly RangeRow[]; readonly rows: readonly RangeEntryRow[] };

function pagesOfLog(run: Query, { name, minimum }: LogRow): AsyncGenerator<Page, void> {
  return pagesOf(
    (from) => run.query<RangeRow>(sql.SELECT_RANGES, [TENANT, name, from, RANGES_AT_ONCE]),
    (first, last) => run.query<RangeEntryRow>(sql.SELECT_RANGE_ENTRIES, [TENANT, name, first, last, minimum]),
    // The first range may begin before the minimum.
    Math.max(0, minimum - ENTRY_ID_BLOCK + 1),
  );
}

/** Ranges in order, each page with the entries of its ranges. */
async function* pagesOf(
  readRanges: (from: number) => Promise<readonly RangeRow[]>,
  readEntries: (first: number, last: number) => Promise<readonly RangeEntryRow[]>,
  from: number,
): AsyncGenerator<Page, void> {
  let ranges = await readRanges(from);
  while (ranges.length > 0) {
    let [end, entries] = [0, 0];
    while (end < ranges.length && (end === 0 || entries < ENTRIES_AT_ONCE)) {
      entries += (ranges[end] as RangeRow).count;
      end += 1;
    }
    const page = ranges.slice(0, end);
    const last = (page.at(-1) as RangeRow).first_index;
    yield { ranges: page, rows: await readEntries((page[0] as RangeRow).first_index, last) };
    ranges = end < ranges.length ? ranges.slice(end) : await readRanges(last + 1);
  }
}

/** Each place of these ranges from the minimum on, with its entry. Both are in the same order. */
function* placesOf(ranges: readonly RangeRow[], rows: readonly RangeEntryRow[], minimum: number): Generator<Place> {
  let at = 0;
  for (const range of ranges) {
    const shared = { class: range.class, atMs: Number(range.at), instant: instantOf(range.at) };
    // No append has more entries than ids are drawn at once: a larger count was not written by us.
    const count = Math.min(range.count, ENTRY_ID_BLOCK);
    for (let n = Math.max(0, minimum - range.first_index); n < count; n += 1) {
      const entryId = range.first_entry_id + n;
      while (isBefore(rows[at], range.first_index, entryId)) at += 1;
      const row = rows[at];
      const isThere = row?.first_index === range.first_index && row.entry_id === entryId;
      yield { index: range.first_index + n, entryId, found: isThere ? { row, ...shared } : undefined };
    }
  }
}

function isBefore(row: RangeEntryRow | undefined, firstIndex: number, entryId: number): boolean {
  if (row === undefined) return false;
  return row.first_index < firstIndex || (row.first_index === firstIndex && row.entry_id < entryId);
}
