import { afterAll, beforeAll, expect, test } from "vitest";
import { openSealed, seal } from "../../base/sealed.ts";
import type { CustomerId, MissionId, StaffId } from "../../base/ids.ts";
import { cancelMission, closeMission } from "../../missions/close-mission.ts";
import { checkHouse } from "../../../tests/check-house.ts";
import type { House, OpenMission } from "../../../tests/house.ts";
import { openHouse } from "../../../tests/house.ts";
import { chatOf, MAX_CHAT_CHARACTERS } from "../index.ts";

const HOUR_MS = 60 * 60_000;
let house: House;
let met = 0;
let messages = 0;

beforeAll(async () => {
  house = await openHouse({ staff: 20, numbers: 40 });
});

afterAll(async () => {
  await checkHouse(house.store, { journal: house.carrier.delivered });
  await house.close();
});

type Pair = OpenMission & { readonly staffId: StaffId; readonly customerId: CustomerId };

async function meet(more: object = {}): Promise<Pair> {
  met += 1;
  const mission = await house.mission({ n: 300 + met, staff: [`T-${met}`], ...more });
  const { rows } = await house.owner.query<{ staff_id: StaffId; customer_id: CustomerId }>(
    "select staff_id, customer_id from missions.line where mission_id = $1",
    [mission.id],
  );
  const [row] = rows;
  if (row === undefined) throw new Error("could not find the line of a mission");
  return { ...mission, staffId: row.staff_id, customerId: row.customer_id };
}

const closed = (mission: MissionId, graceMinutes: number) =>
  house.store.transaction((tx) => closeMission(tx, house.deps, mission, { graceMinutes }));
const chat = (pair: Pair, text: string, more: { readonly messageId?: string; readonly staff?: StaffId } = {}) =>
  house.relay.receiveChat({
    mission: pair.id,
    staff: more.staff ?? pair.staffId,
    end: "customer",
    text: seal(text),
    messageId: more.messageId ?? `form-${(messages += 1)}`,
  });
const shown = async (pair: Pair) =>
  (await chatOf(house.store, house.vault, pair.id, pair.customerId)).map(({ text, outcome, code }) => [
    text && openSealed(text),
    outcome,
    code,
  ]);

test("what she writes on her page arrives on the staff member's handset, from the number that leads to her", async () => {
  const pair = await meet();
  expect(await chat(pair, "Je suis en bas")).toMatchObject({ outcome: "queued" });
  await house.settle();
  const arrived = house.carrier.delivered.filter(({ to }) => to === pair.staffPhone);
  expect(arrived).toMatchObject([{ from: pair.staffDials, text: "Je suis en bas" }]);
  expect(await shown(pair)).toEqual([["Je suis en bas", "delivered", undefined]]);
  const { rows } = await house.owner.query("select channel, direction from relay.attempt where mission_id = $1", [
    pair.id,
  ]);
  expect(rows).toEqual([{ channel: "chat", direction: "customer_to_staff" }]);
  // He answers as to any text of hers.
  expect(await house.text(pair.staffPhone, pair.staffDials, "J'arrive")).toMatchObject({ outcome: "queued" });
});

test("the same form twice is one message", async () => {
  const pair = await meet();
  const first = await chat(pair, "Bonjour", { messageId: "twice" });
  const second = await chat(pair, "Bonjour", { messageId: "twice" });
  expect(second).toMatchObject({ attemptId: first.attemptId, isRepeat: true });
  await house.settle();
  expect(house.carrier.textsAt(pair.staffPhone)).toEqual(["Bonjour"]);
  expect(await shown(pair)).toHaveLength(1);
});

test("the gate refuses it as it refuses a text, with the same codes", async () => {
  const late = await meet({ graceMinutes: 0 });
  await closed(late.id, 0);
  expect(await chat(late, "Encore là ?")).toMatchObject({ outcome: "refused", code: "window_closed" });
  const off = await meet();
  await house.store.transaction((tx) => cancelMission(tx, house.deps, off.id, {}));
  expect(await chat(off, "Encore là ?")).toMatchObject({ code: "mission_cancelled" });
  const cut = await meet();
  await house.text(cut.customerPhone, cut.customerDials, "SIGNALER");
  expect(await chat(cut, "Encore là ?")).toMatchObject({ code: "pair_cut" });
  const calls = await meet({ channels: ["call"] });
  expect(await chat(calls, "Bonjour")).toMatchObject({ code: "channel_not_allowed" });
  const other = await meet();
  expect(await chat(other, "Bonjour", { staff: cut.staffId })).toMatchObject({ code: "unknown_line" });
  const before = await meet({ opensAt: new Date((await house.store.now()).getTime() + 30 * 60_000).toISOString() });
  expect(await chat(before, "Bonjour")).toMatchObject({ code: "window_not_open" });
});

test("her own stop does not keep her from writing, as with a text", async () => {
  const pair = await meet();
  await house.text(pair.customerPhone, pair.customerDials, "STOP");
  expect(await chat(pair, "Venez quand même")).toMatchObject({ outcome: "queued" });
});

test("it counts with the texts of the line", async () => {
  const pair = await meet({ purpose: "delivery" });
  const [purpose] = house.deps.purposes.filter(({ name }) => name === "delivery");
  const most = purpose?.maxTextsPerMission ?? 0;
  for (let n = 1; n < most; n += 1) {
    if (n % 2 === 0) await chat(pair, `Message ${n}`);
    else await house.text(pair.customerPhone, pair.customerDials, `Message ${n}`);
  }
  expect(await chat(pair, "La dernière")).toMatchObject({ outcome: "queued" });
  expect(await chat(pair, "Une de trop")).toMatchObject({ code: "quota_exceeded" });
  expect(await house.text(pair.customerPhone, pair.customerDials, "Une de trop")).toMatchObject({
    code: "quota_exceeded",
  });
});

test("it is screened, and she sees that it is held", async () => {
  const pair = await meet();
  expect(await chat(pair, "Espèce de sale connard, je vais te tuer")).toMatchObject({ outcome: "held" });
  expect(await shown(pair)).toEqual([["Espèce de sale connard, je vais te tuer", "held", undefined]]);
  await house.settle();
  expect(house.carrier.textsAt(pair.staffPhone).join()).not.toContain("connard");
});

test("a word that is never refused is one here too: the pair is cut, and she is written to on her phone", async () => {
  const pair = await meet();
  expect(await chat(pair, "SIGNALER")).toMatchObject({ outcome: "intercepted" });
  expect(await chat(pair, "Bonjour")).toMatchObject({ code: "pair_cut" });
  await house.settle();
  expect(house.carrier.textsAt(pair.customerPhone).join()).toContain("signalement");
  expect(house.carrier.textsAt(pair.staffPhone)).toEqual([]);
  const { rows } = await house.owner.query("select word, by, mission_id from relay.signal where staff_id = $1", [
    pair.staffId,
  ]);
  expect(rows).toEqual([{ word: "report", by: "customer", mission_id: pair.id }]);
});

test("what she wrote is shown to her alone, and goes when the mission is over", async () => {
  const [pair, other] = [await meet({ graceMinutes: 10 }), await meet()];
  await chat(pair, "Le portail est ouvert");
  expect(await chatOf(house.store, house.vault, pair.id, other.customerId)).toEqual([]);
  const { rows } = await house.owner.query<{ sealed_text: Buffer }>(
    "select sealed_text from relay.chat where mission_id = $1",
    [pair.id],
  );
  expect(rows[0]?.sealed_text.toString("latin1")).not.toContain("portail");
  await closed(pair.id, 10);
  await house.relay.keepHouse();
  expect(await shown(pair)).toHaveLength(1);
  await house.advance(HOUR_MS / 4);
  await house.relay.keepHouse();
  expect(await shown(pair)).toEqual([]);
});

test("the form refuses what is too long before it comes here", async () => {
  const pair = await meet();
  await expect(chat(pair, "x".repeat(MAX_CHAT_CHARACTERS + 1))).rejects.toThrow("too long");
  expect(await chat(pair, `Bonjour ${"a ".repeat(40)}`)).not.toMatchObject({ outcome: "refused" });
});
