import { areEqual } from "./bytes.mjs";
import { refuted } from "./fault.mjs";

/** @import { Fault } from "./fault.mjs" */
/** @import { Sha256 } from "./sha256.mjs" */

export const HASH_BYTES = 32;
/** A tree of 2^53 leaves is no higher. */
export const MAX_PROOF_HASHES = 53;

/**
 * Source: RFC 6962 §2.1.
 * @param {Sha256} sha256
 * @param {Uint8Array} leaf
 */
export function hashLeaf(sha256, leaf) {
  const input = new Uint8Array(1 + leaf.length);
  input.set(leaf, 1);
  return sha256(input);
}

/**
 * Source: RFC 6962 §2.1.
 * @param {Sha256} sha256
 * @param {Uint8Array} left
 * @param {Uint8Array} right
 */
export function hashNode(sha256, left, right) {
  const input = new Uint8Array(1 + 2 * HASH_BYTES);
  input[0] = 1;
  input.set(left, 1);
  input.set(right, 1 + HASH_BYTES);
  return sha256(input);
}

/**
 * Largest power of two below `n`, `n ≥ 2`. By doubling: logarithms round.
 * @param {number} n
 */
export function splitOf(n) {
  let power = 1;
  while (power * 2 < n) power *= 2;
  return power;
}

/**
 * How many hashes an inclusion proof has: one for each level on which the way from the leaf to the root has a sibling.
 * @param {number} index
 * @param {number} size
 */
function inclusionLength(index, size) {
  let length = 0;
  for (let [at, last] = [index, size - 1]; last > 0; [at, last] = [Math.floor(at / 2), Math.floor(last / 2)]) {
    if (at % 2 === 1 || at < last) length += 1;
  }
  return length;
}

/**
 * Whether a leaf stands at `index` in the tree of `size` leaves with this root.
 *
 * Source: RFC 9162 §2.1.3.2, whose trees are those of RFC 6962.
 *
 * @param {Sha256} sha256
 * @param {{ readonly leafHash: Uint8Array, readonly index: number, readonly proof: readonly Uint8Array[] }} claim
 * @param {{ readonly size: number, readonly root: Uint8Array }} tree
 * @returns {Fault | undefined} Nothing when it does.
 */
export function checkInclusion(sha256, { leafHash, index, proof }, { size, root }) {
  if (index >= size) return refuted("index_beyond_tree", { index, size });
  const needed = inclusionLength(index, size);
  if (proof.length !== needed) return refuted("inclusion_length", { found: proof.length, needed });
  let hash = leafHash;
  let [at, last] = [index, size - 1];
  for (const sibling of proof) {
    while (at % 2 === 0 && at === last) [at, last] = [at / 2, last / 2];
    hash = at % 2 === 1 ? hashNode(sha256, sibling, hash) : hashNode(sha256, hash, sibling);
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return areEqual(hash, root) ? undefined : refuted("inclusion_wrong", { index, size });
}

/**
 * Whether the older tree is the beginning of the newer one. Sizes and equal roots MUST have been compared before.
 *
 * Source: RFC 9162 §2.1.4.2.
 *
 * @param {Sha256} sha256
 * @param {{ readonly size: number, readonly root: Uint8Array }} older
 * @param {{ readonly size: number, readonly root: Uint8Array }} newer
 * @param {readonly Uint8Array[]} proof
 * @returns {Fault | undefined} Nothing when it is.
 */
export function checkConsistency(sha256, older, newer, proof) {
  const sizes = { older: older.size, newer: newer.size };
  const needed = consistencyLength(older.size, newer.size);
  if (proof.length !== needed) return refuted("consistency_length", { ...sizes, found: proof.length, needed });
  if (needed === 0) return undefined;
  let [at, last] = [older.size - 1, newer.size - 1];
  while (at % 2 === 1) [at, last] = [(at - 1) / 2, Math.floor(last / 2)];
  const [first, ...rest] = at === 0 ? [older.root, ...proof] : proof;
  let [olderHash, newerHash] = [first, first];
  for (const sibling of rest) {
    while (at % 2 === 0 && at === last) [at, last] = [at / 2, last / 2];
    if (at % 2 === 1) {
      olderHash = hashNode(sha256, sibling, olderHash);
      newerHash = hashNode(sha256, sibling, newerHash);
    } else newerHash = hashNode(sha256, newerHash, sibling);
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  const isProved = areEqual(olderHash, older.root) && areEqual(newerHash, newer.root);
  return isProved ? undefined : refuted("consistency_wrong", sizes);
}

/**
 * @param {number} older
 * @param {number} newer
 */
function consistencyLength(older, newer) {
  if (older === 0 || older === newer) return 0;
  let [at, last] = [older - 1, newer - 1];
  while (at % 2 === 1) [at, last] = [(at - 1) / 2, Math.floor(last / 2)];
  return inclusionLength(at, last + 1) + (at === 0 ? 0 : 1);
}
