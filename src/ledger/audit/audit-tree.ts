import type { Query } from "../../store/index.ts";
import { TENANT } from "../../store/index.ts";
import { parseCheckpoint } from "../format/checkpoint.ts";
import { EMPTY_ROOT, HASH_BYTES } from "../format/merkle.ts";
import { openNote, parseVkey } from "../format/note.ts";
import type { TileGrowth, TileKey } from "../format/tiles.ts";
import { Edge, edgeTiles, tileEnd, tileKey, tileWidth, TILE_WIDTH } from "../format/tiles.ts";
import { readTiles } from "../logs/read-tiles.ts";
import type { LogRow } from "../sql.ts";
import type { Tell } from "./audit-rows.ts";
import type { TileCountRow } from "./sql.ts";
import { COUNT_TILES } from "./sql.ts";

/** Stands for a leaf of which neither entry nor tile is left. */
const NO_LEAF = Buffer.alloc(HASH_BYTES);

/**
 * Builds the tree of a log once more from its entries, and compares every tile with the stored one, byte for byte.
 * What expired is taken from the tiles left of the minimum, which the root covers.
 */
export class TreeAudit {
  readonly #log: LogRow;
  readonly #tell: Tell;
  #edge: Edge | undefined;
  readonly #wrong = new Set<TileKey>();

  private constructor(log: LogRow, tell: Tell, edge: Edge | undefined) {
    this.#log = log;
    this.#tell = (sentence) => tell(`${log.name}: ${sentence}`);
    this.#edge = edge;
  }

  static async begin(run: Query, log: LogRow, tell: Tell): Promise<TreeAudit> {
    const left = await readTiles(run, log.name, edgeTiles(log.minimum));
    try {
      return new TreeAudit(log, tell, new Edge(log.minimum, left));
    } catch {
      // One of them is missing or too short.
      tell(`${log.name}: the tiles left of its minimum are not whole`);
      return new TreeAudit(log, tell, undefined);
    }
  }

  /** Adds the next leaves; for one whose entry is missing, what the stored tile says. */
  async add(run: Query, leaves: readonly (Buffer | undefined)[]): Promise<void> {
    const edge = this.#edge;
    if (edge === undefined || leaves.length === 0) return;
    const whole = leaves.includes(undefined) ? await this.#fill(run, edge.size, leaves) : (leaves as readonly Buffer[]);
    const growths = edge.grow(whole);
    const tiles = await readTiles(run, this.#log.name, growths);
    for (const growth of growths) this.#compare(growth, tiles.get(tileKey(growth.level, growth.index)));
  }

  /** So much is missing that nothing can be built. */
  abandon(): void {
    this.#edge = undefined;
  }

  /** Compares root, checkpoint and the number of tiles, once all leaves were added. */
  async end(run: Query): Promise<void> {
    const { name, size, root } = this.#log;
    if (this.#edge !== undefined && (this.#edge.size !== size || !this.#edge.root().equals(root))) {
      this.#tell("its root is not that of its entries");
    }
    if (!isSigned(this.#log)) this.#tell("its checkpoint is not signed by its key over its size and root");
    const counts = await run.query<TileCountRow>(COUNT_TILES, [TENANT, name]);
    const stored = new Map(counts.map(({ level, tiles }) => [level, tiles]));
    for (let level = 0; stored.size > 0 || TILE_WIDTH ** level <= size; level += 1) {
      const [found, wanted] = [stored.get(level) ?? 0, tileCount(level, this.#log)];
      if (found !== wanted) this.#tell(`it has ${found} tiles of level ${level} and should have ${wanted}`);
      stored.delete(level);
    }
  }

  async #fill(run: Query, from: number, leaves: readonly (Buffer | undefined)[]): Promise<readonly Buffer[]> {
    const missing = leaves.flatMap((leaf, i) => (leaf === undefined ? [from + i] : []));
    const indexes = [...new Set(missing.map((index) => Math.floor(index / TILE_WIDTH)))];
    const tiles = await readTiles(
      run,
      this.#log.name,
      indexes.map((index) => ({ level: 0, index })),
    );
    return leaves.map((leaf, i) => {
      if (leaf !== undefined) return leaf;
      const tile = tiles.get(tileKey(0, Math.floor((from + i) / TILE_WIDTH)));
      const at = ((from + i) % TILE_WIDTH) * HASH_BYTES;
      return tile !== undefined && tile.length >= at + HASH_BYTES ? tile.subarray(at, at + HASH_BYTES) : NO_LEAF;
    });
  }

  #compare({ level, index, from, hashes }: TileGrowth, tile: Buffer | undefined): void {
    const key = tileKey(level, index);
    const at = from * HASH_BYTES;
    const width = tileWidth(level, index, this.#log.size);
    const isRight = tile?.length === width * HASH_BYTES && tile.subarray(at, at + hashes.length).equals(hashes);
    if (isRight || this.#wrong.has(key)) return;
    this.#wrong.add(key);
    this.#tell(`tile ${key} is ${tile === undefined ? "not there" : "not that of its entries"}`);
  }
}

/** How many tiles of a level a log keeps: those that end at its minimum or before it are gone. */
function tileCount(level: number, { size, minimum }: LogRow): number {
  const all = Math.ceil(Math.floor(size / TILE_WIDTH ** level) / TILE_WIDTH);
  const gone = Math.floor(minimum / tileEnd(level, 0));
  return Math.max(0, all - gone);
}

function isSigned({ vkey, checkpoint, origin, size, root }: LogRow): boolean {
  if (size === 0) return checkpoint === "" && root.equals(EMPTY_ROOT);
  const verifier = parseVkey(vkey);
  const opened = verifier === undefined ? undefined : openNote(checkpoint, [verifier]);
  const signed = opened?.ok === true ? parseCheckpoint(opened.text) : undefined;
  return signed?.origin === origin && signed.size === size && signed.root === root.toString("base64");
}
