/**
 * The refusal codes of SURFACES §2 in their order: where two apply, the earlier one is told. Not reached without a
 * desk and screening: `staff_suspended`, `screened`.
 */
import { expect, test } from "vitest";
import type { Line, Mission } from "./stranger.ts";
import { openProgram } from "./stranger.ts";

const stranger = await openProgram({ env: { PARAVENT_DEMO: "0" } });
await stranger.numbers(Array.from({ length: 90 }, (_, n) => `+339370090${String(n).padStart(2, "0")}`));
const UNUSED = "+33937009099";
await stranger.numbers([UNUSED]);
let pairs = 0;

/** A technician and a customer of their own, so that what happens in one test stays there. */
async function meet(more: object = {}) {
  pairs += 1;
  const staff = `T-${pairs}`;
  const [his, hers] = [`+336399829${String(pairs).padStart(2, "0")}`, `+336399839${String(pairs).padStart(2, "0")}`];
  await stranger.staff(staff, his);
  const mission = await stranger.mission({ phone: hers }, { staff: [staff], ...more });
  return { staff, his, hers, mission, line: mission.lines[0] };
}
type Pair = Awaited<ReturnType<typeof meet>>;

const soon = { opensAt: stranger.at(600), closesAt: stranger.at(660) };
const close = (mission: Mission) => stranger.act(mission, "close", { graceMinutes: 0 });
const cut = ({ hers, line }: Pair) => stranger.text(hers, line.customerDials, "SIGNALER");
const optOut = ({ hers, line }: Pair) => stranger.text(hers, line.customerDials, "STOP");
const useUp = async ({ his, line }: Pair) => {
  for (let n = 0; n < 15; n += 1)
    expect(await stranger.text(his, line.staffDials, "…")).toMatchObject({ outcome: "queued" });
};

/** Each brings a pair of its own into a state, one reason after the other, and says which reason is told. */
const CASES: readonly (readonly [string, string | undefined, () => Promise<Pair>])[] = [
  ["nothing", undefined, () => meet()],
  [
    "a cut, an opt-out, a wrong channel, after the end",
    "pair_cut",
    async () => {
      const pair = await meet({ channels: ["call"] });
      await optOut(pair);
      await cut(pair);
      await close(pair.mission);
      return pair;
    },
  ],
  [
    "an opt-out of somebody who is no longer assigned",
    "customer_opted_out",
    async () => {
      const pair = await meet();
      await optOut(pair);
      await stranger.staff("T-other", "+33639982998");
      await stranger.patch(pair.mission, { staff: ["T-other"] });
      return pair;
    },
  ],
  [
    "an opt-out before the window",
    "customer_opted_out",
    async () => {
      const pair = await meet(soon);
      await optOut(pair);
      return pair;
    },
  ],
  [
    "no longer assigned, and cancelled",
    "not_assigned",
    async () => {
      const pair = await meet();
      await stranger.staff("T-other", "+33639982998");
      await stranger.patch(pair.mission, { staff: ["T-other"] });
      await stranger.act(pair.mission, "cancel");
      return pair;
    },
  ],
  [
    "cancelled, before the window",
    "mission_cancelled",
    async () => {
      const pair = await meet(soon);
      await stranger.act(pair.mission, "cancel");
      return pair;
    },
  ],
  [
    "cancelled, after the end",
    "mission_cancelled",
    async () => {
      const pair = await meet({ closesAt: stranger.at(1), graceMinutes: 0 });
      await stranger.act(pair.mission, "cancel");
      await stranger.advance(2);
      return pair;
    },
  ],
  ["before the window, on a wrong channel", "window_not_open", () => meet({ ...soon, channels: ["call"] })],
  [
    "after the end, on a wrong channel",
    "window_closed",
    async () => {
      const pair = await meet({ channels: ["call"] });
      await close(pair.mission);
      return pair;
    },
  ],
  [
    "after the end, when the quota is used up",
    "window_closed",
    async () => {
      const pair = await meet({ purpose: "ride" });
      await useUp(pair);
      await close(pair.mission);
      return pair;
    },
  ],
  ["a wrong channel", "channel_not_allowed", () => meet({ channels: ["call"] })],
  [
    "the quota is used up",
    "quota_exceeded",
    async () => {
      const pair = await meet({ purpose: "ride" });
      await useUp(pair);
      return pair;
    },
  ],
];

test.for(CASES)("%s: %s", async ([, code, arrange]) => {
  const { his, line, mission } = await arrange();
  const tried = await stranger.text(his, line.staffDials, "Bonjour");
  expect(tried).toMatchObject(code === undefined ? { outcome: "queued" } : { outcome: "refused", code });
  if (code !== undefined)
    expect(await stranger.attempt(tried.attempt)).toMatchObject({ outcome: "refused", code, mission: mission.id });
});

test("who is not known is told nothing else, whatever the state of the line", async () => {
  const pair = await meet();
  await cut(pair);
  const stray: Line = pair.line;
  for (const to of [stray.staffDials, stray.customerDials, UNUSED]) {
    expect(await stranger.text("+33639989901", to, "Bonjour")).toMatchObject({ code: "unknown_sender" });
    expect(await stranger.text("anonymous", to, "Bonjour")).toMatchObject({ code: "code_required" });
  }
});

test("a known phone on a number that leads nowhere for it", async () => {
  const [one, other] = [await meet(), await meet()];
  expect(await stranger.text(one.his, UNUSED, "Bonjour")).toMatchObject({ code: "unknown_line" });
  expect(await stranger.text(one.his, other.line.staffDials, "Bonjour")).toMatchObject({ code: "unknown_line" });
  expect(await stranger.text(one.hers, other.line.customerDials, "Bonjour")).toMatchObject({ code: "unknown_line" });
  expect(await stranger.text(one.his, one.line.staffDials, "Bonjour")).toMatchObject({ outcome: "queued" });
});

test("a wrong code is told before a lock, and a lock before what the right code would find", async () => {
  const pair = await meet();
  const { code } = pair.line;
  const wrong = code === "00000000" ? "11111111" : "00000000";
  const by = (typed: string) => stranger.text("+33639989902", pair.line.customerDials, `${typed} Bonjour`);
  await cut(pair);
  expect(await by(code)).toMatchObject({ code: "pair_cut" });
  for (let n = 0; n < 3; n += 1) expect(await by(wrong)).toMatchObject({ code: "code_wrong" });
  expect(await by(wrong)).toMatchObject({ code: "code_locked" });
  expect(await by(code)).toMatchObject({ code: "code_locked" });
});

test("words come before every refusal", async () => {
  const pair = await meet({ ...soon, channels: ["call"] });
  await cut(pair);
  await stranger.act(pair.mission, "cancel");
  expect(await stranger.text(pair.his, pair.line.staffDials, "Bonjour")).toMatchObject({ code: "pair_cut" });
  for (const from of [pair.his, pair.hers, "+33639989901", "anonymous"]) {
    expect(await stranger.text(from, pair.line.customerDials, "STOP")).toMatchObject({ outcome: "intercepted" });
  }
});

test("one pair, two open missions on one line: the latest opened counts", async () => {
  const { staff, his, hers, mission, line } = await meet();
  const { body } = await stranger.call("GET", `/v1/missions/${mission.id}`);
  const customer = { reference: body.customer.reference, phone: hers };
  const later = await stranger.mission(customer, { staff: [staff], opensAt: stranger.at(-10) });
  const coming = await stranger.mission(customer, { staff: [staff], opensAt: stranger.at(30) });
  expect(later.lines[0]).toMatchObject({ staffDials: line.staffDials, customerDials: line.customerDials });
  expect(await stranger.write(his, line.staffDials, "Bonjour")).toMatchObject({ mission: later.id });
  expect(await stranger.write(hers, line.customerDials, "Bonjour")).toMatchObject({ mission: later.id });
  await close(later);
  expect(await stranger.write(his, line.staffDials, "Bonjour")).toMatchObject({
    outcome: "delivered",
    mission: mission.id,
  });
  await close(mission);
  expect(await stranger.text(his, line.staffDials, "Bonjour")).toMatchObject({
    outcome: "refused",
    code: "window_closed",
  });
  await stranger.advance(30);
  expect(await stranger.write(his, line.staffDials, "Bonjour")).toMatchObject({
    outcome: "delivered",
    mission: coming.id,
  });
});

test("what is on its way when the mission ends is told as failed, or has arrived in time: never in between", async () => {
  const { his, hers, line, mission } = await meet({ purpose: "message-proxy" });
  const sending = Array.from({ length: 60 }, (_, n) => stranger.text(his, line.staffDials, `${n}`));
  const closing = close(mission);
  const sent = await Promise.all(sending);
  const { closesAt } = await closing;
  const settled = await Promise.all(sent.map((tried) => stranger.settled(tried)));
  await stranger.quiet();
  const arrived = new Set(await stranger.textsOn(hers));
  for (const [n, { outcome, code, at }] of settled.entries()) {
    expect(arrived.has(`${n}`)).toBe(outcome === "delivered");
    if (outcome !== "delivered") expect(code).toBe("window_closed");
    expect(outcome === "refused").toBe(at >= closesAt);
  }
});
