import { afterAll, beforeAll, expect, test } from "vitest";
import { checkHouse } from "../../tests/check-house.ts";
import type { House, OpenMission } from "../../tests/house.ts";
import { openHouse } from "../../tests/house.ts";
import { seal } from "../base/sealed.ts";
import { PARTS_WAIT_MS } from "./join-parts.ts";

let house: House;
let mission: OpenMission;

beforeAll(async () => {
  house = await openHouse();
  mission = await house.mission();
});

afterAll(() => house.close());

const WORDS = ["Bonjour, je suis devant la porte ", "du bâtiment C, le code ne marche pas, ", "pouvez-vous ouvrir ?"];

/** One part of a long text of the customer, as an operator hands it in. */
function part(
  set: string,
  index: number,
  more: { readonly total?: number; readonly text?: string; readonly id?: string } = {},
) {
  const { total = WORDS.length, text = WORDS[index - 1] ?? "", id = `${set}/${index}` } = more;
  return house.text(mission.customerPhone, mission.customerDials, text, {
    messageId: id,
    part: { reference: set, index, total },
  });
}

const attempts = async () => {
  const { rows } = await house.owner.query<{ outcome: string; code: string | null }>(
    "select outcome, code from relay.attempt order by at, attempt_id",
  );
  return rows;
};
const lastDelivered = () => house.carrier.textsAt(mission.staffPhone).at(-1);

test.each([[[1, 2, 3]], [[3, 2, 1]], [[2, 3, 1]]])("parts that come in the order %j are one text", async (order) => {
  const before = (await attempts()).length;
  const [first, second, last] = order as [number, number, number];
  const set = `order ${order.join()}`;
  expect(await part(set, first)).toEqual({ outcome: "waiting" });
  expect(await part(set, second)).toEqual({ outcome: "waiting" });
  expect(await part(set, last)).toMatchObject({ outcome: "queued" });
  await house.settle();
  expect(lastDelivered()).toBe(WORDS.join(""));
  expect(await attempts()).toHaveLength(before + 1);
});

test("parts that come at the same instant see each other", async () => {
  for (let i = 0; i < 10; i += 1) {
    const received = await Promise.all([part(`at once ${i}`, 1), part(`at once ${i}`, 2), part(`at once ${i}`, 3)]);
    expect(received.filter(({ outcome }) => outcome === "queued")).toHaveLength(1);
  }
});

test("a part that an operator repeats changes nothing, before the set is whole and after", async () => {
  const before = (await attempts()).length;
  await part("repeats", 1);
  expect(await part("repeats", 1)).toEqual({ outcome: "waiting" });
  await part("repeats", 2);
  const whole = await part("repeats", 3);
  expect(whole).toMatchObject({ outcome: "queued", isRepeat: false });
  for (const index of [1, 2, 3])
    expect(await part("repeats", index)).toMatchObject({ ...whole, outcome: expect.any(String), isRepeat: true });
  await house.settle();
  expect(await attempts()).toHaveLength(before + 1);
  expect(house.carrier.textsAt(mission.staffPhone).filter((text) => text === "")).toEqual([]);
});

test("a reference that is used again is another text: a phone counts to 255 and starts over", async () => {
  await part("again", 1, { total: 2, text: "première ", id: "a1" });
  const first = await part("again", 2, { total: 2, text: "fois", id: "a2" });
  await part("again", 1, { total: 2, text: "seconde ", id: "b1" });
  const second = await part("again", 2, { total: 2, text: "fois", id: "b2" });
  expect(second).toMatchObject({ outcome: "queued", isRepeat: false });
  expect(second).not.toEqual(first);
  await house.settle();
  expect(lastDelivered()).toBe("seconde fois");
});

test("parts of two senders under one reference are not mixed", async () => {
  const other = await house.mission({ n: 2, staff: ["T-2"] });
  await part("shared", 1, { total: 2, text: "de la première " });
  const theirs = house.text(other.customerPhone, other.customerDials, "de la seconde", {
    messageId: "theirs/2",
    part: { reference: "shared", index: 2, total: 2 },
  });
  expect(await theirs).toEqual({ outcome: "waiting" });
});

test("nothing is decided on a part: a word in parts is a word, and one in the middle is none", async () => {
  const spoken = await house.mission({ n: 3, staff: ["T-3"] });
  const send = (index: number, text: string) =>
    house.text(spoken.customerPhone, spoken.customerDials, text, {
      messageId: `word/${text}/${index}`,
      part: { reference: text.length > 3 ? "x" : "y", index, total: 2 },
    });
  await send(1, "dites ");
  expect(await send(2, "STOP svp")).toMatchObject({ outcome: "queued" });
  await send(1, "ST");
  expect(await send(2, "OP")).toMatchObject({ outcome: "intercepted" });
});

test("a part says what it is a part of, sealed; when the text is decided it is emptied", async () => {
  await part("sealed", 1);
  const { rows } = await house.owner.query<{ sealed_part: Buffer | null; joined_at: Date | null }>(
    "select sealed_part, joined_at from relay.part order by joined_at is null desc",
  );
  const waiting = rows.filter(({ joined_at }) => joined_at === null);
  const joined = rows.filter(({ joined_at }) => joined_at !== null);
  expect(waiting.some(({ sealed_part }) => sealed_part?.includes("Bonjour"))).toBe(false);
  expect(waiting.every(({ sealed_part }) => sealed_part !== null)).toBe(true);
  expect(joined.length).toBeGreaterThan(0);
  expect(joined.every(({ sealed_part }) => sealed_part === null)).toBe(true);
});

test("one part of one is a whole text", async () => {
  const received = await house.text(mission.customerPhone, mission.customerDials, "seul", {
    messageId: "single",
    part: { reference: "single", index: 1, total: 1 },
  });
  expect(received).toMatchObject({ outcome: "queued" });
});

test("a text of which parts never come is recorded as failed, once, and its parts are gone", async () => {
  await house.store.query({ name: "test.parts", text: "delete from relay.part" });
  await part("never", 1);
  await part("never", 2);
  await house.advance(PARTS_WAIT_MS - 60_000);
  await house.relay.keepHouse();
  expect(await attempts()).not.toContainEqual({ outcome: "failed", code: "parts_missing" });
  await house.advance(120_000);
  await house.relay.keepHouse();
  await house.relay.keepHouse();
  const missing = (await attempts()).filter(({ code }) => code === "parts_missing");
  expect(missing).toEqual([{ outcome: "failed", code: "parts_missing" }]);
  const { rowCount } = await house.owner.query("select from relay.part");
  expect(rowCount).toBe(0);
  await checkHouse(house.store);
});

test("a set that was decided and not marked, as when the program was killed in between, is not called failed", async () => {
  await part("killed", 1);
  await part("killed", 2);
  await part("killed", 3);
  await house.owner.query("update relay.part set joined_at = null");
  const before = await attempts();
  await house.advance(PARTS_WAIT_MS + 60_000);
  await house.relay.keepHouse();
  expect(await attempts()).toEqual(before);
});

test("a carrier hands in parts of a sender whose number is withheld", async () => {
  const send = (index: number) =>
    house.relay.receiveText({
      carrier: "fake",
      messageId: `hidden/${index}`,
      from: undefined,
      to: mission.staffDials,
      text: seal("qui "),
      part: { reference: "h", index, total: 2 },
    });
  await send(1);
  expect(await send(2)).toMatchObject({ outcome: "refused", code: "code_required" });
});
