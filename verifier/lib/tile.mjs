import { Fault } from "./fault.mjs";
import { HASH_BYTES, hashNode, splitOf } from "./merkle.mjs";

/** @import { Sha256 } from "./sha256.mjs" */

/** Hashes in a full tile; entries in a full bundle. Source: C2SP tlog-tiles v0.1.0. */
export const TILE_WIDTH = 256;
export const TILE_BYTES = TILE_WIDTH * HASH_BYTES;

/**
 * The path of a tile below its log: `tile/0/x001/x234/067`, `tile/entries/000.p/12`.
 *
 * @param {number | "entries"} level
 * @param {number} index
 * @param {number} width 1 to 256
 */
export function tilePath(level, index, width) {
  let path = String(index % 1000).padStart(3, "0");
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    path = `x${String(rest % 1000).padStart(3, "0")}/${path}`;
  }
  return `tile/${level}/${path}${width === TILE_WIDTH ? "" : `.p/${width}`}`;
}

/**
 * Hashes on a level of tiles in a tree, incomplete subtrees left out.
 * @param {number} level
 * @param {number} size
 */
export function hashesOnLevel(level, size) {
  return Math.floor(size / TILE_WIDTH ** level);
}

/**
 * How many hashes a tile has in a tree of this size.
 * @param {number} level
 * @param {number} index
 * @param {number} size
 */
export function tileWidth(level, index, size) {
  return Math.min(TILE_WIDTH, hashesOnLevel(level, size) - index * TILE_WIDTH);
}

/**
 * @callback ReadTile Reads a tile at exactly this width, from the full one where the partial one is gone.
 * @param {number} level
 * @param {number} index
 * @param {number} width
 * @returns {Promise<Uint8Array | Fault>} `width` × 32 bytes
 */

/** The hashes a proof is made of, computed from the tiles of a tree. Remembers tiles: a proof needs some 20 at most. */
export class TileProver {
  /**
   * @param {ReadTile} readTile
   * @param {number} size of the tree whose tiles are read
   * @param {Sha256} sha256
   */
  constructor(readTile, size, sha256) {
    this.readTile = readTile;
    this.size = size;
    this.sha256 = sha256;
    /** @type {Map<string, Uint8Array>} */
    this.tiles = new Map();
  }

  /**
   * Source: RFC 6962 §2.1.1.
   * @param {number} index
   * @returns {Promise<Uint8Array[] | Fault>}
   */
  async inclusion(index) {
    const ranges = [];
    for (let [start, end] = [0, this.size]; end - start > 1; ) {
      const middle = start + splitOf(end - start);
      if (index < middle) {
        ranges.unshift({ start: middle, end });
        end = middle;
      } else {
        ranges.unshift({ start, end: middle });
        start = middle;
      }
    }
    return this.hashes(ranges);
  }

  /**
   * Source: RFC 6962 §2.1.2.
   * @param {number} older size of the smaller tree, above 0
   * @returns {Promise<Uint8Array[] | Fault>}
   */
  async consistency(older) {
    const ranges = [];
    let [start, end] = [0, this.size];
    while (end !== older) {
      const middle = start + splitOf(end - start);
      if (older <= middle) {
        ranges.unshift({ start: middle, end });
        end = middle;
      } else {
        ranges.unshift({ start, end: middle });
        start = middle;
      }
    }
    if (start > 0) ranges.unshift({ start, end });
    return this.hashes(ranges);
  }

  /**
   * @param {readonly { readonly start: number, readonly end: number }[]} ranges
   * @returns {Promise<Uint8Array[] | Fault>}
   */
  async hashes(ranges) {
    const hashes = [];
    for (const { start, end } of ranges) {
      const hash = await this.range(start, end);
      if (hash instanceof Fault) return hash;
      hashes.push(hash);
    }
    return hashes;
  }

  /**
   * Root over leaves `[start, end)`, a range where RFC 6962 splits: perfect subtrees, largest first.
   * @param {number} start
   * @param {number} end
   * @returns {Promise<Uint8Array | Fault>}
   */
  async range(start, end) {
    const width = end - start;
    const middle = width === 1 ? width : splitOf(width + 1);
    const left = await this.perfect(start, middle);
    if (middle === width || left instanceof Fault) return left;
    const right = await this.range(start + middle, end);
    return right instanceof Fault ? right : hashNode(this.sha256, left, right);
  }

  /**
   * Root over a perfect subtree of `width` leaves, a power of two.
   * @param {number} start
   * @param {number} width
   * @returns {Promise<Uint8Array | Fault>}
   */
  async perfect(start, width) {
    let level = 0;
    let [first, count] = [start, width];
    for (; count >= TILE_WIDTH; level += 1) [first, count] = [first / TILE_WIDTH, count / TILE_WIDTH];
    const tile = await this.tile(level, Math.floor(first / TILE_WIDTH));
    if (tile instanceof Fault) return tile;
    const from = (first % TILE_WIDTH) * HASH_BYTES;
    return foldPerfect(this.sha256, tile.slice(from, from + count * HASH_BYTES));
  }

  /**
   * @param {number} level
   * @param {number} index
   * @returns {Promise<Uint8Array | Fault>}
   */
  async tile(level, index) {
    const key = `${level}/${index}`;
    const known = this.tiles.get(key);
    if (known !== undefined) return known;
    const tile = await this.readTile(level, index, tileWidth(level, index, this.size));
    if (!(tile instanceof Fault)) this.tiles.set(key, tile);
    return tile;
  }
}

/**
 * Root over 2^n hashes side by side.
 *
 * @param {Sha256} sha256
 * @param {Uint8Array} hashes overwritten: a whole log is folded without an allocation for each node
 * @returns {Uint8Array}
 */
export function foldPerfect(sha256, hashes) {
  const input = new Uint8Array(1 + 2 * HASH_BYTES);
  input[0] = 1;
  for (let length = hashes.length; length > HASH_BYTES; length /= 2) {
    for (let at = 0; at < length; at += 2 * HASH_BYTES) {
      for (let i = 0; i < 2 * HASH_BYTES; i += 1) input[1 + i] = hashes[at + i];
      hashes.set(sha256(input), at / 2);
    }
  }
  return hashes.slice(0, HASH_BYTES);
}

/**
 * The first `width` entries of a bundle that may hold more, since the log has grown.
 *
 * @param {Uint8Array} bundle
 * @param {number} width
 * @returns {Uint8Array} The whole bundle when it holds fewer: reading it will say so.
 */
export function firstEntries(bundle, width) {
  let at = 0;
  for (let i = 0; i < width && at + 2 <= bundle.length; i += 1) at += 2 + ((bundle[at] << 8) | bundle[at + 1]);
  return bundle.subarray(0, at);
}
