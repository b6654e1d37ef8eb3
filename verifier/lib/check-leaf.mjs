import { openCheckpoint } from "./checkpoint.mjs";
import { MAX_ENTRY_BYTES, parseEntry } from "./entry.mjs";
import { Fault, refuted, unchecked } from "./fault.mjs";
import { checkInclusion, hashLeaf } from "./merkle.mjs";
import { conclude, Steps } from "./report.mjs";
import { TileProver } from "./tile.mjs";
import { parseHashLines, parseTlogProof } from "./tlog-proof.mjs";

/** @import { ProofSource } from "./check-checkpoint.mjs" */
/** @import { Checkpoint } from "./checkpoint.mjs" */
/** @import { Conclusion, Report } from "./report.mjs" */
/** @import { Runtime } from "./signature.mjs" */
/** @import { Trust } from "./trust.mjs" */

/**
 * @typedef {object} Leaf
 * @property {Uint8Array} bytes
 * @property {boolean} isAny Whether it may be something else than an entry of a Paravent ledger.
 */

/**
 * Whether a leaf stands in the log that a proof file speaks of.
 *
 * @param {Uint8Array} proofBytes
 * @param {Leaf} leaf
 * @param {Trust} trust
 * @param {Runtime} runtime
 * @returns {Promise<Report>}
 */
export async function checkProof(proofBytes, leaf, trust, runtime) {
  const steps = new Steps();
  const proved = await proveLeaf(proofBytes, leaf, trust, runtime, steps);
  return steps.end(proved instanceof Fault ? proved : concludeLeaf(proved));
}

/**
 * @param {Uint8Array} proofBytes
 * @param {Leaf} leaf
 * @param {Trust} trust
 * @param {Runtime} runtime
 * @param {Steps} steps
 * @returns {Promise<Fault | { readonly index: number, readonly checkpoint: Checkpoint }>}
 */
export async function proveLeaf(proofBytes, leaf, trust, runtime, steps) {
  const proof = parseTlogProof(proofBytes);
  if (proof instanceof Fault) return proof;
  steps.passed("proof_read", { index: proof.index, count: proof.hashes.length });
  if (proof.hasExtra) steps.noted("proof_extra");
  const checkpoint = await openCheckpoint(proof.checkpoint, trust, runtime, steps);
  if (checkpoint instanceof Fault) return checkpoint;
  const fault = placeLeaf(leaf, proof.index, proof.hashes, checkpoint, runtime, steps);
  return fault ?? { index: proof.index, checkpoint };
}

/**
 * Whether a leaf stands at an index under a checkpoint.
 *
 * @param {{ readonly checkpoint: Uint8Array, readonly leaf: Leaf, readonly index: number, readonly source: ProofSource }} evidence
 * @param {Trust} trust
 * @param {Runtime} runtime
 * @returns {Promise<Report>}
 */
export async function checkLeaf({ checkpoint: note, leaf, index, source }, trust, runtime) {
  const steps = new Steps();
  const checkpoint = await openCheckpoint(note, trust, runtime, steps);
  if (checkpoint instanceof Fault) return steps.end(checkpoint);
  const hashes = await inclusionHashes(index, checkpoint, source, runtime);
  if (hashes instanceof Fault) return steps.end(hashes);
  const fault = placeLeaf(leaf, index, hashes, checkpoint, runtime, steps);
  return steps.end(fault ?? concludeLeaf({ index, checkpoint }));
}

/**
 * @param {number} index
 * @param {Checkpoint} checkpoint
 * @param {ProofSource} source
 * @param {Runtime} runtime
 */
async function inclusionHashes(index, { size }, source, { sha256 }) {
  if (index >= size) return refuted("index_beyond_tree", { index, size });
  if ("lines" in source) return parseHashLines(source.lines);
  const { minimum } = source;
  if (index < minimum) return unchecked("index_below_minimum", { index, minimum });
  return new TileProver(source.readTile, size, sha256).inclusion(index);
}

/**
 * @param {Leaf} leaf
 * @param {number} index
 * @param {readonly Uint8Array[]} proof
 * @param {Checkpoint} checkpoint
 * @param {Runtime} runtime
 * @param {Steps} steps
 * @returns {Fault | undefined}
 */
function placeLeaf({ bytes, isAny }, index, proof, checkpoint, { sha256 }, steps) {
  if (bytes.length > MAX_ENTRY_BYTES) return refuted("entry_too_large", { bytes: bytes.length });
  const leafHash = hashLeaf(sha256, bytes);
  const fault = checkInclusion(sha256, { leafHash, index, proof }, checkpoint);
  if (fault !== undefined) return fault;
  steps.passed("inclusion_good", { index, size: checkpoint.size });
  if (isAny) {
    steps.noted("entry_not_read");
    return undefined;
  }
  const entry = parseEntry(bytes);
  if (entry instanceof Fault) return entry;
  steps.passed("entry_read", { at: entry.at, event: entry.event });
  return undefined;
}

/**
 * @param {{ readonly index: number, readonly checkpoint: Checkpoint }} proved
 * @returns {Conclusion}
 */
function concludeLeaf({ index, checkpoint: { origin, size } }) {
  return conclude("inclusion_verified", { index, origin, size });
}
