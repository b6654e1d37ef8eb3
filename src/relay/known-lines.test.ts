import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { checkHouse } from "../../tests/check-house.ts";
import type { House, OpenMission } from "../../tests/house.ts";
import { customerPhone, openHouse, staffPhone } from "../../tests/house.ts";
import type { MissionId } from "../base/ids.ts";
import { newId } from "../base/ids.ts";
import { openLog } from "../base/log.ts";
import { seal } from "../base/sealed.ts";
import { changeMission } from "../missions/change-mission.ts";
import { cancelMission, closeMission } from "../missions/close-mission.ts";
import { moveStaffLines } from "../missions/index.ts";
import { cutPair, optOut } from "../missions/pair-cut.ts";
import { setOff } from "../missions/set-off.ts";
import { putStaff } from "../people/index.ts";
import type { Query, Tx } from "../store/index.ts";
import { decideBatch } from "./decide.ts";
import { Gate } from "./gate.ts";
import { askOf, KnownLines } from "./read-facts.ts";
import { Recent } from "./recent.ts";

const MINUTE_MS = 60_000;

let house: House;
let gate: Gate;

beforeAll(async () => {
  house = await openHouse({ staff: 30, numbers: 60 });
  gate = new Gate({ store: house.store, deps: house.deps, log: openLog("silent") });
});

afterAll(async () => {
  await checkHouse(house.store);
  await gate.close();
  await house.close();
});

/** What the gate decides on a text from the staff member, and for which mission. */
async function decide({ staffPhone: from, staffDials: to }: OpenMission) {
  const attemptId = newId("attempt");
  const request = { attemptId, channel: "sms", carrier: "fake", to, from: seal(from), text: seal("bonjour") } as const;
  const { outcome, code } = await gate.decide(request);
  const { rows } = await house.owner.query<{ mission_id: MissionId | null }>(
    "select mission_id from relay.attempt where attempt_id = $1",
    [attemptId],
  );
  return { answer: code ?? outcome, mission: rows[0]?.mission_id };
}

type Pair = { readonly staff: string; readonly customer: string };

async function pairOf({ id }: OpenMission): Promise<Pair> {
  const { rows } = await house.owner.query<Pair>(
    "select staff_id as staff, customer_id as customer from missions.line where mission_id = $1",
    [id],
  );
  return rows[0] as Pair;
}

const act = (run: (tx: Tx) => Promise<unknown>) => house.store.transaction(run);

/** Acts of others, of which this gate is told nothing, and what it must answer from then on. */
const ACTS: readonly {
  readonly what: string;
  readonly act: (mission: OpenMission, n: number) => Promise<unknown>;
  readonly answer: string;
}[] = [
  {
    what: "its mission is closed without grace",
    act: ({ id }) => act((tx) => closeMission(tx, house.deps, id, { graceMinutes: 0 })),
    answer: "window_closed",
  },
  {
    what: "its mission is cancelled",
    act: ({ id }) => act((tx) => cancelMission(tx, house.deps, id, {})),
    answer: "mission_cancelled",
  },
  {
    what: "its window is moved away",
    act: async ({ id }) => {
      const opensAt = new Date((await house.store.now()).getTime() + 10 * MINUTE_MS);
      await act((tx) => changeMission(tx, house.deps, id, { opensAt }));
    },
    answer: "window_not_open",
  },
  {
    what: "the mission is given to somebody else",
    act: ({ id }) => act((tx) => changeMission(tx, house.deps, id, { staff: ["T-30"] })),
    answer: "not_assigned",
  },
  {
    what: "the pair is cut",
    act: async (mission) => {
      const { staff, customer } = await pairOf(mission);
      await act((tx) => cutPair(tx, { staff: staff as never, customer: customer as never, cause: "desk" }));
    },
    answer: "pair_cut",
  },
  {
    what: "the customer wants no more messages",
    act: async (mission) => {
      const { customer } = await pairOf(mission);
      await act((tx) => optOut(tx, customer as never));
    },
    answer: "customer_opted_out",
  },
  {
    what: "the staff member is suspended",
    act: ({ staff }) =>
      house.owner.query("update people.staff set standing = 'suspended' where reference = $1", [staff]),
    answer: "staff_suspended",
  },
  {
    what: "the staff member has another phone",
    act: ({ staff }) =>
      act(async (tx) => {
        const phone = seal("+33639986999");
        const who = { reference: staff, displayName: seal("Staff"), regime: "generic", language: "fr" } as const;
        const put = await putStaff(tx, house.vault, { ...who, phone });
        if (put.ok) await moveStaffLines(tx, house.deps, put.member.id, staff);
      }),
    answer: "not_assigned",
  },
];

test.each(ACTS.map((one, n) => ({ ...one, n: n + 1 })))(
  "what a gate remembers of a conversation ends when $what",
  async ({ act: change, answer, n }) => {
    const mission = await house.mission({ n, staff: [`T-${n}`] });
    expect((await decide(mission)).answer).toBe("queued");
    expect((await decide(mission)).answer).toBe("queued");
    await change(mission, n);
    expect((await decide(mission)).answer).toBe(answer);
  },
);

test("an open conversation is looked up once, and again only when something was recorded about her", async () => {
  const mission = await house.mission({ n: 25, staff: ["T-25"] });
  const known = new KnownLines();
  const statements = async () => {
    const { staffPhone: from, staffDials: to } = mission;
    const request = { attemptId: newId("attempt"), channel: "call", carrier: "fake", to, from: seal(from) } as const;
    const asked: string[] = [];
    await house.store.transactionByKey(async (tx) => {
      const run: Query = { query: (statement, values) => (asked.push(statement.name), tx.query(statement, values)) };
      const { writes } = await decideBatch(run, house.deps, [askOf(house.vault, request, known)], { known });
      await Promise.all(writes);
    });
    return asked;
  };
  expect(await statements()).toContain("relay.facts");
  expect(await statements()).not.toContain("relay.facts");
  await act((tx) => setOff(tx, mission.id, "T-25"));
  expect(await statements()).toContain("relay.facts");
  expect(await statements()).not.toContain("relay.facts");
});

test("a cut for her other reference holds for the remembered one: it is the same phone", async () => {
  const mission = await house.mission({ n: 20, staff: ["T-20"] });
  const reference = {
    reference: "C-20-again",
    displayName: "Customer",
    phone: customerPhone(20),
    language: "fr",
  } as const;
  const other = await house.mission({ n: 20, staff: ["T-20"], reference: "M-20-again", customer: reference });
  expect((await decide(mission)).answer).toBe("queued");
  const { staff, customer } = await pairOf(other);
  await act((tx) => cutPair(tx, { staff: staff as never, customer: customer as never, cause: "desk" }));
  expect((await decide(mission)).answer).toBe("pair_cut");
});

test("of two open missions of a pair the latest opened counts, also when it was made after the first was remembered", async () => {
  const first = await house.mission({ n: 21, staff: ["T-21"] });
  expect((await decide(first)).mission).toBe(first.id);
  const now = (await house.store.now()).getTime();
  const later = { staff: ["T-21"], opensAt: new Date(now - MINUTE_MS).toISOString() };
  const second = await house.mission({ n: 21, reference: "M-21-later", ...later });
  expect(second.staffDials).toBe(first.staffDials);
  expect((await decide(first)).mission).toBe(second.id);
});

test("a mission of the same two phones under another reference is found, made after the first was remembered", async () => {
  const first = await house.mission({ n: 22, staff: ["T-22"] });
  expect((await decide(first)).mission).toBe(first.id);
  const now = (await house.store.now()).getTime();
  const customer = {
    reference: "C-22-other",
    displayName: "Customer",
    phone: customerPhone(22),
    language: "fr",
  } as const;
  const later = { staff: ["T-22"], opensAt: new Date(now - MINUTE_MS).toISOString(), customer };
  const second = await house.mission({ n: 22, reference: "M-22-other", ...later });
  expect(second.staffDials).toBe(first.staffDials);
  expect((await decide(first)).mission).toBe(second.id);
});

test("what is remembered ends with the window, and when another mission of the pair opens", async () => {
  const now = (await house.store.now()).getTime();
  const opening = { opensAt: new Date(now + 5 * MINUTE_MS).toISOString() };
  const first = await house.mission({ n: 23, staff: ["T-23"], graceMinutes: 0 });
  const second = await house.mission({ n: 23, staff: ["T-23"], reference: "M-23-next", graceMinutes: 0, ...opening });
  expect((await decide(first)).mission).toBe(first.id);
  await house.advance(5 * MINUTE_MS);
  expect((await decide(first)).mission).toBe(second.id);
  await house.advance(60 * MINUTE_MS);
  expect(await decide(first)).toMatchObject({ answer: "window_closed" });
});

test("two gates decide alike, whoever of them remembers", async () => {
  const other = new Gate({ store: house.store, deps: house.deps, log: openLog("silent") });
  onTestFinished(() => other.close());
  const mission = await house.mission({ n: 24, staff: ["T-24"] });
  const ask = (asked: Gate, from: string, to: string) =>
    asked.decide({
      attemptId: newId("attempt"),
      channel: "sms",
      carrier: "fake",
      to,
      from: seal(from),
      text: seal("bonjour"),
    });
  for (let round = 0; round < 10; round += 1) {
    const answers = await Promise.all([
      ask(gate, mission.staffPhone, mission.staffDials),
      ask(other, mission.customerPhone, mission.customerDials),
      ask(other, staffPhone(24), mission.staffDials),
      ask(gate, mission.customerPhone, mission.customerDials),
    ]);
    expect(answers.map(({ outcome }) => outcome)).toEqual(answers.map(() => "queued"));
  }
  await act((tx) => closeMission(tx, house.deps, mission.id, { graceMinutes: 0 }));
  for (const asked of [gate, other]) {
    expect((await ask(asked, mission.staffPhone, mission.staffDials)).code).toBe("window_closed");
  }
});

test("half of the most is kept whatever comes, and what is forgotten is gone", () => {
  const recent = new Recent<number>(10);
  for (let n = 0; n < 100; n += 1) recent.set(`name ${n}`, n);
  const kept = Array.from({ length: 100 }, (_, n) => n).filter((n) => recent.get(`name ${n}`) !== undefined);
  expect(kept.length).toBeGreaterThanOrEqual(5);
  expect(kept.length).toBeLessThanOrEqual(10);
  expect(kept.at(-1)).toBe(99);
  recent.forget("name 99");
  expect(recent.get("name 99")).toBeUndefined();
});
