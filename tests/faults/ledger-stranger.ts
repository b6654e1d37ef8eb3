import { createHash } from "node:crypto";
import { parseCheckpoint } from "../../src/ledger/format/checkpoint.ts";
import { listLogs } from "../../src/ledger/index.ts";
import { consistencySubtrees, foldSubtrees, HASH_BYTES, verifyConsistency } from "../../src/ledger/format/merkle.ts";
import type { NoteVerifier } from "../../src/ledger/format/note.ts";
import { openNote, parseVkey } from "../../src/ledger/format/note.ts";
import type { LogItem } from "../../src/ledger/logs/read-log.ts";
import { readBundle, readCheckpoint, readTile } from "../../src/ledger/logs/read-log.ts";
import type { TileKey } from "../../src/ledger/format/tiles.ts";
import { subtreeHash, tileKey, tilesOf, tileWidth, TILE_WIDTH } from "../../src/ledger/format/tiles.ts";
import type { Query } from "../../src/store/index.ts";

/** An entry as a stranger reads it. */
export type ReadEntry = {
  readonly event: string;
  readonly at: string;
  readonly count?: number;
  readonly attempt?: string;
  readonly customer?: string;
  readonly customerSeq?: number;
  readonly previous?: string | null;
};
type Placed = { readonly log: string; readonly index: number };

/** A `count` from here on is no count: it is the number that tells one entry of the chaos from all others. */
export const FIRST_NUMBER = 1_000_000;

type Followed = {
  readonly verifier: NoteVerifier;
  readonly origin: string;
  size: number;
  root: Buffer;
  /** Root in base64 of every size that was ever seen. */
  readonly roots: Map<number, string>;
};

const MAX_FOUND = 50;

/**
 * Somebody who has nothing but what the logs serve, and follows them: each checkpoint is signed by the key of the
 * first, none is smaller than the one before, each tree begins with the one before, and each new entry is where its
 * hash says.
 */
export class LogFollower {
  /** One sentence for each thing that is wrong, the first ones. */
  readonly found: string[] = [];
  /** Where each numbered entry was first seen under a checkpoint. */
  readonly numbers = new Map<number, Placed>();
  checkpoints = 0;
  readonly #run: Query;
  readonly #logs = new Map<string, Followed>();
  /** Roots by size that somebody held of a log before this one saw it. */
  readonly #told = new Map<string, Map<number, string>>();

  constructor(run: Query) {
    this.#run = run;
  }

  /** Looks once at everything. Rejects when the database is away. */
  async look(): Promise<void> {
    for (const item of await listLogs(this.#run)) await this.#lookAt(item);
  }

  /** What somebody else holds of a log; it must be a checkpoint of the same tree, which `auditLog` decides. */
  note(log: string, size: number, root: string): void {
    const roots = this.#logs.get(log)?.roots ?? this.#early(log);
    if ((roots.get(size) ?? root) !== root) this.#tell(`${log}: there are two roots of size ${size}`);
    roots.set(size, root);
  }

  #early(log: string): Map<number, string> {
    const roots = this.#told.get(log) ?? new Map<number, string>();
    this.#told.set(log, roots);
    return roots;
  }

  get logs(): ReadonlyMap<string, Pick<Followed, "size" | "roots">> {
    return this.#logs;
  }

  #tell(what: string): void {
    if (this.found.length < MAX_FOUND) this.found.push(what);
  }

  async #lookAt({ name, origin, vkey }: LogItem): Promise<void> {
    const signed = await readCheckpoint(this.#run, name);
    if (signed === undefined) return this.#tell(`${name}: it is listed and has no checkpoint`);
    const verifier = this.#logs.get(name)?.verifier ?? parseVkey(vkey);
    if (verifier?.vkey !== vkey) return this.#tell(`${name}: its key is none, or another than before`);
    const opened = openNote(signed.note, [verifier]);
    const checkpoint = opened.ok ? parseCheckpoint(opened.text) : undefined;
    if (checkpoint === undefined) return this.#tell(`${name}: its checkpoint is not signed by its key`);
    if (checkpoint.origin !== origin) this.#tell(`${name}: its checkpoint is of ${checkpoint.origin}`);
    const root = Buffer.from(checkpoint.root, "base64");
    const log = this.#logs.get(name) ?? this.#begin(name, { verifier, origin });
    if (log.origin !== origin) this.#tell(`${name}: its origin changed`);
    this.note(name, checkpoint.size, checkpoint.root);
    if (checkpoint.size === log.size && log.root.equals(root)) return;
    if (checkpoint.size < log.size) return this.#tell(`${name}: size ${log.size} became ${checkpoint.size}`);
    await this.#grow(name, log, checkpoint.size, root);
    this.checkpoints += 1;
  }

  #begin(name: string, { verifier, origin }: Pick<Followed, "verifier" | "origin">): Followed {
    const emptyRoot = createHash("sha256").digest();
    const log = { verifier, origin, size: 0, root: emptyRoot, roots: this.#early(name) };
    this.#logs.set(name, log);
    return log;
  }

  async #grow(name: string, log: Followed, size: number, root: Buffer): Promise<void> {
    const path = consistencySubtrees(log.size, size);
    const tiles = new Map<TileKey, Buffer>();
    for (const { level, index } of tilesOf(path.flat())) {
      const tile = await readTile(this.#run, name, { level, index, width: tileWidth(level, index, size) });
      if (tile !== undefined) tiles.set(tileKey(level, index), tile);
    }
    const entries = await readLeaves(this.#run, name, log.size, size);
    if (typeof entries === "string") return this.#tell(`${name}: ${entries}`);
    // Nothing was noted so far: where the database went away meanwhile, all of it is read again.
    try {
      const proof = path.map((subtrees) => foldSubtrees(subtrees.map((subtree) => subtreeHash(subtree, tiles))));
      if (!verifyConsistency(log.size, log.root, size, root, proof)) {
        this.#tell(`${name}: the tree of size ${size} does not begin with that of size ${log.size}`);
      }
    } catch {
      this.#tell(`${name}: a tile of size ${size} is not served`);
    }
    for (const [n, { bytes }] of entries.entries()) {
      const { count } = JSON.parse(bytes.toString("utf8")) as ReadEntry;
      if (count === undefined || count < FIRST_NUMBER) continue;
      if (this.numbers.has(count)) this.#tell(`${name} ${log.size + n}: entry number ${count} is there twice`);
      this.numbers.set(count, { log: name, index: log.size + n });
    }
    log.size = size;
    log.root = root;
  }
}

type ReadLeaf = { readonly bytes: Buffer; readonly hash: Buffer };

/** Entries `[from, to)` of the tree of size `to`, each compared with its hash in the tile; or what is wrong. */
async function readLeaves(run: Query, log: string, from: number, to: number): Promise<readonly ReadLeaf[] | string> {
  const leaves: ReadLeaf[] = [];
  for (let index = Math.floor(from / TILE_WIDTH); index * TILE_WIDTH < to; index += 1) {
    const width = tileWidth(0, index, to);
    const [bundle, tile] = [
      await readBundle(run, log, index, width),
      await readTile(run, log, { level: 0, index, width }),
    ];
    if (bundle === undefined || tile === undefined) return `bundle or tile ${index} of width ${width} is not served`;
    let at = 0;
    for (let n = 0; n < width; n += 1) {
      if (at + 2 > bundle.length) return `bundle ${index} of width ${width} has ${n} entries`;
      const end = at + 2 + bundle.readUInt16BE(at);
      const bytes = bundle.subarray(at + 2, end);
      const hash = hashOf(Buffer.of(0), bytes);
      at = end;
      const there = tile.subarray(n * HASH_BYTES, (n + 1) * HASH_BYTES);
      if (!hash.equals(there)) return `entry ${index * TILE_WIDTH + n} is not that of its hash`;
      if (index * TILE_WIDTH + n >= from) leaves.push({ bytes, hash });
    }
    if (at !== bundle.length) return `bundle ${index} of width ${width} does not end with its last entry`;
  }
  return leaves;
}

/** Source: RFC 6962 §2.1. Written here once more: the code that made the trees must not be what judges them. */
function hashOf(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** Perfect subtrees of a tree that grows leaf by leaf, largest first. */
class PlainTree {
  readonly #subtrees: { readonly leaves: number; readonly root: Buffer }[] = [];

  add(leaf: Buffer): void {
    let grown = { leaves: 1, root: leaf };
    for (let left = this.#subtrees.at(-1); left?.leaves === grown.leaves; left = this.#subtrees.at(-1)) {
      this.#subtrees.pop();
      grown = { leaves: 2 * grown.leaves, root: hashOf(Buffer.of(1), left.root, grown.root) };
    }
    this.#subtrees.push(grown);
  }

  root(): Buffer {
    let root: Buffer | undefined;
    for (const subtree of this.#subtrees.toReversed()) {
      root = root === undefined ? subtree.root : hashOf(Buffer.of(1), subtree.root, root);
    }
    return root ?? hashOf();
  }
}

export type AuditedLog = { readonly entries: readonly (ReadEntry & { readonly hash: string })[] };

/**
 * Reads a whole log, rebuilds its tree from the entries alone, and compares it with every tile and with every root
 * that anybody ever held.
 */
export async function auditLog(
  run: Query,
  name: string,
  { size, roots }: { readonly size: number; readonly roots: ReadonlyMap<number, string> },
  found: string[],
): Promise<AuditedLog> {
  const leaves = await readLeaves(run, name, 0, size);
  if (typeof leaves === "string") {
    found.push(`${name}: ${leaves}`);
    return { entries: [] };
  }
  const tree = new PlainTree();
  for (const [n, { hash }] of leaves.entries()) {
    tree.add(hash);
    const held = roots.get(n + 1);
    if (held !== undefined && held !== tree.root().toString("base64")) {
      found.push(`${name}: somebody held a checkpoint of size ${n + 1} of another tree`);
    }
  }
  for (const held of roots.keys()) if (held > size) found.push(`${name}: somebody held a checkpoint of size ${held}`);
  await auditTiles(
    run,
    name,
    leaves.map(({ hash }) => hash),
    found,
  );
  const entries = leaves.map(({ bytes, hash }) => {
    const entry = JSON.parse(bytes.toString("utf8")) as ReadEntry;
    return { ...entry, hash: hash.toString("base64") };
  });
  return { entries };
}

async function auditTiles(run: Query, name: string, leaves: readonly Buffer[], found: string[]): Promise<void> {
  let hashes = leaves;
  for (let level = 0; hashes.length > 0; level += 1) {
    const above: Buffer[] = [];
    for (let index = 0; index * TILE_WIDTH < hashes.length; index += 1) {
      const own = hashes.slice(index * TILE_WIDTH, (index + 1) * TILE_WIDTH);
      const tile = await readTile(run, name, { level, index, width: own.length });
      if (tile?.equals(Buffer.concat(own)) !== true) found.push(`${name}: tile ${level}/${index} is another`);
      if (own.length < TILE_WIDTH) continue;
      const tree = new PlainTree();
      for (const hash of own) tree.add(hash);
      above.push(tree.root());
    }
    hashes = above;
  }
}
