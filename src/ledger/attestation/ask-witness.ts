import { addCheckpointBody, SIZE_TYPE } from "../format/add-checkpoint.ts";
import { parseSize } from "../format/checkpoint.ts";
import type { NoteVerifier } from "../format/note.ts";
import { parseSignatureLines } from "../format/note.ts";

/** What became of a question to a witness. */
export type WitnessAnswer =
  | { readonly kind: "cosigned"; readonly lines: readonly string[] }
  /** It is at another size of this log. */
  | { readonly kind: "conflict"; readonly size: number }
  | {
      readonly kind: "failed";
      readonly code: /** No answer in time, or no connection. */
        | "unavailable"
        /** It does not know the log, or not its key: it has to be told with `witness trust`. */
        | "log_unknown"
        /** It says that our tree does not begin with the one it saw: an alarm. */
        | "inconsistent"
        /** An answer that no witness gives, or a cosignature that does not verify. */
        | "malformed";
    };

const LIMIT_MS = 10_000;
/** Bytes. Two lines of ML-DSA-44 are 7 kB. */
const MAX_ANSWER = 65_536;

/**
 * Asks a witness to cosign a checkpoint. What it answers counts only if it verifies with one of `keys`; lines of other
 * keys are passed over. Never throws. Source: C2SP tlog-witness v1.0.0, add-checkpoint.
 */
export async function askWitness(
  url: string,
  question: { readonly oldSize: number; readonly proof: readonly Buffer[]; readonly note: string },
  keys: readonly NoteVerifier[],
): Promise<WitnessAnswer> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(`${url}/add-checkpoint`, {
      method: "POST",
      headers: { "content-type": "text/plain; charset=utf-8" },
      body: addCheckpointBody(question),
      redirect: "error",
      signal: AbortSignal.timeout(LIMIT_MS),
    });
    text = await readAtMost(response, MAX_ANSWER);
  } catch {
    // Whatever it was, there is no answer: it is asked again later.
    return { kind: "failed", code: "unavailable" };
  }
  return readAnswer(response, text, question.note, keys);
}

function readAnswer(response: Response, text: string, note: string, keys: readonly NoteVerifier[]): WitnessAnswer {
  const { status, headers } = response;
  if (status === 200) return readCosignatures(text, note, keys);
  if (status === 409) {
    const size = headers.get("content-type")?.startsWith(SIZE_TYPE) === true ? parseSize(text.trimEnd()) : undefined;
    return size === undefined ? { kind: "failed", code: "malformed" } : { kind: "conflict", size };
  }
  if (status === 403 || status === 404) return { kind: "failed", code: "log_unknown" };
  if (status === 422) return { kind: "failed", code: "inconsistent" };
  return { kind: "failed", code: status >= 500 ? "unavailable" : "malformed" };
}

function readCosignatures(answer: string, note: string, keys: readonly NoteVerifier[]): WitnessAnswer {
  const text = note.slice(0, note.lastIndexOf("\n\n") + 1);
  const lines: string[] = [];
  for (const { name, bytes, line } of parseSignatureLines(answer) ?? []) {
    const key = keys.find((one) => one.name === name && one.keyId === bytes.readUInt32BE(0));
    if (key === undefined) continue;
    if (!key.verify(text, bytes.subarray(4))) return { kind: "failed", code: "malformed" };
    lines.push(line);
  }
  return lines.length > 0 ? { kind: "cosigned", lines } : { kind: "failed", code: "malformed" };
}

async function readAtMost(response: Response, most: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > most) throw new Error("could not read an answer this long");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
