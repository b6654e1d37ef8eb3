import { afterAll, beforeAll, expect, test } from "vitest";
import { checkHouse } from "../../../tests/check-house.ts";
import type { House, OpenMission } from "../../../tests/house.ts";
import { openHouse } from "../../../tests/house.ts";
import type { AttemptId, CustomerId, MissionId, StaffId } from "../../base/ids.ts";
import { newId } from "../../base/ids.ts";
import { openSealed, seal } from "../../base/sealed.ts";
import { changeMission } from "../../missions/change-mission.ts";
import { cancelMission, closeMission } from "../../missions/close-mission.ts";
import { readOwnMission } from "../../missions/index.ts";
import { putStaff } from "../../people/index.ts";
import { GuardedScreener } from "../../screening/index.ts";
import { chatOf } from "../index.ts";
import { settleText } from "../readings/settle-text.ts";
import { readText } from "../readings/read-text.ts";
import { askMyReading } from "./ask-my-reading.ts";
import { listMyMissions } from "./list-my-missions.ts";
import { readThread } from "./read-thread.ts";
import { screenDraft } from "./screen-draft.ts";
import { writeToCustomer } from "./write-to-customer.ts";

const MINUTE_MS = 60_000;
const FLIRT = "J'arrive ma puce";
let house: House;
let met = 0;
let messages = 0;

beforeAll(async () => {
  house = await openHouse({ staff: 40, numbers: 90 });
});
afterAll(async () => {
  await house.settle();
  await checkHouse(house.store, { journal: house.carrier.delivered });
  await house.close();
});

type Pair = OpenMission & { readonly staffId: StaffId; readonly customerId: CustomerId };

async function meet(more: object = {}): Promise<Pair> {
  met += 1;
  const mission = await house.mission({ n: 700 + met, staff: [`T-${met}`], ...more });
  const { rows } = await house.owner.query<{ staff_id: StaffId; customer_id: CustomerId }>(
    "select staff_id, customer_id from missions.line where mission_id = $1",
    [mission.id],
  );
  const [row] = rows;
  if (row === undefined) throw new Error("could not find the line of a mission");
  return { ...mission, staffId: row.staff_id, customerId: row.customer_id };
}

/** Somebody whose only handset is the app, on a mission. */
async function meetInApp(more: object = {}): Promise<Pair> {
  await house.store.transaction(async (tx) => {
    const who = { reference: `T-${met + 1}`, displayName: seal("Staff"), phone: undefined };
    await putStaff(tx, house.vault, { ...who, regime: "generic", language: "fr" });
  });
  return meet(more);
}

const deps = () => ({ store: house.store, vault: house.vault, relay: house.relay, publicUrl: "https://p.test" });
const write = (pair: Pair, text: string, more: { readonly once?: string; readonly staff?: StaffId } = {}) =>
  writeToCustomer(
    deps(),
    { mission: pair.id, staff: more.staff ?? pair.staffId, text, once: more.once ?? `m-${(messages += 1)}` },
    "fr",
  );
const threadOf = async (pair: Pair) =>
  house.store.transaction(async (tx) => {
    const mission = await readOwnMission(tx, house.vault, pair.staffId, { id: pair.id, now: tx.now });
    return mission === undefined ? [] : readThread(tx, house.vault, mission, pair.staffId, "fr");
  });
const said = async (pair: Pair) =>
  (await threadOf(pair)).map(({ direction, text, outcome }) => [direction, text, outcome]);
const unread = async (pair: Pair) =>
  (await listMyMissions(house.store, house.deps, pair.staffId, { day: undefined, now: await house.store.now() })).map(
    (mission) => mission.unread,
  );
const onHerPage = async (pair: Pair) =>
  (await chatOf(house.store, house.vault, pair.id, pair.customerId)).map(({ from, text, outcome }) => [
    from === undefined ? "she" : "he",
    text && openSealed(text),
    outcome,
  ]);
const chat = (pair: Pair, text: string) =>
  house.relay.receiveChat({
    mission: pair.id,
    staff: pair.staffId,
    end: "customer",
    text: seal(text),
    messageId: `form-${(messages += 1)}`,
  });
const closed = (mission: MissionId, graceMinutes: number) =>
  house.store.transaction((tx) => closeMission(tx, house.deps, mission, { graceMinutes }));

async function counts() {
  const { rows } = await house.owner.query(
    `select (select count(*) from relay.attempt) as attempts, (select count(*) from ledger.entry) as entries,
      (select count(*) from relay.chat) as chats, (select count(*) from store.outbox) as texts`,
  );
  return rows[0];
}

test("what he writes in the app arrives on her phone from the number she knows, and on her page", async () => {
  const pair = await meet();
  expect(await write(pair, "J'arrive dans 5 minutes")).toEqual({
    id: expect.stringMatching(/^att_/) as string,
    outcome: "queued",
    code: null,
    reason: null,
    findings: [],
    answer: null,
  });
  await house.settle();
  expect(house.carrier.delivered.filter(({ to }) => to === pair.customerPhone)).toMatchObject([
    { from: pair.customerDials, text: "J'arrive dans 5 minutes" },
  ]);
  expect(await said(pair)).toEqual([["out", "J'arrive dans 5 minutes", "delivered"]]);
  expect(await onHerPage(pair)).toEqual([["he", "J'arrive dans 5 minutes", "delivered"]]);
  const { rows } = await house.owner.query("select channel, direction from relay.attempt where mission_id = $1", [
    pair.id,
  ]);
  expect(rows).toEqual([{ channel: "chat", direction: "staff_to_customer" }]);
});

test("texts and chat are one thread, whoever wrote them and wherever", async () => {
  const pair = await meet();
  await house.text(pair.staffPhone, pair.staffDials, "Bonjour, j'arrive");
  await house.text(pair.customerPhone, pair.customerDials, "D'accord");
  await chat(pair, "Le portail est ouvert");
  await write(pair, "Merci");
  await house.settle();
  expect(await said(pair)).toEqual([
    ["out", "Bonjour, j'arrive", "delivered"],
    ["in", "D'accord", "delivered"],
    ["in", "Le portail est ouvert", "delivered"],
    ["out", "Merci", "delivered"],
  ]);
  // What they wrote by phone is on their phones.
  expect(await onHerPage(pair)).toEqual([
    ["she", "Le portail est ouvert", "delivered"],
    ["he", "Merci", "delivered"],
  ]);
  await house.advance(24 * 60 * MINUTE_MS);
});

test("a text that an operator delivered is in the thread for as long as it is kept, and its place stays", async () => {
  const start = (await house.store.now()).getTime();
  const pair = await meet({ closesAt: new Date(start + 3 * 24 * 60 * MINUTE_MS).toISOString() });
  await house.text(pair.customerPhone, pair.customerDials, "D'accord");
  await write(pair, "Merci");
  await house.settle();
  await house.advance(24 * 60 * MINUTE_MS);
  await house.relay.keepHouse();
  expect(await said(pair)).toEqual([
    ["in", null, "delivered"],
    ["out", "Merci", "delivered"],
  ]);
});

test("the same message twice is one, whoever else uses its name", async () => {
  const pair = await meet();
  const [first, second] = [await write(pair, "Bonjour", { once: "k" }), await write(pair, "Bonjour", { once: "k" })];
  expect(second?.id).toBe(first?.id);
  const other = await meet();
  expect((await write(other, "Bonjour", { once: "k" }))?.id).not.toBe(first?.id);
  await house.settle();
  expect(house.carrier.textsAt(pair.customerPhone)).toEqual(["Bonjour"]);
  expect(await threadOf(pair)).toHaveLength(1);
});

test("the gate refuses it as it refuses a text; who ended contact is not told", async () => {
  const early = await meet({ opensAt: new Date((await house.store.now()).getTime() + 30 * MINUTE_MS).toISOString() });
  expect(await write(early, "Bonjour")).toMatchObject({ outcome: "refused", code: "window_not_open" });
  const late = await meet();
  await closed(late.id, 0);
  expect(await write(late, "Bonjour")).toMatchObject({ outcome: "refused", code: "window_closed" });
  const off = await meet();
  await house.store.transaction((tx) => cancelMission(tx, house.deps, off.id, {}));
  expect(await write(off, "Bonjour")).toMatchObject({ code: "mission_cancelled" });
  const [cut, stopped] = [await meet(), await meet()];
  await house.text(cut.customerPhone, cut.customerDials, "SIGNALER");
  await house.text(stopped.customerPhone, stopped.customerDials, "STOP");
  for (const pair of [cut, stopped]) {
    expect(await write(pair, "Bonjour")).toMatchObject({
      code: "contact_ended",
      reason: "Le contact n’est pas possible pour cette mission. Le bureau prend la suite.",
    });
  }
  expect(await house.outcomeOf((await write(cut, "Bonjour"))?.id as AttemptId)).toBe("refused pair_cut");
  const suspended = await meet();
  await house.owner.query("update people.staff set standing = 'suspended' where staff_id = $1", [suspended.staffId]);
  expect(await write(suspended, "Bonjour")).toMatchObject({ code: "staff_suspended" });
  await house.owner.query("update people.staff set standing = 'active' where staff_id = $1", [suspended.staffId]);
  const calls = await meet({ channels: ["call"] });
  expect(await write(calls, "Bonjour")).toMatchObject({ code: "channel_not_allowed" });
  expect(await onHerPage(cut)).toEqual([]);
});

test("the window opens and closes to the millisecond, and grace is part of it", async () => {
  const start = (await house.store.now()).getTime();
  const at = (minutes: number) => new Date(start + minutes * MINUTE_MS).toISOString();
  const pair = await meet({ opensAt: at(10), closesAt: at(20), graceMinutes: 10 });
  expect(await write(pair, "Bonjour")).toMatchObject({ code: "window_not_open" });
  await house.advance(10 * MINUTE_MS);
  expect(await write(pair, "Bonjour")).toMatchObject({ outcome: "queued" });
  await house.advance(10 * MINUTE_MS);
  expect(await write(pair, "Au revoir")).toMatchObject({ outcome: "queued" });
  await house.settle();
  await house.advance(10 * MINUTE_MS);
  expect(await write(pair, "Encore là ?")).toMatchObject({ code: "window_closed" });
  expect(await threadOf(pair)).toEqual([]);
});

test("on somebody else's mission, and on what is none, it is as if there were nothing, and it is recorded", async () => {
  const [pair, other] = [await meet(), await meet()];
  const before = await counts();
  expect(await write(pair, "Bonjour", { staff: other.staffId })).toBeUndefined();
  expect(await write({ ...pair, id: newId("mission") }, "Bonjour")).toBeUndefined();
  const after = await counts();
  expect(Number(after.attempts) - Number(before.attempts)).toBe(2);
  await house.store.transaction((tx) => changeMission(tx, house.deps, pair.id, { staff: [other.staff] }));
  expect(await write(pair, "Bonjour")).toBeUndefined();
  const { rows } = await house.owner.query("select outcome, code from relay.attempt where mission_id = $1", [pair.id]);
  expect(rows).toEqual([{ outcome: "refused", code: "not_assigned" }]);
  await house.settle();
  expect(house.carrier.textsAt(pair.customerPhone)).toEqual([]);
});

test("what is blocked is told with the rule, never shown to her, and a person may read it", async () => {
  const pair = await meet();
  const sent = await write(pair, FLIRT);
  expect(sent).toMatchObject({
    outcome: "refused",
    code: "screened",
    findings: [{ class: "flirt", rule: "flirt.pet-name", start: 9, end: 16, reason: "Petit nom tendre." }],
  });
  expect(sent?.reason).toContain("demandez qu’une personne le lise");
  await house.settle();
  expect(await onHerPage(pair)).toEqual([]);
  // He is told in the app: no text of ours is sent to his phone for it.
  expect(house.carrier.textsAt(pair.staffPhone)).toEqual([]);
  expect(await threadOf(pair)).toMatchObject([{ text: FLIRT, code: "screened", mayAskReading: true }]);
  const attempt = sent?.id as AttemptId;
  const ask = (staff: StaffId) => house.store.transaction((tx) => askMyReading(tx, staff, attempt));
  expect(await ask((await meet()).staffId)).toEqual({ ok: false, code: "not_found" });
  expect(await ask(pair.staffId)).toMatchObject({ ok: true });
  expect(await threadOf(pair)).toMatchObject([{ mayAskReading: false }]);
  await house.store.transaction((tx) => readText(tx, house.vault, attempt, { name: "H-1" }));
  await house.store.transaction((tx) => settleText(tx, attempt, { reader: "H-1", decision: "deliver" }));
  await house.settle();
  expect(house.carrier.textsAt(pair.customerPhone)).toEqual([FLIRT]);
  expect(await onHerPage(pair)).toEqual([["he", FLIRT, "delivered"]]);
});

test("a text of hers that is held is not shown, nor may he ask for its reading", async () => {
  const pair = await meet();
  const held = await chat(pair, "Espèce de sale connard, je vais te tuer");
  expect(await threadOf(pair)).toMatchObject([{ direction: "in", text: null, outcome: "held", mayAskReading: false }]);
  const asked = await house.store.transaction((tx) => askMyReading(tx, pair.staffId, held.attemptId));
  expect(asked).toEqual({ ok: false, code: "not_found" });
});

test("a word in the app is intercepted, does what it does by text, and its receipt is the report's", async () => {
  const pair = await meet();
  const before = await counts();
  const report = await write(pair, "Signaler !", { once: "word" });
  expect(report).toMatchObject({ outcome: "intercepted", code: null });
  const [, words = ""] = /suivi\s: ((?:[\p{L}'-]+ ?){6})\./u.exec(report?.answer ?? "") ?? [];
  expect(words.trim().split(" ")).toHaveLength(6);
  expect((await write(pair, "Signaler !", { once: "word" }))?.answer).toBe(report?.answer);
  expect(await write(pair, "Bonjour")).toMatchObject({ code: "contact_ended" });
  expect(Number((await counts()).attempts) - Number(before.attempts)).toBe(2);
  const { rows } = await house.owner.query("select word, by, mission_id from relay.signal where staff_id = $1", [
    pair.staffId,
  ]);
  expect(rows).toEqual([{ word: "report", by: "staff", mission_id: pair.id }]);
  const other = await meet();
  for (const word of ["STOP", "START", "AIDE", "RELIRE"]) {
    expect(await write(other, word)).toMatchObject({ outcome: "intercepted", answer: expect.any(String) as string });
  }
  await house.settle();
  for (const { customerPhone, staffPhone } of [pair, other])
    expect([house.carrier.textsAt(customerPhone), house.carrier.textsAt(staffPhone)]).toEqual([[], []]);
  expect(await onHerPage(other)).toEqual([]);
});

test("a word is never refused: not after closing, not on a cut line, not when the mission is no more theirs", async () => {
  const [late, gone, other] = [await meet(), await meet(), await meet()];
  await closed(late.id, 0);
  await house.store.transaction((tx) => changeMission(tx, house.deps, gone.id, { staff: [other.staff] }));
  for (const pair of [late, gone]) {
    expect(await write(pair, "SIGNALER")).toMatchObject({ outcome: "intercepted" });
    expect(await write(pair, "REPORT")).toMatchObject({ outcome: "intercepted" });
  }
  const cuts = await house.owner.query("select from missions.pair_cut where staff_id = any ($1)", [
    [late.staffId, gone.staffId],
  ]);
  expect(cuts.rowCount).toBe(2);
});

test("the app is the handset of who has none: what she writes by text and on her page is there, and calls are not", async () => {
  const pair = await meetInApp();
  const text = await house.text(pair.customerPhone, pair.customerDials, "Vous arrivez quand ?");
  expect(text).toMatchObject({ outcome: "queued" });
  await chat(pair, "Je suis en bas");
  expect(await house.call(pair.customerPhone, pair.customerDials)).toMatchObject({
    decided: { outcome: "refused", code: "channel_not_allowed" },
  });
  await house.settle();
  expect(await unread(pair)).toEqual([2]);
  expect(await said(pair)).toEqual([
    ["in", "Vous arrivez quand ?", "delivered"],
    ["in", "Je suis en bas", "delivered"],
  ]);
  expect(await unread(pair)).toEqual([0]);
  await write(pair, "Dans 5 minutes");
  await house.settle();
  expect(house.carrier.textsAt(pair.customerPhone)).toEqual(["Dans 5 minutes"]);
  expect(house.carrier.delivered.filter(({ to }) => to === "")).toEqual([]);
  // Her text is hers to read on her phone; it is kept for him until the mission is over, however long that is.
  expect(await onHerPage(pair)).toEqual([
    ["she", "Je suis en bas", "delivered"],
    ["he", "Dans 5 minutes", "delivered"],
  ]);
});

test("to who has no phone a text that is held, a word and what is refused go as with any other", async () => {
  const pair = await meetInApp();
  const held = await house.text(pair.customerPhone, pair.customerDials, "Espèce de sale connard, je vais te tuer");
  expect(held).toMatchObject({ outcome: "held" });
  const blocked = await write(pair, FLIRT);
  expect(blocked).toMatchObject({ code: "screened" });
  expect(await threadOf(pair)).toMatchObject([
    { direction: "in", text: null, outcome: "held" },
    { direction: "out", code: "screened" },
  ]);
  expect(await house.text(pair.customerPhone, pair.customerDials, "SIGNALER")).toMatchObject({
    outcome: "intercepted",
  });
  expect(await house.text(pair.customerPhone, pair.customerDials, "Bonjour")).toMatchObject({ code: "pair_cut" });
  expect(await write(pair, "SIGNALER")).toMatchObject({ outcome: "intercepted", answer: expect.any(String) as string });
  await house.settle();
});

test("her page is the handset of who gave no phone, both ways", async () => {
  const customer = { reference: "C-page", displayName: "Customer", language: "fr" };
  const pair = await meet({ customer });
  expect(await write(pair, "J'arrive dans 5 minutes")).toMatchObject({ outcome: "queued" });
  await house.settle();
  expect(await chat(pair, "D'accord")).toMatchObject({ outcome: "queued" });
  await house.settle();
  expect(await onHerPage(pair)).toEqual([
    ["he", "J'arrive dans 5 minutes", "delivered"],
    ["she", "D'accord", "delivered"],
  ]);
  expect(await said(pair)).toEqual([
    ["out", "J'arrive dans 5 minutes", "delivered"],
    ["in", "D'accord", "delivered"],
  ]);
  expect(house.carrier.textsAt(pair.staffPhone)).toEqual([]);
});

test("the thread is erased when the mission is over, with when it was read", async () => {
  const pair = await meet();
  await write(pair, "Bonjour");
  await chat(pair, "Bonjour");
  await house.settle();
  await threadOf(pair);
  await closed(pair.id, 10);
  await house.relay.keepHouse();
  expect(await threadOf(pair)).toHaveLength(2);
  await house.advance(10 * MINUTE_MS);
  expect(await threadOf(pair)).toEqual([]);
  await house.relay.keepHouse();
  for (const table of ["relay.chat", "relay.thread_seen"]) {
    const { rowCount } = await house.owner.query(`select from ${table} where mission_id = $1`, [pair.id]);
    expect(rowCount, table).toBe(0);
  }
  expect(await onHerPage(pair)).toEqual([]);
});

test("a draft says what screening would say, and leaves nothing behind", async () => {
  const [pair, other] = [await meet(), await meet()];
  const before = await counts();
  const draft = async (text: string, staff = pair.staffId, screener = house.deps.screener) =>
    screenDraft(house.store, { screener }, { mission: pair.id, staff, text: seal(text) }, await house.store.now());
  expect(await draft(FLIRT)).toMatchObject({
    verdict: "block",
    findings: [{ class: "flirt", rule: "flirt.pet-name" }],
    suggestion: "relay.suggestion.arriving",
  });
  expect(await draft("J'arrive dans 5 minutes")).toEqual({ verdict: "pass", findings: [], suggestion: undefined });
  expect(await draft(FLIRT, other.staffId)).toBeUndefined();
  const off = new GuardedScreener({ isOn: () => false, onFailure: () => undefined });
  expect(await draft(FLIRT, pair.staffId, off)).toEqual({ verdict: "pass", findings: [], suggestion: undefined });
  expect(await counts()).toEqual(before);
  // Its twin: the same text, sent, leaves an attempt and an entry.
  await write(pair, FLIRT);
  expect(Number((await counts()).attempts)).toBe(Number(before.attempts) + 1);
});

test("a draft knows the grace period, in which nobody has a reason left", async () => {
  const pair = await meet();
  await closed(pair.id, 15);
  const asked = { mission: pair.id, staff: pair.staffId, text: seal(FLIRT) };
  expect(await screenDraft(house.store, house.deps, asked, await house.store.now())).toMatchObject({
    suggestion: "relay.suggestion.over",
  });
});
