import { readdirSync } from "node:fs";
import pg from "pg";
import { expect, onTestFinished, test } from "vitest";
import { createTestDatabase } from "./engine/test-engine.ts";
import { migrate, MigrationRefused } from "./index.ts";

const FILES = readdirSync("migrations").filter((name) => /^\d{4}_/.test(name));

async function openDatabase(template?: string): Promise<{ readonly connection: pg.ClientConfig; owner: pg.Client }> {
  const database = await createTestDatabase(template);
  const { connection } = database;
  const owner = new pg.Client(connection);
  await owner.connect();
  onTestFinished(async () => {
    await owner.end();
    await database.drop();
  });
  return { connection, owner };
}

test("an empty database gets every migration once, in order, and the next start finds nothing to do", async () => {
  const { connection, owner } = await openDatabase("template0");
  expect(await migrate(connection)).toEqual(FILES);
  expect(await migrate(connection)).toEqual([]);
  const { rows } = await owner.query<{ name: string }>("select name from public.migration order by name");
  expect(rows.map(({ name }) => name)).toEqual(FILES);
});

test("two programs that start at once on an empty database do the work once", async () => {
  const { connection } = await openDatabase("template0");
  const done = await Promise.all([migrate(connection), migrate(connection)]);
  expect(done.toSorted((a, b) => a.length - b.length)).toEqual([[], FILES]);
});

test("data of a later release are refused, and so are data made with another version of a file", async () => {
  const { connection, owner } = await openDatabase();
  await owner.query("insert into public.migration (name, hash) values ('9999_later.sql', 'x')");
  await expect(migrate(connection)).rejects.toMatchObject({ code: "data_newer" });
  await owner.query("delete from public.migration where name = '9999_later.sql'");
  expect(await migrate(connection)).toEqual([]);
  await owner.query("update public.migration set hash = 'x' where name = $1", [FILES[0]]);
  await expect(migrate(connection)).rejects.toSatisfy(
    (error) => error instanceof MigrationRefused && error.code === "migration_changed",
  );
});

test("a migration that fails leaves nothing of itself, and the next start does it", async () => {
  const { connection, owner } = await openDatabase("template0");
  // Stands in the way of one file in the middle.
  await owner.query("create schema people");
  await expect(migrate(connection)).rejects.toThrow("could not apply 0004_people.sql");
  const { rows } = await owner.query("select name from public.migration");
  expect(rows).toHaveLength(FILES.indexOf("0004_people.sql"));
  await owner.query("drop schema people");
  expect(await migrate(connection)).toEqual(FILES.slice(FILES.indexOf("0004_people.sql")));
});
