import { setImmediate } from "node:timers/promises";
import type pg from "pg";
import type { Log } from "../base/log.ts";
import { errorFields } from "../base/log.ts";
import type { Query, Row, Statement, Store } from "../store/index.ts";
import { isTakenTwice, sendTogether } from "../store/index.ts";
import type { MissionDeps } from "../missions/index.ts";
import type { ContactRequest } from "./contact-request.ts";
import type { Decided } from "./decide.ts";
import { decideBatch } from "./decide.ts";
import type { Ask } from "./read-facts.ts";
import { askOf, KnownLines } from "./read-facts.ts";
import { Recent } from "./recent.ts";

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
/**
 * Waiting requests for which a lane starts beside another. Fewer: many small batches, and each costs the server a
 * wake-up a packet whatever it holds. More: the processor waits for the disk. While fewer wait, all of them wait for the
 * batch under way, also where that one waits for somebody else's lock.
 */
const WORTH_A_LANE = 64;
/** A request that fails alone this often is refused; a restart of the database takes one or two. */
const MAX_TRIES = 3;

/** Attempts whose repetition is expected, about 150 bytes each: carriers repeat within seconds, or hours later. */
const MAX_RECENT = 20_000;

const BEGIN: Statement = { name: "gate.begin", text: "begin" };
const COMMIT: Statement = { name: "gate.commit", text: "commit" };
const ROLLBACK: Statement = { name: "gate.rollback", text: "rollback" };

type Waiting = {
  readonly ask: Ask;
  readonly resolve: (decided: Decided) => void;
  readonly reject: (error: Error) => void;
  tries: number;
  /** It may have been decided before: its batch looks, which costs all of it a look-up each. */
  mayBeRepeat: boolean;
};

/**
 * Lets concurrent requests share commits. A lone request goes at once; while a batch is under way the next one
 * gathers, so that its size follows the load and nothing ever waits for a timer.
 *
 * An answer means that the decision and its ledger entry are on disk. A batch that fails is tried again request
 * by request: the attempt id was fixed before the first try, so a commit that was lost on the way back is found,
 * and a request that cannot be recorded fails alone. A message that came before is rare and refused by the database:
 * then the same batch runs again, and finds it.
 */
export class Gate {
  readonly #store: Store;
  readonly #deps: MissionDeps;
  readonly #log: Log;
  readonly #limits: GateLimits;
  readonly #known = new KnownLines();
  readonly #recent = new Recent<true>(MAX_RECENT);
  readonly #lanes: Lane[];
  #isPumping = false;
  #isClosed = false;

  constructor(parts: { store: Store; deps: MissionDeps; log: Log; limits?: Partial<GateLimits> }) {
    this.#store = parts.store;
    this.#deps = parts.deps;
    this.#log = parts.log;
    this.#limits = { ...DEFAULT_LIMITS, ...parts.limits };
    this.#lanes = Array.from({ length: this.#limits.connections }, () => new Lane(this.#store, this.#known));
  }

  /** Resolves when the decision is durable. Rejects with `LedgerUnavailable` or `GateOverloaded`. */
  decide(request: ContactRequest): Promise<Decided> {
    if (this.#isClosed) return Promise.reject(new LedgerUnavailable("could not decide after closing"));
    const ask = askOf(this.#deps.vault, request, this.#known);
    const lane = this.#laneOf(ask);
    if (lane.waiting.length * this.#lanes.length >= this.#limits.queue) {
      return Promise.reject(new GateOverloaded("could not queue a request"));
    }
    const mayBeRepeat = this.#recent.get(request.attemptId) === true;
    return new Promise((resolve, reject) => {
      lane.waiting.push({ ask, resolve, reject, tries: 0, mayBeRepeat });
      void this.#pumpSoon();
    });
  }

  /** Answers what is waiting, then ends the connections. */
  async close(): Promise<void> {
    this.#isClosed = true;
    while (this.#lanes.some(({ isBusy }) => isBusy)) {
      await Promise.all(this.#lanes.flatMap(({ running }) => running ?? []));
      await setImmediate();
    }
    await Promise.all(this.#lanes.map((lane) => lane.end()));
  }

  /**
   * What is about one customer waits for one lane, as far as we can guess: two lanes that want the same chain would
   * wait for each other's commit.
   */
  #laneOf({ request, remembered }: Ask): Lane {
    const about = remembered?.row.customer_id ?? request.to;
    let hash = 0;
    for (let i = about.length - 6; i < about.length; i += 1) hash = (hash * 31 + about.charCodeAt(i)) >>> 0;
    return this.#lanes[hash % this.#lanes.length] as Lane;
  }

  async #pumpSoon(): Promise<void> {
    if (this.#isPumping) return;
    this.#isPumping = true;
    // Everything that arrived in this turn of the event loop goes into one batch.
    await setImmediate();
    this.#isPumping = false;
    this.#pump();
  }

  /** While there is little, one batch takes it all; a second goes beside one under way when its lane is worth it. */
  #pump(): void {
    const idle = this.#lanes.filter(({ running }) => running === undefined);
    const worth = Math.min(WORTH_A_LANE, this.#limits.batch);
    const isQuiet = idle.length === this.#lanes.length;
    const count = this.#lanes.reduce((sum, { waiting }) => sum + waiting.length, 0);
    for (const lane of idle) {
      const alone = lane.again.shift();
      if (alone !== undefined) this.#start(lane, [alone]);
      else if (isQuiet && count < worth)
        this.#start(
          lane,
          this.#lanes.flatMap(({ waiting }) => waiting.splice(0)),
        );
      else if (isQuiet || lane.waiting.length >= worth) this.#start(lane, lane.waiting.splice(0, this.#limits.batch));
    }
  }

  #start(lane: Lane, batch: readonly Waiting[]): void {
    if (batch.length === 0) return;
    lane.running = this.#run(lane, batch).finally(() => {
      lane.running = undefined;
      this.#pump();
    });
  }

  /** Never rejects: whatever happens, each request of the batch is answered or goes again. */
  async #run(lane: Lane, batch: readonly Waiting[]): Promise<void> {
    const looksForRepeats = batch.some(({ mayBeRepeat }) => mayBeRepeat);
    try {
      const asks = batch.map(({ ask }) => ask);
      const answers = await lane.decide(this.#deps, asks, looksForRepeats);
      const byId = new Map(answers.map((decided) => [decided.attemptId, decided]));
      for (const waiting of batch) {
        const { attemptId } = waiting.ask.request;
        const decided = byId.get(attemptId);
        this.#recent.set(attemptId, true);
        if (decided === undefined) this.#goAgain(lane, waiting, undefined);
        else waiting.resolve(decided);
      }
    } catch (error) {
      if (!looksForRepeats && isTakenTwice(error)) {
        lane.waiting.unshift(...batch.map((waiting) => Object.assign(waiting, { mayBeRepeat: true })));
        return;
      }
      this.#log.warn("gate.batch-failed", { count: batch.length, ...errorFields(error) });
      for (const waiting of batch) this.#goAgain(lane, waiting, error);
    }
  }

  #goAgain(lane: Lane, waiting: Waiting, cause: unknown): void {
    const { tries, ask } = waiting;
    if (tries + 1 >= MAX_TRIES) waiting.reject(new LedgerUnavailable("could not record a decision", { cause }));
    else {
      const asked = askOf(this.#deps.vault, ask.request, this.#known);
      lane.again.push({ ...waiting, ask: asked, tries: tries + 1, mayBeRepeat: true });
    }
  }
}

/** One connection of the gate's own, with its statements sent without waiting for each other's answers. */
class Lane implements Query {
  readonly waiting: Waiting[] = [];
  readonly again: Waiting[] = [];
  running: Promise<void> | undefined;
  readonly #store: Store;
  readonly #known: KnownLines;
  #client: pg.Client | undefined;

  constructor(store: Store, known: KnownLines) {
    this.#store = store;
    this.#known = known;
  }

  async query<R extends Row>(statement: Statement, values: readonly unknown[] = []): Promise<readonly R[]> {
    const client = this.#client as pg.Client;
    sendTogether(client);
    const result = await client.query<R>({ ...statement, values: values as unknown[] });
    return result.rows;
  }

  async decide(deps: MissionDeps, asks: readonly Ask[], looksForRepeats: boolean): Promise<readonly Decided[]> {
    this.#client ??= await this.#store.connect({ pipeline: true, isByKeyOnly: true });
    try {
      const begun = this.query(BEGIN);
      const recorded = decideBatch(this, deps, asks, { known: this.#known, looksForRepeats });
      await Promise.all([begun, recorded]);
      const { answers, writes, told } = await recorded;
      await Promise.all([...writes, this.query(COMMIT)]);
      for (const line of told.lines) this.#known.tell(line, told.isOn);
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

  get isBusy(): boolean {
    return this.running !== undefined || this.again.length + this.waiting.length > 0;
  }

  async end(): Promise<void> {
    await this.#client?.end();
    this.#client = undefined;
  }
}
