import { expect, onTestFinished, test } from "vitest";
import type { AttemptId } from "../../src/base/ids.ts";
import { seal } from "../../src/base/sealed.ts";
import type { IncomingText } from "../../src/relay/carrier.ts";
import { checkHouse } from "../check-house.ts";
import type { Behaviour } from "../fake-carrier.ts";
import { FakeCarrier } from "../fake-carrier.ts";
import type { OpenMission } from "../house.ts";
import { openHouse } from "../house.ts";
import type { Random } from "../seed.ts";
import { pick, seeded, seedOf } from "../seed.ts";
import { Proxy } from "./proxy.ts";

const MESSAGES = 60;
/** Good ones prevail, or nothing would ever arrive. */
const OUTBOUND: readonly Behaviour[] = [
  "delivers",
  "delivers",
  "delivers",
  "is_down",
  "asks_to_wait",
  "breaks",
  "delivers_then_breaks",
  "never_answers",
  "delivers_and_never_answers",
];

type Part = IncomingText & { readonly whole: string };

/** What the operator hands in for one message: the whole, or its parts, each as often as it likes. */
function incoming(random: Random, mission: OpenMission, n: number): readonly Part[] {
  const isStaff = random() < 0.5;
  const [from, to] = isStaff
    ? [mission.staffPhone, mission.staffDials]
    : [mission.customerPhone, mission.customerDials];
  const base = { carrier: "fake", from: seal(from), to, whole: `message ${n}` };
  if (random() < 0.7) return [{ ...base, messageId: base.whole, text: seal(`texte ${n}`) }];
  const reference = `long ${n}`;
  return [1, 2, 3].map((index) => ({
    ...base,
    messageId: `${base.whole}/${index}`,
    text: seal(`partie ${n}.${index} `),
    part: { reference, index, total: 3 },
  }));
}

function shuffled<T>(random: Random, items: readonly T[]): readonly T[] {
  return items
    .map((item) => ({ item, place: random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

test.each([true, false])(
  "an operator that repeats, reorders, breaks and falls silent, on a database that breaks too (it deduplicates: %s)",
  async (deduplicates) => {
    const random = seeded(seedOf("carrier"));
    const carrier = new FakeCarrier({ deduplicates });
    let proxy: Proxy | undefined;
    const house = await openHouse({
      carrier,
      relay: { leaseMs: 200 },
      through: async (connection) => (proxy = await Proxy.open(connection)).connection,
    });
    onTestFinished(async () => {
      await house.close();
      await proxy?.close();
    });
    const now = (await house.store.now()).getTime();
    const closesAt = new Date(now + 86_400_000).toISOString();
    const missions = [
      await house.mission({ n: 1, purpose: "message-proxy", closesAt }),
      await house.mission({ n: 2, staff: ["T-2"], purpose: "message-proxy", closesAt }),
    ];
    const nodes = [house.anotherRelay(), house.anotherRelay()];
    for (const node of nodes) node.start();
    carrier.behave = () => pick(random, OUTBOUND);

    const messages = Array.from({ length: MESSAGES }, (_, n) => incoming(random, pick(random, missions), n));
    const handedIn = messages.flatMap((parts) =>
      parts.flatMap((part) => Array.from({ length: 1 + Math.floor(random() * 3) }, () => part)),
    );
    const attempts = new Map<string, AttemptId>();
    const handIn = async (part: Part): Promise<boolean> => {
      const received = await pick(random, nodes)
        .receiveText(part)
        .catch(() => undefined);
      if (received !== undefined && "attemptId" in received) attempts.set(part.whole, received.attemptId);
      return received !== undefined;
    };
    for (const [i, part] of shuffled(random, handedIn).entries()) {
      if (i % 9 === 0)
        proxy?.arm({ statement: 1 + Math.floor(random() * 12), mode: random() < 0.5 ? "failed" : "saved" });
      const sending = handIn(part);
      if (random() < 0.5) await sending;
    }
    proxy?.arm();
    // Whatever it was not told, or told to try again, it hands in once more.
    for (const part of messages.flat()) while (!(await handIn(part)));
    carrier.behave = () => "delivers";
    await house.settle();

    expect(attempts.size).toBe(MESSAGES);
    const { rows } = await house.owner.query<{ attempt_id: string; outcome: string }>(
      "select attempt_id, outcome from relay.attempt",
    );
    expect(rows).toHaveLength(MESSAGES);
    const outcomes = new Set(rows.map(({ outcome }) => outcome));
    expect([...outcomes].toSorted()).toEqual(deduplicates ? ["delivered"] : ["delivered", "unknown"]);
    const unknown = rows.filter(({ outcome }) => outcome === "unknown").length;
    const told = nodes.reduce((sum, node) => sum + node.counts.unknownOutcomes, house.relay.counts.unknownOutcomes);
    expect(told).toBeGreaterThanOrEqual(unknown);
    const whole = carrier.delivered.filter(({ text }) => text.startsWith("partie"));
    for (const { text } of whole) expect(text).toMatch(/^partie (\d+)\.1 partie \1\.2 partie \1\.3 $/);
    await checkHouse(house.store, { journal: carrier.delivered });
  },
);
