import { expect, test } from "vitest";
import { openProgram } from "./stranger.ts";

const stranger = await openProgram();
const HIS = "+33639983001";
await stranger.staff("T-1", HIS);
let customers = 0;
const nextPhone = () => `+33639984${100 + (customers += 1)}`;

test("a call rings the other end, who sees a masked number, both ways", async () => {
  const hers = nextPhone();
  const { id, lines } = await stranger.mission({ phone: hers });
  const [{ staffDials, customerDials }] = lines;
  const out = await stranger.dial(HIS, staffDials);
  expect(out).toMatchObject({ outcome: "delivered", rings: hers, callerId: customerDials });
  const back = await stranger.dial(hers, customerDials);
  expect(back).toMatchObject({ outcome: "delivered", rings: HIS, callerId: staffDials });
  expect(await stranger.attempts({ mission: id })).toMatchObject([
    { id: out.attempt, channel: "call", direction: "staff_to_customer", outcome: "delivered" },
    { id: back.attempt, channel: "call", direction: "customer_to_staff", outcome: "delivered" },
  ]);
});

test("a call ends at a limit, and stops ringing before any voicemail answers", async () => {
  const limits = [];
  for (const purpose of ["home-intervention", "ride"]) {
    const { lines } = await stranger.mission({ phone: nextPhone() }, { purpose });
    const { body } = await stranger.call("POST", "/simulator/calls", { from: HIS, to: lines[0].staffDials });
    expect(body.ringSeconds).toBeLessThan(20);
    expect(body.maxSeconds).toBeGreaterThan(0);
    limits.push(body.maxSeconds);
  }
  expect(limits[0]).toBeGreaterThan(limits[1]);
});

test("each side may call a limited number of times, and one side's calls are not the other's", async () => {
  const hers = nextPhone();
  const { lines } = await stranger.mission({ phone: hers });
  const [{ staffDials, customerDials }] = lines;
  for (let n = 0; n < 10; n += 1) expect(await stranger.dial(HIS, staffDials)).toMatchObject({ outcome: "delivered" });
  expect(await stranger.dial(HIS, staffDials)).toMatchObject({ outcome: "refused", code: "quota_exceeded" });
  expect(await stranger.dial(hers, customerDials)).toMatchObject({ outcome: "delivered" });
  expect(await stranger.text(HIS, staffDials, "Rappelez-moi")).toMatchObject({ outcome: "queued" });
});

test("ten calls at once do not pass for one", async () => {
  const { lines } = await stranger.mission({ phone: nextPhone() });
  const calls = await Promise.all(Array.from({ length: 25 }, () => stranger.dial(HIS, lines[0].staffDials)));
  expect(calls.filter(({ outcome }) => outcome === "delivered")).toHaveLength(10);
  expect(calls.filter(({ code }) => code === "quota_exceeded")).toHaveLength(15);
});

test("a refused call rings nobody and shows nothing", async () => {
  const hers = nextPhone();
  const mission = await stranger.mission({ phone: hers }, { opensAt: stranger.at(10) });
  const refused = await stranger.dial(HIS, mission.lines[0].staffDials);
  expect(refused).toMatchObject({ outcome: "refused", code: "window_not_open" });
  expect(refused.rings).toBeUndefined();
  expect(refused.callerId).toBeUndefined();
  await stranger.advance(10);
  expect(await stranger.dial(HIS, mission.lines[0].staffDials)).toMatchObject({ rings: hers });
});

test("a call the network repeats is one attempt", async () => {
  const { lines } = await stranger.mission({ phone: nextPhone() });
  const call = () =>
    stranger.call("POST", "/simulator/calls", { from: HIS, to: lines[0].staffDials }, { "idempotency-key": "call-1" });
  const [first, second] = [await call(), await call()];
  expect(second.body.attempt).toBe(first.body.attempt);
});

test("a code is asked of whoever needs one, and of nobody else", async () => {
  const hers = nextPhone();
  const [{ customerDials, code }] = (await stranger.mission({ phone: hers }, { graceMinutes: 0 })).lines;
  for (const from of ["anonymous", "+33639989801"]) {
    expect(await stranger.dial(from, customerDials)).toMatchObject({ outcome: "refused", asks: "code" });
    for (const keys of ["1", "123456789", "abcdefgh"]) {
      const tried = await stranger.dial(from, customerDials, keys);
      expect(tried.outcome).toBe("refused");
      expect(tried.rings).toBeUndefined();
    }
  }
  await stranger.advance(61);
  await stranger.staff("T-2", "+33639983002");
  const again = await stranger.mission({ phone: nextPhone() }, { staff: ["T-2"] });
  expect(await stranger.dial("anonymous", again.lines[0].customerDials, again.lines[0].code)).toMatchObject({
    outcome: "delivered",
  });
  expect(await stranger.dial("anonymous", customerDials, code)).toMatchObject({ code: "window_closed" });
  expect((await stranger.dial(hers, customerDials)).asks).toBeUndefined();
});
