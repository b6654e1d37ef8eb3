import type pg from "pg";
import type { CustomerId } from "../base/ids.ts";
import type { Log } from "../base/log.ts";
import { errorFields } from "../base/log.ts";
import type { Query, Row, Statement, Store } from "../store/index.ts";
import type { MissionDeps } from "../missions/index.ts";
import type { ContactRequest, CustomerHints, Decided } from "./decide.ts";
import { decideBatch, hintName, indexesOf } from "./decide.ts";

/** Contact fails closed: what cannot be recorded is not delivered, and the carrier is told to try again. */
export class LedgerUnavailable extends Error {}

/** More is waiting than can be answered in time. Nothing was recorded, nothing delivered: try again. */
export class GateOverloaded extends Error {}

export type GateLimits = {
  /**
   * Requests in one transaction. Too small: a disk flush pays for few. Too large: the first waits for the last,
   * and one failure makes all go again one by one. Measured on two cores, 2026-11: flat from 128 to 512.
   */
  readonly batch: number;
  /** Batches under way at once: while one waits for the disk the next is decided. A third only adds waiting. */
  readonly connections: number;
  /** Waiting requests beyond which the gate refuses: two seconds of work at 10,000 a second. */
  readonly queue: number;
};

const DEFAULT_LIMITS: GateLimits = { batch: 256, connections: 2, queue: 20_000 };
/** A request that fails alone this often is refused; a restart of the database takes one or two. */
const MAX_TRIES = 3;

/** Hints kept, about 200 bytes each: the conversations of a busy day. */
const MAX_HINTS = 100_000;

const BEGIN: Statement = { name: "gate.begin", text: "begin" };
const COMMIT: Statement = { name: "gate.commit", text: "commit" };
const ROLLBACK: Statement = { name: "gate.rollback", text: "rollback" };

type Waiting = {
  readonly request: ContactRequest;
  readonly resolve: (decided: Decided) => void;
  readonly reject: (error: Error) => void;
  tries: number;
};

/**
 * Lets concurrent requests share commits. A lone request goes at once; while a batch is under way the next one
 * gathers, so that its size follows the load and nothing ever waits for a timer.
 *
 * An answer means that the decision and its ledger entry are on disk. A batch that fails is tried again request
 * by request: the attempt id was fixed before the first try, so a commit that was lost on the way back is found,
 * and a request that cannot be recorded fails alone.
 */
export class Gate {
  readonly #store: Store;
  readonly #deps: MissionDeps;
  readonly #log: Log;
  readonly #limits: GateLimits;
  readonly #hints = new Hints();
  readonly #lanes: Lane[];
  #isPumping = false;
  #isClosed = false;

  constructor(parts: { store: Store; deps: MissionDeps; log: Log; limits?: Partial<GateLimits> }) {
    this.#store = parts.store;
    this.#deps = parts.deps;
    this.#log = parts.log;
    this.#limits = { ...DEFAULT_LIMITS, ...parts.limits };
    this.#lanes = Array.from({ length: this.#limits.connections }, () => new Lane(this.#store, this.#hints));
  }

  /** Resolves when the decision is durable. Rejects with `LedgerUnavailable` or `GateOverloaded`. */
  decide(request: ContactRequest): Promise<Decided> {
    if (this.#isClosed) return Promise.reject(new LedgerUnavailable("could not decide after closing"));
    const known = { ...request, indexes: indexesOf(this.#deps.vault, request) };
    const lane = this.#laneOf(known);
    if (lane.waiting.length * this.#lanes.length >= this.#limits.queue) {
      return Promise.reject(new GateOverloaded("could not queue a request"));
    }
    return new Promise((resolve, reject) => {
      lane.waiting.push({ request: known, resolve, reject, tries: 0 });
      this.#pumpSoon();
    });
  }

  /** Answers what is waiting, then ends the connections. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#lanes.map((lane) => lane.end()));
  }

  /**
   * What is about one customer goes through one lane, as far as we can guess: two lanes that want the same chain
   * would wait for each other's commit.
   */
  #laneOf({ to, indexes }: ContactRequest): Lane {
    const [index] = indexes ?? [];
    const about = (index === undefined ? undefined : this.#hints.get(hintName(to, index))) ?? to;
    let hash = 0;
    for (let i = about.length - 6; i < about.length; i += 1) hash = (hash * 31 + about.charCodeAt(i)) >>> 0;
    return this.#lanes[hash % this.#lanes.length] as Lane;
  }

  #pumpSoon(): void {
    if (this.#isPumping) return;
    this.#isPumping = true;
    // Everything that arrived in this turn of the event loop goes into one batch.
    setImmediate(() => {
      this.#isPumping = false;
      for (const lane of this.#lanes) this.#pump(lane);
    });
  }

  #pump(lane: Lane): void {
    if (lane.running !== undefined || lane.again.length + lane.waiting.length === 0) return;
    const alone = lane.again.shift();
    const batch = alone === undefined ? lane.waiting.splice(0, this.#limits.batch) : [alone];
    lane.running = this.#run(lane, batch).finally(() => {
      lane.running = undefined;
      this.#pump(lane);
    });
  }

  /** Never rejects: whatever happens, each request of the batch is answered or goes again. */
  async #run(lane: Lane, batch: readonly Waiting[]): Promise<void> {
    try {
      const answers = await lane.decide(
        this.#deps,
        batch.map(({ request }) => request),
      );
      const byId = new Map(answers.map((decided) => [decided.attemptId, decided]));
      for (const waiting of batch) {
        const decided = byId.get(waiting.request.attemptId);
        if (decided === undefined) this.#goAgain(lane, waiting, undefined);
        else waiting.resolve(decided);
      }
    } catch (error) {
      this.#log.warn("gate.batch-failed", { count: batch.length, ...errorFields(error) });
      for (const waiting of batch) this.#goAgain(lane, waiting, error);
    }
  }

  #goAgain(lane: Lane, waiting: Waiting, cause: unknown): void {
    waiting.tries += 1;
    if (waiting.tries < MAX_TRIES) lane.again.push(waiting);
    else waiting.reject(new LedgerUnavailable("could not record a decision", { cause }));
  }
}

/**
 * Whom callers reached lately. Its two halves bound it: when the young one is full it becomes the old one, and the
 * old one is forgotten.
 */
class Hints implements CustomerHints {
  #young = new Map<string, CustomerId>();
  #old = new Map<string, CustomerId>();

  get(name: string): CustomerId | undefined {
    return this.#young.get(name) ?? this.#old.get(name);
  }

  set(name: string, customer: CustomerId | undefined): void {
    if (customer === undefined) {
      this.#young.delete(name);
      this.#old.delete(name);
      return;
    }
    if (this.#young.size >= MAX_HINTS / 2) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(name, customer);
  }
}

/** One connection of the gate's own, with its statements sent without waiting for each other's answers. */
class Lane implements Query {
  readonly waiting: Waiting[] = [];
  readonly again: Waiting[] = [];
  running: Promise<void> | undefined;
  readonly #store: Store;
  readonly #hints: CustomerHints;
  #client: pg.Client | undefined;

  constructor(store: Store, hints: CustomerHints) {
    this.#store = store;
    this.#hints = hints;
  }

  async query<R extends Row>(statement: Statement, values: readonly unknown[] = []): Promise<readonly R[]> {
    const result = await (this.#client as pg.Client).query<R>({ ...statement, values: values as unknown[] });
    return result.rows;
  }

  async decide(deps: MissionDeps, requests: readonly ContactRequest[]): Promise<readonly Decided[]> {
    this.#client ??= await this.#store.connect({ pipeline: true, isByKeyOnly: true });
    try {
      const begun = this.query(BEGIN);
      const recorded = decideBatch(this, deps, requests, this.#hints);
      await Promise.all([begun, recorded]);
      const { answers, writes } = await recorded;
      await Promise.all([...writes, this.query(COMMIT)]);
      return answers;
    } catch (error) {
      await this.#clear();
      throw error;
    }
  }

  /** Leaves no open transaction behind: it would hold locks. A connection that cannot roll back is dropped. */
  async #clear(): Promise<void> {
    try {
      await this.query(ROLLBACK);
    } catch {
      const broken = this.#client;
      this.#client = undefined;
      // The connection is gone already: how its end fails tells nothing new.
      await broken?.end().catch(() => undefined);
    }
  }

  async end(): Promise<void> {
    while (this.running !== undefined) await this.running;
    await this.#client?.end();
    this.#client = undefined;
  }
}
