import { hash } from "node:crypto";

/** Hashes are 32 bytes of SHA-256. Source: RFC 6962 §2.1. */
export const HASH_BYTES = 32;
const LEAF_PREFIX = Buffer.of(0);
const NODE_PREFIX = Buffer.of(1);

/** Root of a tree without leaves: the hash of no bytes. */
export const EMPTY_ROOT: Buffer = sha256(Buffer.alloc(0));

function sha256(bytes: Uint8Array): Buffer {
  return hash("sha256", bytes, "buffer");
}

export function leafHashOf(bytes: Uint8Array): Buffer {
  return sha256(Buffer.concat([LEAF_PREFIX, bytes]));
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return sha256(Buffer.concat([NODE_PREFIX, left, right], 1 + 2 * HASH_BYTES));
}

/**
 * A perfect subtree: the `index`-th of those with 2^level leaves, that is, leaves
 * `[index * 2^level, (index + 1) * 2^level)`.
 */
export type Subtree = { readonly level: number; readonly index: number };

/** Logarithms round: 2^49 - 1 has that of 2^49. `n ≥ 1`. */
function floorLog2(n: number): number {
  const rounded = Math.floor(Math.log2(n));
  return 2 ** rounded > n ? rounded - 1 : rounded;
}

/** The perfect subtrees that leaves `[start, end)` fall into, largest first. `start` MUST be where RFC 6962 splits. */
function subtreesOf(start: number, end: number): Subtree[] {
  const found: Subtree[] = [];
  for (let at = start; at < end; ) {
    const level = floorLog2(end - at);
    found.push({ level, index: at / 2 ** level });
    at += 2 ** level;
  }
  return found;
}

/** The perfect subtrees that make up a tree, largest first. */
export function subtreesOfTree(size: number): readonly Subtree[] {
  return subtreesOf(0, size);
}

/** Root over perfect subtrees in the order of their leaves, largest first. */
export function foldSubtrees(hashes: readonly Buffer[]): Buffer {
  const last = hashes.at(-1);
  if (last === undefined) return EMPTY_ROOT;
  return hashes.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last);
}

/** Root over 2^n hashes that stand side by side on one level. */
export function rootOfPerfect(hashes: readonly Buffer[]): Buffer {
  let level = hashes;
  while (level.length > 1) {
    const above: Buffer[] = [];
    for (let i = 0; i < level.length; i += 2) above.push(nodeHash(level[i] as Buffer, level[i + 1] as Buffer));
    level = above;
  }
  return level[0] as Buffer;
}

/** The largest power of two below `size`, `size > 1`. */
function split(size: number): number {
  return 2 ** floorLog2(size - 1);
}

/**
 * The siblings on the way from a leaf to the root of a tree, leaf's sibling first; each is the fold of perfect
 * subtrees. `0 ≤ index < size`. Source: RFC 6962 §2.1.1.
 */
export function inclusionSubtrees(index: number, size: number): readonly (readonly Subtree[])[] {
  const path: Subtree[][] = [];
  for (let [start, end] = [0, size]; end - start > 1; ) {
    const middle = start + split(end - start);
    if (index < middle) {
      path.push(subtreesOf(middle, end));
      end = middle;
    } else {
      path.push(subtreesOf(start, middle));
      start = middle;
    }
  }
  return path.toReversed();
}

/**
 * What proves that a tree of `oldSize` leaves is the beginning of one of `newSize`; each element is the fold of
 * perfect subtrees. `0 ≤ oldSize ≤ newSize`; nothing is needed when they are equal or the old one is empty.
 * Source: RFC 6962 §2.1.2.
 */
export function consistencySubtrees(oldSize: number, newSize: number): readonly (readonly Subtree[])[] {
  if (oldSize === 0 || oldSize === newSize) return [];
  const path: Subtree[][] = [];
  let [start, end] = [0, newSize];
  let isWholeOldTree = true;
  while (oldSize !== end) {
    const middle = start + split(end - start);
    if (oldSize <= middle) {
      path.push(subtreesOf(middle, end));
      end = middle;
    } else {
      path.push(subtreesOf(start, middle));
      start = middle;
      isWholeOldTree = false;
    }
  }
  if (!isWholeOldTree) path.push(subtreesOf(start, end));
  return path.toReversed();
}

/** Source: RFC 9162 §2.1.3.2, which says for RFC 6962's trees how the path is walked. */
export function verifyInclusion(
  leaf: Buffer,
  index: number,
  size: number,
  proof: readonly Buffer[],
  root: Buffer,
): boolean {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return false;
  let [fn, sn] = [BigInt(index), BigInt(size) - 1n];
  let hashed = leaf;
  for (const sibling of proof) {
    if (sn === 0n) return false;
    if ((fn & 1n) === 1n || fn === sn) {
      hashed = nodeHash(sibling, hashed);
      while ((fn & 1n) === 0n && fn !== 0n) [fn, sn] = [fn >> 1n, sn >> 1n];
    } else hashed = nodeHash(hashed, sibling);
    [fn, sn] = [fn >> 1n, sn >> 1n];
  }
  return sn === 0n && hashed.equals(root);
}

/** Source: RFC 9162 §2.1.4.2. An empty old tree is consistent with any tree, and needs no proof. */
export function verifyConsistency(
  oldSize: number,
  oldRoot: Buffer,
  newSize: number,
  newRoot: Buffer,
  proof: readonly Buffer[],
): boolean {
  if (!Number.isSafeInteger(oldSize) || !Number.isSafeInteger(newSize) || oldSize < 0 || oldSize > newSize)
    return false;
  if (oldSize === 0) return proof.length === 0 && oldRoot.equals(EMPTY_ROOT);
  if (oldSize === newSize) return proof.length === 0 && oldRoot.equals(newRoot);
  const isPowerOfTwo = 2 ** floorLog2(oldSize) === oldSize;
  const [first, ...rest] = isPowerOfTwo ? [oldRoot, ...proof] : proof;
  if (first === undefined) return false;
  let [fn, sn] = [BigInt(oldSize) - 1n, BigInt(newSize) - 1n];
  while ((fn & 1n) === 1n) [fn, sn] = [fn >> 1n, sn >> 1n];
  let [oldHash, newHash] = [first, first];
  for (const sibling of rest) {
    if (sn === 0n) return false;
    if ((fn & 1n) === 1n || fn === sn) {
      oldHash = nodeHash(sibling, oldHash);
      newHash = nodeHash(sibling, newHash);
      while ((fn & 1n) === 0n && fn !== 0n) [fn, sn] = [fn >> 1n, sn >> 1n];
    } else newHash = nodeHash(newHash, sibling);
    [fn, sn] = [fn >> 1n, sn >> 1n];
  }
  return sn === 0n && oldHash.equals(oldRoot) && newHash.equals(newRoot);
}
