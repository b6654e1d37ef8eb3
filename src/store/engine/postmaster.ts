import { spawn, spawnSync } from "node:child_process";
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { totalmem } from "node:os";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Account } from "./account.ts";
import { asAccount } from "./account.ts";
import type { Binaries } from "./binaries.ts";
import { hasCode } from "./errors.ts";

/** The files of one server on real paths, whom it runs as, and how many connections it takes. */
export type Cluster = {
  readonly pgdata: string;
  readonly sockets: string;
  readonly log: string;
  readonly account: Account;
  readonly maxConnections: number;
};

export const SUPERUSER = "paravent";

/**
 * How long a server may take to answer, ms: recovery after a crash replays up to `max_wal_size` (4 GB), which takes a
 * minute or two on a slow disk; giving up earlier would leave the data closed although nothing is wrong with them.
 */
const START_LIMIT_MS = 10 * 60_000;
const STOP_LIMIT_MS = 60_000;
const PROBE_LIMIT_MS = 1_000;
const POLL_MS = 25;
const LOG_LIMIT_BYTES = 10 * 1024 * 1024;
/** What the kernel adds to the name of a program whose file was replaced while it runs. */
const DELETED = " (deleted)";
/** SQLSTATE classes 53 (short of something) and 57 (starting, recovering, shutting down). */
const NOT_YET = /^5[37]/;

/** Makes a new cluster, or nothing at all: a start killed halfway leaves a folder that the next one throws away. */
export function makeCluster({ pgdata, account }: Cluster, { bin, major }: Binaries): void {
  const unfinished = `${pgdata}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  if (process.getuid?.() === 0) chownSync(unfinished, account.uid, account.gid);
  // The built-in provider sorts alike on every machine; ICU's and libc's orders change with their versions.
  const locale = major >= 17 ? ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] : ["--locale=C"];
  const flags = [`--username=${SUPERUSER}`, "--auth=trust", "--encoding=UTF8", "--data-checksums", ...locale];
  const done = spawnSync(join(bin, "initdb"), ["--pgdata", unfinished, ...flags], {
    ...asAccount(account),
    encoding: "utf8",
  });
  if (done.status !== 0) throw new Error(`could not make the database files: ${done.error?.message ?? done.stderr}`);
  renameSync(unfinished, pgdata);
  const parent = openSync(dirname(pgdata), "r");
  fsyncSync(parent);
  closeSync(parent);
}

/**
 * Returns when the server of these folders answers queries: the one that runs, or a new one. Works after any way of
 * dying: a server left by a killed program is taken over; after a killed server its remains are cleared first.
 *
 * The caller holds the folder's lock, so that nobody else starts or clears anything here.
 */
export async function ensureServer(folders: Cluster, binaries: Binaries, isCancelled: () => boolean): Promise<void> {
  const flags = serverFlags(folders, binaries);
  const deadline = performance.now() + START_LIMIT_MS;
  let starts = 0;
  for (;;) {
    const pid = runningServer(folders.pgdata);
    if (pid !== undefined) {
      if (isAsNew(pid, folders.pgdata, binaries, flags)) {
        if ((await probe(folders)) === "answers") return;
      } else {
        await stopServer(folders.pgdata);
      }
    } else if (starts === 3) {
      throw new Error(`could not start PostgreSQL; the end of ${folders.log}:\n${logTail(folders.log)}`);
    } else {
      starts += 1;
      await clearRemains(folders);
      await startServer(folders, binaries, flags);
    }
    if (isCancelled() || performance.now() > deadline) throw new Error("could not wait for PostgreSQL to answer");
    await sleep(POLL_MS);
  }
}

/**
 * An eighth of the memory this machine or container has, for the pages in use. Too little, and the gate of a company
 * with a year of records waits for pages of its indexes: they are searched by random keys, a few hundred MB of them.
 */
function sharedBuffersMb(): number {
  const constrained = process.constrainedMemory();
  const bytes = constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
  return Math.round(Math.min(Math.max(bytes / 8 / 2 ** 20, 128), 1_024));
}

function serverFlags(folders: Cluster, binaries: Binaries): readonly string[] {
  const { pgdata, sockets, maxConnections } = folders;
  const settings: Readonly<Record<string, string>> = {
    listen_addresses: "",
    ssl: "off",
    max_connections: String(maxConnections),
    timezone: "UTC",
    log_timezone: "UTC",
    fsync: "on",
    synchronous_commit: "on",
    full_page_writes: "on",
    shared_buffers: `${sharedBuffersMb()}MB`,
    huge_pages: "off",
    jit: "off",
    max_wal_size: "4GB",
    min_wal_size: "512MB",
    checkpoint_timeout: "15min",
    wal_compression: hasLz4(folders, binaries) ? "lz4" : "pglz",
    // Statements, their values and the values in error messages are contact data: none may reach the log.
    log_min_messages: "log",
    log_min_error_statement: "panic",
    log_error_verbosity: "terse",
    log_parameter_max_length: "0",
    log_parameter_max_length_on_error: "0",
    log_lock_waits: "off",
    log_checkpoints: "off",
  };
  // A list of folders: quoted, so that a comma in the path is not taken for the end of the first.
  const socketList = `"${sockets.replaceAll('"', '""')}"`;
  return [
    "-D",
    pgdata,
    "-k",
    socketList,
    ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ];
}

/** lz4 is the cheaper one; the programs npm brings were built without it. */
function hasLz4({ pgdata, account }: Cluster, { bin }: Binaries): boolean {
  const flags = ["-D", pgdata, "-C", "wal_compression", "-c", "wal_compression=lz4"];
  return spawnSync(join(bin, "postgres"), flags, asAccount(account)).status === 0;
}

async function startServer(
  { pgdata, account, log }: Cluster,
  { bin }: Binaries,
  flags: readonly string[],
): Promise<void> {
  if (existsSync(log) && statSync(log).size > LOG_LIMIT_BYTES) renameSync(log, `${log}.1`);
  const output = openSync(log, "a", 0o600);
  // Detached: an interrupt typed at the terminal stops the program, which then stops the server.
  const server = spawn(join(bin, "postgres"), [...flags], {
    ...asAccount(account),
    detached: true,
    stdio: ["ignore", output, output],
  });
  closeSync(output);
  server.unref();
  await new Promise<void>((resolve, reject) => {
    server.once("spawn", resolve);
    server.once("error", (cause) => reject(new Error("could not run PostgreSQL", { cause })));
  });
  // The server writes its pid file first of all, or ends.
  while (server.exitCode === null && server.signalCode === null && serverPid(pgdata) !== server.pid) {
    await sleep(POLL_MS);
  }
}

/** A connection alone proves nothing: just after a server was killed its orphans still hold the listening socket. */
async function probe({ sockets }: Cluster): Promise<"answers" | "not_yet"> {
  const client = new pg.Client({
    host: sockets,
    user: SUPERUSER,
    database: "postgres",
    connectionTimeoutMillis: PROBE_LIMIT_MS,
    query_timeout: PROBE_LIMIT_MS,
  });
  // A connection cut during the probe is the answer "not yet", which `connect` or `query` gives.
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query("select 1");
    return "answers";
  } catch (error) {
    if (error instanceof pg.DatabaseError && !NOT_YET.test(error.code ?? "")) throw error;
    return "not_yet";
  } finally {
    client.end().catch(() => undefined);
  }
}

/** Process id of the server that runs on this cluster. Its pid file alone may name a process that took over the number. */
export function runningServer(pgdata: string): number | undefined {
  const pid = serverPid(pgdata);
  return pid !== undefined && worksIn(pid, pgdata) ? pid : undefined;
}

function serverPid(pgdata: string): number | undefined {
  const pid = Number.parseInt(readPidFile(pgdata) ?? "", 10);
  return pid > 0 ? pid : undefined;
}

/**
 * What a server writes of itself, a line each: process, folder, start time, port, folder of the socket. Undefined when
 * there is no such file; a server that stops takes it away at any time.
 */
export function readPidFile(pgdata: string): string | undefined {
  try {
    return readFileSync(join(pgdata, "postmaster.pid"), "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

/** Every process of a server has the cluster as its working folder. */
function worksIn(pid: number, pgdata: string): boolean {
  try {
    const program = basename(programOf(pid)).replace(DELETED, "");
    return program === "postgres" && readlinkSync(`/proc/${pid}/cwd`) === pgdata;
  } catch (error) {
    if (hasCode(error, "ENOENT", "EACCES", "ESRCH")) return false;
    throw error;
  }
}

function programOf(pid: number): string {
  return readlinkSync(`/proc/${pid}/exe`);
}

/** Whether a server that was left runs as one started now would: an update may have changed settings or programs. */
function isAsNew(pid: number, pgdata: string, { bin }: Binaries, flags: readonly string[]): boolean {
  const file = join(pgdata, "postmaster.opts");
  const quoted = flags.map((flag) => ` "${flag}"`).join("");
  const hasFlags = existsSync(file) && readFileSync(file, "utf8").trimEnd().endsWith(quoted);
  return hasFlags && programOf(pid) === realpathSync(join(bin, "postgres"));
}

/**
 * After a killed server: ends its orphans, which else would write to shared memory nobody guards, and removes what
 * would make PostgreSQL believe that a process which took over the dead server's number is that server.
 */
async function clearRemains({ pgdata, sockets }: Cluster): Promise<void> {
  await endOrphans(pgdata);
  for (const name of [".s.PGSQL.5432", ".s.PGSQL.5432.lock"]) rmSync(join(sockets, name), { force: true });
  const pidFile = readPidFile(pgdata);
  if (pidFile === undefined) return;
  // Kept but for the number: PostgreSQL still checks the shared memory it names. Our own number, its parent's, is the
  // one that PostgreSQL never takes for another server's.
  writeFileSync(join(pgdata, "postmaster.pid"), pidFile.replace(/^\d+/, String(process.pid)));
}

async function endOrphans(pgdata: string): Promise<void> {
  const orphans = () =>
    readdirSync("/proc")
      .map(Number)
      .filter((pid) => pid > 0 && worksIn(pid, pgdata));
  const deadline = performance.now() + STOP_LIMIT_MS;
  for (let left = orphans(); left.length > 0; left = orphans()) {
    if (performance.now() > deadline)
      throw new Error(`could not end what a killed PostgreSQL left: ${left.join(", ")}`);
    for (const pid of left) send(pid, "SIGKILL");
    await sleep(POLL_MS);
  }
}

/** Fast shutdown: open transactions are rolled back, what is committed is on disk. */
export async function stopServer(pgdata: string): Promise<void> {
  const pid = runningServer(pgdata);
  if (pid === undefined) return;
  send(pid, "SIGINT");
  const deadline = performance.now() + STOP_LIMIT_MS;
  while (worksIn(pid, pgdata)) {
    if (performance.now() > deadline) throw new Error(`could not stop PostgreSQL (process ${pid})`);
    await sleep(POLL_MS);
  }
}

/** Stops whatever runs on a cluster that is no longer used. */
export async function stopLeftServer(pgdata: string): Promise<void> {
  await stopServer(pgdata);
  await endOrphans(pgdata);
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!hasCode(error, "ESRCH")) throw error;
  }
}

function logTail(log: string): string {
  return existsSync(log) ? readFileSync(log, "utf8").trimEnd().split("\n").slice(-8).join("\n") : "(empty)";
}
