import type { KeyObject } from "node:crypto";
import { sign, verify } from "node:crypto";
import type { Checkpoint } from "./checkpoint.ts";
import { parseCheckpoint } from "./checkpoint.ts";
import type { NoteVerifier } from "./note.ts";
import { parseVerifierKey, rawPublicKey, SIGNATURE_TYPES, signatureLine, vkeyOf } from "./note.ts";

const ED25519_HEADER = "cosignature/v1\n";
/** 12 bytes, the zero byte among them. */
const ML_DSA_LABEL = Buffer.from("subtree/v1\n\0");
const TIMESTAMP_BYTES = 8;
/** Bytes: a name that ML-DSA signs has its length in one byte. */
const MAX_COSIGNED_NAME = 255;
const MAX_TIMESTAMP = 2n ** 63n - 1n;

/** Somebody who has seen that a log only grew, and says so. */
export type Cosigner = {
  readonly name: string;
  readonly vkey: string;
  /** A signature line over the text of a checkpoint, for this instant: seconds since 1970, above 0. */
  cosign(text: string, atSeconds: number): string;
};

/** Source: C2SP tlog-cosignature v1.1.0, Ed25519 signed message; type 0x04. */
export function ed25519Cosigner(name: string, key: KeyObject): Cosigner {
  const type = SIGNATURE_TYPES.ed25519Cosignature;
  const publicKey = rawPublicKey(key, type);
  return {
    name,
    vkey: vkeyOf(name, type, publicKey),
    cosign(text, atSeconds) {
      const message = ed25519Message(text, BigInt(atSeconds));
      return signatureLine(name, type, publicKey, timestamped(atSeconds, sign(null, message, key)));
    },
  };
}

/** Source: the same, ML-DSA-44 signed message; type 0x06. FIPS 204 by OpenSSL, without a context. */
export function mlDsa44Cosigner(name: string, key: KeyObject): Cosigner {
  const type = SIGNATURE_TYPES.mlDsa44Cosignature;
  const publicKey = rawPublicKey(key, type);
  return {
    name,
    vkey: vkeyOf(name, type, publicKey),
    cosign(text, atSeconds) {
      const checkpoint = parseCheckpoint(text);
      const message = checkpoint && mlDsaMessage(name, checkpoint, BigInt(atSeconds));
      if (message === undefined) throw new Error("could not cosign what is no checkpoint, or has too long a name");
      return signatureLine(name, type, publicKey, timestamped(atSeconds, sign(null, message, key)));
    },
  };
}

/** A cosigner's key, of either type, that verifies lines below a checkpoint. */
export function parseCosignerVkey(vkey: string): NoteVerifier | undefined {
  const key = parseVerifierKey(vkey);
  if (key === undefined || key.type === SIGNATURE_TYPES.ed25519) return undefined;
  return {
    ...key,
    verify(text, signature) {
      const at = timestampOf(signature);
      const signed = signature.subarray(TIMESTAMP_BYTES);
      if (at === undefined) return false;
      if (key.type === SIGNATURE_TYPES.ed25519Cosignature)
        return verify(null, ed25519Message(text, at), key.key, signed);
      const checkpoint = parseCheckpoint(text);
      const message = checkpoint && mlDsaMessage(key.name, checkpoint, at);
      return message !== undefined && verify(null, message, key.key, signed);
    },
  };
}

/** When a cosignature was made, in seconds since 1970. Undefined: it has no time, which a witness's must have. */
export function timestampOf(signature: Buffer): bigint | undefined {
  if (signature.length <= TIMESTAMP_BYTES) return undefined;
  const at = signature.readBigUInt64BE(0);
  return at > 0n && at <= MAX_TIMESTAMP ? at : undefined;
}

function timestamped(atSeconds: number, signature: Buffer): Buffer {
  const time = Buffer.alloc(TIMESTAMP_BYTES);
  time.writeBigUInt64BE(BigInt(atSeconds));
  return Buffer.concat([time, signature]);
}

function ed25519Message(text: string, at: bigint): Buffer {
  return Buffer.from(`${ED25519_HEADER}time ${at}\n${text}`);
}

/** Undefined for names too long to be signed this way: a log chooses its own, and nobody who verifies may fall over it. */
function mlDsaMessage(cosigner: string, { origin, size, root }: Checkpoint, at: bigint): Buffer | undefined {
  if ([cosigner, origin].some((name) => Buffer.byteLength(name) > MAX_COSIGNED_NAME)) return undefined;
  const numbers = (...values: readonly bigint[]) => {
    const bytes = Buffer.alloc(8 * values.length);
    for (const [i, value] of values.entries()) bytes.writeBigUInt64BE(value, 8 * i);
    return bytes;
  };
  return Buffer.concat([
    ML_DSA_LABEL,
    lengthPrefixed(cosigner),
    numbers(at),
    lengthPrefixed(origin),
    // A whole tree begins at entry 0.
    numbers(0n, BigInt(size)),
    Buffer.from(root, "base64"),
  ]);
}

function lengthPrefixed(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.of(bytes.length), bytes]);
}
