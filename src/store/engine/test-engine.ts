import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { migrate } from "../migrate.ts";
import { openEngine } from "./engine.ts";
import { hasCode } from "./errors.ts";
import { lockFolder } from "./lock.ts";
import { stopLeftServer, SUPERUSER } from "./postmaster.ts";

/** Passes the server from the process that runs the tests to those the tests run in. */
const SOCKET = "TEST_ENGINE_SOCKET";
const FOLDER = "paravent-tests-";
const TEMPLATE = "paravent_template";
/** Any fixed number: test files that start together queue for the first of them to make the template. */
const TEMPLATE_LOCK = 7_021_018;

export type TestDatabase = { readonly connection: pg.ClientConfig; drop(): Promise<void> };

/** What vitest runs before and after all tests: one embedded server, the same as in production, for all of them. */
export async function setup(): Promise<() => Promise<void>> {
  await clearKilledRuns();
  const dataDir = mkdtempSync(join(tmpdir(), `${FOLDER}${process.pid}-`));
  const engine = await openEngine({ dataDir, maxConnections: 300 });
  process.env[SOCKET] = engine.connection().host;
  return async () => {
    await engine.stop();
    rmSync(dataDir, { recursive: true });
  };
}

/** Config for a database of the tests' server; `postgres` for those who need a server and not our tables. */
export function testConnection(database = "postgres"): pg.ClientConfig {
  const host = process.env[SOCKET];
  if (host === undefined) throw new Error("could not find the tests' PostgreSQL: run the tests with vitest");
  return { host, port: 5432, user: SUPERUSER, database };
}

/** A database of the caller's own, cloned from a template: one with our tables, unless another is named. */
export async function createTestDatabase(template: string = TEMPLATE): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString("hex")}`;
  await asAdmin(async (admin) => {
    if (template === TEMPLATE) await ensureTemplate(admin);
    await admin.query(`create database ${name} template ${pg.escapeIdentifier(template)}`);
  });
  const drop = () => asAdmin((admin) => admin.query(`drop database ${name} with (force)`).then(() => undefined));
  return { connection: testConnection(name), drop };
}

async function asAdmin(act: (admin: pg.Client) => Promise<void>): Promise<void> {
  const admin = new pg.Client(testConnection());
  await admin.connect();
  try {
    await act(admin);
  } finally {
    await admin.end();
  }
}

async function ensureTemplate(admin: pg.Client): Promise<void> {
  await admin.query("select pg_catalog.pg_advisory_lock($1)", [TEMPLATE_LOCK]);
  const { rowCount } = await admin.query("select from pg_catalog.pg_database where datname = $1", [TEMPLATE]);
  if (rowCount === 0) {
    const unfinished = `${TEMPLATE}_new`;
    await admin.query(`drop database if exists ${unfinished}`);
    await admin.query(`create database ${unfinished}`);
    await migrate(testConnection(unfinished));
    await admin.query(`alter database ${unfinished} rename to ${TEMPLATE}`);
  }
  await admin.query("select pg_catalog.pg_advisory_unlock($1)", [TEMPLATE_LOCK]);
}

/** A killed run leaves its server and its files. */
async function clearKilledRuns(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(FOLDER))) {
    const folder = join(tmpdir(), name);
    if (existsSync(`/proc/${name.slice(FOLDER.length).split("-")[0] ?? ""}`)) continue;
    try {
      const lock = lockFolder(folder, 0);
      if (!lock.isHeld) continue;
      await stopLeftServer(join(folder, "postgres"));
      rmSync(folder, { recursive: true });
      lock.release();
    } catch (error) {
      // Another user's, or cleared by another run at this moment.
      if (!hasCode(error, "EACCES", "EPERM", "ENOENT")) throw error;
    }
  }
}
