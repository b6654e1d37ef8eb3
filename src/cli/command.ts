import type { Settings } from "./settings.ts";

/** How a command ended, and what there is to say: on standard output when it is done, on standard error else. */
export type Outcome = { readonly exitCode: 0 | 1 | 2; readonly lines: readonly string[] };

export type Command = {
  /** One or two words. */
  readonly name: string;
  readonly takes: string;
  readonly does: string;
  /** Undefined: the arguments were not understood. */
  readonly run: (args: readonly string[], settings: Settings) => Promise<Outcome | undefined>;
};

export function done(...lines: readonly string[]): Outcome {
  return { exitCode: 0, lines };
}

/** Refused, or done in part. */
export function refused(...lines: readonly string[]): Outcome {
  return { exitCode: 1, lines: lines.map((line) => `paravent: ${line}`) };
}

export function misused(...lines: readonly string[]): Outcome {
  return { exitCode: 2, lines };
}
