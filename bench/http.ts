import type { Latency } from "./load.ts";
import { Load } from "./load.ts";
import { findPeer, pgbenchCommits, preparePgbench } from "./peers.ts";
import type { Program } from "./program.ts";
import {
  makeDataFolder,
  ONE_PER_REQUEST,
  openCompany,
  openMissions,
  removeDataFolder,
  startProgram,
  untilDelivered,
} from "./program.ts";
import type { BenchOptions, Figure } from "./report.ts";
import { figure, heading, loadAverage, machineLine, median, printTable, short } from "./report.ts";

const MISSIONS = 10_000;
const ROUNDS = 3;
const CONNECTIONS = [128, 512] as const;
const LONE_REQUESTS = 2_000;

type Connections = (typeof CONNECTIONS)[number];
type Run = {
  readonly connections: Connections;
  readonly rate: number;
  readonly pgbench: number;
  readonly load: string;
};

type Alone = Omit<Run, "pgbench">;

/** The whole program over HTTP, each answer after its commit, beside pgbench and beside one transaction a request. */
export async function benchHttp({ isQuick }: BenchOptions): Promise<readonly Figure[]> {
  heading("The gate over HTTP");
  const seconds = isQuick ? 1 : 5;
  findPeer("wrk");
  const folder = makeDataFolder();
  const load = new Load(folder);
  try {
    const program = await startProgram(folder);
    await preparePgbench(program.connection);
    await openCompany(program);
    load.use(await openMissions(program, isQuick ? MISSIONS / 10 : MISSIONS));
    const batched = await measure(program, load, seconds);
    const top = Math.max(...CONNECTIONS.map((connections) => rateOf(batched, connections)));
    const half = await load.run(program, "open", Math.round(top * seconds), top / 2, 256);
    await untilDelivered(program);
    const lone = await load.run(program, "lone", LONE_REQUESTS, 0, 1);
    const machine = machineLine(program.serverVersion);
    await program.stop();
    const single = await startProgram(folder, ONE_PER_REQUEST);
    const alone = await measureAlone(single, load, seconds);
    await single.stop();
    print(batched, alone, top, half, lone);
    console.log(machine, "\n");
    return figuresOf(batched, alone, half, lone);
  } finally {
    load.clear();
    await removeDataFolder(folder);
  }
}

/** Rounds of pgbench, load, pgbench, for each number of connections. The first burst is not counted. */
async function measure(program: Program, load: Load, seconds: number): Promise<readonly Run[]> {
  load.wrk(program, 128, seconds);
  await untilDelivered(program);
  const runs: Run[] = [];
  let before = pgbenchCommits(program.connection, seconds);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const connections of CONNECTIONS) {
      const rate = load.wrk(program, connections, seconds);
      const loadNow = loadAverage();
      await untilDelivered(program);
      const after = pgbenchCommits(program.connection, seconds);
      runs.push({ connections, rate, pgbench: (before + after) / 2, load: loadNow });
      before = after;
    }
  }
  return runs;
}

/** The same without pgbench: with the 32 connections of this program, the server has none left for it. */
async function measureAlone(program: Program, load: Load, seconds: number): Promise<readonly Alone[]> {
  load.wrk(program, 128, seconds);
  const runs: Alone[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const connections of CONNECTIONS) {
      await untilDelivered(program);
      runs.push({ connections, rate: load.wrk(program, connections, seconds), load: loadAverage() });
    }
  }
  return runs;
}

function rateOf(runs: readonly Pick<Run, "connections" | "rate">[], connections: Connections): number {
  return median(runs.filter((run) => run.connections === connections).map(({ rate }) => rate));
}

function ratioOf(runs: readonly Run[], connections: Connections): number {
  return median(runs.filter((run) => run.connections === connections).map(({ rate, pgbench }) => rate / pgbench));
}

function print(batched: readonly Run[], alone: readonly Alone[], top: number, half: Latency, lone: Latency): void {
  const rows = (name: string, runs: readonly (Alone & { readonly pgbench?: number })[]) =>
    runs.map(({ connections, rate, pgbench, load }) => {
      const beside = pgbench === undefined ? ["", ""] : [short(pgbench), short(rate / pgbench)];
      return [name, String(connections), short(rate), ...beside, load];
    });
  printTable(
    ["program", "connections", "requests/s", "pgbench commits/s", "ratio", "load"],
    [...rows("shared commits", batched), ...rows("one transaction a request", alone)],
  );
  const row = (name: string, { p50, p99, max }: Latency) => [name, ...[p50, p99, max].map((ms) => ms.toFixed(2))];
  printTable(
    ["latency, ms", "p50", "p99", "max"],
    [row(`at ${short(top / 2)} requests/s on a fixed schedule`, half), row("alone, one after the other", lone)],
  );
}

function figuresOf(batched: readonly Run[], alone: readonly Alone[], half: Latency, lone: Latency): readonly Figure[] {
  const gain = Math.min(...CONNECTIONS.map((connections) => rateOf(batched, connections) / rateOf(alone, connections)));
  return [
    figure("gate over HTTP : pgbench, 128 connections", ratioOf(batched, 128), { atLeast: 0.7, unit: " ×" }),
    figure("gate over HTTP : pgbench, 512 connections", ratioOf(batched, 512), { atLeast: 0.9, unit: " ×" }),
    figure("gate over HTTP : one transaction a request", gain, { atLeast: 3, unit: " ×" }),
    figure("latency at half the top rate, p50", half.p50, { atMost: 10, unit: " ms" }),
    figure("latency at half the top rate, p99", half.p99, { atMost: 50, unit: " ms" }),
    figure("latency of a lone request, p50", lone.p50, { atMost: 1.5, unit: " ms" }),
  ];
}
