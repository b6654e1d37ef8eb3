import { HASH_BYTES, hashNode } from "./merkle.mjs";
import { foldPerfect, hashesOnLevel, TILE_BYTES, TILE_WIDTH } from "./tile.mjs";

/** @import { Fault } from "./fault.mjs" */
/** @import { Sha256 } from "./sha256.mjs" */

/**
 * @callback TileBuilt Told of each tile above level 0 when it is full, and at the end of each that is not.
 * @param {number} level
 * @param {number} index
 * @param {Uint8Array} hashes
 * @returns {Promise<Fault | undefined>}
 */

/** The tile of a level that is being filled. */
class OpenTile {
  /**
   * @param {number} index
   */
  constructor(index) {
    this.index = index;
    this.filled = 0;
    this.bytes = new Uint8Array(TILE_BYTES);
  }

  get hashes() {
    return this.bytes.subarray(0, this.filled);
  }
}

/** Builds a tree tile by tile from its leaf hashes. Holds one tile a level, however large the tree. */
export class TreeBuilder {
  /**
   * @param {Sha256} sha256
   * @param {TileBuilt} tileBuilt
   */
  constructor(sha256, tileBuilt) {
    this.sha256 = sha256;
    this.tileBuilt = tileBuilt;
    /** Leaves so far, those before the start included. */
    this.size = 0;
    /** @type {OpenTile[]} */
    this.levels = [];
  }

  /**
   * Begins in the middle of a tree; `adopt` gives what stands to the left of it.
   * @param {number} size a multiple of 256
   */
  startAt(size) {
    this.size = size;
  }

  /**
   * @param {number} level
   * @param {Uint8Array} hashes that begin its open tile
   */
  adopt(level, hashes) {
    const tile = this.level(level);
    tile.bytes.set(hashes);
    tile.filled = hashes.length;
  }

  /**
   * @param {number} level
   */
  level(level) {
    while (this.levels.length <= level) {
      this.levels.push(new OpenTile(hashesOnLevel(this.levels.length + 1, this.size)));
    }
    return this.levels[level];
  }

  /**
   * @param {Uint8Array} hashes of leaves, no more than the open tile has room for
   * @returns {Promise<Fault | undefined>}
   */
  async append(hashes) {
    const tile = this.level(0);
    tile.bytes.set(hashes, tile.filled);
    tile.filled += hashes.length;
    if (tile.filled < TILE_BYTES) {
      this.size += hashes.length / HASH_BYTES;
      return undefined;
    }
    const fault = await this.rise(1, this.close(tile));
    this.size += hashes.length / HASH_BYTES;
    return fault;
  }

  /**
   * Empties a full tile for the next one, and gives its root.
   * @param {OpenTile} tile
   */
  close(tile) {
    const root = foldPerfect(this.sha256, tile.bytes);
    tile.filled = 0;
    tile.index += 1;
    return root;
  }

  /**
   * @param {number} level
   * @param {Uint8Array} hash root of a full tile one level below
   * @returns {Promise<Fault | undefined>}
   */
  async rise(level, hash) {
    const tile = this.level(level);
    tile.bytes.set(hash, tile.filled);
    tile.filled += HASH_BYTES;
    if (tile.filled < TILE_BYTES) return undefined;
    const fault = await this.tileBuilt(level, tile.index, tile.hashes);
    return fault ?? this.rise(level + 1, this.close(tile));
  }

  /**
   * Tells of the tiles that stay incomplete.
   * @returns {Promise<Fault | undefined>}
   */
  async finish() {
    for (const [level, tile] of this.levels.entries()) {
      if (level === 0 || tile.filled === 0) continue;
      const fault = await this.tileBuilt(level, tile.index, tile.hashes);
      if (fault !== undefined) return fault;
    }
    return undefined;
  }

  /** Root over all leaves so far. Perfect subtrees are the larger the further left they stand. */
  root() {
    /** @type {Uint8Array | undefined} */
    let right;
    for (const tile of this.levels) {
      let end = tile.filled;
      for (let width = HASH_BYTES; width < TILE_WIDTH * HASH_BYTES; width *= 2) {
        if ((tile.filled & width) === 0) continue;
        const left = foldPerfect(this.sha256, tile.bytes.slice(end - width, end));
        right = right === undefined ? left : hashNode(this.sha256, left, right);
        end -= width;
      }
    }
    return right ?? this.sha256(new Uint8Array());
  }
}
