import { areEqual, joinBytes, uint64Bytes } from "./bytes.mjs";

/** @import { Sha256 } from "./sha256.mjs" */

/** Bits of a key. */
export const KEY_BITS = 256;

/** @typedef {{ readonly bit: number, readonly hash: Uint8Array }} PathStep */
/** @typedef {{ readonly key: Uint8Array, readonly count: number, readonly head: Uint8Array }} MapLeaf */

/**
 * @param {Uint8Array} key
 * @param {number} bit 0 is the most significant one of the first byte
 */
function bitOf(key, bit) {
  return (key[bit >> 3] >> (7 - (bit & 7))) & 1;
}

/**
 * @param {Sha256} sha256
 * @param {MapLeaf} leaf
 */
function hashMapLeaf(sha256, { key, count, head }) {
  return sha256(joinBytes([Uint8Array.of(0), key, uint64Bytes(BigInt(count)), head]));
}

/**
 * Whether a leaf is where a map with this root leads a key: the key's own leaf, or the one that stands in its place.
 *
 * The bits are part of the hashes, so that a root leads each key to one leaf only, also in a map that was built wrongly.
 * Source: docs/LEDGER.md, "Completeness".
 *
 * @param {Sha256} sha256
 * @param {Uint8Array} key
 * @param {readonly PathStep[]} path from the root down, bits strictly increasing
 * @param {MapLeaf} leaf
 * @param {Uint8Array} root
 */
export function leadsTo(sha256, key, path, leaf, root) {
  let hash = hashMapLeaf(sha256, leaf);
  for (const { bit, hash: sibling } of path.toReversed()) {
    if (bitOf(key, bit) !== bitOf(leaf.key, bit)) return false;
    const pair = bitOf(key, bit) === 0 ? [hash, sibling] : [sibling, hash];
    hash = sha256(joinBytes([Uint8Array.of(1, bit), ...pair]));
  }
  return areEqual(hash, root);
}
