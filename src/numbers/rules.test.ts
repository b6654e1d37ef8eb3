import fc from "fast-check";
import { expect, test } from "vitest";
import type { HolderLoad, Holdings, Need, PoolNumber } from "./rules.ts";
import { chooseNumbers, chooseShared, numbersNeeded, pressureOf } from "./rules.ts";

const number = (numberId: number, more: Partial<PoolNumber> = {}): PoolNumber => {
  return { numberId, country: "FR", inUse: 0, lastGivenMs: null, ...more };
};
const need = (more: Partial<Need> = {}): Need => {
  return { person: 1, counterpart: 2, country: "FR", fromMs: 0, reservedUntilMs: 10, ofPair: [], ...more };
};
const holds = (more: Partial<Holdings> = {}): ReadonlyMap<number, Holdings> => {
  return new Map([[1, { always: new Set<number>(), sometimes: [], ...more }]]);
};
const idsOf = (choices: ReturnType<typeof chooseNumbers>) => choices.map((choice) => choice?.numberId ?? null);

test("the least used is chosen, then the one never given, then the one given longest ago", () => {
  const pool = [
    number(1, { inUse: 2 }),
    number(2, { inUse: 1, lastGivenMs: 9 }),
    number(3, { inUse: 1, lastGivenMs: 8 }),
    number(4, { inUse: 1 }),
  ];
  const needs = [1, 2, 3, 4, 5].map((counterpart) => need({ counterpart: counterpart + 10 }));
  expect(idsOf(chooseNumbers(pool, needs, holds()))).toEqual([4, 3, 2, 1, null]);
});

test("reservations that only touch do not exclude each other", () => {
  const held = holds({ sometimes: [{ numberId: 1, fromMs: 10, reservedUntilMs: 20 }] });
  const needs = [
    need({ reservedUntilMs: 11 }),
    need({ reservedUntilMs: 10 }),
    need({ fromMs: 20, reservedUntilMs: 21 }),
  ];
  for (const [i, expected] of [null, 1, 1].entries()) {
    expect(idsOf(chooseNumbers([number(1)], [needs[i] as Need], held))).toEqual([expected]);
  }
});

test("the pair's number comes first, unless it is not to be given, promised in this batch, or avoided", () => {
  const pool = [number(1, { inUse: 50 }), number(2)];
  const anne = need({ ofPair: [7, 1] });
  expect(idsOf(chooseNumbers(pool, [anne], holds()))).toEqual([1]);
  expect(idsOf(chooseNumbers(pool, [{ ...anne, avoided: 1 }], holds()))).toEqual([2]);
  expect(idsOf(chooseNumbers(pool, [need({ counterpart: 3, ofPair: [1] }), anne], holds()))).toEqual([1, 2]);
  expect(idsOf(chooseNumbers([number(1), number(2)], [need(), need({ fromMs: 5 })], holds()))).toEqual([1, 1]);
});

test("who is short shares the least used number that leads to nobody live, else the least used", () => {
  const pool = [number(1), number(2, { inUse: 1 }), number(3, { inUse: 2 })];
  const ask = (...live: number[]) => ({ country: "FR", live: new Set(live) });
  expect(idsOf(chooseShared(pool, [ask(1), ask(1, 2), ask(1, 2, 3)]))).toEqual([2, 3, 1]);
  expect(idsOf(chooseShared([], [ask()]))).toEqual([null]);
});

test("no choice crosses a pair, none is refused while a number is free, and the country asked for comes first", () => {
  const instant = fc.integer({ min: 0, max: 12 });
  const range = fc.tuple(instant, fc.integer({ min: 1, max: 6 })).map(([fromMs, length]) => {
    return { fromMs, reservedUntilMs: fromMs + length };
  });
  const anyNeed = fc
    .tuple(range, fc.integer({ min: 1, max: 2 }), fc.integer({ min: 11, max: 14 }), fc.constantFrom("FR", "GB"))
    .map(([span, person, counterpart, country]) => need({ ...span, person, counterpart, country }));
  const anyHolding = fc.tuple(range, fc.integer({ min: 1, max: 4 })).map(([span, numberId]) => ({ ...span, numberId }));
  const pool = [number(1), number(2), number(3, { country: "GB" }), number(4, { country: "GB" })];
  fc.assert(
    fc.property(fc.array(anyNeed, { maxLength: 8 }), fc.array(anyHolding, { maxLength: 3 }), (needs, sometimes) => {
      const held: Holdings = { always: new Set(), sometimes };
      const choices = chooseNumbers(
        pool,
        needs,
        new Map([
          [1, held],
          [2, held],
        ]),
      );
      for (const [i, choice] of choices.entries()) {
        const mine = needs[i] as Need;
        const meets = (other: { fromMs: number; reservedUntilMs: number }) =>
          other.fromMs < mine.reservedUntilMs && mine.fromMs < other.reservedUntilMs;
        const taken = new Set(sometimes.filter(meets).map(({ numberId }) => numberId));
        for (const [j, other] of needs.slice(0, i).entries()) {
          const given = choices[j]?.numberId;
          if (
            given !== undefined &&
            other.person === mine.person &&
            other.counterpart !== mine.counterpart &&
            meets(other)
          ) {
            taken.add(given);
          }
        }
        const free = pool.filter(({ numberId }) => !taken.has(numberId));
        expect(choice === null).toBe(free.length === 0);
        if (choice === null) continue;
        expect(free.map(({ numberId }) => numberId)).toContain(choice.numberId);
        expect(choice.isOtherCountry).toBe(
          pool.find(({ numberId }) => numberId === choice.numberId)?.country !== mine.country,
        );
        const isFirstOfPair = !needs
          .slice(0, i)
          .some((other) => other.person === mine.person && other.counterpart === mine.counterpart);
        if (choice.isOtherCountry && isFirstOfPair)
          expect(free.some(({ country }) => country === mine.country)).toBe(false);
      }
    }),
  );
});

const DAY_MS = 86_400_000;
const load = (more: Partial<HolderLoad> = {}): HolderLoad => {
  const counts = { heldNow: 0, stillIn7: 0, stillIn30: 0, bookedIn7: 0, bookedIn30: 0, begun: 0 };
  return { ...counts, observedMs: 60 * DAY_MS, holdMs: 0, ...more };
};

test("a steady load of six a day held 31 days needs 186 numbers today and in a month", () => {
  const steady = load({ heldNow: 186, stillIn7: 144, stillIn30: 6, begun: 84, holdMs: 31 * DAY_MS });
  expect([numbersNeeded(steady, 7), numbersNeeded(steady, 30)]).toEqual([186, 186]);
});

test("a load that began four days ago is foreseen to grow until its first numbers come back", () => {
  const young = load({
    heldNow: 24,
    stillIn7: 24,
    stillIn30: 24,
    begun: 24,
    observedMs: 4 * DAY_MS,
    holdMs: 31 * DAY_MS,
  });
  expect([numbersNeeded(young, 7), numbersNeeded(young, 30)]).toEqual([24 + 42, 24 + 180]);
  expect(numbersNeeded({ ...young, bookedIn7: 100 }, 7)).toBe(100);
  expect(numbersNeeded(load({ begun: 5, observedMs: 0, holdMs: DAY_MS }), 7)).toBe(5);
});

test("pressure takes the busiest person, warns at 0.8, and knows when the forecast is only a floor", () => {
  const loads = [load({ heldNow: 8 }), load({ heldNow: 3, stillIn7: 12 })];
  const forecast = { in7Days: 12, in30Days: 8, isFloor: false };
  expect(pressureOf("FR", 10, loads)).toEqual({
    country: "FR",
    size: 10,
    degree: 8,
    pressure: 0.8,
    warning: true,
    forecast,
  });
  expect(pressureOf("FR", 11, loads)).toMatchObject({ warning: false });
  expect(pressureOf("FR", 8, loads)).toMatchObject({ pressure: 1, forecast: { ...forecast, isFloor: true } });
  expect(pressureOf("FR", 0, [])).toMatchObject({ degree: 0, pressure: 1, warning: true, forecast: { isFloor: true } });
});
