import { readInstant, resolveCivil } from "../window.ts";
import type { ImportMapping } from "./mapping.ts";

/** A point in time and the two instants it can mean; they differ only in the nights of a clock change. */
export type Resolved = { readonly earlier: Date; readonly later: Date };

export type TimeProblem = "required" | "date_invalid" | "time_invalid" | "time_missing" | "offset_missing";

export type TimeReading = ({ readonly ok: true } & Resolved) | { readonly ok: false; readonly code: TimeProblem };

export type TimeRules = Pick<ImportMapping, "dateOrder" | "zone">;

/**
 * Reads a point in time from one cell (`time` undefined: date and time together, or an instant with offset) or two.
 * `defaultTime` (`HH:MM`) is used where the time is empty; `addDays` moves the civil day, not the hour.
 */
export function readMoment(
  date: string,
  time: string | undefined,
  defaultTime: string | undefined,
  rules: TimeRules,
  addDays = 0,
): TimeReading {
  if (date === "") return { ok: false, code: "required" };
  const instant = time === undefined ? readInstant(date) : undefined;
  if (instant !== undefined) return { ok: true, earlier: instant, later: instant };
  const [dateText, timeText] = time === undefined ? splitDateTime(date) : [date, time];
  const civilDate = readDate(dateText, rules.dateOrder);
  if (civilDate === undefined) return { ok: false, code: "date_invalid" };
  const civilTime = timeText === "" ? defaultTime : readTime(timeText);
  if (civilTime === undefined) return { ok: false, code: timeText === "" ? "time_missing" : "time_invalid" };
  if (rules.zone === undefined) return { ok: false, code: "offset_missing" };
  const resolved = resolveCivil(civilDate, civilTime, rules.zone);
  if (!resolved.ok) return { ok: false, code: resolved.code === "time_invalid" ? "time_invalid" : "date_invalid" };
  return addDays === 0 ? resolved : readMoment(later(civilDate, addDays), civilTime, undefined, rules);
}

function later(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** `05/03/2026 09:00`, `2026-03-05T09:00`, `3/5/2026 9:00 AM`: the date ends at the first space or T. */
function splitDateTime(text: string): [date: string, time: string] {
  const match = /^([^\sT]+)(?:T|\s+)(.+)$/.exec(text);
  return match === null ? [text, ""] : [match[1] as string, match[2] as string];
}

const YEAR_FIRST = /^(20\d\d)([-/.])(\d{1,2})\2(\d{1,2})$/;
const YEAR_LAST = /^(\d{1,2})([-/.])(\d{1,2})\2((?:20)?\d\d)$/;

/**
 * A date in the order of the mapping, as `YYYY-MM-DD`; undefined for anything else. Years of two digits are 20xx.
 * Four digits first are a year in every order; other orders are never guessed: 05/03 is March here, May there.
 */
export function readDate(text: string, order: TimeRules["dateOrder"]): string | undefined {
  const iso = YEAR_FIRST.exec(text);
  if (iso !== null) return calendarDay(`${iso[1]}-${twoDigits(iso[3])}-${twoDigits(iso[4])}`);
  const local = YEAR_LAST.exec(text);
  if (local === null || order === "ymd") return undefined;
  const [day, month] = order === "dmy" ? [local[1], local[3]] : [local[3], local[1]];
  return calendarDay(`20${(local[4] as string).slice(-2)}-${twoDigits(month)}-${twoDigits(day)}`);
}

function calendarDay(date: string): string | undefined {
  const midnight = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(date) ? date : undefined;
}

function twoDigits(text: string | undefined): string {
  return (text ?? "").padStart(2, "0");
}

const CLOCK = /^(\d{1,2})(?::(\d\d)(?::(\d\d)(?:[.,]\d+)?)?|[hH](\d\d)?)([AaPp]\.?[Mm]\.?)?$/;

/** A time of day as `HH:MM:SS`: `09:00`, `9:00:30`, `9h`, `9 h 30`, `9:30 PM`; undefined for anything else. */
export function readTime(text: string): string | undefined {
  const match = CLOCK.exec(text.replace(/\s/g, ""));
  if (match === null) return undefined;
  const half = match[5]?.[0]?.toLowerCase();
  const hour = Number(match[1]);
  if (half === undefined) return `${twoDigits(match[1])}:${match[2] ?? match[4] ?? "00"}:${match[3] ?? "00"}`;
  if (hour < 1 || hour > 12) return undefined;
  const hour24 = (hour % 12) + (half === "p" ? 12 : 0);
  return `${twoDigits(String(hour24))}:${match[2] ?? match[4] ?? "00"}:${match[3] ?? "00"}`;
}

const UNIT_MINUTES = { seconds: 1 / 60, minutes: 1, hours: 60 } as const;
const MAX_DURATION_MINUTES = 30 * 1_440;

/**
 * A duration in minutes, more than 0 and at most 30 days; undefined for anything else.
 * Numbers may have a decimal comma; the unit `clock` reads `1:30`, `01:30:00`, `1h30`, `2h`, `45 min`.
 */
export function readDurationMinutes(text: string, unit: "seconds" | "minutes" | "hours" | "clock"): number | undefined {
  const minutes = unit === "clock" ? clockMinutes(text) : plainNumber(text) * UNIT_MINUTES[unit];
  return minutes > 0 && minutes <= MAX_DURATION_MINUTES ? minutes : undefined;
}

/** NaN, which is in no range, for what is no number. */
function plainNumber(text: string): number {
  return /^\d{1,9}(?:[.,]\d{1,6})?$/.test(text) ? Number(text.replace(",", ".")) : Number.NaN;
}

function clockMinutes(text: string): number {
  const match = /^(?:(\d{1,3})(?::([0-5]\d)(?::([0-5]\d))?|h(?:([0-5]\d)(?:min|m)?)?)|(\d{1,4})(?:min|m))$/i.exec(
    text.replace(/\s/g, ""),
  );
  if (match === null) return Number.NaN;
  if (match[5] !== undefined) return Number(match[5]);
  return Number(match[1]) * 60 + Number(match[2] ?? match[4] ?? 0) + Number(match[3] ?? 0) / 60;
}
