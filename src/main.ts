import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { readConfig } from "./base/config.ts";
import { openLog } from "./base/log.ts";
import { sayStarted, startProgram, stopStart } from "./cli/index.ts";

// Composition root. Read it first: config → store → vault → rooms → doors; each step may refuse, in plain words.
const read = readConfig(process.env);
if (!read.ok) stopStart(read.refusals.map(({ name, detail }) => `${name} ${detail}`));
const { config } = read as Extract<typeof read, { ok: true }>;
mkdirSync(config.dataFolder, { recursive: true });
const log = openLog(config.isProduction ? "stdout" : join(config.dataFolder, "paravent.log"));
const started = await startProgram(config, log);
if (!started.ok) stopStart([started.refusal]);
else {
  sayStarted(config, started.program);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void started.program.stop().then(() => process.exit(0)));
  }
}
