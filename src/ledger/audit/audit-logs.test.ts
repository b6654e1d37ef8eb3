import { createHash } from "node:crypto";
import type pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { canonicalJson } from "../../base/canonical-json.ts";
import type { CustomerId } from "../../base/ids.ts";
import { newId } from "../../base/ids.ts";
import type { Query } from "../../store/index.ts";
import { advanceClock } from "../../store/index.ts";
import type { Checkpoint } from "../format/checkpoint.ts";
import { ed25519Signer } from "../format/note.ts";
import { append, pruneLogs, setRetention, succeedLog } from "../index.ts";
import type { LedgerBench, LedgerNode } from "../ledger.fixture.ts";
import { openLedgerBench } from "../ledger.fixture.ts";
import { listLogs } from "../logs/read-log.ts";
import type { AuditedEntry } from "./audit-entry.ts";
import { auditLogs } from "./audit-logs.ts";

let bench: LedgerBench;
let node: LedgerNode;
let year: number;
const [ALICE, BERTA, CARLA] = [newId("customer"), newId("customer"), newId("customer")];

async function openBench(): Promise<void> {
  bench = await openLedgerBench();
  node = bench.node();
  year = (await bench.store.now()).getUTCFullYear();
}

const contact = (customer: CustomerId) => ({ event: "relay.receive-call", customer });
const report = (customer: CustomerId) => ({ event: "cases.open-case", customer });
const record = (...events: { event: string; customer?: CustomerId }[]) =>
  bench.store.transaction((tx) => append(tx, events));
const numbers = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ event: "numbers.add-numbers", count: i }));
const pass = async () => {
  while (await node.sequencer.pass());
};

type Remembered = { readonly logs: readonly string[]; get(log: string): Checkpoint | undefined };
type Asked = { readonly remembered?: Remembered; readonly vkeyOf?: (origin: string) => string };

async function auditWith(client: pg.Client, { remembered = node.keeper.remembered, vkeyOf }: Asked = {}) {
  const violations: string[] = [];
  const warnings: string[] = [];
  const told: AuditedEntry[] = [];
  const room = { take: (entry: AuditedEntry) => void told.push(entry), compare: async () => 0 };
  const run: Query = {
    query: async (statement, values = []) => (await client.query({ ...statement, values: [...values] })).rows as never,
  };
  const audited = await auditLogs(run, {
    remembered,
    vkeyOf,
    rooms: new Map([["relay", room]]),
    tell: (sentence) => violations.push(sentence),
    warn: (sentence) => warnings.push(sentence),
  });
  return { ...audited, violations, warnings, told };
}

const audit = (asked?: Asked) => auditWith(bench.owner, asked);

/** The same in a database into which its owner planted something, and then took it out again. */
async function afterPlanting(plant: (owner: pg.Client) => Promise<unknown>, asked?: Asked) {
  const { owner } = bench;
  await owner.query("begin");
  try {
    await plant(owner);
    return await auditWith(owner, asked);
  } finally {
    await owner.query("rollback");
  }
}

const sha256 = (bytes: Buffer) => createHash("sha256").update(Buffer.of(0)).update(bytes).digest();

/** Writes an entry anew, with the leaf hash that it has then. */
async function rewrite(owner: pg.Client, where: string, edit: (text: string) => string | Buffer): Promise<void> {
  const { rows } = await owner.query<{ entry_id: number; bytes: Buffer }>(
    `select entry_id, bytes from ledger.entry where ${where} order by entry_id limit 1`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error("there is no such entry");
  const bytes = Buffer.from(edit(row.bytes.toString("utf8")));
  await owner.query("update ledger.entry set bytes = $2, leaf_hash = $3 where entry_id = $1", [
    row.entry_id,
    bytes,
    sha256(bytes),
  ]);
}
const edited = (text: string, change: object) => canonicalJson({ ...JSON.parse(text), ...change });

const WAITS = "entry_id >= (select min(first_entry_id) from ledger.pending)";
const PLACED = "entry_id = (select first_entry_id + 5 from ledger.sequenced where count = 600)";
const OF_ALICE = `${WAITS} and subject = '${ALICE}'`;

describe("a ledger of two logs and some entries that wait", () => {
  beforeAll(async () => {
    await openBench();
    await record(contact(ALICE), report(ALICE), contact(ALICE), contact(BERTA));
    await record(...numbers(600));
    await pass();
    await record(report(BERTA), report(ALICE), contact(ALICE));
    await record(contact(CARLA), report(CARLA));
    await pass();
    await record(contact(ALICE), contact(ALICE), report(BERTA));
    await record(...numbers(2));
  });
  afterAll(() => bench.close());

  test("is in order, and every entry is told once, log by log", async () => {
    const { violations, warnings, told, ...audited } = await audit();
    expect([violations, warnings]).toEqual([[], []]);
    const own = 4 + 600 + 3 + 2 + 3 + 2;
    expect(audited).toMatchObject({ logs: 2, entries: own + 2, waiting: 5 });
    expect(audited.horizon.prunedBeforeMs).toBe(-Infinity);
    expect(told).toHaveLength(7);
    expect(new Set(told.map(({ entryId }) => entryId)).size).toBe(7);
    expect(told.at(-1)?.body).toMatchObject({ event: "relay.receive-call", customer: ALICE, customerSeq: 7 });
  });

  test("is in order under the key that its installation has, and not under another one", async () => {
    const vkeyOf = (origin: string) => node.keeper.signerOf(origin).vkey;
    expect((await audit({ vkeyOf })).violations).toEqual([]);
    const other = (origin: string) => ed25519Signer(origin, Buffer.alloc(32, 9)).vkey;
    expect((await audit({ vkeyOf: other })).violations).toEqual([
      `case-${year}: it was begun under another key`,
      `routine-${year}: it was begun under another key`,
    ]);
  });

  test.each<[string, string | ((owner: pg.Client) => Promise<unknown>)]>([
    ["its leaf hash is not that of its bytes", `update ledger.entry set leaf_hash = sha256('other') where ${PLACED}`],
    ["tile 0/0 is not that of its entries", (owner) => rewrite(owner, PLACED, (text) => edited(text, { count: 9 }))],
    ["its root is not that of its entries", (owner) => rewrite(owner, PLACED, (text) => edited(text, { count: 9 }))],
    ["its bytes are no entry", (owner) => rewrite(owner, WAITS, (text) => text.replace('{"', '{ "'))],
    ["its bytes are no entry", (owner) => rewrite(owner, WAITS, (text) => text.replace(/\d,"event"/, '1.5,"event"'))],
    ["its bytes are no entry", (owner) => rewrite(owner, WAITS, (text) => text.replace('"v":1', '"v":1,"v":1'))],
    ["its bytes are no entry", (owner) => rewrite(owner, WAITS, (text) => text.replace('"v":1', '"v":1e0'))],
    ["its bytes are no entry", (owner) => rewrite(owner, WAITS, (text) => text.replace('"v":1', '"v":1,"u":2'))],
    ["its bytes are no entry", (owner) => rewrite(owner, WAITS, (text) => `\ufeff${text}`)],
    ["its bytes are no entry", (owner) => rewrite(owner, WAITS, (text) => Buffer.from(text, "utf16le"))],
    ["its bytes are no entry", (owner) => rewrite(owner, WAITS, (text) => text.replace("2", "\\ud800"))],
    ["its bytes are no entry", (owner) => rewrite(owner, WAITS, (text) => text.replace('"e', '"\\u0065'))],
    ["its bytes are no entry", (owner) => rewrite(owner, WAITS, () => "[".repeat(60_000))],
    ["its bytes are no entry", (owner) => rewrite(owner, WAITS, () => "[]")],
    ["it is not of version 1", (owner) => rewrite(owner, WAITS, (text) => edited(text, { v: 2 }))],
    ["its instant is not that of its row", (owner) => rewrite(owner, WAITS, (text) => edited(text, { at: "now" }))],
    [
      "its instant is not that of its row",
      `update ledger.entry set at = at + interval '1 s' where ${WAITS};
       update ledger.pending set at = at + interval '1 s'`,
    ],
    ["its customer is not that of its row", `update ledger.entry set subject = '${BERTA}' where ${OF_ALICE}`],
    ["its place in the chain is not that of its row", `update ledger.entry set subject_seq = 90 where ${OF_ALICE}`],
    [
      "it has a customer without a chain",
      (owner) => rewrite(owner, `${WAITS} and subject is null`, (text) => edited(text, { previous: null })),
    ],
    [
      "it is kept as case",
      `update ledger.entry set class = 'case' where ${OF_ALICE}; update ledger.pending set class = 'case'`,
    ],
    ["it is not there", `delete from ledger.entry where ${PLACED}`],
    ["(waiting for its place): it is not there", `delete from ledger.entry where ${WAITS}`],
    ["it is not there", `update ledger.entry set at = at + interval '1 s' where ${PLACED}`],
    ["no entry has index 4 to 603", "delete from ledger.sequenced where count = 600"],
    ["its entries end at index 605, and its size is 606", "delete from ledger.sequenced where first_index = 605"],
    [
      "its entries end at index 607, and its size is 606",
      `insert into ledger.sequenced (tenant_id, log, first_index, first_entry_id, count, class, at)
       select 1, 'routine-%year%', 606, entry_id, 1, class, at from ledger.entry where ${WAITS} limit 1`,
    ],
    [
      "index 9 is given twice",
      `insert into ledger.sequenced (tenant_id, log, first_index, first_entry_id, count, class, at)
       select 1, log, 9, first_entry_id + 4, 1, class, at from ledger.sequenced where count = 600`,
    ],
    [
      "it has two places",
      `insert into ledger.sequenced (tenant_id, log, first_index, first_entry_id, count, class, at)
       select 1, log, 9, first_entry_id + 4, 1, class, at from ledger.sequenced where count = 600`,
    ],
    [
      "it has two places",
      `insert into ledger.pending (tenant_id, class, at, first_entry_id, count)
       select 1, class, at, first_entry_id + 4, 1 from ledger.sequenced where count = 600`,
    ],
    [
      "no entry has index 1605 to 4999999999",
      `update ledger.sequenced set first_index = 5000000000 where count = 600;
       update ledger.sequenced set count = 2000000000 where first_index = 605`,
    ],
    ["it has no place from the minimum of a log on, and waits for none", "delete from ledger.pending"],
    ["it has no place from the minimum of a log on, and waits for none", `delete from ledger.log where class = 'case'`],
    [
      "it has no place from the minimum of a log on, and waits for none",
      `insert into ledger.entry (tenant_id, entry_id, class, at, leaf_hash, bytes)
       select 1, entry_id + 700, class, at, leaf_hash, bytes from ledger.entry where ${PLACED}`,
    ],
    [
      "it has no place from the minimum of a log on, and waits for none",
      "update ledger.log set minimum = 512 where class = 'routine'; delete from ledger.tile where level = 0 and index < 2",
    ],
    ["tile 0/2 is not that of its entries", "update ledger.tile set hashes = hashes || sha256('') where index = 2"],
    ["tile 0/1 is not that of its entries", `update ledger.tile set hashes = set_byte(hashes, 90, 1) where index = 1`],
    ["tile 1/0 is not that of its entries", "update ledger.tile set hashes = substr(hashes, 1, 32) where level = 1"],
    ["tile 1/0 is not that of its entries", "update ledger.tile set hashes = hashes || sha256('') where level = 1"],
    ["tile 1/0 is not there", "delete from ledger.tile where level = 1"],
    ["it has 2 tiles of level 0 and should have 3", "delete from ledger.tile where index = 1"],
    [
      "it has 1 tiles of level 7 and should have 0",
      "insert into ledger.tile (tenant_id, log, level, index, hashes) values (1, 'routine-%year%', 7, 0, sha256(''))",
    ],
    ["its root is not that of its entries", "update ledger.log set root = sha256('') where class = 'routine'"],
    ["not signed by its key over its size and root", "update ledger.log set checkpoint = 'x' where class = 'routine'"],
    [
      "not signed by its key over its size and root",
      "update ledger.log set checkpoint = (select o.checkpoint from ledger.log o where o.class = 'case') where class = 'routine'",
    ],
    ["not signed by its key", "update ledger.log set vkey = replace(vkey, 'routine', 'other') where class = 'routine'"],
    ["not signed by its key", "update ledger.log set size = 605 where class = 'routine'"],
    ["its minimum is 256, and no entry says so", "update ledger.log set minimum = 256 where class = 'routine'"],
    [
      "the tiles left of its minimum are not whole",
      "update ledger.log set minimum = 256 where class = 'routine'; delete from ledger.tile where level = 1",
    ],
    ["retention is 6 months, and no entry says so", "update ledger.retention set months = 6, document = 'x'"],
    [`chain of ${BERTA}: its head is not her last entry`, `update ledger.chain set seq = 9 where subject = '${BERTA}'`],
    [`chain of ${BERTA}: its head is not`, `update ledger.chain set head = sha256('') where subject = '${BERTA}'`],
    [`chain of ${BERTA}: it is not there`, `delete from ledger.chain where subject = '${BERTA}'`],
    [
      "chain of cus_of_nobody: its head is not her last entry",
      "insert into ledger.chain (tenant_id, subject, seq, head) values (1, 'cus_of_nobody', 3, sha256(''))",
    ],
    [
      `chain of ${ALICE}: entry 6 does not name the one before it`,
      (owner) => rewrite(owner, OF_ALICE, (text) => edited(text, { previous: "AAAA" })),
    ],
    [
      `chain of ${ALICE}: entry 1 does not name the one before it`,
      (owner) => rewrite(owner, `subject_seq = 1 and subject = '${ALICE}'`, (text) => edited(text, { previous: "" })),
    ],
    [
      `chain of ${ALICE}: entry 7 comes after entry 5`,
      (owner) => rewrite(owner, OF_ALICE, (text) => edited(text, { customer: BERTA, customerSeq: 4 })),
    ],
    [
      `chain of ${ALICE}: it has two entries 5`,
      (owner) => rewrite(owner, OF_ALICE, (text) => edited(text, { customerSeq: 5 })),
    ],
    [
      `chain of ${ALICE}: entry 2 comes after entry`,
      (owner) => rewrite(owner, OF_ALICE, (text) => edited(text, { customerSeq: 2 })),
    ],
    [
      `chain of ${CARLA}: entry 2 comes after entry 0`,
      (owner) =>
        rewrite(owner, `subject_seq = 1 and subject = '${CARLA}'`, (text) => edited(text, { customer: BERTA })),
    ],
  ])("it is seen: %s (%#)", async (sentence, planted) => {
    const plant = typeof planted === "string" ? planted.replaceAll("%year%", String(year)) : planted;
    const { violations } = await afterPlanting((owner) =>
      typeof plant === "string" ? owner.query(plant) : plant(owner),
    );
    expect(violations.join("\n")).toContain(sentence);
  });

  test("an entry that is missing is one violation: the tree is built over what its tile says", async () => {
    const { violations } = await afterPlanting((owner) => owner.query(`delete from ledger.entry where ${PLACED}`));
    expect(violations).toEqual([expect.stringMatching(/^entry \d+ \(routine-\d{4} 9\): it is not there$/)]);
  });

  test("rewriting as such changes nothing: each case above is seen for what it says", async () => {
    for (const where of [WAITS, PLACED, OF_ALICE]) {
      const { violations } = await afterPlanting((owner) => rewrite(owner, where, (text) => edited(text, {})));
      expect(violations).toEqual([]);
    }
  });

  const root = Buffer.alloc(32, 1).toString("base64");
  test.each([
    ["it holds less than this node has signed or seen", 607, root],
    ["it is another tree than this node has signed or seen", 606, root],
    ["it is another tree than this node has signed or seen", 300, root],
  ])("what this node remembers is compared: %s (%#)", async (sentence, size, remembered) => {
    const log = `routine-${year}`;
    const checkpoint = { origin: `ledger.example/log/${log}`, size, root: remembered };
    const asked = { remembered: { logs: [log], get: () => checkpoint } };
    expect((await audit(asked)).violations).toEqual([`${log}: ${sentence}`]);
  });

  test("a log that this node remembers and the database does not hold is missed", async () => {
    const checkpoint = { origin: "ledger.example/log/routine-1999", size: 1, root };
    const asked = { remembered: { logs: ["routine-1999"], get: () => checkpoint } };
    expect((await audit(asked)).violations).toEqual(["routine-1999: it holds less than this node has signed or seen"]);
  });

  test("what waits for long is a warning while nothing extends the logs, and a violation while others get places", async () => {
    const age = (what: string) => `update ledger.pending set at = at - interval '1 minute';
      update ledger.entry set at = at - interval '1 minute' where ${WAITS};
      update ledger.log set sequenced_at = sequenced_at - interval '${what}'`;
    const quiet = await afterPlanting((owner) => owner.query(age("1 minute")));
    expect(quiet.warnings).toEqual([expect.stringMatching(/^5 entries wait .* for 6\d s: nothing extends the logs$/)]);
    expect(quiet.violations.join()).not.toContain("entries wait");
    const busy = await afterPlanting((owner) => owner.query(age("-1 minute")));
    expect(busy.warnings).toEqual([]);
    expect(busy.violations.join()).toMatch(/5 entries wait .* while others get theirs/);
  });
});

describe("as time goes by", () => {
  beforeEach(async () => {
    await openBench();
    return () => bench.close();
  });
  const MONTH_MS = 31 * 24 * 60 * 60_000;
  const later = (months: number) => advanceClock(bench.store, months * MONTH_MS);

  test("a ledger without an entry is in order", async () => {
    expect(await audit()).toMatchObject({ logs: 0, entries: 0, violations: [], warnings: [] });
  });

  test("a customer who was locked and of whom nothing was written is in order", async () => {
    await bench.owner.query("select ledger.lock_chains(1, array['cus_of_nobody'])");
    expect((await audit()).violations).toEqual([]);
  });

  test("a year's log that was closed is in order, unless it is not as it was then", async () => {
    await record(contact(ALICE), ...numbers(300));
    await pass();
    await advanceClock(bench.store, Date.UTC(year + 1, 2) - (await bench.store.now()).getTime());
    await record(contact(ALICE));
    await pass();
    await node.sequencer.closeEndedLogs();
    await pass();
    expect((await listLogs(bench.store)).map(({ name }) => name)).toEqual([`routine-${year}`, `routine-${year + 1}`]);
    expect((await audit()).violations).toEqual([]);
    const reopened = await afterPlanting((owner) => owner.query("update ledger.log set closed_at = null"));
    expect(reopened.violations).toEqual([`log routine-${year}: it was not closed as its entry says`]);
  });

  test("what has expired is not missed: the tree begins at its minimum, a customer with any number", async () => {
    await record(contact(ALICE), report(ALICE), contact(ALICE), contact(BERTA), report(CARLA), contact(CARLA));
    await record(...numbers(700));
    await pass();
    await later(7);
    await record(contact(ALICE), contact(ALICE), contact(CARLA));
    await pass();
    await bench.store.transaction((tx) => setRetention(tx, { months: 6 }));
    await pass();
    await pruneLogs(bench.store);
    await record(contact(ALICE), report(ALICE));
    await pass();
    const { violations, horizon } = await audit();
    expect(violations).toEqual([]);
    expect((await listLogs(bench.store)).find(({ name }) => name.startsWith("routine"))?.minimum).toBe(512);
    const now = (await bench.store.now()).getTime();
    expect(now - horizon.prunedBeforeMs).toBeGreaterThan(5 * MONTH_MS);
    expect(now - horizon.prunedBeforeMs).toBeLessThan(7 * MONTH_MS);

    const unrecorded = await afterPlanting((owner) => rewriteMinimum(owner));
    expect(unrecorded.violations.join("\n")).toContain("its minimum is 256, and no entry says so");
    const gap = await afterPlanting((owner) =>
      rewrite(owner, `subject = '${CARLA}' and subject_seq = 1`, (text) => edited(text, { customerSeq: 4 })),
    );
    expect(gap.violations.join("\n")).toContain(`chain of ${CARLA}: its head is not her last entry`);
    const again = await afterPlanting((owner) =>
      rewrite(owner, `subject = '${ALICE}' and subject_seq = 5`, (text) => edited(text, { customerSeq: 6 })),
    );
    expect(again.violations.join("\n")).toContain(`chain of ${ALICE}: it has two entries 6`);
  });

  test("what has expired of class case explains gaps in chains, and no row without an entry", async () => {
    await record(contact(ALICE), report(ALICE), contact(ALICE));
    for (let i = 0; i < 300; i += 1) await record(report(BERTA));
    await record(contact(BERTA));
    await pass();
    await later(37);
    await pruneLogs(bench.store);
    await record(contact(ALICE), report(ALICE), contact(BERTA));
    await pass();
    const { violations, horizon } = await audit();
    expect((await listLogs(bench.store)).find(({ name }) => name.startsWith("case"))?.minimum).toBe(256);
    expect(violations).toEqual([]);
    expect(horizon.prunedBeforeMs).toBe(-Infinity);
    expect(horizon.casesPrunedBeforeMs).toBeGreaterThan(-Infinity);
  });

  const rewriteMinimum = (owner: pg.Client) => owner.query("update ledger.log set minimum = 256 where minimum = 512");

  test("rows may have been erased under a retention that was shorter than it is now", async () => {
    await bench.store.transaction((tx) => setRetention(tx, { months: 6 }));
    await later(7);
    await record(...numbers(1));
    await bench.store.transaction((tx) => setRetention(tx, { months: 24, document: "DPIA 7" }));
    await pass();
    const { violations, horizon } = await audit();
    expect(violations).toEqual([]);
    const now = (await bench.store.now()).getTime();
    expect(now - horizon.erasedBeforeMs).toBeLessThan(7 * MONTH_MS);
  });

  test("a log that was succeeded is not compared with what this node remembers of it", async () => {
    await record(contact(ALICE));
    await pass();
    const name = `routine-${year}`;
    const checkpoint = { origin: `ledger.example/log/${name}`, size: 100, root: Buffer.alloc(32).toString("base64") };
    node.keeper.remembered.set(name, checkpoint, "note");
    expect((await audit()).violations).toEqual([`${name}: it holds less than this node has signed or seen`]);
    expect(await succeedLog(bench.store, node.keeper, name)).toMatchObject({ ok: true, log: `${name}-2` });
    await record(contact(ALICE));
    await pass();
    expect(await audit()).toMatchObject({ logs: 2, violations: [] });
  });
});
