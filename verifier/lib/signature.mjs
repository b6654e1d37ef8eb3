import { encodeUtf8, joinBytes, uint64Bytes } from "./bytes.mjs";
import { ED25519, ED25519_COSIGNATURE } from "./vkey.mjs";

/** @import { Checkpoint } from "./checkpoint.mjs" */
/** @import { Sha256 } from "./sha256.mjs" */
/** @import { Vkey } from "./vkey.mjs" */

/** @typedef {"ed25519" | "ml-dsa-44"} Algorithm */

/**
 * @callback VerifySignature
 * @param {Algorithm} algorithm
 * @param {Uint8Array} publicKey as in a vkey
 * @param {Uint8Array} message
 * @param {Uint8Array} signature
 * @returns {boolean | undefined | Promise<boolean | undefined>} Nothing where this runtime lacks the algorithm.
 */

/** @typedef {{ readonly sha256: Sha256, readonly verify: VerifySignature }} Runtime What differs between Node and a browser. */

const SIGNATURE_BYTES = { ed25519: 64, "ml-dsa-44": 2420 };
const MAX_TIMESTAMP = 2n ** 63n - 1n;

/**
 * @typedef {object} SignatureCheck
 * @property {boolean | undefined} isGood Nothing when this runtime lacks the algorithm.
 * @property {bigint | undefined} time Of a cosignature, POSIX seconds.
 */

/**
 * Whether `signature` is that of `key` on a checkpoint.
 *
 * Source: C2SP signed-note v1.0.0, "Ed25519 signatures"; tlog-cosignature v1.0.1, "Ed25519 signed message" and
 * "ML-DSA-44 signed message".
 *
 * @param {Vkey} key
 * @param {Uint8Array} signature without the key id
 * @param {Uint8Array} signed the text of the note
 * @param {Checkpoint} checkpoint what the text says
 * @param {VerifySignature} verify
 * @returns {Promise<SignatureCheck>}
 */
export async function checkSignature(key, signature, signed, checkpoint, verify) {
  if (key.type === ED25519) {
    if (signature.length !== SIGNATURE_BYTES.ed25519) return { isGood: false, time: undefined };
    return { isGood: await verify("ed25519", key.publicKey, signed, signature), time: undefined };
  }
  const algorithm = key.type === ED25519_COSIGNATURE ? "ed25519" : "ml-dsa-44";
  if (signature.length !== 8 + SIGNATURE_BYTES[algorithm]) return { isGood: false, time: undefined };
  const time = new DataView(signature.buffer, signature.byteOffset).getBigUint64(0);
  if (time > MAX_TIMESTAMP) return { isGood: false, time: undefined };
  const message = algorithm === "ed25519" ? cosignedText(time, signed) : cosignedStruct(key.name, time, checkpoint);
  if (message === undefined) return { isGood: false, time: undefined };
  return { isGood: await verify(algorithm, key.publicKey, message, signature.subarray(8)), time };
}

/**
 * @param {bigint} time
 * @param {Uint8Array} signed
 */
function cosignedText(time, signed) {
  return joinBytes([encodeUtf8(`cosignature/v1\ntime ${time}\n`), signed]);
}

/**
 * @param {string} cosigner
 * @param {bigint} time
 * @param {Checkpoint} checkpoint
 * @returns {Uint8Array | undefined} Nothing for names too long to be signed this way.
 */
function cosignedStruct(cosigner, time, { origin, size, root }) {
  const name = encodeUtf8(cosigner);
  const log = encodeUtf8(origin);
  if (name.length > 255 || log.length > 255) return undefined;
  return joinBytes([
    encodeUtf8("subtree/v1\n\0"),
    Uint8Array.of(name.length),
    name,
    uint64Bytes(time),
    Uint8Array.of(log.length),
    log,
    uint64Bytes(0n),
    uint64Bytes(BigInt(size)),
    root,
  ]);
}
