#!/usr/bin/env node
import { languageOf, readCall } from "../cli/arguments.mjs";
import { EXIT_CODES, jsonOf, textOf } from "../cli/print-report.mjs";
import { runCommand } from "../cli/run-command.mjs";
import { USAGE } from "../cli/usage.mjs";

const words = process.argv.slice(2);
const language = languageOf(words, process.env);
const wantsHelp = words.includes("--help") || words[0] === "help";

if (wantsHelp) process.stdout.write(USAGE[language ?? "en"]);
else process.exitCode = await run();

/** 0 verified, 1 the evidence does not hold, 2 could not be checked. */
async function run() {
  const call = language === undefined ? undefined : readCall(words);
  const report = call === undefined ? undefined : await runCommand(call);
  if (call === undefined || report === undefined || language === undefined) {
    process.stderr.write(USAGE[language ?? "en"]);
    return EXIT_CODES.unchecked;
  }
  process.stdout.write(call.options.json === true ? jsonOf(report, language) : textOf(report, language));
  return EXIT_CODES[report.outcome];
}
