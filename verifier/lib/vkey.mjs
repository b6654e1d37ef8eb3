import { parseBase64 } from "./base64.mjs";
import { encodeUtf8, joinBytes } from "./bytes.mjs";
import { unchecked } from "./fault.mjs";

/** @import { Fault } from "./fault.mjs" */
/** @import { Sha256 } from "./sha256.mjs" */

/** Source: C2SP signed-note v1.0.0, "Signature types". */
export const ED25519 = 0x01;
export const ED25519_COSIGNATURE = 0x04;
export const ML_DSA_44_COSIGNATURE = 0x06;

/** @type {ReadonlyMap<number, number>} Bytes of a public key. */
const KEY_BYTES = new Map([
  [ED25519, 32],
  [ED25519_COSIGNATURE, 32],
  [ML_DSA_44_COSIGNATURE, 1312],
]);
/** The longest key is 1,757 characters of base 64 and a name. */
const MAX_VKEY_LENGTH = 4096;

/**
 * @typedef {object} Vkey A verifier key: whom to believe, as somebody gave it to the reader.
 * @property {string} name
 * @property {number} id
 * @property {string} handle Name and id: what a signature line says of its key.
 * @property {number} type One of the three types above.
 * @property {Uint8Array} publicKey
 */

/** Every character that Unicode calls white space (property White_Space). */
const SPACE = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

/**
 * @param {string} name
 */
export function isKeyName(name) {
  return name !== "" && !name.includes("+") && !SPACE.test(name);
}

/**
 * @param {string} name
 * @param {number} id
 */
export function handleOf(name, id) {
  return `${name} ${id}`;
}

/**
 * Reads `<name>+<8 hex digits>+<base 64 of type and key>`.
 *
 * The id is computed again: a key with another id would be looked for in vain. A fault is the reader's own input gone
 * wrong, so nothing can be checked.
 * Source: C2SP signed-note v1.0.0, "Verifier keys".
 *
 * @param {string} text
 * @param {Sha256} sha256
 * @returns {Vkey | Fault}
 */
export function parseVkey(text, sha256) {
  const shown = text.slice(0, 80);
  if (text.length > MAX_VKEY_LENGTH) return unchecked("vkey_malformed", { vkey: shown });
  const [name = "", hex = "", ...rest] = text.split("+");
  const bytes = parseBase64(rest.join("+"));
  if (!isKeyName(name) || !/^[0-9a-f]{8}$/.test(hex) || bytes === undefined || bytes.length === 0) {
    return unchecked("vkey_malformed", { vkey: shown });
  }
  const type = bytes[0];
  if (!KEY_BYTES.has(type)) return unchecked("vkey_unknown_type", { name, type });
  if (bytes.length !== 1 + (KEY_BYTES.get(type) ?? 0)) return unchecked("vkey_malformed", { vkey: shown });
  const id = keyIdOf(name, bytes, sha256);
  if (id !== Number.parseInt(hex, 16)) return unchecked("vkey_wrong_id", { name, id: hex });
  return { name, id, handle: handleOf(name, id), type, publicKey: bytes.subarray(1) };
}

/**
 * @param {string} name
 * @param {Uint8Array} typedKey type and public key
 * @param {Sha256} sha256
 */
function keyIdOf(name, typedKey, sha256) {
  const digest = sha256(joinBytes([encodeUtf8(`${name}\n`), typedKey]));
  return new DataView(digest.buffer, digest.byteOffset).getUint32(0);
}
