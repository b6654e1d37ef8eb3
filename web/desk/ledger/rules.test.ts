import { expect, test } from "vitest";
import { ageOf, fieldsOf, toneOfAge } from "./rules.ts";

test("a witness is late after ten minutes and stale after an hour", () => {
  expect(toneOfAge(600_000)).toBe("good");
  expect(toneOfAge(600_001)).toBe("wait");
  expect(toneOfAge(3_600_000)).toBe("wait");
  expect(toneOfAge(3_600_001)).toBe("stop");
});

test("an age is said in minutes, then hours, then by its date; a clock that is ahead is now", () => {
  expect(ageOf(59_999)).toEqual({ count: 0, unit: "minute" });
  expect(ageOf(3_600_000)).toEqual({ count: 1, unit: "hour" });
  expect(ageOf(48 * 3_600_000)).toBeUndefined();
  expect(ageOf(-5)).toEqual({ count: 0, unit: "minute" });
});

test("an entry's fields stand by name, without when and what", () => {
  expect(fieldsOf({ at: "2026", event: "x", b: ["c"], a: "d", n: null })).toEqual([
    ["a", "d"],
    ["b", '["c"]'],
    ["n", "null"],
  ]);
});
