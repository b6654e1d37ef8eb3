import { expect, test } from "vitest";
import { EMPTY_MISSION, missingIn, requestOf } from "./new-mission.ts";

const WHOLE = {
  ...EMPTY_MISSION,
  reference: "M-1",
  purpose: "home-care",
  opensAt: "2026-12-01T09:00",
  closesAt: "2026-12-01T10:00",
  staff: "T-1, T-2",
  customerReference: "C-1",
  displayName: "Hélène",
};

test("what is needed is asked for, and an end before the start is wrong", () => {
  expect(missingIn(EMPTY_MISSION)).toEqual([
    "reference",
    "purpose",
    "customerReference",
    "displayName",
    "opensAt",
    "closesAt",
    "staff",
  ]);
  expect(missingIn(WHOLE)).toEqual([]);
  expect(missingIn({ ...WHOLE, closesAt: WHOLE.opensAt })).toEqual(["closesAt"]);
});

test("what was left empty is not sent", () => {
  expect(requestOf({ ...WHOLE, email: "  " })).toEqual({
    reference: "M-1",
    purpose: "home-care",
    opensAt: new Date("2026-12-01T09:00").toISOString(),
    closesAt: new Date("2026-12-01T10:00").toISOString(),
    customer: { reference: "C-1", displayName: "Hélène", language: "fr" },
    staff: ["T-1", "T-2"],
  });
  expect(requestOf({ ...WHOLE, withoutSms: true }).channels).toEqual(["call"]);
});
