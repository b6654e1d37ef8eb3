/** Which tables, views and functions of other rooms a room's statements name: what docs/DESIGN.md says, and no more. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");

/** Every `schema.object` of the migrated database. */
const objects = [
  ...readFileSync(join(root, "migrations/schema.sql"), "utf8").matchAll(
    /^create (?:table|view|function|sequence) ([a-z]+\.\w+)/gm,
  ),
]
  .map(([, name = ""]) => name)
  // Which migrations were applied, outside any room's schema.
  .filter((name) => name !== "public.migration");

/** Objects of other schemas in a source. Names of statements and comments are not SQL. */
function reach(room: string, code: string): readonly string[] {
  const sql = code.replaceAll(/\bname: "[^"]*"|\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
  const named = new Set([...sql.matchAll(/(?<![\w."'/])([a-z]+\.[a-z_]+)\b/g)].map(([, name = ""]) => name));
  return objects.filter((name) => !name.startsWith(`${room}.`) && named.has(name));
}

function reachOfRooms(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  for (const path of readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })) {
    if (!path.endsWith(".ts") || /\.(test|fixture)\.ts$/.test(path) || !path.includes("/")) continue;
    const room = path.slice(0, path.indexOf("/"));
    const names = reach(room, readFileSync(join(root, "src", path), "utf8"));
    if (names.length > 0) found.set(room, new Set([...(found.get(room) ?? []), ...names]));
  }
  return new Map([...found].map(([room, names]) => [room, [...names].toSorted()]));
}

function tableOf(markdown: string): ReadonlyMap<string, readonly string[]> {
  const [, rows = ""] =
    /^\| room \| names, besides its own schema \|\n\|---\|---\|\n((?:\|.*\|\n)+)/m.exec(markdown) ?? [];
  const lines = rows.trimEnd().split("\n");
  return new Map(
    lines.map((line) => {
      const [, room = "", names = ""] = /^\| (\w+) \| (.+) \|$/.exec(line) ?? [];
      return [room, [...names.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name).toSorted()];
    }),
  );
}

test("statements reach as far as docs/DESIGN.md says", () => {
  expect(objects.length).toBeGreaterThan(30);
  const written = tableOf(readFileSync(join(root, "docs/DESIGN.md"), "utf8"));
  expect(Object.fromEntries(reachOfRooms())).toEqual(Object.fromEntries(written));
});

test("a look into another room's table is seen, and its name in a comment or a statement's name is not", () => {
  const code = `// like vault.contact
const A = { name: "people.staff", text: "select 1 from missions.line l join relay.attempt a using (line_id)" };`;
  expect(reach("relay", code)).toEqual(["missions.line"]);
});
