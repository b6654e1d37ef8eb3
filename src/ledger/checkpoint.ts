/** A tree head as its log states it; `root` in base64. Source: C2SP tlog-checkpoint v1.0.0. */
export type Checkpoint = { readonly origin: string; readonly size: number; readonly root: string };

/** The text that is signed: three lines, each with its newline. */
export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${root}\n`;
}

/** Reads what `checkpointText` writes; further lines, which others may add, are passed over. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const found = /^([^\n]+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\n(?:[^\n]+\n)*$/.exec(text);
  if (found === null) return undefined;
  const [, origin = "", digits, root = ""] = found;
  const size = Number(digits);
  const isCanonical = Buffer.from(root, "base64").toString("base64") === root;
  return Number.isSafeInteger(size) && isCanonical ? { origin, size, root } : undefined;
}
