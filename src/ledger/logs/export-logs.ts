import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Query } from "../../store/index.ts";
import { anchoredDays, readAnchor } from "../attestation/anchor-logs.ts";
import { HASH_BYTES } from "../format/merkle.ts";
import { tileEnd, tileKey, tilePath, tileWidth, TILE_WIDTH } from "../format/tiles.ts";
import type { LogItem } from "./read-log.ts";
import { listLogs, readBundle, readCheckpoint, readWitnessed } from "./read-log.ts";
import { readTiles } from "./read-tiles.ts";

/** Tiles read in one query: 2 MB. */
const TILES_AT_ONCE = 256;

export type ExportOptions = {
  /** Only this log. */
  readonly log?: string | undefined;
  /** Entries too, which are for auditors: they show who acted when, under pseudonyms. */
  readonly hasEntries: boolean;
};

/**
 * Writes logs as the folders a static server would serve: the same paths as under `/log/`. A folder that holds an
 * earlier export is brought up to date: full tiles that are there stay. Gives what was written.
 */
export async function exportLogs(run: Query, folder: string, options: ExportOptions): Promise<readonly LogItem[]> {
  const logs = (await listLogs(run)).filter(({ name }) => options.log === undefined || options.log === name);
  const written: LogItem[] = [];
  for (const log of logs) {
    const checkpoint = await readCheckpoint(run, log.name);
    if (checkpoint === undefined) continue;
    const item = { ...log, size: checkpoint.size };
    const place = join(folder, log.name);
    await writeTiles(run, place, item);
    if (options.hasEntries) await writeBundles(run, place, item);
    const witnessed = await readWitnessed(run, log.name);
    if (witnessed !== undefined && witnessed.size <= item.size) write(join(place, "witnessed"), witnessed.note);
    await writeAnchors(run, place, log.name);
    write(join(place, "vkey"), `${log.vkey}\n`);
    write(join(place, "log.json"), `${JSON.stringify(item)}\n`);
    // The last: whoever finds a checkpoint finds what it covers.
    write(join(place, "checkpoint"), checkpoint.note);
    written.push(item);
  }
  return written;
}

async function writeTiles(run: Query, folder: string, { name, size, minimum }: LogItem): Promise<void> {
  for (let level = 0; TILE_WIDTH ** level <= size; level += 1) {
    const wanted = tilesWanted(level, size, minimum, (path) => existsSync(join(folder, `tile/${level}/${path}`)));
    for (let at = 0; at < wanted.length; at += TILES_AT_ONCE) {
      const tiles = wanted.slice(at, at + TILES_AT_ONCE);
      const read = await readTiles(run, name, tiles);
      for (const { index, width } of tiles) {
        const bytes = read.get(tileKey(level, index))?.subarray(0, width * HASH_BYTES);
        if (bytes?.length !== width * HASH_BYTES) throw new Error(`could not read tile ${level}/${index} of ${name}`);
        write(join(folder, `tile/${level}/${tilePath(index, width)}`), bytes);
      }
    }
  }
}

async function writeBundles(run: Query, folder: string, { name, size, minimum }: LogItem): Promise<void> {
  const isThere = (path: string) => existsSync(join(folder, `tile/entries/${path}`));
  for (const { index, width } of tilesWanted(0, size, minimum, isThere)) {
    const bytes = await readBundle(run, name, index, width);
    if (bytes === undefined) throw new Error(`could not read bundle ${index} of ${name}`);
    write(join(folder, `tile/entries/${tilePath(index, width)}`), bytes);
  }
}

/** A stamp does not change: one that is there stays. */
async function writeAnchors(run: Query, folder: string, log: string): Promise<void> {
  for (const day of await anchoredDays(run, log)) {
    const file = join(folder, "anchor", day);
    if (existsSync(`${file}.tsr`)) continue;
    const anchor = await readAnchor(run, log, day);
    if (anchor === undefined) throw new Error(`could not read the time stamp of ${log} of ${day}`);
    write(`${file}.checkpoint`, anchor.checkpoint);
    write(`${file}.tsr`, anchor.token);
  }
}

/** Tiles of a level that a tree of this size has and that have not expired, but for full ones that are there. */
function tilesWanted(level: number, size: number, minimum: number, isThere: (path: string) => boolean) {
  const wanted: { readonly level: number; readonly index: number; readonly width: number }[] = [];
  for (let index = 0; ; index += 1) {
    const width = tileWidth(level, index, size);
    if (width === 0) return wanted;
    if (tileEnd(level, index) <= minimum) continue;
    if (width < TILE_WIDTH || !isThere(tilePath(index, width))) wanted.push({ level, index, width });
  }
}

/** Whole or not at all: a server may be reading the folder. */
function write(file: string, content: string | Buffer): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, content);
  renameSync(`${file}.new`, file);
}
