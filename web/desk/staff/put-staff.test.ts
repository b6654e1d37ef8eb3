import { expect, test } from "vitest";
import { bodyOf, EMPTY_STAFF, missingIn, valuesOf } from "./put-staff.ts";

test("the reference is in the address, and what was left empty is not sent", () => {
  const values = { ...EMPTY_STAFF, reference: "T-7", displayName: "Samir", regime: "employee-fr", depot: " " };
  expect(bodyOf(values)).toEqual({ displayName: "Samir", regime: "employee-fr", language: "fr" });
  expect(missingIn(values)).toEqual([]);
  expect(missingIn(EMPTY_STAFF)).toEqual(["reference", "displayName", "regime"]);
});

test("of a known one the name and the phone stay empty: they are shown to nobody", () => {
  const known = valuesOf({
    reference: "T-7",
    regime: "contractor",
    language: "en",
    standing: "active",
    isOnHold: false,
    depot: null,
    hasPhone: true,
    charterAcknowledged: true,
    missionsToday: 0,
  });
  expect(known).toEqual({ ...EMPTY_STAFF, reference: "T-7", regime: "contractor", language: "en" });
});
