import { afterAll, beforeAll, expect, test } from "vitest";
import { openSealed, seal } from "../base/sealed.ts";
import type { VaultBench } from "../vault/vault.fixture.ts";
import { openVaultBench } from "../vault/vault.fixture.ts";
import { peopleRoutes } from "./http.ts";
import type { StaffMember } from "./index.ts";
import { putStaff, staffByReferences } from "./index.ts";
import type { StaffInput } from "./rules.ts";
import { staffAnswer, staffReference, staffRequest } from "./wire.ts";

let bench: VaultBench;
beforeAll(async () => {
  bench = await openVaultBench();
});
afterAll(() => bench.close());

let phones = 0;
const newPhone = () => `+33639981${String((phones += 1)).padStart(3, "0")}`;

const put = (reference: string, more: Partial<StaffInput> = {}) =>
  bench.store.transaction((tx) =>
    putStaff(tx, bench.vault, {
      reference,
      displayName: seal("Sacha Lefèvre"),
      phone: undefined,
      regime: "employee-fr",
      language: "fr",
      ...more,
    }),
  );

async function putWell(reference: string, more: Partial<StaffInput> = {}) {
  const done = await put(reference, more);
  if (!done.ok) throw new Error(done.code);
  return done;
}

const find = async (...references: string[]) => bench.store.transaction((tx) => staffByReferences(tx, references));
const phoneOf = async ({ id }: StaffMember) => {
  const phone = (await bench.vault.openPhones(bench.store, [id])).get(id);
  return phone === undefined ? undefined : openSealed(phone);
};

test("a staff member is there under the company's reference, with the phone in the vault", async () => {
  const phone = newPhone();
  const { member, hasMoved } = await putWell("T-1", { phone: seal(phone), regime: "platform-fr", language: "en" });
  expect(member).toMatchObject({
    reference: "T-1",
    regime: "platform-fr",
    language: "en",
    standing: "active",
    hasPhone: true,
  });
  expect(hasMoved).toBe(false);
  expect(await phoneOf(member)).toBe(phone);
  expect(await bench.vault.findPerson(bench.store, seal(phone))).toBe(member.personId);
  expect(await find("T-1", "T-none")).toEqual(new Map([["T-1", member]]));
  const dump = await bench.owner.query("select s::text as line from people.staff s");
  expect(JSON.stringify(dump.rows)).not.toMatch(/Lefèvre|3363998/);
});

test("the ledger names a pseudonym: no reference, name or phone", async () => {
  const { member } = await putWell("T-ledger-reference", { phone: seal(newPhone()) });
  const { rows } = await bench.owner.query<{ bytes: Buffer }>(
    "select bytes from ledger.entry order by entry_id desc limit 1",
  );
  const text = rows[0]?.bytes.toString("utf8") ?? "";
  expect(JSON.parse(text)).toMatchObject({
    event: "people.put-staff",
    staff: member.id,
    regime: "employee-fr",
    hasPhone: true,
  });
  expect(text).not.toMatch(/T-ledger-reference|Sacha|3363998/);
});

test("put again, the details are replaced; who they are and their standing stay", async () => {
  const phone = newPhone();
  const first = await putWell("T-2", { phone: seal(phone) });
  await bench.owner.query("update people.staff set standing = 'suspended' where reference = 'T-2'");
  const second = await putWell("T-2", { phone: seal(phone), regime: "contractor", language: "en" });
  expect(second.hasMoved).toBe(false);
  expect(second.member).toEqual({ ...first.member, regime: "contractor", language: "en", standing: "suspended" });
  expect((await find("T-2")).get("T-2")).toEqual(second.member);
});

test("another phone is another handset: who moved is told, and the old phone is not theirs any more", async () => {
  const [old, fresh] = [newPhone(), newPhone()];
  const before = await putWell("T-3", { phone: seal(old) });
  const after = await putWell("T-3", { phone: seal(fresh) });
  expect(after.hasMoved).toBe(true);
  expect(after.member.personId).not.toBe(before.member.personId);
  expect(await phoneOf(after.member)).toBe(fresh);
  const { rowCount } = await bench.owner.query("select from vault.person_subject where person_id = $1", [
    before.member.personId,
  ]);
  expect(rowCount).toBe(0);
});

test("a phone left out is taken away; without one the app is the handset, and stays the same one", async () => {
  const phone = newPhone();
  await putWell("T-4", { phone: seal(phone) });
  const without = await putWell("T-4");
  expect(without).toMatchObject({ hasMoved: true, member: { hasPhone: false } });
  expect(await phoneOf(without.member)).toBeUndefined();
  const again = await putWell("T-4");
  expect(again).toMatchObject({ hasMoved: false, member: { personId: without.member.personId } });
  expect(await putWell("T-4", { phone: seal(phone) })).toMatchObject({ hasMoved: true, member: { hasPhone: true } });
});

test("two who share a phone share its identity; two without one share nothing", async () => {
  const phone = seal(newPhone());
  const [a, b] = [await putWell("T-5a", { phone }), await putWell("T-5b", { phone })];
  expect(a.member.personId).toBe(b.member.personId);
  const [c, d] = [await putWell("T-5c"), await putWell("T-5d")];
  expect(c.member.personId).not.toBe(d.member.personId);
});

test("ten requests for one new reference at once make one staff member", async () => {
  const done = await Promise.all(Array.from({ length: 10 }, () => putWell("T-6", { phone: seal(newPhone()) })));
  expect(new Set(done.map(({ member }) => member.id)).size).toBe(1);
  const last = (await find("T-6")).get("T-6") as StaffMember;
  expect(done.map(({ member }) => member.personId)).toContain(last.personId);
  expect(await bench.vault.findPerson(bench.store, seal((await phoneOf(last)) as string))).toBe(last.personId);
});

test("a phone does not change under whoever read it: the change waits for their commit", async () => {
  await putWell("T-7", { phone: seal(newPhone()) });
  const hasRead = Promise.withResolvers<void>();
  const mayCommit = Promise.withResolvers<void>();
  const read = () => find("T-7").then((found) => found.get("T-7"));
  const before = await read();
  const reader = bench.store.transaction(async (tx) => {
    await staffByReferences(tx, ["T-7"]);
    hasRead.resolve();
    await mayCommit.promise;
    return (await staffByReferences(tx, ["T-7"])).get("T-7");
  });
  await hasRead.promise;
  const change = putWell("T-7", { phone: seal(newPhone()) });
  const waiting = "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";
  while ((await bench.owner.query(waiting)).rowCount === 0) expect(await read()).toEqual(before);
  mayCommit.resolve();
  expect(await reader).toEqual(before);
  expect(await change).toMatchObject({ hasMoved: true });
});

test("who was erased does not come back under the same reference", async () => {
  const { member } = await putWell("T-8", { phone: seal(newPhone()) });
  await bench.store.transaction((tx) =>
    bench.vault.shred(tx, { subject: member.id, reason: "erasure_request", suppressions: [], keepPhoneUntil: null }),
  );
  expect(await put("T-8")).toEqual({ ok: false, code: "staff_erased" });
});

test("the route answers without name and phone, and lines follow in the same transaction", async () => {
  const moved: string[] = [];
  let isFollowing = true;
  const routes = peopleRoutes({
    store: bench.store,
    vault: bench.vault,
    async onStaffMoved(_tx, staff, reference) {
      if (!isFollowing) throw new Error("could not follow");
      moved.push(`${staff} ${reference}`);
    },
    describeStaff: async () => new Map(),
  });
  const route = routes.find(({ id }) => id === "people.put-staff");
  const call = async (phone?: string) => {
    const body = staffRequest.parse({ displayName: "Sacha Lefèvre", regime: "generic", ...(phone && { phone }) });
    const input = { params: { reference: "T-9" }, query: undefined, body, stream: undefined, language: "fr" } as const;
    return route?.act(input as never, { kind: "machine", keyId: "key" });
  };
  const answer = { reference: "T-9", regime: "generic", language: "fr", hasPhone: true, standing: "active" };
  expect(await call("06 39 98 19 01")).toEqual({ status: 200, body: answer });
  expect(staffAnswer.safeParse(answer).success).toBe(true);
  expect(moved).toEqual([]);
  expect(await call("0639981902")).toMatchObject({ status: 200 });
  const member = (await find("T-9")).get("T-9") as StaffMember;
  expect(moved).toEqual([`${member.id} T-9`]);
  isFollowing = false;
  await expect(call("0639981903")).rejects.toThrow("could not follow");
  expect((await find("T-9")).get("T-9")).toEqual(member);
  expect(await phoneOf(member)).toBe("+33639981902");
  expect(await call("12")).toEqual({ status: 400, problem: "phone_invalid" });
  isFollowing = true;
  expect(await call()).toEqual({ status: 200, body: { ...answer, hasPhone: false } });
});

test("a request is refused for anything unknown, missing, too long or not printable", () => {
  const good = { displayName: "Sacha Lefèvre", regime: "contractor" };
  expect(staffRequest.parse(good)).toEqual({ ...good, language: "fr" });
  const bad: object[] = [
    {},
    { ...good, standing: "active" },
    { ...good, regime: "employee" },
    { ...good, displayName: "" },
    { ...good, displayName: "a".repeat(501) },
    { ...good, displayName: "a\nb" },
    { ...good, displayName: "\ud800" },
    { ...good, phone: null },
    { ...good, phone: "1".repeat(41) },
    { ...good, language: "de" },
  ];
  for (const request of bad) expect(staffRequest.safeParse(request).success).toBe(false);
  expect(staffReference.safeParse({ reference: "T-7" }).success).toBe(true);
  for (const reference of ["", " ", "a\u0000b", "a".repeat(201)]) {
    expect(staffReference.safeParse({ reference }).success).toBe(false);
  }
});
