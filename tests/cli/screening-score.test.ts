/** `npm run screening:score`: what it says of files, and of what is no file of texts. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const scratch = mkdtempSync(join(tmpdir(), "paravent-score-"));
afterAll(() => rmSync(scratch, { recursive: true }));

function score(...files: readonly string[]) {
  const command = [join(root, "src/cli/score-screening.ts"), ...files];
  return spawnSync(process.execPath, command, { cwd: root, encoding: "utf8" });
}

test("it prints rates with their intervals for each class, and for ordinary texts", () => {
  const file = join(scratch, "texts.jsonl");
  const texts = [
    { text: "vous êtes très jolie", label: "block", category: "appearance_compliment", lang: "fr" },
    { text: "You will get a letter.", label: "block", category: "threat", lang: "en" },
    { text: "Je suis devant le portail", label: "pass", category: "ordinary", lang: "fr" },
    { text: "On my way", label: "pass", category: "ordinary", direction: "customer_to_staff", lang: "en" },
  ];
  writeFileSync(file, texts.map((text) => `${JSON.stringify(text)}\n`).join(""));
  const { status, stdout } = score(file);
  expect(status).toBe(0);
  // Wilson's interval of one of one and of none of one.
  expect(stdout).toContain("| appearance_compliment | 1 | 100.0 % [20.7, 100.0] | 100.0 % [20.7, 100.0] |");
  expect(stdout).toContain("| threat | 1 | 0.0 % [0.0, 79.3] | 0.0 % [0.0, 79.3] |");
  expect(stdout).toContain("| all | 2 | 0.0 % [0.0, 65.8] | 0.0 % [0.0, 65.8] |");
  expect(stdout).toContain("| language en | 1 |");
  expect(stdout).toContain("| customer_to_staff | 1 |");
});

test.each([
  ["no file", []],
  ["a file that is not there", [join(scratch, "none.jsonl")]],
  ["a file of something else", [join(root, "package.json")]],
])("%s: it says so and ends with 2", (_, files) => {
  const { status, stderr } = score(...files);
  expect(status).toBe(2);
  expect(stderr).not.toBe("");
});
