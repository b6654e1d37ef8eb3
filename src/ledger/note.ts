import { createPrivateKey, createPublicKey, hash, sign, verify } from "node:crypto";

export type NoteSigner = {
  readonly name: string;
  readonly vkey: string;
  sign(text: string): string;
};
const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");
const SPKI = Buffer.from("302a300506032b6570032100", "hex");

function keyIdOf(name: string, type: number, key: Buffer): Buffer {
  return hash("sha256", Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(type), key]), "buffer").subarray(0, 4);
}
export function ed25519Signer(name: string, seed: Uint8Array): NoteSigner {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: "der", type: "pkcs8" });
  const spki = createPublicKey(key).export({ format: "der", type: "spki" });
  const raw = spki.subarray(spki.length - 32);
  const id = keyIdOf(name, 1, raw);
  return {
    name,
    vkey: `${name}+${id.toString("hex")}+${Buffer.concat([Buffer.of(1), raw]).toString("base64")}`,
    sign: (text) => `— ${name} ${Buffer.concat([id, sign(null, Buffer.from(text), key)]).toString("base64")}\n`,
  };
}
export type NoteVerifier = {
  readonly name: string;
  readonly keyId: number;
  readonly type: 1 | 4 | 6;
  readonly vkey: string;
  verify(text: string, signature: Buffer): boolean;
};
export function parseVkey(vkey: string): NoteVerifier | undefined {
  const found = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(vkey);
  if (found === null) return undefined;
  const raw = Buffer.from(found[3] as string, "base64").subarray(1);
  const id = keyIdOf(found[1] as string, 1, raw);
  if (id.toString("hex") !== found[2]) return undefined;
  const key = createPublicKey({ key: Buffer.concat([SPKI, raw]), format: "der", type: "spki" });
  return {
    name: found[1] as string,
    keyId: id.readUInt32BE(0),
    type: 1,
    vkey,
    verify: (text, signature) => verify(null, Buffer.from(text), key, signature),
  };
}
export type NoteRefusal = "malformed" | "bad_signature" | "unsigned";
export function openNote(
  note: string,
  verifiers: readonly NoteVerifier[],
):
  | { ok: true; text: string; verified: readonly { verifier: NoteVerifier; line: string }[] }
  | { ok: false; code: NoteRefusal } {
  const at = note.lastIndexOf("\n\n");
  if (at < 0) return { ok: false, code: "malformed" };
  const text = note.slice(0, at + 1);
  const verified: { verifier: NoteVerifier; line: string }[] = [];
  for (const line of note
    .slice(at + 2)
    .split("\n")
    .slice(0, -1)) {
    const found = /^— (\S+) (\S+)$/.exec(line);
    if (found === null) return { ok: false, code: "malformed" };
    const bytes = Buffer.from(found[2] as string, "base64");
    const verifier = verifiers.find((one) => one.name === found[1] && one.keyId === bytes.readUInt32BE(0));
    if (verifier === undefined) continue;
    if (!verifier.verify(text, bytes.subarray(4))) return { ok: false, code: "bad_signature" };
    verified.push({ verifier, line: `${line}\n` });
  }
  return verified.length > 0 ? { ok: true, text, verified } : { ok: false, code: "unsigned" };
}
