import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const MODEL = "src/screening/model";

test("the same texts and the same seed give the same weights, byte by byte", { timeout: 300_000 }, () => {
  const copy = mkdtempSync(join(tmpdir(), "paravent-train-"));
  for (const part of ["src", "text", "vectors/screening", "package.json"]) {
    cpSync(join(root, part), join(copy, part), { recursive: true });
  }
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  const { status, stderr } = spawnSync(process.execPath, ["src/cli/train-screening.ts"], {
    cwd: copy,
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(status).toBe(0);
  for (const file of ["weights.bin", "card.json"]) {
    expect(readFileSync(join(copy, MODEL, file)).equals(readFileSync(join(root, MODEL, file)))).toBe(true);
  }
  rmSync(copy, { recursive: true });
});
