const ENCODER = new TextEncoder();
/** A byte order mark stays where it is: it is not ours to drop from signed bytes. */
const DECODER = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * @param {string} text
 * @returns {Uint8Array}
 */
export function encodeUtf8(text) {
  return ENCODER.encode(text);
}

/**
 * @param {Uint8Array} bytes
 * @returns {string | undefined} Nothing when the bytes are not UTF-8.
 */
export function decodeUtf8(bytes) {
  try {
    return DECODER.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/**
 * @param {readonly Uint8Array[]} parts
 * @returns {Uint8Array}
 */
export function joinBytes(parts) {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/**
 * @param {Uint8Array} left
 * @param {Uint8Array} right
 */
export function areEqual(left, right) {
  return left.length === right.length && left.every((byte, i) => byte === right[i]);
}

/**
 * Eight bytes, most significant first.
 * @param {bigint} value 0 to 2^64 - 1
 * @returns {Uint8Array}
 */
export function uint64Bytes(value) {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, value);
  return bytes;
}
