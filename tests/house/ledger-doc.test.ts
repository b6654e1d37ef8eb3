import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { canonicalJson } from "../../src/base/canonical-json.ts";
import { leafHash } from "../../src/ledger/index.ts";

const root = join(import.meta.dirname, "../..");
const document = readFileSync(join(root, "docs/LEDGER.md"), "utf8");
const sources = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
  .filter((path) => /^(?!.*\.(?:test|fixture)\.ts$).*\.ts$/.test(path))
  .map((path) => readFileSync(join(root, "src", path), "utf8"));

test("the example of docs/LEDGER.md is canonical and has the hash it is said to have", () => {
  const [, bytes = ""] = /```json\n(.+)\n```/.exec(document) ?? [];
  const [, hash] = /Leaf hash: `([^`]+)`/.exec(document) ?? [];
  expect(canonicalJson(JSON.parse(bytes))).toBe(bytes);
  expect(leafHash(Buffer.from(bytes))).toBe(hash);
});

test("docs/LEDGER.md lists every event that the code records, and no other", () => {
  const listed = [...document.matchAll(/^\| `([a-z]+\.[a-z-]+)` \|/gm)].map(([, event = ""]) => event);
  const rooms = "ledger|vault|people|charter|missions|numbers|relay";
  const written = new RegExp(`(?<=event: .{0,60}|appendMissionEvent\\(tx, )"((?:${rooms})\\.[a-z-]+)"`, "g");
  const recorded = sources.flatMap((code) => [...code.matchAll(written)].map(([, event = ""]) => event));
  expect(recorded.length).toBeGreaterThan(20);
  expect([...new Set(listed)].toSorted()).toEqual([...new Set(recorded)].toSorted());
});
