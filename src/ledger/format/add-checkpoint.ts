import { parseSize } from "./checkpoint.ts";
import { HASH_BYTES } from "./merkle.ts";
import { strictBase64 } from "./note.ts";

/** What a log asks a witness. Source: C2SP tlog-witness v1.0.0, add-checkpoint. */
export type AddCheckpoint = { readonly oldSize: number; readonly proof: readonly Buffer[]; readonly note: string };

const MAX_PROOF_LINES = 63;
/** Bytes: 63 hashes and a note of 64 ML-DSA lines are 200 kB. */
export const MAX_ADD_CHECKPOINT = 262_144;
/** Content type of the size that a witness answers when it is at another one. */
export const SIZE_TYPE = "text/x.tlog.size";

export function addCheckpointBody({ oldSize, proof, note }: AddCheckpoint): string {
  return `old ${oldSize}\n${proof.map((hash) => `${hash.toString("base64")}\n`).join("")}\n${note}`;
}

/** Reads what `addCheckpointBody` writes, and nothing else; the note is not looked into. */
export function parseAddCheckpoint(body: string): AddCheckpoint | undefined {
  const end = body.indexOf("\n\n");
  if (end < 0) return undefined;
  const [first = "", ...hashes] = body.slice(0, end).split("\n");
  const oldSize = parseSize(/^old (.+)$/.exec(first)?.[1] ?? "");
  if (oldSize === undefined || hashes.length > MAX_PROOF_LINES) return undefined;
  const proof = hashes.map(strictBase64);
  if (proof.some((hash) => hash?.length !== HASH_BYTES)) return undefined;
  return { oldSize, proof: proof as Buffer[], note: body.slice(end + 2) };
}
