import { readConfig } from "../src/base/config.ts";
import { openLog } from "../src/base/log.ts";
import { startProgram } from "../src/cli/index.ts";
import { makeDataFolder } from "../src/store/index.ts";

/** The program with one transaction for each request: what it would be without shared commits. */
const read = readConfig(process.env);
if (!read.ok) throw new Error("could not read the environment");
await makeDataFolder(read.config.dataFolder);
const started = await startProgram(read.config, openLog("silent"), { gate: { batch: 1, connections: 32 } });
if (!started.ok) throw new Error(started.refusal);
process.once("SIGTERM", () => void started.program.stop().then(() => process.exit(0)));
