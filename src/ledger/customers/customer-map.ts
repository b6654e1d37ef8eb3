import { hash } from "node:crypto";
import { EMPTY_ROOT, HASH_BYTES } from "../format/merkle.ts";

/** What the map says of a customer. `key`: SHA-256 of her pseudonym. Source: docs/LEDGER.md, completeness. */
export type CustomerRow = { readonly key: Buffer; readonly count: number; readonly head: Buffer };

/** A side not taken on the way from the root: where the way forks, and the hash of the other side. */
export type MapStep = { readonly bit: number; readonly hash: Buffer };

/** Parts of the map by the first bits of the key. More: a larger row a day. Fewer: a proof reads more customers. */
export const BUCKET_BITS = 12;
export const BUCKETS = 2 ** BUCKET_BITS;
const EMPTY_BUCKET = Buffer.alloc(HASH_BYTES);

export function customerKey(customer: string): Buffer {
  return hash("sha256", customer, "buffer");
}

export function mapLeaf({ key, count, head }: CustomerRow): Buffer {
  const counted = Buffer.alloc(8);
  counted.writeBigUInt64BE(BigInt(count));
  return hash("sha256", Buffer.concat([Buffer.of(0), key, counted, head]), "buffer");
}

export function mapNode(bit: number, left: Buffer, right: Buffer): Buffer {
  return hash("sha256", Buffer.concat([Buffer.of(1, bit), left, right]), "buffer");
}

export function bitOf(key: Uint8Array, bit: number): 0 | 1 {
  return (((key[bit >> 3] as number) >> (7 - (bit & 7))) & 1) as 0 | 1;
}

/** The first bit in which two keys differ. */
function forkOf(a: Uint8Array, b: Uint8Array): number {
  let byte = 0;
  while (a[byte] === b[byte]) byte += 1;
  return byte * 8 + Math.clz32((a[byte] as number) ^ (b[byte] as number)) - 24;
}

/** A sorted run of things that have a key and, when asked, a hash: customers, or the buckets they are in. */
type Sorted = { readonly length: number; key(i: number): Uint8Array; hash(i: number): Buffer };

function rootOf(run: Sorted, from: number, to: number): Buffer {
  if (to - from === 1) return run.hash(from);
  const [bit, middle] = forkIn(run, from, to);
  return mapNode(bit, rootOf(run, from, middle), rootOf(run, middle, to));
}

/** Where a run of more than one forks, and the first of its right side. */
function forkIn(run: Sorted, from: number, to: number): readonly [bit: number, middle: number] {
  const bit = forkOf(run.key(from), run.key(to - 1));
  let [low, high] = [from, to - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (bitOf(run.key(middle), bit) === 1) high = middle;
    else low = middle + 1;
  }
  return [bit, low];
}

/** Goes down to where a key stands, or would: gives the sides not taken, and which of the run is there. */
function pathTo(run: Sorted, key: Uint8Array): { readonly steps: readonly MapStep[]; readonly at: number } {
  const steps: MapStep[] = [];
  let [from, to] = [0, run.length];
  while (to - from > 1) {
    const [bit, middle] = forkIn(run, from, to);
    const isRight = bitOf(key, bit) === 1;
    steps.push({ bit, hash: isRight ? rootOf(run, from, middle) : rootOf(run, middle, to) });
    if (isRight) from = middle;
    else to = middle;
  }
  return { steps, at: from };
}

function ofRows(rows: readonly CustomerRow[]): Sorted {
  return {
    length: rows.length,
    key: (i) => (rows[i] as CustomerRow).key,
    hash: (i) => mapLeaf(rows[i] as CustomerRow),
  };
}

function bucketOf(key: Uint8Array): number {
  return ((key[0] as number) << 4) | ((key[1] as number) >> 4);
}

/** Rows of one bucket have keys from the first of these up to the second, which is not among them. */
export function bucketKeys(bucket: number): readonly [first: Buffer, end: Buffer | null] {
  const keyAt = (n: number) => Buffer.concat([Buffer.of(n >> 4, (n & 15) << 4)], HASH_BYTES);
  return [keyAt(bucket), bucket + 1 === BUCKETS ? null : keyAt(bucket + 1)];
}

function ofBuckets(buckets: Buffer): Sorted & { number(i: number): number } {
  const at = (n: number) => buckets.subarray(n * HASH_BYTES, (n + 1) * HASH_BYTES);
  const filled = Array.from({ length: BUCKETS }, (_, n) => n).filter((n) => !at(n).equals(EMPTY_BUCKET));
  const number = (i: number) => filled[i] as number;
  return { length: filled.length, number, hash: (i) => at(number(i)), key: (i) => bucketKeys(number(i))[0] };
}

/** Takes customers in the order of their keys, a page at a time, and makes the roots of the buckets of them. */
export class MapBuilder {
  readonly buckets = Buffer.alloc(BUCKETS * HASH_BYTES);
  #customers = 0;
  #bucket = -1;
  #rows: CustomerRow[] = [];

  add(rows: readonly CustomerRow[]): void {
    for (const row of rows) {
      const bucket = bucketOf(row.key);
      if (bucket !== this.#bucket) this.#close(bucket);
      this.#rows.push(row);
      this.#customers += 1;
    }
  }

  #close(next: number): void {
    if (this.#rows.length > 0) {
      const root = rootOf(ofRows(this.#rows), 0, this.#rows.length);
      root.copy(this.buckets, this.#bucket * HASH_BYTES);
    }
    this.#bucket = next;
    this.#rows = [];
  }

  finish(): { readonly customers: number; readonly root: Buffer; readonly buckets: Buffer } {
    this.#close(-1);
    return { customers: this.#customers, root: rootOfBuckets(this.buckets), buckets: this.buckets };
  }
}

export function rootOfBuckets(buckets: Buffer): Buffer {
  const top = ofBuckets(buckets);
  return top.length === 0 ? EMPTY_ROOT : rootOf(top, 0, top.length);
}

/** The first half of a proof: down to the bucket in which a key stands or would. Undefined: the map is empty. */
export function pathToBucket(
  buckets: Buffer,
  key: Buffer,
): { readonly steps: readonly MapStep[]; readonly bucket: number } | undefined {
  const top = ofBuckets(buckets);
  if (top.length === 0) return undefined;
  const { steps, at } = pathTo(top, key);
  return { steps, bucket: top.number(at) };
}

/** The second half: within the rows of that bucket, sorted by key. Their root MUST be the bucket's. */
export function pathInBucket(
  rows: readonly CustomerRow[],
  key: Buffer,
): { readonly steps: readonly MapStep[]; readonly end: CustomerRow; readonly root: Buffer } {
  const run = ofRows(rows);
  const { steps, at } = pathTo(run, key);
  return { steps, end: rows[at] as CustomerRow, root: rootOf(run, 0, rows.length) };
}
