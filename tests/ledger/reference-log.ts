/**
 * A log of which every byte follows from this file: entries, keys, trees. It is built the slow and obvious way, with
 * nothing of what it is a measure for.
 */
import { createPrivateKey, createPublicKey, sign } from "node:crypto";
import type { Key } from "../../verifier/test/log.fixture.ts";
import {
  checkpoint,
  checkpointText,
  cosign,
  cosignPostQuantum,
  makeEntries,
  sha256,
  signNote,
  Tree,
} from "../../verifier/test/log.fixture.ts";

/** Around a tile, around a tile of tiles, and beyond. */
export const SIZES = [0, 1, 2, 255, 256, 257, 65_535, 65_536, 65_537, 70_000] as const;
export const ORIGIN = "ledger.example/log/routine-2026";

/** PKCS #8 of a private key that is given by its seed. Source: RFC 8410 §7; RFC 9881 §6. */
const PKCS8 = {
  1: "302e020100300506032b657004220420",
  4: "302e020100300506032b657004220420",
  6: "3034020100300b060960864801650304031104228020",
} as const;

/** A key whose seed is SHA-256 of its name and type. `type`: 1 a log's, 4 a witness's Ed25519 key; 6 ML-DSA-44. */
export function keyOf(name: string, type: 1 | 4 | 6): Key {
  const der = Buffer.concat([Buffer.from(PKCS8[type], "hex"), sha256(Buffer.from(`${name} ${type}`))]);
  const privateKey = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  const raw = createPublicKey(privateKey)
    .export({ format: "der", type: "spki" })
    .subarray(type === 6 ? -1312 : -32);
  const typed = Buffer.concat([Buffer.of(type), raw]);
  const id = sha256(Buffer.from(`${name}\n`), typed).subarray(0, 4);
  return { name, id, vkey: `${name}+${id.toString("hex")}+${typed.toString("base64")}`, privateKey };
}

export const LOG_KEY = keyOf(ORIGIN, 1);
export const COUNCIL = keyOf("works-council.example", 4);
export const OFFICER = keyOf("dpo.example", 6);
/** That of another log. */
export const STRANGER_KEY = keyOf("ledger.example/log/routine-2025", 1);

/** Seconds since 1970 that the witnesses tell. */
export const COSIGNED_AT = 1_795_000_000;

export const LOG_POLICY = `log ${LOG_KEY.vkey}\nquorum none\n`;
export const WITNESSED_POLICY = `log ${LOG_KEY.vkey}
witness council ${COUNCIL.vkey}
witness officer ${OFFICER.vkey}
group both all council officer
quorum both
`;

let built: ReferenceLog | undefined;

export type ReferenceLog = { readonly entries: readonly Buffer[]; readonly tree: Tree };

/** The log at its largest; a smaller one is its beginning. */
export function referenceLog(): ReferenceLog {
  if (built === undefined) {
    const entries = makeEntries(SIZES.at(-1) as number);
    built = { entries, tree: new Tree(entries) };
  }
  return built;
}

/** What its signer published at a size. */
export function noteAt({ tree }: ReferenceLog, size: number): string {
  const text = checkpointText(ORIGIN, tree, size);
  return checkpoint(text, signNote(text, LOG_KEY));
}

/** The same with both witnesses. ML-DSA signs with randomness: no two are the same. */
export function witnessedAt({ tree }: ReferenceLog, size: number): string {
  const text = checkpointText(ORIGIN, tree, size);
  return checkpoint(
    text,
    signNote(text, LOG_KEY),
    cosign(text, COUNCIL, COSIGNED_AT),
    cosignPostQuantum(text, OFFICER, COSIGNED_AT),
  );
}

/** A note over any text, as only whoever holds the key can make it. */
export function signedBy(key: Key, text: string): string {
  return checkpoint(text, signNote(text, key));
}

/** A signature over bytes, as a signature line would hold it. */
export function rawSignature(key: Key, message: string): Buffer {
  return Buffer.concat([key.id, sign(null, Buffer.from(message), key.privateKey)]);
}
