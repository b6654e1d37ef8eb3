import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findBinaries } from "./engine/binaries.ts";
import { openEngine } from "./engine/engine.ts";
import { prepareFolders } from "./engine/folders.ts";
import { makeCluster } from "./engine/postmaster.ts";
import type { TestDatabase } from "./engine/test-engine.ts";
import { createTestDatabase } from "./engine/test-engine.ts";
import { migrate } from "./migrate.ts";
import { dumpSchema, SCHEMA_FILE } from "./schema-dump.ts";

let database: TestDatabase;
let before: string;
beforeAll(async () => {
  database = await createTestDatabase();
  before = await dumpSchema(database.connection);
});
afterAll(() => database.drop());

test("migrations/schema.sql is what the migrations make", async () => {
  await expect(before).toMatchFileSnapshot(SCHEMA_FILE);
});

test("PostgreSQL 15 and 18 give the same text", async ({ skip }) => {
  if (!existsSync("/usr/lib/postgresql/15/bin/postgres")) skip("postgresql-15 is not installed");
  const dataDir = mkdtempSync(join(tmpdir(), "paravent-schema-15-"));
  const folders = await prepareFolders(dataDir);
  makeCluster({ ...folders, maxConnections: 20 }, findBinaries(folders.account, folders.state, 15));
  folders.lock.release();
  const engine = await openEngine({ dataDir, maxConnections: 20 });
  try {
    expect(engine.serverVersion).toMatch(/^15\./);
    await migrate(engine.connection());
    expect(await dumpSchema(engine.connection())).toBe(before);
  } finally {
    await engine.stop();
    rmSync(dataDir, { recursive: true });
  }
});

const CHANGES = [
  "alter table people.staff add column nickname text",
  "alter table people.staff alter column regime drop not null",
  "alter table people.staff alter column regime set default 'generic'",
  "alter table people.staff drop constraint staff_language_check",
  "create index staff_regime on people.staff (regime)",
  "grant delete on people.staff to paravent_app",
  "grant select (reference) on people.staff to public",
  "grant usage on schema vault to public",
  "grant execute on function vault.shred to public",
  "alter function ledger.append security invoker",
  "alter function ledger.append reset all",
  "create or replace function vault.is_newest(tenant int, version int) returns boolean language sql as 'select true'",
  "create or replace view vault.phone_person as select tenant_id, phone_index, person_id + 1 as person_id from vault.person",
  "create sequence numbers.spare",
  "create schema cellar",
  "create extension citext",
  "create trigger t before delete on ledger.entry execute function suppress_redundant_updates_trigger()",
];

test("every kind of change shows in the text", async () => {
  const copy = await createTestDatabase();
  const client = new pg.Client(copy.connection);
  await client.connect();
  let last = await dumpSchema(copy.connection);
  expect(last).toBe(before);
  for (const change of CHANGES) {
    await client.query(change);
    const next = await dumpSchema(copy.connection);
    expect(next, change).not.toBe(last);
    last = next;
  }
  await client.end();
  await copy.drop();
});
