import { HASH_BYTES } from "./merkle.ts";
import { strictBase64 } from "./note.ts";

/** A tree head as its log states it; `root` in base64. Source: C2SP tlog-checkpoint v1.0.0. */
export type Checkpoint = { readonly origin: string; readonly size: number; readonly root: string };

/** The text that is signed: three lines, each with its newline. */
export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${root}\n`;
}

/** Reads what `checkpointText` writes; further lines, which others may add, are passed over, but none is empty. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  if (!text.endsWith("\n")) return undefined;
  const [origin = "", digits = "", root = "", ...more] = text.slice(0, -1).split("\n");
  const size = parseSize(digits);
  const isWhole = origin !== "" && size !== undefined && strictBase64(root)?.length === HASH_BYTES;
  return isWhole && !more.includes("") ? { origin, size, root } : undefined;
}

/** ASCII decimal without leading zeros, below 2^53. */
export function parseSize(text: string): number | undefined {
  return /^(?:0|[1-9]\d{0,15})$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : undefined;
}
