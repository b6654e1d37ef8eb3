import type { KeyObject } from "node:crypto";
import { createPrivateKey, createPublicKey, hash, sign, verify } from "node:crypto";

/** What signs notes under one name. */
export type NoteSigner = {
  readonly name: string;
  readonly vkey: string;
  /** The signature line, with its newline, for a text that ends in a newline. */
  sign(text: string): string;
};

/** Source: C2SP signed-note v1.0.0, signature types; tlog-cosignature v1.1.0. */
export const SIGNATURE_TYPES = { ed25519: 1, ed25519Cosignature: 4, mlDsa44Cosignature: 6 } as const;
export type SignatureType = (typeof SIGNATURE_TYPES)[keyof typeof SIGNATURE_TYPES];

export type VerifierKey = {
  readonly name: string;
  readonly keyId: number;
  readonly type: SignatureType;
  readonly vkey: string;
  readonly key: KeyObject;
};

/** Decides whether `signature` (without the key id) is one of this key over a note's text. */
export type NoteVerifier = VerifierKey & { verify(text: string, signature: Buffer): boolean };

export type NoteRefusal = "malformed" | "bad_signature" | "unsigned";
export type VerifiedLine = { readonly verifier: NoteVerifier; readonly signature: Buffer; readonly line: string };
export type OpenedNote =
  | { readonly ok: true; readonly text: string; readonly verified: readonly VerifiedLine[] }
  | { readonly ok: false; readonly code: NoteRefusal };

/** C2SP asks for at least 16; golang.org/x/mod takes 100 too. Each costs a verification, if its key is known. */
const MAX_SIGNATURES = 100;
const MAX_NOTE_CHARACTERS = 1_000_000;
/** Characters. A key of ML-DSA-44 is 1,751 of base 64; beside a name. */
const MAX_VKEY = 4_096;
/** What a signature begins with. */
export const KEY_ID_BYTES = 4;
const PUBLIC_KEY_BYTES: { readonly [type in SignatureType]: number } = { 1: 32, 4: 32, 6: 1_312 };
/** DER around a raw key. Source: RFC 8410 §4 and §7; RFC 9881 §4 for ML-DSA-44. */
const PKCS8_ED25519 = Buffer.from("302e020100300506032b657004220420", "hex");
const SPKI: { readonly [type in SignatureType]: Buffer } = {
  1: Buffer.from("302a300506032b6570032100", "hex"),
  4: Buffer.from("302a300506032b6570032100", "hex"),
  6: Buffer.from("30820532300b06096086480165030403110382052100", "hex"),
};
/** A name is not empty and has no space of any kind, nor a plus sign. (`\s` would take a byte order mark for one.) */
const KEY_NAME = /^[^\p{White_Space}+]+$/u;

/** Whether there is a character below U+0020 that is none of `allowed`. */
export function hasControls(text: string, allowed: string): boolean {
  for (let i = 0; i < text.length; i += 1) {
    if (text.charCodeAt(i) < 0x20 && !allowed.includes(text.charAt(i))) return true;
  }
  return false;
}

/** Base 64 with padding, in the one form that these bytes have. */
export function strictBase64(text: string): Buffer | undefined {
  // What is passed over in reading is missing when it is written again.
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes : undefined;
}

export function isKeyName(name: string): boolean {
  return KEY_NAME.test(name) && name.isWellFormed() && !hasControls(name, "");
}

function keyIdOf(name: string, type: SignatureType, publicKey: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(type), publicKey]);
  return hash("sha256", named, "buffer").subarray(0, KEY_ID_BYTES);
}

/** `name+<key id in hex>+<base64 of type and key>`. */
export function vkeyOf(name: string, type: SignatureType, publicKey: Buffer): string {
  const id = keyIdOf(name, type, publicKey).toString("hex");
  return `${name}+${id}+${Buffer.concat([Buffer.of(type), publicKey]).toString("base64")}`;
}

/** The raw bytes of a key's public half. */
export function rawPublicKey(key: KeyObject, type: SignatureType): Buffer {
  const publicKey = key.type === "public" ? key : createPublicKey(key);
  const der = publicKey.export({ format: "der", type: "spki" });
  return der.subarray(der.length - PUBLIC_KEY_BYTES[type]);
}

/** A signature line. Source: C2SP signed-note, format. */
export function signatureLine(name: string, type: SignatureType, publicKey: Buffer, signature: Buffer): string {
  const bytes = Buffer.concat([keyIdOf(name, type, publicKey), signature]);
  return `— ${name} ${bytes.toString("base64")}\n`;
}

export function ed25519PrivateKey(seed: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PKCS8_ED25519, seed]), format: "der", type: "pkcs8" });
}

/** Signs as a log does, with type 0x01. `seed`: 32 bytes. */
export function ed25519Signer(name: string, seed: Uint8Array): NoteSigner {
  if (!isKeyName(name)) throw new Error("could not sign under a name that is none");
  const { ed25519 } = SIGNATURE_TYPES;
  const key = ed25519PrivateKey(seed);
  const publicKey = rawPublicKey(key, ed25519);
  return {
    name,
    vkey: vkeyOf(name, ed25519, publicKey),
    sign: (text) => signatureLine(name, ed25519, publicKey, sign(null, Buffer.from(text), key)),
  };
}

/** Reads a verifier key of one of the three types. Undefined: it is none, or its id is not that of its key. */
export function parseVerifierKey(vkey: string): VerifierKey | undefined {
  const found = vkey.length > MAX_VKEY ? null : /^([^+]+)\+([0-9a-f]{8})\+([^+].*)$/.exec(vkey);
  const bytes = strictBase64(found?.[3] ?? "!");
  const [name = "", type] = [found?.[1], bytes?.[0]];
  if (bytes === undefined || !isKeyName(name) || (type !== 1 && type !== 4 && type !== 6)) return undefined;
  const raw = bytes.subarray(1);
  const id = keyIdOf(name, type, raw);
  if (raw.length !== PUBLIC_KEY_BYTES[type] || id.toString("hex") !== found?.[2]) return undefined;
  const key = createPublicKey({ key: Buffer.concat([SPKI[type], raw]), format: "der", type: "spki" });
  return { name, keyId: id.readUInt32BE(0), type, vkey, key };
}

/** A log's own key: type 0x01. */
export function parseVkey(vkey: string): NoteVerifier | undefined {
  const key = parseVerifierKey(vkey);
  if (key?.type !== SIGNATURE_TYPES.ed25519) return undefined;
  return { ...key, verify: (text, signature) => verify(null, Buffer.from(text), key.key, signature) };
}

/**
 * Opens a signed note: its text, and which of these keys signed it. Lines of other keys are passed over; a line that
 * says it is of one of these and is not makes the whole note refused, as does a note that none of them signed.
 *
 * Refuses: `malformed`, `bad_signature`, `unsigned`. Source: C2SP signed-note v1.0.0.
 */
export function openNote(note: string, verifiers: readonly NoteVerifier[]): OpenedNote {
  const split = splitNote(note);
  if (split === undefined) return { ok: false, code: "malformed" };
  const verified: VerifiedLine[] = [];
  for (const { name, bytes, line } of split.lines) {
    const keyId = bytes.readUInt32BE(0);
    const verifier = verifiers.find((one) => one.name === name && one.keyId === keyId);
    if (verifier === undefined) continue;
    const signature = bytes.subarray(KEY_ID_BYTES);
    if (!verifier.verify(split.text, signature)) return { ok: false, code: "bad_signature" };
    verified.push({ verifier, signature, line });
  }
  return verified.length > 0 ? { ok: true, text: split.text, verified } : { ok: false, code: "unsigned" };
}

type SignatureLine = { readonly name: string; readonly bytes: Buffer; readonly line: string };

/** The text of a note and its signature lines, none of them looked at. */
export function splitNote(
  note: string,
): { readonly text: string; readonly lines: readonly SignatureLine[] } | undefined {
  const at = note.lastIndexOf("\n\n");
  if (note.length > MAX_NOTE_CHARACTERS || hasControls(note, "\n") || !note.isWellFormed() || at < 0) return undefined;
  const lines = parseSignatureLines(note.slice(at + 2));
  return lines === undefined || lines.length === 0 ? undefined : { text: note.slice(0, at + 1), lines };
}

/** Lines as they stand below a note, or as a witness answers them. */
export function parseSignatureLines(text: string): readonly SignatureLine[] | undefined {
  if (!text.endsWith("\n")) return undefined;
  const lines = text.slice(0, -1).split("\n");
  if (lines.length > MAX_SIGNATURES) return undefined;
  const parsed: SignatureLine[] = [];
  for (const line of lines) {
    const found = /^— ([^ ]+) ([^ ]+)$/.exec(line);
    const bytes = strictBase64(found?.[2] ?? "!");
    const name = found?.[1] ?? "";
    if (!isKeyName(name) || bytes === undefined || bytes.length <= KEY_ID_BYTES) return undefined;
    parsed.push({ name, bytes, line: `${line}\n` });
  }
  return parsed;
}
