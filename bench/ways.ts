import { join } from "node:path";
import type pg from "pg";
import type { AttemptId } from "../src/base/ids.ts";
import { openLog } from "../src/base/log.ts";
import { seal } from "../src/base/sealed.ts";
import { Simulator } from "../src/carriers/index.ts";
import type { ContactRequest } from "../src/relay/contact-request.ts";
import { attemptIdOf } from "../src/relay/contact-request.ts";
import { decideBatch } from "../src/relay/decide.ts";
import { Gate } from "../src/relay/gate.ts";
import { askOf } from "../src/relay/read-facts.ts";
import { Relay } from "../src/relay/index.ts";
import type { Query, Row, Statement } from "../src/store/index.ts";
import type { BenchHouse, SenderEnd } from "./house.ts";

/** A way of deciding that can be run for some seconds, again and again: connections and plans are there already. */
export type Way = {
  /** Decisions a second, each answered when it is durable. */
  rate(seconds: number): Promise<number>;
  close(): Promise<void>;
};

export const TEXT = "Bonjour, je suis en bas de chez vous dans dix minutes. Merci de laisser le portail ouvert.";
const IN_FLIGHT = 512;
/** As many as pgbench has clients. */
const NAIVE_CONNECTIONS = 32;
const BEGIN: Statement = { name: "bench.begin", text: "begin" };
const COMMIT: Statement = { name: "bench.commit", text: "commit" };

/** One that can also be asked for one decision at a time; gives whose it is. */
export type DecidingWay = Way & { decide(): Promise<AttemptId> };

/** The gate itself, with 512 requests under way. */
export function sharedCommits({ store, deps }: BenchHouse, ends: readonly SenderEnd[]): DecidingWay {
  const gate = new Gate({ store, deps, log: openLog("silent") });
  const decide = async () => {
    const { attemptId, outcome, code } = await gate.decide(nextRequest(deps, ends));
    if (outcome !== "queued") throw new Error(`the gate refused what it should let through: ${code}`);
    return attemptId;
  };
  return {
    decide,
    rate: (seconds) => closedLoop(IN_FLIGHT, seconds, decide),
    close: () => gate.close(),
  };
}

/** The same work, one transaction a request and one statement at a time. */
export async function naiveRoundTrips({ store, deps }: BenchHouse, ends: readonly SenderEnd[]): Promise<Way> {
  const connections = await Promise.all(
    Array.from({ length: NAIVE_CONNECTIONS }, () => store.connect({ isByKeyOnly: true })),
  );
  const idle = connections.map(oneByOne);
  return {
    rate: (seconds) =>
      closedLoop(NAIVE_CONNECTIONS, seconds, async () => {
        const run = idle.pop() as Query;
        await run.query(BEGIN);
        const { answers, writes } = await decideBatch(run, deps, [askOf(deps.vault, nextRequest(deps, ends))]);
        await Promise.all(writes);
        await run.query(COMMIT);
        if (answers[0]?.outcome !== "queued") throw new Error("the naive way refused what it should let through");
        idle.push(run);
      }),
    async close() {
      await Promise.all(connections.map((connection) => connection.end()));
    },
  };
}

/** The gate while what it decides is handed over too: opened again, sent to the simulator, recorded. */
export function withHandOver({ store, deps, folder }: BenchHouse, ends: readonly SenderEnd[]): Way {
  const simulator = new Simulator({ dataFolder: folder, now: () => store.now() });
  const spoolFolder = join(folder, "spool");
  const relay = new Relay({
    store,
    deps,
    log: openLog("silent"),
    carriers: [simulator],
    publicUrl: "https://bench.test",
    spoolFolder,
  });
  simulator.connect(relay);
  relay.start();
  return {
    rate: (seconds) =>
      closedLoop(IN_FLIGHT, seconds, async () => {
        const { from, to } = nextEnd(ends);
        await simulator.write({ from, to, text: TEXT, id: `message-${sent}` });
      }),
    close: () => relay.stop(),
  };
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

let sent = 0;

/** In an order that puts the two ends of a mission far apart: they would wait for each other's commit. */
function nextEnd(ends: readonly SenderEnd[]): SenderEnd {
  sent += 1;
  return ends[(sent * 7_919) % ends.length] as SenderEnd;
}

/** As the relay makes it from what a carrier brings. */
function nextRequest({ vault }: BenchHouse["deps"], ends: readonly SenderEnd[]): ContactRequest {
  const { from, to } = nextEnd(ends);
  const attemptId = attemptIdOf(vault, "simulator", `message-${sent}`);
  return { attemptId, channel: "sms", carrier: "simulator", to, from: seal(from), text: seal(TEXT) };
}

/** Keeps `inFlight` calls under way for some seconds; gives how many ended a second. */
async function closedLoop(inFlight: number, seconds: number, call: () => Promise<unknown>): Promise<number> {
  let ended = 0;
  const began = performance.now();
  const until = began + seconds * 1_000;
  const worker = async () => {
    while (performance.now() < until) {
      await call();
      ended += 1;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  return ended / ((performance.now() - began) / 1_000);
}
