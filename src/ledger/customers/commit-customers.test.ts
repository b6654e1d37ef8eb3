import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import type { CustomerId } from "../../base/ids.ts";
import { newId } from "../../base/ids.ts";
import { advanceClock } from "../../store/index.ts";
import { append, listLogs, pruneLogs } from "../index.ts";
import type { LedgerBench, LedgerNode } from "../ledger.fixture.ts";
import { openLedgerBench } from "../ledger.fixture.ts";
import type { CompletenessFile } from "./commit-customers.ts";
import { commitCustomers, customerProof } from "./commit-customers.ts";

const VERIFIER = join(import.meta.dirname, "../../../verifier/bin/paravent-verify.mjs");
const scratch = mkdtempSync(join(tmpdir(), "paravent-complete-"));
afterAll(() => rmSync(scratch, { recursive: true }));

const DAY_MS = 86_400_000;
let bench: LedgerBench;
let node: LedgerNode;
beforeEach(async () => {
  bench = await openLedgerBench();
  node = bench.node();
});
afterEach(() => bench.close());

async function write(customer: CustomerId, count = 1): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    await bench.store.transaction((tx) => append(tx, [{ event: "missions.opt-out", customer }]));
  }
}

/** The file as somebody who trusts nobody reads it. */
async function verify(file: CompletenessFile | undefined) {
  const path = join(scratch, "completeness.json");
  writeFileSync(path, JSON.stringify(file));
  const keys = (await listLogs(bench.store)).flatMap(({ vkey }) => ["--key", vkey]);
  const args = [VERIFIER, "completeness", path, ...keys, "--lang", "en"];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  return { status, text: stdout + stderr };
}

/** Commits, and waits until the commitment has its place. */
async function commit(): Promise<boolean> {
  const isDone = await commitCustomers(bench.store);
  await node.sequencer.pass();
  return isDone;
}

test("a customer's list is shown to be whole, also when she has one entry or none, or is not known", async () => {
  const [lea, ines] = [newId("customer"), newId("customer")];
  for (let n = 0; n < 50; n += 1) await write(newId("customer"));
  await write(lea, 5);
  await write(ines);
  await node.sequencer.pass();
  expect(await customerProof(bench.store, lea)).toBeUndefined();
  expect(await commit()).toBe(true);
  const file = await customerProof(bench.store, lea);
  expect(file?.entries).toHaveLength(5);
  expect(await verify(file)).toMatchObject({ status: 0 });
  expect(await verify(await customerProof(bench.store, ines))).toMatchObject({ status: 0 });
  const stranger = await customerProof(bench.store, newId("customer"));
  expect(stranger).toMatchObject({ entries: [], end: expect.anything() });
  const map = JSON.parse(Buffer.from(file?.map.leaf ?? "", "base64").toString()) as object;
  expect(map).toMatchObject({ event: "ledger.commit-customers", customers: 52 });
});

test.each<[string, (file: CompletenessFile, other: CompletenessFile) => object]>([
  ["an entry is missing at the end", (file) => ({ ...file, entries: file.entries.slice(0, -1) })],
  ["an entry is missing in the middle", (file) => ({ ...file, entries: file.entries.toSpliced(2, 1) })],
  ["two entries changed places", (file) => ({ ...file, entries: file.entries.toReversed() })],
  ["an entry is another's", (file, other) => ({ ...file, entries: file.entries.with(1, other.entries[1] as never) })],
  ["the count is smaller", (file) => ({ ...file, end: { ...file.end, count: 4 }, entries: file.entries.slice(0, 4) })],
  ["the end is another's", (file, other) => ({ ...file, end: other.end })],
  ["the way is another's", (file, other) => ({ ...file, path: other.path })],
  ["the customer is another", (file, other) => ({ ...file, customer: other.customer })],
  [
    "the map is not the one that was proved",
    (file) => ({ ...file, map: { ...file.map, leaf: file.entries[0]?.leaf } }),
  ],
])("a list is not taken for whole when %s", async (_, damage) => {
  const [lea, ines] = [newId("customer"), newId("customer")];
  await write(lea, 5);
  await write(ines, 5);
  await node.sequencer.pass();
  await commit();
  const [file, other] = [await customerProof(bench.store, lea), await customerProof(bench.store, ines)];
  expect((await verify(file)).status).toBe(0);
  expect((await verify(damage(file as CompletenessFile, other as CompletenessFile) as never)).status).toBe(1);
});

test("once a day, whoever calls first, and then only what came since", async () => {
  const customer = newId("customer");
  await write(customer, 2);
  await node.sequencer.pass();
  const done = await Promise.all([commitCustomers(bench.store), commitCustomers(bench.store)]);
  expect(done.filter(Boolean)).toHaveLength(1);
  await node.sequencer.pass();
  await write(customer, 3);
  await node.sequencer.pass();
  expect(await commit()).toBe(false);
  expect((await customerProof(bench.store, customer))?.end?.count).toBe(2);
  await advanceClock(bench.store, DAY_MS);
  expect(await commit()).toBe(true);
  const file = await customerProof(bench.store, customer);
  expect(file?.end?.count).toBe(5);
  expect(await verify(file)).toMatchObject({ status: 0 });
});

test("what is committed stood at one moment, while everybody writes", async () => {
  const customers = Array.from({ length: 30 }, () => newId("customer"));
  const end = new AbortController();
  const writing = Promise.all(
    customers.map(async (customer) => {
      while (!end.signal.aborted) await write(customer);
    }),
  );
  for (let n = 0; n < 10; n += 1) await node.sequencer.pass();
  expect(await commitCustomers(bench.store)).toBe(true);
  end.abort();
  await writing;
  while (await node.sequencer.pass());
  await node.sequencer.pass();
  for (const customer of customers.slice(0, 5)) {
    expect(await verify(await customerProof(bench.store, customer))).toMatchObject({ status: 0 });
  }
});

test("when early entries have expired the list says from where on it is whole", async () => {
  const customer = newId("customer");
  await write(customer, 300);
  await node.sequencer.pass();
  await advanceClock(bench.store, 200 * DAY_MS);
  await write(customer, 10);
  await node.sequencer.pass();
  await advanceClock(bench.store, 170 * DAY_MS);
  await pruneLogs(bench.store);
  await node.sequencer.pass();
  await commit();
  const file = await customerProof(bench.store, customer);
  expect(file?.end?.count).toBe(310);
  expect(file?.entries.length).toBeLessThan(310);
  expect(await verify(file)).toMatchObject({ status: 0 });
});
