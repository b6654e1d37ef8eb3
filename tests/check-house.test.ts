import { createHash } from "node:crypto";
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { canonicalJson } from "../src/base/canonical-json.ts";
import { advanceClock } from "../src/store/index.ts";
import { closeMission } from "../src/missions/close-mission.ts";
import { setOff } from "../src/missions/set-off.ts";
import { disclose } from "../src/relay/disclose.ts";
import type { EntryBody } from "./check-house/facts.ts";
import type { HouseCheck } from "./check-house.ts";
import { checkHouse, checkHouseAt, violationsIn } from "./check-house.ts";
import type { House } from "./house.ts";
import { openHouse } from "./house.ts";

/** A house in which everything happened once, all of it in order. */
let house: House;
/** Attempts that a test needs by name. */
const named = new Map<string, string>();

beforeAll(async () => {
  house = await openHouse();
  const { store, vault, deps, carrier } = house;
  const name = (what: string, answer: { outcome: string } | { decided: { attemptId: string } }) => {
    named.set(
      what,
      "decided" in answer ? answer.decided.attemptId : (answer as unknown as { attemptId: string }).attemptId,
    );
  };
  const visit = await house.mission({ n: 1 });
  await store.transaction((tx) => setOff(tx, visit.id, "T-1"));
  await store.transaction((tx) => disclose(tx, vault, { mission: visit.id, staff: "T-1", what: "accessNotes" }));
  name("text", await house.text(visit.staffPhone, visit.staffDials, "j'arrive"));
  name("answer", await house.text(visit.customerPhone, visit.customerDials, "entendu"));
  name("call", await house.call(visit.customerPhone, visit.customerDials));
  await house.settle();
  name("word", await house.text(visit.customerPhone, visit.customerDials, "SIGNALER"));
  name("refused", await house.text(visit.staffPhone, visit.staffDials, "pourquoi ?"));
  const over = await house.mission({ n: 2 });
  await store.transaction((tx) => closeMission(tx, deps, over.id, { graceMinutes: 0 }));
  name("late", await house.text(over.staffPhone, over.staffDials, "bonsoir"));
  await house.text("+33639989999", over.staffDials, "qui est-ce ?");
  const other = await house.mission({ n: 3, staff: ["T-2"] });
  name("stop", await house.text(other.customerPhone, other.customerDials, "stop"));
  carrier.behave = (text) => (text.text === "je suis en bas" ? "accepts" : "delivers");
  const waiting = await house.mission({ n: 4, staff: ["T-3"] });
  name("waiting", await house.text(waiting.staffPhone, waiting.staffDials, "je suis en bas"));
  await house.settle();
});

afterAll(() => house.close());

test("a house in order passes, also with everything that a carrier and the senders remember", async () => {
  const said = new Map([
    [named.get("text") as string, "j'arrive"],
    [named.get("word") as string, "SIGNALER"],
  ]);
  const check = { journal: house.carrier.delivered, said, isQuiet: true };
  await checkHouse(house.store, check);
  await checkHouseAt(house.connection, check);
});

/** Violations in a house into which the owner of the database planted something, and then took it out again. */
async function afterPlanting(plant: (owner: pg.Pool) => Promise<unknown>, check: HouseCheck = {}): Promise<string> {
  const { owner } = house;
  await owner.query("begin");
  try {
    await plant(owner);
    return (await violationsIn(owner, check)).join("\n");
  } finally {
    await owner.query("rollback");
  }
}

/** The names are known when the test runs. */
const attemptOf = (what: string) => `attempt_id = '%${what}%'`;
const LEAF = "sha256('\\x00'::bytea || bytes)";

test.each([
  ["its leaf hash is not that of its bytes", "update ledger.entry set leaf_hash = sha256('other') where entry_id = 1"],
  [
    "its bytes are not canonical JSON",
    `update ledger.entry set bytes = convert_to(replace(convert_from(bytes, 'utf8'), '{"', '{ "'), 'utf8');
     update ledger.entry set leaf_hash = ${LEAF}`,
  ],
  ["its instant is not that of its row", "update ledger.entry set at = at + interval '1 second'"],
  ["it is kept as case", "update ledger.entry set class = 'case'"],
  ["its customer is not that of its row", "update ledger.entry set subject = 'cus_other' where subject is not null"],
  ["its place in the chain is not", "update ledger.entry set subject_seq = subject_seq + 1 where subject is not null"],
  ["entry 3 comes after 1", "delete from ledger.entry where subject_seq = 2"],
  ["does not name the one before it", "delete from ledger.entry where subject_seq = 1"],
  ["its head is wrong", "update ledger.chain set seq = seq + 1"],
  ["its head is wrong", "delete from ledger.chain"],
  ["which is not there", `delete from relay.attempt where ${attemptOf("refused")}`],
  [
    "it has 0 decision entries",
    "delete from ledger.entry where convert_from(bytes, 'utf8') like '%relay.receive-call%'",
  ],
  ["it points at another entry than its decision", "update relay.attempt set entry_id = 1"],
  ["recorded a call", `update relay.attempt set channel = 'call' where ${attemptOf("text")}`],
  ["its instant is not that of its decision", "update relay.attempt set at = at - interval '1 day'"],
  ["row and entry differ in staff", "update relay.attempt set staff_id = 'stf_other'"],
  [
    "it is delivered, the last entry refused",
    `update relay.attempt set outcome = 'delivered', code = null where ${attemptOf("refused")}`,
  ],
  ["its code is window_closed", `update relay.attempt set code = 'window_closed' where ${attemptOf("refused")}`],
  ["is queued and its text is lost", `delete from store.outbox where ${attemptOf("waiting")}`],
  ["its text is still to be handed over", `update store.outbox set state = 'queued' where ${attemptOf("text")}`],
  ["was refused and has a text", `update store.outbox set attempt_id = '%refused%' where ${attemptOf("text")}`],
  ["has 2 texts", `update store.outbox set attempt_id = '%text%' where ${attemptOf("answer")}`],
  ["a text waits for attempt att_none", `update store.outbox set attempt_id = 'att_none' where ${attemptOf("text")}`],
  ["has no signal", "delete from relay.signal where word = 'report'"],
  ["has no signal", "update relay.signal set word = 'start' where word = 'report'"],
  [
    "outages and their entries differ",
    `insert into relay.outage (tenant_id, outage_id, began_at, ended_at, refused, entry_id)
     values (1, 'out_1', now(), now(), 1, 1)`,
  ],
  [
    "the cuts in force are not those",
    "insert into missions.pair_cut (tenant_id, staff_id, customer_id, cut_at, cause) values (1, 's', 'c', now(), 'desk')",
  ],
  ["the cuts in force are not those", "update missions.pair_cut set lifted_at = now() + interval '1 day'"],
  [
    "one number for two counterparts: reservations",
    `alter table numbers.reservation drop constraint reservation_not_crossed;
     update numbers.reservation set number_id = 1, person = 1`,
  ],
  [
    "one number for two counterparts: lines",
    "update missions.line set staff_person = 1, staff_number = '+33937000001'",
  ],
  ["its number is reserved until never", "delete from numbers.reservation where reservation_id < 3"],
])("it is seen that %s", async (sentence, statements) => {
  const planted = statements.replaceAll(/%(\w+)%/g, (all, what: string) => named.get(what) ?? all);
  expect(await afterPlanting((owner) => owner.query(planted))).toContain(sentence);
});

type Forged = { readonly [field: string]: unknown } & { event: string };

/** Rewrites the entries about one customer and everything that follows from them: a ledger whose owner lies well. */
async function forge(owner: pg.Pool, attempt: string, rewrite: (bodies: EntryBody[]) => Forged[]): Promise<void> {
  const { rows } = await owner.query<{ entry_id: number; subject: string; bytes: Buffer }>(
    `select entry_id, subject, bytes from ledger.entry where subject =
       (select customer_id from relay.attempt where attempt_id = $1) order by subject_seq`,
    [named.get(attempt)],
  );
  const subject = rows[0]?.subject as string;
  const bodies = rewrite(rows.map(({ bytes }) => JSON.parse(bytes.toString("utf8")) as EntryBody));
  await owner.query("delete from ledger.entry where subject = $1", [subject]);
  let head: Buffer | null = null;
  for (const [i, body] of bodies.entries()) {
    const chained: Record<string, unknown> = {
      ...body,
      customerSeq: i + 1,
      previous: head === null ? null : head.toString("base64"),
    };
    const bytes: Buffer = Buffer.from(canonicalJson(chained as never));
    head = createHash("sha256").update(Buffer.of(0)).update(bytes).digest();
    await owner.query(
      `insert into ledger.entry (tenant_id, entry_id, class, subject, subject_seq, at, leaf_hash, bytes)
       values (1, $1, 'routine', $2, $3, $4, $5, $6)`,
      [rows[i]?.entry_id ?? 900_000 + i, subject, i + 1, body["at"], head, bytes],
    );
  }
  await owner.query("update ledger.chain set seq = $2, head = $3 where subject = $1", [subject, bodies.length, head]);
  await owner.query(
    `update relay.attempt a set at = e.at from ledger.entry e where e.entry_id = a.entry_id and a.at <> e.at`,
  );
}

const replace = (event: string, by: Forged) => (bodies: EntryBody[]) =>
  bodies.map((body) =>
    body.event === event ? { at: body.at, v: 1, customer: body["customer"], mission: body["mission"], ...by } : body,
  );
const edit = (event: string, fields: (body: EntryBody) => Record<string, unknown>) => (bodies: EntryBody[]) =>
  bodies.map((body) => (body.event === event ? { ...body, ...fields(body) } : body));
const insert = (event: string, by: (body: EntryBody) => Forged) => (bodies: EntryBody[]) =>
  bodies.flatMap((body) => (body.event === event ? [{ ...body, ...by(body) }, body] : [body]));
/** Of the answer's pair, before the staff member's own text. */
const cutBefore = (event: string) => (bodies: EntryBody[]) =>
  bodies.flatMap((body) => {
    const { at, v, customer, staff } = body;
    return body.event === event ? [{ at, v, customer, staff, event: "missions.cut-pair" }, body] : [body];
  });
const plus = (instant: unknown, ms: number) => new Date(Date.parse(String(instant)) + ms).toISOString();

test.each<[string, string, (bodies: EntryBody[]) => Forged[]]>([
  [
    "contact before the mission opened",
    "waiting",
    edit("missions.create-mission", ({ closesAt }) => ({ opensAt: closesAt })),
  ],
  [
    "contact after the mission was over",
    "waiting",
    edit("missions.create-mission", ({ opensAt }) => ({ closesAt: opensAt })),
  ],
  ["contact in a cancelled mission", "text", edit("missions.set-off", () => ({ event: "missions.cancel-mission" }))],
  ["contact by somebody who was not assigned", "waiting", edit("missions.create-mission", () => ({ lines: [] }))],
  ["contact although the pair was cut", "text", cutBefore("relay.receive-text")],
  ["contact although she had said stop", "text", edit("missions.set-off", () => ({ event: "missions.opt-out" }))],
  [
    "access notes before anybody set off",
    "text",
    edit("missions.set-off", () => ({ event: "missions.change-mission" })),
  ],
  [
    "it names a mission nobody made",
    "waiting",
    (bodies) => bodies.filter(({ event }) => event !== "missions.create-mission"),
  ],
  [
    "a report word did not cut the pair",
    "word",
    (bodies) => bodies.filter(({ event }) => event !== "missions.cut-pair"),
  ],
  ["a stop word did not stop anything", "stop", (bodies) => bodies.filter(({ event }) => event !== "missions.opt-out")],
  ["a start word did not start anything", "stop", edit("relay.intercept-word", () => ({ word: "start" }))],
  [
    "refused with window_closed, which was not so",
    "late",
    (bodies) => bodies.filter(({ event }) => event !== "missions.close-mission"),
  ],
  [
    "refused with pair_cut, which was not so",
    "refused",
    (bodies) => bodies.filter(({ event }) => event !== "missions.cut-pair"),
  ],
  ["it has 2 decision entries", "waiting", insert("relay.receive-text", (body) => body)],
  ["delivered became delivered", "text", insert("relay.record-result", (body) => body)],
  [
    "delivered became failed",
    "text",
    (bodies) => [
      ...bodies,
      {
        ...(bodies.find(({ event }) => event === "relay.record-result") as EntryBody),
        outcome: "failed",
        code: "rejected",
      },
    ],
  ],
  ["is older than", "text", edit("relay.intercept-word", ({ at }) => ({ at: plus(at, -60_000) }))],
  ["may hold this commitment", "text", edit("relay.receive-text", () => ({ commitment: "j'arrive" }))],
  ["may hold this number", "text", edit("relay.receive-text", () => ({ number: "+33639981001" }))],
  [
    "may hold this customerDials",
    "text",
    edit("missions.create-mission", () => ({
      lines: [{ line: "lin_", staff: "stf_", staffDials: null, customerDials: "+33639981001" }],
    })),
  ],
  ["may hold this displayName", "text", edit("missions.create-mission", () => ({ displayName: "Customer 1" }))],
  [
    "may hold this address",
    "text",
    replace("missions.set-off", { event: "missions.set-off", address: "12 rue des Tilleuls" }),
  ],
  ["may hold this count", "text", edit("missions.set-off", () => ({ count: -1 }))],
])("a well-forged ledger is seen through: %s", async (sentence, attempt, rewrite) => {
  expect(await afterPlanting((owner) => forge(owner, attempt, rewrite), { isQuiet: true })).toContain(sentence);
});

test("forging as such changes nothing: each case above is seen for what it says", async () => {
  expect(await afterPlanting((owner) => forge(owner, "text", (bodies) => bodies), { isQuiet: true })).toBe("");
});

test("a contact by somebody who was suspended at that instant is seen", async () => {
  const { rows } = await house.owner.query<{ staff_id: string; at: Date }>(
    "select staff_id, at from relay.attempt where attempt_id = $1",
    [named.get("text")],
  );
  const { staff_id: staff, at: from } = rows[0] as { staff_id: string; at: Date };
  const none = async () => undefined;
  expect(await afterPlanting(none, { suspensions: [{ staff, from }] })).toContain("by somebody who was suspended");
  expect(await afterPlanting(none, { suspensions: [{ staff, from: new Date(0), until: new Date(1) }] })).toBe("");
});

test("what reached phones is compared with what was recorded", async () => {
  const text = named.get("text") as string;
  const journal = house.carrier.delivered;
  const none = async () => undefined;
  const own = journal.find(({ id }) => id === text) as { id: string; text: string };
  expect(await afterPlanting(none, { journal: [...journal, own] })).toBe(`${text} arrived twice`);
  expect(await afterPlanting(none, { journal: journal.filter(({ id }) => id !== text) })).toBe(
    `${text} is recorded as delivered and never arrived`,
  );
  const refused = { id: named.get("refused") as string, text: "pourquoi ?" };
  expect(await afterPlanting(none, { journal: [...journal, refused] })).toBe(
    `${refused.id} arrived and was never allowed`,
  );
  const word = journal.map((one) => (one.id === text ? { ...one, text: "Signaler" } : one));
  expect(await afterPlanting(none, { journal: word })).toBe(`${text} forwarded a word`);
  const failed = (owner: pg.Pool) =>
    owner.query("update relay.attempt set outcome = 'failed', code = 'carrier_refused' where attempt_id = $1", [text]);
  expect(await afterPlanting(failed, { journal })).toContain(`${text} arrived and is recorded as failed`);
});

test("what people said is compared with what became of it", async () => {
  const none = async () => undefined;
  const said = (attempt: string, text: string) => ({ said: new Map([[named.get(attempt) ?? attempt, text]]) });
  expect(await afterPlanting(none, said("att_none", "bonjour"))).toBe("what was said in att_none is lost");
  expect(await afterPlanting(none, said("refused", "STOP"))).toContain("is a word and was refused");
  expect(await afterPlanting(none, said("word", "merci"))).toContain("is no word and was intercepted");
  expect(await afterPlanting(none, said("refused", "merci"))).toBe("");
});

test("all violations are told at once", async () => {
  await advanceClock(house.store, 1_000);
  const { owner } = house;
  await owner.query("update store.outbox set state = 'queued' where attempt_id = $1", [named.get("text")]);
  await owner.query("update relay.attempt set direction = 'unknown' where attempt_id = $1", [named.get("call")]);
  await expect(checkHouse(house.store)).rejects.toThrow(
    /^the house is not in order:\nattempt .*: row and entry differ in direction\nattempt .* handed over$/,
  );
});
