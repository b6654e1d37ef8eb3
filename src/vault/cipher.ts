import type { KeyObject } from "node:crypto";
import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, randomFillSync } from "node:crypto";

/** AES-256, HMAC-SHA-256: everything here is 32 bytes. */
export const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const OVERHEAD_BYTES = NONCE_BYTES + TAG_BYTES;

/** One system call for 512 nonces. Each is used once and never kept. */
const nonces = Buffer.alloc(NONCE_BYTES * 512);
let used = nonces.length;

function nextNonce(): Buffer {
  if (used === nonces.length) {
    randomFillSync(nonces);
    used = 0;
  }
  used += NONCE_BYTES;
  return nonces.subarray(used - NONCE_BYTES, used);
}

/**
 * Encrypts under AES-256-GCM, bound to `context`: it opens only under the same key and the same context.
 * Shape: nonce (12 bytes, random) | ciphertext | tag (16 bytes).
 *
 * Random nonces hold for 2^32 seals of one key: no customer gets that many, and a tenant key that did must be
 * rotated. Source: NIST SP 800-38D §8.3.
 */
export function sealBytes(key: KeyObject, context: string, plain: string | Uint8Array): Buffer {
  const nonce = nextNonce();
  const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(context, "utf8"));
  const body = typeof plain === "string" ? cipher.update(plain, "utf8") : cipher.update(plain);
  cipher.final();
  const sealed = Buffer.allocUnsafe(OVERHEAD_BYTES + body.length);
  sealed.set(nonce, 0);
  sealed.set(body, NONCE_BYTES);
  sealed.set(cipher.getAuthTag(), NONCE_BYTES + body.length);
  return sealed;
}

/** What `sealBytes` sealed; undefined when it was altered, moved to another context, or sealed under another key. */
export function openBytes(key: KeyObject, context: string, sealed: Uint8Array): Buffer | undefined {
  if (sealed.length < OVERHEAD_BYTES) return undefined;
  const bodyEnd = sealed.length - TAG_BYTES;
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(context, "utf8"));
  decipher.setAuthTag(sealed.subarray(bodyEnd));
  const plain = decipher.update(sealed.subarray(NONCE_BYTES, bodyEnd));
  try {
    decipher.final();
  } catch {
    // The only way GCM's end fails is that the tag does not match: that is the answer, not an accident.
    plain.fill(0);
    return undefined;
  }
  return plain;
}

/** A fresh random key, and what is to be stored of it. */
export function newKey(wrap: (raw: Uint8Array) => Buffer): { readonly key: KeyObject; readonly wrapped: Buffer } {
  const raw = randomFillSync(Buffer.allocUnsafeSlow(KEY_BYTES));
  const made = { key: createSecretKey(raw), wrapped: wrap(raw) };
  raw.fill(0);
  return made;
}

/** Takes a key out of its wrapping; undefined when it does not open. */
export function openKey(kek: KeyObject, context: string, wrapped: Uint8Array): KeyObject | undefined {
  const raw = openBytes(kek, context, wrapped);
  if (raw === undefined) return undefined;
  if (raw.length !== KEY_BYTES) throw new Error(`could not take a key out of ${raw.length} bytes`);
  const key = createSecretKey(raw);
  raw.fill(0);
  return key;
}

/** A key of its own for one use of `key`: nothing made with it tells anything about another use. Source: RFC 5869. */
export function deriveKey(key: KeyObject, use: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync("sha256", key, "", use, KEY_BYTES)));
}

/**
 * HMAC-SHA-256 of several strings. Two lists of strings never give one input, whatever is in them: lengths go first,
 * and UTF-16 keeps even a lone surrogate apart from its replacement character.
 */
export function hashParts(key: KeyObject, parts: readonly string[]): Buffer {
  return digest(createHmac("sha256", key).update(joinParts(parts), "utf16le"));
}

/** HMAC-SHA-256 of a phone in E.164: the same phone gives the same hash, and nobody without the key can try phones. */
export function hashPhone(key: KeyObject, e164: string): Buffer {
  return digest(createHmac("sha256", key).update(e164));
}

/** HMAC-SHA-256 of a salt and a text. Salts of one use MUST have one length. */
export function hashBytes(key: KeyObject, salt: Uint8Array, text: string): Buffer {
  return digest(createHmac("sha256", key).update(salt).update(text, "utf8"));
}

/** A Buffer straight from a digest has memory of its own, which takes longer than the hash; these share pages. */
function digest(hmac: ReturnType<typeof createHmac>): Buffer {
  return Buffer.from(hmac.digest("binary"), "binary");
}

/** Strings as one string that can be read in one way only. */
export function joinParts(parts: readonly (string | number)[]): string {
  let text = "";
  for (const part of parts) {
    const value = String(part);
    text += `${value.length}:${value}`;
  }
  return text;
}
