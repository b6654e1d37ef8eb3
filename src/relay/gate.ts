import type pg from "pg";
import type { Log } from "../base/log.ts";
import { errorFields } from "../base/log.ts";
import type { Query, Row, Statement, Store } from "../store/index.ts";
import type { MissionDeps } from "../missions/index.ts";
import type { ContactRequest, Decided } from "./decide.ts";
import { decideBatch } from "./decide.ts";

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
  readonly #waiting: Waiting[] = [];
  readonly #again: Waiting[] = [];
  readonly #idle: Lane[] = [];
  #lanes = 0;
  #isPumping = false;
  #isClosed = false;

  constructor(parts: { store: Store; deps: MissionDeps; log: Log; limits?: Partial<GateLimits> }) {
    this.#store = parts.store;
    this.#deps = parts.deps;
    this.#log = parts.log;
    this.#limits = { ...DEFAULT_LIMITS, ...parts.limits };
  }

  /** Resolves when the decision is durable. Rejects with `LedgerUnavailable` or `GateOverloaded`. */
  decide(request: ContactRequest): Promise<Decided> {
    if (this.#isClosed) return Promise.reject(new LedgerUnavailable("could not decide after closing"));
    if (this.#waiting.length >= this.#limits.queue) return Promise.reject(new GateOverloaded("could not queue a request"));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, resolve, reject, tries: 0 });
      this.#pumpSoon();
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#idle.splice(0).map((lane) => lane.end()));
  }

  #pumpSoon(): void {
    if (this.#isPumping) return;
    this.#isPumping = true;
    // Everything that arrived in this turn of the event loop goes into one batch.
    setImmediate(() => {
      this.#isPumping = false;
      this.#pump();
    });
  }

  #pump(): void {
    while (this.#again.length + this.#waiting.length > 0) {
      const lane = this.#idle.pop() ?? this.#newLane();
      if (lane === undefined) return;
      const alone = this.#again.shift();
      const batch = alone === undefined ? this.#waiting.splice(0, this.#limits.batch) : [alone];
      void this.#run(lane, batch);
    }
  }

  #newLane(): Lane | undefined {
    if (this.#lanes >= this.#limits.connections) return undefined;
    this.#lanes += 1;
    return new Lane(this.#store);
  }

  /** Never rejects: whatever happens, each request of the batch is answered or goes again. */
  async #run(lane: Lane, batch: readonly Waiting[]): Promise<void> {
    try {
      const answers = await lane.decide(this.#deps, batch.map(({ request }) => request));
      const byId = new Map(answers.map((decided) => [decided.attemptId, decided]));
      for (const waiting of batch) {
        const decided = byId.get(waiting.request.attemptId);
        if (decided === undefined) this.#goAgain(waiting, undefined);
        else waiting.resolve(decided);
      }
    } catch (error) {
      this.#log.warn("gate.batch-failed", { count: batch.length, ...errorFields(error) });
      for (const waiting of batch) this.#goAgain(waiting, error);
    }
    if (this.#isClosed) await lane.end();
    else this.#idle.push(lane);
    this.#pump();
  }

  #goAgain(waiting: Waiting, cause: unknown): void {
    waiting.tries += 1;
    if (waiting.tries < MAX_TRIES) this.#again.push(waiting);
    else waiting.reject(new LedgerUnavailable("could not record a decision", { cause }));
  }
}

/** One connection of the gate's own, with its statements sent without waiting for each other's answers. */
class Lane implements Query {
  readonly #store: Store;
  #client: pg.Client | undefined;

  constructor(store: Store) {
    this.#store = store;
  }

  async query<R extends Row>(statement: Statement, values: readonly unknown[] = []): Promise<readonly R[]> {
    const result = await (this.#client as pg.Client).query<R>({ ...statement, values: values as unknown[] });
    return result.rows;
  }

  async decide(deps: MissionDeps, requests: readonly ContactRequest[]): Promise<readonly Decided[]> {
    this.#client ??= await this.#store.connect({ pipeline: true, isByKeyOnly: true });
    try {
      const begun = this.query(BEGIN);
      const recorded = decideBatch(this, deps, requests);
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
    await this.#client?.end();
    this.#client = undefined;
  }
}
