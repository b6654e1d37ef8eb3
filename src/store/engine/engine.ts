import { realpathSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import type { Report } from "./embedded.ts";
import { DATABASE, openEmbedded } from "./embedded.ts";
import { hasCode } from "./errors.ts";
import { lockFolder } from "./lock.ts";
import { readPidFile, runningServer, SUPERUSER } from "./postmaster.ts";
import type { EngineRefusal } from "./refusals.ts";
import { EngineRefused } from "./refusals.ts";
import { serverConnection } from "./server.ts";

export type { EngineEvent } from "./embedded.ts";
export { makeDataFolder } from "./folders.ts";
export { EngineRefused } from "./refusals.ts";
export type { EngineRefusal } from "./refusals.ts";

export type Engine = {
  readonly kind: "embedded" | "server";
  readonly serverVersion: string;
  /** Where the embedded server's data are, on a real path. */
  readonly folder: string | undefined;
  /** Config for pg.Client and pg.Pool. Without a name: the program's own database. */
  connection(database?: string): pg.ClientConfig;
  /** Stops the embedded server, started or taken over; a server given by URL is left alone. */
  stop(): Promise<void>;
};

export type EngineOptions = {
  readonly dataDir: string;
  readonly databaseUrl?: string | undefined;
  /** Connections the embedded server takes, 60 unless told: each costs memory, and more do not make it faster. */
  readonly maxConnections?: number;
  /** Told when the embedded server is lost and when it is back: it restarts by itself. */
  readonly report?: Report;
};

const OLDEST_VERSION_NUM = 150_000;
const CONNECT_LIMIT_MS = 10_000;

/**
 * Opens the database: the embedded PostgreSQL of `dataDir`, or the server of `databaseUrl`. Checked to keep what it
 * has committed through a power cut.
 *
 * Throws `EngineRefused`, with any code of `EngineRefusal`.
 */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const { dataDir, databaseUrl, maxConnections = 60, report = () => undefined } = options;
  if (databaseUrl !== undefined) {
    const connection = serverConnection(databaseUrl);
    const serverVersion = await checkServer(connection());
    return { kind: "server", serverVersion, folder: undefined, connection, stop: async () => undefined };
  }
  const embedded = await openEmbedded(dataDir, maxConnections, report);
  try {
    return { kind: "embedded", serverVersion: await checkServer(embedded.connection()), ...embedded };
  } catch (error) {
    await embedded.stop();
    throw error;
  }
}

/**
 * Joins the embedded server that another process of ours keeps running on `dataDir`, for what may be done beside it.
 * Its `stop` leaves the server alone. Undefined when no process holds the folder, or its files are another user's.
 */
export async function joinEngine(dataDir: string): Promise<Engine | undefined> {
  const folder = realpathSync(dataDir);
  const pgdata = join(folder, "postgres");
  if (!isHeldElsewhere(folder) || runningServer(pgdata) === undefined) return undefined;
  const [, , , port, sockets] = (readPidFile(pgdata) ?? "").split("\n");
  if (sockets === undefined) return undefined;
  const connection = (database = DATABASE) => ({ host: sockets, port: Number(port), user: SUPERUSER, database });
  const serverVersion = await checkServer(connection());
  return { kind: "embedded", serverVersion, folder, connection, stop: async () => undefined };
}

function isHeldElsewhere(folder: string): boolean {
  try {
    const lock = lockFolder(folder, 0);
    if (lock.isHeld) lock.release();
    return !lock.isHeld;
  } catch (error) {
    if (hasCode(error, "EACCES")) return false;
    throw error;
  }
}

async function checkServer(connection: pg.ClientConfig): Promise<string> {
  const facts = await readServer(connection);
  const refusal = refuseServer(facts);
  if (refusal !== undefined) throw new EngineRefused(refusal);
  return facts.version;
}

/** Why a server must not be used. Every value of synchronous_commit but `off` flushes here before a commit is answered. */
export function refuseServer({ number, version, fsync, commit }: ServerFacts): EngineRefusal | undefined {
  if (number < OLDEST_VERSION_NUM) {
    return { code: "server_too_old", detail: `the server is PostgreSQL ${version}: 15 or later is needed` };
  }
  if (fsync === "on" && commit !== "off") return undefined;
  const setting = fsync === "on" ? "synchronous_commit" : "fsync";
  return {
    code: "not_durable",
    detail: `the server would lose committed records in a power cut: set ${setting} = on`,
  };
}

type ServerFacts = {
  readonly number: number;
  readonly version: string;
  readonly fsync: string;
  readonly commit: string;
};

async function readServer(connection: pg.ClientConfig): Promise<ServerFacts> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: CONNECT_LIMIT_MS });
  // What breaks the connection rejects the query that is under way.
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<ServerFacts>(
      `select current_setting('server_version_num')::int as number, current_setting('server_version') as version,
        current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit`,
    );
    const [facts] = rows;
    if (facts === undefined) throw new Error("could not read the server's settings");
    return facts;
  } catch (cause) {
    const why = cause instanceof Error ? [Reflect.get(cause, "code"), cause.message].filter(Boolean).join(", ") : "";
    throw new EngineRefused({ code: "server_unreachable", detail: `PostgreSQL cannot be reached (${why})` });
  } finally {
    await client.end();
  }
}
