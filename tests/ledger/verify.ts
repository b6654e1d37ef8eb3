import { join } from "node:path";
import { readCall } from "../../verifier/cli/arguments.mjs";
import { runCommand } from "../../verifier/cli/run-command.mjs";
import type { Report } from "../../verifier/lib/report.mjs";

/** What `paravent-verify` says of these words, which name files in this folder, without starting a process for each of thousands. */
export async function verify(folder: string, words: readonly string[]): Promise<Report> {
  const call = readCall(words.map((word, i) => (i > 0 && !word.startsWith("--") ? join(folder, word) : word)));
  const report = call === undefined ? undefined : await runCommand(call);
  if (report === undefined) throw new Error(`could not understand ${words.join(" ")}`);
  return report;
}
