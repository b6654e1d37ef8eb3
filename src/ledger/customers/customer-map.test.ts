import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { EMPTY_ROOT } from "../format/merkle.ts";
import type { CustomerRow, MapStep } from "./customer-map.ts";
import {
  bitOf,
  bucketKeys,
  BUCKETS,
  customerKey,
  MapBuilder,
  mapLeaf,
  mapNode,
  pathInBucket,
  pathToBucket,
} from "./customer-map.ts";

/** docs/LEDGER.md as it is written there, bit by bit. */
function plainRoot(rows: readonly CustomerRow[], bit = 0): Buffer {
  if (rows.length === 0) return EMPTY_ROOT;
  if (rows.length === 1) return mapLeaf(rows[0] as CustomerRow);
  const left = rows.filter(({ key }) => bitOf(key, bit) === 0);
  const right = rows.filter(({ key }) => bitOf(key, bit) === 1);
  if (left.length === 0 || right.length === 0) return plainRoot(rows, bit + 1);
  return mapNode(bit, plainRoot(left, bit + 1), plainRoot(right, bit + 1));
}

function build(rows: readonly CustomerRow[]) {
  const builder = new MapBuilder();
  for (let at = 0; at < rows.length; at += 3) builder.add(rows.slice(at, at + 3));
  return builder.finish();
}

/** What a stranger computes from a proof: down by the bits of the key, and up again. */
function rootFrom(key: Buffer, steps: readonly MapStep[], end: CustomerRow): Buffer {
  return steps.reduceRight(
    (below, { bit, hash }) => (bitOf(key, bit) === 1 ? mapNode(bit, hash, below) : mapNode(bit, below, hash)),
    mapLeaf(end),
  );
}

function prove(rows: readonly CustomerRow[], buckets: Buffer, key: Buffer) {
  const top = pathToBucket(buckets, key);
  if (top === undefined) return undefined;
  const [first, end] = bucketKeys(top.bucket);
  const own = rows.filter((row) => row.key.compare(first) >= 0 && (end === null || row.key.compare(end) < 0));
  const below = pathInBucket(own, key);
  return { steps: [...top.steps, ...below.steps], end: below.end };
}

const hash32 = (text: string) => createHash("sha256").update(text).digest();
const rowsOf = (keys: readonly Buffer[]): readonly CustomerRow[] =>
  keys
    .toSorted((a, b) => a.compare(b))
    .filter((key, i, all) => i === 0 || !key.equals(all[i - 1] as Buffer))
    .map((key, i) => ({ key, count: i + 1, head: hash32(`head ${i}`) }));

// Keys that share long beginnings, as SHA-256 never makes them: forks at every depth.
const keys = fc.array(
  fc.oneof(
    fc.uint8Array({ minLength: 32, maxLength: 32 }),
    fc.tuple(fc.nat({ max: 255 }), fc.nat({ max: 31 })).map(([byte, at]) => new Uint8Array(32).fill(byte, at, at + 1)),
  ),
  { maxLength: 40 },
);

test("the root is the one that the format says, for any customers in pages of any size", () => {
  fc.assert(
    fc.property(keys, (found) => {
      const rows = rowsOf(found.map((key) => Buffer.from(key)));
      expect(build(rows)).toMatchObject({ root: plainRoot(rows), customers: rows.length });
    }),
  );
});

test("every customer is proved, and nobody else: another key leads to another leaf", () => {
  fc.assert(
    fc.property(keys, fc.uint8Array({ minLength: 32, maxLength: 32 }), (found, other) => {
      const rows = rowsOf(found.map((key) => Buffer.from(key)));
      const { root, buckets } = build(rows);
      for (const row of rows) {
        const proof = prove(rows, buckets, row.key);
        expect(proof?.end).toEqual(row);
        expect(rootFrom(row.key, proof?.steps ?? [], row)).toEqual(root);
        const more = { ...row, count: row.count + 1 };
        expect(rootFrom(row.key, proof?.steps ?? [], more)).not.toEqual(root);
        const bits = proof?.steps.map(({ bit }) => bit) ?? [];
        expect(bits).toEqual([...new Set(bits)].toSorted((a, b) => a - b));
      }
      const absent = Buffer.from(other);
      const proof = prove(rows, buckets, absent);
      if (proof === undefined) expect(rows).toEqual([]);
      else {
        expect(proof.end.key.equals(absent)).toBe(rows.some(({ key }) => key.equals(absent)));
        expect(rootFrom(absent, proof.steps, proof.end)).toEqual(root);
      }
    }),
  );
});

test("buckets part the keys without a gap", () => {
  expect(bucketKeys(0)[0]).toEqual(Buffer.alloc(32));
  expect(bucketKeys(BUCKETS - 1)[1]).toBeNull();
  for (const n of [0, 1, 15, 16, 4_094]) expect(bucketKeys(n)[1]).toEqual(bucketKeys(n + 1)[0]);
});

test("a customer's key is SHA-256 of her pseudonym", () => {
  expect(customerKey("cus_2m4y1pdvbpx28wwkwjkfxa5te0")).toEqual(hash32("cus_2m4y1pdvbpx28wwkwjkfxa5te0"));
});
