import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  consistencySubtrees,
  EMPTY_ROOT,
  foldSubtrees,
  inclusionSubtrees,
  leafHashOf,
  nodeHash,
  rootOfPerfect,
  subtreesOfTree,
  verifyConsistency,
  verifyInclusion,
} from "./merkle.ts";
import type { Subtree } from "./merkle.ts";

/** RFC 6962 §2.1 as it is written there: nothing is shared with what is tested. */
function mth(leaves: readonly Buffer[]): Buffer {
  const sha256 = (...parts: readonly Uint8Array[]) =>
    parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();
  if (leaves.length === 0) return sha256();
  if (leaves.length === 1) return sha256(Buffer.of(0), leaves[0] as Buffer);
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return sha256(Buffer.of(1), mth(leaves.slice(0, k)), mth(leaves.slice(k)));
}

const LEAVES = Array.from({ length: 300 }, (_, i) => Buffer.from(`entry ${i}`));
const HASHES = LEAVES.map((leaf) => leafHashOf(leaf));
const rootAt = (size: number) => mth(LEAVES.slice(0, size));
const hashOf = ({ level, index }: Subtree) => rootOfPerfect(HASHES.slice(index * 2 ** level, (index + 1) * 2 ** level));
const fold = (path: readonly (readonly Subtree[])[]) => path.map((subtrees) => foldSubtrees(subtrees.map(hashOf)));
const inclusion = (index: number, size: number) => fold(inclusionSubtrees(index, size));
const consistency = (from: number, to: number) => fold(consistencySubtrees(from, to));

test("the root of no entries is the hash of no bytes", () => {
  expect(EMPTY_ROOT.toString("hex")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  expect(foldSubtrees([])).toEqual(EMPTY_ROOT);
});

test("the perfect subtrees of a tree fold to its root, at every size", () => {
  for (let size = 0; size <= LEAVES.length; size += 1) {
    expect(foldSubtrees(subtreesOfTree(size).map(hashOf)), `size ${size}`).toEqual(rootAt(size));
  }
});

test("every entry is proved in every tree that holds it, and in no other place", () => {
  for (const size of [1, 2, 3, 4, 5, 7, 8, 9, 31, 33, 64, 65]) {
    const root = rootAt(size);
    for (let index = 0; index < size; index += 1) {
      const proof = inclusion(index, size);
      const leaf = HASHES[index] as Buffer;
      expect(verifyInclusion(leaf, index, size, proof, root), `${index} of ${size}`).toBe(true);
      expect(verifyInclusion(leaf, (index + 1) % (size + 1), size, proof, root), `${index} of ${size}`).toBe(false);
      expect(verifyInclusion(leaf, index, size, [...proof, root], root)).toBe(false);
      if (proof.length > 0) expect(verifyInclusion(leaf, index, size, proof.slice(1), root)).toBe(false);
    }
  }
});

test("every tree is proved to begin every later one, and no other tree is", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 300 }), (a, b) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)];
      const proof = consistency(from, to);
      expect(verifyConsistency(from, rootAt(from), to, rootAt(to), proof)).toBe(true);
      const other = nodeHash(rootAt(from), rootAt(to));
      expect(verifyConsistency(from, other, to, rootAt(to), proof)).toBe(false);
      if (from > 0) expect(verifyConsistency(from, rootAt(from), to, other, proof)).toBe(false);
      expect(verifyConsistency(from, rootAt(from), to, rootAt(to), [...proof, other])).toBe(false);
    }),
    { numRuns: 300 },
  );
});

test("sizes that are none are refused, and huge ones cost nothing", () => {
  const leaf = HASHES[0] as Buffer;
  for (const [index, size] of [
    [-1, 1],
    [0.5, 1],
    [0, 0],
    [1, 1],
    [0, Number.NaN],
    [2 ** 53, 2 ** 53 + 2],
  ] as const) {
    expect(verifyInclusion(leaf, index, size, [], leaf)).toBe(false);
  }
  expect(verifyConsistency(2, leaf, 1, leaf, [])).toBe(false);
  expect(inclusionSubtrees(0, 2 ** 53 - 1)).toHaveLength(53);
  expect(subtreesOfTree(2 ** 49 - 1)).toHaveLength(49);
  expect(consistencySubtrees(2 ** 52, 2 ** 53 - 1)).toHaveLength(1);
});
