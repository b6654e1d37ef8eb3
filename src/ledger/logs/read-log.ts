import type { Query } from "../../store/index.ts";
import { TENANT } from "../../store/index.ts";
import type { CosignedRow } from "../attestation/sql.ts";
import { SELECT_COSIGNED, SELECT_WITNESSED } from "../attestation/sql.ts";
import { HASH_BYTES } from "../format/merkle.ts";
import { tileEnd, tileKey, tileWidth, TILE_WIDTH } from "../format/tiles.ts";
import type { EntryRow, LogRow } from "../sql.ts";
import * as sql from "../sql.ts";
import { readTiles } from "./read-tiles.ts";

/** A log as outsiders see it. */
export type LogItem = {
  readonly name: string;
  readonly origin: string;
  readonly vkey: string;
  readonly size: number;
  /** Entries of today go into it. */
  readonly current: boolean;
  /** C2SP minimum index: entries before it have expired. */
  readonly minimum: number;
};

export async function listLogs(run: Query): Promise<readonly LogItem[]> {
  const rows = await run.query<LogRow>(sql.SELECT_LOGS, [TENANT]);
  return rows.map((row) => {
    const { name, origin, vkey, size, minimum } = row;
    const later = rows.some((other) => other.class === row.class && other.closed_at === null && other.year > row.year);
    return { name, origin, vkey, size, current: row.closed_at === null && !later, minimum };
  });
}

export async function readLog(run: Query, name: string): Promise<LogRow | undefined> {
  const [row] = await run.query<LogRow>(sql.SELECT_LOG, [TENANT, name]);
  return row;
}

export type SignedCheckpoint = { readonly size: number; readonly note: string };

/** The latest checkpoint, with the cosignatures it has so far. */
export async function readCheckpoint(run: Query, log: string): Promise<SignedCheckpoint | undefined> {
  const row = await readLog(run, log);
  if (row === undefined) return undefined;
  const [cosigned] = await run.query<CosignedRow>(SELECT_COSIGNED, [TENANT, log, row.size]);
  return { size: row.size, note: row.checkpoint + (cosigned?.lines.join("") ?? "") };
}

/** The latest checkpoint whose cosignatures meet the policy. */
export async function readWitnessed(run: Query, log: string): Promise<SignedCheckpoint | undefined> {
  const [row] = await run.query<CosignedRow & { readonly size: number }>(SELECT_WITNESSED, [TENANT, log]);
  return row && { size: row.size, note: row.note + row.lines.join("") };
}

/**
 * The bytes of a C2SP tile of the log as it is now, or of what it was when it had this width. Undefined: there is no
 * such tile yet, or its entries have expired.
 */
export async function readTile(
  run: Query,
  log: string,
  tile: { readonly level: number; readonly index: number; readonly width: number },
): Promise<Buffer | undefined> {
  const { level, index, width } = tile;
  const row = await readLog(run, log);
  if (row === undefined || tileWidth(level, index, row.size) < width) return undefined;
  if (tileEnd(level, index) <= row.minimum) return undefined;
  const tiles = await readTiles(run, log, [tile]);
  return tiles.get(tileKey(level, index))?.subarray(0, width * HASH_BYTES);
}

/** The same for an entry bundle: each entry after its length in two bytes, the higher first. */
export async function readBundle(run: Query, log: string, index: number, width: number): Promise<Buffer | undefined> {
  const row = await readLog(run, log);
  if (row === undefined || tileWidth(0, index, row.size) < width || tileEnd(0, index) <= row.minimum) return undefined;
  const first = index * TILE_WIDTH;
  const entries = await readEntries(run, log, first, first + width);
  if (entries.length < width) return undefined;
  return Buffer.concat(
    entries.flatMap(({ bytes }) => {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(bytes.length);
      return [length, bytes];
    }),
  );
}

/** Entries `from` to `to` of a log, the last not included; fewer when some have expired. */
export function readEntries(run: Query, log: string, from: number, to: number): Promise<readonly EntryRow[]> {
  return run.query<EntryRow>(sql.SELECT_ENTRIES, [TENANT, log, from, to]);
}
