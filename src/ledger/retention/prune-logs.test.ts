import { afterEach, beforeEach, expect, test } from "vitest";
import type { HoldId } from "../../base/ids.ts";
import { newId } from "../../base/ids.ts";
import { advanceClock } from "../../store/index.ts";
import { parseCheckpoint } from "../format/checkpoint.ts";
import { leafHashOf, verifyInclusion } from "../format/merkle.ts";
import { TILE_WIDTH } from "../format/tiles.ts";
import {
  append,
  endHold,
  holdEntries,
  keptEntries,
  listLogs,
  openHold,
  proveEntry,
  pruneLogs,
  setRetention,
} from "../index.ts";
import type { LedgerBench, LedgerNode } from "../ledger.fixture.ts";
import { openLedgerBench } from "../ledger.fixture.ts";
import { readBundle, readEntries, readTile } from "../logs/read-log.ts";

const DAY_MS = 86_400_000;
let bench: LedgerBench;
let node: LedgerNode;
beforeEach(async () => {
  bench = await openLedgerBench();
  node = bench.node();
});
afterEach(() => bench.close());

async function record(count: number, event = "numbers.add-numbers") {
  const leaves = await bench.store.transaction(async (tx) => {
    const made = await append(
      tx,
      Array.from({ length: count }, (_, i) => ({ event, count: i })),
    );
    return made.map((leaf) => ({ ...leaf, at: tx.now }));
  });
  await node.sequencer.pass();
  return leaves;
}
const advance = (days: number) => advanceClock(bench.store, days * DAY_MS);
const minimumOf = async (name: string) => (await listLogs(bench.store)).find((log) => log.name === name)?.minimum;
const yearNow = async () => (await bench.store.now()).getUTCFullYear();

test("routine entries go after twelve months to the day, and what went is itself an entry", async () => {
  const log = `routine-${await yearNow()}`;
  await record(600);
  await advance(1);
  const [later] = await record(400);
  await advance(363);
  await pruneLogs(bench.store);
  expect(await minimumOf(log)).toBe(0);
  await advance(1);
  await pruneLogs(bench.store);
  // 600 and the one that began the log, but for those that share a bundle with what stays.
  expect(await minimumOf(log)).toBe(512);
  const left = await bench.owner.query("select count(*)::int as n from ledger.entry where class = 'routine'");
  // The entry of the pruning among them.
  expect(left.rows).toEqual([{ n: 490 }]);
  await node.sequencer.pass();
  const next = `routine-${await yearNow()}`;
  const entries = (await readEntries(bench.store, next, 0, 10)).map(({ bytes }) => JSON.parse(String(bytes)) as object);
  expect(entries.at(-1)).toMatchObject({ event: "ledger.prune", log, from: 0, minimum: 512 });
  // What is served: C2SP tlog-tiles, pruning.
  expect(await readTile(bench.store, log, { level: 0, index: 1, width: 256 })).toBeUndefined();
  expect(await readBundle(bench.store, log, 1, 256)).toBeUndefined();
  expect((await readTile(bench.store, log, { level: 0, index: 2, width: 256 }))?.length).toBe(8_192);
  expect((await readTile(bench.store, log, { level: 1, index: 0, width: 3 }))?.length).toBe(96);
  expect(await readBundle(bench.store, log, 2, 256)).toBeDefined();
  expect(await readBundle(bench.store, log, 3, 233)).toBeDefined();
  await expectProved(later as { entryId: number; at: Date; hash: string });
  await pruneLogs(bench.store);
  expect(await minimumOf(log)).toBe(512);
  // The year is over, and with its last day everything goes.
  await node.sequencer.closeEndedLogs();
  await advance(1);
  await pruneLogs(bench.store);
  expect(await minimumOf(log)).toBe(1_001);
  expect(await readBundle(bench.store, log, 3, 233)).toBeUndefined();
});

async function expectProved(leaf: { readonly entryId: number; readonly at: Date; readonly hash: string }) {
  const proof = (await proveEntry(bench.store, leaf.entryId, leaf.at)) as string;
  expectProof(proof, Buffer.from(leaf.hash, "base64"));
}

function expectProof(proof: string, leaf: Buffer): void {
  const at = proof.indexOf("\n\n");
  const [, index = "", ...hashes] = proof.slice(0, at).split("\n");
  const note = proof.slice(at + 2);
  const checkpoint = parseCheckpoint(note.slice(0, note.indexOf("\n\n") + 1));
  const path = hashes.map((hash) => Buffer.from(hash, "base64"));
  const root = Buffer.from(checkpoint?.root ?? "", "base64");
  expect(verifyInclusion(leaf, Number(index.slice(6)), checkpoint?.size ?? 0, path, root)).toBe(true);
}

test("the tree goes on growing above what was pruned, and a node that starts then finds it in order", async () => {
  const log = `routine-${await yearNow()}`;
  await record(300);
  await advance(367);
  await pruneLogs(bench.store);
  expect(await minimumOf(log)).toBe(256);
  await bench.owner.query("update store.clock set offset_ms = 0");
  const fresh = bench.node("another");
  await fresh.sequencer.observe();
  expect([...fresh.sequencer.refusals]).toEqual([]);
  await record(5);
  expect([...node.sequencer.refusals]).toEqual([]);
});

test("the database refuses to prune what has not served its time, whoever asks", async () => {
  const log = `routine-${await yearNow()}`;
  await record(299);
  const prune = (minimum: number) =>
    bench.store.query({ name: "test.prune", text: "select ledger.prune(1, $1, $2)" }, [log, minimum]);
  await expect(prune(256)).rejects.toThrow("have not served their time");
  await expect(prune(301)).rejects.toThrow("could not prune");
  await expect(prune(0)).rejects.toThrow("could not prune");
  await advance(367);
  await expect(prune(300)).rejects.toThrow("in the middle of a bundle");
  await node.sequencer.closeEndedLogs();
  await expect(prune(3)).rejects.toThrow("in the middle of a bundle");
  await prune(300);
  expect(await minimumOf(log)).toBe(300);
});

test("where the risk of misuse is written down entries are kept for three years, and the change is recorded", async () => {
  const log = `routine-${await yearNow()}`;
  await record(3);
  const set = (months: number, document?: string) =>
    bench.store.transaction((tx) => setRetention(tx, { months, document }));
  expect(await set(36)).toEqual({ ok: false, code: "document_missing" });
  expect(await set(36, " ")).toEqual({ ok: false, code: "document_missing" });
  expect(await set(37, "AIPD 7")).toEqual({ ok: false, code: "months_out_of_range" });
  expect(await set(5)).toEqual({ ok: false, code: "months_out_of_range" });
  expect(await set(36, "AIPD 7")).toEqual({ ok: true, was: 12 });
  await node.sequencer.pass();
  await advance(400);
  await pruneLogs(bench.store);
  expect(await minimumOf(log)).toBe(0);
  const last = (await readEntries(bench.store, log, 4, 5)).map(({ bytes }) => JSON.parse(String(bytes)) as object);
  expect(last).toMatchObject([{ event: "ledger.set-retention", months: 36, isDocumented: true }]);
  await advance(800);
  await node.sequencer.closeEndedLogs();
  await pruneLogs(bench.store);
  expect(await minimumOf(log)).toBe(5);
});

test("entries of cases stay for three years, whole bundles of them, with no case open", async () => {
  const log = `case-${await yearNow()}`;
  await record(2 * TILE_WIDTH + 1, "reports.file-report");
  await node.sequencer.pass();
  await advance(1_000);
  await node.sequencer.closeEndedLogs();
  await pruneLogs(bench.store);
  expect(await minimumOf(log)).toBe(0);
  await advance(100);
  await pruneLogs(bench.store);
  expect(await minimumOf(log)).toBeGreaterThan(2 * TILE_WIDTH);
});

test("entries of a case stay until it ends, however long it takes", async () => {
  const log = `case-${await yearNow()}`;
  const hold = newId("hold");
  expect(await bench.store.transaction((tx) => openHold(tx, hold))).toBe(true);
  await record(3, "cases.open-case");
  await advance(1_500);
  await node.sequencer.closeEndedLogs();
  await pruneLogs(bench.store);
  expect(await minimumOf(log)).toBe(0);
  expect(await bench.store.transaction((tx) => endHold(tx, hold))).toBe(true);
  expect(await bench.store.transaction((tx) => endHold(tx, hold))).toBe(false);
  expect(await bench.store.transaction((tx) => openHold(tx, hold))).toBe(false);
  await advance(1);
  await pruneLogs(bench.store);
  expect(await minimumOf(log)).toBe(4);
});

test("what a hold needs was copied with its proof, and verifies when the log has forgotten it", async () => {
  const hold = newId("hold");
  const [leaf] = await record(5);
  const entry = leaf as { entryId: number; at: Date; hash: string };
  expect(await holdEntries(bench.store, hold, [entry])).toEqual({ ok: true });
  expect(await holdEntries(bench.store, hold, [{ entryId: -1, at: entry.at }])).toEqual({
    ok: false,
    code: "not_covered",
  });
  await node.sequencer.pass();
  await advance(400);
  await node.sequencer.closeEndedLogs();
  await pruneLogs(bench.store);
  expect(await proveEntry(bench.store, entry.entryId, entry.at)).toBeUndefined();
  const [kept] = await keptEntries(bench.store, hold);
  expect(leafHashOf(kept?.leaf ?? Buffer.alloc(0)).toString("base64")).toBe(entry.hash);
  expectProof(kept?.proof ?? "", leafHashOf(kept?.leaf ?? Buffer.alloc(0)));
  await bench.store.transaction((tx) => endHold(tx, hold));
  expect(await keptEntries(bench.store, hold)).toEqual([]);
  expect(await holdEntries(bench.store, "hld_none" as HoldId, [])).toEqual({ ok: true });
});

const PARTITIONS = `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
  where i.inhparent = 'ledger.entry'::regclass order by 1`;

test("each month has its partition, made ahead and dropped when nothing of it is left", async () => {
  const month = async (ahead: number) => {
    const now = await bench.store.now();
    const at = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1));
    return `${at.getUTCFullYear()}_${String(at.getUTCMonth() + 1).padStart(2, "0")}`;
  };
  const partitions = async () => (await bench.owner.query<{ name: string }>(PARTITIONS)).rows.map(({ name }) => name);
  await pruneLogs(bench.store);
  const months = [await month(0), await month(1), await month(2)];
  expect(await partitions()).toEqual([
    ...months.map((name) => `entry_case_${name}`),
    "entry_default",
    ...months.map((name) => `entry_routine_${name}`),
  ]);
  await record(3);
  const where = () =>
    bench.owner.query<{ name: string }>("select distinct tableoid::regclass::text as name from ledger.entry");
  expect((await where()).rows).toEqual([{ name: `ledger.entry_routine_${months[0]}` }]);
  await advance(370);
  await node.sequencer.closeEndedLogs();
  await pruneLogs(bench.store);
  // Months without an entry went with it; the months now ahead are there.
  const after = await partitions();
  expect(after).not.toContain(`entry_routine_${months[0]}`);
  expect(after).toContain(`entry_routine_${await month(2)}`);
});
