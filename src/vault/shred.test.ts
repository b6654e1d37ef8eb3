import { copyFileSync, readFileSync } from "node:fs";
import { createSecretKey } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { CustomerId, StaffId } from "../base/ids.ts";
import { newId } from "../base/ids.ts";
import { openSealed, seal } from "../base/sealed.ts";
import { deriveKey, openKey } from "./cipher.ts";
import type { ShredOrder } from "./index.ts";
import { context, use } from "./rules.ts";
import type { VaultBench } from "./vault.fixture.ts";
import { openKeys, openVaultBench } from "./vault.fixture.ts";

let bench: VaultBench;
beforeEach(async () => {
  bench = await openVaultBench();
});
afterEach(() => bench.close());

const PHONE = "+33639980001";
const attempt = newId("attempt");
const salt = Buffer.alloc(16, 1);

async function add(subject: CustomerId | StaffId = newId("customer"), phone = PHONE) {
  await bench.store.transaction(async (tx) => {
    const fields = { displayName: seal("Camille Moreau"), phone: seal(phone) };
    await bench.vault.putContacts(tx, [{ subject, scope: "", fields }]);
    const [person] = await bench.vault.resolvePersons(tx, [seal(phone)]);
    await bench.vault.assignPersons(tx, [{ subject, person: person as number }]);
  });
  return subject;
}

const shred = (subject: CustomerId | StaffId, more: Partial<ShredOrder> = {}) =>
  bench.store.transaction((tx) =>
    bench.vault.shred(tx, { subject, reason: "erasure_request", suppressions: [], keepPhoneUntil: null, ...more }),
  );

const isKnown = async (phone = PHONE) => (await bench.vault.findPerson(bench.store, seal(phone))) !== undefined;
const inHours = async (hours: number) => new Date((await bench.store.now()).getTime() + hours * 3_600_000);

test("after shredding nothing of hers opens, nor is there, and the ledger says so under her pseudonym", async () => {
  const customer = (await add()) as CustomerId;
  await bench.vault.loadTextKeys(bench.store, [customer]);
  const text = bench.vault.sealText(customer, attempt, "bonjour");
  expect(await shred(customer)).toEqual({ ok: true });
  expect((await bench.vault.openPhones(bench.store, [customer])).size).toBe(0);
  for (const vault of [bench.vault, await bench.another()]) {
    await vault.loadTextKeys(bench.store, [customer]);
    expect(vault.openText(customer, attempt, text)).toBeUndefined();
    expect(vault.commit(customer, salt, "bonjour")).toBeUndefined();
    expect(() => vault.sealText(customer, attempt, "bonjour")).toThrow("there is no key any more");
  }
  const left = await bench.owner.query("select from vault.contact where subject = $1", [customer]);
  expect(left.rowCount).toBe(0);
  expect(await isKnown()).toBe(false);
  const { rows } = await bench.owner.query<{ bytes: Buffer }>("select bytes from ledger.entry where subject = $1", [
    customer,
  ]);
  expect(rows.map(({ bytes }) => JSON.parse(bytes.toString("utf8")))).toMatchObject([
    { event: "vault.shred", customer, customerSeq: 1, reason: "erasure_request" },
  ]);
});

test("what was shredded is not shredded twice, and takes no new data under the same pseudonym", async () => {
  const customer = await add();
  const other = newId("customer");
  expect(await shred(newId("customer"))).toEqual({ ok: false, code: "nothing_to_shred" });
  await shred(customer);
  expect(await shred(customer)).toEqual({ ok: false, code: "nothing_to_shred" });
  const items = [customer, other].map((subject) => ({ subject, scope: "" as const, fields: { phone: seal(PHONE) } }));
  const put = await bench.store.transaction((tx) => bench.vault.putContacts(tx, items));
  expect(put).toEqual({ ok: false, code: "subject_shredded", subjects: [customer] });
  const opened = await bench.vault.openPhones(bench.store, [customer, other] as CustomerId[]);
  expect([...opened.keys()]).toEqual([other]);
});

test("a staff member is shredded like anybody, and stands in the ledger as staff", async () => {
  const staff = await add(newId("staff"));
  expect(await shred(staff, { reason: "retention_ended" })).toEqual({ ok: true });
  const { rows } = await bench.owner.query<{ bytes: Buffer }>("select bytes from ledger.entry");
  expect(rows.map(({ bytes }) => JSON.parse(bytes.toString("utf8")))).toMatchObject([{ event: "vault.shred", staff }]);
});

test("a phone that others answer at stays theirs", async () => {
  const [first, second] = [await add(), await add()];
  await shred(first);
  expect(await isKnown()).toBe(true);
  const opened = (await bench.vault.openPhones(bench.store, [second])).get(second);
  expect(opened && openSealed(opened)).toBe(PHONE);
  await shred(second);
  expect(await isKnown()).toBe(false);
});

test("a cut and an opt-out outlive the customer: they hold for whoever comes back with that phone, until their end", async () => {
  const customer = await add();
  const staff = newId("staff");
  const endsAt = await inHours(48);
  const longer = await inHours(96);
  await shred(customer, {
    suppressions: [
      { kind: "pair_cut", staff, reason: "report_word", endsAt },
      { kind: "opt_out", reason: "stop_word", endsAt: longer },
    ],
  });
  const back = await add(newId("customer"));
  const person = (await bench.vault.findPerson(bench.store, seal(PHONE))) as number;
  const held = () => bench.store.transaction((tx) => bench.vault.suppressionsOf(tx, [person]));
  expect((await held()).get(person)).toEqual([
    { kind: "opt_out", reason: "stop_word", endsAt: longer },
    { kind: "pair_cut", staff, reason: "report_word", endsAt },
  ]);
  await bench.advanceClock(48);
  expect((await held()).get(person)).toEqual([{ kind: "opt_out", reason: "stop_word", endsAt: longer }]);
  await shred(back);
  await bench.advanceClock(47);
  await bench.store.transaction((tx) => bench.vault.forgetPersons(tx));
  expect(await isKnown()).toBe(true);
  await bench.advanceClock(2);
  await bench.store.transaction((tx) => bench.vault.forgetPersons(tx));
  expect(await isKnown()).toBe(false);
});

test("a suppression without a phone has nothing to hold on to, and the data go all the same", async () => {
  const customer = newId("customer");
  await bench.store.transaction((tx) =>
    bench.vault.putContacts(tx, [{ subject: customer, scope: "", fields: { displayName: seal("Camille Moreau") } }]),
  );
  const endsAt = await inHours(48);
  expect(await shred(customer, { suppressions: [{ kind: "opt_out", reason: "stop_word", endsAt }] })).toEqual({
    ok: true,
  });
});

test("what is rolled back was not shredded", async () => {
  const customer = (await add()) as CustomerId;
  await expect(
    bench.store.transaction(async (tx) => {
      await bench.vault.shred(tx, {
        subject: customer,
        reason: "erasure_request",
        suppressions: [],
        keepPhoneUntil: null,
      });
      throw new Error("changed my mind");
    }),
  ).rejects.toThrow("changed my mind");
  expect((await bench.vault.openPhones(bench.store, [customer])).size).toBe(1);
});

test("whoever writes about a customer while she is shredded comes before or after, never between", async () => {
  for (let round = 0; round < 10; round += 1) {
    const customer = await add(newId("customer"), `+3363998${String(1_000 + round)}`);
    const item = { subject: customer, scope: "" as const, fields: { displayName: seal("Camille Moreau") } };
    const [put] = await Promise.all([
      bench.store.transaction((tx) => bench.vault.putContacts(tx, [item])),
      shred(customer),
    ]);
    expect(put.ok || put.code === "subject_shredded").toBe(true);
    const left = await bench.owner.query("select from vault.contact where subject = $1", [customer]);
    expect(left.rowCount).toBe(0);
  }
});

test("a backup from before the shredding opens with the keys of then, and with those of after the rotation no more", async () => {
  const customer = await add();
  const backup = await bench.owner.query<{ wrapped: Buffer; key_version: number }>(
    "select wrapped, key_version from vault.subject_key where subject = $1",
    [customer],
  );
  const oldFile = `${bench.keyPath}.backup`;
  copyFileSync(bench.keyPath, oldFile);
  await shred(customer);
  await bench.vault.rotateKek(bench.store);
  await bench.advanceClock(73);
  expect(await bench.vault.retireKek(bench.store, 1)).toEqual({ ok: true });

  const row = backup.rows[0] as { wrapped: Buffer; key_version: number };
  const opens = (secret: string) => {
    const kek = deriveKey(createSecretKey(secret, "base64"), use.wrap(1));
    return openKey(kek, context.key(1, customer, row.key_version), row.wrapped) !== undefined;
  };
  const secretsIn = (path: string) =>
    (JSON.parse(readFileSync(path, "utf8")).keys as { kek?: string; index?: string }[]).flatMap(({ kek, index }) => [
      kek,
      index,
    ]);
  expect(secretsIn(bench.keyPath).map((secret) => secret !== undefined && opens(secret))).not.toContain(true);
  // The twin: whoever still has the old key file opens the old backup. That file must be destroyed.
  expect(secretsIn(oldFile).map((secret) => secret !== undefined && opens(secret))).toContain(true);

  await bench.owner.query(
    "update vault.subject_key set wrapped = $2, key_version = 1, shredded_at = null where subject = $1",
    [customer, row.wrapped],
  );
  await bench.owner.query("insert into vault.contact (tenant_id, subject, phone) values (1, $1, '\\x00')", [customer]);
  await expect(bench.vault.openPhones(bench.store, [customer])).rejects.toThrow("version 1 of the tenant key");
  expect(openKeys(bench.keyPath).kek(1)).toBeUndefined();
});
