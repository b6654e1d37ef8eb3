import { sha256 } from "../lib/sha256.mjs";

/** @import { Runtime } from "../lib/signature.mjs" */

/**
 * Hashes by this page's own code, Ed25519 by the browser. Of ML-DSA it says that it is not checked.
 * @type {Runtime}
 */
export const browserRuntime = {
  sha256,
  async verify(algorithm, publicKey, message, signature) {
    if (algorithm !== "ed25519" || globalThis.crypto?.subtle === undefined) return undefined;
    try {
      const key = await crypto.subtle.importKey("raw", whole(publicKey), "Ed25519", false, ["verify"]);
      return await crypto.subtle.verify("Ed25519", key, whole(signature), whole(message));
    } catch (error) {
      // An older browser knows no Ed25519. A key that is no point of the curve is none either way.
      if (error instanceof DOMException) return error.name === "NotSupportedError" ? undefined : false;
      throw error;
    }
  },
};

/**
 * A copy with a buffer of its own.
 * @param {Uint8Array} bytes
 * @returns {Uint8Array<ArrayBuffer>}
 */
function whole(bytes) {
  return Uint8Array.from(bytes);
}
