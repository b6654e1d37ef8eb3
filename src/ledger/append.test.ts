import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkHouse } from "../../tests/check-house.ts";
import type { CustomerId } from "../base/ids.ts";
import { newId } from "../base/ids.ts";
import type { TestDatabase } from "../store/engine/test-engine.ts";
import { createTestDatabase } from "../store/engine/test-engine.ts";
import { Store } from "../store/index.ts";
import { append, entryBytes, leafHash, lockChains, recentEntries } from "./index.ts";

let database: TestDatabase;
let store: Store;
let owner: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  store = new Store(database.connection);
  owner = new pg.Client(database.connection);
  await owner.connect();
});

afterAll(async () => {
  await store.close();
  await owner.end();
  await database.drop();
});

const about = (customer: CustomerId) => ({ event: "missions.opt-out", customer });

async function chainOf(customer: CustomerId): Promise<{ readonly seq: number; readonly entries: number }> {
  const { rows } = await owner.query<{ seq: number; entries: number }>(
    `select c.seq, (select count(*)::int from ledger.entry e where e.subject = c.subject) as entries
     from ledger.chain c where c.subject = $1`,
    [customer],
  );
  return rows[0] ?? { seq: 0, entries: 0 };
}

async function instantOf(entryId: number): Promise<Date> {
  const { rows } = await owner.query<{ at: Date }>("select at from ledger.entry where entry_id = $1", [entryId]);
  return rows[0]?.at as Date;
}

test("what is recorded can be read back byte for byte, the latest last", async () => {
  const customer = newId("customer");
  const [leaf] = await store.transaction((tx) => append(tx, [about(customer), { event: "numbers.add-numbers" }]));
  const at = await instantOf(leaf?.entryId as number);
  const bytes = await entryBytes(store, leaf?.entryId as number, at);
  expect(leafHash(bytes as Buffer)).toEqual(leaf?.hash);
  expect(JSON.parse(String(bytes))).toMatchObject({ event: "missions.opt-out", customer, customerSeq: 1 });
  const recent = await recentEntries(store, 2);
  expect(recent.map(({ event }) => event)).toEqual(["missions.opt-out", "numbers.add-numbers"]);
  expect(recent[0]).toMatchObject({ hash: leaf?.hash, json: String(bytes) });
  expect(await entryBytes(store, -1, at)).toBeUndefined();
});

test("an act that does not commit never was", async () => {
  const customer = newId("customer");
  const act = store.transaction(async (tx) => {
    await append(tx, [about(customer)]);
    throw new Error("the disk is full");
  });
  await expect(act).rejects.toThrow("the disk is full");
  expect(await chainOf(customer)).toEqual({ seq: 0, entries: 0 });
});

test("acts about one customer come one after the other, from however many at once", async () => {
  const customer = newId("customer");
  const instants = await Promise.all(
    Array.from({ length: 30 }, () =>
      store.transaction(async (tx) => {
        await lockChains(tx, [customer]);
        await append(tx, [about(customer)]);
        await append(tx, [about(customer)]);
        return tx.now.getTime();
      }),
    ),
  );
  expect(await chainOf(customer)).toEqual({ seq: 60, entries: 60 });
  expect(instants).toHaveLength(30);
  await checkHouse(store);
});

test("acts about several customers do not wait for each other in a circle", async () => {
  const [a, b, c] = [newId("customer"), newId("customer"), newId("customer")];
  const orders = [
    [a, b, c],
    [c, b, a],
    [b, a, c],
    [c, a, b],
  ];
  await Promise.all(
    Array.from({ length: 24 }, (_, i) =>
      store.transaction(async (tx) => {
        const customers = orders[i % orders.length] as CustomerId[];
        await lockChains(tx, customers);
        await append(tx, customers.map(about));
      }),
    ),
  );
  for (const customer of [a, b, c]) expect(await chainOf(customer)).toEqual({ seq: 24, entries: 24 });
});

test("who waited for a chain acts after what it waited for", async () => {
  const customer = newId("customer");
  const { promise: mayGo, resolve: go } = Promise.withResolvers<void>();
  const { promise: isHeld, resolve: hold } = Promise.withResolvers<void>();
  const first = store.transaction(async (tx) => {
    await lockChains(tx, [customer]);
    hold();
    await mayGo;
    await tx.readClock();
    await append(tx, [about(customer)]);
    return tx.now;
  });
  await isHeld;
  const second = store.transaction(async (tx) => {
    const before = tx.now;
    const waiting = lockChains(tx, [customer]);
    go();
    await waiting;
    return { before, after: tx.now };
  });
  const [wrote, { before, after }] = [await first, await second];
  expect(before.getTime()).toBeLessThanOrEqual(wrote.getTime());
  expect(after.getTime()).toBeGreaterThanOrEqual(wrote.getTime());
});

test("more events than one draw of ids holds keep their order and get ids of their own", async () => {
  const customer = newId("customer");
  const leaves = await store.transaction((tx) =>
    append(
      tx,
      Array.from({ length: 2_300 }, () => about(customer)),
    ),
  );
  expect(new Set(leaves.map(({ entryId }) => entryId)).size).toBe(2_300);
  expect(await chainOf(customer)).toEqual({ seq: 2_300, entries: 2_300 });
  await checkHouse(store);
});

test.each([
  ["change an entry", "update ledger.entry set class = 'case'"],
  ["remove an entry", "delete from ledger.entry"],
  ["empty the ledger", "truncate ledger.entry"],
  ["add an entry past the function", "insert into ledger.entry select * from ledger.entry"],
  ["move a chain", "update ledger.chain set seq = 0"],
  ["forget a chain", "delete from ledger.chain"],
])("the application may not %s", async (_, text) => {
  await expect(store.query({ name: "test.forbidden", text })).rejects.toMatchObject({ code: "42501" });
});

test("a chain that moved on meanwhile is not written to, and nothing of the act stays", async () => {
  const customer = newId("customer");
  await store.transaction((tx) => append(tx, [about(customer)]));
  const act = store.transaction(async (tx) => {
    const chains = await lockChains(tx, [customer]);
    // Somebody who did not lock, or a defect of ours: the database compares all the same.
    chains.set(customer, { seq: 0, head: null });
    await append(tx, [about(customer)]);
  });
  await expect(act).rejects.toThrow("could not append");
  expect(await chainOf(customer)).toEqual({ seq: 1, entries: 1 });
});
