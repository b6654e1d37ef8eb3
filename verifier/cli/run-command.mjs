import { auditLog } from "../lib/audit.mjs";
import { checkCheckpoint, checkCheckpoints, readProofLines } from "../lib/check-checkpoint.mjs";
import { checkCompleteness, MAX_COMPLETENESS_BYTES } from "../lib/check-completeness.mjs";
import { checkLeaf, checkProof } from "../lib/check-leaf.mjs";
import { parseDecimal } from "../lib/decimal.mjs";
import { MAX_ENTRY_BYTES } from "../lib/entry.mjs";
import { Fault, refuted, unchecked } from "../lib/fault.mjs";
import { Steps } from "../lib/report.mjs";
import { MAX_NOTE_BYTES } from "../lib/signed-note.mjs";
import { MAX_PROOF_BYTES } from "../lib/tlog-proof.mjs";
import { readTrust } from "../lib/trust.mjs";
import { nodeRuntime } from "./node-runtime.mjs";
import { readFile } from "./read-file.mjs";
import { LogPlace } from "./read-log.mjs";
import { isUrl, readUrl } from "./read-url.mjs";

/** @import { ProofSource } from "../lib/check-checkpoint.mjs" */
/** @import { Report } from "../lib/report.mjs" */
/** @import { Trust } from "../lib/trust.mjs" */
/** @import { Call } from "./arguments.mjs" */

/** Bytes: a policy, a list of hashes. One more than allowed is read, so that the reader of it says what is wrong. */
const MAX_TEXT_BYTES = 1_000_001;

/**
 * @param {Call} call
 * @returns {Promise<Report | undefined>} Nothing when an option is not understood.
 */
export async function runCommand({ command, places, options }) {
  const trust = await trustOf(options);
  if (trust === undefined) return undefined;
  if (trust instanceof Fault) return new Steps().end(trust);
  const run = new Run(places, options, trust);
  const ended = await run[command]();
  return ended instanceof Fault ? new Steps().end(ended) : ended;
}

/**
 * @param {Call["options"]} options
 * @returns {Promise<Trust | Fault | undefined>} Nothing when neither a key nor a policy is given.
 */
async function trustOf({ key, policy }) {
  if (key === undefined && policy === undefined) return undefined;
  const bytes = policy === undefined ? undefined : await readFile(String(policy), MAX_TEXT_BYTES);
  if (bytes instanceof Fault) return bytes;
  return readTrust(Array.isArray(key) ? key : [], bytes, nodeRuntime.sha256);
}

class Run {
  /**
   * @param {Call["places"]} places
   * @param {Call["options"]} options
   * @param {Trust} trust
   */
  constructor(places, options, trust) {
    this.places = places;
    this.options = options;
    this.trust = trust;
  }

  async checkpoint() {
    const bytes = await this.readNote(this.places[0]);
    return bytes instanceof Fault ? bytes : checkCheckpoint(bytes, this.trust, nodeRuntime);
  }

  async inclusion() {
    const index = parseDecimal(String(this.options.index));
    if (index === undefined) return undefined;
    const checkpoint = await this.readNote(this.places[0]);
    if (checkpoint instanceof Fault) return checkpoint;
    const leaf = await this.readLeaf(this.places[1]);
    if (leaf instanceof Fault) return leaf;
    const source = await this.proofSource();
    if (source instanceof Fault || source === undefined) return source;
    return checkLeaf({ checkpoint, leaf, index, source }, this.trust, nodeRuntime);
  }

  async consistency() {
    const older = await this.readNote(this.places[0]);
    if (older instanceof Fault) return older;
    const newer = await this.readNote(this.places[1]);
    if (newer instanceof Fault) return newer;
    const source = await this.proofSource();
    if (source instanceof Fault || source === undefined) return source;
    return checkCheckpoints({ older, newer, source }, this.trust, nodeRuntime);
  }

  async audit() {
    const { "auditor-key": auditorKey, since: sincePath, "hashes-only": isHashesOnly } = this.options;
    const log = new LogPlace(this.places[0], auditorKey === undefined ? undefined : String(auditorKey));
    const checkpoint = await log.readCheckpoint();
    if (checkpoint instanceof Fault) return checkpoint;
    const since = sincePath === undefined ? undefined : await this.readNote(String(sincePath));
    if (since instanceof Fault) return since;
    const minimum = await this.minimumOf(log);
    if (minimum === undefined || minimum instanceof Fault) return minimum;
    const source = {
      readTile: log.readTile.bind(log),
      readBundle: log.readBundle.bind(log),
      minimum,
    };
    return auditLog(source, { checkpoint, since, isHashesOnly: isHashesOnly === true }, this.trust, nodeRuntime);
  }

  async proof() {
    const proof = await readFile(this.places[0], MAX_PROOF_BYTES + 1);
    if (proof instanceof Fault) return proof;
    const leaf = await this.readLeaf(this.places[1]);
    return leaf instanceof Fault ? leaf : checkProof(proof, leaf, this.trust, nodeRuntime);
  }

  async completeness() {
    const bytes = await readFile(this.places[0], MAX_COMPLETENESS_BYTES + 1);
    return bytes instanceof Fault ? bytes : checkCompleteness(bytes, this.trust, nodeRuntime);
  }

  /**
   * @param {string} place a file or an address
   * @returns {Promise<Uint8Array | Fault>}
   */
  async readNote(place) {
    if (!isUrl(place)) return readFile(place, MAX_NOTE_BYTES + 1);
    const bytes = await readUrl(place, MAX_NOTE_BYTES + 1);
    return bytes ?? unchecked("network_status", { url: place, status: 404 });
  }

  /**
   * @param {string} path
   */
  async readLeaf(path) {
    const bytes = await readFile(path, MAX_ENTRY_BYTES);
    if (!(bytes instanceof Fault)) return { bytes, isAny: this.options["any-leaf"] === true };
    return bytes.code === "file_too_large" ? refuted("entry_too_large") : bytes;
  }

  /**
   * @returns {Promise<ProofSource | Fault | undefined>}
   */
  async proofSource() {
    const { proof, log } = this.options;
    if ((proof === undefined) === (log === undefined)) return undefined;
    if (proof !== undefined) {
      const bytes = await readFile(String(proof), MAX_TEXT_BYTES);
      return bytes instanceof Fault ? bytes : readProofLines(bytes);
    }
    const place = new LogPlace(String(log), undefined);
    const minimum = await this.minimumOf(place);
    if (minimum === undefined || minimum instanceof Fault) return minimum;
    return { readTile: place.readTile.bind(place), minimum };
  }

  /**
   * @param {LogPlace} log
   */
  async minimumOf(log) {
    const { minimum } = this.options;
    return minimum === undefined ? log.readMinimum() : parseDecimal(String(minimum));
  }
}
