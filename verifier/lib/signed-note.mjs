import { parseBase64 } from "./base64.mjs";
import { decodeUtf8, encodeUtf8 } from "./bytes.mjs";
import { refuted } from "./fault.mjs";
import { isKeyName } from "./vkey.mjs";

/** @import { Fault } from "./fault.mjs" */

/** Bytes. Too small would refuse a note with many post-quantum signatures of 3.3 kB; too large only costs time. */
export const MAX_NOTE_BYTES = 1_000_000;
/** The specification asks for at least 16. Each costs a verification, if its key is known. */
const MAX_SIGNATURES = 100;
/** Five bytes: a key id and one byte at least. */
const MIN_SIGNATURE_BYTES = 5;
/** Control characters below U+0020 but the newline. */
const CONTROL = /[^\n\u0020-\uffff]/;
const SIGNATURE_START = "— ";

/** @typedef {{ readonly name: string, readonly id: number, readonly bytes: Uint8Array }} NoteSignature */
/** @typedef {{ readonly text: string, readonly signed: Uint8Array, readonly signatures: readonly NoteSignature[] }} Note */

/**
 * Takes a signed note apart. Nothing in it is to be believed before its signatures are verified.
 *
 * Source: C2SP signed-note v1.0.0, "Format".
 *
 * @param {Uint8Array} bytes
 * @returns {Note | Fault}
 */
export function parseNote(bytes) {
  if (bytes.length > MAX_NOTE_BYTES) return refuted("note_too_large", { bytes: bytes.length });
  const note = decodeUtf8(bytes);
  if (note === undefined) return refuted("note_not_utf8");
  if (CONTROL.test(note)) return refuted("note_control_character");
  const split = note.lastIndexOf("\n\n");
  if (split === -1) return refuted("note_unsigned");
  const text = note.slice(0, split + 1);
  const lines = note.slice(split + 2);
  if (lines === "") return refuted("note_unsigned");
  if (!lines.endsWith("\n")) return refuted("note_truncated");
  const signatures = parseSignatures(lines.slice(0, -1).split("\n"));
  return Array.isArray(signatures) ? { text, signed: encodeUtf8(text), signatures } : signatures;
}

/**
 * @param {readonly string[]} lines
 * @returns {NoteSignature[] | Fault}
 */
function parseSignatures(lines) {
  if (lines.length > MAX_SIGNATURES) return refuted("note_too_many_signatures", { count: lines.length });
  const signatures = [];
  for (const [i, line] of lines.entries()) {
    const signature = parseSignature(line);
    if (signature === undefined) return refuted("note_signature_malformed", { line: i + 1 });
    signatures.push(signature);
  }
  return signatures;
}

/**
 * @param {string} line
 * @returns {NoteSignature | undefined}
 */
function parseSignature(line) {
  if (!line.startsWith(SIGNATURE_START)) return undefined;
  const [name, base64, ...more] = line.slice(SIGNATURE_START.length).split(" ");
  if (base64 === undefined || more.length > 0 || !isKeyName(name)) return undefined;
  const bytes = parseBase64(base64);
  if (bytes === undefined || bytes.length < MIN_SIGNATURE_BYTES) return undefined;
  return { name, id: new DataView(bytes.buffer).getUint32(0), bytes: bytes.subarray(4) };
}
