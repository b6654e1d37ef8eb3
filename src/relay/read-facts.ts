import type { AttemptId, CustomerId, LineId } from "../base/ids.ts";
import type { ChainHead, ChainRow } from "../ledger/index.ts";
import { LOCK_CHAINS } from "../ledger/index.ts";
import type { Query } from "../store/index.ts";
import { byteaArray, int4Array, TENANT, textArray } from "../store/index.ts";
import type { Vault } from "../vault/index.ts";
import type { ContactRequest } from "./contact-request.ts";
import { Recent } from "./recent.ts";
import type { ClockRow, EarlierRow, FactsRow } from "./sql.ts";
import * as sql from "./sql.ts";

/** A request, and what is known of it before any fact is read. */
export type Ask = {
  readonly request: ContactRequest;
  readonly indexes: readonly Buffer[];
  /** Names sender and number together. */
  readonly name: string;
  readonly remembered: KnownLine | undefined;
};

/** Where a caller was led on a number, and what it was read under: both MUST be the same still for it to count. */
export type KnownLine = {
  readonly row: FactsRow & { readonly customer_id: CustomerId; readonly holds_until_ms: number };
  readonly factsVersion: number;
  readonly standingEpoch: number;
};

/** Stands in for the index of a caller without a number: it is nobody's. */
const NOBODY = Buffer.alloc(32);

/** Conversations remembered, about 1 kB each. Fewer: more are read again. */
const MAX_KNOWN = 20_000;

/**
 * Lines that were open when they were last read, so that a conversation is not looked up again at each message.
 * A memory is never believed: it counts only for who holds the lock of the customer's chain and sees that nothing
 * but contact was recorded about her since, that nobody's standing moved, and that no window ended or opened.
 */
export class KnownLines {
  readonly #recent = new Recent<KnownLine>(MAX_KNOWN);
  readonly #told = new Recent<boolean>(MAX_KNOWN);

  get(name: string): KnownLine | undefined {
    return this.#recent.get(name);
  }

  /** `versions` are those of the chains that were locked before the reading; of others nothing is kept. */
  learn(name: string, row: FactsRow | undefined, versions: ReadonlyMap<string, number>, standingEpoch: number): void {
    const factsVersion = row?.customer_id == null ? undefined : versions.get(row.customer_id);
    if (row?.is_open !== true || factsVersion === undefined) this.#recent.forget(name);
    else this.#recent.set(name, { row: row as KnownLine["row"], factsVersion, standingEpoch });
  }

  /** Both ends of this line were told whether texts are screened: nobody needs to look whether they were. */
  isTold(line: LineId, isOn: boolean): boolean {
    return this.#told.get(line) === isOn;
  }

  tell(line: LineId, isOn: boolean): void {
    this.#told.set(line, isOn);
  }
}

export type Facts = {
  /** In the order of the requests; undefined for a caller who has no number. */
  readonly rows: readonly (FactsRow | undefined)[];
  /** The locked chains. Who is not among them was not locked, and what was read about her does not count. */
  readonly chains: Map<string, ChainHead>;
  readonly earlier: ReadonlyMap<AttemptId, EarlierRow>;
  readonly now: Date;
  readonly firstEntryId: number;
};

export function askOf(vault: Vault, request: ContactRequest, known?: KnownLines): Ask {
  const indexes = indexesOf(vault, request);
  const name = request.to + (indexes[0] as Buffer).toString("latin1", 0, 16);
  return { request, indexes, name, remembered: known?.get(name) };
}

/** What a sender is recognised by; nobody's where the caller ID was withheld. Two while the index key changes. */
export function indexesOf(vault: Vault, { from }: Pick<ContactRequest, "from">): readonly Buffer[] {
  return from === undefined ? [NOBODY] : vault.phoneIndexes(from);
}

/**
 * Locks whoever these requests may be about, then reads what is not known about them, all in the transaction `run`
 * stands for. `looksForRepeats` false: the caller knows of no reason why one of them should have been decided before,
 * and tries again with true when the database says that one was.
 */
export async function readFacts(
  run: Query,
  asks: readonly Ask[],
  { known, looksForRepeats }: { readonly known: KnownLines | undefined; readonly looksForRepeats: boolean },
): Promise<Facts> {
  const unknown = placesOf(asks, ({ remembered }) => remembered === undefined);
  const [chainRows, rows, earlier, [clock]] = await Promise.all([
    lockAsked(run, asks, unknown),
    readRows(run, asks, unknown),
    looksForRepeats
      ? run.query<EarlierRow>(sql.SELECT_EARLIER, [TENANT, textArray(asks.map(({ request }) => request.attemptId))])
      : [],
    run.query<ClockRow>(sql.SELECT_CLOCK, [TENANT]),
  ]);
  const { now, first: firstEntryId, standing_epoch: standingEpoch } = clock as ClockRow;
  const chains = new Map<string, ChainHead>();
  const versions = new Map<string, number>();
  for (const { subject, seq, head, facts_version: version } of chainRows) {
    chains.set(subject, { seq, head });
    versions.set(subject, version);
  }
  const holds = ({ row, ...under }: KnownLine) =>
    under.factsVersion === versions.get(row.customer_id) &&
    under.standingEpoch === standingEpoch &&
    now.getTime() < row.holds_until_ms;
  const outdated = placesOf(asks, ({ remembered }) => remembered !== undefined && !holds(remembered));
  const again = await readRows(run, asks, outdated);
  for (const n of unknown) known?.learn((asks[n] as Ask).name, rows.get(n), versions, standingEpoch);
  for (const n of outdated) known?.learn((asks[n] as Ask).name, again.get(n), versions, standingEpoch);
  return {
    rows: asks.map(({ remembered }, n) => again.get(n) ?? rows.get(n) ?? remembered?.row),
    chains,
    earlier: new Map(earlier.map((row) => [row.attempt_id, row])),
    now,
    firstEntryId,
  };
}

function placesOf(asks: readonly Ask[], isMeant: (ask: Ask) => boolean): readonly number[] {
  const places: number[] = [];
  for (const [n, ask] of asks.entries()) if (isMeant(ask)) places.push(n);
  return places;
}

/** One statement for all: two would lock in two orders, and two gates could wait for each other in a circle. */
function lockAsked(run: Query, asks: readonly Ask[], unknown: readonly number[]): Promise<readonly ChainRow[]> {
  const subjects = new Set<string>();
  for (const { remembered } of asks) if (remembered !== undefined) subjects.add(remembered.row.customer_id);
  if (unknown.length === 0) return run.query<ChainRow>(LOCK_CHAINS, [TENANT, textArray([...subjects])]);
  const { numbers, indexes } = sendersOf(asks, unknown);
  return run.query<ChainRow>(sql.LOCK_ASKED, [TENANT, numbers, indexes, textArray([...subjects])]);
}

/** The facts of the requests at these places. While the index key is changed, a phone is found under one of two. */
async function readRows(
  run: Query,
  asks: readonly Ask[],
  places: readonly number[],
): Promise<ReadonlyMap<number, FactsRow>> {
  const found = new Map<number, FactsRow>();
  if (places.length === 0) return found;
  const { ns, numbers, indexes } = sendersOf(asks, places);
  const rows = await run.query<FactsRow>(sql.SELECT_FACTS, [TENANT, ns, numbers, indexes]);
  for (const row of rows) if (!found.has(row.n) || row.person_id !== null) found.set(row.n, row);
  return found;
}

/** Who calls on which number, as the statements take it: a row for each index of each. */
function sendersOf(asks: readonly Ask[], places: readonly number[]) {
  const rows = places.flatMap((n) => {
    const { request, indexes } = asks[n] as Ask;
    return indexes.map((index) => ({ n, number: request.to, index }));
  });
  return {
    ns: int4Array(rows.map(({ n }) => n)),
    numbers: textArray(rows.map(({ number }) => number)),
    indexes: byteaArray(rows.map(({ index }) => index)),
  };
}
