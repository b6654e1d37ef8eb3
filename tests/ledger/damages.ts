/**
 * Every kind of damage to the reference log, and what a verifier must say. Each one names the files it changes, the
 * command that must notice, and the verdict: 1 the evidence does not hold, 2 it cannot be checked.
 */
import { cosign, makeEntries, Tree } from "../../verifier/test/log.fixture.ts";
import type { CompletenessFile } from "./completeness-file.ts";
import { completenessFile } from "./completeness-file.ts";
import type { ReferenceLog } from "./reference-log.ts";
import { COSIGNED_AT, COUNCIL, keyOf, LOG_KEY, ORIGIN, rawSignature, signedBy, STRANGER_KEY } from "./reference-log.ts";

/** `at`, `remove` in bytes; `insert` in hex. `copyOf`: another file of the vectors takes its place. */
export type Change =
  | { readonly file: string; readonly at: number; readonly remove: number; readonly insert: string }
  | { readonly file: string; readonly copyOf: string }
  | { readonly file: string; readonly gone: true };

export type Damage = {
  readonly name: string;
  /** What is given to `paravent-verify`, in the folder of the vectors. */
  readonly command: readonly string[];
  readonly changes: readonly Change[];
  readonly exit: 1 | 2;
  readonly code: string;
};

export type ReadVector = (file: string) => Buffer;

/** A file at which changes are made. */
class Target {
  readonly file: string;
  readonly #bytes: Buffer;

  constructor(file: string, read: ReadVector) {
    this.file = file;
    this.#bytes = read(file);
  }

  splice(at: number, remove: number, insert: Uint8Array | string = ""): Change {
    return { file: this.file, at, remove, insert: Buffer.from(insert).toString("hex") };
  }

  flip(at: number): Change {
    return this.splice(at, 1, Buffer.of((this.#bytes[at] as number) ^ 1));
  }

  /** `text` becomes `other`, where it first stands. */
  replace(text: string, other: string): Change {
    const at = this.#bytes.indexOf(text);
    if (at < 0) throw new Error(`could not find ${text} in ${this.file}`);
    return this.splice(at, Buffer.byteLength(text), other);
  }

  /** `content` instead of all that follows `at`. */
  rest(at: number, content: Uint8Array | string = ""): Change {
    return this.splice(at, this.#bytes.length - at, content);
  }

  whole(content: Uint8Array | string): Change {
    return this.rest(0, content);
  }

  at(text: string): number {
    const at = this.#bytes.indexOf(text);
    if (at < 0) throw new Error(`could not find ${text} in ${this.file}`);
    return at;
  }

  get bytes(): Buffer {
    return this.#bytes;
  }
}

type Expected = readonly [exit: 1 | 2, code: string];

export function damages(log: ReferenceLog, read: ReadVector): readonly Damage[] {
  return [
    ...entryDamages(read),
    ...tileDamages(read),
    ...checkpointDamages(log, read),
    ...cosignatureDamages(log, read),
    ...proofDamages(read),
    ...historyDamages(log, read),
    ...completenessDamages(read),
  ];
}

const AUDIT = ["audit", "logs/257", "--policy", "log.policy"];

function damage(command: readonly string[]) {
  return (name: string, changes: readonly Change[], [exit, code]: Expected): Damage => {
    return { name, command, changes, exit, code };
  };
}

function entryDamages(read: ReadVector): readonly Damage[] {
  const of = damage(AUDIT);
  const bundle = new Target("logs/257/tile/entries/000", read);
  const last = new Target("logs/257/tile/entries/001.p/1", read);
  const first = 2 + bundle.bytes.readUInt16BE(0);
  const second = first + 2 + bundle.bytes.readUInt16BE(first);
  const swapped = Buffer.concat([bundle.bytes.subarray(first, second), bundle.bytes.subarray(0, first)]);
  return [
    of("entry: a value is another", [bundle.replace("queued", "failed")], [1, "chain_link"]),
    of("entry: a field has another name", [bundle.replace('"code"', '"cods"')], [1, "chain_link"]),
    of("entry: an instant is later", [bundle.replace("00:00:01", "00:00:11")], [1, "chain_link"]),
    of("entry: it is none any more", [bundle.flip(2)], [1, "json_not_object"]),
    of("entry: another version", [bundle.replace('"v":1', '"v":2')], [1, "entry_unknown_version"]),
    of(
      "entry: a place in her chain is another",
      [bundle.replace('"customerSeq":1,', '"customerSeq":2,')],
      [1, "entry_chain"],
    ),
    of(
      "entry: white space",
      [last.splice(3, 0, " "), last.splice(0, 2, lengthOf(last.bytes.length - 1))],
      [1, "json_space"],
    ),
    of("entry: its length is another", [bundle.flip(1)], [1, "json_trailing"]),
    of("bundle: two entries change places", [bundle.splice(0, second, swapped)], [1, "tile_differs"]),
    of("bundle: an entry is missing", [bundle.splice(0, first)], [1, "bundle_short"]),
    of("bundle: an entry is there twice", [bundle.splice(0, 0, bundle.bytes.subarray(0, first))], [1, "bundle_long"]),
    of("bundle: cut short", [bundle.splice(bundle.bytes.length - 1, 1)], [1, "bundle_short"]),
    of("bundle: bytes at the end", [bundle.splice(bundle.bytes.length, 0, "x")], [1, "bundle_long"]),
    of("bundle: not there", [{ file: bundle.file, gone: true }], [1, "tile_missing"]),
    of("bundle: empty", [bundle.whole("")], [1, "bundle_short"]),
    of("bundle: the partial one is not there", [{ file: last.file, gone: true }], [1, "tile_missing"]),
  ];
}

function lengthOf(length: number): Buffer {
  return Buffer.of(length >> 8, length & 255);
}

function tileDamages(read: ReadVector): readonly Damage[] {
  const of = damage(AUDIT);
  return ["tile/0/000", "tile/0/001.p/1", "tile/1/000.p/1"].flatMap((path) => {
    const tile = new Target(`logs/257/${path}`, read);
    const { length } = tile.bytes;
    return [
      of(`${path}: one bit`, [tile.flip(length - 1)], [1, "tile_differs"]),
      of(`${path}: a byte is missing`, [tile.splice(length - 1, 1)], [1, "tile_size"]),
      of(`${path}: a hash too many`, [tile.splice(length, 0, Buffer.alloc(32))], [1, "tile_size"]),
      of(`${path}: empty`, [tile.whole("")], [1, "tile_size"]),
      of(`${path}: not there`, [{ file: tile.file, gone: true }], [1, "tile_missing"]),
    ];
  });
}

/** Notes that only whoever holds the log's key can make: it is not their signature that is wrong. */
function signedWrong(log: ReferenceLog): readonly (readonly [name: string, text: string, code: string])[] {
  const root = log.tree.root(257).toString("base64");
  const size = (digits: string) => `${ORIGIN}\n${digits}\n${root}\n`;
  return [
    ["a leading zero", size("0257"), "checkpoint_size_malformed"],
    ["a plus sign", size("+257"), "checkpoint_size_malformed"],
    ["a minus sign", size("-257"), "checkpoint_size_malformed"],
    ["a space", size(" 257"), "checkpoint_size_malformed"],
    ["hexadecimal digits", size("0x101"), "checkpoint_size_malformed"],
    ["a size beyond 2^53", size("9007199254740993"), "checkpoint_size_malformed"],
    ["two billion entries that are not there", size("2147483648"), "tile_missing"],
    ["no size", `${ORIGIN}\n${root}\n`, "checkpoint_malformed"],
    ["a root of 31 bytes", `${ORIGIN}\n257\n${Buffer.alloc(31).toString("base64")}\n`, "checkpoint_root_malformed"],
    [
      "a root in base 64 that has another form",
      `${ORIGIN}\n257\n${root.replace(/.=$/, "B=")}\n`,
      "checkpoint_root_malformed",
    ],
    ["the root of another tree", `${ORIGIN}\n257\n${Buffer.alloc(32, 1).toString("base64")}\n`, "root_differs"],
    ["an empty line within", `${ORIGIN}\n257\n${root}\n\nmore\n`, "checkpoint_malformed"],
    ["an empty tree with a root", `${ORIGIN}\n0\n${root}\n`, "checkpoint_empty_root"],
  ];
}

function checkpointDamages(log: ReferenceLog, read: ReadVector): readonly Damage[] {
  const of = damage(AUDIT);
  const note = new Target("logs/257/checkpoint", read);
  const text = note.bytes.toString();
  const line = text.slice(text.indexOf("— "));
  const signature = Buffer.from(line.split(" ")[2] as string, "base64");
  const lineOf = (name: string, bytes: Buffer) => `— ${name} ${bytes.toString("base64")}\n`;
  const flipped = Buffer.from(signature);
  flipped[40] = (flipped[40] as number) ^ 1;
  const sameName = keyOf(ORIGIN, 4);
  return [
    of("checkpoint: another origin", [note.replace("ledger.example", "ledgas.example")], [1, "signature_wrong"]),
    of("checkpoint: another size", [note.replace("\n257\n", "\n256\n")], [1, "signature_wrong"]),
    of("checkpoint: another root", [note.flip(note.at("\n257\n") + 10)], [1, "signature_wrong"]),
    of("checkpoint: a line more", [note.splice(note.at("\n\n") + 1, 0, "more\n")], [1, "signature_wrong"]),
    of("checkpoint: carriage returns", [note.whole(text.replaceAll("\n", "\r\n"))], [1, "note_control_character"]),
    of("checkpoint: no signature", [note.replace(line, "")], [1, "note_unsigned"]),
    of("checkpoint: its last line does not end", [note.splice(note.bytes.length - 1, 1)], [1, "note_truncated"]),
    of("checkpoint: empty", [note.whole("")], [1, "note_unsigned"]),
    of("checkpoint: not UTF-8", [note.splice(0, 1, Buffer.of(0xff))], [1, "note_not_utf8"]),
    of("checkpoint: not there", [{ file: note.file, gone: true }], [2, "file_unreadable"]),
    of("signature: a bit", [note.replace(line, lineOf(ORIGIN, flipped))], [1, "signature_wrong"]),
    of("signature: cut short", [note.replace(line, lineOf(ORIGIN, signature.subarray(0, 40)))], [1, "signature_wrong"]),
    of(
      "signature: another name",
      [note.replace(line, lineOf("ledger.example", signature))],
      [1, "log_signature_missing"],
    ),
    of(
      "signature: another key id",
      [note.replace(line, lineOf(ORIGIN, rawSignature(sameName, text)))],
      [1, "log_signature_missing"],
    ),
    of(
      "signature: of another text",
      [note.replace(line, lineOf(ORIGIN, rawSignature(LOG_KEY, "text\n")))],
      [1, "signature_wrong"],
    ),
    of(
      "signature: base 64 that has another form",
      [note.replace(line, line.replace("=\n", "\n"))],
      [1, "note_signature_malformed"],
    ),
    of(
      "signature: a wrong one and a good one",
      [note.splice(note.at("— "), 0, lineOf(ORIGIN, flipped))],
      [1, "signature_wrong"],
    ),
    ...signedWrong(log).map(([name, wrong, code]) =>
      of(`checkpoint: signed with ${name}`, [note.whole(signedBy(LOG_KEY, wrong))], [1, code]),
    ),
  ];
}

function cosignatureDamages(log: ReferenceLog, read: ReadVector): readonly Damage[] {
  const of = damage(["checkpoint", "witnessed/257", "--policy", "witnessed.policy"]);
  const note = new Target("witnessed/257", read);
  const lines = note.bytes
    .toString()
    .split("\n")
    .slice(4, 7)
    .map((line) => `${line}\n`);
  const [, council = "", officer = ""] = lines;
  const bytesOf = (line: string) => Buffer.from(line.split(" ")[2] as string, "base64");
  const changed = (line: string, at: number) => {
    const bytes = bytesOf(line);
    bytes[at] = (bytes[at] as number) ^ 1;
    return `${line.split(" ").slice(0, 2).join(" ")} ${bytes.toString("base64")}\n`;
  };
  const text256 = `${ORIGIN}\n256\n${log.tree.root(256).toString("base64")}\n`;
  return [
    of("cosignature: a bit", [note.replace(council, changed(council, 60))], [1, "signature_wrong"]),
    of("cosignature: its time is later", [note.replace(council, changed(council, 11))], [1, "signature_wrong"]),
    of("cosignature: missing", [note.replace(council, "")], [1, "quorum_missed"]),
    of("cosignature: the same twice", [note.replace(officer, council)], [1, "quorum_missed"]),
    of(
      "cosignature: of another checkpoint",
      [note.replace(council, cosign(text256, COUNCIL, COSIGNED_AT))],
      [1, "signature_wrong"],
    ),
    of(
      "cosignature: under another name",
      [note.replace("— works-council.example ", "— works-council.example2 ")],
      [1, "quorum_missed"],
    ),
    of("cosignature of ML-DSA-44: a bit", [note.replace(officer, changed(officer, 1_000))], [1, "signature_wrong"]),
    of(
      "cosignature of ML-DSA-44: its time is later",
      [note.replace(officer, changed(officer, 11))],
      [1, "signature_wrong"],
    ),
    of(
      "cosignature of ML-DSA-44: cut short",
      [note.replace(officer, `— dpo.example ${bytesOf(officer).subarray(0, 900).toString("base64")}\n`)],
      [1, "signature_wrong"],
    ),
  ];
}

function proofDamages(read: ReadVector): readonly Damage[] {
  const of = damage(["proof", "proofs/65537-255.tlog-proof", "leaves/255.leaf", "--policy", "log.policy"]);
  const proof = new Target("proofs/65537-255.tlog-proof", read);
  const leaf = new Target("leaves/255.leaf", read);
  const [header = "", index = "", first = "", second = ""] = proof.bytes.toString().split("\n");
  return [
    of("proof: the leaf is another", [leaf.flip(20)], [1, "inclusion_wrong"]),
    of("proof: the leaf of another index", [{ file: leaf.file, copyOf: "leaves/254.leaf" }], [1, "inclusion_wrong"]),
    of("proof: another index", [proof.replace(index, "index 254")], [1, "inclusion_wrong"]),
    of("proof: an index with a leading zero", [proof.replace(index, "index 0255")], [1, "proof_index_malformed"]),
    of("proof: an index with a sign", [proof.replace(index, "index +255")], [1, "proof_index_malformed"]),
    of("proof: an index in hexadecimal", [proof.replace(index, "index 0xff")], [1, "proof_index_malformed"]),
    of("proof: an index of two billion", [proof.replace(index, "index 2147483648")], [1, "index_beyond_tree"]),
    of("proof: a hash is another", [proof.flip(proof.at(first) + 5)], [1, "inclusion_wrong"]),
    of(
      "proof: two hashes change places",
      [proof.replace(`${first}\n${second}\n`, `${second}\n${first}\n`)],
      [1, "inclusion_wrong"],
    ),
    of("proof: a hash is missing", [proof.replace(`${first}\n`, "")], [1, "inclusion_length"]),
    of("proof: a hash too many", [proof.replace(`${first}\n`, `${first}\n${first}\n`)], [1, "inclusion_length"]),
    of("proof: a hash with another form", [proof.replace(first, first.replace(/=$/, ""))], [1, "proof_hash_malformed"]),
    of("proof: another version", [proof.replace(header, "c2sp.org/tlog-proof@v2")], [1, "proof_unknown_version"]),
    of("proof: it is none", [proof.replace(header, "hello")], [1, "proof_not_a_proof"]),
    of("proof: cut short", [proof.rest(80)], [1, "proof_truncated"]),
    of("proof: without its checkpoint", [proof.rest(proof.at("\n\n") + 2)], [1, "note_unsigned"]),
    of(
      "proof: the checkpoint of another size",
      [proof.rest(proof.at("\n\n") + 2, read("checkpoints/70000"))],
      [1, "inclusion_wrong"],
    ),
    of("proof: the leaf is a proof", [{ file: leaf.file, copyOf: proof.file }], [1, "inclusion_wrong"]),
    of("proof: no leaf", [{ file: leaf.file, gone: true }], [2, "file_unreadable"]),
  ];
}

/** Another history under the right key: what only who holds the key could do, and what a stranger could put together. */
function historyDamages(log: ReferenceLog, read: ReadVector): readonly Damage[] {
  const between = (older: string, newer: string, proof: string) => [
    "consistency",
    older,
    newer,
    "--proof",
    proof,
    "--policy",
    "log.policy",
  ];
  const grown = damage(between("checkpoints/256", "checkpoints/65537", "consistency/256-65537"));
  const same = damage(between("checkpoints/257", "logs/257/checkpoint", "consistency/257-257"));
  const back = damage(between("checkpoints/257", "checkpoints/256", "consistency/256-257"));
  const since = damage([...AUDIT, "--since", "checkpoints/256"]);
  const proof = new Target("consistency/256-65537", read);
  const note256 = new Target("checkpoints/256", read);
  const note257 = new Target("checkpoints/257", read);
  const other = new Tree(makeEntries(257, 49));
  const forkAt = (size: number) => signedBy(LOG_KEY, `${ORIGIN}\n${size}\n${other.root(size).toString("base64")}\n`);
  const replayed = signedBy(STRANGER_KEY, `${STRANGER_KEY.name}\n257\n${log.tree.root(257).toString("base64")}\n`);
  const first = proof.bytes.toString().split("\n")[0] as string;
  return [
    back("history: set back", [], [1, "log_shrank"]),
    same("history: two trees of one size", [note257.whole(forkAt(257))], [1, "log_forked"]),
    grown("history: rewritten", [note256.whole(forkAt(256))], [1, "consistency_wrong"]),
    grown("history: a hash of the proof is another", [proof.flip(5)], [1, "consistency_wrong"]),
    grown("history: a hash of the proof is missing", [proof.replace(`${first}\n`, "")], [1, "consistency_length"]),
    grown("history: a hash too many", [proof.replace(`${first}\n`, `${first}\n${first}\n`)], [1, "consistency_length"]),
    grown("history: of another log", [note256.whole(replayed)], [1, "log_unknown"]),
    grown(
      "history: of another log, under the key of this one",
      [
        note256.whole(
          signedBy(
            { ...STRANGER_KEY, name: ORIGIN, id: LOG_KEY.id },
            read("checkpoints/256").toString().split("\n\n")[0] + "\n",
          ),
        ),
      ],
      [1, "signature_wrong"],
    ),
    since("history: rebuilt since, with other entries", [note256.whole(forkAt(256))], [1, "since_rewritten"]),
    since(
      "history: restored from an older copy",
      [{ file: "logs/257/checkpoint", copyOf: "checkpoints/255" }],
      [1, "log_shrank"],
    ),
    damage(["audit", "logs/2", "--policy", "log.policy"])(
      "history: an older folder under a newer checkpoint",
      [{ file: "logs/2/checkpoint", copyOf: "checkpoints/257" }],
      [1, "tile_missing"],
    ),
    damage(AUDIT)(
      "history: the checkpoint of another log",
      [new Target("logs/257/checkpoint", read).whole(replayed)],
      [1, "log_unknown"],
    ),
  ];
}

/** What would make a list look whole that is not. */
function completenessDamages(read: ReadVector): readonly Damage[] {
  const target = new Target("completeness.json", read);
  const [file, other] = [completenessFile(0), completenessFile(1)];
  const { entries, end, path, map } = file;
  const entry = (n: number) => entries[n] as { readonly leaf: string };
  const of = (name: string, changed: Partial<CompletenessFile>, expected: Expected): Damage =>
    damage(["completeness", target.file, "--policy", "completeness.policy"])(
      `completeness: ${name}`,
      [target.whole(`${JSON.stringify({ ...file, ...changed }, undefined, 1)}\n`)],
      expected,
    );
  const altered = Buffer.from(Buffer.from(entry(2).leaf, "base64").toString().replace("queued", "failed"));
  return [
    of("the last entry is missing", { entries: entries.slice(0, -1) }, [1, "list_short"]),
    of("an entry in the middle is missing", { entries: entries.toSpliced(3, 1) }, [1, "list_rank"]),
    of("an entry is another customer's", { entries: entries.with(2, other.entries[2] as never) }, [
      1,
      "list_other_customer",
    ]),
    of("an entry is another", { entries: entries.with(2, { leaf: altered.toString("base64") }) }, [1, "list_link"]),
    of("two entries change places", { entries: entries.with(1, entry(2)).with(2, entry(1)) }, [1, "list_rank"]),
    of("the list and its end are shorter", { end: { ...end, count: end.count - 1 }, entries: entries.slice(0, -1) }, [
      1,
      "map_root_differs",
    ]),
    of("the head is another's", { end: { ...end, head: other.end.head } }, [1, "map_root_differs"]),
    of("the end is another's", { end: other.end }, [1, "map_root_differs"]),
    of("the way is another's", { path: other.path }, [1, "map_root_differs"]),
    of("a step of the way is missing", { path: path.slice(1) }, [1, "map_root_differs"]),
    of("the customer is another", { customer: other.customer }, [1, "map_root_differs"]),
    of("the day is another entry", { map: { ...map, leaf: entry(0).leaf } }, [1, "inclusion_wrong"]),
    of("another format", { format: "paravent-completeness@v2" }, [1, "completeness_format"]),
  ];
}
