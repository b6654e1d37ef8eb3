import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readDurationMinutes, readMoment } from "./times.ts";

const texts = readFileSync(new URL("../../../vectors/civil-times/texts.txt", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line.trim() !== "" && !line.startsWith("#"))
  .map((line) => line.split("|").map((part) => part.trim()));

test.each(texts)("%s %j %j, default %j, is %s %s", (order, date, time, defaultTime, earlier, later) => {
  const rules = { dateOrder: order as "dmy", zone: "Europe/Paris" };
  const expected =
    later === undefined
      ? { ok: false, code: earlier }
      : { ok: true, earlier: new Date(earlier), later: new Date(later) };
  expect(readMoment(date, time === "-" ? undefined : time, defaultTime || undefined, rules)).toEqual(expected);
});

test("without a zone, only instants with an offset are read", () => {
  const rules = { dateOrder: "ymd" as const, zone: undefined };
  expect(readMoment("2026-03-05T09:00:00+0100", undefined, undefined, rules)).toMatchObject({ ok: true });
  expect(readMoment("2026-03-05T09:00:00", undefined, undefined, rules)).toEqual({ ok: false, code: "offset_missing" });
});

test("a day is added on the calendar: 02:00 stays 02:00 over a clock change", () => {
  const rules = { dateOrder: "ymd" as const, zone: "Europe/Paris" };
  expect(readMoment("2026-10-24", "04:00", undefined, rules, 1)).toMatchObject({
    earlier: new Date("2026-10-25T03:00:00Z"),
  });
  expect(readMoment("2028-02-28", "04:00", undefined, rules, 1)).toMatchObject({
    earlier: new Date("2028-02-29T03:00:00Z"),
  });
  expect(readMoment("2026-02-31", "04:00", undefined, rules, 1)).toEqual({ ok: false, code: "date_invalid" });
});

const DURATIONS: [text: string, unit: "seconds" | "minutes" | "hours" | "clock", minutes: number | undefined][] = [
  ["5400", "seconds", 90],
  ["90", "minutes", 90],
  ["1,5", "hours", 90],
  ["1.5", "hours", 90],
  ["0:45", "clock", 45],
  ["01:30:00", "clock", 90],
  ["1h30", "clock", 90],
  ["1 h 30 min", "clock", 90],
  ["2h", "clock", 120],
  ["45 min", "clock", 45],
  ["720", "hours", 43_200],
  ["721", "hours", undefined],
  ["0", "minutes", undefined],
  ["0:00", "clock", undefined],
  ["-30", "minutes", undefined],
  ["1h30", "minutes", undefined],
  ["90", "clock", undefined],
  ["1:75", "clock", undefined],
  ["1e3", "minutes", undefined],
  ["une heure", "clock", undefined],
  ["", "minutes", undefined],
];

test.each(DURATIONS)("%j in %s is %s minutes", (text, unit, minutes) => {
  expect(readDurationMinutes(text, unit)).toBe(minutes);
});

test("whatever is written, the answer is a value", () => {
  const piece = fc.oneof(
    fc.string({ unit: "binary", maxLength: 12 }),
    fc.string({ unit: fc.constantFrom(..."0123456789/:-hT +Z.".split("")), maxLength: 25 }),
  );
  fc.assert(
    fc.property(
      piece,
      fc.option(piece, { nil: undefined }),
      fc.constantFrom("ymd", "dmy", "mdy"),
      (date, time, order) => {
        const reading = readMoment(date, time, undefined, { dateOrder: order, zone: "Europe/Paris" });
        if (reading.ok) expect(reading.earlier.getTime()).toBeLessThanOrEqual(reading.later.getTime());
        expect(typeof reading.ok).toBe("boolean");
      },
    ),
    { numRuns: 2_000 },
  );
});
