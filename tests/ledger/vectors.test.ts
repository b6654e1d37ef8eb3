/** The reference vectors are what their script makes, and both readers of this repository say of them what is expected. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { writeLog, Tree } from "../../verifier/test/log.fixture.ts";
import { parseCheckpoint } from "../../src/ledger/format/checkpoint.ts";
import { parseCosignerVkey } from "../../src/ledger/format/cosignature.ts";
import { leafHashOf, verifyConsistency, verifyInclusion } from "../../src/ledger/format/merkle.ts";
import type { NoteVerifier } from "../../src/ledger/format/note.ts";
import { openNote, parseVkey, strictBase64 } from "../../src/ledger/format/note.ts";
import { isQuorum, parsePolicy } from "../../src/ledger/format/policy.ts";
import { DamagedVectors } from "./apply-damage.ts";
import type { Damage } from "./damages.ts";
import { filesBelow, indexesOf, pairsOf, VECTORS, WHOLE, writeVectors } from "./make-vectors.ts";
import { COUNCIL, LOG_KEY, OFFICER, ORIGIN, referenceLog, SIZES } from "./reference-log.ts";
import { verify } from "./verify.ts";

const damaged = new DamagedVectors(VECTORS);
afterAll(() => damaged.remove());
const read = (file: string) => readFileSync(join(VECTORS, file));

test("the vectors are what their script makes", () => {
  const folder = mkdtempSync(join(tmpdir(), "paravent-made-"));
  writeVectors(folder, VECTORS);
  const made = filesBelow(folder);
  expect(filesBelow(VECTORS).filter((file) => file !== "README.md")).toEqual(made);
  for (const file of made) expect(read(file).equals(readFileSync(join(folder, file))), file).toBe(true);
  rmSync(folder, { recursive: true });
});

test.each(WHOLE)("a log of %i entries is rebuilt", async (size) => {
  expect(await verify(VECTORS, ["audit", `logs/${size}`, "--policy", "log.policy"])).toMatchObject({
    outcome: "verified",
    conclusion: { values: { size, origin: ORIGIN } },
  });
});

test.each(SIZES.filter((size) => !WHOLE.includes(size)))("a log of %i entries, made here, is rebuilt", async (size) => {
  const folder = mkdtempSync(join(tmpdir(), "paravent-whole-"));
  const entries = referenceLog().entries.slice(0, size);
  writeLog(folder, entries, new Tree(entries), String(read(`checkpoints/${size}`)));
  const { outcome, conclusion } = await verify("/", ["audit", folder, "--policy", join(VECTORS, "log.policy")]);
  rmSync(folder, { recursive: true });
  expect({ outcome, ...conclusion }).toMatchObject({ outcome: "verified", values: { size, origin: ORIGIN } });
});

test.each(SIZES)("the checkpoint of %i entries is accepted with and without its witnesses", async (size) => {
  for (const [folder, policy, code] of [
    ["checkpoints", "log.policy", "checkpoint_verified"],
    ["witnessed", "witnessed.policy", "checkpoint_witnessed"],
  ]) {
    const report = await verify(VECTORS, ["checkpoint", `${folder}/${size}`, "--policy", String(policy)]);
    expect(report).toMatchObject({ outcome: "verified", conclusion: { code, values: { size } } });
  }
  const unseen = await verify(VECTORS, ["checkpoint", `checkpoints/${size}`, "--policy", "witnessed.policy"]);
  expect(unseen).toMatchObject({ outcome: "refuted", conclusion: { code: "quorum_missed" } });
});

test("every proof is accepted with its leaf, and refused with any other", async () => {
  const proofs = SIZES.flatMap((size) => indexesOf(size).map((index) => ({ size, index })));
  expect(readdirSync(join(VECTORS, "proofs"))).toHaveLength(proofs.length);
  for (const { size, index } of proofs) {
    const prove = (leaf: number) => {
      const files = [`proofs/${size}-${index}.tlog-proof`, `leaves/${leaf}.leaf`];
      return verify(VECTORS, ["proof", ...files, "--policy", "log.policy"]);
    };
    expect(await prove(index)).toMatchObject({ outcome: "verified", conclusion: { values: { index, size } } });
    const other = index === 0 ? 1 : 0;
    expect(await prove(other)).toMatchObject({ outcome: "refuted", conclusion: { code: "inclusion_wrong" } });
  }
});

test("the list of a customer is whole up to the day", async () => {
  const report = await verify(VECTORS, ["completeness", "completeness.json", "--policy", "completeness.policy"]);
  expect(report).toMatchObject({ outcome: "verified", conclusion: { code: "complete_from_first" } });
});

test("between any two sizes the log has only grown", async () => {
  for (const [older, newer] of pairsOf(SIZES)) {
    const proof = ["--proof", `consistency/${older}-${newer}`, "--policy", "log.policy"];
    const forwards = ["consistency", `checkpoints/${older}`, `checkpoints/${newer}`, ...proof];
    expect(await verify(VECTORS, forwards)).toMatchObject({ outcome: "verified" });
    if (older === newer) continue;
    const backwards = ["consistency", `checkpoints/${newer}`, `checkpoints/${older}`, ...proof];
    expect(await verify(VECTORS, backwards)).toMatchObject({ outcome: "refuted", conclusion: { code: "log_shrank" } });
  }
});

const all = JSON.parse(String(read("damage.json"))) as readonly Damage[];

test.each(all)("$name", async ({ command, exit, code, ...damage }) => {
  // The twin without the damage. Where nothing is changed the files are given in the wrong order.
  if (damage.changes.length > 0) {
    expect(await verify(VECTORS, command)).toMatchObject({ outcome: "verified" });
  }
  const report = await damaged.with(damage, () => verify(damaged.folder, command));
  expect(report).toMatchObject({ outcome: exit === 1 ? "refuted" : "unchecked", conclusion: { code } });
});

test("the program ends as the vectors say, for each of its commands", async () => {
  const program = join(import.meta.dirname, "../../verifier/bin/paravent-verify.mjs");
  const run = (command: readonly string[]) =>
    spawnSync(process.execPath, [program, ...command, "--json"], { cwd: damaged.folder, encoding: "utf8" });
  for (const name of ["audit", "checkpoint", "proof", "consistency"]) {
    const one = all.find(({ command, changes }) => command[0] === name && changes.length > 0) as Damage;
    expect(run(one.command).status).toBe(0);
    const { status, stdout } = await damaged.with(one, () => run(one.command));
    expect({ status, code: JSON.parse(stdout).code }).toEqual({ status: one.exit, code: one.code });
  }
});

test("the README's command is this program", () => {
  const files = ["proofs/257-256.tlog-proof", "leaves/256.leaf", "log.policy"].map((file) => join(VECTORS, file));
  const [proof = "", leaf = "", policy = ""] = files;
  const words = ["run", "--silent", "verify", "--", "proof", proof, leaf, "--policy", policy, "--lang", "en"];
  const { status, stdout } = spawnSync("npm", words, { cwd: join(VECTORS, "../.."), encoding: "utf8" });
  expect({ status, verdict: stdout.slice(0, 9) }).toEqual({ status: 0, verdict: "Verified." });
});

/** What the server's own readers make of a checkpoint. */
function checkpointBy(verifiers: readonly NoteVerifier[], note: string) {
  const opened = openNote(note, verifiers);
  const checkpoint = opened.ok ? parseCheckpoint(opened.text) : undefined;
  if (!opened.ok || checkpoint === undefined) throw new Error("could not read the checkpoint");
  return {
    ...checkpoint,
    root: Buffer.from(checkpoint.root, "base64"),
    signers: opened.verified.map((one) => one.verifier.vkey),
  };
}

test("the server reads its own vectors the same way", () => {
  const logKey = parseVkey(LOG_KEY.vkey) as NoteVerifier;
  const keys = [logKey, ...[COUNCIL, OFFICER].map(({ vkey }) => parseCosignerVkey(vkey) as NoteVerifier)];
  for (const size of SIZES) {
    expect(checkpointBy([logKey], String(read(`checkpoints/${size}`)))).toMatchObject({ size, origin: ORIGIN });
    const { signers } = checkpointBy(keys, String(read(`witnessed/${size}`)));
    expect(signers).toEqual([LOG_KEY, COUNCIL, OFFICER].map(({ vkey }) => vkey));
  }
  const parsed = parsePolicy(String(read("witnessed.policy")));
  if (!parsed.ok) throw new Error(parsed.why);
  expect(isQuorum(parsed.policy, new Set(["council", "officer"]))).toBe(true);
  expect(isQuorum(parsed.policy, new Set(["council"]))).toBe(false);
});

test("the server proves its own vectors the same way", () => {
  const { tree, entries } = referenceLog();
  for (const size of SIZES) {
    for (const index of indexesOf(size)) {
      const [, first, ...rest] = String(read(`proofs/${size}-${index}.tlog-proof`)).split("\n");
      const proof = rest.slice(0, rest.indexOf("")).map((hash) => strictBase64(hash) as Buffer);
      expect(first).toBe(`index ${index}`);
      const leaf = leafHashOf(entries[index] as Buffer);
      expect(verifyInclusion(leaf, index, size, proof, tree.root(size))).toBe(true);
      expect(verifyInclusion(leafHashOf(Buffer.from("x")), index, size, proof, tree.root(size))).toBe(false);
    }
  }
  for (const [older, newer] of pairsOf(SIZES)) {
    const lines = String(read(`consistency/${older}-${newer}`))
      .split("\n")
      .slice(0, -1);
    const proof = lines.map((hash) => strictBase64(hash) as Buffer);
    expect(verifyConsistency(older, tree.root(older), newer, tree.root(newer), proof)).toBe(true);
    if (older > 0 && older < newer) {
      expect(verifyConsistency(older, tree.root(older), newer, tree.root(older), proof)).toBe(false);
    }
  }
});
