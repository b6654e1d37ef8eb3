import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { StaffId } from "../../base/ids.ts";
import { seal } from "../../base/sealed.ts";
import { addNumbers, changeNumber } from "../../numbers/index.ts";
import { checkHouse } from "../../../tests/check-house.ts";
import { FakeCarrier } from "../../../tests/fake-carrier.ts";
import type { House, OpenMission } from "../../../tests/house.ts";
import { openHouse } from "../../../tests/house.ts";
import type { Decided } from "../decide.ts";
import { LedgerUnavailable, receiptOf, Spool } from "../index.ts";

const REPORTS = "+33937009004";
let house: House;

beforeEach(async () => {
  await open(new FakeCarrier());
});

afterEach(async () => {
  await checkHouse(house.store, { journal: house.carrier.delivered });
  await house.close();
});

async function open(carrier: FakeCarrier, more: Parameters<typeof openHouse>[0] = {}): Promise<void> {
  house = await openHouse({ carrier, ...more });
  await house.store.transaction(async (tx) => {
    await addNumbers(tx, { numbers: [REPORTS], carrier: carrier.name });
    await changeNumber(tx, REPORTS, { use: "report" });
  });
  await house.relay.refreshNumbers();
}

/** Nothing can be recorded of what people say: a table is not where it was. */
const lose = () => house.owner.query("alter table relay.signal rename to signal_away");
const bringBack = () => house.owner.query("alter table relay.signal_away rename to signal");
/** What waited on disk is in the database, and what it queued is handed over. */
async function filed(): Promise<void> {
  await house.settle();
  await vi.waitFor(() => expect(house.relay.counts.isSpoolEmpty).toBe(true), { timeout: 5_000 });
  await house.settle();
}
const report = ({ customerPhone, customerDials }: OpenMission, more = {}) =>
  house.text(customerPhone, customerDials, "SIGNALER", more) as Promise<Decided>;
const answered = (phone: string, count: number) =>
  vi.waitFor(() => {
    expect(house.carrier.textsAt(phone)).toHaveLength(count);
    return house.carrier.textsAt(phone);
  });

test("the answer has the receipt that is found when it is filed, and comes once", async () => {
  const mission = await house.mission({ n: 1 });
  await lose();
  const { attemptId } = await report(mission);
  const [told] = await answered(mission.customerPhone, 1);
  expect(told).toContain(receiptOf(house.vault, attemptId, "fr"));
  await bringBack();
  expect(await house.text(mission.staffPhone, mission.staffDials, "Allô")).toMatchObject({ code: "pair_cut" });
  await house.settle();
  expect(house.carrier.textsAt(mission.customerPhone)).toEqual([told]);
});

test("the network sends it again: one report, one answer", async () => {
  const mission = await house.mission({ n: 2 });
  await lose();
  const more = { messageId: "again and again" };
  const both = [await report(mission, more), await report(mission, more)];
  expect(both[1]?.attemptId).toBe(both[0]?.attemptId);
  await answered(mission.customerPhone, 1);
  await bringBack();
  await filed();
  expect(house.carrier.calls.filter(({ to }) => to === mission.customerPhone)).toHaveLength(1);
  expect(await house.outcomeOf(both[0]?.attemptId as Decided["attemptId"])).toBe("intercepted");
});

test("while the carrier is down too, the answer waits and has the same receipt", async () => {
  const mission = await house.mission({ n: 3 });
  house.carrier.behave = () => "is_down";
  await lose();
  const { attemptId } = await report(mission);
  await vi.waitFor(() => expect(house.carrier.calls).toHaveLength(1));
  house.carrier.behave = () => "delivers";
  await bringBack();
  await filed();
  const texts = house.carrier.textsAt(mission.customerPhone);
  expect(texts).toEqual([expect.stringContaining(receiptOf(house.vault, attemptId, "fr"))]);
});

test("a carrier that broke after it delivered recognises the answer when it comes again", async () => {
  const mission = await house.mission({ n: 4 });
  house.carrier.behave = (_, call) => (call === 1 ? "delivers_then_breaks" : "delivers");
  await lose();
  await report(mission);
  await answered(mission.customerPhone, 1);
  await bringBack();
  await filed();
  expect(house.carrier.calls).toHaveLength(2);
  expect(house.carrier.textsAt(mission.customerPhone)).toHaveLength(1);
});

test("one that recognises nothing is not asked twice once it said yes", async () => {
  await house.close();
  await open(new FakeCarrier({ deduplicates: false }));
  const mission = await house.mission({ n: 5 });
  await lose();
  await report(mission);
  await answered(mission.customerPhone, 1);
  await bringBack();
  await filed();
  expect(house.carrier.calls).toHaveLength(1);
});

test("nothing is sent in the name of a number that is not ours", async () => {
  await lose();
  expect(await house.text("+33639988811", "+33937999999", "SIGNALER")).toMatchObject({ outcome: "intercepted" });
  await bringBack();
  await filed();
  expect(house.carrier.calls).toEqual([]);
});

test("while nobody may extend the ledger the word is recorded and answered, once", async () => {
  const mission = await house.mission({ n: 10 });
  let isSound = false;
  const relay = house.anotherRelay({ isLedgerSound: () => isSound });
  const text = { carrier: house.carrier.name, messageId: "unsound", from: seal(mission.customerPhone) };
  const sent = { ...text, to: mission.customerDials, text: seal("SIGNALER") };
  expect(await relay.receiveText(sent)).toMatchObject({ outcome: "intercepted" });
  const told = await answered(mission.customerPhone, 1);
  isSound = true;
  await house.settle();
  expect(house.carrier.textsAt(mission.customerPhone)).toEqual(told);
});

test("a digit that may be an answer is not passed on while nobody can tell", async () => {
  const mission = await house.mission({ n: 6 });
  await house.text(mission.customerPhone, mission.customerDials, "AIDE");
  await house.owner.query("alter table relay.question rename to question_away");
  const two = { messageId: "two" };
  const asked = house.text(mission.customerPhone, mission.customerDials, "2", two);
  await expect(asked).rejects.toThrow(LedgerUnavailable);
  await house.owner.query("alter table relay.question_away rename to question");
  expect(await house.text(mission.customerPhone, mission.customerDials, "2", two)).toMatchObject({
    outcome: "intercepted",
  });
  expect(await house.text(mission.staffPhone, mission.staffDials, "Allô")).toMatchObject({ code: "pair_cut" });
});

test("on the report number a digit is taken whatever it answers", async () => {
  const phone = "+33639988812";
  await lose();
  expect(await house.text(phone, REPORTS, "2")).toMatchObject({ outcome: "intercepted" });
  await answered(phone, 1);
  await bringBack();
  await filed();
  const { rows } = await house.owner.query("select word, choice from relay.signal");
  expect(rows).toEqual([{ word: "written", choice: null }]);
});

test("a word on her page is taken on disk too, and she is told on her phone", async () => {
  const mission = await house.mission({ n: 9 });
  const { rows } = await house.owner.query<{ staff_id: StaffId }>("select staff_id from missions.line");
  const staff = rows[0]?.staff_id as StaffId;
  await lose();
  const chat = { mission: mission.id, staff, end: "customer", text: seal("SIGNALER"), messageId: "form-1" } as const;
  expect(await house.relay.receiveChat(chat)).toMatchObject({ outcome: "intercepted" });
  await bringBack();
  await filed();
  expect(await house.text(mission.staffPhone, mission.staffDials, "Allô")).toMatchObject({ code: "pair_cut" });
  expect(house.carrier.textsAt(mission.customerPhone)).toEqual([expect.stringContaining("signalement")]);
});

test("a form of another room that waits is filed before any contact", async () => {
  await house.close();
  const taken: string[] = [];
  let isBroken = true;
  const forms: { spool?: Spool<string> } = {};
  const further = {
    get isEmpty() {
      return forms.spool?.isEmpty !== false;
    },
    async file() {
      if (isBroken) throw new Error("could not file yet");
      const waiting = forms.spool?.read() ?? [];
      taken.push(...waiting);
      forms.spool?.drop(waiting.length);
    },
  };
  await open(new FakeCarrier(), { relay: { furtherSpools: [further] } });
  forms.spool = new Spool<string>(house.folder, house.vault, "forms");
  const mission = await house.mission({ n: 7 });
  const write = () => house.text(mission.staffPhone, mission.staffDials, "Bonjour");
  expect(await write()).toMatchObject({ outcome: "queued" });
  forms.spool.take("a report from a page");
  expect(house.relay.isRecording).toBe(false);
  await expect(write()).rejects.toThrow(LedgerUnavailable);
  expect(house.relay.counts.isSpoolEmpty).toBe(false);
  isBroken = false;
  expect(await write()).toMatchObject({ outcome: "queued" });
  expect(taken).toEqual(["a report from a page"]);
  expect(house.relay.isRecording).toBe(true);
});

test("what the release before left on disk is filed too", async () => {
  const mission = await house.mission({ n: 8 });
  const old = new Spool<object>(`${house.folder}/old`, house.vault, "words");
  const { customerPhone: from, customerDials: to } = mission;
  const attemptId = `att_${"0".repeat(26)}`;
  old.take({ attemptId, carrier: house.carrier.name, to, from, word: "report", code: null });
  const relay = house.anotherRelay({ spoolFolder: `${house.folder}/old` });
  const text = {
    carrier: house.carrier.name,
    messageId: "after",
    from: seal(mission.staffPhone),
    to: mission.staffDials,
  };
  expect(await relay.receiveText({ ...text, text: seal("Allô") })).toMatchObject({ code: "pair_cut" });
  expect(await house.outcomeOf(attemptId as Decided["attemptId"])).toBe("intercepted");
});
