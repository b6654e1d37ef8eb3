import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { seal } from "../../src/base/sealed.ts";
import { cancelMission, closeMission } from "../../src/missions/close-mission.ts";
import { createMissions } from "../../src/missions/index.ts";
import type { StaffId } from "../../src/base/ids.ts";
import { addNumbers, changeNumber } from "../../src/numbers/index.ts";
import { setOff } from "../../src/missions/set-off.ts";
import { disclose } from "../../src/relay/disclose.ts";
import type { Relay } from "../../src/relay/index.ts";
import { LedgerUnavailable } from "../../src/relay/index.ts";
import { checkHouse } from "../check-house.ts";
import type { House, OpenMission } from "../house.ts";
import { customerPhone, MAKE_DUE, openHouse } from "../house.ts";
import type { Cut } from "./proxy.ts";
import { Proxy } from "./proxy.ts";

type Act = {
  readonly name: string;
  /** What the carrier or the desk does, and does again when it hears of a failure. */
  readonly act: (parts: {
    readonly house: House;
    readonly relay: Relay;
    readonly mission: OpenMission;
    readonly id: string;
  }) => Promise<unknown>;
  readonly prepare?: Act["act"];
  /** Attempts it leaves, and texts that reach the customer or the staff member. */
  readonly attempts: number;
  readonly delivered: number;
  /** Also cuts every statement of the hand-over that follows. */
  readonly isWithDelivery?: boolean;
};

const message = (id: string, from: string | undefined, to: string) => ({
  carrier: "fake",
  messageId: id,
  from: from === undefined ? undefined : seal(from),
  to,
});
const STRANGER = "+33639986000";
const REPORTS = "+33937009003";

const ACTS: readonly Act[] = [
  {
    name: "a text that is allowed",
    act: ({ relay, mission, id }) =>
      relay.receiveText({ ...message(id, mission.staffPhone, mission.staffDials), text: seal("bonjour") }),
    attempts: 1,
    delivered: 1,
    isWithDelivery: true,
  },
  {
    name: "a text that is refused",
    act: ({ relay, mission, id }) =>
      relay.receiveText({ ...message(id, STRANGER, mission.staffDials), text: seal("qui ?") }),
    attempts: 1,
    delivered: 0,
  },
  {
    name: "a text with the mission code",
    act: ({ relay, mission, id }) =>
      relay.receiveText({ ...message(id, STRANGER, mission.customerDials), text: seal(`${mission.code} c'est moi`) }),
    attempts: 1,
    delivered: 1,
  },
  {
    name: "a wrong mission code",
    act: ({ relay, mission, id }) =>
      relay.receiveCall({ ...message(id, undefined, mission.customerDials), keys: "00000000" }),
    attempts: 1,
    delivered: 0,
  },
  {
    name: "a long text in two parts",
    async act({ relay, mission, id }) {
      for (const index of [1, 2]) {
        await relay.receiveText({
          ...message(`${id}/${index}`, mission.customerPhone, mission.customerDials),
          text: seal(index === 1 ? "je suis " : "en bas"),
          part: { reference: id, index, total: 2 },
        });
      }
    },
    attempts: 1,
    delivered: 1,
  },
  {
    name: "a report word",
    act: ({ relay, mission, id }) =>
      relay.receiveText({ ...message(id, mission.customerPhone, mission.customerDials), text: seal("SIGNALER") }),
    attempts: 1,
    delivered: 0,
  },
  {
    name: "a stop word",
    act: ({ relay, mission, id }) =>
      relay.receiveText({ ...message(id, mission.customerPhone, mission.customerDials), text: seal("stop") }),
    attempts: 1,
    delivered: 0,
  },
  {
    name: "an answer to a question",
    prepare: ({ relay, mission, id }) =>
      relay.receiveText({ ...message(`${id}/ask`, mission.customerPhone, mission.customerDials), text: seal("AIDE") }),
    act: ({ relay, mission, id }) =>
      relay.receiveText({ ...message(id, mission.customerPhone, mission.customerDials), text: seal("2") }),
    attempts: 2,
    delivered: 0,
  },
  {
    name: "a text to the report number",
    prepare: ({ house }) =>
      house.store.transaction(async (tx) => {
        await addNumbers(tx, { numbers: [REPORTS], carrier: "fake" });
        await changeNumber(tx, REPORTS, { use: "report" });
      }),
    act: ({ relay, id }) => relay.receiveText({ ...message(id, STRANGER, REPORTS), text: seal("Il m'a écrit") }),
    attempts: 1,
    delivered: 0,
  },
  {
    name: "what she writes on her page",
    async act({ house, relay, mission, id }) {
      const { rows } = await house.owner.query<{ staff_id: StaffId }>(
        "select staff_id from missions.line where mission_id = $1",
        [mission.id],
      );
      const staff = rows[0]?.staff_id as StaffId;
      return relay.receiveChat({ mission: mission.id, staff, end: "customer", text: seal("bonjour"), messageId: id });
    },
    attempts: 1,
    delivered: 1,
  },
  {
    name: "a call with its result",
    async act({ relay, mission, id }) {
      const { decided, instruction } = await relay.receiveCall(message(id, mission.staffPhone, mission.staffDials));
      expect(["connect", "refuse"]).toContain(instruction.kind);
      await relay.receiveResult({ attemptId: decided.attemptId, outcome: "delivered" });
    },
    attempts: 1,
    delivered: 0,
  },
  {
    name: "closing a mission",
    act: ({ house, mission }) => house.store.transaction((tx) => closeMission(tx, house.deps, mission.id, {})),
    attempts: 0,
    delivered: 0,
  },
  {
    name: "cancelling a mission",
    act: ({ house, mission }) => house.store.transaction((tx) => cancelMission(tx, house.deps, mission.id, {})),
    attempts: 0,
    delivered: 0,
  },
  {
    name: "making a mission",
    act: ({ house, id, mission }) =>
      house.store.transaction((tx) =>
        createMissions(tx, house.deps, [
          {
            reference: id,
            purpose: "home-intervention",
            opensAt: mission.answer.opensAt,
            closesAt: mission.answer.closesAt,
            customer: { reference: id, displayName: "Ines", phone: customerPhone(900), language: "fr" },
            staff: [mission.staff],
          },
        ]),
      ),
    attempts: 0,
    delivered: 0,
  },
];

const DISCLOSURE: Act = {
  name: "a disclosure",
  prepare: ({ house, mission }) => house.store.transaction((tx) => setOff(tx, mission.id, mission.staff)),
  act: ({ house, mission }) =>
    house.store.transaction((tx) =>
      disclose(tx, house.vault, { mission: mission.id, staff: mission.staff, what: "accessNotes" }),
    ),
  // It has no id of its own: an answer that got lost is asked for again, and each time was a disclosure.
  attempts: Number.NaN,
  delivered: 0,
};

describe.each([...ACTS, DISCLOSURE])("$name, cut at every statement", (act) => {
  let house: House;
  let proxy: Proxy | undefined;
  let visits = 0;

  beforeAll(async () => {
    const opened = Promise.withResolvers<Proxy>();
    house = await openHouse({
      staff: 1,
      numbers: 200,
      through: async (connection) => {
        opened.resolve(await Proxy.open(connection));
        return (await opened.promise).connection;
      },
    });
    proxy = await opened.promise;
  });

  afterAll(async () => {
    await house.close();
    await proxy?.close();
  });

  /** One mission, one act, one cut; then the carrier tries again with another node of ours until it is told. */
  async function run(cut: Cut | undefined): Promise<readonly string[]> {
    const line = proxy as Proxy;
    visits += 1;
    const mission = await house.mission({ n: visits });
    const before = { attempts: await countAttempts(), delivered: house.carrier.delivered.length };
    const relay = house.anotherRelay();
    const parts = { house, relay, mission, id: `message ${visits}` };
    await act.prepare?.(parts);
    line.arm(cut);
    const first = await Promise.resolve(act.act(parts)).then(
      () => undefined,
      (error: unknown) => error,
    );
    const names = [...line.seen];
    if (act.isWithDelivery === true) {
      const isOver = async () => (cut !== undefined && line.isCutMade) || (await countWaiting()) === 0;
      await vi.waitFor(async () => expect(await isOver()).toBe(true), { timeout: 2_000, interval: 5 });
      names.splice(0, names.length, ...line.seen);
    }
    line.arm();
    await relay.stop();
    if (first !== undefined && act.attempts > 0) expect(first).toBeInstanceOf(LedgerUnavailable);

    const other = house.anotherRelay();
    const again = () => act.act({ ...parts, relay: other });
    await again();
    // What a text brought with it may be passed over while its rows are made due: the next look finds it.
    if (act.delivered > 0) other.start();
    while (act.delivered > 0 && (await countWaiting()) > 0) {
      await house.owner.query(MAKE_DUE);
      await again();
    }
    await other.stop();
    if (!Number.isNaN(act.attempts)) expect((await countAttempts()) - before.attempts).toBe(act.attempts);
    const texts = house.carrier.delivered.slice(before.delivered).filter(({ id }) => id.startsWith("att_"));
    expect(texts).toHaveLength(act.delivered);
    // What is out of order stays so: looking now and then finds it, and costs a quarter of the time.
    if (visits % 8 === 0) await inOrder();
    return names;
  }

  const inOrder = () => checkHouse(house.store, { journal: house.carrier.delivered });
  const countAttempts = async () => (await house.owner.query("select from relay.attempt")).rowCount as number;
  const countWaiting = async () =>
    (await house.owner.query("select from store.outbox where state in ('queued', 'handing_over')")).rowCount as number;

  test("failed, and failed but saved: nothing is lost, nothing happens twice", async () => {
    // The first time statements are parsed and keys are read: the second time is like all that follow.
    await run(undefined);
    const names = await run(undefined);
    expect(names.filter((name) => name.endsWith("commit"))).not.toEqual([]);
    const cuts: string[] = [];
    for (const mode of ["failed", "saved"] as const) {
      for (const [i, name] of names.entries()) {
        await run({ statement: i + 1, mode }).catch((error: unknown) => {
          throw new Error(`cut at statement ${i + 1}, ${name}, ${mode}`, { cause: error });
        });
        cuts.push(name);
      }
    }
    expect(cuts).toHaveLength(names.length * 2);
    await inOrder();
    if (act.isWithDelivery === true) expect(names).toEqual(expect.arrayContaining(["relay.lease-due", "relay.finish"]));
  }, 120_000);
});
