import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { checkHouse } from "../../tests/check-house.ts";
import type { House, OpenMission } from "../../tests/house.ts";
import { customerPhone, openHouse } from "../../tests/house.ts";
import { newId } from "../base/ids.ts";
import { openLog } from "../base/log.ts";
import { seal } from "../base/sealed.ts";
import { closeMission } from "../missions/close-mission.ts";
import type { ContactRequest } from "./contact-request.ts";
import type { GateLimits } from "./gate.ts";
import { Gate, GateOverloaded, LedgerUnavailable } from "./gate.ts";

let house: House;

beforeAll(async () => {
  house = await openHouse({ staff: 40, numbers: 60 });
});

afterAll(() => house.close());

function openGate(limits: Partial<GateLimits> = {}): Gate {
  const gate = new Gate({ store: house.store, deps: house.deps, log: openLog("silent"), limits });
  onTestFinished(() => gate.close());
  return gate;
}

function textFrom(mission: OpenMission, end: "staff" | "customer" = "staff"): ContactRequest {
  const [from, to] =
    end === "staff" ? [mission.staffPhone, mission.staffDials] : [mission.customerPhone, mission.customerDials];
  return { attemptId: newId("attempt"), channel: "sms", carrier: "fake", to, from: seal(from), text: seal("bonjour") };
}

/** How many of these attempts each transaction recorded: one draws its entries' ids from a block of its own. */
async function batchesOf(requests: readonly ContactRequest[]): Promise<readonly number[]> {
  const { rows } = await house.owner.query<{ count: number }>(
    `select count(*)::int as count from relay.attempt where attempt_id = any ($1)
     group by (entry_id - 1) / 1000 order by 1`,
    [requests.map(({ attemptId }) => attemptId)],
  );
  return rows.map(({ count }) => count);
}

test("a lone request goes at once: it waits for no timer", async () => {
  const mission = await house.mission({ n: 1 });
  const gate = openGate();
  await gate.decide(textFrom(mission));
  vi.useFakeTimers({ toFake: ["setTimeout", "setInterval"] });
  onTestFinished(() => void vi.useRealTimers());
  expect(await gate.decide(textFrom(mission))).toMatchObject({ outcome: "queued", isRepeat: false });
});

test("requests that come together share one commit, and each has its own answer and entry", async () => {
  const missions = await Promise.all(
    Array.from({ length: 20 }, (_, n) => house.mission({ n: 10 + n, staff: [`T-${1 + n}`] })),
  );
  const stranger = { ...textFrom(missions[0] as OpenMission), from: seal("+33639989999") };
  const requests = [...missions.map((mission) => textFrom(mission)), stranger];
  const gate = openGate({ connections: 1 });
  const answers = await Promise.all(requests.map((request) => gate.decide(request)));
  expect(answers.map(({ attemptId }) => attemptId)).toEqual(requests.map(({ attemptId }) => attemptId));
  expect(answers.map(({ outcome }) => outcome)).toEqual([...missions.map(() => "queued"), "refused"]);
  expect(answers.at(-1)?.code).toBe("unknown_sender");
  expect(await batchesOf(requests)).toEqual([21]);
  await checkHouse(house.store);
});

test("a batch takes no more than its limit", async () => {
  const mission = await house.mission({ n: 40 });
  const requests = Array.from({ length: 25 }, () => textFrom(mission));
  const gate = openGate({ batch: 10 });
  await Promise.all(requests.map((request) => gate.decide(request)));
  const sizes = await batchesOf(requests);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(10);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(25);
});

test("the same message twice is one attempt, in one batch, in two at once and later", async () => {
  const mission = await house.mission({ n: 41 });
  const request = textFrom(mission);
  const gate = openGate();
  const [first, second] = await Promise.all([gate.decide(request), gate.decide(request)]);
  expect([first?.outcome, second?.outcome]).toEqual(["queued", "queued"]);
  expect(await gate.decide(request)).toMatchObject({ outcome: "queued", isRepeat: true });
  const other = textFrom(mission);
  const fromUnknown = { ...textFrom(mission), from: seal("+33639989998") };
  for (const twice of [other, fromUnknown]) {
    const answers = await Promise.all([openGate().decide(twice), openGate().decide(twice)]);
    expect(answers[0]?.outcome).toBe(answers[1]?.outcome);
    expect(await batchesOf([twice])).toEqual([1]);
  }
  await checkHouse(house.store);
});

test("what was refused once stays refused, though it would be allowed now", async () => {
  const mission = await house.mission({ n: 42 });
  await house.owner.query("update people.staff set standing = 'suspended' where reference = 'T-1'");
  const request = textFrom(mission);
  const gate = openGate();
  expect(await gate.decide(request)).toMatchObject({ outcome: "refused", code: "staff_suspended" });
  await house.owner.query("update people.staff set standing = 'active' where reference = 'T-1'");
  expect(await gate.decide(request)).toMatchObject({ outcome: "refused", code: "staff_suspended", isRepeat: true });
  expect(await gate.decide(textFrom(mission))).toMatchObject({ outcome: "queued" });
});

test.each([
  // No text PostgreSQL can hold: found out when the facts are read, and when the notice to a stranger is written.
  ["at the first statement", { to: "+339370000\u0000" }],
  ["at the last", { carrier: "fa\u0000ke", from: seal("+33639989997") }],
])("a request that cannot be recorded fails alone, %s", async (_, poison) => {
  const mission = await house.mission({ n: 43 });
  const poisoned = { ...textFrom(mission), ...poison };
  const good = Array.from({ length: 6 }, () => textFrom(mission));
  const gate = openGate();
  const requests = [...good.slice(0, 3), poisoned, ...good.slice(3)];
  const answers = await Promise.allSettled(requests.map((request) => gate.decide(request)));
  const statuses = requests.map((request) => (request === poisoned ? "rejected" : "fulfilled"));
  expect(answers.map(({ status }) => status)).toEqual(statuses);
  expect((answers[3] as PromiseRejectedResult).reason).toBeInstanceOf(LedgerUnavailable);
  expect(await batchesOf([poisoned])).toEqual([]);
  expect(await gate.decide(textFrom(mission))).toMatchObject({ outcome: "queued" });
  await checkHouse(house.store);
});

test("a connection that is lost with a batch under way costs nobody their answer", async () => {
  const mission = await house.mission({ n: 44 });
  const gate = openGate({ connections: 1 });
  const held = await holdChain(mission);
  const request = textFrom(mission);
  const answer = gate.decide(request);
  await vi.waitFor(async () => {
    const { rowCount } = await house.owner.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock' and usename is not null`,
    );
    expect(rowCount).toBe(1);
  });
  await held.release();
  expect(await answer).toMatchObject({ outcome: "queued", isRepeat: false });
  expect(await batchesOf([request])).toEqual([1]);
});

/** An act on this mission's customer that is under way: whoever decides about her waits. */
async function holdChain(mission: OpenMission): Promise<{ release(): Promise<void> }> {
  const client = await house.store.connect();
  await client.query("begin");
  await client.query(
    `select from ledger.lock_chains(1, array(select customer_id from missions.mission where mission_id = $1))`,
    [mission.id],
  );
  return {
    async release() {
      await client.query("commit");
      await client.end();
    },
  };
}

test("more than can be answered in time is refused at once, and what waits is answered", async () => {
  const mission = await house.mission({ n: 45 });
  const gate = openGate({ batch: 1, connections: 1, queue: 5 });
  const held = await holdChain(mission);
  const under = gate.decide(textFrom(mission));
  await vi.waitFor(async () => {
    const { rowCount } = await house.owner.query(
      "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    expect(rowCount).toBe(1);
  });
  const waiting = Array.from({ length: 5 }, () => gate.decide(textFrom(mission)));
  await expect(gate.decide(textFrom(mission))).rejects.toBeInstanceOf(GateOverloaded);
  await held.release();
  const answers = await Promise.all([under, ...waiting]);
  expect(answers.map(({ outcome }) => outcome)).toEqual(answers.map(() => "queued"));
  expect(await gate.decide(textFrom(mission))).toMatchObject({ outcome: "queued" });
});

test("a quota is counted within a batch as between batches, for each end of its own", async () => {
  const mission = await house.mission({ n: 46 });
  const limit = house.deps.purposes.find(({ name }) => name === "home-intervention")?.maxTextsPerMission as number;
  const gate = openGate();
  const requests = Array.from({ length: limit + 5 }, () => textFrom(mission));
  const answers = await Promise.all(requests.map((request) => gate.decide(request)));
  expect(answers.filter(({ outcome }) => outcome === "queued")).toHaveLength(limit);
  expect(answers.slice(limit).map(({ code }) => code)).toEqual(Array.from({ length: 5 }, () => "quota_exceeded"));
  expect(await gate.decide(textFrom(mission))).toMatchObject({ code: "quota_exceeded" });
  expect(await gate.decide(textFrom(mission, "customer"))).toMatchObject({ outcome: "queued" });
});

test("a quota counts what was used before the batch too, just before its limit", async () => {
  const mission = await house.mission({ n: 48 });
  const limit = house.deps.purposes.find(({ name }) => name === "home-intervention")?.maxCallsPerMission as number;
  const gate = openGate();
  const call = () => gate.decide({ ...textFrom(mission), channel: "call" });
  for (let i = 0; i < limit - 2; i += 1) expect(await call()).toMatchObject({ outcome: "queued" });
  const answers = await Promise.all(Array.from({ length: 10 }, call));
  expect(answers.filter(({ outcome }) => outcome === "queued")).toHaveLength(2);
});

test("nothing slips in beside the closing of its mission, however often both happen at once", async () => {
  const gate = openGate();
  for (let n = 50; n < 62; n += 1) {
    const mission = await house.mission({ n, customer: { ...customerOf(n), phone: customerPhone(n) } });
    const texts = Array.from({ length: 6 }, () => gate.decide(textFrom(mission)));
    const closing = house.store.transaction((tx) => closeMission(tx, house.deps, mission.id, { graceMinutes: 0 }));
    const more = Array.from({ length: 6 }, () => gate.decide(textFrom(mission, "customer")));
    await Promise.all([...texts, closing, ...more]);
    expect(await gate.decide(textFrom(mission))).toMatchObject({ code: "window_closed" });
  }
  await checkHouse(house.store);
});

const customerOf = (n: number) => ({ reference: `C-${n}`, displayName: `Customer ${n}`, language: "fr" as const });

test("after closing nothing is decided any more", async () => {
  const mission = await house.mission({ n: 47 });
  const gate = openGate();
  await gate.close();
  await expect(gate.decide(textFrom(mission))).rejects.toBeInstanceOf(LedgerUnavailable);
});
