import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { checkHouse } from "../../tests/check-house.ts";
import type { House, OpenMission } from "../../tests/house.ts";
import { openHouse, staffPhone } from "../../tests/house.ts";
import type { AttemptId } from "../base/ids.ts";
import type { Log } from "../base/log.ts";
import { openSealed } from "../base/sealed.ts";
import { SALT_KEPT_MS, TEXT_KEPT_MS } from "./keep-house.ts";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
let house: House;
let mission: OpenMission;
let visits = 0;
const events: string[] = [];
const log: Log = {
  info: () => undefined,
  warn: (event) => void events.push(event),
  error: (event) => void events.push(event),
};

beforeAll(async () => {
  house = await openHouse({ staff: 20, log });
});

afterAll(async () => {
  await checkHouse(house.store, { journal: house.carrier.delivered });
  await house.close();
});

beforeEach(async () => {
  visits += 1;
  events.splice(0);
  house.carrier.behave = () => "delivers";
  mission = await house.mission({ n: visits, staff: [`T-${visits}`] });
});

async function send(text = "bonjour"): Promise<AttemptId> {
  const received = await house.text(mission.staffPhone, mission.staffDials, text);
  await house.settle();
  return (received as { attemptId: AttemptId }).attemptId;
}

async function keptOf(
  attempt: AttemptId,
): Promise<{ readonly text: Buffer | undefined; readonly salt: Buffer | null }> {
  const { rows } = await house.owner.query<{ text: Buffer | null; salt: Buffer | null }>(
    `select o.sealed_text as text, a.salt from relay.attempt a
     left join store.outbox o on o.attempt_id = a.attempt_id where a.attempt_id = $1`,
    [attempt],
  );
  const [row] = rows;
  return { text: row?.text ?? undefined, salt: row?.salt ?? null };
}

test("a delivered text can be read by a report the next morning, and is gone within the day", async () => {
  const attempt = await send("à demain 8 h");
  await house.advance(TEXT_KEPT_MS - MINUTE_MS);
  await house.relay.keepHouse();
  const { text } = await keptOf(attempt);
  const { rows } = await house.owner.query<{ customer_id: never }>(
    "select customer_id from relay.attempt where attempt_id = $1",
    [attempt],
  );
  const opened = house.vault.openText((rows[0] as { customer_id: never }).customer_id, attempt, text as Buffer);
  expect(opened && openSealed(opened)).toBe("à demain 8 h");
  await house.advance(2 * MINUTE_MS);
  await house.relay.keepHouse();
  expect((await keptOf(attempt)).text).toBeUndefined();
  expect(TEXT_KEPT_MS + 2 * MINUTE_MS).toBeLessThan(DAY_MS);
  expect(await house.outcomeOf(attempt)).toBe("delivered");
});

test("a text that could not be delivered is not kept longer than one that was", async () => {
  house.carrier.behave = () => "refuses";
  const attempt = await send();
  await house.advance(TEXT_KEPT_MS + MINUTE_MS);
  await house.relay.keepHouse();
  expect((await keptOf(attempt)).text).toBeUndefined();
});

test("a text of which the operator never tells the end is given up after a day: unknown, and a human is told", async () => {
  house.carrier.behave = () => "accepts";
  const attempt = await send();
  await house.advance(TEXT_KEPT_MS - MINUTE_MS);
  await house.relay.keepHouse();
  expect([await house.outcomeOf(attempt), events]).toEqual(["queued", []]);
  await house.advance(2 * MINUTE_MS);
  await house.relay.keepHouse();
  await house.relay.keepHouse();
  expect([await house.outcomeOf(attempt), events]).toEqual(["unknown", ["relay.outcome-unknown"]]);
  await house.advance(TEXT_KEPT_MS + MINUTE_MS);
  await house.relay.keepHouse();
  expect((await keptOf(attempt)).text).toBeUndefined();
  await house.relay.receiveResult({ attemptId: attempt, outcome: "failed", code: "expired" });
  expect(await house.outcomeOf(attempt)).toBe("failed expired");
});

test("the salt that opens the commitment to a text lives twelve months", async () => {
  const attempt = await send();
  expect((await keptOf(attempt)).salt).toHaveLength(16);
  await house.advance(SALT_KEPT_MS - MINUTE_MS);
  await house.relay.keepHouse();
  expect((await keptOf(attempt)).salt).not.toBeNull();
  await house.advance(2 * MINUTE_MS);
  await house.relay.keepHouse();
  expect((await keptOf(attempt)).salt).toBeNull();
});

test("counters of wrong codes and marks of notices are gone after two days", async () => {
  await house.call("+33639986000", mission.customerDials, { keys: "00000000" });
  await house.text("+33639986000", mission.customerDials, "qui ?");
  const count = async () => {
    const { rows } = await house.owner.query<{ n: number }>(
      "select (select count(*) from relay.code_try)::int + (select count(*) from relay.told)::int as n",
    );
    return rows[0]?.n;
  };
  expect(await count()).toBe(3);
  await house.advance(2 * DAY_MS - 60 * MINUTE_MS);
  await house.relay.keepHouse();
  expect(await count()).toBe(3);
  await house.advance(DAY_MS + 2 * 60 * MINUTE_MS);
  await house.relay.keepHouse();
  expect(await count()).toBe(0);
});

test("a house that cannot be kept now is kept at the next minute", async () => {
  await house.owner.query("revoke delete on relay.told from paravent_app");
  await house.relay.keepHouse();
  expect(events).toEqual(["relay.housekeeping-failed"]);
  await house.owner.query("grant delete on relay.told to paravent_app");
  await house.relay.keepHouse();
  expect(events).toEqual(["relay.housekeeping-failed"]);
});

test("a refused sender reads why once a day, in words that tell nothing, and from the number they wrote to", async () => {
  const stranger = "+33639986002";
  const notices = () => house.carrier.delivered.filter(({ to }) => to === stranger);
  for (let i = 0; i < 4; i += 1) await house.text(stranger, mission.staffDials, `qui ? ${i}`);
  await house.text(stranger, mission.customerDials, "et ici ?");
  await house.settle();
  expect(notices()).toHaveLength(1);
  expect(notices()[0]).toMatchObject({ from: mission.staffDials, to: stranger });
  await house.advance(DAY_MS);
  await house.text(stranger, mission.staffDials, "et aujourd'hui ?");
  await house.settle();
  expect(notices()).toHaveLength(2);
});

test("refused senders of one instant each read it once, and each in their own language", async () => {
  await house.owner.query("update people.staff set language = 'en' where reference = $1", [mission.staff]);
  await house.advance(4 * 3_600_000);
  const before = house.carrier.delivered.length;
  await Promise.all([
    house.text(mission.staffPhone, mission.staffDials, "hello"),
    house.text(mission.staffPhone, mission.staffDials, "hello?"),
    house.text(mission.customerPhone, mission.customerDials, "bonjour"),
    house.text("+33639986003", mission.customerDials, "bonjour"),
  ]);
  await house.settle();
  const told = house.carrier.delivered.slice(before);
  expect(told).toHaveLength(3);
  const textTo = (phone: string) => told.find(({ to }) => to === phone)?.text ?? "";
  expect(textTo(staffPhone(visits))).toMatch(/^Your message was not delivered/);
  expect(textTo(mission.customerPhone)).toMatch(/^Votre message/);
  expect(textTo("+33639986003")).not.toBe("");
});
