import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { ed25519Cosigner, mlDsa44Cosigner, parseCosignerVkey, timestampOf } from "./cosignature.ts";
import { ed25519Signer, openNote } from "./note.ts";

const LOG = ed25519Signer("ledger.example/log/routine-2026", Buffer.alloc(32, 1));
const TEXT = `${LOG.name}\n17\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n`;
const NAME = "witness.example";
const KINDS = {
  Ed25519: (name: string) => ed25519Cosigner(name, generateKeyPairSync("ed25519").privateKey),
  "ML-DSA-44": (name: string) => mlDsa44Cosigner(name, generateKeyPairSync("ml-dsa-44").privateKey),
};
const each = Object.entries(KINDS);

function verifierOf(vkey: string) {
  const verifier = parseCosignerVkey(vkey);
  if (verifier === undefined) throw new Error("could not read the key");
  return verifier;
}

test.each(each)("a cosignature by %s verifies over its checkpoint, under its name, and tells its time", (_, make) => {
  const cosigner = make(NAME);
  const line = cosigner.cosign(TEXT, 1_795_000_000);
  expect(line.startsWith(`— ${NAME} `)).toBe(true);
  const opened = openNote(`${TEXT}\n${LOG.sign(TEXT)}${line}`, [verifierOf(cosigner.vkey)]);
  expect(opened).toMatchObject({ ok: true, verified: [{ line }] });
  const bytes = Buffer.from(line.trim().split(" ")[2] ?? "", "base64");
  expect(timestampOf(bytes.subarray(4))).toBe(1_795_000_000n);
});

test.each(each)("a cosignature by %s is of one checkpoint, one key and one time", (_, make) => {
  const [cosigner, other] = [make(NAME), make(NAME)];
  const verifier = verifierOf(cosigner.vkey);
  const signature = Buffer.from(cosigner.cosign(TEXT, 1_795_000_000).trim().split(" ")[2] ?? "", "base64").subarray(4);
  expect(verifier.verify(TEXT, signature)).toBe(true);
  expect(verifier.verify(TEXT.replace("\n17\n", "\n18\n"), signature)).toBe(false);
  expect(verifierOf(other.vkey).verify(TEXT, signature)).toBe(false);
  for (const at of [7, 8, signature.length - 1]) {
    const changed = Buffer.from(signature);
    changed[at] = (changed[at] as number) ^ 1;
    expect(verifier.verify(TEXT, changed), `byte ${at}`).toBe(false);
  }
  expect(verifier.verify(TEXT, signature.subarray(0, 8))).toBe(false);
  expect(verifier.verify(TEXT, signature.subarray(0, -1))).toBe(false);
  expect(verifier.verify(TEXT, Buffer.concat([signature, Buffer.alloc(1)]))).toBe(false);
});

test.each(each)("a cosignature by %s without a time is none of a witness", (_, make) => {
  const cosigner = make(NAME);
  const line = cosigner.cosign(TEXT, 0);
  const signature = Buffer.from(line.trim().split(" ")[2] ?? "", "base64").subarray(4);
  expect(verifierOf(cosigner.vkey).verify(TEXT, signature)).toBe(false);
});

test("keys of logs are none of witnesses; what ML-DSA cannot sign is not signed", () => {
  expect(parseCosignerVkey(LOG.vkey)).toBeUndefined();
  const long = KINDS["ML-DSA-44"]("w".repeat(256));
  expect(() => long.cosign(TEXT, 1)).toThrow("could not cosign");
  expect(() => KINDS["ML-DSA-44"](NAME).cosign("no checkpoint\n", 1)).toThrow("could not cosign");
  expect(KINDS["ML-DSA-44"]("w".repeat(255)).cosign(TEXT, 1)).toContain("w".repeat(255));
});
