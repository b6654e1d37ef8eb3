import { expect, test } from "vitest";
import { actsOf, dayAfter, fromLocal, splitReferences, toLocal } from "./rules.ts";

test("what was cancelled has no act, what was closed can only be opened again", () => {
  expect(actsOf({ status: "cancelled", onMyWayAt: null })).toEqual([]);
  expect(actsOf({ status: "closed", onMyWayAt: null })).toEqual(["reopen"]);
  expect(actsOf({ status: "scheduled", onMyWayAt: null })).not.toContain("close");
  expect(actsOf({ status: "open", onMyWayAt: null })).toContain("set-off");
  expect(actsOf({ status: "open", onMyWayAt: "2026-11-28T08:00:00Z" })).not.toContain("set-off");
});

test("an instant goes into a field and comes back the same, to the minute", () => {
  expect(fromLocal(toLocal("2026-07-01T09:30:00.000Z"))).toBe("2026-07-01T09:30:00.000Z");
  expect(fromLocal(toLocal("2026-12-31T23:59:00.000Z"))).toBe("2026-12-31T23:59:00.000Z");
  expect(fromLocal("")).toBeUndefined();
});

test("references stand on lines or between commas, and count once", () => {
  expect(splitReferences("T-1, T-2\nT-1;  T-3\n")).toEqual(["T-1", "T-2", "T-3"]);
  expect(splitReferences("  ")).toEqual([]);
});

test("the day after the last one of February is the 29th only in a leap year", () => {
  expect(dayAfter("2028-02-28", 1)).toBe("2028-02-29");
  expect(dayAfter("2027-02-28", 1)).toBe("2027-03-01");
  expect(dayAfter("2027-01-01", -1)).toBe("2026-12-31");
});
