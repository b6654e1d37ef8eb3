import type { Subtree } from "./merkle.ts";
import { foldSubtrees, HASH_BYTES, rootOfPerfect, subtreesOfTree } from "./merkle.ts";

/** Hashes in a full tile, each the root of a full tile one level below. Source: C2SP tlog-tiles v0.1.0. */
export const TILE_WIDTH = 256;
const TILE_HEIGHT = 8;

/** `level` counts tiles, not hashes: 0 holds leaf hashes. `width` 1 to 256. */
export type Tile = { readonly level: number; readonly index: number; readonly width: number };

const MAX_LEVEL = 63;
/** What follows `tile/<L>/`: groups of three digits, all but the last with an x, then perhaps the width. */
const TILE_PATH = /^((?:x\d{3}\/)*)(\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;

/** The path after `tile/<L>/` or `tile/entries/`: `x001/x234/067`, `000.p/12`. */
export function tilePath(index: number, width: number): string {
  let path = String(index % 1_000).padStart(3, "0");
  for (let rest = Math.floor(index / 1_000); rest > 0; rest = Math.floor(rest / 1_000)) {
    path = `x${String(rest % 1_000).padStart(3, "0")}/${path}`;
  }
  return width === TILE_WIDTH ? path : `${path}.p/${width}`;
}

/** Reads what `tilePath` wrote, and nothing else: a tile has one path. */
export function parseTilePath(path: string): { readonly index: number; readonly width: number } | undefined {
  const found = TILE_PATH.exec(path);
  if (found === null) return undefined;
  const index = Number(`${(found[1] as string).replaceAll(/[x/]/g, "")}${found[2]}`);
  const width = found[3] === undefined ? TILE_WIDTH : Number(found[3]);
  const isOurs = Number.isSafeInteger(index) && (found[3] === undefined || width < TILE_WIDTH);
  return isOurs && tilePath(index, width) === path ? { index, width } : undefined;
}

/** 0 to 63 without leading zeros. */
export function parseTileLevel(text: string): number | undefined {
  return /^(0|[1-9]\d?)$/.test(text) && Number(text) <= MAX_LEVEL ? Number(text) : undefined;
}

/** How many hashes tile `index` of a level has in a tree of this size: 0 when there is no such tile. */
export function tileWidth(level: number, index: number, size: number): number {
  const hashes = Math.floor(size / TILE_WIDTH ** level);
  return Math.max(0, Math.min(TILE_WIDTH, hashes - index * TILE_WIDTH));
}

/** The first leaf after those below a tile, full. */
export function tileEnd(level: number, index: number): number {
  return (index + 1) * TILE_WIDTH ** (level + 1);
}

/** The incomplete tiles of a tree, one a level from 0 up; a level that is complete has none. */
export function edgeTiles(size: number): readonly Tile[] {
  const tiles: Tile[] = [];
  for (let level = 0; TILE_WIDTH ** level <= size; level += 1) {
    const hashes = Math.floor(size / TILE_WIDTH ** level);
    const width = hashes % TILE_WIDTH;
    if (width > 0) tiles.push({ level, index: Math.floor(hashes / TILE_WIDTH), width });
  }
  return tiles;
}

/** Where the hashes of a perfect subtree's tile are, and which of them are its own. */
function placeOf({ level, index }: Subtree) {
  const tileLevel = Math.floor(level / TILE_HEIGHT);
  const count = 2 ** (level % TILE_HEIGHT);
  const first = index * count;
  const tile = Math.floor(first / TILE_WIDTH);
  return { tileLevel, tile, from: first % TILE_WIDTH, count };
}

export type TileKey = `${number}/${number}`;
export function tileKey(level: number, index: number): TileKey {
  return `${level}/${index}`;
}

/** The tiles that hold what these subtrees are computed from, each once. */
export function tilesOf(subtrees: readonly Subtree[]): readonly { readonly level: number; readonly index: number }[] {
  const keys = new Map(
    subtrees.map((subtree) => {
      const { tileLevel, tile } = placeOf(subtree);
      return [tileKey(tileLevel, tile), { level: tileLevel, index: tile }];
    }),
  );
  return [...keys.values()];
}

/** Root of a perfect subtree. Throws when a tile is not there or too narrow: what is stored is not the tree. */
export function subtreeHash(subtree: Subtree, tiles: ReadonlyMap<TileKey, Buffer>): Buffer {
  const { tileLevel, tile, from, count } = placeOf(subtree);
  const bytes = tiles.get(tileKey(tileLevel, tile));
  const end = (from + count) * HASH_BYTES;
  if (bytes === undefined || bytes.length < end) throw new Error(`could not read tile ${tileLevel}/${tile}`);
  return rootOfPerfect(splitHashes(bytes.subarray(from * HASH_BYTES, end)));
}

/** Root over the first `size` leaves of a stored tree. */
export function rootFromTiles(size: number, tiles: ReadonlyMap<TileKey, Buffer>): Buffer {
  return foldSubtrees(subtreesOfTree(size).map((subtree) => subtreeHash(subtree, tiles)));
}

export function splitHashes(bytes: Buffer): readonly Buffer[] {
  const hashes: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += HASH_BYTES) hashes.push(bytes.subarray(at, at + HASH_BYTES));
  return hashes;
}

/** What was added to one tile: `hashes` follow the `from` that it had. */
export type TileGrowth = {
  readonly level: number;
  readonly index: number;
  readonly from: number;
  readonly hashes: Buffer;
};

/**
 * The right edge of a tree: the hashes of its incomplete tiles, lowest level first. Everything to the left of it is
 * in their hashes, so that a tree can grow, and give its root, from this alone.
 */
export class Edge {
  #size: number;
  readonly #levels: Buffer[][];

  /** `tiles`: at least the edge tiles of the tree. */
  constructor(size = 0, tiles: ReadonlyMap<TileKey, Buffer> = new Map()) {
    this.#size = size;
    this.#levels = [];
    for (const { level, index, width } of edgeTiles(size)) {
      const bytes = tiles.get(tileKey(level, index));
      if (bytes === undefined || bytes.length < width * HASH_BYTES) {
        throw new Error(`could not read tile ${level}/${index}`);
      }
      while (this.#levels.length < level) this.#levels.push([]);
      this.#levels.push([...splitHashes(bytes.subarray(0, width * HASH_BYTES))]);
    }
  }

  get size(): number {
    return this.#size;
  }

  /** Adds leaves, and says which tiles grew by what. */
  grow(leaves: readonly Buffer[]): readonly TileGrowth[] {
    const growths: TileGrowth[] = [];
    this.#size += leaves.length;
    let above: readonly Buffer[] = leaves;
    for (let level = 0; above.length > 0; level += 1) {
      above = this.#growLevel(level, above, growths);
    }
    return growths;
  }

  #growLevel(level: number, hashes: readonly Buffer[], growths: TileGrowth[]): readonly Buffer[] {
    const full: Buffer[] = [];
    while (this.#levels.length <= level) this.#levels.push([]);
    const after = Math.floor(this.#size / TILE_WIDTH ** level);
    let before = after - hashes.length;
    for (let at = 0; at < hashes.length; ) {
      const tile = this.#levels[level] as Buffer[];
      const added = hashes.slice(at, at + TILE_WIDTH - tile.length);
      const index = Math.floor(before / TILE_WIDTH);
      growths.push({ level, index, from: tile.length, hashes: Buffer.concat(added) });
      tile.push(...added);
      at += added.length;
      before += added.length;
      if (tile.length === TILE_WIDTH) {
        full.push(rootOfPerfect(tile));
        this.#levels[level] = [];
      }
    }
    return full;
  }

  root(): Buffer {
    const subtrees = this.#levels.toReversed().flatMap((tile) => {
      const roots: Buffer[] = [];
      for (let [from, bit] = [0, TILE_WIDTH / 2]; bit >= 1; bit /= 2) {
        if ((tile.length & bit) === 0) continue;
        roots.push(rootOfPerfect(tile.slice(from, from + bit)));
        from += bit;
      }
      return roots;
    });
    return foldSubtrees(subtrees);
  }
}
