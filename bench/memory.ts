import { setTimeout as sleep } from "node:timers/promises";
import { Load } from "./load.ts";
import {
  asOwner,
  makeDataFolder,
  memoryOf,
  openCompany,
  openMissions,
  removeDataFolder,
  startProgram,
  untilDelivered,
} from "./program.ts";
import type { BenchOptions, Figure } from "./report.ts";
import { figure, heading, machineLine, printTable, short } from "./report.ts";

const ATTEMPTS = 200_000;
const MISSIONS = 10_000;
const CONNECTIONS = 128;
const IDLE_MS = 5_000;

/** What the program holds after 200,000 attempts over HTTP. */
export async function benchMemory({ isQuick }: BenchOptions): Promise<readonly Figure[]> {
  heading("Memory");
  const wanted = isQuick ? ATTEMPTS / 10 : ATTEMPTS;
  const folder = makeDataFolder();
  const load = new Load(folder);
  try {
    const program = await startProgram(folder);
    await sleep(IDLE_MS);
    const idle = memoryOf(program.pid);
    await openCompany(program);
    load.use(await openMissions(program, isQuick ? MISSIONS / 10 : MISSIONS));
    let attempts = 0;
    let peak = 0;
    while (attempts < wanted) {
      load.wrk(program, CONNECTIONS, isQuick ? 2 : 5);
      peak = Math.max(peak, memoryOf(program.pid));
      attempts = await asOwner(program, async (owner) => {
        const { rows } = await owner.query<{ count: string }>("select count(*) from relay.attempt");
        return Number(rows[0]?.count);
      });
    }
    await untilDelivered(program);
    await sleep(IDLE_MS);
    const after = memoryOf(program.pid);
    const machine = machineLine(program.serverVersion);
    await program.stop();
    printTable(
      ["attempts", "MiB before", "MiB at most", "MiB 5 s after"],
      [[String(attempts), short(idle), short(peak), short(after)]],
    );
    console.log(machine, "\n");
    return [figure(`memory after ${wanted.toLocaleString("en")} attempts`, after, { atMost: 250, unit: " MiB" })];
  } finally {
    load.clear();
    await removeDataFolder(folder);
  }
}
