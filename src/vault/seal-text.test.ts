import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CustomerId } from "../base/ids.ts";
import { newId } from "../base/ids.ts";
import { openSealed, seal } from "../base/sealed.ts";
import type { Query } from "../store/index.ts";
import type { VaultBench } from "./vault.fixture.ts";
import { openVaultBench } from "./vault.fixture.ts";

let bench: VaultBench;
let customers: CustomerId[];
beforeAll(async () => {
  bench = await openVaultBench();
  customers = Array.from({ length: 3 }, () => newId("customer"));
  await bench.store.transaction((tx) =>
    bench.vault.putContacts(
      tx,
      customers.map((subject) => ({ subject, scope: "" as const, fields: { displayName: seal("Camille Moreau") } })),
    ),
  );
});
afterAll(() => bench.close());

const attempt = newId("attempt");
const salt = randomBytes(16);

test("a text opens for its customer and attempt, in any process, and for no other", async () => {
  const [her, other] = customers as [CustomerId, CustomerId];
  const elsewhere = await bench.another();
  await bench.vault.loadTextKeys(bench.store, customers);
  await elsewhere.loadTextKeys(bench.store, customers);
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (text) => {
      const sealed = bench.vault.sealText(her, attempt, text);
      const opened = elsewhere.openText(her, attempt, sealed);
      expect(opened && openSealed(opened)).toBe(text);
      expect(elsewhere.openText(other, attempt, sealed)).toBeUndefined();
      expect(elsewhere.openText(her, newId("attempt"), sealed)).toBeUndefined();
    }),
  );
});

test("keys are read with one query for all that are missing, and none when all are there", async () => {
  const vault = await bench.another();
  const asked: unknown[] = [];
  const counting: Query = {
    async query(statement, values) {
      asked.push(statement.name);
      return bench.store.query(statement, values);
    },
  };
  await vault.loadTextKeys(counting, []);
  expect(asked).toEqual([]);
  await vault.loadTextKeys(counting, [...customers, ...customers]);
  expect(asked).toEqual(["vault.wrapped-keys"]);
  await vault.loadTextKeys(counting, customers);
  expect(asked).toHaveLength(1);
  await vault.loadTextKeys(counting, [newId("customer")]);
  expect(asked).toHaveLength(2);
});

test("a commitment is one customer's, one salt's and one text's, and nobody makes it without her key", async () => {
  const [her, other] = customers as [CustomerId, CustomerId];
  await bench.vault.loadTextKeys(bench.store, customers);
  const commitment = bench.vault.commit(her, salt, "bonjour");
  expect(commitment).toHaveLength(32);
  expect(bench.vault.commit(her, salt, "bonjour")).toEqual(commitment);
  expect(bench.vault.commit(her, salt, "bonsoir")).not.toEqual(commitment);
  expect(bench.vault.commit(her, randomBytes(16), "bonjour")).not.toEqual(commitment);
  expect(bench.vault.commit(other, salt, "bonjour")).not.toEqual(commitment);
});

test("a wrapped key that was moved to another customer, or altered, is no key there", async () => {
  const [from, to, altered] = Array.from({ length: 3 }, () => newId("customer")) as [
    CustomerId,
    CustomerId,
    CustomerId,
  ];
  const items = [from, to, altered].map((subject) => ({
    subject,
    scope: "" as const,
    fields: { displayName: seal("x") },
  }));
  await bench.store.transaction((tx) => bench.vault.putContacts(tx, items));
  await bench.owner.query(
    "update vault.subject_key k set wrapped = o.wrapped from vault.subject_key o where k.subject = $1 and o.subject = $2",
    [to, from],
  );
  await bench.owner.query(
    "update vault.subject_key set wrapped = set_byte(wrapped, 30, 255 - get_byte(wrapped, 30)) where subject = $1",
    [altered],
  );
  await bench.vault.loadTextKeys(bench.store, [from, to, altered]);
  expect(bench.vault.commit(from, salt, "bonjour")).toHaveLength(32);
  expect(bench.vault.commit(to, salt, "bonjour")).toBeUndefined();
  expect(bench.vault.commit(altered, salt, "bonjour")).toBeUndefined();
});

test("nothing is sealed for a customer whose keys nobody loaded, nor for one who has none", async () => {
  const stranger = newId("customer");
  expect(() => bench.vault.sealText(stranger, attempt, "bonjour")).toThrow("before it was loaded");
  await bench.vault.loadTextKeys(bench.store, [stranger]);
  expect(() => bench.vault.sealText(stranger, attempt, "bonjour")).toThrow("there is no key any more");
  expect(bench.vault.openText(stranger, attempt, Buffer.alloc(40))).toBeUndefined();
  expect(bench.vault.commit(stranger, salt, "bonjour")).toBeUndefined();
});
