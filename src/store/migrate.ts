import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";

const MIGRATIONS = fileURLToPath(new URL("../../migrations", import.meta.url));
/** Any fixed number: two nodes that start at once queue here, and the second finds the work done. */
const MIGRATION_LOCK = 7_021_017;

export class MigrationRefused extends Error {
  readonly code: "data_newer" | "migration_changed";

  constructor(code: "data_newer" | "migration_changed", message: string) {
    super(message);
    this.code = code;
  }
}

type Migration = { readonly name: string; readonly sql: string; readonly hash: string };

/**
 * Brings a database to this release's schema: every file of `migrations/` not yet applied, in order, each in
 * its own transaction. Connects as the owner.
 *
 * Throws `MigrationRefused`: `data_newer` when the database was written by a later release,
 * `migration_changed` when a file that was applied has other content now.
 */
export async function migrate(connection: pg.ClientConfig): Promise<readonly string[]> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [MIGRATION_LOCK]);
    await client.query(`create table if not exists public.migration
      (name text primary key, hash text not null, applied_at timestamptz not null default clock_timestamp())`);
    const applied = await client.query<{ name: string; hash: string }>("select name, hash from public.migration");
    const known = readMigrations();
    refuseForeign(applied.rows, known);
    const done = new Set(applied.rows.map((row) => row.name));
    const pending = known.filter((migration) => !done.has(migration.name));
    for (const migration of pending) await apply(client, migration);
    return pending.map((migration) => migration.name);
  } finally {
    await client.end();
  }
}

function readMigrations(): readonly Migration[] {
  return readdirSync(MIGRATIONS)
    .filter((name) => /^\d{4}_[a-z_]+\.sql$/.test(name))
    .sort()
    .map((name) => {
      const sql = readFileSync(join(MIGRATIONS, name), "utf8");
      return { name, sql, hash: createHash("sha256").update(sql).digest("hex") };
    });
}

function refuseForeign(applied: readonly { name: string; hash: string }[], known: readonly Migration[]): void {
  const hashes = new Map(known.map((migration) => [migration.name, migration.hash]));
  for (const { name, hash } of applied) {
    const ours = hashes.get(name);
    if (ours === undefined) {
      throw new MigrationRefused(
        "data_newer",
        `the data were written by a later release (${name}): start that release`,
      );
    }
    if (ours !== hash) {
      throw new MigrationRefused("migration_changed", `the data were made with another ${name}: restore that release`);
    }
  }
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  try {
    await client.query("begin");
    await client.query(migration.sql);
    await client.query("insert into public.migration (name, hash) values ($1, $2)", [migration.name, migration.hash]);
    await client.query("commit");
  } catch (cause) {
    throw new Error(`could not apply ${migration.name}`, { cause });
  }
}
