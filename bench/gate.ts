import type { BenchHouse } from "./house.ts";
import { openBenchHouse, openMissions } from "./house.ts";
import { pgbenchCommits, preparePgbench } from "./peers.ts";
import type { BenchOptions, Figure } from "./report.ts";
import { figure, heading, loadAverage, machineLine, median, printTable, short } from "./report.ts";
import { naiveRoundTrips, sharedCommits, withHandOver } from "./ways.ts";

const MISSIONS = 10_000;
const ROUNDS = 3;

type Round = { readonly pgbench: number; readonly gate: number; readonly naive: number; readonly load: string };

/** The gate in process, beside what PostgreSQL's own tool commits and beside the same work one statement at a time. */
export async function benchGate({ isQuick }: BenchOptions): Promise<readonly Figure[]> {
  heading("The gate, in process");
  const seconds = isQuick ? 1 : 5;
  const house = await openBenchHouse();
  try {
    const { rounds, handingOver } = await measure(house, isQuick ? MISSIONS / 10 : MISSIONS, seconds);
    printTable(
      ["round", "gate/s", "pgbench commits/s", "naive/s", "gate : pgbench", "gate : naive", "load"],
      rounds.map(({ gate, pgbench, naive, load }, i) => {
        const numbers = [i + 1, gate, pgbench, naive, gate / pgbench, gate / naive].map((value) => short(value));
        return [...numbers, load];
      }),
    );
    console.log(`While everything is handed over to the simulator too: ${short(handingOver)} decisions/s.`);
    console.log(machineLine(house.engine.serverVersion), "\n");
    const ratios = (beside: "pgbench" | "naive") => median(rounds.map((round) => round.gate / round[beside]));
    return [
      figure("gate in process : pgbench", ratios("pgbench"), { atLeast: 2, unit: " ×" }),
      figure("gate in process : naive round trips", ratios("naive"), { atLeast: 8, unit: " ×" }),
    ];
  } finally {
    await house.close();
  }
}

/** Rounds of pgbench, gate, pgbench, naive. What came first is not counted: plans are made, pages and code warm up. */
async function measure(house: BenchHouse, missions: number, seconds: number) {
  const pgbench = () => pgbenchCommits(house.engine.connection(), seconds);
  await preparePgbench(house.engine.connection());
  const ends = await openMissions(house, missions);
  const gate = sharedCommits(house, ends);
  const naive = await naiveRoundTrips(house, ends);
  await gate.rate(seconds);
  await naive.rate(seconds);
  const rounds: Round[] = [];
  for (let n = 0; n < ROUNDS; n += 1) {
    const before = pgbench();
    const gateRate = await gate.rate(seconds);
    const load = loadAverage();
    const after = pgbench();
    rounds.push({ pgbench: (before + after) / 2, gate: gateRate, naive: await naive.rate(seconds), load });
  }
  await gate.close();
  await naive.close();
  const handing = withHandOver(house, ends);
  const handingOver = await handing.rate(seconds);
  await handing.close();
  return { rounds, handingOver };
}
