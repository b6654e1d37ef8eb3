import { expect, test } from "vitest";
import { DAY_MS, openPool, setClock, START_MS } from "../../src/numbers/pool.fixture.ts";
import { allocateEnds, refreshUse } from "../../src/numbers/index.ts";
import type { BookEnd } from "./number-book.ts";
import { NumberBook, seededRandom } from "./number-book.ts";

const SEED = Number(process.env["SEED"] ?? 20_170_112);
const HOUR_MS = 3_600_000;
const MISSIONS_A_DAY = 6;
const FIRST_CUSTOMER = 1_000_000;

type Company = { readonly staff: number; readonly customers: number; readonly quarantineDays: number };

/** The missions of one day, imported at six the evening before, each open the whole day: two ends each. */
function importOf(
  day: number,
  { staff, customers, quarantineDays }: Company,
  random: () => number,
): readonly BookEnd[] {
  const nowMs = eveningOf(day);
  const untilMs = nowMs + 6 * HOUR_MS + DAY_MS;
  const span = { fromMs: nowMs, untilMs, reservedUntilMs: untilMs + quarantineDays * DAY_MS };
  const ends: BookEnd[] = [];
  for (let member = 1; member <= staff; member += 1) {
    for (let mission = 0; mission < MISSIONS_A_DAY; mission += 1) {
      const customer = FIRST_CUSTOMER + Math.floor(random() * customers);
      ends.push({ person: member, counterpart: customer, ...span }, { person: customer, counterpart: member, ...span });
    }
  }
  return ends;
}

/** Six in the evening before a day; START is an eight in the morning. */
function eveningOf(day: number): number {
  return START_MS + 10 * HOUR_MS + (day - 1) * DAY_MS;
}

/** The most counterparts that one person has a reservation for at once. Counted without allocating anything. */
function largestDegree(days: number, company: Company): number {
  const random = seededRandom(SEED);
  const heldUntil = new Map<number, Map<number, number>>();
  let degree = 0;
  for (let day = 1; day <= days; day += 1) {
    for (const { person, counterpart, fromMs, reservedUntilMs } of importOf(day, company, random)) {
      const held = heldUntil.get(person) ?? new Map<number, number>();
      heldUntil.set(person, held.set(counterpart, reservedUntilMs));
      for (const [other, untilMs] of held) if (untilMs <= fromMs) held.delete(other);
      degree = Math.max(degree, held.size);
    }
  }
  return degree;
}

/** How often nobody's number was left for a person. */
function countShort(days: number, size: number, company: Company): number {
  const random = seededRandom(SEED);
  const book = new NumberBook(size, "FR");
  let short = 0;
  for (let day = 1; day <= days; day += 1) {
    const nowMs = eveningOf(day);
    book.refresh(nowMs, { forgets: true });
    const given = book.give(nowMs, "FR", importOf(day, company, random));
    short += given.filter(({ isShared }) => isShared).length;
  }
  return short;
}

test("60 days of 300 staff with 6 missions a day need exactly as many numbers as one person has counterparts", () => {
  console.log(`seed ${SEED}; 300 staff, 6 missions a day each, 24 h windows imported at 18:00 the day before, 60 days`);
  for (const quarantineDays of [0, 7, 30]) {
    const company = { staff: 300, customers: 200_000, quarantineDays };
    const degree = largestDegree(60, company);
    // One number less and somebody is short: the smallest pool is the measured degree, not an estimate.
    const [enough, oneLess] = [countShort(60, degree, company), countShort(60, degree - 1, company)];
    console.log(
      `quarantine ${quarantineDays} d: largest degree ${degree}; pool of ${degree}: ${enough} ends short; ` +
        `pool of ${degree - 1}: ${oneLess} ends short`,
    );
    expect(enough).toBe(0);
    expect(oneLess).toBeGreaterThan(0);
    expect(degree).toBe(MISSIONS_A_DAY * (quarantineDays + 2));
  }
});

test("the database gives the numbers that the rules give in memory, end for end", async () => {
  const company = { staff: 20, customers: 400, quarantineDays: 7 };
  // Four numbers too few for a steady week, so that short ends are compared too.
  const size = MISSIONS_A_DAY * 9 - 4;
  const { store, owner } = await openPool(size);
  const book = new NumberBook(size, "FR");
  const random = seededRandom(SEED);
  let short = 0;
  let again = 0;
  for (let day = 1; day <= 30; day += 1) {
    const nowMs = eveningOf(day);
    const ends = importOf(day, company, random);
    await setClock(owner, nowMs);
    await store.transaction((tx) => refreshUse(tx));
    book.refresh(nowMs, { forgets: false });
    const requests = ends.map(({ person, counterpart, fromMs, untilMs }) => {
      const { quarantineDays } = company;
      return { person, counterpart, country: "FR", from: new Date(fromMs), until: new Date(untilMs), quarantineDays };
    });
    const fromRules = book.give(nowMs, "FR", ends);
    const fromDatabase = await store.transaction((tx) => allocateEnds(tx, requests));
    expect(fromDatabase.map(({ numberId, isShared }) => ({ numberId, isShared }))).toEqual(fromRules);
    short += fromRules.filter(({ isShared }) => isShared).length;
    again += ends.length;
  }
  console.log(
    `seed ${SEED}; 20 staff, 30 days, quarantine 7 d, pool of ${size}: ${again} ends equal, ${short} of them short`,
  );
  expect(short).toBeGreaterThan(0);
  expect(short).toBeLessThan(again / 2);
});
