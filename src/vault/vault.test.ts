import { afterAll, beforeAll, expect, test } from "vitest";
import type { CustomerId, MissionId, StaffId } from "../base/ids.ts";
import { newId } from "../base/ids.ts";
import { openLog } from "../base/log.ts";
import { openSealed, seal } from "../base/sealed.ts";
import { append } from "../ledger/index.ts";
import type { ContactField } from "./index.ts";
import { createKeyFile, openVault } from "./index.ts";
import type { VaultBench } from "./vault.fixture.ts";
import { openKeys, openVaultBench } from "./vault.fixture.ts";

let bench: VaultBench;
beforeAll(async () => {
  bench = await openVaultBench();
});
afterAll(() => bench.close());

let phones = 0;
const newPhone = () => `+3363998${String((phones += 1)).padStart(4, "0")}`;

async function addCustomer(phone = newPhone()): Promise<CustomerId> {
  const customer = newId("customer");
  await bench.store.transaction(async (tx) => {
    const fields = { displayName: seal("Camille Moreau"), phone: seal(phone) };
    expect(await bench.vault.putContacts(tx, [{ subject: customer, scope: "", fields }])).toEqual({ ok: true });
    const [person] = await bench.vault.resolvePersons(tx, [seal(phone)]);
    await bench.vault.assignPersons(tx, [{ subject: customer, person: person as number }]);
  });
  return customer;
}

const phoneOf = async (subject: CustomerId | StaffId) => {
  const opened = (await bench.vault.openPhones(bench.store, [subject])).get(subject);
  return opened === undefined ? undefined : openSealed(opened);
};

async function read(subject: CustomerId, scope: "" | MissionId, field: ContactField) {
  return bench.store.transaction(async (tx) => {
    const [recorded] = await append(tx, [{ event: "relay.disclose", customer: subject, what: field }]);
    if (recorded === undefined) throw new Error("no entry");
    const value = await bench.vault.readPlainContact(tx, { subject, scope, field, recorded });
    return value === undefined ? undefined : openSealed(value);
  });
}

test("contact data come back as they went in, for that subject, scope and field only", async () => {
  const customer = await addCustomer("+33639981111");
  const mission = newId("mission");
  await bench.store.transaction((tx) =>
    bench.vault.putContacts(tx, [
      { subject: customer, scope: mission, fields: { address: seal("1 rue de l’Exemple, 75000 Paris 🏠") } },
    ]),
  );
  expect(await phoneOf(customer)).toBe("+33639981111");
  expect(await read(customer, "", "displayName")).toBe("Camille Moreau");
  expect(await read(customer, mission, "address")).toBe("1 rue de l’Exemple, 75000 Paris 🏠");
  expect(await read(customer, "", "address")).toBeUndefined();
  expect(await read(customer, newId("mission"), "address")).toBeUndefined();
  expect(await read(newId("customer"), mission, "address")).toBeUndefined();
});

test("a null field is removed, one left out stays, and the last of two stands", async () => {
  const customer = await addCustomer("+33639981112");
  const put = (fields: object) =>
    bench.store.transaction((tx) =>
      bench.vault.putContacts(tx, [
        { subject: customer, scope: "", fields: { displayName: seal("not this one") } },
        { subject: customer, scope: "", fields },
      ]),
    );
  await put({ displayName: seal("Dominique Petit"), phone: null });
  expect(await phoneOf(customer)).toBeUndefined();
  expect(await read(customer, "", "displayName")).toBe("Dominique Petit");
});

test("what is said of her and of two visits is kept apart, in one batch with what was there before", async () => {
  const [customer, visit, later] = [await addCustomer("+33639981114"), newId("mission"), newId("mission")];
  const put = (address: string, notes: string | null) =>
    bench.store.transaction((tx) =>
      bench.vault.putContacts(tx, [
        { subject: customer, scope: "", fields: { email: seal("camille@example.org") } },
        {
          subject: customer,
          scope: visit,
          fields: { address: seal(address), accessNotes: notes === null ? null : seal(notes) },
        },
        { subject: customer, scope: later, fields: { address: seal("2 rue des Lilas") } },
      ]),
    );
  await put("1 rue des Lilas", "Code 1234");
  await put("3 rue des Lilas", null);
  expect(await phoneOf(customer)).toBe("+33639981114");
  expect(await read(customer, "", "email")).toBe("camille@example.org");
  expect(await read(customer, visit, "address")).toBe("3 rue des Lilas");
  expect(await read(customer, visit, "accessNotes")).toBeUndefined();
  expect(await read(customer, later, "address")).toBe("2 rue des Lilas");
  expect(await read(customer, "", "address")).toBeUndefined();
});

test("a subject without a key answers at no phone", async () => {
  const assigned = bench.store.transaction(async (tx) =>
    bench.vault.assignPersons(tx, [{ subject: newId("customer"), person: await bench.vault.newPerson(tx) }]),
  );
  await expect(assigned).rejects.toThrow("a subject without a key");
});

test("a phone that is not E.164 is never kept nor looked up", async () => {
  const subject = newId("customer");
  const put = bench.store.transaction((tx) =>
    bench.vault.putContacts(tx, [{ subject, scope: "", fields: { phone: seal("06 39 98 00 01") } }]),
  );
  await expect(put).rejects.toThrow("could not keep a phone");
  const look = bench.store.transaction((tx) => bench.vault.resolvePersons(tx, [seal("0639980001")]));
  await expect(look).rejects.toThrow("could not look up a phone");
});

test("the application reads no vault table, and its owner finds no plain value in any", async () => {
  await addCustomer("+33639981113");
  for (const table of ["tenant_key", "subject_key", "contact", "person", "person_subject", "suppression"]) {
    const refused = bench.store.query({ name: `test.${table}`, text: `select tenant_id from vault.${table}` });
    await expect(refused).rejects.toMatchObject({ code: "42501" });
  }
  const helper = bench.store.query({ name: "test.helper", text: "select vault.release_persons(1, '{1}', null)" });
  await expect(helper).rejects.toMatchObject({ code: "42501" });
  const { rows } = await bench.owner.query<{ line: string }>(
    `select c::text || encode(c.display_name || c.phone, 'escape') as line from vault.contact c
    union all select p::text || encode(p.phone_index, 'escape') from vault.person p`,
  );
  const dump = rows.map(({ line }) => line).join("\n");
  expect(dump.length).toBeGreaterThan(100);
  expect(dump).not.toMatch(/3363998|Camille|Moreau/);
});

test("one flipped bit in what is stored and it does not open: data, wrapped key", async () => {
  for (const [table, column] of [
    ["contact", "phone"],
    ["subject_key", "wrapped"],
  ]) {
    const customer = await addCustomer();
    expect(await phoneOf(customer)).toBeDefined();
    await bench.owner.query(
      `update vault.${table} set ${column} = set_byte(${column}, 20, 255 - get_byte(${column}, 20)) where subject = $1`,
      [customer],
    );
    expect(await phoneOf(customer)).toBeUndefined();
  }
});

test("a ciphertext moved to another subject, field or scope does not open there", async () => {
  const [from, to] = [await addCustomer(), await addCustomer()];
  const mission = newId("mission");
  await bench.owner.query(
    `update vault.contact c set phone = o.phone from vault.contact o where c.subject = $1 and o.subject = $2`,
    [to, from],
  );
  expect(await phoneOf(to)).toBeUndefined();
  expect(await phoneOf(from)).toBeDefined();
  await bench.owner.query("update vault.contact set address = display_name where subject = $1", [from]);
  expect(await read(from, "", "address")).toBeUndefined();
  await bench.owner.query("update vault.contact set scope = $2 where subject = $1", [from, mission]);
  expect(await read(from, mission, "displayName")).toBeUndefined();
  await bench.owner.query("update vault.contact set scope = '' where subject = $1", [from]);
  expect(await read(from, "", "displayName")).toBe("Camille Moreau");
});

test("a subject's data do not open under another subject's key, not even with the key moved along", async () => {
  const [from, to] = [await addCustomer(), await addCustomer()];
  await bench.owner.query(
    `update vault.subject_key k set wrapped = o.wrapped from vault.subject_key o where k.subject = $1 and o.subject = $2`,
    [to, from],
  );
  await bench.owner.query(
    `update vault.contact c set phone = o.phone from vault.contact o where c.subject = $1 and o.subject = $2`,
    [to, from],
  );
  expect(await phoneOf(to)).toBeUndefined();
});

test("one phone is one person, whoever asks and however often, and is found by its hash in the view", async () => {
  const asked = ["+33639981201", "+33639981202", "+33639981201"].map((phone) => seal(phone));
  const resolve = () => bench.store.transaction((tx) => bench.vault.resolvePersons(tx, asked));
  const first = await resolve();
  expect(first[0]).toBe(first[2]);
  expect(first[0]).not.toBe(first[1]);
  expect(await resolve()).toEqual(first);
  const index = bench.vault.phoneIndex(seal("+33639981202"));
  expect(index).toHaveLength(32);
  const rows = await bench.store.query(
    { name: "test.view", text: "select person_id from vault.phone_person where tenant_id = 1 and phone_index = $1" },
    [index],
  );
  expect(rows).toEqual([{ person_id: first[1] }]);
  expect(await bench.vault.findPerson(bench.store, seal("+33639981202"))).toBe(first[1]);
  expect(await bench.vault.findPerson(bench.store, seal("+33639989999"))).toBeUndefined();
});

test("twenty transactions that meet the same new phones at once agree on who they are", async () => {
  const asked = Array.from({ length: 40 }, (_, i) => seal(`+4477009001${String(i).padStart(2, "0")}`));
  const other = await bench.another();
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) => {
      const mine = i % 2 === 0 ? asked : asked.toReversed();
      return bench.store.transaction((tx) => (i % 3 === 0 ? other : bench.vault).resolvePersons(tx, mine));
    }),
  );
  for (const [i, answer] of answers.entries()) {
    expect(i % 2 === 0 ? answer : answer.toReversed()).toEqual(answers[0]);
  }
  expect(new Set(answers[0]).size).toBe(40);
});

test("who changes phone is told where they were; the phone they left is still known", async () => {
  const customer = await addCustomer("+33639981301");
  const before = await bench.vault.findPerson(bench.store, seal("+33639981301"));
  const move = (phone: string | null) =>
    bench.store.transaction(async (tx) => {
      const [person] = phone === null ? [null] : await bench.vault.resolvePersons(tx, [seal(phone)]);
      return bench.vault.assignPersons(tx, [{ subject: customer, person: person ?? null }]);
    });
  expect(await move("+33639981301")).toEqual(new Map());
  expect(await move("+33639981302")).toEqual(new Map([[customer, before]]));
  expect(await bench.vault.findPerson(bench.store, seal("+33639981301"))).toBe(before);
  expect((await move(null)).size).toBe(1);
  expect((await move(null)).size).toBe(0);
});

test("a phone nobody answers at is forgotten after 400 days, not before, and not if somebody is back", async () => {
  const kept = async (phone: string) => (await bench.vault.findPerson(bench.store, seal(phone))) !== undefined;
  const leave = (subject: CustomerId) =>
    bench.store.transaction((tx) => bench.vault.assignPersons(tx, [{ subject, person: null }]));
  const forget = () => bench.store.transaction((tx) => bench.vault.forgetPersons(tx));
  const shared = await addCustomer("+33639981403");
  await addCustomer("+33639981403");
  for (const subject of [await addCustomer("+33639981401"), await addCustomer("+33639981402"), shared])
    await leave(subject);
  await bench.advanceClock(400 * 24 - 1);
  await forget();
  expect(await kept("+33639981401")).toBe(true);
  await addCustomer("+33639981402");
  await bench.advanceClock(2);
  expect(await forget()).toBeGreaterThan(0);
  expect(await kept("+33639981401")).toBe(false);
  expect(await kept("+33639981402")).toBe(true);
  expect(await kept("+33639981403")).toBe(true);
});

test("a phone somebody answers at is never forgotten, whatever date is on it", async () => {
  await addCustomer("+33639981601");
  await bench.owner.query("update vault.person set kept_until = '2000-01-01' where phone_index = $1", [
    bench.vault.phoneIndex(seal("+33639981601")),
  ]);
  await bench.store.transaction((tx) => bench.vault.forgetPersons(tx));
  expect(await bench.vault.findPerson(bench.store, seal("+33639981601"))).toBeDefined();
});

test("two who leave one phone at once do not both think the other is still there", async () => {
  const [a, b] = [await addCustomer("+33639981501"), await addCustomer("+33639981501")];
  const leave = (subject: CustomerId) =>
    bench.store.transaction((tx) => bench.vault.assignPersons(tx, [{ subject, person: null }]));
  await Promise.all([leave(a), leave(b)]);
  await bench.advanceClock(401 * 24);
  await bench.store.transaction((tx) => bench.vault.forgetPersons(tx));
  expect(await bench.vault.findPerson(bench.store, seal("+33639981501"))).toBeUndefined();
});

test("a handset that is no phone has an identity nobody shares", async () => {
  const [a, b] = await bench.store.transaction(async (tx) => [
    await bench.vault.newPerson(tx),
    await bench.vault.newPerson(tx),
  ]);
  expect(a).not.toBe(b);
});

test("keyed hashes are the same in every process, differ by kind and parts, and are not the look-up hash", async () => {
  const other = await bench.another();
  const { vault } = bench;
  expect(other.keyedHash("code", "+33937000001", "1234")).toEqual(vault.keyedHash("code", "+33937000001", "1234"));
  expect(vault.keyedHash("code", "a", "bc")).not.toEqual(vault.keyedHash("code", "ab", "c"));
  expect(vault.keyedHash("code", "a")).not.toEqual(vault.keyedHash("attempt", "a"));
  expect(vault.keyedHash("code", "+33639980001")).not.toEqual(vault.phoneIndex(seal("+33639980001")));
  expect(vault.phoneIndexes(seal("+33639980001"))).toEqual([vault.phoneIndex(seal("+33639980001"))]);
});

test("what is sealed for the tenant opens for that purpose only, in every process, and not once altered", async () => {
  const other = await bench.another();
  const sealed = bench.vault.sealForTenant("notice", "+33639980001");
  const opened = other.openForTenant("notice", sealed);
  expect(opened && openSealed(opened)).toBe("+33639980001");
  expect(bench.vault.openForTenant("part", sealed)).toBeUndefined();
  for (let i = 0; i < sealed.length; i += 1) {
    const altered = Buffer.from(sealed);
    altered[i] = (altered[i] as number) ^ 1;
    expect(bench.vault.openForTenant("notice", altered)).toBeUndefined();
  }
  expect(bench.vault.openForTenant("notice", Buffer.alloc(3))).toBeUndefined();
});

test("a database refuses another key file, and remembers a demo's", async () => {
  const log = openLog("silent");
  const foreign = `${bench.keyPath}.foreign`;
  createKeyFile(foreign, { isDemo: false, now: new Date("2026-03-01T08:00:00Z") });
  const open = (path: string, isProduction = false) =>
    openVault({ store: bench.store, provider: openKeys(path), isProduction, log });
  expect(await open(foreign)).toEqual({ ok: false, code: "wrong_key_file" });
  expect(await open(bench.keyPath, true)).toMatchObject({ ok: true });
  const demo = await openVaultBench();
  try {
    await demo.owner.query("update vault.tenant_key set is_demo = true");
    const production = { store: demo.store, provider: openKeys(demo.keyPath), isProduction: true, log };
    expect(await openVault(production)).toEqual({ ok: false, code: "demo_key_in_production" });
    expect(await openVault({ ...production, isProduction: false })).toMatchObject({ ok: true });
  } finally {
    await demo.close();
  }
});

test("a demo key is refused in production before anything is written with it", async () => {
  const path = `${bench.keyPath}.demo`;
  createKeyFile(path, { isDemo: true, now: new Date("2026-03-01T08:00:00Z") });
  const fresh = await openVaultBench();
  try {
    await fresh.owner.query("delete from vault.subject_key");
    await fresh.owner.query("delete from vault.tenant_key");
    const parts = { store: fresh.store, provider: openKeys(path), log: openLog("silent") };
    expect(await openVault({ ...parts, isProduction: true })).toEqual({ ok: false, code: "demo_key_in_production" });
    const { rowCount } = await fresh.owner.query("select from vault.tenant_key");
    expect(rowCount).toBe(0);
    expect(await openVault({ ...parts, isProduction: false })).toMatchObject({ ok: true });
  } finally {
    await fresh.close();
  }
});

test("of two key files that meet an empty database at once, one is its own and the other is refused", async () => {
  const fresh = await openVaultBench();
  try {
    const paths = [1, 2].map((n) => {
      const path = `${fresh.keyPath}.${n}`;
      createKeyFile(path, { isDemo: false, now: new Date("2026-03-01T08:00:00Z") });
      return path;
    });
    await fresh.owner.query("delete from vault.subject_key");
    await fresh.owner.query("delete from vault.tenant_key");
    const opened = await Promise.all(
      paths.map((path) =>
        openVault({ store: fresh.store, provider: openKeys(path), isProduction: false, log: openLog("silent") }),
      ),
    );
    expect(opened.filter(({ ok }) => ok)).toHaveLength(1);
    expect(opened.filter(({ ok }) => !ok)).toEqual([{ ok: false, code: "wrong_key_file" }]);
  } finally {
    await fresh.close();
  }
});
