import type { Place, Territory } from "../../base/territories.ts";
import { ZONES } from "../../base/territories.ts";

/** A day of somebody's civil calendar, `"YYYY-MM-DD"`, years 1900 to 2199. Its zone is the tenant's. */
export type CivilDate = string & { readonly __civilDate: true };

/** Whose midnight and whose holidays count. `zone`: an IANA name. */
export type Calendar = { readonly zone: string; readonly territory: Territory; readonly isAlsaceMoselle: boolean };

/** The calendar of the place where the company works. */
export function calendarAt(place: Place): Calendar {
  const isAlsaceMoselle = place === "alsace-moselle";
  const territory = isAlsaceMoselle ? "metropole" : place;
  return { zone: ZONES[territory], territory, isAlsaceMoselle };
}

const DAY_MS = 86_400_000;
const SHAPE = /^(19|20|21)\d\d-\d\d-\d\d$/;

/** Reads a day from outside; undefined when the calendar has none such: 29 February of a common year. */
export function parseCivilDate(text: string): CivilDate | undefined {
  if (!SHAPE.test(text)) return undefined;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(ms) || toCivil(ms) !== text ? undefined : (text as CivilDate);
}

/** A day that the program wrote itself; throws where it is none. */
export function civil(text: string): CivilDate {
  const date = parseCivilDate(text);
  if (date === undefined) throw new Error("could not read a civil date");
  return date;
}

/** The day it is at `at` in `zone`: at 23:30 UTC it is tomorrow in Paris and today in Cayenne. */
export function civilDate(at: Date, zone: string): CivilDate {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-CA", { timeZone: zone, calendar: "iso8601", ...DIGITS });
    formats.set(zone, format);
  }
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${part["year"]}-${part["month"]}-${part["day"]}` as CivilDate;
}

const DIGITS = { year: "numeric", month: "2-digit", day: "2-digit" } as const;
const formats = new Map<string, Intl.DateTimeFormat>();

const toMs = (date: CivilDate) => Date.parse(`${date}T00:00:00Z`);
const toCivil = (ms: number) => new Date(ms).toISOString().slice(0, 10) as CivilDate;

/** `days` may be negative. Civil days have no zone, so no change of the clock shortens one. */
export function addDays(date: CivilDate, days: number): CivilDate {
  return toCivil(toMs(date) + days * DAY_MS);
}

/** 0 is Sunday. */
export function weekday(date: CivilDate): number {
  return new Date(toMs(date)).getUTCDay();
}

/**
 * From quantième to quantième: the day of the same number `months` later, or the last of that month where it has none.
 * Source: Code du travail R1332-3; Règlement (CEE) 1182/71 art. 3(2)(c); Code de procédure civile art. 641.
 */
export function addMonths(date: CivilDate, months: number): CivilDate {
  const [year = 0, month = 0, day = 0] = date.split("-").map(Number);
  const first = Date.UTC(year, month - 1 + months, 1);
  const at = new Date(first);
  const lastDay = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate();
  return toCivil(first + (Math.min(day, lastDay) - 1) * DAY_MS);
}

/**
 * Easter Sunday of a Gregorian year. Source: "anonymous Gregorian algorithm", Nature 13 (1876) p. 487; J. Meeus,
 * Astronomical Algorithms, 1991, ch. 8. Exact for every year from 1583.
 */
export function easterOf(year: number): CivilDate {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return toCivil(Date.UTC(year, Math.floor(n / 31) - 1, (n % 31) + 1));
}

export type Holiday = { readonly on: CivilDate; readonly id: string; readonly source: string };

/** Source: Code du travail L3133-1. Of the movable ones, days after Easter Sunday. */
const FIXED = [
  ["01-01", "new_year"],
  ["05-01", "labour_day"],
  ["05-08", "victory_1945"],
  ["07-14", "national_day"],
  ["08-15", "assumption"],
  ["11-01", "all_saints"],
  ["11-11", "armistice_1918"],
  ["12-25", "christmas"],
] as const;
const AFTER_EASTER = [
  [1, "easter_monday"],
  [39, "ascension"],
  [50, "whit_monday"],
] as const;

/**
 * Abolition of slavery, a holiday where it is remembered. Source: Code du travail L3422-2; loi 83-550; décret 83-1003,
 * art. 1. Left out: Saint-Pierre-et-Miquelon, which has none. `toVerify`: the days of Saint-Barthélemy and Saint-Martin.
 */
const ABOLITION: { readonly [territory in Territory]?: string } = {
  guadeloupe: "05-27",
  martinique: "05-22",
  guyane: "06-10",
  reunion: "12-20",
  mayotte: "04-27",
  "saint-barthelemy": "10-09",
  "saint-martin": "05-28",
};

/** The public holidays of a year, in the order of the year. */
export function holidaysOf(year: number, { territory, isAlsaceMoselle }: Calendar): readonly Holiday[] {
  const easter = easterOf(year);
  const on = (day: string, id: string, source: string) => ({ on: `${year}-${day}` as CivilDate, id, source });
  const abolition = ABOLITION[territory];
  return [
    ...FIXED.map(([day, id]) => on(day, id, "Code du travail L3133-1")),
    ...AFTER_EASTER.map(([days, id]) => ({ on: addDays(easter, days), id, source: "Code du travail L3133-1" })),
    ...(abolition === undefined ? [] : [on(abolition, "abolition", "Code du travail L3422-2; décret 83-1003")]),
    ...(isAlsaceMoselle
      ? [
          { on: addDays(easter, -2), id: "good_friday", source: "Code du travail L3134-13" },
          on("12-26", "saint_stephen", "Code du travail L3134-13"),
        ]
      : []),
  ].toSorted((a, b) => a.on.localeCompare(b.on));
}

export function isHoliday(date: CivilDate, calendar: Calendar): boolean {
  return holidaysOf(Number(date.slice(0, 4)), calendar).some(({ on }) => on === date);
}

/** Jour ouvrable: any day but Sunday, the weekly rest, and holidays. Saturday is one. */
export function isWorkable(date: CivilDate, calendar: Calendar): boolean {
  return weekday(date) !== 0 && !isHoliday(date, calendar);
}

/** Jour ouvré: a day on which the house works, Monday to Friday but holidays. */
export function isWorked(date: CivilDate, calendar: Calendar): boolean {
  return weekday(date) !== 6 && isWorkable(date, calendar);
}

/** The day after so many of `isCounted` have passed in full, the first of them the day after `date`. */
export function addCounted(
  date: CivilDate,
  days: number,
  calendar: Calendar,
  isCounted: (date: CivilDate, calendar: Calendar) => boolean,
): CivilDate {
  let on = date;
  for (let left = days; left > 0; ) {
    on = addDays(on, 1);
    if (isCounted(on, calendar)) left -= 1;
  }
  return on;
}

/**
 * An end on a Saturday, a Sunday or a holiday moves to the next day that counts. From a holiday on a Friday the next jour
 * ouvrable is the Saturday: of the two readings, the one under which nobody is late.
 * Source: Code du travail R1332-3 (jour ouvrable); Règlement (CEE) 1182/71 art. 3(4) (jour ouvré).
 */
export function extended(end: CivilDate, to: "workable" | "worked", calendar: Calendar): CivilDate {
  if (isWorked(end, calendar)) return end;
  return addCounted(end, 1, calendar, to === "workable" ? isWorkable : isWorked);
}
