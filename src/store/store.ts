import { AsyncLocalStorage } from "node:async_hooks";
import pg from "pg";

/** PostgreSQL counts and ids fit a double up to 2^53; the rows here never hold more. */
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => Number(text));

export const TENANT = 1;

export type Row = Record<string, unknown>;

/**
 * A statement with the name under which PostgreSQL keeps its plan. Names are `room.fact`, once in the code.
 */
export type Statement = { readonly name: string; readonly text: string };

export interface Query {
  query<R extends Row = Row>(statement: Statement, values?: readonly unknown[]): Promise<readonly R[]>;
}

/**
 * One transaction. A query after its end throws: it would silently run outside.
 */
export interface Tx extends Query {
  /** The instant of the act: the database's clock in whole milliseconds, moved by the simulator's offset. */
  readonly now: Date;
  readonly tenant: number;
  /** Runs a statement whose answer nobody needs before the commit, which waits for it and fails with it. */
  write(statement: Statement, values?: readonly unknown[]): void;
  /** Reads the clock again. Whoever waited for a lock MUST: the act happens after what it waited for. */
  readClock(): Promise<void>;
}

const SERIALIZATION_FAILURE = "40001";
const DEADLOCK = "40P01";
/** Two acts made the same thing at once: the second finds it there when it runs again. */
const UNIQUE_VIOLATION = "23505";
/** A deadlock means two acts met once; met three times in a row, something else is wrong. */
const MAX_TRIES = 4;
const BEGIN: Statement = { name: "store.begin", text: "begin" };
const COMMIT: Statement = { name: "store.commit", text: "commit" };
const ACT_TIME: Statement = { name: "store.act-time", text: "select store.act_time($1) as now" };

const SESSION = {
  role: "paravent_app",
  synchronous_commit: "on",
  jit: "off",
  // A plan made while a table was empty would read all of it when it is not any more.
  enable_seqscan: "off",
};

/**
 * For sessions that only look rows up by key, by the hundred: one index descent a row is right whatever the
 * statistics say, and a plan that is kept for weeks must not depend on what they said on the first day.
 */
const BY_KEY = {
  enable_bitmapscan: "off",
  enable_hashjoin: "off",
  enable_material: "off",
  enable_mergejoin: "off",
  plan_cache_mode: "force_generic_plan",
};

function settings(values: { readonly [name: string]: string }): string {
  return Object.entries(values)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(" ");
}

const BY_KEY_OPTIONS = { options: settings({ ...SESSION, ...BY_KEY }) };

const CONNECT_LIMIT_MS = 5_000;
/** A database that hangs must not keep callers for ever: a sender hears "try again" instead. */
const LANE_LIMIT_MS = 10_000;
/** The longest statement of an act or a chore; an import works in batches far below it. */
const STATEMENT_LIMIT_MS = 60_000;

/** The connection broke, hangs, or could not be had. Whether a commit under way counted is not known. */
export class StoreUnavailable extends Error {}

/** A server's word is a `DatabaseError`, a wrong call a `TypeError`; everything else is said of the connection. */
async function reached<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof pg.DatabaseError || error instanceof TypeError) throw error;
    throw new StoreUnavailable("could not reach the database", { cause: error });
  }
}

/** Who hands texts over, and one who settles receipts meanwhile. */
const BY_KEY_CONNECTIONS = 2;
/**
 * For pages of long lists, so that nobody who hands texts over waits for one. Too few: the desk waits; too many: connections
 * that the server keeps for nothing.
 */
const LIST_CONNECTIONS = 3;

export class Store {
  readonly pool: pg.Pool;
  /**
   * Reads pages of lists, each by the one index that it is written for. The planner, which weighs each anew while it is young,
   * would sort a million rows to find a hundred: measured 500 ms for 5, 2026-11.
   */
  readonly lists: Query;
  readonly #byKey: pg.Pool;
  readonly #lists: pg.Pool;
  readonly #connection: pg.ClientConfig;
  readonly #inTransaction = new AsyncLocalStorage<boolean>();

  constructor(connection: pg.ClientConfig, options: { readonly connections?: number } = {}) {
    this.#connection = { ...connection, options: settings(SESSION) };
    this.pool = openPool({ ...this.#connection, max: options.connections ?? 12 });
    this.#byKey = openPool({ ...this.#connection, ...BY_KEY_OPTIONS, max: BY_KEY_CONNECTIONS });
    this.#lists = openPool({ ...this.#connection, ...BY_KEY_OPTIONS, max: LIST_CONNECTIONS });
    this.lists = { query: (statement, values) => queryOn(this.#lists, statement, values) };
  }

  /** A connection of the caller's own, outside the pool: the gate's batches, leases, locks. */
  async connect(options: { readonly pipeline?: boolean; readonly isByKeyOnly?: boolean } = {}): Promise<pg.Client> {
    const { pipeline = false, isByKeyOnly = false } = options;
    const client = new pg.Client({
      ...this.#connection,
      ...(isByKeyOnly ? BY_KEY_OPTIONS : {}),
      pipeline,
      connectionTimeoutMillis: CONNECT_LIMIT_MS,
      query_timeout: LANE_LIMIT_MS,
    });
    client.on("error", () => undefined);
    await client.connect();
    return client;
  }

  /** Reads outside a transaction. */
  async query<R extends Row = Row>(statement: Statement, values: readonly unknown[] = []): Promise<readonly R[]> {
    return queryOn<R>(this.pool, statement, values);
  }

  async now(): Promise<Date> {
    const [row] = await this.query<{ now: Date }>(ACT_TIME, [TENANT]);
    return (row as { now: Date }).now;
  }

  /**
   * Runs an act in one transaction and commits it before resolving. `act` may run again from the start when the
   * database reports a deadlock, a serialization failure or a row made twice: it must touch nothing but `tx`.
   */
  transaction<T>(act: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#transactionOn(this.pool, act);
  }

  /** The same on a session whose plans look rows up by key only: for batches that run all day. */
  transactionByKey<T>(act: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#transactionOn(this.#byKey, act);
  }

  async #transactionOn<T>(pool: pg.Pool, act: (tx: Tx) => Promise<T>): Promise<T> {
    if (this.#inTransaction.getStore() === true) throw new Error("could not open a transaction inside a transaction");
    for (let tries = 1; ; tries += 1) {
      const client = await reached(pool.connect());
      let broken: Error | undefined;
      try {
        return await this.#inTransaction.run(true, () => runOnce(client, act));
      } catch (error) {
        if (!isRetryable(error) || tries === MAX_TRIES) {
          broken = await rolledBack(client);
          throw error;
        }
        broken = await rolledBack(client);
      } finally {
        client.release(broken);
      }
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.pool.end(), this.#byKey.end(), this.#lists.end()]);
  }
}

async function queryOn<R extends Row>(
  pool: pg.Pool,
  statement: Statement,
  values: readonly unknown[] = [],
): Promise<readonly R[]> {
  return (await reached(pool.query<R>({ ...statement, values: values as unknown[] }))).rows;
}

function openPool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({
    ...config,
    pipeline: true,
    connectionTimeoutMillis: CONNECT_LIMIT_MS,
    query_timeout: STATEMENT_LIMIT_MS,
    idleTimeoutMillis: 60_000,
  });
  // An idle connection that breaks is replaced at the next use; the next use reports what is wrong.
  pool.on("error", () => undefined);
  // The pool listens to idle ones only: one that breaks between two statements of an act would end the program.
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

/**
 * The statements of an act leave as they are asked, without waiting for each other's answers. One that failed fails
 * the act: the server takes the commit of a broken transaction for a rollback and says nothing.
 */
async function runOnce<T>(client: pg.PoolClient, act: (tx: Tx) => Promise<T>): Promise<T> {
  let isOpen = true;
  let now: Date | undefined;
  const underWay = new Set<Promise<unknown>>();
  let failed: { readonly error: unknown } | undefined;
  const send = async <R extends Row>(statement: Statement, values: readonly unknown[] = []) => {
    sendTogether(client);
    const answer = reached(client.query<R>({ ...statement, values: values as unknown[] }));
    underWay.add(answer);
    try {
      return (await answer).rows;
    } catch (error) {
      failed ??= { error };
      throw error;
    } finally {
      underWay.delete(answer);
    }
  };
  const refuseAfterEnd = ({ name }: Statement) => {
    if (!isOpen) throw new Error(`could not run ${name} after the end of its transaction`);
  };
  const tx: Tx = {
    tenant: TENANT,
    get now() {
      return now as Date;
    },
    async readClock() {
      const [row] = await tx.query<{ now: Date }>(ACT_TIME, [TENANT]);
      now = (row as { now: Date }).now;
    },
    async query<R extends Row>(statement: Statement, values?: readonly unknown[]) {
      refuseAfterEnd(statement);
      return send<R>(statement, values);
    },
    write(statement, values) {
      refuseAfterEnd(statement);
      // The end of the act tells of its failure.
      send(statement, values).catch(() => undefined);
    },
  };
  try {
    await Promise.all([send(BEGIN), tx.readClock()]);
    const answer = await act(tx);
    isOpen = false;
    await Promise.all([...underWay, send(COMMIT)]);
    if (failed !== undefined) throw failed.error;
    return answer;
  } catch (error) {
    // The first failure is the cause: after it the server only says that the transaction is broken.
    throw failed === undefined ? error : failed.error;
  } finally {
    isOpen = false;
  }
}

/** Connections whose statements of this turn of the event loop wait for each other. */
const corked = new WeakSet<pg.Client | pg.PoolClient>();

/** What is asked in one go leaves in one packet: each would wake the server by itself. */
export function sendTogether(client: pg.Client | pg.PoolClient): void {
  if (corked.has(client)) return;
  corked.add(client);
  const { stream } = client.connection;
  stream.cork();
  process.nextTick(() => {
    corked.delete(client);
    stream.uncork();
  });
}

/** The error a connection must be dropped for, if it cannot even roll back. */
async function rolledBack(client: pg.PoolClient): Promise<Error | undefined> {
  try {
    await client.query("rollback");
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error("could not roll back");
  }
}

export function sqlState(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** What was to be made is there already, or was made at the same instant. */
export function isTakenTwice(error: unknown): boolean {
  return sqlState(error) === UNIQUE_VIOLATION;
}

function isRetryable(error: unknown): boolean {
  const state = sqlState(error);
  return state === SERIALIZATION_FAILURE || state === DEADLOCK || state === UNIQUE_VIOLATION;
}
