import { afterEach, beforeEach, expect, test } from "vitest";
import { checkHouse } from "../../../tests/check-house.ts";
import { newId } from "../../base/ids.ts";
import { openLog } from "../../base/log.ts";
import type { Tx } from "../../store/index.ts";
import { advanceClock, Store } from "../../store/index.ts";
import { parseCheckpoint } from "../format/checkpoint.ts";
import { leafHashOf, verifyConsistency, verifyInclusion } from "../format/merkle.ts";
import { openNote, parseVkey } from "../format/note.ts";
import { append, listLogs, proveEntry, succeedLog } from "../index.ts";
import type { LedgerBench, LedgerNode } from "../ledger.fixture.ts";
import { openLedgerBench } from "../ledger.fixture.ts";
import { placeOfEntry, proveConsistency } from "./prove-entry.ts";
import { readBundle, readCheckpoint, readEntries, readTile } from "./read-log.ts";
import { Sequencer } from "./sequence.ts";

let bench: LedgerBench;
let node: LedgerNode;
beforeEach(async () => {
  bench = await openLedgerBench();
  node = bench.node();
});
afterEach(() => bench.close());

const record = (count: number) =>
  bench.store.transaction(async (tx) => {
    const events = Array.from({ length: count }, (_, i) => ({ event: "numbers.add-numbers", count: i }));
    const leaves = await append(tx, events);
    return leaves.map((leaf) => ({ ...leaf, at: tx.now }));
  });

type Recorded = Awaited<ReturnType<typeof record>>[number];
const placeOf = ({ entryId, at }: Recorded) => placeOfEntry(bench.store, entryId, at);
const proofOf = ({ entryId, at }: Recorded) => proveEntry(bench.store, entryId, at);
async function recordOne(): Promise<Recorded> {
  const [leaf] = await record(1);
  return leaf as Recorded;
}

/** What a stranger reads from the latest checkpoint, with the key that the log says is its own. */
async function checkpointOf(name: string) {
  const log = (await listLogs(bench.store)).find((one) => one.name === name);
  const signed = await readCheckpoint(bench.store, name);
  const opened = openNote(signed?.note ?? "", [parseVkey(log?.vkey ?? "") as never]);
  if (!opened.ok) throw new Error(`the checkpoint was refused: ${opened.code}`);
  const checkpoint = parseCheckpoint(opened.text);
  if (checkpoint === undefined) throw new Error("the checkpoint is none");
  return { size: checkpoint.size, root: Buffer.from(checkpoint.root, "base64"), origin: checkpoint.origin };
}

async function placed(recorded: Recorded): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const { index } = (await placeOf(recorded)) ?? { index: null };
    if (index !== null) return index;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("could not see it placed");
}

async function yearNow(): Promise<number> {
  return (await bench.store.now()).getUTCFullYear();
}
const routine = async () => `routine-${await yearNow()}`;

test("the first entry begins a log whose first entry says so, and every entry is proved under its checkpoint", async () => {
  const leaves = await record(300);
  expect(await placeOf(leaves[0] as Recorded)).toMatchObject({ index: null });
  expect(await proofOf(leaves[0] as Recorded)).toBeUndefined();
  await node.sequencer.pass();
  const log = await routine();
  const { size, root, origin } = await checkpointOf(log);
  expect({ size, origin }).toEqual({ size: 301, origin: `ledger.example/log/${log}` });
  const [first] = await readEntries(bench.store, log, 0, 1);
  expect(JSON.parse(String(first?.bytes))).toMatchObject({ event: "ledger.open-log", log, origin });
  for (const i of [0, 1, 254, 255, 256, 299]) {
    const leaf = leaves[i] as Recorded;
    expect(await placeOf(leaf)).toEqual({ log, index: i + 1, hash: leaf.hash });
    const proof = (await proofOf(leaf)) as string;
    const [head, checkpoint] = splitProof(proof);
    const [format, index, ...hashes] = head.split("\n");
    expect([format, index]).toEqual(["c2sp.org/tlog-proof@v1", `index ${i + 1}`]);
    expect(checkpoint).toBe((await readCheckpoint(bench.store, log))?.note);
    const path = hashes.map((hash) => Buffer.from(hash, "base64"));
    expect(verifyInclusion(Buffer.from(leaf.hash, "base64"), i + 1, size, path, root)).toBe(true);
  }
  await checkHouse(bench.store);
});

function splitProof(proof: string): readonly [string, string] {
  const at = proof.indexOf("\n\n");
  return [proof.slice(0, at), proof.slice(at + 2)];
}

test("tiles and bundles are those of the entries, of any width the tree once had", async () => {
  await record(300);
  await node.sequencer.pass();
  await record(10);
  await node.sequencer.pass();
  const log = await routine();
  const bundle = (await readBundle(bench.store, log, 1, 45)) as Buffer;
  const tile = (await readTile(bench.store, log, { level: 0, index: 1, width: 45 })) as Buffer;
  let at = 0;
  for (let i = 0; i < 45; i += 1) {
    const length = bundle.readUInt16BE(at);
    expect(leafHashOf(bundle.subarray(at + 2, at + 2 + length))).toEqual(tile.subarray(i * 32, i * 32 + 32));
    at += 2 + length;
  }
  expect(at).toBe(bundle.length);
  expect((await readTile(bench.store, log, { level: 0, index: 1, width: 55 }))?.length).toBe(55 * 32);
  expect(await readTile(bench.store, log, { level: 0, index: 1, width: 56 })).toBeUndefined();
  expect((await readTile(bench.store, log, { level: 1, index: 0, width: 1 }))?.length).toBe(32);
  expect(await readTile(bench.store, log, { level: 2, index: 0, width: 1 })).toBeUndefined();
  expect(await readTile(bench.store, "routine-1999", { level: 0, index: 0, width: 1 })).toBeUndefined();
});

test("each checkpoint begins the next, also from node to node", async () => {
  const nodes = [node, bench.node("two"), bench.node("three")];
  const log = await routine();
  const seen: Awaited<ReturnType<typeof checkpointOf>>[] = [];
  for (const [round, { sequencer }] of [...nodes, ...nodes, ...nodes, ...nodes].entries()) {
    await record(round * 17 + 1);
    await sequencer.pass();
    seen.push(await checkpointOf(log));
  }
  const last = await checkpointOf(log);
  for (const earlier of seen) {
    const proof = await proveConsistency(bench.store, log, earlier.size, last.size);
    expect(verifyConsistency(earlier.size, earlier.root, last.size, last.root, proof)).toBe(true);
  }
  for (const one of nodes) expect([...one.sequencer.refusals]).toEqual([]);
});

test("nodes that pass at the same moment place every entry once", async () => {
  const nodes = [node, bench.node("two"), bench.node("three"), bench.node("four")];
  const recorded: Awaited<ReturnType<typeof record>> = [];
  await Promise.all([
    ...Array.from({ length: 20 }, async () => recorded.push(...(await record(7)))),
    ...nodes.flatMap(({ sequencer }) => Array.from({ length: 5 }, () => sequencer.pass())),
  ]);
  await node.sequencer.pass();
  const log = await routine();
  const places = await Promise.all(recorded.map(placeOf));
  const indexes = places.map((place) => place?.index as number).toSorted((a, b) => a - b);
  expect(indexes).toEqual(Array.from({ length: 140 }, (_, i) => i + 1));
  expect((await checkpointOf(log)).size).toBe(141);
});

test("a customer's entries stand in the log in the order in which they happened", async () => {
  const customer = newId("customer");
  const write = () => bench.store.transaction((tx) => append(tx, [{ event: "missions.opt-out", customer }]));
  await Promise.all([...Array.from({ length: 40 }, write), ...Array.from({ length: 10 }, () => node.sequencer.pass())]);
  await node.sequencer.pass();
  const entries = await readEntries(bench.store, await routine(), 0, 100);
  const seqs = entries.map(({ bytes }) => (JSON.parse(String(bytes)) as { customerSeq?: number }).customerSeq);
  expect(seqs.filter((seq) => seq !== undefined)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
});

test("a database that was set back is not signed, on any node that saw more, and takes no more entries in", async () => {
  const other = bench.node("two");
  await record(5);
  await node.sequencer.pass();
  await setBack();
  await other.sequencer.observe();
  await record(5);
  await node.sequencer.pass();
  await other.sequencer.observe();
  await restore();
  await record(1);
  await node.sequencer.pass();
  const log = await routine();
  expect([...node.sequencer.refusals]).toEqual([[log, "rolled_back"]]);
  expect((await checkpointOf(log)).size).toBe(6);
  await other.sequencer.pass();
  expect([...other.sequencer.refusals]).toEqual([[log, "rolled_back"]]);
  const restarted = bench.node();
  await restarted.sequencer.observe();
  expect([...restarted.sequencer.refusals]).toEqual([[log, "rolled_back"]]);
});

/** A backup of what a pass writes, and its return. */
const SEQUENCED = ["ledger.log", "ledger.sequenced", "ledger.tile", "ledger.pending", "ledger.entry", "ledger.chain"];
async function setBack(): Promise<void> {
  for (const table of SEQUENCED) await bench.owner.query(`create table public."${table}" as select * from ${table}`);
}
async function restore(): Promise<void> {
  await bench.owner.query("begin");
  for (const table of SEQUENCED) {
    await bench.owner.query(`delete from ${table}`);
    await bench.owner.query(
      `insert into ${table} ${table === "ledger.pending" ? "overriding system value" : ""} select * from public."${table}"`,
    );
    await bench.owner.query(`drop table public."${table}"`);
  }
  await bench.owner.query("commit");
}

test("another tree of the same size, or a longer one that begins otherwise, is a fork", async () => {
  await record(5);
  await setBack();
  await node.sequencer.pass();
  const log = await routine();
  await restore();
  await record(3);
  // Another node that knows nothing goes on from the backup, as if nothing had been.
  await bench.node("two").sequencer.pass();
  await node.sequencer.observe();
  expect([...node.sequencer.refusals]).toEqual([[log, "forked"]]);
  await record(1);
  await node.sequencer.pass();
  expect((await checkpointOf(log)).size).toBe(9);
});

test.each([
  ["a tile", "update ledger.tile set hashes = set_byte(hashes, 3, get_byte(hashes, 3) # 1)", "damaged"],
  ["a tile's end", "update ledger.tile set hashes = substr(hashes, 1, 32)", "damaged"],
  ["the root", "update ledger.log set root = sha256('other')", "damaged"],
  ["the checkpoint", "update ledger.log set checkpoint = replace(checkpoint, e'\\n\\n', e'\\nmore\\n\\n')", "damaged"],
  ["the key", "update ledger.log set vkey = replace(vkey, 'A', 'B')", "other_key"],
  [
    "an entry that waits",
    "delete from ledger.entry where entry_id in (select max(entry_id) from ledger.entry)",
    "damaged",
  ],
])("a database in which somebody changed %s is not signed", async (_, statement, code) => {
  await record(5);
  await node.sequencer.pass();
  await record(2);
  await bench.owner.query(statement);
  const fresh = bench.node("another");
  await fresh.sequencer.pass();
  expect([...fresh.sequencer.refusals.values()]).toEqual([code]);
  expect((await bench.owner.query("select count(*)::int as n from ledger.pending")).rows).toEqual([{ n: 1 }]);
});

test("another key does not extend a log", async () => {
  await record(1);
  await node.sequencer.pass();
  await record(1);
  const other = bench.node("another", { seed: Buffer.alloc(32, 8) });
  await other.sequencer.pass();
  expect([...other.sequencer.refusals.values()]).toEqual(["other_key"]);
});

test("a pass that does not commit signs nothing that counts", async () => {
  await record(5);
  await node.sequencer.pass();
  await record(5);
  await bench.owner.query("alter table ledger.sequenced add constraint broken check (first_index < 3)  not valid");
  await expect(node.sequencer.pass()).rejects.toThrow("broken");
  await bench.owner.query("alter table ledger.sequenced drop constraint broken");
  await node.sequencer.pass();
  expect((await checkpointOf(await routine())).size).toBe(11);
  expect([...node.sequencer.refusals]).toEqual([]);
});

test("with the year begins a log that names the one before; the old one is closed when nothing can come any more", async () => {
  await record(2);
  await node.sequencer.pass();
  const year = await yearNow();
  const before = await checkpointOf(`routine-${year}`);
  const now = (await bench.store.now()).getTime();
  await advanceClock(bench.store, Date.UTC(year + 1, 0, 1, 0, 0, 1) - now);
  await record(1);
  await node.sequencer.closeEndedLogs();
  await node.sequencer.pass();
  const next = `routine-${year + 1}`;
  const logs = await listLogs(bench.store);
  expect(logs.map(({ name, size, current }) => [name, size, current])).toEqual([
    [`routine-${year}`, 3, false],
    [next, 2, true],
  ]);
  const [first] = await readEntries(bench.store, next, 0, 1);
  const follows = { log: `routine-${year}`, size: before.size, root: before.root.toString("base64") };
  expect(JSON.parse(String(first?.bytes))).toMatchObject({ event: "ledger.open-log", log: next, follows });
  await advanceClock(bench.store, 2 * 3_600_000);
  await node.sequencer.closeEndedLogs();
  await node.sequencer.closeEndedLogs();
  await node.sequencer.pass();
  const last = (await readEntries(bench.store, next, 0, 100)).at(-1);
  expect(JSON.parse(String(last?.bytes))).toMatchObject({ event: "ledger.close-log", closed: follows });
  expect((await checkpointOf(next)).size).toBe(3);
  // An act that outlasted all this still gets a place.
  await bench.owner.query(`update ledger.log set closed_at = null where name = '${next}'`);
  const leaf = await recordOne();
  await bench.owner.query(`update ledger.pending set at = at - interval '1 year'`);
  await bench.owner.query(`update ledger.entry set at = at - interval '1 year' where entry_id = $1`, [leaf.entryId]);
  await node.sequencer.pass();
  expect((await checkpointOf(next)).size).toBe(4);
});

test("what is kept as long as a case goes into a log of its own", async () => {
  await bench.store.transaction((tx) => append(tx, [{ event: "cases.open-case" }, { event: "numbers.add-numbers" }]));
  await node.sequencer.pass();
  const year = await yearNow();
  expect((await listLogs(bench.store)).map(({ name, size }) => [name, size])).toEqual([
    [`case-${year}`, 2],
    [`routine-${year}`, 2],
  ]);
});

test("after a restore that lost entries a successor says which checkpoint is not to be found any more", async () => {
  await record(2);
  await node.sequencer.pass();
  const log = await routine();
  expect(await succeedLog(bench.store, node.keeper, log)).toEqual({
    ok: false,
    code: "nothing_wrong",
  });
  await setBack();
  await record(4);
  await node.sequencer.pass();
  const lost = await checkpointOf(log);
  await restore();
  await record(1);
  await node.sequencer.pass();
  expect(await succeedLog(bench.store, node.keeper, "routine-1999")).toMatchObject({
    code: "unknown_log",
  });
  const succeeded = await succeedLog(bench.store, node.keeper, log);
  expect(succeeded).toEqual({ ok: true, log: `${log}-2`, origin: `ledger.example/log/${log}-2`, why: "rolled_back" });
  await node.sequencer.observe();
  await node.sequencer.pass();
  expect([...node.sequencer.refusals]).toEqual([]);
  const entries = await readEntries(bench.store, `${log}-2`, 0, 10);
  expect(JSON.parse(String(entries[0]?.bytes))).toMatchObject({
    event: "ledger.succeed",
    why: "rolled_back",
    succeeds: { log, size: lost.size, root: lost.root.toString("base64") },
    restored: { log, size: 3 },
  });
  // What waited when the log was closed is in its successor, and what comes now goes there.
  expect(entries).toHaveLength(2);
  const leaf = await recordOne();
  expect(await placeOf(leaf)).toMatchObject({ log: `${log}-2`, index: null });
  await node.sequencer.pass();
  expect(await placeOf(leaf)).toMatchObject({ log: `${log}-2`, index: 2 });
  expect((await listLogs(bench.store)).map(({ name, current }) => [name, current])).toEqual([
    [log, false],
    [`${log}-2`, true],
  ]);
});

/** Counts the rows that each pass fetches, as the server counts them. */
class CountingStore extends Store {
  fetched: Readonly<Record<string, number>> = {};

  override transaction<T>(act: (tx: Tx) => Promise<T>): Promise<T> {
    return super.transaction(async (tx) => {
      const answer = await act(tx);
      const rows = await tx.query<{ name: string; fetched: number }>({
        name: "test.fetched",
        text: `select n as name, pg_stat_get_xact_tuples_fetched(('ledger.' || n)::regclass)::int as fetched
          from unnest('{tile,pending}'::text[]) as n`,
      });
      this.fetched = Object.fromEntries(rows.map(({ name, fetched }) => [name, fetched]));
      return answer;
    });
  }
}

test("plans made while a log was short read no more of it when it is long, nor of all that waits", async () => {
  const store = new CountingStore(bench.database.connection, { connections: 1 });
  const sequencer = new Sequencer({ ...node, store, log: openLog("silent") });
  try {
    // More often than the server makes a new plan for each.
    for (let passes = 0; passes < 8; passes += 1) {
      await record(3);
      await sequencer.pass();
    }
    await bench.owner.query(
      `insert into ledger.tile (tenant_id, log, level, index, hashes)
        select 1, $1, 0, 1000000 + n, sha256(n::text::bytea) from generate_series(1, 2000) as n`,
      [await routine()],
    );
    for (let appends = 0; appends < 400; appends += 1) await record(2);
    await bench.owner.query(
      `insert into ledger.pending (tenant_id, class, at, first_entry_id, count)
        select 1, 'routine', now(), 1000000 + n, 1 from generate_series(1, 5000) as n`,
    );
    for (const pass of [1, 2]) {
      expect(await sequencer.pass(), `pass ${pass}`).toBe(true);
      expect(store.fetched["tile"]).toBeLessThan(20);
      // Those it places, and what the passes before it left behind on the same page of the index.
      expect(store.fetched["pending"]).toBeLessThan(1_500);
    }
    expect((await checkpointOf(await routine())).size).toBe(1 + 8 * 3 + 400 * 2);
  } finally {
    await store.close();
  }
});

test("a clock that is set back by minutes stops nothing", async () => {
  await node.sequencer.start();
  try {
    await advanceClock(bench.store, 300_000);
    const before = await placed(await recordOne());
    await bench.owner.query("update store.clock set offset_ms = 0");
    expect(await placed(await recordOne())).toBe(before + 1);
  } finally {
    await node.sequencer.stop();
  }
});
