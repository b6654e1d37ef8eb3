/** Rules of STYLE.md that a linter cannot check. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");

type Source = { readonly path: string; readonly code: string };

const sources: readonly Source[] = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts") && !/\.(test|fixture)\.ts$/.test(name))
  .map((name) => ({ path: join("src", name), code: withoutComments(readFileSync(join(root, "src", name), "utf8")) }));

/** Line numbers stay as they are. */
function withoutComments(code: string): string {
  const blank = (comment: string) => comment.replaceAll(/[^\n]/g, "");
  return code.replaceAll(/\/\*[\s\S]*?\*\//g, blank).replaceAll(/^\s*\/\/.*$/gm, blank);
}

function linesWith(pattern: RegExp, among: readonly Source[]): string[] {
  return among.flatMap(({ path, code }) =>
    code.split("\n").flatMap((line, i) => (pattern.test(line) ? [`${path}:${i + 1} ${line.trim()}`] : [])),
  );
}

const READS_CLOCK = /\bDate\.now\(|\bnew Date\(\)/;
const READS_SQL_CLOCK = /(?<![.#\w])now\(\)|\bcurrent_timestamp\b/;
const IS_STATEMENT = /["'`]?\b(select [\w.*, ()$:]+ from|insert into \w|update \w+\.\w+ |delete from \w)/;
const WAITS = /\bawait\b|\basync\b/;

test("only store reads the clock: acts and rules are given the instant", () => {
  const others = sources.filter(({ path }) => !path.startsWith("src/store/"));
  expect(linesWith(READS_CLOCK, others)).toEqual([]);
  const statements = others.filter(({ path }) => path.endsWith("/sql.ts"));
  expect(linesWith(READS_SQL_CLOCK, statements)).toEqual([]);
});

test("statements of a room are in its sql.ts", () => {
  const elsewhere = sources.filter(({ path }) => !path.startsWith("src/store/") && !path.endsWith("/sql.ts"));
  expect(linesWith(IS_STATEMENT, elsewhere)).toEqual([]);
});

test("rules wait for nothing", () => {
  const rules = sources.filter(({ path }) => path.endsWith("/rules.ts"));
  expect(rules.length).toBeGreaterThan(0);
  expect(linesWith(WAITS, rules)).toEqual([]);
});

test("main.ts can be read in one go", () => {
  expect(readFileSync(join(root, "src/main.ts"), "utf8").split("\n").length).toBeLessThanOrEqual(150);
});

test("what a room guarantees fits on a page", () => {
  const pages = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith("README.md"),
  );
  const long = pages.filter((name) => readFileSync(join(root, "src", name), "utf8").split("\n").length > 41);
  expect(long).toEqual([]);
});

test.for([
  [READS_CLOCK, "const at = new Date();", "const at = new Date(0);"],
  [READS_CLOCK, "const at = Date.now();", "const at = tx.now;"],
  [READS_SQL_CLOCK, "where opens_at < now()", "where opens_at < $1"],
  [IS_STATEMENT, "text: `select line_id from relay.line`", "// what they select, and from where"],
  [IS_STATEMENT, '"delete from store.outbox"', "we delete it from memory"],
  [WAITS, "await tx.query()", "const waiting = 1;"],
] as const)("%s finds %j and not %j", ([pattern, bad, good]) => {
  expect(pattern.test(bad)).toBe(true);
  expect(pattern.test(good)).toBe(false);
});
