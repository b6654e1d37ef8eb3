import { execFileSync } from "node:child_process";
import { existsSync, lstatSync, realpathSync } from "node:fs";
import { createServer } from "node:http";
import { once } from "node:events";
import { join } from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from "vitest";
import { canEnter } from "../../src/store/engine/account.ts";
import { runningServer, stopLeftServer } from "../../src/store/engine/postmaster.ts";
import type { Account } from "./program.ts";
import { freePort, newCheckout, removeCheckout, removeData, StartedProgram } from "./program.ts";

const isRoot = process.getuid?.() === 0;
const NOBODY = { uid: 65_534, gid: 65_534, name: "nobody" };
let checkout = "";

beforeAll(() => {
  checkout = newCheckout(0o755);
});
/** The data stay for the next test: most start on those of an earlier start, and new ones take seconds to make. */
afterEach(async () => {
  if (existsSync(join(checkout, "data"))) await stopLeftServer(pgdata());
});
afterAll(() => removeCheckout(checkout));

type Start = { readonly program: StartedProgram; readonly url: string };

async function start(
  environment: Readonly<Record<string, string>> = {},
  where = checkout,
  account?: Account,
): Promise<Start> {
  const port = environment["PORT"] ?? String(await freePort());
  const program = new StartedProgram(where, { PORT: port, ...environment }, account);
  onTestFinished(() => program.end("SIGKILL"));
  return { program: await program.ready(), url: `http://127.0.0.1:${port}` };
}

async function readyStatus(url: string): Promise<number> {
  return fetch(`${url}/healthz/ready`).then(
    (response) => response.status,
    () => 0,
  );
}

const pgdata = () => join(realpathSync(join(checkout, "data")), "postgres");

function databasePid(): number {
  const pid = runningServer(pgdata());
  if (pid === undefined) throw new Error("expected a running database");
  return pid;
}

async function queryStore(text: string): Promise<void> {
  const client = new pg.Client({ host: join(pgdata(), "../run"), user: "paravent", database: "paravent" });
  await client.connect();
  await client.query(text);
  await client.end();
}

test("npm start on a clean checkout serves, prints what to open, and stops without a trace", async () => {
  const { program, url } = await start();
  expect(program.output).toContain(`${url}/phones`);
  expect(await readyStatus(url), program.output).toBe(200);
  expect((await fetch(`${url}/healthz/live`)).status).toBe(200);
  expect((await fetch(`${url}/phones`)).headers.get("content-type")).toContain("text/html");
  expect(lstatSync(join(checkout, "data")).isSymbolicLink()).toBe(isRoot);
  await program.end("SIGTERM");
  expect(await readyStatus(url)).toBe(0);
  expect(runningServer(pgdata())).toBeUndefined();
});

test("a second start reuses what is there, within seconds", async () => {
  const first = await start();
  await queryStore("create table public.kept (n int)");
  await first.program.end("SIGTERM");
  const began = performance.now();
  const second = await start();
  expect(await readyStatus(second.url)).toBe(200);
  expect(performance.now() - began).toBeLessThan(10_000);
  expect(second.program.output).not.toContain("building");
  await queryStore("select n from public.kept");
});

test("a second start on a data folder in use is refused and harms nothing", async () => {
  const first = await start();
  const second = await start();
  await second.program.ended();
  expect(second.program.exitCode).toBe(1);
  expect(second.program.output).toContain(`the process ${first.program.servingPid()} works on the data folder`);
  expect(await readyStatus(first.url)).toBe(200);
});

test("a taken port is named, with what to do, and nothing stays behind", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  onTestFinished(() => void other.close());
  const { port } = other.address() as { port: number };
  const { program } = await start({ PORT: String(port) });
  await program.ended();
  expect(program.exitCode).toBe(1);
  expect(program.output).toMatch(new RegExp(`port ${port}\\b.*\\bPORT\\b`));
  expect(program.output).not.toMatch(/^\s+at /m);
  expect(runningServer(pgdata())).toBeUndefined();
});

test.for(["all", "program", "database"] as const)("after kill -9 of the %s the next start serves", async (victim) => {
  const { program } = await start();
  const database = databasePid();
  if (victim !== "program") process.kill(database, "SIGKILL");
  if (victim !== "database") await program.end("SIGKILL");
  else await program.end("SIGTERM");
  const next = await start();
  expect(await readyStatus(next.url), next.program.output).toBe(200);
});

test("a program whose npm was killed stops and frees its port and data", async () => {
  const { program, url } = await start();
  process.kill(program.npmPid, "SIGKILL");
  await program.ended();
  expect(await readyStatus(url)).toBe(0);
  const next = await start();
  expect(await readyStatus(next.url), next.program.output).toBe(200);
});

test("a database that is killed comes back by itself, and readiness with it", async () => {
  const { program, url } = await start();
  const killed = databasePid();
  process.kill(killed, "SIGKILL");
  await expect.poll(() => runningServer(pgdata()) ?? killed, { timeout: 20_000 }).not.toBe(killed);
  await expect.poll(() => readyStatus(url), { timeout: 20_000, message: program.output }).toBe(200);
});

test("an unknown PARAVENT_ name stops the start and is named", async () => {
  await removeData(checkout);
  const { program } = await start({ PARAVENT_DEOM: "0" });
  await program.ended();
  expect(program.exitCode).toBe(1);
  expect(program.output).toContain("PARAVENT_DEOM");
  expect(existsSync(join(checkout, "data"))).toBe(false);
});

test("production refuses what is only for trying out, all at once, each with what to set", async () => {
  const { program } = await start({ NODE_ENV: "production" });
  await program.ended();
  expect(program.exitCode).toBe(1);
  for (const what of ["PARAVENT_KEY_FILE", "PUBLIC_URL", "PARAVENT_DEMO", "carrier"])
    expect(program.output).toContain(what);
});

test("data of a later release are refused with the reason", async () => {
  const first = await start();
  await queryStore("insert into public.migration (name, hash) values ('9999_later.sql', 'x')");
  await first.program.end("SIGTERM");
  const { program } = await start();
  await program.ended();
  expect(program.exitCode).toBe(1);
  expect(program.output).toContain("later release (9999_later.sql)");
});

test.runIf(isRoot)("root starts it in a checkout that nobody else can enter", async () => {
  const closed = newCheckout(0o700);
  onTestFinished(() => removeCheckout(closed));
  const { program, url } = await start({}, closed);
  expect(await readyStatus(url), program.output).toBe(200);
});

test.runIf(isRoot && canEnter(NOBODY, import.meta.dirname))("an ordinary user starts it", async () => {
  const theirs = newCheckout(0o755);
  execFileSync("chown", ["-R", "--no-dereference", `${NOBODY.uid}:${NOBODY.gid}`, theirs]);
  onTestFinished(() => removeCheckout(theirs));
  const { url, program } = await start({}, theirs, { uid: NOBODY.uid, gid: NOBODY.gid });
  expect(await readyStatus(url), program.output).toBe(200);
  expect(lstatSync(join(theirs, "data/postgres")).uid).toBe(NOBODY.uid);
  await program.end("SIGTERM");
});
