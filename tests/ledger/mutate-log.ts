/**
 * The mutation corpus: damage to every class of byte of a published log, drawn by a seed. Each mutant is a change of
 * files and the command that must notice it.
 */
import { hash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { Key } from "../../verifier/test/log.fixture.ts";
import { leafHash, nodeHash } from "../../verifier/test/log.fixture.ts";
import type { CompletenessFile } from "./completeness-file.ts";
import { completenessFile } from "./completeness-file.ts";
import type { ReferenceLog } from "./reference-log.ts";
import { LOG_KEY, noteAt, ORIGIN, signedBy, STRANGER_KEY } from "./reference-log.ts";

/** New contents of files; null: not there any more. */
export type Mutant = {
  readonly class: string;
  readonly files: ReadonlyMap<string, Buffer | null>;
  readonly command: readonly string[];
};

/** A source of numbers that follow from its seed alone. */
export class Dice {
  readonly #seed: string;
  #drawn = 0;

  constructor(seed: string) {
    this.#seed = seed;
  }

  /** A whole number from 0 to `below`, which is not among them. */
  below(below: number): number {
    this.#drawn += 1;
    return Number(hash("sha256", `${this.#seed} ${this.#drawn}`, "buffer").readBigUInt64BE() % BigInt(below));
  }

  of<T>(items: readonly T[]): T {
    if (items.length === 0) throw new Error("could not draw from nothing");
    return items[this.below(items.length)] as T;
  }
}

export type ReadFile = (file: string) => Buffer;

/** What was done to bytes at a place. */
const EDITS: readonly (readonly [name: string, edit: (bytes: Buffer, at: number, dice: Dice) => Buffer])[] = [
  ["flipped", (bytes, at, dice) => replaced(bytes, at, 1, Buffer.of((bytes[at] as number) ^ (1 << dice.below(8))))],
  ["replaced", (bytes, at, dice) => replaced(bytes, at, 1, Buffer.of(dice.below(256)))],
  ["removed", (bytes, at) => replaced(bytes, at, 1, Buffer.alloc(0))],
  ["inserted", (bytes, at, dice) => replaced(bytes, at, 0, Buffer.of(dice.below(256)))],
  ["doubled", (bytes, at) => replaced(bytes, at, 0, bytes.subarray(at, at + 1))],
  ["swapped", (bytes, at) => replaced(bytes, at, 2, Buffer.from(bytes.subarray(at, at + 2).toReversed()))],
];

function replaced(bytes: Buffer, at: number, remove: number, insert: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, at), insert, bytes.subarray(at + remove)]);
}

/** Which bytes of an entry are what. */
const ENTRY_CLASSES: readonly (readonly [name: string, pattern: RegExp])[] = [
  ["name of a field", /(?<=")\w+(?=":)/g],
  ["string", /(?<=:")[^"]+(?=")/g],
  ["number", /(?<=:)\d+/g],
  ["null", /null/g],
  ["punctuation", /[{}":,]+/g],
];

/** An entry's bytes by class: `[at, …]` of each. */
export function placesOf(entry: Buffer): ReadonlyMap<string, readonly number[]> {
  // One character a byte, so that places in the text are places in the bytes.
  const text = entry.toString("latin1");
  return new Map(
    ENTRY_CLASSES.map(([name, pattern]) => [
      name,
      [...text.matchAll(pattern)].flatMap((found) => Array.from(found[0], (_, i) => found.index + i)),
    ]),
  );
}

/** The bytes of a signed note by class. Signatures are numbered from 1: the log's, then the witnesses'. */
export function noteClasses(note: Buffer): ReadonlyMap<string, readonly number[]> {
  const lines = note.toString("latin1").split("\n");
  const starts = lines.map((_, i) => lines.slice(0, i).reduce((sum, line) => sum + line.length + 1, 0));
  const all = (line: number, from = 0, to = (lines[line] as string).length) =>
    Array.from({ length: to - from }, (_, i) => (starts[line] as number) + from + i);
  const classes = new Map([
    ["origin", all(0)],
    ["size", all(1)],
    ["root", all(2)],
    ["line ends", starts.slice(1).map((start) => start - 1)],
  ]);
  for (const [i, line] of lines.entries()) {
    if (!line.startsWith("\u00e2\u0080\u0094 ")) continue;
    const base64 = line.lastIndexOf(" ") + 1;
    classes.set(`signature ${i - 3}: name`, all(i, 0, base64));
    classes.set(`signature ${i - 3}: key id and time`, all(i, base64, base64 + 16));
    classes.set(`signature ${i - 3}: bytes`, all(i, base64 + 16));
  }
  return classes;
}

type Draw = { readonly dice: Dice; readonly read: ReadFile };

function* edits(
  { dice, read }: Draw,
  file: string,
  name: string,
  places: readonly number[],
  count: number,
  command: readonly string[],
) {
  const bytes = read(file);
  for (let i = 0; i < count; i += 1) {
    const [edit, apply] = EDITS[i % EDITS.length] as (typeof EDITS)[number];
    const mutated = apply(bytes, dice.of(places), dice);
    // The same bytes are no mutant.
    if (mutated.equals(bytes)) continue;
    yield { class: `${name}, ${edit}`, files: new Map([[file, mutated]]), command };
  }
}

/** Where the entries of a bundle are, and how long. */
export function entriesIn(bundle: Buffer): readonly { readonly start: number; readonly end: number }[] {
  const found = [];
  for (let at = 0; at < bundle.length; ) {
    const [start, end] = [at + 2, at + 2 + bundle.readUInt16BE(at)];
    found.push({ start, end });
    at = end;
  }
  return found;
}

/** An entry of which one byte is another. Of every other one all hashes above it are put right: only the root tells. */
function* entryMutants(
  draw: Draw,
  folder: string,
  bundles: readonly string[],
  count: number,
  command: readonly string[],
): Generator<Mutant> {
  const { dice, read } = draw;
  for (let i = 0; i < count; i += 1) {
    const file = `${folder}/${dice.of(bundles)}`;
    const bundle = read(file);
    const places = entriesIn(bundle);
    const place = dice.below(places.length);
    const { start, end } = places[place] as (typeof places)[number];
    const entry = bundle.subarray(start, end);
    const [kind, bytes] = dice.of([...placesOf(entry)].filter(([, found]) => found.length > 0));
    const [edit, apply] = EDITS[i % EDITS.length] as (typeof EDITS)[number];
    const mutated = apply(entry, dice.of(bytes), dice);
    if (mutated.equals(entry)) continue;
    const length = Buffer.of(mutated.length >> 8, mutated.length & 255);
    const content = Buffer.concat([bundle.subarray(0, start - 2), length, mutated, bundle.subarray(end)]);
    const isRebuilt = i % 2 === 1;
    const hashes = isRebuilt ? rebuiltTiles(draw, file, place, mutated) : [];
    const name = `entry${isRebuilt ? " and its hashes" : ""}, ${kind}, ${edit}`;
    yield { class: name, files: new Map([[file, content], ...hashes]), command };
  }
}

/** The tiles over a bundle, as if the entry at `place` had always been this one. */
function rebuiltTiles(
  { read }: Draw,
  bundle: string,
  place: number,
  entry: Buffer,
): readonly (readonly [string, Buffer])[] {
  const file = bundle.replace("/entries/", "/0/");
  const tile = replaced(read(file), 32 * place, 32, leafHash(entry));
  const [, index] = /entries\/(\d{3})$/.exec(bundle) ?? [];
  if (index === undefined) return [[file, tile]];
  const above = bundle.replace(/entries\/\d{3}$/, "1/000.p/2");
  let hashes = Array.from({ length: 256 }, (_, n) => tile.subarray(32 * n, 32 * n + 32));
  while (hashes.length > 1) {
    hashes = hashes.flatMap((one, n) => (n % 2 === 0 ? nodeHash(one, hashes[n + 1] as Buffer) : []));
  }
  return [
    [file, tile],
    [above, replaced(read(above), 32 * Number(index), 32, hashes[0] as Buffer)],
  ];
}

/** Bundles of which the order or the number of entries is another, or that are not what they say. */
function* bundleMutants(
  { dice, read }: Draw,
  folder: string,
  bundles: readonly string[],
  count: number,
  command: readonly string[],
): Generator<Mutant> {
  const file = () => `${folder}/${dice.of(bundles)}`;
  for (let i = 0; i < count; i += 1) {
    const path = file();
    const bundle = read(path);
    const places = entriesIn(bundle);
    const parts = places.map(({ start, end }) => bundle.subarray(start - 2, end));
    const [a, b] = [dice.below(parts.length), dice.below(parts.length)];
    const [name, content] = dice.of<readonly [string, Buffer | null]>([
      ["entries change places", Buffer.concat(parts.with(a, parts[b] as Buffer).with(b, parts[a] as Buffer))],
      ["an entry is missing", Buffer.concat(parts.toSpliced(a, 1))],
      ["an entry is there twice", Buffer.concat(parts.toSpliced(a, 0, parts[a] as Buffer))],
      ["an entry takes another's place", Buffer.concat(parts.with(a, parts[b] as Buffer))],
      ["cut short", bundle.subarray(0, dice.below(bundle.length))],
      ["bytes behind it", Buffer.concat([bundle, bundle.subarray(0, 1 + dice.below(9))])],
      [
        "a length",
        replaced(bundle, (places[a] as { start: number }).start - 1 - dice.below(2), 1, Buffer.of(dice.below(256))),
      ],
      ["not there", null],
    ]);
    if (content?.equals(bundle) === true) continue;
    yield { class: `bundle, ${name}`, files: new Map([[path, content]]), command };
  }
}

/** Tiles of one level. */
function* tileMutants(
  { dice, read }: Draw,
  files: readonly string[],
  name: string,
  count: number,
  command: readonly string[],
): Generator<Mutant> {
  for (let i = 0; i < count; i += 1) {
    const file = dice.of(files);
    const tile = read(file);
    const hashes = Array.from({ length: tile.length / 32 }, (_, n) => tile.subarray(32 * n, 32 * n + 32));
    const [a, b] = [dice.below(hashes.length), dice.below(hashes.length)];
    const at = dice.below(tile.length);
    const [kind, content] = dice.of<readonly [string, Buffer | null]>([
      ["a bit", replaced(tile, at, 1, Buffer.of((tile[at] as number) ^ (1 << dice.below(8))))],
      ["a byte is missing", replaced(tile, at, 1, Buffer.alloc(0))],
      ["a byte too many", replaced(tile, at, 0, Buffer.of(dice.below(256)))],
      ["a hash is missing", Buffer.concat(hashes.toSpliced(a, 1))],
      ["a hash too many", Buffer.concat([tile, hashes[a] as Buffer])],
      ["hashes change places", Buffer.concat(hashes.with(a, hashes[b] as Buffer).with(b, hashes[a] as Buffer))],
      ["a hash takes another's place", Buffer.concat(hashes.with(a, hashes[b] as Buffer))],
      ["not there", null],
    ]);
    if (content?.equals(tile) === true) continue;
    yield { class: `${name}, ${kind}`, files: new Map([[file, content]]), command };
  }
}

/** Lines of a proof, of which one is missing, doubled, another's or in another place. */
function* proofLineMutants(
  { dice, read }: Draw,
  file: string,
  first: number,
  name: string,
  count: number,
  command: readonly string[],
): Generator<Mutant> {
  const bytes = read(file);
  const text = bytes.toString();
  const end = text.indexOf("\n\n") < 0 ? text.length - 1 : text.indexOf("\n\n");
  const lines = text.slice(0, end).split("\n");
  const [head, hashes, rest] = [lines.slice(0, first), lines.slice(first), text.slice(end)];
  for (let i = 0; i < count; i += 1) {
    const [a, b] = [dice.below(hashes.length), dice.below(hashes.length)];
    const [kind, changed] = dice.of<readonly [string, readonly string[]]>([
      ["a hash is missing", hashes.toSpliced(a, 1)],
      ["a hash is there twice", hashes.toSpliced(a, 0, hashes[a] as string)],
      ["hashes change places", hashes.with(a, hashes[b] as string).with(b, hashes[a] as string)],
      ["a hash takes another's place", hashes.with(a, hashes[b] as string)],
      ["a hash of nothing", hashes.with(a, hash("sha256", `${i}`, "base64"))],
    ]);
    const content = Buffer.from([...head, ...changed].join("\n") + rest);
    if (!content.equals(bytes)) yield { class: `${name}, ${kind}`, files: new Map([[file, content]]), command };
  }
}

export type Corpus = {
  /** Files of the logs below, by path. */
  readonly small: string;
  readonly smallSize: number;
  readonly large: string;
  readonly files: readonly string[];
  readonly read: ReadFile;
  readonly log: ReferenceLog;
};

/** Some thousands of mutants, the same for the same seed. */
export function* mutants(seed: string, corpus: Corpus): Generator<Mutant> {
  const { small, large, files, read } = corpus;
  const dice = new Dice(seed);
  const draw = { dice, read };
  const inFolder = (folder: string, part: string) => files.filter((file) => file.startsWith(`${folder}/${part}`));
  const audit = ["audit", small, "--policy", "log.policy"];
  const bundles = inFolder(small, "tile/entries/").map((file) => file.slice(small.length + 1));
  yield* entryMutants(draw, small, bundles, 900, audit);
  yield* bundleMutants(draw, small, bundles, 240, audit);
  for (const level of [0, 1]) {
    const tiles = inFolder(small, `tile/${level}/`);
    const partial = tiles.filter((file) => file.includes(".p/"));
    const full = tiles.filter((file) => !file.includes(".p/"));
    if (full.length > 0) yield* tileMutants(draw, full, `tile of level ${level}`, 150, audit);
    yield* tileMutants(draw, partial, `partial tile of level ${level}`, 150, audit);
  }
  // Trees of three levels, by their hashes: what they stand for was looked at above.
  const wide = ["audit", large, "--policy", "log.policy", "--hashes-only"];
  for (const level of [0, 1, 2]) {
    yield* tileMutants(draw, inFolder(large, `tile/${level}/`), `large log, tile of level ${level}`, 24, wide);
  }
  yield* noteMutants(draw, `${small}/checkpoint`, "checkpoint", 90, audit);
  yield* noteMutants(draw, "witnessed", "witnessed checkpoint", 90, [
    "checkpoint",
    "witnessed",
    "--policy",
    "witnessed.policy",
  ]);
  const proof = ["proof", "proof.tlog-proof", "proof.leaf", "--policy", "log.policy"];
  const head = Array.from({ length: read("proof.tlog-proof").indexOf("\n\n") + 1 }, (_, i) => i);
  yield* edits(draw, "proof.tlog-proof", "proof file, head", head, 300, proof);
  yield* noteMutants(
    { dice, read: () => read("proof.tlog-proof").subarray(head.length + 1) },
    "proof.tlog-proof",
    "proof file, checkpoint",
    30,
    proof,
    read("proof.tlog-proof").subarray(0, head.length + 1),
  );
  yield* proofLineMutants(draw, "proof.tlog-proof", 2, "proof file", 150, proof);
  const leaf = Array.from(read("proof.leaf"), (_, i) => i);
  yield* edits(draw, "proof.leaf", "leaf of a proof", leaf, 300, proof);
  const consistency = [
    "consistency",
    "older",
    `${small}/checkpoint`,
    "--proof",
    "consistency",
    "--policy",
    "log.policy",
  ];
  const hashes = Array.from(read("consistency"), (_, i) => i);
  yield* edits(draw, "consistency", "consistency proof", hashes, 300, consistency);
  yield* proofLineMutants(draw, "consistency", 0, "consistency proof", 150, consistency);
  yield* historyMutants(dice, corpus, 240);
  yield* completenessMutants(dice, 400);
}

/** Checkpoints that are well signed and tell another history, or that of another log. */
function* historyMutants(dice: Dice, { small, smallSize, log }: Corpus, count: number): Generator<Mutant> {
  const [checkpoint, since] = [`${small}/checkpoint`, "older"];
  const command = ["audit", small, "--policy", "log.policy", "--since", since];
  const sign = (key: Key, name: string, size: number, root: Buffer) =>
    Buffer.from(signedBy(key, `${name}\n${size}\n${root.toString("base64")}\n`));
  for (let i = 0; i < count; i += 1) {
    const smaller = 1 + dice.below(smallSize - 1);
    const larger = smallSize + 1 + dice.below(log.tree.size - smallSize);
    const root = hash("sha256", `${i}`, "buffer");
    const [kind, file, note] = dice.of<readonly [string, string, Buffer]>([
      ["set back", since, Buffer.from(noteAt(log, larger))],
      ["restored from an older copy", checkpoint, Buffer.from(noteAt(log, larger))],
      ["two trees of one size", since, sign(LOG_KEY, ORIGIN, smallSize, root)],
      ["rewritten since", since, sign(LOG_KEY, ORIGIN, smaller, root)],
      ["the root of another size", checkpoint, sign(LOG_KEY, ORIGIN, smallSize, log.tree.root(smaller))],
      ["another log's", checkpoint, sign(STRANGER_KEY, STRANGER_KEY.name, smallSize, log.tree.root(smallSize))],
      [
        "another key's",
        checkpoint,
        sign({ ...STRANGER_KEY, name: ORIGIN }, ORIGIN, smallSize, log.tree.root(smallSize)),
      ],
      ["another log's earlier", since, sign(STRANGER_KEY, STRANGER_KEY.name, smaller, log.tree.root(smaller))],
    ]);
    yield { class: `history, ${kind}`, files: new Map([[file, note]]), command };
  }
}

/** What would make a list look whole that is not; the file's own form is another's affair. */
function* completenessMutants(dice: Dice, count: number): Generator<Mutant> {
  const [file, other] = [completenessFile(0), completenessFile(1)];
  const { entries, path, end, map } = file;
  const bytesOf = (base64: string) => Buffer.from(base64, "base64");
  const edited = (base64: string, edit: (typeof EDITS)[number][1]) =>
    edit(bytesOf(base64), dice.below(bytesOf(base64).length - 1), dice).toString("base64");
  const command = ["completeness", "completeness.json", "--policy", "completeness.policy"];
  for (let i = 0; i < count; i += 1) {
    const [edit, apply] = EDITS[i % EDITS.length] as (typeof EDITS)[number];
    // Without her first entries a list is that of somebody whose earlier ones have expired, and is said to be.
    const [a, b, step] = [1 + dice.below(entries.length - 1), dice.below(entries.length), dice.below(path.length)];
    const [entry, fork] = [entries[a] as { readonly leaf: string }, path[step] as (typeof path)[number]];
    const [kind, changed] = dice.of<readonly [string, Partial<CompletenessFile>]>([
      [`entry, ${edit}`, { entries: entries.with(a, { leaf: edited(entry.leaf, apply) }) }],
      ["an entry is missing", { entries: entries.toSpliced(a, 1) }],
      ["an entry is there twice", { entries: entries.toSpliced(a, 0, entry) }],
      ["entries change places", { entries: entries.with(a, entries[b] as never).with(b, entry) }],
      ["an entry of another", { entries: entries.with(a, dice.of(other.entries)) }],
      ["the count", { end: { ...end, count: 1 + dice.below(40) } }],
      [`the head, ${edit}`, { end: { ...end, head: edited(end.head, apply) } }],
      [`the key, ${edit}`, { end: { ...end, key: edited(end.key, apply) } }],
      ["the end of another", { end: other.end }],
      ["a bit of the way", { path: path.with(step, { ...fork, bit: dice.below(256) }) }],
      [`a hash of the way, ${edit}`, { path: path.with(step, { ...fork, hash: edited(fork.hash, apply) }) }],
      ["a step of the way is missing", { path: path.toSpliced(step, 1) }],
      ["a step of the way is there twice", { path: path.toSpliced(step, 0, fork) }],
      ["the way of another", { path: other.path }],
      ["another customer", { customer: dice.of([other.customer, `${file.customer}0`, file.customer.slice(1)]) }],
      [`the day, ${edit}`, { map: { ...map, leaf: edited(map.leaf, apply) } }],
    ]);
    const mutated = { ...file, ...changed };
    if (isDeepStrictEqual(mutated, file)) continue;
    const content = Buffer.from(JSON.stringify(mutated));
    yield { class: `completeness, ${kind}`, files: new Map([["completeness.json", content]]), command };
  }
}

/** `before`: what stands before the note in the file. */
function* noteMutants(
  { dice, read }: Draw,
  file: string,
  name: string,
  count: number,
  command: readonly string[],
  before: Buffer = Buffer.alloc(0),
): Generator<Mutant> {
  const note = read(file);
  for (const [kind, places] of noteClasses(note)) {
    for (const mutant of edits({ dice, read }, file, `${name}, ${kind}`, places, count, command)) {
      const content = mutant.files.get(file) as Buffer;
      yield { ...mutant, files: new Map([[file, Buffer.concat([before, content])]]) };
    }
  }
}
