import type { Query } from "../../store/index.ts";
import { int4Array, int8Array, TENANT } from "../../store/index.ts";
import type { TileKey } from "../format/tiles.ts";
import { tileKey } from "../format/tiles.ts";
import type { TileRow } from "../sql.ts";
import { SELECT_TILES } from "../sql.ts";

/** Stored tiles, as wide as they are now; what is not stored is left out. */
export async function readTiles(
  run: Query,
  log: string,
  tiles: readonly { readonly level: number; readonly index: number }[],
): Promise<ReadonlyMap<TileKey, Buffer>> {
  if (tiles.length === 0) return new Map();
  const levels = int4Array(tiles.map(({ level }) => level));
  const indexes = int8Array(tiles.map(({ index }) => index));
  const rows = await run.query<TileRow>(SELECT_TILES, [TENANT, log, levels, indexes]);
  return new Map(rows.map(({ level, index, hashes }) => [tileKey(level, index), hashes]));
}
