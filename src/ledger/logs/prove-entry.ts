import type { Query } from "../../store/index.ts";
import { TENANT } from "../../store/index.ts";
import type { Subtree } from "../format/merkle.ts";
import { consistencySubtrees, foldSubtrees, inclusionSubtrees } from "../format/merkle.ts";
import { subtreeHash, tilesOf } from "../format/tiles.ts";
import type { LeafRow } from "../sql.ts";
import * as sql from "../sql.ts";
import { readCheckpoint, readWitnessed } from "./read-log.ts";
import { readTiles } from "./read-tiles.ts";

/** First line of a proof. Source: C2SP tlog-proof. */
const PROOF_HEADER = "c2sp.org/tlog-proof@v1";

/** Where an entry is found. `index` is null until it is sequenced. */
export type Place = { readonly log: string; readonly index: number | null; readonly hash: string };

/** The place of an entry; `at` is the instant of its act. Undefined when it is not there, or not any more. */
export async function placeOfEntry(run: Query, entryId: number, at: Date): Promise<Place | undefined> {
  const [row] = await run.query<LeafRow>(sql.SELECT_LEAF, [TENANT, entryId, at]);
  return row && { log: row.log, index: row.index, hash: row.leaf_hash.toString("base64") };
}

/**
 * A `c2sp.org/tlog-proof@v1` of an entry: against the latest checkpoint that witnesses have cosigned as the policy
 * asks, if it covers the entry, else against the latest one. Undefined until a checkpoint covers it.
 */
export async function proveEntry(run: Query, entryId: number, at: Date): Promise<string | undefined> {
  const place = await placeOfEntry(run, entryId, at);
  if (place === undefined || place.index === null) return undefined;
  const { log, index } = place;
  const witnessed = await readWitnessed(run, log);
  const checkpoint = witnessed !== undefined && witnessed.size > index ? witnessed : await readCheckpoint(run, log);
  if (checkpoint === undefined || checkpoint.size <= index) return undefined;
  const path = await foldFromTiles(run, log, inclusionSubtrees(index, checkpoint.size));
  const lines = path.map((hash) => `${hash.toString("base64")}\n`).join("");
  return `${PROOF_HEADER}\nindex ${index}\n${lines}\n${checkpoint.note}`;
}

/** RFC 6962 §2.1.2: that the tree of `oldSize` is the beginning of that of `newSize`, both within the log. */
export function proveConsistency(
  run: Query,
  log: string,
  oldSize: number,
  newSize: number,
): Promise<readonly Buffer[]> {
  return foldFromTiles(run, log, consistencySubtrees(oldSize, newSize));
}

async function foldFromTiles(
  run: Query,
  log: string,
  path: readonly (readonly Subtree[])[],
): Promise<readonly Buffer[]> {
  const tiles = await readTiles(run, log, tilesOf(path.flat()));
  return path.map((subtrees) => foldSubtrees(subtrees.map((subtree) => subtreeHash(subtree, tiles))));
}
