import { expect, test } from "vitest";
import { checkHouse } from "../../tests/check-house.ts";
import type { House } from "../../tests/house.ts";
import { openHouse } from "../../tests/house.ts";
import type { AttemptId } from "../base/ids.ts";
import { seal } from "../base/sealed.ts";
import { GuardedScreener, Screener } from "../screening/index.ts";
import { committed } from "./screen-text.ts";

async function withHouse(screener: GuardedScreener | undefined, check: (house: House) => Promise<void>): Promise<void> {
  const house = await openHouse(screener === undefined ? {} : { screener });
  try {
    await check(house);
    await house.settle();
    await checkHouse(house.store);
  } finally {
    await house.close();
  }
}

const FLIRT = "Tu es trop belle ma puce";

test("a text is refused last of all: whatever else stands in the way is said instead", async () => {
  await withHouse(undefined, async (house) => {
    const { staffPhone, staffDials } = await house.mission();
    expect(await house.text(staffPhone, staffDials, FLIRT)).toMatchObject({ outcome: "refused", code: "screened" });
    await house.advance(3 * 3_600_000);
    expect(await house.text(staffPhone, staffDials, FLIRT)).toMatchObject({ code: "window_closed" });
  });
});

test("while screening is off the same text arrives, and both ends are told that no machine looks", async () => {
  const off = new GuardedScreener({ isOn: () => false, onFailure: () => undefined });
  await withHouse(off, async (house) => {
    const { staffPhone, customerPhone, staffDials } = await house.mission();
    expect(await house.text(staffPhone, staffDials, FLIRT)).toMatchObject({ outcome: "queued" });
    await house.settle();
    expect(house.carrier.textsAt(customerPhone)).toEqual([FLIRT]);
    const { rows } = await house.owner.query<{ notice: string }>(
      "select notice from store.outbox where kind = 'notice'",
    );
    expect(rows.map(({ notice }) => notice)).toEqual(["notice.screening_off", "notice.screening_off"]);
  });
});

test("when screening is switched within a mission, and back, both ends are told anew", async () => {
  let isOn = false;
  const switched = new GuardedScreener({ isOn: () => isOn, onFailure: () => undefined });
  await withHouse(switched, async (house) => {
    const { staffPhone, staffDials } = await house.mission();
    for (const now of [false, false, true, true, false]) {
      isOn = now;
      expect(await house.text(staffPhone, staffDials, "J'arrive")).toMatchObject({ outcome: "queued" });
    }
    const { rows } = await house.owner.query<{ notice: string }>(
      "select notice from store.outbox where kind = 'notice' order by outbox_id",
    );
    expect(rows.map(({ notice }) => notice)).toEqual([
      "notice.screening_off",
      "notice.screening_off",
      "notice.screening_on",
      "notice.screening_on",
      "notice.screening_off",
      "notice.screening_off",
    ]);
  });
});

test.each([
  [
    "throws at a text",
    {
      open: () => ({
        screen: (): never => {
          throw new Error("broken");
        },
      }),
    },
  ],
  [
    "cannot be opened",
    {
      open: (): never => {
        throw new Error("no rules");
      },
    },
  ],
])("a screener that %s holds every text, and says so to whoever keeps the house", async (_what, parts) => {
  const failures: unknown[] = [];
  const broken = new GuardedScreener({ isOn: () => true, onFailure: (error) => failures.push(error), ...parts });
  await withHouse(broken, async (house) => {
    const { staffPhone, customerPhone, staffDials } = await house.mission();
    expect(await house.text(staffPhone, staffDials, "J'arrive")).toMatchObject({ outcome: "held" });
    await house.settle();
    expect(house.carrier.textsAt(customerPhone)).toEqual([]);
    expect(house.carrier.textsAt(staffPhone).join()).toContain("quelque chose qu’elle n’a pas pu vérifier");
    expect(failures.length).toBeGreaterThan(0);
  });
});

test("the commitment opens with the text, its salt and what was seen; nothing of it is in clear", async () => {
  await withHouse(undefined, async (house) => {
    const { staffPhone, staffDials } = await house.mission();
    const kept = await house.text(staffPhone, staffDials, FLIRT);
    const attempt = (kept as { attemptId: AttemptId }).attemptId;
    const { rows } = await house.owner.query<{ salt: Buffer; bytes: Buffer; customer_id: never }>(
      `select a.salt, e.bytes, a.customer_id from relay.attempt a
       join ledger.entry e on e.entry_id = a.entry_id and e.at = a.at where a.attempt_id = $1`,
      [attempt],
    );
    const [row] = rows;
    if (row === undefined) throw new Error("could not find the attempt");
    const entry = JSON.parse(row.bytes.toString("utf8")) as { commitment: string };
    const screened = new Screener().screen(FLIRT, { direction: "staff_to_customer", purpose: "home-intervention" });
    const opened = house.vault.commit(row.customer_id, row.salt, committed(FLIRT, screened));
    expect(opened?.toString("base64")).toBe(entry.commitment);
    expect(committed(FLIRT, { ...screened, verdict: "pass" })).toBe(FLIRT);
    expect(row.bytes.toString("utf8")).not.toMatch(/flirt|appearance|belle/);
  });
});

test("a text with the mission code is screened without the code, from whatever phone", async () => {
  await withHouse(undefined, async (house) => {
    const { customerDials, code } = await house.mission();
    const held = await house.text("+33639985001", customerDials, `${code} sale connard`);
    expect(held).toMatchObject({ outcome: "held" });
    expect(await house.text("+33639985001", customerDials, `${code} c'est moi`)).toMatchObject({ outcome: "queued" });
  });
});

test("the parts of a long text are screened as one", async () => {
  await withHouse(undefined, async (house) => {
    const { staffPhone, staffDials } = await house.mission();
    const part = (index: number) => ({ messageId: `part-${index}`, part: { reference: "7", index, total: 2 } });
    expect(await house.text(staffPhone, staffDials, "Vous êtes très jo", part(1))).toEqual({ outcome: "waiting" });
    const whole = await house.relay.receiveText({
      carrier: house.carrier.name,
      from: seal(staffPhone),
      to: staffDials,
      text: seal("lie, vous savez"),
      ...part(2),
    });
    expect(whole).toMatchObject({ outcome: "refused", code: "screened" });
  });
});

test("a picture is refused as a channel, whatever stands beside it; a report with one is taken", async () => {
  await withHouse(undefined, async (house) => {
    const { staffPhone, customerPhone, staffDials, customerDials } = await house.mission();
    const sent = await house.text(staffPhone, staffDials, "Voici mon QR", { pictures: 1 });
    expect(sent).toMatchObject({ outcome: "refused", code: "channel_not_allowed" });
    await house.settle();
    expect(house.carrier.textsAt(customerPhone)).toEqual([]);
    const report = await house.text(customerPhone, customerDials, "SIGNALER", { pictures: 2 });
    expect(report).toMatchObject({ outcome: "intercepted" });
  });
});

test("what was said before counts: softer words after a text that was kept back are held", async () => {
  await withHouse(undefined, async (house) => {
    const soft = "Je serais bien resté 😉";
    const { staffPhone, staffDials } = await house.mission();
    const first = (await house.text(staffPhone, staffDials, soft)) as { outcome: string };
    await house.text(staffPhone, staffDials, FLIRT);
    const second = (await house.text(staffPhone, staffDials, "Bonne soirée 😉")) as { outcome: string };
    expect([first.outcome, second.outcome]).toEqual(["queued", "held"]);
  });
});

test("what was kept back counts as used: nobody tries a thousand wordings", async () => {
  await withHouse(undefined, async (house) => {
    const { staffPhone, staffDials } = await house.mission({ purpose: "ride" });
    const outcomes = new Set<string>();
    for (let n = 0; n < 60; n += 1) {
      const tried = (await house.text(staffPhone, staffDials, FLIRT)) as { code?: string };
      outcomes.add(String(tried.code));
    }
    expect([...outcomes]).toEqual(["screened", "quota_exceeded"]);
  });
});
