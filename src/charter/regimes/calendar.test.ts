import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { TERRITORIES, ZONES } from "../../base/territories.ts";
import type { Calendar, CivilDate } from "./calendar.ts";
import {
  addCounted,
  addDays,
  addMonths,
  civilDate,
  easterOf,
  extended,
  holidaysOf,
  isHoliday,
  isWorkable,
  isWorked,
  parseCivilDate,
  weekday,
} from "./calendar.ts";
import { deadlines, mayTake } from "./may-take.ts";

const day = fc
  .integer({ min: Date.UTC(2000, 0, 1) / 86_400_000, max: Date.UTC(2100, 11, 31) / 86_400_000 })
  .map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10) as CivilDate);
const calendar: fc.Arbitrary<Calendar> = fc
  .record({ territory: fc.constantFrom(...TERRITORIES), isAlsaceMoselle: fc.boolean() })
  .map(({ territory, isAlsaceMoselle }) => ({
    territory,
    zone: ZONES[territory],
    isAlsaceMoselle: isAlsaceMoselle && territory === "metropole",
  }));

/** Another algorithm than ours: J. M. Oudin, 1940, as in the Explanatory Supplement to the Astronomical Almanac. */
function oudinEaster(year: number): string {
  const century = Math.floor(year / 100);
  const golden = year % 19;
  const k = Math.floor((century - 17) / 25);
  let epact = (century - Math.floor(century / 4) - Math.floor((century - k) / 3) + 19 * golden + 15) % 30;
  epact -= Math.floor(epact / 28) * (1 - Math.floor(29 / (epact + 1)) * Math.floor((21 - golden) / 11));
  const j = (year + Math.floor(year / 4) + epact + 2 - century + Math.floor(century / 4)) % 7;
  const shift = epact - j;
  const month = 3 + Math.floor((shift + 40) / 44);
  const date = shift + 28 - 31 * Math.floor(month / 4);
  return `${year}-${String(month).padStart(2, "0")}-${String(date).padStart(2, "0")}`;
}

test("Easter is where another algorithm has it, on a Sunday from 22 March to 25 April", () => {
  for (let year = 1900; year <= 2199; year += 1) {
    const easter = easterOf(year);
    expect(easter).toBe(oudinEaster(year));
    expect(weekday(easter)).toBe(0);
  }
});

test("a month later has the same quantième, or is the last day of a month that has none", () => {
  fc.assert(
    fc.property(day, fc.integer({ min: 0, max: 48 }), (on, months) => {
      expect(addMonths(on, months)).toBe(Temporal.PlainDate.from(on).add({ months }).toString());
      const end = addMonths(on, months);
      if (end.slice(8) !== on.slice(8)) expect(addDays(end, 1).slice(8)).toBe("01");
    }),
  );
});

test("days are days, through leap years and changes of the clock", () => {
  fc.assert(
    fc.property(day, fc.integer({ min: -1000, max: 1000 }), (on, days) => {
      expect(addDays(on, days)).toBe(Temporal.PlainDate.from(on).add({ days }).toString());
      expect(addDays(addDays(on, days), -days)).toBe(on);
    }),
  );
});

test("an instant is on the day that its zone has, in each territory, to the millisecond around midnight", () => {
  fc.assert(
    fc.property(day, calendar, fc.constantFrom(-1, 0, 1), (on, { zone }, shift) => {
      const midnight = Temporal.PlainDate.from(on).toZonedDateTime(zone).epochMilliseconds;
      expect(civilDate(new Date(midnight + shift), zone)).toBe(shift < 0 ? addDays(on, -1) : on);
    }),
  );
});

test("every holiday is of its year, and there are eleven days, and those of the place", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2000, max: 2100 }), calendar, (year, where) => {
      const found = holidaysOf(year, where);
      const own = (where.isAlsaceMoselle ? 2 : 0) + (/^(metropole|saint-pierre)/.test(where.territory) ? 0 : 1);
      expect(found).toHaveLength(11 + own);
      for (const { on, source } of found) {
        expect(on.startsWith(`${year}-`)).toBe(true);
        expect(isHoliday(on, where)).toBe(true);
        expect(isWorkable(on, where)).toBe(false);
        expect(source).toMatch(/^Code du travail L3/);
      }
    }),
  );
});

test("counted days skip what does not count and nothing else", () => {
  fc.assert(
    fc.property(day, calendar, fc.integer({ min: 0, max: 30 }), (on, where, count) => {
      for (const isCounted of [isWorkable, isWorked]) {
        const end = addCounted(on, count, where, isCounted);
        let seen = 0;
        for (let at = addDays(on, 1); at <= end; at = addDays(at, 1)) if (isCounted(at, where)) seen += 1;
        expect(seen).toBe(count);
        if (count > 0) expect(isCounted(end, where)).toBe(true);
      }
    }),
  );
});

test("an end is moved from a Saturday, a Sunday or a holiday and from nowhere else, by the fewest days", () => {
  fc.assert(
    fc.property(day, calendar, fc.constantFrom("workable" as const, "worked" as const), (end, where, to) => {
      const moved = extended(end, to, where);
      if (isWorked(end, where)) expect(moved).toBe(end);
      else {
        expect(moved > end).toBe(true);
        const isCounted = to === "workable" ? isWorkable : isWorked;
        expect(isCounted(moved, where)).toBe(true);
        for (let at = addDays(end, 1); at < moved; at = addDays(at, 1)) expect(isCounted(at, where)).toBe(false);
      }
    }),
  );
});

test("what is shown and what is refused agree: inside both ends of its clock a sanction goes, one day outside it does not", () => {
  fc.assert(
    fc.property(day, calendar, (interview, where) => {
      const dates = {
        known_on: addDays(interview, -20),
        convened_on: addDays(interview, -10),
        interview_on: interview,
      };
      const shown = deadlines("employee-fr", "customer_complaint", dates, where);
      const from = shown.find(({ id }) => id === "sanction_not_before")?.notBefore as CivilDate;
      const until = shown.find(({ id }) => id === "sanction_not_after")?.notAfter as CivilDate;
      const at = (today: CivilDate) => mayTake("employee-fr", "notify_sanction", dates, today, where);
      expect(at(from).ok).toBe(true);
      expect(at(until).ok).toBe(true);
      expect(at(addDays(from, -1))).toMatchObject({ code: "step_too_early", notBefore: from });
      expect(at(addDays(until, 1))).toMatchObject({ code: "step_too_late", notAfter: until });
    }),
  );
});

test("the two months end on a jour ouvré, or on the Saturday that follows a holiday; never before their quantième", () => {
  fc.assert(
    fc.property(day, calendar, (known, where) => {
      const shown = deadlines("employee-fr", "customer_complaint", { known_on: known }, where);
      const until = shown.find(({ id }) => id === "engage")?.notAfter as CivilDate;
      expect(isWorkable(until, where)).toBe(true);
      const plain = Temporal.PlainDate.from(known).add({ months: 2 }).toString() as CivilDate;
      expect(until >= plain).toBe(true);
      if (isWorked(plain, where)) expect(until).toBe(plain);
      const at = (today: CivilDate) => mayTake("employee-fr", "convene", { known_on: known }, today, where);
      expect(at(until).ok).toBe(true);
      expect(at(addDays(until, 1))).toMatchObject({ code: "step_too_late", notAfter: until });
    }),
  );
});

test("a day that is none is not read", () => {
  for (const text of [
    "2026-02-29",
    "2100-02-29",
    "2026-13-01",
    "2026-1-1",
    "26-01-01",
    "2026-01-01T00:00",
    "",
    "3000-01-01",
  ])
    expect(parseCivilDate(text)).toBeUndefined();
  expect(parseCivilDate("2028-02-29")).toBe("2028-02-29");
});

/** Source: Code du travail L1332-4, R1332-4, R1332-3. */
const twoMonthsAfter = (on: CivilDate, where: Calendar) => extended(addMonths(on, 2), "workable", where);

test("the two months run to their quantième whatever the month, stop while a prosecution that began in time runs, and run anew", () => {
  fc.assert(
    fc.property(
      day,
      calendar,
      fc.integer({ min: -400, max: 90 }),
      fc.integer({ min: 0, max: 900 }),
      (known, where, later, long) => {
        const end = twoMonthsAfter(known, where);
        const began = addDays(known, later);
        const over = addDays(began, long);
        const engage = (dates: object) =>
          deadlines("employee-fr", "customer_complaint", { known_on: known, ...dates }, where).find(
            ({ id }) => id === "engage",
          );
        expect(engage({})?.notAfter).toBe(end);
        const isInTime = began <= end;
        expect(engage({ prosecution_began_on: began })?.notAfter).toBe(isInTime ? undefined : end);
        const anew = engage({ prosecution_began_on: began, prosecution_ended_on: over })?.notAfter;
        expect(anew).toBe(isInTime && over >= known ? twoMonthsAfter(over, where) : end);
      },
    ),
  );
});

test("a convocation one day late stays late whatever comes after it, and one in time stays in time", () => {
  fc.assert(
    fc.property(day, calendar, fc.integer({ min: 0, max: 60 }), (known, where, after) => {
      const end = twoMonthsAfter(known, where);
      const sanction = (convened: CivilDate) => {
        const dates = { known_on: known, convened_on: convened, interview_on: addDays(convened, 10 + after) };
        const shown = deadlines("employee-fr", "customer_complaint", dates, where);
        const from = shown.find(({ id }) => id === "sanction_not_before")?.notBefore as CivilDate;
        return mayTake("employee-fr", "notify_sanction", dates, from, where);
      };
      expect(sanction(end).ok).toBe(true);
      expect(sanction(addDays(end, 1))).toMatchObject({ code: "convocation_too_late", notAfter: end });
    }),
  );
});
