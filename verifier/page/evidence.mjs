import { decodeUtf8, encodeUtf8 } from "../lib/bytes.mjs";
import { checkCompleteness, MAX_COMPLETENESS_BYTES } from "../lib/check-completeness.mjs";
import { checkProof } from "../lib/check-leaf.mjs";
import { MAX_ENTRY_BYTES } from "../lib/entry.mjs";
import { Fault } from "../lib/fault.mjs";
import { Steps } from "../lib/report.mjs";
import { MAX_PROOF_BYTES } from "../lib/tlog-proof.mjs";
import { readTrust } from "../lib/trust.mjs";
import { browserRuntime } from "./browser-runtime.mjs";

/** @import { Report } from "../lib/report.mjs" */

/** @typedef {"proof" | "leaf" | "completeness" | "trust"} Kind */
/** @typedef {{ readonly name: string, readonly bytes: Uint8Array }} Piece */

const PROOF_START = "c2sp.org/tlog-proof@";
/** Bytes by which a kind shows. */
const START_BYTES = 4096;
/** Bytes. A policy of 64 witnesses with post-quantum keys is 120 kB. */
const MAX_TRUST_BYTES = 1_000_000;
/** One more than is allowed is read, so that what checks it says what is wrong. */
const LIMITS = {
  proof: MAX_PROOF_BYTES + 1,
  leaf: MAX_ENTRY_BYTES + 1,
  completeness: MAX_COMPLETENESS_BYTES,
  trust: MAX_TRUST_BYTES,
};

/**
 * What a file is, by how it begins; an entry is whatever else there is.
 *
 * @param {Uint8Array} start
 * @returns {Kind}
 */
export function kindOf(start) {
  const text = decodeUtf8(start) ?? "";
  if (text.startsWith(PROOF_START)) return "proof";
  if (/^\s*\{/.test(text) && text.includes('"paravent-completeness@')) return "completeness";
  return isPolicy(text) || /^[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+\s*$/.test(text) ? "trust" : "leaf";
}

/**
 * @param {string} text
 */
function isPolicy(text) {
  return /^(?:\s*#[^\n]*\n|\s*\n)*(?:log|witness|group|quorum)[ \t]/.test(text);
}

/**
 * Reads a file, unless it is too large for what it is: a file of 2 GB is not read to find that out.
 *
 * @param {File} file
 * @returns {Promise<{ readonly kind: Kind, readonly piece: Piece } | "too-large" | "unreadable">}
 */
export async function readPiece(file) {
  try {
    const start = new Uint8Array(await file.slice(0, START_BYTES).arrayBuffer());
    const kind = kindOf(file.size > START_BYTES ? cutAtCharacter(start) : start);
    if (file.size > LIMITS[kind]) return "too-large";
    return { kind, piece: { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) } };
  } catch (error) {
    // It was moved, or is a folder.
    if (error instanceof DOMException) return "unreadable";
    throw error;
  }
}

/**
 * The last characters may have been cut in the middle.
 * @param {Uint8Array} start
 */
function cutAtCharacter(start) {
  let end = start.length;
  while (end > 0 && start[end - 1] >= 0x80) end -= 1;
  return start.subarray(0, end);
}

/**
 * Whom the reader believes, from what was pasted: a policy, or keys one a line.
 *
 * @param {string} text
 */
export function trustOf(text) {
  if (isPolicy(text)) return readTrust([], encodeUtf8(text.trim().replaceAll("\r\n", "\n")), browserRuntime.sha256);
  return readTrust(
    text.split(/\s+/).filter((word) => word !== ""),
    undefined,
    browserRuntime.sha256,
  );
}

/**
 * The verdict on what there is, or nothing while something is missing.
 *
 * @param {string} trusted
 * @param {ReadonlyMap<Kind, Piece>} pieces
 * @returns {Promise<Report | undefined>}
 */
export async function judge(trusted, pieces) {
  if (trusted.trim() === "") return undefined;
  const trust = trustOf(trusted);
  const [list, proof, leaf] = [pieces.get("completeness"), pieces.get("proof"), pieces.get("leaf")];
  if (list === undefined && (proof === undefined || leaf === undefined)) return undefined;
  if (trust instanceof Fault) return new Steps().end(trust);
  if (list !== undefined) return checkCompleteness(list.bytes, trust, browserRuntime);
  if (proof === undefined || leaf === undefined) return undefined;
  return checkProof(proof.bytes, { bytes: leaf.bytes, isAny: false }, trust, browserRuntime);
}
