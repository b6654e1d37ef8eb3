import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { readConfig } from "./base/config.ts";
import { openLog } from "./base/log.ts";
import { sayStarted, startProgram, stopStart } from "./cli/index.ts";
import { EngineRefused, makeDataFolder } from "./store/index.ts";

// What a burst once needed is not kept for ever: without these two, twice the memory stays after 200,000 attempts.
setFlagsFromString("--semi-space-growth-factor=1");
setFlagsFromString("--heap-growing-percent=50");

// Composition root. Read it first: config → store → vault → rooms → doors; each step may refuse, in plain words.
const read = readConfig(process.env);
if (!read.ok) stopStart(read.refusals.map(({ name, detail }) => `${name} ${detail}`));
else {
  const { config } = read;
  try {
    await makeDataFolder(config.dataFolder);
    const log = openLog(config.isProduction ? "stdout" : join(config.dataFolder, "paravent.log"));
    const started = await startProgram(config, log);
    if (started.ok) {
      sayStarted(config, started.program);
      let stopping: Promise<void> | undefined;
      // A terminal, npm and the bootstrap may all pass one signal on: only the first counts.
      for (const signal of ["SIGINT", "SIGTERM"] as const) {
        process.on(signal, () => {
          stopping ??= started.program.stop().then(() => process.exit(0));
        });
      }
    } else stopStart([started.refusal]);
  } catch (error) {
    if (!(error instanceof EngineRefused)) throw error;
    stopStart([error.refusal.detail]);
  }
}
