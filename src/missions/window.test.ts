import { readFileSync } from "node:fs";
import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { addMinutes, checkWindow, isKnownZone, MAX_WINDOW_MS, readInstant, resolveCivil } from "./window.ts";

function vectors(name: string): string[][] {
  return readFileSync(new URL(`../../vectors/civil-times/${name}.txt`, import.meta.url), "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "" && !line.startsWith("#"))
    .map((line) => line.split("|").map((part) => part.trim()));
}

test.each(vectors("resolve"))("%s is %s to %s", (civil, earlier, later) => {
  const [date, time, zone] = civil.split(" ") as [string, string, string];
  const expected =
    later === undefined
      ? { ok: false, code: earlier }
      : { ok: true, earlier: new Date(earlier), later: new Date(later) };
  expect(resolveCivil(date, time, zone)).toEqual(expected);
});

test.each(vectors("instants"))("%j is %s", (text, expected) => {
  expect(readInstant(text)?.toISOString() ?? "refused").toBe(expected);
});

const ZONES = ["Europe/Paris", "Indian/Reunion", "Pacific/Noumea", "America/Miquelon", "Australia/Lord_Howe"];

test("every minute of every day agrees with the calendar library, clock changes included", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 3_652 }),
      fc.integer({ min: 0, max: 1_439 }),
      fc.constantFrom(...ZONES),
      (day, minute, zone) => {
        const civil = Temporal.PlainDateTime.from("2024-01-01").add({ days: day, minutes: minute });
        const [date, time] = civil.toString().split("T") as [string, string];
        const instant = (disambiguation: "earlier" | "later") =>
          new Date(civil.toZonedDateTime(zone, { disambiguation }).epochMilliseconds);
        expect(resolveCivil(date, time.slice(0, 5), zone)).toEqual({
          ok: true,
          earlier: instant("earlier"),
          later: instant("later"),
        });
      },
    ),
    { numRuns: 2_000 },
  );
});

test("around each clock change of Paris every quarter of an hour agrees with the calendar library", () => {
  for (const day of ["2026-03-28", "2026-03-29", "2026-03-30", "2026-10-24", "2026-10-25", "2026-10-26"]) {
    for (let minute = 0; minute < 1_440; minute += 15) {
      const civil = Temporal.PlainDateTime.from(day).add({ minutes: minute });
      const found = resolveCivil(day, civil.toString().slice(11, 16), "Europe/Paris");
      const expected = (["earlier", "later"] as const).map(
        (disambiguation) => civil.toZonedDateTime("Europe/Paris", { disambiguation }).epochMilliseconds,
      );
      expect(found.ok && [found.earlier.getTime(), found.later.getTime()]).toEqual(expected);
    }
  }
});

test("padding is elapsed time: an hour before 03:30 on the night of the change is 01:30", () => {
  const start = resolveCivil("2026-03-29", "03:30", "Europe/Paris");
  expect(start.ok && addMinutes(start.earlier, -60)).toEqual(new Date("2026-03-29T00:30:00Z"));
  const autumn = resolveCivil("2026-10-25", "03:30", "Europe/Paris");
  expect(autumn.ok && addMinutes(autumn.earlier, -60)).toEqual(new Date("2026-10-25T01:30:00Z"));
});

test("a window holds at least an instant and at most 30 days", () => {
  const opensAt = new Date("2026-03-05T08:00:00Z");
  const after = (ms: number) => new Date(opensAt.getTime() + ms);
  expect(checkWindow(opensAt, after(1))).toEqual({ ok: true });
  expect(checkWindow(opensAt, opensAt)).toEqual({ ok: false, code: "window_inverted" });
  expect(checkWindow(opensAt, after(-1))).toEqual({ ok: false, code: "window_inverted" });
  expect(checkWindow(opensAt, after(MAX_WINDOW_MS))).toEqual({ ok: true });
  expect(checkWindow(opensAt, after(MAX_WINDOW_MS + 1))).toEqual({ ok: false, code: "window_too_long" });
});

test("a zone is a name of the IANA data base", () => {
  for (const zone of ["Europe/Paris", "America/Guadeloupe", "Indian/Reunion", "Pacific/Noumea", "UTC"]) {
    expect(isKnownZone(zone)).toBe(true);
  }
  for (const zone of ["", "Paris", "+02:00", "Europe/", "Europe/Paris ", "\u0000"])
    expect(isKnownZone(zone)).toBe(false);
});

test("whatever is written, an instant is read or refused, never thrown", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 50 }), (text) => {
      expect(readInstant(text) === undefined || readInstant(text) instanceof Date).toBe(true);
      expect(resolveCivil(text, "09:00", "Europe/Paris").ok).toBe(/^20\d\d-\d\d-\d\d$/.test(text));
      expect(resolveCivil("2026-03-05", text, "Europe/Paris").ok).toBe(/^\d\d:\d\d(:\d\d)?$/.test(text));
    }),
  );
});
