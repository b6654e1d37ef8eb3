/** Writes `vectors/ledger/` again: `node tests/ledger/make-vectors.ts`. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { tlogProof, writeLog, Tree } from "../../verifier/test/log.fixture.ts";
import { completenessFile, DAILY_POLICY } from "./completeness-file.ts";
import type { Damage } from "./damages.ts";
import { damages } from "./damages.ts";
import type { ReferenceLog } from "./reference-log.ts";
import {
  LOG_KEY,
  LOG_POLICY,
  noteAt,
  ORIGIN,
  referenceLog,
  SIZES,
  WITNESSED_POLICY,
  witnessedAt,
} from "./reference-log.ts";

export const VECTORS = join(import.meta.dirname, "../../vectors/ledger");

/** Logs that are there as whole folders; the others would be megabytes. */
export const WHOLE = SIZES.filter((size) => size <= 257);

/** Places worth a proof: both ends, both sides of a tile, the middle. */
export function indexesOf(size: number): readonly number[] {
  const wanted = [0, 1, 254, 255, 256, Math.floor(size / 2), size - 2, size - 1];
  return [...new Set(wanted)].filter((index) => index >= 0 && index < size).toSorted((a, b) => a - b);
}

/** Every pair of sizes, the older first. */
export function pairsOf(sizes: readonly number[]): readonly (readonly [older: number, newer: number])[] {
  return sizes.flatMap((newer) => sizes.filter((older) => older <= newer).map((older) => [older, newer] as const));
}

/** Writes all that can be made twice the same; `earlier` holds what cannot: the randomness of ML-DSA. */
export function writeVectors(folder: string, earlier: string): void {
  const log = referenceLog();
  const write = (file: string, content: string | Uint8Array) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  };
  write("log.vkey", `${LOG_KEY.vkey}\n`);
  write("log.policy", LOG_POLICY);
  write("witnessed.policy", WITNESSED_POLICY);
  for (const size of WHOLE) writeFolder(join(folder, `logs/${size}`), log, size);
  const indexes = new Set<number>();
  for (const size of SIZES) {
    write(`checkpoints/${size}`, noteAt(log, size));
    write(`witnessed/${size}`, keptOrNew(join(earlier, `witnessed/${size}`), log, size));
    for (const index of indexesOf(size)) {
      indexes.add(index);
      write(`proofs/${size}-${index}.tlog-proof`, tlogProof(log.tree, index, noteAt(log, size), size));
    }
  }
  for (const index of indexes) write(`leaves/${index}.leaf`, log.entries[index] as Buffer);
  for (const [older, newer] of pairsOf(SIZES)) {
    const hashes = log.tree.consistency(older, newer).map((hash) => `${hash.toString("base64")}\n`);
    write(`consistency/${older}-${newer}`, hashes.join(""));
  }
  write("completeness.policy", DAILY_POLICY);
  write("completeness.json", `${JSON.stringify(completenessFile(0), undefined, 1)}\n`);
  const all: readonly Damage[] = damages(log, (file) => readFileSync(join(folder, file)));
  write("damage.json", `${JSON.stringify(all, undefined, 1)}\n`);
}

function writeFolder(folder: string, { entries }: ReferenceLog, size: number): void {
  const own = entries.slice(0, size);
  mkdirSync(folder, { recursive: true });
  writeLog(folder, own, new Tree(own), noteAt(referenceLog(), size));
  writeFileSync(join(folder, "vkey"), `${LOG_KEY.vkey}\n`);
  const item = { name: "routine-2026", origin: ORIGIN, vkey: LOG_KEY.vkey, size, current: true, minimum: 0 };
  writeFileSync(join(folder, "log.json"), `${JSON.stringify(item)}\n`);
}

/** The witnessed checkpoint that is there, if all but the bytes of its ML-DSA signature is what would be made. */
function keptOrNew(file: string, log: ReferenceLog, size: number): string {
  const made = witnessedAt(log, size);
  if (!existsSync(file)) return made;
  const kept = readFileSync(file, "utf8");
  const comparable = (note: string) => note.split("\n").slice(0, 6).join("\n");
  return comparable(kept) === comparable(made) ? kept : made;
}

/** Files below a folder, with their sizes, as paths from it. */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => statSync(join(folder, path)).isFile())
    .toSorted();
}

if (import.meta.main) {
  const next = `${VECTORS}.new`;
  rmSync(next, { recursive: true, force: true });
  writeVectors(next, VECTORS);
  if (existsSync(join(VECTORS, "README.md"))) cpSync(join(VECTORS, "README.md"), join(next, "README.md"));
  rmSync(VECTORS, { recursive: true, force: true });
  cpSync(next, VECTORS, { recursive: true });
  rmSync(next, { recursive: true });
}
