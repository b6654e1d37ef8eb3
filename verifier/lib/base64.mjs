const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const PADDING = 0x3d;
const NO_DIGIT = 255;

const DIGITS = new Uint8Array(256).fill(NO_DIGIT);
for (let i = 0; i < ALPHABET.length; i += 1) DIGITS[ALPHABET.charCodeAt(i)] = i;

/**
 * How many bytes base 64 text of this length and end stands for, if it is well formed otherwise.
 *
 * @param {Uint8Array} ascii
 * @param {number} start
 * @param {number} end
 */
function decodedLength(ascii, start, end) {
  if (end === start) return 0;
  let padding = 0;
  if (ascii[end - 1] === PADDING) padding = ascii[end - 2] === PADDING ? 2 : 1;
  return ((end - start) / 4) * 3 - padding;
}

/**
 * Decodes `ascii[start, end)` into `out`, whose length MUST be that of the result.
 *
 * Strict: bytes have one spelling, so that nobody can make a second file of the same proof. Padding is there, the bits
 * it leaves over are zero, and nothing else than the alphabet occurs.
 * Source: RFC 4648 §3.5, §4.
 *
 * @param {Uint8Array} ascii
 * @param {number} start
 * @param {number} end
 * @param {Uint8Array} out
 * @returns {boolean} Whether it was the canonical spelling of `out.length` bytes; if not, `out` holds nothing of use.
 */
export function decodeBase64(ascii, start, end, out) {
  if ((end - start) % 4 !== 0 || decodedLength(ascii, start, end) !== out.length) return false;
  let written = 0;
  for (let at = start; at < end; at += 4) {
    const bytes = Math.min(3, out.length - written);
    const a = DIGITS[ascii[at]];
    const b = DIGITS[ascii[at + 1]];
    const c = bytes < 2 ? 0 : DIGITS[ascii[at + 2]];
    const d = bytes < 3 ? 0 : DIGITS[ascii[at + 3]];
    if ((a | b | c | d) > 63) return false;
    const bits = (a << 18) | (b << 12) | (c << 6) | d;
    if (bits & ((1 << (8 * (3 - bytes))) - 1)) return false;
    out[written] = bits >> 16;
    if (bytes > 1) out[written + 1] = bits >> 8;
    if (bytes > 2) out[written + 2] = bits;
    written += bytes;
  }
  return true;
}

/**
 * @param {string} text
 * @returns {Uint8Array | undefined} Nothing unless the text is canonical base 64; see `decodeBase64`.
 */
export function parseBase64(text) {
  if (text.length % 4 !== 0) return undefined;
  const ascii = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit > 127) return undefined;
    ascii[i] = unit;
  }
  const out = new Uint8Array(decodedLength(ascii, 0, ascii.length));
  return decodeBase64(ascii, 0, ascii.length, out) ? out : undefined;
}

/**
 * @param {string} text
 * @returns {Uint8Array | undefined} 32 bytes, or nothing.
 */
export function parseHash(text) {
  const bytes = text.length === 44 ? parseBase64(text) : undefined;
  return bytes?.length === 32 ? bytes : undefined;
}

/**
 * @param {Uint8Array} bytes
 */
export function formatBase64(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const rest = bytes.length - at;
    const bits = (bytes[at] << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    text += ALPHABET[bits >> 18];
    text += ALPHABET[(bits >> 12) & 63];
    text += rest > 1 ? ALPHABET[(bits >> 6) & 63] : "=";
    text += rest > 2 ? ALPHABET[bits & 63] : "=";
  }
  return text;
}
