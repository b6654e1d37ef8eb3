import { expect, test } from "vitest";
import { checkActivation } from "./rules.ts";
import type { ActivationRequest } from "./wire.ts";
import { ACTIVATION_PIECES } from "./wire.ts";

const whole: ActivationRequest = {
  module: "screening",
  consultationDate: "2026-11-02",
  noticeVersion: "notice-3",
  impactAssessment: "DPIA-2026-04",
  legalBasis: "eu-gdpr:A6-1-f",
};

test("a module is switched on with all four pieces, on the day of the consultation or after", () => {
  expect(checkActivation(whole, "2026-11-02")).toEqual({ ok: true, complete: whole });
  expect(checkActivation(whole, "2027-01-01").ok).toBe(true);
});

test.each(ACTIVATION_PIECES)("without %s nothing is switched on, and the refusal names it", (piece) => {
  const { [piece]: _left, ...rest } = whole;
  expect(checkActivation(rest, "2026-11-02")).toEqual({ ok: false, code: "activation_incomplete", missing: [piece] });
});

test("all that is missing is named at once", () => {
  expect(checkActivation({ module: "screening" }, "2026-11-02")).toMatchObject({ missing: ACTIVATION_PIECES });
});

test("a consultation that is still to come is none", () => {
  expect(checkActivation(whole, "2026-11-01")).toEqual({ ok: false, code: "consultation_in_future", missing: [] });
});
