import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { checkHouse } from "../../tests/check-house.ts";
import { FakeCarrier } from "../../tests/fake-carrier.ts";
import type { House, OpenMission } from "../../tests/house.ts";
import { openHouse } from "../../tests/house.ts";
import type { AttemptId } from "../base/ids.ts";
import type { Log } from "../base/log.ts";
import { changeMission } from "../missions/change-mission.ts";
import { cancelMission, closeMission } from "../missions/close-mission.ts";
import { cutPair, optOut } from "../missions/index.ts";
import type { StaffId, CustomerId } from "../base/ids.ts";

const errors: string[] = [];
const log: Log = { info: () => undefined, warn: () => undefined, error: (event) => void errors.push(event) };
/** Real time. An operator has half of it to answer. */
const relay = { leaseMs: 400 };

/** One whose operator deduplicates, one whose operator does not. */
let usual: House;
let forgetful: House;
let house: House;
let mission: OpenMission;
let visits = 0;

beforeAll(async () => {
  usual = await openHouse({ log, relay, staff: 40 });
  forgetful = await openHouse({ log, relay, carrier: new FakeCarrier({ deduplicates: false }), staff: 40 });
});

afterAll(async () => {
  await usual.close();
  await forgetful.close();
});

beforeEach(() => enter(usual));

afterEach(async () => {
  await house.settle();
  await checkHouse(house.store, { journal: house.carrier.delivered });
});

/** Everything happens in a mission of the test's own. */
async function enter(one: House): Promise<void> {
  house = one;
  visits += 1;
  errors.splice(0);
  house.carrier.calls.splice(0);
  house.carrier.behave = () => "delivers";
  mission = await house.mission({ n: visits, staff: [`T-${visits}`] });
}

const arrived = () => house.carrier.textsAt(mission.customerPhone);
const isDone = async (attempt: AttemptId) => {
  const { rows } = await house.owner.query("select state from store.outbox where attempt_id = $1", [attempt]);
  expect(rows).toEqual([{ state: "done" }]);
};

async function send(text = "bonjour", from: "staff" | "customer" = "staff"): Promise<AttemptId> {
  const [phone, number] =
    from === "staff" ? [mission.staffPhone, mission.staffDials] : [mission.customerPhone, mission.customerDials];
  const received = await house.text(phone, number, text);
  if (received.outcome !== "queued") throw new Error(`it was ${received.outcome}`);
  return received.attemptId;
}

/** A text that is queued and that the operator did not take yet. */
async function sendWhileDown(): Promise<AttemptId> {
  house.carrier.behave = () => "is_down";
  const attempt = await send();
  await vi.waitFor(() => expect(house.carrier.calls).toHaveLength(1));
  await vi.waitFor(async () => {
    const { rows } = await house.owner.query("select state from store.outbox where attempt_id = $1", [attempt]);
    expect(rows).toEqual([{ state: "queued" }]);
  });
  house.carrier.behave = () => "delivers";
  return attempt;
}

test("what was let through arrives once, from the masked number, and its result is recorded", async () => {
  const attempt = await send("je suis en bas");
  await house.settle();
  const text = { id: attempt, from: mission.customerDials, to: mission.customerPhone, text: "je suis en bas" };
  expect(house.carrier.delivered).toContainEqual(text);
  expect(arrived()).toEqual(["je suis en bas"]);
  expect(await house.outcomeOf(attempt)).toBe("delivered");
});

test("what a person wrote arrives in the order it was written", async () => {
  const words = Array.from({ length: 12 }, (_, i) => `partie ${i}`);
  for (const text of words) await send(text);
  await house.settle();
  expect(arrived()).toEqual(words);
});

test.each<[string, (staff: StaffId, customer: CustomerId) => Promise<unknown>]>([
  [
    "window_closed",
    () => house.store.transaction((tx) => closeMission(tx, house.deps, mission.id, { graceMinutes: 0 })),
  ],
  ["window_closed", () => house.advance(2 * 3_600_000)],
  ["mission_cancelled", () => house.store.transaction((tx) => cancelMission(tx, house.deps, mission.id, {}))],
  [
    "not_assigned",
    () => house.store.transaction((tx) => changeMission(tx, house.deps, mission.id, { staff: ["T-40"] })),
  ],
  ["pair_cut", (staff, customer) => house.store.transaction((tx) => cutPair(tx, { staff, customer, cause: "desk" }))],
  ["customer_opted_out", (_, customer) => house.store.transaction((tx) => optOut(tx, customer))],
  [
    "staff_suspended",
    () => house.owner.query("update people.staff set standing = 'suspended' where reference = $1", [mission.staff]),
  ],
])("what may not go any more when its turn comes is not handed over: %s", async (code, change) => {
  const attempt = await sendWhileDown();
  const { rows } = await house.owner.query<{ staff_id: StaffId; customer_id: CustomerId }>(
    "select staff_id, customer_id from missions.line where mission_id = $1",
    [mission.id],
  );
  const { staff_id, customer_id } = rows[0] as { staff_id: StaffId; customer_id: CustomerId };
  await change(staff_id, customer_id);
  await house.settle();
  expect(await house.outcomeOf(attempt)).toBe(`failed ${code}`);
  expect(house.carrier.calls).toHaveLength(1);
});

test("a window that ends while an earlier text of the batch has its turn is over for the next one", async () => {
  const patient = await openHouse({ relay: { leaseMs: 8_000 } });
  const { id, staffPhone, staffDials } = await patient.mission({ n: 1 });
  await patient.owner.query(
    "update missions.mission set closes_at = store.act_time(1) + interval '800 ms', grace_ms = 0 where mission_id = $1",
    [id],
  );
  patient.carrier.behave = () => {
    for (const until = performance.now() + 900; performance.now() < until; );
    return "delivers";
  };
  const texts = await Promise.all(["un", "deux"].map((text) => patient.text(staffPhone, staffDials, text)));
  await patient.settle();
  const outcomes = await Promise.all(
    texts.map((text) => patient.outcomeOf((text as { attemptId: AttemptId }).attemptId)),
  );
  await patient.close();
  expect(outcomes).toEqual(["delivered", "failed window_closed"]);
  expect(patient.carrier.calls).toHaveLength(1);
});

test("nothing stands in the way: the same text goes when the operator is back", async () => {
  const attempt = await sendWhileDown();
  await house.settle();
  expect(await house.outcomeOf(attempt)).toBe("delivered");
  expect(house.carrier.calls).toHaveLength(2);
});

test.each(["is_down", "asks_to_wait"] as const)(
  "an operator that %s for ever is taken at its word in the end",
  async (behaviour) => {
    const attempt = await sendWhileDown();
    house.carrier.behave = () => behaviour;
    await house.owner.query("update store.outbox set tries = 25 where state = 'queued'");
    await house.settle();
    expect(await house.outcomeOf(attempt)).toBe("failed carrier_down");
    expect(house.carrier.calls.length).toBeGreaterThan(3);
    house.carrier.behave = () => "delivers";
    const next = await send();
    await house.settle();
    expect(await house.outcomeOf(next)).toBe("delivered");
  },
);

test("an operator that refuses a text is believed", async () => {
  house.carrier.behave = () => "refuses";
  const attempt = await send();
  await house.settle();
  expect([await house.outcomeOf(attempt), house.carrier.calls.length]).toEqual(["failed rejected", 1]);
});

test.each(["breaks", "delivers_then_breaks", "never_answers", "delivers_and_never_answers"] as const)(
  "an operator that deduplicates and %s is asked again, and the text arrives once",
  async (behaviour) => {
    house.carrier.behave = (_, call) => (call === 1 ? behaviour : "delivers");
    const attempt = await send();
    await house.settle();
    expect(await house.outcomeOf(attempt)).toBe("delivered");
    expect([house.carrier.calls.length, arrived().length]).toEqual([2, 1]);
    expect(errors).toEqual([]);
  },
);

test.each([
  ["breaks", 0],
  ["delivers_then_breaks", 1],
  ["never_answers", 0],
  ["delivers_and_never_answers", 1],
] as const)(
  "an operator that does not deduplicate and %s is not asked again: nobody knows, and a human is told",
  async (behaviour, count) => {
    const before = forgetful.relay.counts.unknownOutcomes;
    await enter(forgetful);
    house.carrier.behave = (_, call) => (call === 1 ? behaviour : "delivers");
    const attempt = await send();
    await house.settle();
    expect(await house.outcomeOf(attempt)).toBe("unknown");
    expect([house.carrier.calls.length, arrived().length]).toEqual([1, count]);
    expect(house.relay.counts.unknownOutcomes).toBe(before + 1);
    expect(errors).toEqual(["relay.outcome-unknown"]);
    const told = count === 1 ? "delivered" : "failed";
    await house.relay.receiveResult({ attemptId: attempt, outcome: told });
    expect(await house.outcomeOf(attempt)).toContain(told);
  },
);

test("an operator that is silent about one text does not keep everybody else's waiting", async () => {
  const other = await house.mission({ n: 200 + visits, staff: ["T-39"] });
  house.carrier.behave = ({ text }) => (text === "silence" ? "never_answers" : "delivers");
  await send("silence");
  const next = await house.text(other.staffPhone, other.staffDials, "et moi ?");
  await vi.waitFor(() => expect(house.carrier.textsAt(other.customerPhone)).toEqual(["et moi ?"]), 3_000);
  house.carrier.behave = () => "delivers";
  await house.settle();
  expect(next.outcome).toBe("queued");
  expect(arrived()).toEqual(["silence"]);
});

/** A text that a program had leased and perhaps handed over when it was killed. */
async function leaveBehind(): Promise<AttemptId> {
  const attempt = await sendWhileDown();
  await house.owner.query(
    "update store.outbox set state = 'handing_over', next_at = clock_timestamp() + interval '1 hour' where attempt_id = $1",
    [attempt],
  );
  return attempt;
}

test("what a killed program was handing over is not touched while its lease runs, then handed over again", async () => {
  const attempt = await leaveBehind();
  const second = await send("entre-temps");
  await vi.waitFor(async () => expect(await house.outcomeOf(second)).toBe("delivered"));
  expect(await house.outcomeOf(attempt)).toBe("queued");
  await house.settle();
  expect(await house.outcomeOf(attempt)).toBe("delivered");
});

test("what a killed program was handing over to an operator that does not deduplicate is unknown", async () => {
  await enter(forgetful);
  const attempt = await leaveBehind();
  await house.settle();
  expect(await house.outcomeOf(attempt)).toBe("unknown");
  expect(house.carrier.calls).toHaveLength(1);
  expect(errors).toEqual(["relay.outcome-unknown"]);
});

test("a text that may have arrived, and may not go again, is unknown: calling it failed could be a lie", async () => {
  house.carrier.behave = () => "delivers_then_breaks";
  const attempt = await send();
  await vi.waitFor(() => expect(arrived()).toHaveLength(1));
  await house.store.transaction((tx) => closeMission(tx, house.deps, mission.id, { graceMinutes: 0 }));
  await house.settle();
  expect(await house.outcomeOf(attempt)).toBe("unknown");
  expect(errors).toEqual(["relay.outcome-unknown"]);
});

test("the same after a kill: what was being handed over is unknown when it may not go any more", async () => {
  const attempt = await leaveBehind();
  await house.store.transaction((tx) => closeMission(tx, house.deps, mission.id, { graceMinutes: 0 }));
  await house.settle();
  expect(await house.outcomeOf(attempt)).toBe("unknown");
  expect(errors).toEqual(["relay.outcome-unknown"]);
});

test("two programs on one database hand over each text once", async () => {
  const other = house.anotherRelay();
  house.carrier.behave = () => "is_down";
  for (let i = 0; i < 20; i += 1) await send(`texte ${i}`);
  house.carrier.behave = () => "delivers";
  house.carrier.calls.splice(0);
  await house.owner.query("update store.outbox set next_at = clock_timestamp() where state = 'queued'");
  other.start();
  await house.settle();
  expect(new Set(house.carrier.calls.map(({ id }) => id)).size).toBe(20);
  expect(arrived()).toHaveLength(20);
  await other.stop();
});

test("a receipt tells the end of a text that was only accepted; repeats and contradictions change nothing", async () => {
  house.carrier.behave = ({ text }) => (text === "un" ? "delivers_later" : "accepts");
  const [good, bad] = [await send("un"), await send("deux")];
  await house.settle();
  expect(await house.outcomeOf(good)).toBe("queued");
  for (const outcome of ["delivered", "delivered", "failed", "unknown"] as const) {
    await house.relay.receiveResult({ attemptId: good, outcome });
    expect(await house.outcomeOf(good)).toBe("delivered");
  }
  await house.relay.receiveResult({ attemptId: bad, outcome: "failed", code: "absent" });
  await house.relay.receiveResult({ attemptId: bad, outcome: "delivered" });
  expect(await house.outcomeOf(bad)).toBe("failed absent");
  await isDone(good);
  await isDone(bad);
});

test("a receipt that overtakes the operator's own answer is not lost, and nothing waits for another", async () => {
  house.carrier.behave = ({ id }) => {
    void house.relay.receiveResult({ attemptId: id as AttemptId, outcome: "delivered" });
    return "delivers_later";
  };
  const attempt = await send();
  await house.settle();
  await vi.waitFor(async () => expect(await house.outcomeOf(attempt)).toBe("delivered"));
  await isDone(attempt);
});

test("a receipt for something that was never sent is nothing", async () => {
  const refused = await house.text("+33639989999", mission.staffDials, "qui ?");
  const attempt = (refused as { attemptId: AttemptId }).attemptId;
  await house.relay.receiveResult({ attemptId: attempt, outcome: "delivered" });
  expect(await house.outcomeOf(attempt)).toBe("refused unknown_sender");
  await house.relay.receiveResult({ attemptId: "att_none" as AttemptId, outcome: "delivered" });
});

test("what an operator calls a failure is recorded as a code, never as its own sentence", async () => {
  house.carrier.behave = () => "accepts";
  const attempt = await send();
  await house.settle();
  await house.relay.receiveResult({ attemptId: attempt, outcome: "failed", code: "No route to +33639981001" });
  expect(await house.outcomeOf(attempt)).toBe("failed carrier_refused");
});

test("a call whose answer got lost on the way is connected when the operator asks again", async () => {
  const ask = () => house.call(mission.staffPhone, mission.staffDials, { messageId: `leg of ${mission.id}` });
  const first = await ask();
  const again = await ask();
  expect(again.decided).toMatchObject({ attemptId: first.decided.attemptId, isRepeat: true });
  expect(again.instruction).toEqual(first.instruction);
  await house.relay.receiveResult({ attemptId: first.decided.attemptId, outcome: "delivered" });
  expect((await ask()).instruction).toMatchObject({ kind: "refuse" });
});

test("a call whose mission closed before the operator asked again is not connected", async () => {
  const ask = () => house.call(mission.staffPhone, mission.staffDials, { messageId: `leg of ${mission.id}` });
  const { decided } = await ask();
  await house.store.transaction((tx) => closeMission(tx, house.deps, mission.id, { graceMinutes: 0 }));
  expect((await ask()).instruction).toMatchObject({ kind: "refuse" });
  await house.relay.receiveResult({ attemptId: decided.attemptId, outcome: "failed", code: "caller_gone" });
});
