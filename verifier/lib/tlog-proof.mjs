import { parseBase64, parseHash } from "./base64.mjs";
import { decodeUtf8 } from "./bytes.mjs";
import { parseDecimal } from "./decimal.mjs";
import { Fault, refuted } from "./fault.mjs";
import { MAX_PROOF_HASHES } from "./merkle.mjs";
import { MAX_NOTE_BYTES } from "./signed-note.mjs";

/** Bytes. Beside the checkpoint there may be extra data, which nobody signs. */
export const MAX_PROOF_BYTES = 2 * MAX_NOTE_BYTES;
const HEADER = "c2sp.org/tlog-proof@v1";
const EXTRA = "extra ";
const INDEX = "index ";
const NEWLINE = 0x0a;

/**
 * @typedef {object} TlogProof
 * @property {boolean} hasExtra
 * @property {number} index
 * @property {readonly Uint8Array[]} hashes
 * @property {Uint8Array} checkpoint as it stands there
 */

/**
 * Source: C2SP tlog-proof, "Format".
 *
 * @param {Uint8Array} bytes
 * @returns {TlogProof | Fault}
 */
export function parseTlogProof(bytes) {
  if (bytes.length > MAX_PROOF_BYTES) return refuted("proof_too_large", { bytes: bytes.length });
  const end = bytes.findIndex((byte, i) => byte === NEWLINE && bytes[i + 1] === NEWLINE);
  const head = decodeUtf8(end === -1 ? bytes : bytes.subarray(0, end));
  if (head === undefined) return refuted("proof_not_utf8");
  const lines = head.split("\n");
  if (lines[0] !== HEADER) {
    const isOther = lines[0].startsWith("c2sp.org/tlog-proof@");
    return isOther ? refuted("proof_unknown_version", { text: lines[0] }) : refuted("proof_not_a_proof");
  }
  if (end === -1) return refuted("proof_truncated");
  const hasExtra = lines.length > 1 && lines[1].startsWith(EXTRA);
  if (hasExtra && !isExtra(lines[1])) return refuted("proof_extra_malformed");
  const [indexLine = "", ...hashLines] = lines.slice(hasExtra ? 2 : 1);
  const index = indexLine.startsWith(INDEX) ? parseDecimal(indexLine.slice(INDEX.length)) : undefined;
  if (index === undefined) return refuted("proof_index_malformed", { text: indexLine });
  const hashes = parseHashLines(hashLines);
  if (hashes instanceof Fault) return hashes;
  return { hasExtra, index, hashes, checkpoint: bytes.subarray(end + 2) };
}

/**
 * @param {string} line
 */
function isExtra(line) {
  const extra = parseBase64(line.slice(EXTRA.length));
  return extra !== undefined && extra.length > 0;
}

/**
 * One hash in base 64 a line.
 *
 * @param {readonly string[]} lines
 * @returns {Uint8Array[] | Fault}
 */
export function parseHashLines(lines) {
  if (lines.length > MAX_PROOF_HASHES) return refuted("proof_too_many_hashes", { count: lines.length });
  const hashes = [];
  for (const [i, line] of lines.entries()) {
    const hash = parseHash(line);
    if (hash === undefined) return refuted("proof_hash_malformed", { line: i + 1 });
    hashes.push(hash);
  }
  return hashes;
}
