import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Binaries } from "./binaries.ts";
import { findBinaries } from "./binaries.ts";
import { prepareFolders } from "./folders.ts";
import type { Cluster } from "./postmaster.ts";
import { ensureServer, makeCluster, stopServer, SUPERUSER } from "./postmaster.ts";

export const DATABASE = "paravent";
const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 5_000;

/** What happens to the embedded server while the program runs, for the log. */
export type EngineEvent =
  | { readonly event: "lost" | "back" }
  | { readonly event: "restart_failed"; readonly error: unknown };
export type Report = (event: EngineEvent) => void;

export type Embedded = {
  /** Where the data are, on a real path. */
  readonly folder: string;
  connection(database?: string): pg.ClientConfig;
  stop(): Promise<void>;
};

/**
 * Starts PostgreSQL on a data folder, or takes over the one that runs there, and keeps it running until `stop`: a
 * server that dies is started again, without end. Its clients see broken connections meanwhile.
 *
 * Refuses: `data_in_use`, `data_unreachable`, `data_newer`, `data_older`, `no_postgres`.
 */
export async function openEmbedded(dataDir: string, maxConnections: number, report: Report): Promise<Embedded> {
  const folders = { ...(await prepareFolders(dataDir)), maxConnections };
  let isStopping = false;
  const isCancelled = () => isStopping;
  try {
    const binaries = findBinaries(folders.account, folders.state, dataMajor(folders.pgdata));
    if (!existsSync(folders.pgdata)) makeCluster(folders, binaries);
    await ensureServer(folders, binaries, isCancelled);
    await ensureDatabase(folders);
    const guard = keepRunning(folders, binaries, isCancelled, report);
    const stop = async () => {
      isStopping = true;
      await stopServer(folders.pgdata);
      await guard;
      folders.lock.release();
    };
    let stopped: Promise<void> | undefined;
    return {
      folder: folders.state,
      connection: (database = DATABASE) => connectionTo(folders, database),
      stop: () => (stopped ??= stop()),
    };
  } catch (error) {
    folders.lock.release();
    throw error;
  }
}

function connectionTo({ sockets }: Cluster, database: string): pg.ClientConfig {
  return { host: sockets, port: 5432, user: SUPERUSER, database };
}

function dataMajor(pgdata: string): number | undefined {
  const file = join(pgdata, "PG_VERSION");
  return existsSync(file) ? Number.parseInt(readFileSync(file, "utf8"), 10) : undefined;
}

async function ensureDatabase(folders: Cluster): Promise<void> {
  const client = new pg.Client(connectionTo(folders, "postgres"));
  // What breaks the connection rejects the query that is under way.
  client.on("error", () => undefined);
  await client.connect();
  try {
    const { rowCount } = await client.query("select from pg_catalog.pg_database where datname = $1", [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}

/** Holds one idle connection: its end tells that the server died, whoever started it. */
async function keepRunning(
  folders: Cluster,
  binaries: Binaries,
  isCancelled: () => boolean,
  report: Report,
): Promise<void> {
  let retryMs = FIRST_RETRY_MS;
  let isLost = false;
  while (!isCancelled()) {
    try {
      await ensureServer(folders, binaries, isCancelled);
      const guard = await connectGuard(folders);
      if (isLost) report({ event: "back" });
      retryMs = FIRST_RETRY_MS;
      await guard.ended;
      isLost = !isCancelled();
      if (isLost) report({ event: "lost" });
    } catch (error) {
      if (isCancelled()) return;
      // A full disk, for one. The data are safe; nothing helps but to try again.
      report({ event: "restart_failed", error });
      await sleep(retryMs);
      retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
    }
  }
}

async function connectGuard(folders: Cluster): Promise<{ readonly ended: Promise<void> }> {
  const client = new pg.Client({ ...connectionTo(folders, "postgres"), application_name: "paravent-guard" });
  const ended = new Promise<void>((resolve) => client.once("end", resolve));
  // "end" follows, and is what counts.
  client.on("error", () => undefined);
  await client.connect();
  return { ended };
}
