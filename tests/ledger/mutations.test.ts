/** Every mutant of the corpus is noticed, and what was not changed is accepted. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { tlogProof, Tree, writeLog } from "../../verifier/test/log.fixture.ts";
import { completenessFile, DAILY_POLICY } from "./completeness-file.ts";
import { filesBelow } from "./make-vectors.ts";
import type { Corpus, Mutant } from "./mutate-log.ts";
import { mutants } from "./mutate-log.ts";
import { LOG_POLICY, noteAt, referenceLog, WITNESSED_POLICY, witnessedAt } from "./reference-log.ts";
import { verify } from "./verify.ts";

/** `MUTATION_SEED=…` draws others; a seed that found something becomes a case of `damages.ts`. */
const SEED = process.env["MUTATION_SEED"] ?? "paravent 1";
const LIMIT_MS = 120_000;
/** Two full bundles and a partial one; three levels of tiles. */
const [SMALL_SIZE, LARGE_SIZE, PROVED] = [600, 65_537, 300];

const folder = mkdtempSync(join(tmpdir(), "paravent-mutants-"));
afterAll(() => rmSync(folder, { recursive: true }));

function writeCorpus(): Corpus {
  const log = referenceLog();
  for (const [name, size] of [
    ["small", SMALL_SIZE],
    ["large", LARGE_SIZE],
  ] as const) {
    mkdirSync(join(folder, name));
    const entries = log.entries.slice(0, size);
    writeLog(join(folder, name), entries, new Tree(entries), noteAt(log, size));
  }
  const hashes = log.tree.consistency(PROVED, SMALL_SIZE).map((one) => `${one.toString("base64")}\n`);
  for (const [name, content] of [
    ["log.policy", LOG_POLICY],
    ["witnessed.policy", WITNESSED_POLICY],
    ["witnessed", witnessedAt(log, SMALL_SIZE)],
    ["older", noteAt(log, PROVED)],
    ["consistency", hashes.join("")],
    ["completeness.policy", DAILY_POLICY],
    ["completeness.json", JSON.stringify(completenessFile(0))],
    ["proof.leaf", log.entries[PROVED] as Buffer],
    ["proof.tlog-proof", tlogProof(log.tree, PROVED, noteAt(log, LARGE_SIZE), LARGE_SIZE)],
  ] as const) {
    writeFileSync(join(folder, name), content);
  }
  const read = (file: string) => readFileSync(join(folder, file));
  return { small: "small", smallSize: SMALL_SIZE, large: "large", files: filesBelow(folder), read, log };
}

async function outcomeOf({ files, command }: Mutant, read: Corpus["read"]) {
  const whole = new Map([...files.keys()].map((file) => [file, read(file)]));
  for (const [file, content] of files) {
    if (content === null) rmSync(join(folder, file));
    else writeFileSync(join(folder, file), content);
  }
  try {
    return await verify(folder, command);
  } finally {
    for (const [file, content] of whole) writeFileSync(join(folder, file), content);
  }
}

test(`all mutants of seed ${SEED} are noticed`, { timeout: LIMIT_MS }, async () => {
  const corpus = writeCorpus();
  const accepted: string[] = [];
  const counts = new Map<string, number>();
  const commands = new Map<string, readonly string[]>();
  for (const mutant of mutants(SEED, corpus)) {
    commands.set(mutant.command.join(" "), mutant.command);
    const [kind = ""] = mutant.class.split(",");
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    const { outcome, conclusion } = await outcomeOf(mutant, corpus.read);
    // `unchecked` is not a finding: it would only mean that nobody looked.
    if (outcome !== "refuted") accepted.push(`${mutant.class}: ${outcome} ${conclusion.code}`);
  }
  expect(accepted).toEqual([]);
  // The twins: nothing is refused but for what was changed, before and after.
  for (const command of commands.values()) {
    expect(await verify(folder, command), command.join(" ")).toMatchObject({ outcome: "verified" });
  }
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  console.log(`${total} mutants noticed: ${[...counts].map(([kind, count]) => `${kind} ${count}`).join(", ")}`);
  expect(total).toBeGreaterThan(4_000);
  expect(Math.min(...counts.values())).toBeGreaterThan(10);
});
