import fc from "fast-check";
import { expect, test } from "vitest";
import { leafHashOf, foldSubtrees, rootOfPerfect, subtreesOfTree } from "./merkle.ts";
import {
  Edge,
  edgeTiles,
  parseTileLevel,
  parseTilePath,
  rootFromTiles,
  tileEnd,
  tileKey,
  tilePath,
  tileWidth,
  tilesOf,
} from "./tiles.ts";
import type { TileKey } from "./tiles.ts";

test("a tile has one path", () => {
  expect(tilePath(1_234_067, 256)).toBe("x001/x234/067");
  expect(tilePath(0, 256)).toBe("000");
  expect(tilePath(273, 112)).toBe("273.p/112");
  expect(parseTilePath("x001/x234/067")).toEqual({ index: 1_234_067, width: 256 });
  expect(parseTilePath("273.p/112")).toEqual({ index: 273, width: 112 });
  fc.assert(
    fc.property(fc.nat({ max: 2 ** 40 }), fc.integer({ min: 1, max: 256 }), (index, width) => {
      expect(parseTilePath(tilePath(index, width))).toEqual({ index, width });
    }),
  );
});

test.each([
  "",
  "0",
  "00",
  "0000",
  "x000/000",
  "x001/67",
  "001/234",
  "000.p/0",
  "000.p/256",
  "000.p/01",
  "000.p/-1",
  "000.p/1/",
  "000/",
  "/000",
  "+00",
  "0x0",
  " 000",
  "000.p/1e1",
  "x999/x999/x999/x999/x999/x999/999",
])("a path that tilePath does not write is none: %s", (path) => {
  expect(parseTilePath(path)).toBeUndefined();
});

test("levels are 0 to 63, without leading zeros", () => {
  expect(["0", "7", "63"].map(parseTileLevel)).toEqual([0, 7, 63]);
  expect(["", "00", "64", "-1", "+1", "1.0", "a"].map(parseTileLevel)).toEqual(Array(7).fill(undefined));
});

test("a tree of 70,000 has the tiles that the specification counts", () => {
  // Source: C2SP tlog-tiles v0.1.0, partial tiles.
  expect(edgeTiles(70_000)).toEqual([
    { level: 0, index: 273, width: 112 },
    { level: 1, index: 1, width: 17 },
    { level: 2, index: 0, width: 1 },
  ]);
  expect(tileWidth(0, 272, 70_000)).toBe(256);
  expect(tileWidth(0, 274, 70_000)).toBe(0);
  expect(edgeTiles(256)).toEqual([{ level: 1, index: 0, width: 1 }]);
  expect(edgeTiles(0)).toEqual([]);
  expect(tileEnd(1, 0)).toBe(65_536);
});

const LEAVES = Array.from({ length: 70_000 }, (_, i) => leafHashOf(Buffer.from(String(i))));

/** Tiles as the store keeps them. */
function store(tiles: Map<TileKey, Buffer>, edge: Edge, leaves: readonly Buffer[]): void {
  for (const { level, index, from, hashes } of edge.grow(leaves)) {
    const before = tiles.get(tileKey(level, index)) ?? Buffer.alloc(0);
    expect(before.length, `tile ${level}/${index}`).toBe(from * 32);
    tiles.set(tileKey(level, index), Buffer.concat([before, hashes]));
  }
}

/** Over leaf hashes, pairwise: what RFC 6962 says without splitting from the top. */
function plainRoot(size: number): Buffer {
  const hashes = subtreesOfTree(size).map(({ level, index }) =>
    rootOfPerfect(LEAVES.slice(index * 2 ** level, (index + 1) * 2 ** level)),
  );
  return foldSubtrees(hashes);
}

test("a tree that grows in steps of any size has the same tiles and root, and goes on from its tiles", () => {
  const sizes = [1, 2, 255, 256, 257, 511, 513, 65_535, 65_536, 65_537, 70_000];
  const tiles = new Map<TileKey, Buffer>();
  let edge = new Edge();
  let size = 0;
  for (const next of sizes) {
    store(tiles, edge, LEAVES.slice(size, next));
    size = next;
    expect(edge.root(), `size ${size}`).toEqual(plainRoot(size));
    expect(rootFromTiles(size, tiles)).toEqual(plainRoot(size));
    // Another node knows the tree from its tiles alone.
    edge = new Edge(size, tiles);
    expect(edge.root()).toEqual(plainRoot(size));
  }
  for (const earlier of sizes) expect(rootFromTiles(earlier, tiles)).toEqual(plainRoot(earlier));
  expect(tiles.size).toBe(277);
});

test("what is stored incompletely is no tree", () => {
  const tiles = new Map<TileKey, Buffer>();
  store(tiles, new Edge(), LEAVES.slice(0, 300));
  const short = new Map(tiles).set(tileKey(0, 1), (tiles.get(tileKey(0, 1)) as Buffer).subarray(0, 32 * 43));
  expect(new Edge(300, tiles).size).toBe(300);
  expect(() => new Edge(300, short)).toThrow("could not read tile 0/1");
  expect(() => rootFromTiles(300, short)).toThrow("could not read tile 0/1");
  expect(tilesOf(subtreesOfTree(300))).toEqual([
    { level: 1, index: 0 },
    { level: 0, index: 1 },
  ]);
});
