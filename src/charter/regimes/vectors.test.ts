import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Territory } from "../../base/territories.ts";
import { ZONES } from "../../base/territories.ts";
import type { Calendar, CivilDate } from "./calendar.ts";
import { addCounted, addDays, addMonths, civil, civilDate, holidaysOf, isWorkable, isWorked } from "./calendar.ts";
import { deadlines, isInvokable, mayTake } from "./may-take.ts";
import type { CaseDates, ExceptionId, Procedure, RegimeName, Step } from "./regime.ts";

const lines = (name: string) =>
  readFileSync(new URL(`../../../vectors/clocks/${name}.txt`, import.meta.url), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split(" | ") as [string, string, string?]);

function calendarOf(territory = "metropole", isAlsaceMoselle = false): Calendar {
  return { zone: ZONES[territory as Territory], territory: territory as Territory, isAlsaceMoselle };
}

/** Words of a case: dates by fact, where, and under which exception. */
function read(words: readonly string[]) {
  const pairs = words.filter((word) => word.includes("=")).map((word) => word.split("=") as [string, string]);
  const dates = Object.fromEntries(pairs.filter(([fact]) => fact !== "exception").map(([k, day]) => [k, civil(day)]));
  const exception = pairs.find(([fact]) => fact === "exception")?.[1];
  return {
    dates: dates as CaseDates,
    exception: exception === undefined ? undefined : { id: exception as ExceptionId },
    calendar: calendarOf(words.find((word) => word.startsWith("@"))?.slice(1), words.includes("+alsace-moselle")),
  };
}

test.each(lines("holidays"))("holidays of %s", (what, days) => {
  const words = what.split(" ");
  const year = words.at(-1) as string;
  const found = holidaysOf(Number(year), calendarOf(words[0], words.includes("alsace-moselle")));
  expect(found.map(({ on }) => on.slice(5)).join(" ")).toBe(days);
});

test.each(lines("days"))("%s is %s", (what, day) => {
  const [at = "", zone = ""] = what.split(" ");
  expect(civilDate(new Date(at), zone)).toBe(day);
});

test.each(lines("spans"))("%s is %s", (what, day) => {
  const [, count, unit, from = "", territory, alsace] = what.split(" ");
  const calendar = calendarOf(territory, alsace !== undefined);
  const add: { readonly [unit: string]: (on: CivilDate, n: number) => CivilDate } = {
    days: addDays,
    months: addMonths,
    workable: (on, n) => addCounted(on, n, calendar, isWorkable),
    worked: (on, n) => addCounted(on, n, calendar, isWorked),
  };
  expect(add[unit as string]?.(civil(from), Number(count))).toBe(day);
});

test.each(lines("deadlines"))("%s: %s (%s)", (what, expected) => {
  const [regime, procedure, ...words] = what.split(" ");
  const [id, end, day] = expected.split(" ");
  const { dates, calendar } = read(words);
  const found = deadlines(regime as RegimeName, procedure as Procedure, dates, calendar).find((one) => one.id === id);
  if (end === "gone") return expect(found).toBeUndefined();
  expect(found).toBeDefined();
  return expect(found?.[end as "notBefore" | "notAfter"] ?? "none").toBe(day);
});

test.each(lines("steps"))("%s: %s (%s)", (what, expected) => {
  const [regime, step, today = "", ...words] = what.split(" ");
  const [code, day] = expected.split(" ");
  const { dates, calendar, exception } = read(words);
  const answer = mayTake(regime as RegimeName, step as Step, dates, civil(today), calendar, exception);
  if (code === "ok") return expect(answer).toMatchObject({ ok: true });
  expect(answer).toMatchObject({ ok: false, code });
  return expect("notBefore" in answer || "notAfter" in answer ? (answer.notBefore ?? answer.notAfter) : undefined).toBe(
    day,
  );
});

test.each(lines("invokable"))("%s: %s (%s)", (what, expected) => {
  const [regime, sanctioned = "", today = ""] = what.split(" ");
  expect(isInvokable(civil(sanctioned), civil(today), regime as RegimeName) ? "yes" : "no").toBe(expected);
});

test("there are enough cases, and every rule of a regime has its article beside it", () => {
  const all = ["holidays", "days", "spans", "deadlines", "steps", "invokable"].flatMap(lines);
  expect(all.length).toBeGreaterThanOrEqual(80);
  for (const name of ["deadlines", "steps", "invokable"])
    for (const [, , article] of lines(name)) expect(article).toBeTruthy();
});
