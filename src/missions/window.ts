import { Temporal } from "temporal-polyfill";

/** Milliseconds. A month holds every job we know; a year-long window would be a standing permission. */
export const MAX_WINDOW_MS = 30 * 24 * 3_600_000;

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 3_600_000;

export type WindowCheck =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: "window_inverted" | "window_too_long" };

/** A window `[opensAt, closesAt)` must hold at least one instant and last `MAX_WINDOW_MS` at most. */
export function checkWindow(opensAt: Date, closesAt: Date): WindowCheck {
  const lengthMs = closesAt.getTime() - opensAt.getTime();
  if (lengthMs <= 0) return { ok: false, code: "window_inverted" };
  return lengthMs <= MAX_WINDOW_MS ? { ok: true } : { ok: false, code: "window_too_long" };
}

/** Moves an instant by minutes of elapsed time: an hour of padding is an hour even in the night of a clock change. */
export function addMinutes(instant: Date, minutes: number): Date {
  return new Date(instant.getTime() + minutes * MINUTE_MS);
}

export type CivilResolution =
  | { readonly ok: true; readonly earlier: Date; readonly later: Date }
  | { readonly ok: false; readonly code: "date_invalid" | "time_invalid" | "zone_unknown" };

const DATE = /^(20\d\d)-(\d\d)-(\d\d)$/;
const TIME = /^(\d\d):(\d\d)(?::(\d\d))?$/;

/**
 * The instants that a civil time in a zone can mean: `date` is `YYYY-MM-DD` in this century, `time` `HH:MM[:SS]`,
 * `zone` an IANA name.
 *
 * There is one but for a few minutes a year, when `earlier` and `later` are equal. In the autumn hour that is lived
 * twice they are its two passes; a time in the hour that spring leaves out is read with the clock of before
 * (`later`) and of after (`earlier`). A window opens at `earlier` and closes at `later`: whichever was meant, it
 * covers the whole appointment, at the price of an hour more on those nights.
 */
export function resolveCivil(date: string, time: string, zone: string): CivilResolution {
  const clock = TIME.exec(time);
  if (clock === null || Number(clock[1]) > 23 || Number(clock[2]) > 59 || Number(clock[3] ?? 0) > 59) {
    return { ok: false, code: "time_invalid" };
  }
  const dayMs = utcMidnight(DATE.exec(date));
  if (dayMs === undefined) return { ok: false, code: "date_invalid" };
  if (!isKnownZone(zone)) return { ok: false, code: "zone_unknown" };
  const offsetMs = steadyOffsetMs(dayMs, zone);
  if (offsetMs === undefined) {
    const civil = Temporal.PlainDateTime.from(`${date}T${time}`);
    return { ok: true, earlier: instantOf(civil, zone, "earlier"), later: instantOf(civil, zone, "later") };
  }
  const timeMs = (Number(clock[1]) * 3_600 + Number(clock[2]) * 60 + Number(clock[3] ?? 0)) * 1_000;
  const instant = new Date(dayMs + timeMs - offsetMs);
  return { ok: true, earlier: instant, later: instant };
}

function instantOf(civil: Temporal.PlainDateTime, zone: string, disambiguation: "earlier" | "later"): Date {
  return new Date(civil.toZonedDateTime(zone, { disambiguation }).epochMilliseconds);
}

/** Undefined for what is no day of the calendar, such as 29 February 2027. */
function utcMidnight(match: RegExpExecArray | null): number | undefined {
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const dayMs = Date.UTC(year, month - 1, day);
  return new Date(dayMs).getUTCMonth() === month - 1 && day > 0 ? dayMs : undefined;
}

/**
 * Offset of a zone through a whole civil day, undefined on a day with a clock change.
 * Kept because an import asks for the same few days 100,000 times and asking the calendar costs 10 µs.
 */
function steadyOffsetMs(dayMs: number, zone: string): number | undefined {
  const key = `${dayMs} ${zone}`;
  if (steadyOffsets.has(key)) return steadyOffsets.get(key);
  if (steadyOffsets.size >= MAX_KEPT_DAYS) steadyOffsets.clear();
  const midnight = Temporal.PlainDateTime.from(new Date(dayMs).toISOString().slice(0, 10));
  const start = midnight.toZonedDateTime(zone, { disambiguation: "earlier" });
  const endMs = instantOf(midnight.add({ days: 1 }), zone, "later").getTime();
  const change = start.getTimeZoneTransition("next");
  const isSteady = endMs - start.epochMilliseconds === DAY_MS && (change === null || change.epochMilliseconds > endMs);
  const offsetMs = isSteady ? start.offsetNanoseconds / 1e6 : undefined;
  steadyOffsets.set(key, offsetMs);
  return offsetMs;
}

/** Days and zones remembered. Too small: an import that spans years slows down. Too large: memory, 100 B each. */
const MAX_KEPT_DAYS = 4_096;
const steadyOffsets = new Map<string, number | undefined>();

/** True for a name of the IANA data base, such as `Indian/Reunion`; bare offsets such as `+02:00` are no zones. */
export function isKnownZone(zone: string): boolean {
  const known = knownZones.get(zone);
  if (known !== undefined) return known;
  const isKnown = /^[A-Za-z]/.test(zone) && isNamedZone(zone);
  if (knownZones.size >= MAX_KEPT_ZONES) knownZones.clear();
  knownZones.set(zone, isKnown);
  return isKnown;
}

const MAX_KEPT_ZONES = 1_024;
const knownZones = new Map<string, boolean>();

function isNamedZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

const INSTANT =
  /^(20\d\d)-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s?([Zz]|([+-])(\d\d):?(\d\d)?)$/;

/**
 * Reads an instant that carries its offset, as exports write it: `2023-03-13T17:31:23.000+0000` (no colon) as well
 * as RFC 3339; a space for the `T`, no seconds and an offset of hours only are tolerated. Fractions of a
 * millisecond are cut. Undefined for anything else, for days that do not exist and outside 2000 to 2099.
 */
export function readInstant(text: string): Date | undefined {
  const match = INSTANT.exec(text);
  const dayMs = utcMidnight(match);
  if (match === null || dayMs === undefined) return undefined;
  const part = (group: number) => Number(match[group] ?? 0);
  const [hours, minutes, seconds, offsetHours, offsetMinutes] = [part(4), part(5), part(6), part(10), part(11)];
  if (hours > 23 || minutes > 59 || seconds > 59 || offsetHours > 14 || offsetMinutes > 59) return undefined;
  const milliseconds = Number((match[7] ?? "").slice(0, 3).padEnd(3, "0"));
  const offsetMs = (match[9] === "-" ? -1 : 1) * (offsetHours * 60 + offsetMinutes) * MINUTE_MS;
  return new Date(dayMs + ((hours * 60 + minutes) * 60 + seconds) * 1_000 + milliseconds - offsetMs);
}
