import { parseHash } from "./base64.mjs";
import { areEqual } from "./bytes.mjs";
import { parseDecimal } from "./decimal.mjs";
import { Fault, refuted, unchecked } from "./fault.mjs";
import { checkSignature } from "./signature.mjs";
import { parseNote } from "./signed-note.mjs";
import { judgeQuorum } from "./trust.mjs";
import { handleOf } from "./vkey.mjs";

/** @import { Steps } from "./report.mjs" */
/** @import { Note } from "./signed-note.mjs" */
/** @import { Runtime } from "./signature.mjs" */
/** @import { Trust } from "./trust.mjs" */
/** @import { Vkey } from "./vkey.mjs" */

/**
 * @typedef {object} Checkpoint What a log signs: so many entries, this root over them.
 * @property {string} origin
 * @property {number} size
 * @property {Uint8Array} root
 * @property {number} extensions Lines after the root, which nobody can audit.
 */

/**
 * Source: C2SP tlog-checkpoint v1.0.0, "Note text".
 *
 * @param {string} text of a note
 * @param {Runtime} runtime
 * @returns {Checkpoint | Fault}
 */
export function parseCheckpoint(text, { sha256 }) {
  const [origin, sizeLine, rootLine, ...extensions] = text.slice(0, -1).split("\n");
  if (origin === "" || sizeLine === undefined || rootLine === undefined || extensions.includes("")) {
    return refuted("checkpoint_malformed");
  }
  const size = parseDecimal(sizeLine);
  if (size === undefined) return refuted("checkpoint_size_malformed", { text: sizeLine });
  const root = parseHash(rootLine);
  if (root === undefined) return refuted("checkpoint_root_malformed", { text: rootLine });
  if (size === 0 && !areEqual(root, sha256(new Uint8Array()))) return refuted("checkpoint_empty_root");
  return { origin, size, root, extensions: extensions.length };
}

/**
 * Reads a checkpoint that must be signed by its log and cosigned by as many witnesses as the reader's policy asks.
 *
 * @param {Uint8Array} bytes
 * @param {Trust} trust
 * @param {Runtime} runtime
 * @param {Steps} steps
 * @returns {Promise<Checkpoint | Fault>}
 */
export async function openCheckpoint(bytes, trust, runtime, steps) {
  const opened = await openSigned(bytes, trust, runtime, steps);
  if (opened instanceof Fault) return opened;
  const fault = judgeQuorum(trust, new Set(opened.found.good.keys()), opened.found.skipped, steps);
  return fault ?? opened.checkpoint;
}

/**
 * Reads an earlier checkpoint: its log must have signed it, how many witnesses there were then is not asked.
 *
 * @param {Uint8Array} bytes
 * @param {Trust} trust
 * @param {Runtime} runtime
 * @param {Steps} steps
 * @returns {Promise<Checkpoint | Fault>}
 */
export async function openOlderCheckpoint(bytes, trust, runtime, steps) {
  const opened = await openSigned(bytes, trust, runtime, steps);
  return opened instanceof Fault ? opened : opened.checkpoint;
}

/**
 * Verifies each signature whose key the reader knows: the log's, and those of witnesses.
 *
 * A signature of a key nobody named is passed over, also under a known name; a bad one of a known key spoils the whole
 * note, since somebody has tampered with it. A key of the log counts only when its name is the origin.
 * Source: C2SP signed-note v1.0.0, "Signatures"; tlog-policy, "Defining a log".
 *
 * @param {Uint8Array} bytes
 * @param {Trust} trust
 * @param {Runtime} runtime
 * @param {Steps} steps
 * @returns {Promise<{ readonly checkpoint: Checkpoint, readonly found: FoundSignatures } | Fault>}
 */
async function openSigned(bytes, trust, runtime, steps) {
  const note = parseNote(bytes);
  if (note instanceof Fault) return note;
  const checkpoint = parseCheckpoint(note.text, runtime);
  if (checkpoint instanceof Fault) return checkpoint;
  const found = await verifySignatures(note, checkpoint, trust, runtime);
  if (found instanceof Fault) return found;
  const signer = signerOf(found, checkpoint, trust);
  if (signer instanceof Fault) return signer;
  const { origin, size } = checkpoint;
  steps.passed("checkpoint_signed", { origin, size, name: signer.name });
  tellSignatures(found, checkpoint, trust, steps);
  if (checkpoint.extensions > 0) steps.noted("checkpoint_extensions", { count: checkpoint.extensions });
  return { checkpoint, found };
}

/**
 * @typedef {object} FoundSignatures
 * @property {ReadonlyMap<string, bigint | undefined>} good Handles of keys, with the time of a cosignature
 * @property {ReadonlySet<string>} skipped Handles of keys of an algorithm this runtime lacks
 * @property {number} ignored signatures of keys the reader does not know
 */

/**
 * @param {Note} note
 * @param {Checkpoint} checkpoint
 * @param {Trust} trust
 * @param {Runtime} runtime
 * @returns {Promise<FoundSignatures | Fault>}
 */
async function verifySignatures({ signed, signatures }, checkpoint, trust, { verify }) {
  /** @type {Map<string, bigint | undefined>} */
  const good = new Map();
  /** @type {Set<string>} */
  const skipped = new Set();
  let ignored = 0;
  for (const { name, id, bytes } of signatures) {
    const handle = handleOf(name, id);
    const key = trust.keys.get(handle);
    if (key === undefined) {
      ignored += 1;
      continue;
    }
    const { isGood, time } = await checkSignature(key, bytes, signed, checkpoint, verify);
    if (isGood === false) return refuted("signature_wrong", { name });
    if (isGood === undefined) skipped.add(handle);
    else good.set(handle, time);
  }
  return { good, skipped, ignored };
}

/**
 * @param {FoundSignatures} found
 * @param {Checkpoint} checkpoint
 * @param {Trust} trust
 * @returns {Vkey | Fault}
 */
function signerOf(found, { origin }, trust) {
  const accepted = [...trust.keys.values()].filter((key) => isOfLog(key, origin, trust));
  const signer = accepted.find(({ handle }) => found.good.has(handle));
  if (signer !== undefined) return signer;
  if (accepted.some(({ handle }) => found.skipped.has(handle))) return unchecked("log_signature_unchecked", { origin });
  return accepted.length === 0 ? refuted("log_unknown", { origin }) : refuted("log_signature_missing", { origin });
}

/**
 * @param {Vkey} key
 * @param {string} origin
 * @param {Trust} trust
 */
function isOfLog(key, origin, trust) {
  return key.name === origin && trust.logs.has(key.handle);
}

/**
 * @param {FoundSignatures} found
 * @param {Checkpoint} checkpoint
 * @param {Trust} trust
 * @param {Steps} steps
 */
function tellSignatures(found, { origin }, trust, steps) {
  for (const key of trust.keys.values()) {
    const { name, handle } = key;
    const time = found.good.get(handle);
    if (found.skipped.has(handle)) steps.noted("cosignature_unchecked", { name });
    if (time === undefined || isOfLog(key, origin, trust)) continue;
    if (time > 0n) steps.passed("cosignature_good", { name, time: Number(time) });
    else steps.passed("cosignature_good_untimed", { name });
  }
  if (found.ignored > 0) steps.noted("signatures_ignored", { count: found.ignored });
}

/**
 * Whether two checkpoints of one log say the same, or the newer one is larger; the tree in between is for a proof.
 *
 * @param {Checkpoint} older
 * @param {Checkpoint} newer
 * @returns {Fault | undefined}
 */
export function compareCheckpoints(older, newer) {
  const sizes = { older: older.size, newer: newer.size, origin: newer.origin };
  if (older.origin !== newer.origin) return refuted("origins_differ", { older: older.origin, newer: newer.origin });
  if (older.size > newer.size) return refuted("log_shrank", sizes);
  if (older.size === newer.size && !areEqual(older.root, newer.root)) return refuted("log_forked", sizes);
  return undefined;
}
