import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { append, logBacklog } from "../../src/ledger/index.ts";
import type { LedgerBench } from "../../src/ledger/ledger.fixture.ts";
import { openLedgerBench } from "../../src/ledger/ledger.fixture.ts";
import { seedOf } from "../seed.ts";
import { runLedgerChaos } from "./ledger-chaos.ts";
import { auditLog, FIRST_NUMBER, LogFollower } from "./ledger-stranger.ts";

test("a minute of chaos on four nodes: no gap, no fork, every entry once, none lost", async () => {
  const counts = await runLedgerChaos(seedOf("ledger chaos"), 45_000);
  console.log(JSON.stringify(counts));
  expect(counts.entries).toBeGreaterThan(1_000);
  const { kills, pauses, pausesInPass, skews, restarts, cuts } = counts;
  expect(Math.min(kills, pauses, pausesInPass, skews, restarts, cuts)).toBeGreaterThan(0);
  // The server gives a leader that stands still two seconds; the rest is for a machine with much else to do.
  expect(counts.longestHoldUpMs).toBeLessThan(20_000);
  expect(counts.longestRecoveryMs).toBeLessThan(60_000);
}, 900_000);

describe("what looks on at the chaos", () => {
  let bench: LedgerBench;
  let follower: LogFollower;
  beforeEach(async () => {
    bench = await openLedgerBench();
    follower = new LogFollower(bench.store);
    await record(0, 300);
    await follower.look();
  });
  afterEach(() => bench.close());

  async function record(from: number, count: number, node = bench.node()): Promise<void> {
    const events = Array.from({ length: count }, (_, n) => ({
      event: "numbers.add-numbers",
      count: FIRST_NUMBER + from + n,
    }));
    await bench.store.transaction((tx) => append(tx, events));
    await node.sequencer.pass();
    expect(await logBacklog(bench.store)).toMatchObject({ entries: 0 });
  }

  async function audit(): Promise<readonly string[]> {
    const found: string[] = [];
    for (const [name, log] of follower.logs) await auditLog(bench.store, name, log, found);
    return found;
  }

  test("finds nothing in a log that grows as it should", async () => {
    await record(300, 300);
    await follower.look();
    expect([...follower.found, ...(await audit())]).toEqual([]);
    expect([follower.numbers.size, follower.checkpoints]).toEqual([600, 2]);
  });

  test("finds a log that shrank", async () => {
    await bench.owner.query("create table public.before as select * from ledger.log");
    await record(300, 1);
    await follower.look();
    await bench.owner.query(
      "update ledger.log l set size = b.size, root = b.root, checkpoint = b.checkpoint from public.before b",
    );
    await follower.look();
    expect(follower.found.join()).toMatch(/size 302 became 301$/);
  });

  test.each([
    [300, /^routine-\d+: there are two roots of size 301$/m],
    [301, /^routine-\d+: the tree of size 302 does not begin with that of size 301$/m],
  ])("finds another tree that is signed as well, of %i entries", async (count, sentence) => {
    for (const table of ["log", "sequenced", "tile", "entry"]) await bench.owner.query(`delete from ledger.${table}`);
    await record(1_000, count, bench.node("that saw nothing before"));
    await follower.look();
    expect(follower.found.join("\n")).toMatch(sentence);
  });

  test("finds an entry that is there twice", async () => {
    await record(299, 2);
    await follower.look();
    expect(follower.found.join("\n")).toMatch(/: entry number 1000299 is there twice$/);
  });

  test.each([
    [
      "an entry that was changed",
      "update ledger.entry set bytes = set_byte(bytes, 20, 65) where entry_id % 1000 = 7",
      /is not that of its hash/,
    ],
    [
      "that an entry is missing",
      "delete from ledger.entry where entry_id % 1000 = 7",
      /bundle or tile 0 of width 256 is not served/,
    ],
    [
      "a tile above the leaves that was changed",
      "update ledger.tile set hashes = set_byte(hashes, 3, get_byte(hashes, 3) # 1) where level = 1",
      /tile 1\/0 is another/,
    ],
  ])("finds %s", async (_, statement, sentence) => {
    await bench.owner.query(statement);
    expect((await audit()).join("\n")).toMatch(sentence);
  });

  test("finds that somebody held a checkpoint of another tree", async () => {
    const [name = ""] = follower.logs.keys();
    follower.note(name, 100, Buffer.alloc(32).toString("base64"));
    expect(await audit()).toEqual([`${name}: somebody held a checkpoint of size 100 of another tree`]);
  });
});
