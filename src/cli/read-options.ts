import type { ParseArgsConfig } from "node:util";
import { parseArgs } from "node:util";

/** Options that a command line may hold, besides its words. Undefined: it was not understood. */
export function readOptions(args: readonly string[], options: NonNullable<ParseArgsConfig["options"]>) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
