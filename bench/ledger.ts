import { spawnSync } from "node:child_process";
import { createSecretKey, hash, randomBytes } from "node:crypto";
import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { AttemptId } from "../src/base/ids.ts";
import { openLog } from "../src/base/log.ts";
import { append, exportLogs, openKeeper, Sequencer } from "../src/ledger/index.ts";
import type { Statement } from "../src/store/index.ts";
import { TENANT } from "../src/store/index.ts";
import type { BenchHouse } from "./house.ts";
import { openBenchHouse, openMissions } from "./house.ts";
import type { BenchOptions, Figure } from "./report.ts";
import { figure, heading, machineLine, median, printTable, quantile, short } from "./report.ts";
import type { DecidingWay } from "./ways.ts";
import { sharedCommits } from "./ways.ts";

const MISSIONS = 10_000;
const ROUNDS = 3;
const BACKLOG = 200_000;

/**
 * What the ledger costs the gate, how soon an entry is under a signed checkpoint, how fast a backlog goes, and how fast a
 * stranger checks all of it.
 */
export async function benchLedger({ isQuick }: BenchOptions): Promise<readonly Figure[]> {
  heading("The ledger");
  const seconds = isQuick ? 1 : 5;
  const house = await openBenchHouse();
  try {
    const ends = await openMissions(house, isQuick ? MISSIONS / 10 : MISSIONS);
    const gate = sharedCommits(house, ends);
    const rounds = await besideSequencing(house, gate, seconds);
    printTable(
      ["round", "gate/s without sequencing", "gate/s with", "ratio"],
      rounds.map(({ without, sequenced }, i) => [i + 1, without, sequenced, sequenced / without].map(short)),
    );
    const halfRate = median(rounds.map(({ sequenced }) => sequenced)) / 2;
    const { delays, rate } = await delaysAt(house, gate, halfRate, seconds * 3);
    console.log(
      `At half of that, ${short(rate)}/s, from the answer to a signed checkpoint: p50 ${short(quantile(delays, 0.5))} ms, ` +
        `p99 ${short(quantile(delays, 0.99))} ms, ${delays.length} asked.`,
    );
    await gate.close();
    const { placed, floor } = await placeBacklog(house, isQuick ? BACKLOG / 10 : BACKLOG);
    console.log(
      `A backlog goes at ${short(placed)} entries/s; hashed and written to a file, without a database, they go at ` +
        `${short(floor)}/s: ${short(placed / floor)} of that.`,
    );
    const audited = await auditRates(house);
    console.log(
      `The verifier rebuilds that log from a folder, on one core and its own start included, at ` +
        `${audited.map(short).join(", ")} entries/s.`,
    );
    console.log(machineLine(house.engine.serverVersion), "\n");
    const ratio = median(rounds.map(({ without, sequenced }) => sequenced / without));
    return [
      figure("gate with sequencing : without", ratio, { atLeast: 0.8, unit: " ×" }),
      figure("entry to signed checkpoint at half load, p99", quantile(delays, 0.99), { atMost: 250, unit: " ms" }),
      figure("full audit on one core", median(audited), { atLeast: 100_000, unit: " entries/s" }),
    ];
  } finally {
    await house.close();
  }
}

const ledgerKey = createSecretKey(randomBytes(32));

function sequencerOf({ store, folder }: BenchHouse): Sequencer {
  const keeper = openKeeper({ publicUrl: "https://bench.example", dataFolder: folder, ledgerKey });
  return new Sequencer({ store, keeper, log: openLog("silent") });
}

async function placeAll(house: BenchHouse): Promise<void> {
  const sequencer = sequencerOf(house);
  while (await sequencer.pass());
}

/** The same gate with and without, one after the other: the machine's speed changes within minutes. */
async function besideSequencing(house: BenchHouse, gate: DecidingWay, seconds: number) {
  const rounds: { readonly without: number; readonly sequenced: number }[] = [];
  await gate.rate(seconds);
  await placeAll(house);
  for (let n = 0; n < ROUNDS; n += 1) {
    const before = await gate.rate(seconds);
    await placeAll(house);
    const sequencer = sequencerOf(house);
    await sequencer.start();
    const sequenced = await gate.rate(seconds);
    await sequencer.stop();
    await placeAll(house);
    const after = await gate.rate(seconds);
    await placeAll(house);
    rounds.push({ without: (before + after) / 2, sequenced });
  }
  return rounds;
}

/** By key for each: over a join the planner may choose to read the whole ledger, at every asking. */
const SELECT_PLACED: Statement = {
  name: "bench.placed",
  text: `select w.attempt_id from unnest($1::text[]) as w (attempt_id)
    cross join lateral (select t.entry_id, t.at from relay.attempt t
      where t.tenant_id + 0 = ${TENANT} and t.attempt_id = w.attempt_id offset 0) t
    cross join lateral (select l.index from ledger.leaf l
      where l.tenant_id + 0 = ${TENANT} and l.entry_id = t.entry_id and l.at = t.at offset 0) l
    where l.index is not null`,
};
const TICK_MS = 2;
const ASK_MS = 5;
const SAMPLE_EVERY = 20;

/** Milliseconds from a decision's answer until its entry has a place, which it gets with the signed checkpoint; sorted. */
async function delaysAt(house: BenchHouse, gate: DecidingWay, ratePerSecond: number, seconds: number) {
  const sequencer = sequencerOf(house);
  await sequencer.start();
  const waiting = new Map<AttemptId, number>();
  const delays: number[] = [];
  const underWay: Promise<void>[] = [];
  const decide = async (isSample: boolean) => {
    const attempt = await gate.decide();
    if (isSample) waiting.set(attempt, performance.now());
  };
  const began = performance.now();
  const until = began + seconds * 1_000;
  const ticks = setInterval(() => {
    const due = ((performance.now() - began) / 1_000) * ratePerSecond;
    while (underWay.length < due) underWay.push(decide(underWay.length % SAMPLE_EVERY === 0));
  }, TICK_MS);
  while (performance.now() < until || waiting.size > 0) {
    if (performance.now() >= until) clearInterval(ticks);
    const rows = await house.store.query<{ attempt_id: AttemptId }>(SELECT_PLACED, [[...waiting.keys()]]);
    for (const { attempt_id } of rows) {
      delays.push(performance.now() - (waiting.get(attempt_id) as number));
      waiting.delete(attempt_id);
    }
    await sleep(ASK_MS);
  }
  await Promise.all(underWay);
  await sequencer.stop();
  return { delays: delays.toSorted((a, b) => a - b), rate: underWay.length / seconds };
}

const EVENTS = 1_000;

/** Places entries that waited, as after an outage, beside the same hashes made and written without a database. */
async function placeBacklog(house: BenchHouse, count: number) {
  const events = Array.from({ length: EVENTS }, (_, i) => ({
    event: "numbers.add-numbers",
    filling: `${i}`.repeat(60),
  }));
  for (let made = 0; made < count; made += EVENTS) {
    await house.store.transaction((tx) => append(tx, events));
  }
  let began = performance.now();
  await placeAll(house);
  const placed = count / ((performance.now() - began) / 1_000);
  began = performance.now();
  hashAndWrite(join(house.folder, "floor"), count);
  return { placed, floor: count / ((performance.now() - began) / 1_000) };
}

/** Entries a second of `paravent-verify audit` over everything that is there, as an expert would run it. */
async function auditRates({ store, folder }: BenchHouse): Promise<readonly number[]> {
  const place = join(folder, "export");
  const [log] = await exportLogs(store, place, { hasEntries: true });
  if (log === undefined) throw new Error("could not export a log");
  const program = join(import.meta.dirname, "../verifier/bin/paravent-verify.mjs");
  const words = ["-c", "0", process.execPath, program, "audit", join(place, log.name), "--key", log.vkey];
  return Array.from({ length: ROUNDS }, () => {
    const began = performance.now();
    const { status, stderr } = spawnSync("taskset", words, { encoding: "utf8" });
    if (status !== 0) throw new Error(`could not audit the export: ${stderr}`);
    return log.size / ((performance.now() - began) / 1_000);
  });
}

/** A leaf hash an entry and an inner one for each, tile by tile to a file that is flushed a hundred times. */
function hashAndWrite(path: string, count: number): void {
  const file = openSync(path, "w");
  const entry = Buffer.alloc(300, 1);
  const pair = Buffer.alloc(65, 1);
  const tile = Buffer.alloc(8_192);
  for (let i = 0; i < count; i += 1) {
    hash("sha256", entry, "buffer").copy(pair, 1);
    hash("sha256", pair, "buffer").copy(tile, (i % 256) * 32);
    if (i % 256 === 255) writeSync(file, tile);
    if (i % Math.ceil(count / 100) === 0) fdatasyncSync(file);
  }
  closeSync(file);
  rmSync(path);
}
