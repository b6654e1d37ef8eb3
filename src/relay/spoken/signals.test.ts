import { afterAll, beforeAll, expect, test } from "vitest";
import { openSealed, seal } from "../../base/sealed.ts";
import { changeNumber, addNumbers } from "../../numbers/index.ts";
import { checkHouse } from "../../../tests/check-house.ts";
import type { House } from "../../../tests/house.ts";
import { openHouse } from "../../../tests/house.ts";
import type { Decided } from "../decide.ts";
import { receiptOf, senderIndex } from "../index.ts";

const REPORTS = "+33937009001";
const DAY_MS = 24 * 60 * 60_000;
let house: House;

type Signal = {
  readonly word: string;
  readonly attempt_id: Decided["attemptId"];
  readonly by: string;
  readonly mission_id: string | null;
  readonly staff_id: string | null;
  readonly customer_id: string | null;
  readonly choice: number | null;
  readonly adds_to: string | null;
  readonly number: string | null;
  readonly carrier: string;
  readonly sender_index: Buffer | null;
  readonly sealed: Buffer | null;
  readonly language: "fr" | "en";
};

beforeAll(async () => {
  house = await openHouse();
  await house.store.transaction(async (tx) => {
    await addNumbers(tx, { numbers: [REPORTS], carrier: house.carrier.name });
    await changeNumber(tx, REPORTS, { use: "report" });
  });
});

afterAll(async () => {
  await checkHouse(house.store);
  await house.close();
});

async function say(from: string | undefined, to: string, text: string): Promise<Decided> {
  return (await house.text(from, to, text)) as Decided;
}

async function signalOf({ attemptId }: Decided): Promise<Signal> {
  const { rows } = await house.owner.query<Signal>("select * from relay.signal where attempt_id = $1", [attemptId]);
  expect(rows).toHaveLength(1);
  return rows[0] as Signal;
}

function openSignal({ sealed }: Signal): { readonly from?: string; readonly text?: string } {
  const opened = house.vault.openForTenant("signal", sealed as Buffer);
  return JSON.parse(openSealed(opened as NonNullable<typeof opened>)) as { from?: string; text?: string };
}

test("a report word says who, where and in which language; phone and text are sealed", async () => {
  const mission = await house.mission({ n: 11 });
  const signal = await signalOf(await say(mission.customerPhone, mission.customerDials, "Signaler !"));
  expect(signal).toMatchObject({
    word: "report",
    by: "customer",
    mission_id: mission.id,
    choice: null,
    adds_to: null,
    number: mission.customerDials,
    carrier: house.carrier.name,
    language: "fr",
  });
  expect(signal.sender_index).toEqual(senderIndex(house.vault, seal(mission.customerPhone)));
  expect(openSignal(signal)).toEqual({ from: mission.customerPhone, text: "Signaler !" });
  expect(signal.sealed?.toString("latin1")).not.toContain(mission.customerPhone);
});

test("an answer names what it answers, and its choice", async () => {
  const mission = await house.mission({ n: 12 });
  const report = await say(mission.customerPhone, mission.customerDials, "SIGNALER");
  const answer = await signalOf(await say(mission.customerPhone, mission.customerDials, "3"));
  expect(answer).toMatchObject({ word: "answer", choice: 3, adds_to: report.attemptId, mission_id: mission.id });
  const help = await house.mission({ n: 13 });
  const asked = await say(help.customerPhone, help.customerDials, "AIDE");
  expect(await signalOf(asked)).toMatchObject({ word: "help", mission_id: help.id });
  const contact = await signalOf(await say(help.customerPhone, help.customerDials, "1"));
  expect(contact).toMatchObject({ word: "answer", choice: 1, adds_to: asked.attemptId });
});

test("the second answer to a question is a report of its own, with the receipt she was given", async () => {
  const mission = await house.mission({ n: 14 });
  await say(mission.customerPhone, mission.customerDials, "STOP");
  const reported = await say(mission.customerPhone, mission.customerDials, "2");
  const signal = await signalOf(reported);
  expect(signal).toMatchObject({ word: "report", choice: null, adds_to: null, by: "customer" });
  await house.settle();
  const receipt = receiptOf(house.vault, reported.attemptId, signal.language);
  expect(house.carrier.textsAt(mission.customerPhone).at(-1)).toContain(receipt);
});

test("texts to the report number: the first stands for itself, others add to it; nobody is looked up", async () => {
  const phone = "+33639988801";
  const first = await say(phone, REPORTS, "Il m'a écrit");
  expect(await signalOf(first)).toMatchObject({
    word: "written",
    by: "unknown",
    mission_id: null,
    staff_id: null,
    customer_id: null,
    number: REPORTS,
    adds_to: null,
  });
  const second = await signalOf(await say(phone, REPORTS, "+33 6 39 98 70 01"));
  expect(second).toMatchObject({ word: "written", adds_to: first.attemptId });
  expect(openSignal(second)).toEqual({ from: phone, text: "+33 6 39 98 70 01" });
  const { decided } = await house.call(phone, REPORTS);
  expect(await signalOf(decided)).toMatchObject({ word: "called", adds_to: first.attemptId });
});

test("a hidden phone has no index, and its texts are not joined", async () => {
  const first = await signalOf(await say(undefined, REPORTS, "Sans numéro"));
  const second = await signalOf(await say(undefined, REPORTS, "Encore"));
  expect([first.sender_index, first.adds_to, second.adds_to]).toEqual([null, null, null]);
  expect(openSignal(first)).toEqual({ text: "Sans numéro" });
});

test("two first texts at once are one report", async () => {
  const phone = "+33639988802";
  const sent = await Promise.all(["un", "deux", "trois"].map((text) => say(phone, REPORTS, text)));
  const signals = await Promise.all(sent.map(signalOf));
  const own = signals.filter(({ adds_to }) => adds_to === null);
  expect(own).toHaveLength(1);
  expect(new Set(signals.flatMap(({ adds_to }) => adds_to ?? []))).toEqual(new Set([own[0]?.attempt_id]));
  // And the same message twice is one text.
  const again = { messageId: "report-twice" };
  const twice = await Promise.all([house.text(phone, REPORTS, "re", again), house.text(phone, REPORTS, "re", again)]);
  expect((twice[0] as Decided).attemptId).toBe((twice[1] as Decided).attemptId);
  await signalOf(twice[0] as Decided);
});

test("another node that does not know the report number yet takes the text all the same", async () => {
  const other = await openHouse();
  try {
    // It looked before the number was there.
    await other.text("+33639988803", "+33937000001", "Bonjour");
    await other.store.transaction(async (tx) => {
      await addNumbers(tx, { numbers: [REPORTS], carrier: other.carrier.name });
      await changeNumber(tx, REPORTS, { use: "report" });
    });
    expect(await other.text("+33639988803", REPORTS, "Bonjour")).toMatchObject({ outcome: "intercepted" });
    const late = other.anotherRelay();
    await late.receiveText({
      carrier: other.carrier.name,
      messageId: "late",
      from: seal("+33639988804"),
      to: REPORTS,
      text: seal("12345678 ce n'est pas un code"),
    });
    const { rows } = await other.owner.query("select word from relay.signal order by at");
    expect(rows.map(({ word }: { word?: string }) => word)).toEqual(["written", "written"]);
    await checkHouse(other.store);
  } finally {
    await other.close();
  }
});

test("what nobody consumed is never erased; what was consumed loses its text after two days", async () => {
  const consumed = await say("+33639988805", REPORTS, "Lu");
  const waiting = await say("+33639988806", REPORTS, "Pas encore lu");
  await house.owner.query("update relay.signal set consumed_at = store.act_time(1) where attempt_id = $1", [
    consumed.attemptId,
  ]);
  await house.relay.keepHouse();
  expect((await signalOf(consumed)).sealed).not.toBeNull();
  await house.advance(3 * DAY_MS);
  await house.relay.keepHouse();
  expect((await signalOf(consumed)).sealed).toBeNull();
  expect(openSignal(await signalOf(waiting))).toMatchObject({ text: "Pas encore lu" });
});
