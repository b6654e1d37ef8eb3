/**
 * PRODUCT §5, story 8: she calls back from another phone or with a hidden number: mission code, three tries, locked;
 * never a wrong person.
 */
import { expect, test } from "vitest";
import type { Line } from "../surface/stranger.ts";
import { openProgram } from "../surface/stranger.ts";

const HIS = "+33639982201";
const HERS = "+33639983201";
const HIDDEN = "anonymous";
let strangers = 0;
/** A phone nobody here knows, another one each time: tries are counted for each. */
const anotherPhone = () => `+3363998${9200 + (strangers += 1)}`;

const stranger = await openProgram({ env: { PARAVENT_DEMO: "0" } });
await stranger.staff("T-1", HIS);
await stranger.staff("T-2", "+33639982202");
const POOL = Array.from({ length: 6 }, (_, n) => `+3393700200${n}`);
await stranger.numbers(POOL);
/** Longer than a lock. */
const ALL_DAY = { closesAt: stranger.at(12 * 60) };
const mission = await stranger.mission({ phone: HERS }, ALL_DAY);
const [line] = mission.lines;
const other = (await stranger.mission({ phone: "+33639983202" }, { ...ALL_DAY, staff: ["T-2"] })).lines[0];
/** A code of nobody. */
const WRONG = [line, other].some(({ code }) => code === "00000000") ? "99999999" : "00000000";

test("an unknown phone needs the code, and reaches the right person with it", async () => {
  const phone = anotherPhone();
  expect(await stranger.dial(phone, line.customerDials)).toMatchObject({
    outcome: "refused",
    code: "unknown_sender",
    asks: "code",
  });
  expect(await stranger.dial(phone, line.customerDials, line.code)).toMatchObject({
    rings: HIS,
    callerId: line.staffDials,
  });
  expect(await stranger.text(phone, line.customerDials, "C'est moi")).toMatchObject({ code: "unknown_sender" });
  const written = await stranger.write(phone, line.customerDials, `${line.code} C'est moi`);
  expect(written).toMatchObject({ outcome: "delivered", mission: mission.id, direction: "customer_to_staff" });
  expect(await stranger.textsOn(HIS)).toEqual(["C'est moi"]);
});

test("a hidden number needs the code, and reaches the right person with it", async () => {
  expect(await stranger.dial(HIDDEN, line.customerDials)).toMatchObject({ code: "code_required", asks: "code" });
  expect(await stranger.dial(HIDDEN, line.customerDials, `${line.code}#`)).toMatchObject({ rings: HIS });
  expect(await stranger.text(HIDDEN, line.customerDials, "C'est moi")).toMatchObject({ code: "code_required" });
  const before = (await stranger.textsOn(HIS)).length;
  expect(await stranger.write(HIDDEN, line.customerDials, `${line.code}: Cachée`)).toMatchObject({
    outcome: "delivered",
  });
  expect((await stranger.textsOn(HIS)).slice(before)).toEqual(["Cachée"]);
});

test("a technician with another phone reaches the customer with the code of the number they dial", async () => {
  expect(await stranger.dial(anotherPhone(), line.staffDials, line.code)).toMatchObject({
    rings: HERS,
    callerId: line.customerDials,
  });
});

test.for(["calls", "texts"])("three tries, then even the right code is refused: %s", async (channel) => {
  const phone = anotherPhone();
  const attempt = (code: string, from = phone, to: Line = line) =>
    channel === "calls"
      ? stranger.dial(from, to.customerDials, code)
      : stranger.text(from, to.customerDials, `${code} Bonjour`);
  for (let n = 0; n < 3; n += 1) expect(await attempt(WRONG)).toMatchObject({ outcome: "refused", code: "code_wrong" });
  expect(await attempt(line.code)).toMatchObject({ outcome: "refused", code: "code_locked" });
  // Neither another caller on this number nor this caller on another number is locked.
  expect(await attempt(line.code, anotherPhone())).toMatchObject({
    outcome: channel === "calls" ? "delivered" : "queued",
  });
  expect(await attempt(other.code, phone, other)).toMatchObject({
    outcome: channel === "calls" ? "delivered" : "queued",
  });
  // Nor the phone the number is for.
  expect(await stranger.dial(HERS, line.customerDials)).toMatchObject({ rings: HIS });
  await stranger.advance(61);
  expect(await attempt(line.code)).toMatchObject({ outcome: channel === "calls" ? "delivered" : "queued" });
});

test("a code opens the numbers it was given for, and no other", async () => {
  for (const number of POOL) {
    const isItsOwn = number === line.customerDials || number === line.staffDials;
    const tried = await stranger.dial(anotherPhone(), number, line.code);
    expect(tried).toMatchObject(isItsOwn ? { outcome: "delivered" } : { outcome: "refused", code: "code_wrong" });
  }
});

test("a code is no more than its mission: it opens nothing after the end", async () => {
  const ended = await stranger.mission({ phone: "+33639983205" }, { graceMinutes: 0 });
  const [{ customerDials, code }] = ended.lines;
  const phone = anotherPhone();
  expect(await stranger.dial(phone, customerDials, code)).toMatchObject({ outcome: "delivered" });
  await stranger.act(ended, "close");
  expect(await stranger.dial(phone, customerDials, code)).toMatchObject({ outcome: "refused", code: "window_closed" });
});

test("an ordinary text of hers that starts with eight digits arrives whole", async () => {
  const before = (await stranger.textsOn(HIS)).length;
  for (let n = 0; n < 4; n += 1) await stranger.write(HERS, line.customerDials, `1204202${n} est la date de la panne`);
  expect((await stranger.textsOn(HIS)).slice(before)).toEqual(
    [0, 1, 2, 3].map((n) => `1204202${n} est la date de la panne`),
  );
});

test("what comes with a wrong or no code arrives nowhere", async () => {
  const before = await Promise.all([HIS, HERS, "+33639982202", "+33639983202"].map((phone) => stranger.textsOn(phone)));
  for (const to of [line.customerDials, line.staffDials, other.customerDials, other.staffDials]) {
    await stranger.text(anotherPhone(), to, "Bonjour");
    await stranger.text(anotherPhone(), to, `${WRONG} Bonjour`);
  }
  await stranger.numbers(["+33937002020", "+33937002021"]);
  await stranger.quiet();
  const after = await Promise.all([HIS, HERS, "+33639982202", "+33639983202"].map((phone) => stranger.textsOn(phone)));
  expect(after).toEqual(before);
});
