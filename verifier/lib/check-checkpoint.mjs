import { compareCheckpoints, openCheckpoint, openOlderCheckpoint } from "./checkpoint.mjs";
import { Fault, refuted, unchecked } from "./fault.mjs";
import { parseHashLines } from "./tlog-proof.mjs";
import { checkConsistency } from "./merkle.mjs";
import { conclude, Steps } from "./report.mjs";
import { TileProver } from "./tile.mjs";

/** @import { Checkpoint } from "./checkpoint.mjs" */
/** @import { Conclusion, Report } from "./report.mjs" */
/** @import { Runtime } from "./signature.mjs" */
/** @import { ReadTile } from "./tile.mjs" */
/** @import { Trust } from "./trust.mjs" */

/**
 * Where the hashes of a proof come from: a list somebody gave, or the tiles of the log.
 * @typedef {{ readonly lines: readonly string[] } | { readonly readTile: ReadTile, readonly minimum: number }} ProofSource
 */

/**
 * Whether a checkpoint is signed by whom the reader believes.
 *
 * @param {Uint8Array} bytes
 * @param {Trust} trust
 * @param {Runtime} runtime
 * @returns {Promise<Report>}
 */
export async function checkCheckpoint(bytes, trust, runtime) {
  const steps = new Steps();
  const checkpoint = await openCheckpoint(bytes, trust, runtime, steps);
  if (checkpoint instanceof Fault) return steps.end(checkpoint);
  const { origin, size } = checkpoint;
  return steps.end(conclude(trust.quorum?.needed ? "checkpoint_witnessed" : "checkpoint_verified", { origin, size }));
}

/**
 * Whether the tree of one checkpoint is the beginning of that of another: nothing was changed or taken out in between.
 *
 * @param {{ readonly older: Uint8Array, readonly newer: Uint8Array, readonly source: ProofSource }} evidence
 * @param {Trust} trust
 * @param {Runtime} runtime
 * @returns {Promise<Report>}
 */
export async function checkCheckpoints({ older, newer, source }, trust, runtime) {
  const steps = new Steps();
  const first = await openOlderCheckpoint(older, trust, runtime, steps);
  if (first instanceof Fault) return steps.end(first);
  const second = await openCheckpoint(newer, trust, runtime, steps);
  if (second instanceof Fault) return steps.end(second);
  return steps.end(await extend(first, second, source, runtime));
}

/**
 * @param {Checkpoint} older
 * @param {Checkpoint} newer
 * @param {ProofSource} source
 * @param {Runtime} runtime
 * @returns {Promise<Fault | Conclusion>}
 */
async function extend(older, newer, source, { sha256 }) {
  const different = compareCheckpoints(older, newer);
  if (different !== undefined) return different;
  const hashes = await consistencyHashes(older, newer, source, sha256);
  if (hashes instanceof Fault) return hashes;
  const fault = checkConsistency(sha256, older, newer, hashes);
  if (fault !== undefined) return fault;
  const values = { origin: newer.origin, older: older.size, newer: newer.size };
  return conclude(older.size === newer.size ? "checkpoints_same" : "consistency_verified", values);
}

/**
 * @param {Checkpoint} older
 * @param {Checkpoint} newer
 * @param {ProofSource} source
 * @param {Runtime["sha256"]} sha256
 */
async function consistencyHashes(older, newer, source, sha256) {
  if ("lines" in source) return parseHashLines(source.lines);
  if (older.size === 0 || older.size === newer.size) return [];
  if (older.size < source.minimum) {
    return unchecked("since_below_minimum", { size: older.size, minimum: source.minimum });
  }
  return new TileProver(source.readTile, newer.size, sha256).consistency(older.size);
}

/**
 * A file of hashes in base 64, one a line.
 * @param {Uint8Array} bytes
 * @returns {ProofSource | Fault}
 */
export function readProofLines(bytes) {
  const text = new TextDecoder().decode(bytes);
  if (text === "") return { lines: [] };
  return text.endsWith("\n") ? { lines: text.slice(0, -1).split("\n") } : refuted("proof_truncated");
}
