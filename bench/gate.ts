import { join } from "node:path";
import type pg from "pg";
import { openLog } from "../src/base/log.ts";
import { idFromBytes } from "../src/base/ids.ts";
import { seal } from "../src/base/sealed.ts";
import { Simulator } from "../src/carriers/index.ts";
import type { ContactRequest } from "../src/relay/decide.ts";
import { decideBatch } from "../src/relay/decide.ts";
import { Gate } from "../src/relay/gate.ts";
import { Relay } from "../src/relay/index.ts";
import type { Query, Row, Statement } from "../src/store/index.ts";
import type { BenchHouse, SenderEnd } from "./house.ts";
import { openBenchHouse, openMissions } from "./house.ts";
import { pgbenchCommits, preparePgbench } from "./peers.ts";
import type { BenchOptions, Figure } from "./report.ts";
import { figure, heading, loadAverage, machineLine, median, printTable, short } from "./report.ts";

const MISSIONS = 10_000;
export const IN_FLIGHT = 512;
const NAIVE_CONNECTIONS = 32;
const ROUNDS = 3;
const BEGIN: Statement = { name: "bench.begin", text: "begin" };
const COMMIT: Statement = { name: "bench.commit", text: "commit" };
const TEXT = "Bonjour, je suis en bas de chez vous dans dix minutes. Merci de laisser le portail ouvert.";

type Round = { readonly pgbench: number; readonly gate: number; readonly naive: number; readonly load: string };

/** The gate in process, beside what PostgreSQL's own tool commits and beside the same work one statement at a time. */
export async function benchGate({ isQuick }: BenchOptions): Promise<readonly Figure[]> {
  heading("The gate, in process");
  const seconds = isQuick ? 1 : 4;
  const house = await openBenchHouse();
  try {
    await preparePgbench(house.engine.connection());
    const ends = await openMissions(house, isQuick ? MISSIONS / 10 : MISSIONS);
    const rounds: Round[] = [];
    // Not counted: plans are made, pages and code warm up.
    await gateRate(house, ends, seconds);
    await naiveRate(house, ends, seconds);
    let before = pgbenchCommits(house.engine.connection(), seconds);
    for (let n = 0; n < ROUNDS; n += 1) {
      const gate = await gateRate(house, ends, seconds);
      const after = pgbenchCommits(house.engine.connection(), seconds);
      const naive = await naiveRate(house, ends, seconds);
      rounds.push({ pgbench: (before + after) / 2, gate, naive, load: loadAverage() });
      before = pgbenchCommits(house.engine.connection(), seconds);
    }
    const delivering = await deliveringRate(house, ends, seconds);
    printTable(
      ["round", "gate/s", "pgbench commits/s", "naive/s", "gate : pgbench", "gate : naive", "load"],
      rounds.map(({ gate, pgbench, naive, load }, i) => [
        String(i + 1),
        short(gate),
        short(pgbench),
        short(naive),
        short(gate / pgbench),
        short(gate / naive),
        load,
      ]),
    );
    console.log(`With hand-over to the simulator running: ${short(delivering)} decisions/s.`);
    console.log(machineLine(house.engine.serverVersion), "\n");
    return [
      figure("gate in process : pgbench", median(rounds.map(({ gate, pgbench }) => gate / pgbench)), {
        atLeast: 2,
        unit: " ×",
      }),
      figure("gate in process : naive round trips", median(rounds.map(({ gate, naive }) => gate / naive)), {
        atLeast: 8,
        unit: " ×",
      }),
    ];
  } finally {
    await house.close();
  }
}

/** Decisions a second with 512 requests under way, each answered when it is durable. */
export async function gateRate(
  { store, deps }: BenchHouse,
  ends: readonly SenderEnd[],
  seconds: number,
): Promise<number> {
  const gate = new Gate({ store, deps, log: openLog("silent") });
  try {
    return await closedLoop(IN_FLIGHT, seconds, async (n) => {
      const { outcome, code } = await gate.decide(requestOf(deps, ends, n));
      if (outcome !== "queued") throw new Error(`the gate refused what it should let through: ${code}`);
    });
  } finally {
    await gate.close();
  }
}

/** The same work, one transaction a request and one statement at a time, over as many connections as pgbench has. */
async function naiveRate({ store, deps }: BenchHouse, ends: readonly SenderEnd[], seconds: number): Promise<number> {
  const connections = await Promise.all(
    Array.from({ length: NAIVE_CONNECTIONS }, () => store.connect({ isByKeyOnly: true })),
  );
  const idle = connections.map(oneByOne);
  try {
    return await closedLoop(NAIVE_CONNECTIONS, seconds, async (n) => {
      const run = idle.pop() as Query;
      await run.query(BEGIN);
      const { answers, writes } = await decideBatch(run, deps, [requestOf(deps, ends, n)]);
      await Promise.all(writes);
      await run.query(COMMIT);
      if (answers[0]?.outcome !== "queued") throw new Error("the naive way refused what it should let through");
      idle.push(run);
    });
  } finally {
    await Promise.all(connections.map((connection) => connection.end()));
  }
}

/** Sends a statement only when the one before it was answered. */
function oneByOne(connection: pg.Client): Query {
  let last: Promise<unknown> = Promise.resolve();
  return {
    query<R extends Row>(statement: Statement, values: readonly unknown[] = []) {
      const answer = last.then(async () => {
        const { rows } = await connection.query<R>({ ...statement, values: values as unknown[] });
        return rows;
      });
      last = answer.catch(() => undefined);
      return answer;
    },
  };
}

/** Decisions a second while what is decided is handed over too: opened again, sent, recorded. */
async function deliveringRate(
  { store, deps, folder }: BenchHouse,
  ends: readonly SenderEnd[],
  seconds: number,
): Promise<number> {
  const simulator = new Simulator({ dataFolder: folder, now: () => store.now() });
  const relay = new Relay({
    store,
    deps,
    log: openLog("silent"),
    carriers: [simulator],
    spoolFolder: join(folder, "spool"),
  });
  simulator.connect(relay);
  relay.start();
  try {
    return await closedLoop(IN_FLIGHT, seconds, async (n) => {
      const { from, to } = ends[n % ends.length] as SenderEnd;
      await simulator.write({ from, to, text: TEXT, id: `delivering-${n}` });
    });
  } finally {
    await relay.stop();
  }
}

let messages = 0;

/** As the relay makes it from what a carrier brings: the attempt id is a keyed hash of the message id. */
function requestOf({ vault }: BenchHouse["deps"], ends: readonly SenderEnd[], n: number): ContactRequest {
  const { from, to } = ends[(n * 7_919) % ends.length] as SenderEnd;
  messages += 1;
  const attemptId = idFromBytes("attempt", vault.keyedHash("attempt", "simulator", `message-${messages}`));
  return { attemptId, channel: "sms", carrier: "simulator", to, from: seal(from), text: seal(TEXT) };
}

/** Keeps `inFlight` calls under way for some seconds; gives how many ended a second. */
async function closedLoop(inFlight: number, seconds: number, call: (n: number) => Promise<void>): Promise<number> {
  let started = 0;
  const began = performance.now();
  const until = began + seconds * 1_000;
  const worker = async () => {
    while (performance.now() < until) {
      started += 1;
      await call(started);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  return started / ((performance.now() - began) / 1_000);
}
