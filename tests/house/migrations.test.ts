/** Data that an earlier state made must open: a new migration changes the schema, an old one is never written again. */
import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
/** Number of the last one that data may have been made with, and the hash of all up to it. Whoever adds another moves them on. */
const LAST = 18;
const HASH = "ac0f5e92e7353b36c1f17df7dcfd6382ab0e0413e78d6f4454e8958165ee37a4";

test("no migration is changed that data may have been made with", () => {
  const files = globSync("migrations/0*.sql", { cwd: root }).toSorted();
  expect(files.length).toBeGreaterThanOrEqual(LAST);
  const hash = createHash("sha256");
  for (const file of files.slice(0, LAST)) hash.update(readFileSync(join(root, file)));
  expect(hash.digest("hex")).toBe(HASH);
});
