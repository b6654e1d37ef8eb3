import { afterAll, beforeAll, expect, test } from "vitest";
import { checkHouse } from "../../tests/check-house.ts";
import type { House, OpenMission } from "../../tests/house.ts";
import { openHouse } from "../../tests/house.ts";
import { closeMission } from "../missions/close-mission.ts";
import { splitCode } from "./enter-code.ts";

let house: House;

beforeAll(async () => {
  house = await openHouse({ staff: 40 });
});

afterAll(() => house.close());

const STRANGER = "+33639986001";
const HOUR_MS = 3_600_000;
let strangers = 0;
const newStranger = () => {
  strangers += 1;
  return `+33639985${String(strangers).padStart(3, "0")}`;
};
/** Eight digits that are not the mission's code. */
const wrongFor = ({ code }: OpenMission) => String((Number(code) + 1) % 100_000_000).padStart(8, "0");
let visits = 0;
/** A mission that is open all day, with numbers on which nobody tried a code yet. */
const newMission = async () => {
  visits += 1;
  const closesAt = new Date((await house.store.now()).getTime() + 24 * HOUR_MS).toISOString();
  return house.mission({ n: 100 + visits, staff: [`T-${visits}`], closesAt });
};

test.each([
  ["12345678 bonjour", { code: "12345678", rest: "bonjour" }],
  ["  12345678: bonjour", { code: "12345678", rest: "bonjour" }],
  ["12345678bonjour", { code: "12345678", rest: "bonjour" }],
  ["12345678", { code: "12345678", rest: "" }],
  ["12345678 - 9 heures", { code: "12345678", rest: "9 heures" }],
  ["123456789", undefined],
  ["1234567 bonjour", undefined],
  ["bonjour 12345678", undefined],
  ["", undefined],
])("the code a text starts with is read from %j", (text, found) => {
  expect(splitCode(text)).toEqual(found);
});

test("who has the code reaches the mission from any phone, and the code is not part of the message", async () => {
  const mission = await newMission();
  const text = await house.text(STRANGER, mission.customerDials, `${mission.code} je suis en bas`);
  expect(text).toMatchObject({ outcome: "queued" });
  await house.settle();
  expect(house.carrier.textsAt(mission.staffPhone)).toEqual(["je suis en bas"]);
  for (const from of [newStranger(), undefined]) {
    const call = await house.call(from, mission.customerDials, { keys: mission.code });
    expect(call.instruction).toMatchObject({ kind: "connect", callerId: mission.staffDials });
  }
});

test("an unknown or hidden caller is asked for a code once, and typing none is refused", async () => {
  const mission = await newMission();
  for (const [from, code] of [
    [newStranger(), "unknown_sender"],
    [undefined, "code_required"],
  ] as const) {
    const call = await house.call(from, mission.customerDials);
    expect(call).toMatchObject({ decided: { code }, instruction: { kind: "ask_code" } });
    const none = await house.call(from, mission.customerDials, { keys: "#" });
    expect(none).toMatchObject({ decided: { code }, instruction: { kind: "refuse" } });
  }
});

test("three wrong codes lock a caller out of a number: the right one does not help for an hour", async () => {
  const mission = await newMission();
  const other = await newMission();
  const caller = newStranger();
  const attempt = async (keys: string, on = mission) =>
    (await house.call(caller, on.customerDials, { keys })).decided.code ?? "connected";
  for (let i = 0; i < 3; i += 1) expect(await attempt(wrongFor(mission))).toBe("code_wrong");
  expect(await attempt(mission.code)).toBe("code_locked");
  expect(await attempt(wrongFor(mission))).toBe("code_locked");
  expect(await attempt(other.code, other)).toBe("connected");
  const someone = await house.call(newStranger(), mission.customerDials, { keys: mission.code });
  expect(someone.instruction.kind).toBe("connect");
});

test("the lock ends an hour after the third wrong code, not before, and then there are three tries again", async () => {
  const mission = await newMission();
  const caller = newStranger();
  const attempt = async (keys: string) =>
    (await house.call(caller, mission.customerDials, { keys })).decided.code ?? "connected";
  for (let i = 0; i < 3; i += 1) expect(await attempt(wrongFor(mission))).toBe("code_wrong");
  await house.advance(HOUR_MS - 30_000);
  expect(await attempt(mission.code)).toBe("code_locked");
  await house.advance(60_000);
  for (let i = 0; i < 3; i += 1) expect(await attempt(wrongFor(mission))).toBe("code_wrong");
  expect(await attempt(mission.code)).toBe("code_locked");
});

test("a right code forgets the wrong ones before it; an hour does too", async () => {
  const mission = await newMission();
  const caller = newStranger();
  const attempt = async (keys: string) =>
    (await house.call(caller, mission.customerDials, { keys })).decided.code ?? "connected";
  for (let i = 0; i < 3; i += 1) {
    expect(await attempt(wrongFor(mission))).toBe("code_wrong");
    expect(await attempt(wrongFor(mission))).toBe("code_wrong");
    expect(await attempt(mission.code)).toBe("connected");
  }
  await attempt(wrongFor(mission));
  await attempt(wrongFor(mission));
  await house.advance(HOUR_MS + 1_000);
  expect(await attempt(wrongFor(mission))).toBe("code_wrong");
  expect(await attempt(mission.code)).toBe("connected");
});

test("callers together have thirty tries on a number: caller IDs are cheap to forge", async () => {
  const mission = await newMission();
  for (let i = 0; i < 30; i += 1) {
    const call = await house.call(newStranger(), mission.customerDials, { keys: wrongFor(mission) });
    expect(call.decided.code).toBe("code_wrong");
  }
  const next = await house.call(newStranger(), mission.customerDials, { keys: mission.code });
  expect(next.decided.code).toBe("code_locked");
  // Whoever needs no code is not locked out by strangers.
  const own = await house.call(mission.customerPhone, mission.customerDials);
  expect(own.instruction.kind).toBe("connect");
});

test("tries at the same instant are counted one by one", async () => {
  const mission = await newMission();
  const caller = newStranger();
  const calls = await Promise.all(
    Array.from({ length: 8 }, () => house.call(caller, mission.customerDials, { keys: wrongFor(mission) })),
  );
  expect(calls.filter(({ decided }) => decided.code === "code_wrong")).toHaveLength(3);
  expect(calls.filter(({ decided }) => decided.code === "code_locked")).toHaveLength(5);
});

test("a code opens nothing that is closed: the window counts as for everybody", async () => {
  const mission = await newMission();
  await house.store.transaction((tx) => closeMission(tx, house.deps, mission.id, { graceMinutes: 0 }));
  const call = await house.call(newStranger(), mission.customerDials, { keys: mission.code });
  expect(call.decided).toMatchObject({ outcome: "refused", code: "window_closed" });
});

test("the same message again gets the same answer and counts no second try, also from a hidden caller", async () => {
  const mission = await newMission();
  for (const from of [newStranger(), undefined]) {
    const messageId = `again ${from ?? "hidden"}`;
    const attempt = (keys: string) => house.call(from, mission.customerDials, { messageId, keys });
    for (let i = 0; i < 4; i += 1) {
      expect((await attempt(wrongFor(mission))).decided).toMatchObject({ code: "code_wrong", isRepeat: i > 0 });
    }
  }
  const { rows } = await house.owner.query<{ wrong: number }>(
    "select wrong from relay.code_try where number = $1 order by wrong",
    [mission.customerDials],
  );
  // One of each caller, two of everybody.
  expect(rows.map(({ wrong }) => wrong)).toEqual([1, 1, 2]);
});

test("eight digits in the message of somebody who needs no code are part of the message", async () => {
  const mission = await newMission();
  const text = await house.text(mission.customerPhone, mission.customerDials, "12345678 est la référence du compteur");
  expect(text).toMatchObject({ outcome: "queued" });
  await house.settle();
  expect(house.carrier.textsAt(mission.staffPhone)).toContain("12345678 est la référence du compteur");
});

test("a code on a number that is none of ours leads nowhere and leaves no trace of that number", async () => {
  const somebody = "+33639984444";
  const call = await house.call(newStranger(), somebody, { keys: "12345678" });
  expect(call.decided).toMatchObject({ outcome: "refused" });
  const { rowCount } = await house.owner.query("select from relay.code_try where number = $1", [somebody]);
  expect(rowCount).toBe(0);
  await checkHouse(house.store);
});
