import { copyFileSync, readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { CustomerId } from "../base/ids.ts";
import { newId } from "../base/ids.ts";
import { openLog } from "../base/log.ts";
import { openSealed, seal } from "../base/sealed.ts";
import type { Tx } from "../store/index.ts";
import { Store } from "../store/index.ts";
import type { Vault } from "./index.ts";
import { addKeyVersion, openVault } from "./index.ts";
import type { VaultBench } from "./vault.fixture.ts";
import { openKeys, openVaultBench } from "./vault.fixture.ts";

let bench: VaultBench;
beforeEach(async () => {
  bench = await openVaultBench();
});
afterEach(() => bench.close());

const phone = (n: number) => `+33639${String(980_000 + n)}`.slice(0, 12);

/** Customers with a phone each, the n-th at `phone(n)`. */
async function addCustomers(vault: Vault, from: number, to: number): Promise<CustomerId[]> {
  const added = Array.from({ length: to - from }, (_, i) => ({
    subject: newId("customer"),
    phone: seal(phone(from + i)),
  }));
  await bench.store.transaction(async (tx) => {
    await vault.putContacts(
      tx,
      added.map(({ subject, phone: sealed }) => ({ subject, scope: "" as const, fields: { phone: sealed } })),
    );
    const persons = await vault.resolvePersons(
      tx,
      added.map((one) => one.phone),
    );
    await vault.assignPersons(
      tx,
      added.map(({ subject }, i) => ({ subject, person: persons[i] as number })),
    );
  });
  return added.map(({ subject }) => subject);
}

async function phonesOf(vault: Vault, customers: readonly CustomerId[]): Promise<(string | undefined)[]> {
  const opened = await vault.openPhones(bench.store, customers);
  return customers.map((customer) => {
    const value = opened.get(customer);
    return value === undefined ? undefined : openSealed(value);
  });
}

const phonesFrom = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => phone(from + i));

const events = async (name: string) => {
  const { rows } = await bench.owner.query<{ bytes: Buffer }>("select bytes from ledger.entry order by entry_id");
  return rows.map(({ bytes }) => JSON.parse(bytes.toString("utf8"))).filter(({ event }) => event === name);
};

/** A process that dies: from its n-th transaction on, every one fails before it begins. */
class DyingStore extends Store {
  left = Number.POSITIVE_INFINITY;

  override async transaction<T>(act: (tx: Tx) => Promise<T>): Promise<T> {
    if (this.left === 0) throw new Error("killed");
    this.left -= 1;
    return super.transaction(act);
  }
}

async function rotateUntilKilled(
  transactions: number,
  act: (vault: Vault, store: Store) => Promise<unknown>,
): Promise<void> {
  const { host, port, user, database } = bench.owner;
  const store = new DyingStore({ host, port, user, database });
  try {
    const opened = await openVault({
      store,
      provider: openKeys(bench.keyPath),
      isProduction: false,
      log: openLog("silent"),
    });
    if (!opened.ok) throw new Error(opened.code);
    store.left = transactions;
    await expect(act(opened.vault, store)).rejects.toThrow("killed");
  } finally {
    await store.close();
  }
}

test("rotation wraps every key anew, leaves data and keyed hashes alone, and is in the ledger", async () => {
  const customers = await addCustomers(bench.vault, 0, 1_203);
  const dump = () =>
    bench.owner.query("select subject, scope, display_name, phone from vault.contact order by subject, scope");
  const before = (await dump()).rows;
  const hash = bench.vault.keyedHash("code", "a");
  expect(await bench.vault.rotateKek(bench.store)).toEqual({ ok: true, version: 2, rewrapped: 1_204 });
  expect((await dump()).rows).toEqual(before);
  expect(await bench.vault.keyUse(bench.store)).toMatchObject([
    { version: 1, subjects: 0 },
    { version: 2, subjects: 1_204 },
  ]);
  for (const vault of [bench.vault, await bench.another()]) {
    expect(await phonesOf(vault, customers)).toEqual(phonesFrom(0, 1_203));
    expect(vault.keyedHash("code", "a")).toEqual(hash);
  }
  expect(await events("vault.rotate-keys")).toMatchObject([
    { step: "began", version: 2 },
    { step: "finished", version: 2 },
  ]);
});

test("other processes go on writing and reading while keys rotate, without being told", async () => {
  const unaware = await bench.another();
  await addCustomers(bench.vault, 0, 1_500);
  const rotation = { isRunning: true };
  const writers = [unaware, await bench.another()].map(async (vault, n) => {
    const written: { customer: CustomerId; phone: string }[] = [];
    for (let i = 0; rotation.isRunning || i < 5; i += 1) {
      const at = 2_000 + n * 3_000 + i * 5;
      const customers = await addCustomers(vault, at, at + 5);
      written.push(...customers.map((customer, j) => ({ customer, phone: phone(at + j) })));
      expect(await phonesOf(vault, customers)).toEqual(phonesFrom(at, at + 5));
    }
    return written;
  });
  const rotated = await bench.vault.rotateKek(bench.store);
  rotation.isRunning = false;
  expect(rotated.ok).toBe(true);
  const written = (await Promise.all(writers)).flat();
  const use = await bench.vault.keyUse(bench.store);
  expect(use[0]).toMatchObject({ version: 1, subjects: 0 });
  expect(use[1]?.subjects).toBe(1_501 + written.length);
  const late = await addCustomers(unaware, 9_000, 9_003);
  const { rows } = await bench.owner.query(
    "select distinct key_version from vault.subject_key where subject = any ($1)",
    [late],
  );
  expect(rows).toEqual([{ key_version: 2 }]);
  const opened = await phonesOf(
    await bench.another(),
    written.map(({ customer }) => customer),
  );
  expect(opened).toEqual(written.map((one) => one.phone));
});

test("a rotation killed after any batch is finished by the next call, with no further version", async () => {
  const customers = await addCustomers(bench.vault, 0, 1_100);
  const left: unknown[] = [];
  for (const transactions of [0, 1, 2, 3]) {
    await rotateUntilKilled(transactions, (vault, store) => vault.rotateKek(store));
    expect(await phonesOf(await bench.another(), customers)).toEqual(phonesFrom(0, 1_100));
    expect(openKeys(bench.keyPath).versions()).toEqual([1, 2]);
    left.push((await bench.vault.keyUse(bench.store))[0]?.subjects);
  }
  expect(left).toEqual([1_101, 1_101, 601, 0]);
  expect((await bench.vault.keyUse(bench.store))[0]?.subjects).toBe(0);
  expect(await bench.vault.rotateKek(bench.store)).toEqual({ ok: true, version: 2, rewrapped: 0 });
  expect(await phonesOf(bench.vault, customers)).toEqual(phonesFrom(0, 1_100));
  expect(openKeys(bench.keyPath).versions()).toEqual([1, 2]);
});

test("a version that was added and carried to all machines beforehand is taken into use, and none added", async () => {
  await addCustomers(bench.vault, 0, 3);
  addKeyVersion(bench.keyPath, new Date("2026-03-02T08:00:00Z"));
  const early = await bench.another();
  await addCustomers(early, 3, 5);
  expect((await bench.vault.keyUse(bench.store)).map(({ version }) => version)).toEqual([1]);
  expect(await bench.vault.rotateKek(bench.store)).toEqual({ ok: true, version: 2, rewrapped: 6 });
  expect(openKeys(bench.keyPath).versions()).toEqual([1, 2]);
});

test("a process whose key file lacks the new version writes nothing under the old one", async () => {
  const copy = `${bench.keyPath}.copy`;
  copyFileSync(bench.keyPath, copy);
  const behind = await bench.another(copy);
  await bench.vault.rotateKek(bench.store);
  await expect(addCustomers(behind, 0, 1)).rejects.toThrow("wrong_key_file");
  expect((await bench.vault.keyUse(bench.store))[0]?.subjects).toBe(0);
});

test("a key that was shredded during a rotation stays shredded", async () => {
  const [customer] = (await addCustomers(bench.vault, 0, 1)) as [CustomerId];
  const { rows } = await bench.owner.query<{ wrapped: Buffer }>(
    "select wrapped from vault.subject_key where subject = $1",
    [customer],
  );
  const order = { subject: customer, reason: "erasure_request", suppressions: [], keepPhoneUntil: null } as const;
  await bench.store.transaction((tx) => bench.vault.shred(tx, order));
  const wrapped = rows.map((row) => row.wrapped);
  const late = await bench.owner.query("select vault.rewrap(1, 1, $1, $2, $3) as rewrapped", [
    [customer],
    wrapped,
    wrapped,
  ]);
  expect(late.rows).toEqual([{ rewrapped: 0 }]);
  expect(await phonesOf(bench.vault, [customer])).toEqual([undefined]);
});

test("an old key is retired when nothing needs it and 72 h have passed, and then gone from the file", async () => {
  const customers = await addCustomers(bench.vault, 0, 3);
  const waiting = bench.vault.sealForTenant("notice", "+33639980001");
  expect(await bench.vault.retireKek(bench.store, 1)).toEqual({ ok: false, code: "too_early" });
  await rotateUntilKilled(1, (vault, store) => vault.rotateKek(store));
  await bench.advanceClock(73);
  expect(await bench.vault.retireKek(bench.store, 1)).toEqual({ ok: false, code: "in_use" });
  await bench.vault.rotateKek(bench.store);
  expect(bench.vault.openForTenant("notice", waiting)).toBeDefined();
  expect(await bench.vault.retireKek(bench.store, 2)).toEqual({ ok: false, code: "too_early" });
  expect(await bench.vault.retireKek(bench.store, 1)).toEqual({ ok: true });
  expect(await bench.vault.retireKek(bench.store, 1)).toEqual({ ok: true });
  expect(readFileSync(bench.keyPath, "utf8").match(/"kek"/g)).toHaveLength(1);
  expect(bench.vault.openForTenant("notice", waiting)).toBeUndefined();
  expect(await phonesOf(await bench.another(), customers)).toEqual(phonesFrom(0, 3));
  expect(await bench.vault.retireKek(bench.store, 9)).toEqual({ ok: false, code: "too_early" });
  expect((await events("vault.retire-key"))[0]).toMatchObject({ version: 1, part: "kek" });
});

test("a change of index key keeps every person who they are, found by processes that know of it and that do not", async () => {
  const unaware = await bench.another();
  await addCustomers(bench.vault, 0, 1_100);
  const find = (vault: Vault, n: number) => vault.findPerson(bench.store, seal(phone(n)));
  const before = await Promise.all([0, 500, 1_099].map((n) => find(bench.vault, n)));
  await bench.vault.rotateKek(bench.store);
  expect(bench.vault.phoneIndexes(seal(phone(0)))).toHaveLength(2);
  const during = await addCustomers(bench.vault, 1_100, 1_101);
  expect(during).toHaveLength(1);
  await rotateUntilKilled(1, (vault, store) => vault.rotateIndex(store));
  for (const vault of [bench.vault, unaware]) {
    expect(await Promise.all([0, 500, 1_099].map((n) => find(vault, n)))).toEqual(before);
    expect(await find(vault, 1_100)).toBeDefined();
  }
  expect(await bench.vault.rotateIndex(bench.store)).toEqual({ version: 2, indexed: 600, waiting: 0 });
  expect(await find(unaware, 500)).toBe(before[1]);
  await bench.advanceClock(73);
  expect(await bench.vault.retireIndex(bench.store, 1)).toEqual({ ok: true });
  expect(bench.vault.phoneIndexes(seal(phone(0)))).toHaveLength(1);
  expect(await Promise.all([0, 500, 1_099].map((n) => find(bench.vault, n)))).toEqual(before);
  const { rows } = await bench.owner.query("select index_version, count(*)::int from vault.person group by 1");
  expect(rows).toEqual([{ index_version: 2, count: 1_101 }]);
});

test("the same new phone met by two processes during a change of index key is one person", async () => {
  const unaware = await bench.another();
  await bench.vault.rotateKek(bench.store);
  const asked = Array.from({ length: 50 }, (_, i) => seal(phone(i)));
  const [known, ...answers] = await Promise.all(
    [bench.vault, unaware, bench.vault, unaware].map((vault) =>
      bench.store.transaction((tx) => vault.resolvePersons(tx, asked)),
    ),
  );
  for (const answer of answers) expect(answer).toEqual(known);
});

test("a phone that is not kept any more is found under the old index until its quarantine is over", async () => {
  const [left] = (await addCustomers(bench.vault, 0, 2)) as [CustomerId];
  const before = await bench.vault.findPerson(bench.store, seal(phone(0)));
  const order = {
    subject: left,
    reason: "erasure_request",
    suppressions: [],
    keepPhoneUntil: new Date((await bench.store.now()).getTime() + 90 * 86_400_000),
  } as const;
  await bench.store.transaction((tx) => bench.vault.shred(tx, order));
  await bench.vault.rotateKek(bench.store);
  expect(await bench.vault.rotateIndex(bench.store)).toEqual({ version: 2, indexed: 1, waiting: 1 });
  await bench.advanceClock(73);
  expect(await bench.vault.retireIndex(bench.store, 1)).toEqual({ ok: false, code: "in_use" });
  expect(await bench.vault.findPerson(bench.store, seal(phone(0)))).toBe(before);
  await bench.advanceClock(90 * 24);
  await bench.store.transaction((tx) => bench.vault.forgetPersons(tx));
  expect(await bench.vault.retireIndex(bench.store, 1)).toEqual({ ok: true });
  expect(await bench.vault.findPerson(bench.store, seal(phone(0)))).toBeUndefined();
  expect(await bench.vault.findPerson(bench.store, seal(phone(1)))).toBeDefined();
});

test("a damaged key does not stop a rotation, and keeps the old version from being retired", async () => {
  const [damaged, sound] = (await addCustomers(bench.vault, 0, 2)) as [CustomerId, CustomerId];
  await bench.owner.query(
    "update vault.subject_key set wrapped = set_byte(wrapped, 0, 255 - get_byte(wrapped, 0)) where subject = $1",
    [damaged],
  );
  expect(await bench.vault.rotateKek(bench.store)).toEqual({ ok: true, version: 2, rewrapped: 2 });
  expect(await phonesOf(bench.vault, [damaged, sound])).toEqual([undefined, phone(1)]);
  await bench.advanceClock(73);
  expect(await bench.vault.retireKek(bench.store, 1)).toEqual({ ok: false, code: "in_use" });
});
