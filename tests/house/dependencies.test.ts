import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const read = (name: string) => readFileSync(join(root, name), "utf8");

test("every package we depend on has its reason in docs/decisions/010-dependencies.md, and no other is there", () => {
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(read("package.json")) as {
    readonly [kind: string]: Readonly<Record<string, string>>;
  };
  const rows = [...read("docs/decisions/010-dependencies.md").matchAll(/^\| (`[^|]+) \|/gm)];
  const explained = rows.flatMap(([, names = ""]) => [...names.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name));
  const wanted = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies });
  expect(explained.toSorted()).toEqual(wanted.toSorted());
});
