/** Logs, keys and proofs made the slow and obvious way, with nothing of what is tested. */
import { createHash, type KeyObject, sign } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

export const sha256 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};
export const leafHash = (leaf: Uint8Array): Buffer => sha256(Buffer.of(0), leaf);
export const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer => sha256(Buffer.of(1), left, right);

export type Key = { readonly name: string; readonly id: Buffer; readonly vkey: string; readonly privateKey: KeyObject };

const line = (key: Key, signature: Uint8Array): string =>
  `— ${key.name} ${Buffer.concat([key.id, signature]).toString("base64")}\n`;

export function signNote(text: string, key: Key): string {
  return line(key, sign(null, Buffer.from(text), key.privateKey));
}

export function cosign(text: string, key: Key, time = 1_780_000_000): string {
  const stamp = Buffer.alloc(8);
  stamp.writeBigUInt64BE(BigInt(time));
  return line(
    key,
    Buffer.concat([stamp, sign(null, Buffer.from(`cosignature/v1\ntime ${time}\n${text}`), key.privateKey)]),
  );
}

export function cosignPostQuantum(text: string, key: Key, time = 1_780_000_000): string {
  const [origin = "", size = "", root = ""] = text.split("\n");
  const stamp = Buffer.alloc(8);
  stamp.writeBigUInt64BE(BigInt(time));
  const range = Buffer.alloc(16);
  range.writeBigUInt64BE(BigInt(size), 8);
  const message = Buffer.concat([
    Buffer.from("subtree/v1\n\0"),
    Buffer.of(Buffer.byteLength(key.name)),
    Buffer.from(key.name),
    stamp,
    Buffer.of(Buffer.byteLength(origin)),
    Buffer.from(origin),
    range,
    Buffer.from(root, "base64"),
  ]);
  return line(key, Buffer.concat([stamp, sign(null, message, key.privateKey)]));
}

/** Hashes of perfect subtrees by height: `levels[h][i]` is that of leaves `[i * 2^h, (i + 1) * 2^h)`. */
export class Tree {
  readonly levels: Buffer[][] = [];
  readonly size: number;

  constructor(leaves: readonly Uint8Array[]) {
    this.size = leaves.length;
    for (let level = leaves.map(leafHash); level.length > 0; ) {
      this.levels.push(level);
      const above: Buffer[] = [];
      let left: Buffer | undefined;
      for (const hash of level) {
        if (left !== undefined) above.push(nodeHash(left, hash));
        left = left === undefined ? hash : undefined;
      }
      level = above;
    }
  }

  /** Hash `i` of height `height`. */
  #at(height: number, i: number): Buffer {
    const hash = this.levels[height]?.[i];
    if (hash === undefined) throw new Error(`could not find hash ${i} of height ${height}`);
    return hash;
  }

  range(start: number, end: number): Buffer {
    if (start === end) return sha256();
    const height = Math.log2(end - start);
    if (Number.isInteger(height)) return this.#at(height, start / 2 ** height);
    const middle = start + 2 ** Math.floor(height);
    return nodeHash(this.range(start, middle), this.range(middle, end));
  }

  root(size = this.size): Buffer {
    return this.range(0, size);
  }

  inclusion(index: number, size = this.size, start = 0): Buffer[] {
    if (size - start === 1) return [];
    const middle = start + 2 ** Math.ceil(Math.log2(size - start) - 1);
    if (index < middle) return [...this.inclusion(index, middle, start), this.range(middle, size)];
    return [...this.inclusion(index, size, middle), this.range(start, middle)];
  }

  consistency(older: number, newer = this.size): Buffer[] {
    return older === 0 || older === newer ? [] : this.subproof(older, 0, newer, true);
  }

  private subproof(older: number, start: number, end: number, isWhole: boolean): Buffer[] {
    if (older === end) return isWhole ? [] : [this.range(start, end)];
    const middle = start + 2 ** Math.ceil(Math.log2(end - start) - 1);
    if (older <= middle) return [...this.subproof(older, start, middle, isWhole), this.range(middle, end)];
    return [...this.subproof(older, middle, end, false), this.range(start, middle)];
  }

  /** Hash `i` of tile level `level`. */
  tileHash(level: number, i: number): Buffer {
    return this.#at(level * 8, i);
  }
}

export function checkpointText(origin: string, tree: Tree, size = tree.size): string {
  return `${origin}\n${size}\n${tree.root(size).toString("base64")}\n`;
}

export function checkpoint(text: string, ...lines: readonly string[]): string {
  return `${text}\n${lines.join("")}`;
}

export function tlogProof(tree: Tree, index: number, note: string, size = tree.size): string {
  const hashes = tree.inclusion(index, size).map((hash) => `${hash.toString("base64")}\n`);
  return `c2sp.org/tlog-proof@v1\nindex ${index}\n${hashes.join("")}\n${note}`;
}

export function path(level: number | "entries", index: number, width: number): string {
  const digits = String(index).padStart(Math.ceil(String(index).length / 3) * 3, "0");
  const parts = digits.match(/\d{3}/g) ?? [];
  const elements = parts.map((part, i) => (i < parts.length - 1 ? `x${part}` : part));
  return `tile/${level}/${elements.join("/")}${width === 256 ? "" : `.p/${width}`}`;
}

function write(file: string, bytes: Uint8Array | string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
}

/** Writes a log as `paravent ledger export` does. */
export function writeLog(folder: string, entries: readonly Uint8Array[], tree: Tree, note: string): void {
  const { size } = tree;
  write(join(folder, "checkpoint"), note);
  for (let start = 0; start < size; start += 256) {
    const parts = entries.slice(start, start + 256).flatMap((entry) => {
      return [Buffer.of(entry.length >> 8, entry.length & 255), entry];
    });
    write(join(folder, path("entries", start / 256, Math.min(256, size - start))), Buffer.concat(parts));
  }
  for (let level = 0; 256 ** level <= size; level += 1) {
    const hashes = Math.floor(size / 256 ** level);
    for (let first = 0; first < hashes; first += 256) {
      const width = Math.min(256, hashes - first);
      const tile = Array.from({ length: width }, (_, i) => tree.tileHash(level, first + i));
      write(join(folder, path(level, first / 256, width)), Buffer.concat(tile));
    }
  }
}

/** Entries as of a small company: every fifth is about no customer. Each customer has her chain. */
export function makeEntries(count: number, customers = 50): Buffer[] {
  const chains = new Map<string, { seq: number; head: string }>();
  const entries: Buffer[] = [];
  for (let i = 0; i < count; i += 1) entries.push(makeEntry(i, customers, chains));
  return entries;
}

function makeEntry(i: number, customers: number, chains: Map<string, { seq: number; head: string }>): Buffer {
  const at = new Date(Date.UTC(2026, 10, 23) + i * 1000).toISOString();
  const about = { at, attempt: `att_${String(i).padStart(26, "0")}`, carrier: "simulator", code: null };
  if (i % 5 === 0) return Buffer.from(JSON.stringify({ at, event: "missions.create-mission", purposeName: "é", v: 1 }));
  const customer = `cus_${String((i * 7919) % customers).padStart(26, "0")}`;
  const before = chains.get(customer);
  const seq = (before?.seq ?? 0) + 1;
  const entry = Buffer.from(
    JSON.stringify({
      ...about,
      commitment: "xbMdm09+5wz3VZeDdr9ZfAyd3gAjBmaibcQXEOPOuYo=",
      customer,
      customerSeq: seq,
      direction: "staff_to_customer",
      event: "relay.receive-text",
      line: "lin_3h1hjzfsbx6rjgbgj2c4ejezag",
      outcome: "queued",
      previous: before?.head ?? null,
      v: 1,
    }),
  );
  chains.set(customer, { seq, head: leafHash(entry).toString("base64") });
  return entry;
}
