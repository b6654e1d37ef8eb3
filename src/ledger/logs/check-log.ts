import type { Query } from "../../store/index.ts";
import type { Checkpoint } from "../format/checkpoint.ts";
import { parseCheckpoint } from "../format/checkpoint.ts";
import { EMPTY_ROOT, subtreesOfTree } from "../format/merkle.ts";
import type { NoteSigner } from "../format/note.ts";
import { openNote, parseVkey } from "../format/note.ts";
import { Edge, edgeTiles, rootFromTiles, tilesOf } from "../format/tiles.ts";
import type { LogRow } from "../sql.ts";
import { readTiles } from "./read-tiles.ts";

/** Why a log is not extended. Nothing is signed until somebody has looked: see `succeedLog`. */
export type LogRefusal =
  /** The database holds less than this node has signed or seen: it was set back. */
  | "rolled_back"
  /** The database holds another tree than this node has signed or seen. */
  | "forked"
  /** Tiles, root or checkpoint of the database do not go together, or an entry is missing. */
  | "damaged"
  /** The log was begun under another key. */
  | "other_key";

/**
 * Whether the database still holds the tree of which this node remembers a checkpoint, or a longer one that begins
 * with it. What was pruned away meanwhile cannot be compared: a node that was off for as long believes what it finds.
 */
export async function compareWithRemembered(
  run: Query,
  row: LogRow | undefined,
  remembered: Checkpoint | undefined,
): Promise<LogRefusal | undefined> {
  if (remembered === undefined) return undefined;
  if (row === undefined || row.size < remembered.size) return "rolled_back";
  if (row.origin !== remembered.origin) return "forked";
  if (row.size === remembered.size) return row.root.toString("base64") === remembered.root ? undefined : "forked";
  if (remembered.size < row.minimum) return undefined;
  const tiles = await readTiles(run, row.name, tilesOf(subtreesOfTree(remembered.size)));
  try {
    return rootFromTiles(remembered.size, tiles).toString("base64") === remembered.root ? undefined : "forked";
  } catch {
    // A tile that is missing or too short: what is stored is no tree.
    return "damaged";
  }
}

/** Whether the checkpoint in the database is one that our key has signed over the size and root beside it. */
export function checkSigned(row: LogRow, signer: NoteSigner): LogRefusal | undefined {
  if (row.vkey !== signer.vkey) return "other_key";
  if (row.size === 0) return row.root.equals(EMPTY_ROOT) ? undefined : "damaged";
  const verifier = parseVkey(row.vkey);
  const opened = verifier === undefined ? undefined : openNote(row.checkpoint, [verifier]);
  const checkpoint = opened?.ok === true ? parseCheckpoint(opened.text) : undefined;
  const isOurs =
    checkpoint?.origin === row.origin &&
    checkpoint.size === row.size &&
    checkpoint.root === row.root.toString("base64");
  return isOurs ? undefined : "damaged";
}

/** The right edge of a stored tree; undefined when its tiles do not give its root. */
export async function readEdge(run: Query, row: LogRow): Promise<Edge | undefined> {
  const tiles = await readTiles(run, row.name, edgeTiles(row.size));
  try {
    const edge = new Edge(row.size, tiles);
    return edge.root().equals(row.root) ? edge : undefined;
  } catch {
    // A tile that is missing or too short.
    return undefined;
  }
}
