import { expect, test } from "vitest";
import type { Finding, ScreeningContext } from "./screened.ts";
import type { Judging } from "./verdict.ts";
import { judge } from "./verdict.ts";

const STAFF: ScreeningContext = { direction: "staff_to_customer" };
const CUSTOMER: ScreeningContext = { direction: "customer_to_staff" };
const GRACE: ScreeningContext = { ...STAFF, missionState: "grace" };
const UNSURE: Judging = { isSeenAll: true, isUnderstood: true, opinion: "unsure" };
const found = (rule: string, weight: number): Finding => ({ class: "flirt", rule, start: 0, end: 1, weight });
const SURE = found("flirt.pet-name", 1);
const SUSPECTED = found("flirt.idiom", 0.5);
const DOUBT = found("flirt.wink", 0.25);
const NUMBER = found("off-platform.phone", 1);
const SIGN = found("flirt.tender-sign", 0.5);

test.each([
  ["nothing", [], {}, STAFF, "pass"],
  ["what is sure", [SURE], {}, STAFF, "block"],
  ["what is sure, of a customer", [SURE], {}, CUSTOMER, "hold"],
  ["what is sure, in a text the model finds ordinary", [SURE], { opinion: "ordinary" }, STAFF, "hold"],
  ["what is suspected", [SUSPECTED], {}, STAFF, "hold"],
  ["what is suspected twice", [SUSPECTED, SUSPECTED], {}, STAFF, "hold"],
  ["what is suspected, in a text the model finds ordinary", [SUSPECTED], { opinion: "ordinary" }, STAFF, "pass"],
  ["what is suspected, in the grace period", [SUSPECTED], {}, GRACE, "block"],
  ["what the model alone finds", [], { opinion: "harmful" }, STAFF, "hold"],
  ["what the model alone finds, in the grace period", [], { opinion: "harmful" }, GRACE, "hold"],
  ["a number, in a text the model finds ordinary", [NUMBER], { opinion: "ordinary" }, STAFF, "block"],
  ["a number of a customer", [NUMBER], {}, CUSTOMER, "hold"],
  ["a number in an unknown language", [NUMBER], { isUnderstood: false }, STAFF, "block"],
  ["a heart in an unknown language", [SIGN], { isUnderstood: false }, STAFF, "hold"],
  ["words in an unknown language", [SURE, SUSPECTED], { isUnderstood: false }, STAFF, "pass"],
  ["the model's opinion on an unknown language", [], { isUnderstood: false, opinion: "harmful" }, STAFF, "pass"],
  ["a text too dense to be looked at", [], { isSeenAll: false }, STAFF, "hold"],
  ["a doubt", [DOUBT], {}, STAFF, "pass"],
  ["two doubts", [DOUBT, DOUBT], {}, STAFF, "hold"],
  ["a doubt after a text that was kept back", [DOUBT], {}, { ...STAFF, said: { keptBack: 1, unanswered: 0 } }, "hold"],
  ["a doubt after two without an answer", [DOUBT], {}, { ...STAFF, said: { keptBack: 0, unanswered: 2 } }, "pass"],
  ["a doubt after three without an answer", [DOUBT], {}, { ...STAFF, said: { keptBack: 0, unanswered: 3 } }, "hold"],
  ["a customer's doubt after anything", [DOUBT], {}, { ...CUSTOMER, said: { keptBack: 9, unanswered: 9 } }, "pass"],
] as const)("%s", (_what, findings, judging, context, verdict) => {
  expect(judge(findings, { ...UNSURE, ...judging }, context).verdict).toBe(verdict);
});

test("only a doubt that nobody looked behind asks for what was said before", () => {
  expect(judge([DOUBT], UNSURE, STAFF).isDoubtful).toBe(true);
  expect(judge([DOUBT], UNSURE, { ...STAFF, said: { keptBack: 0, unanswered: 0 } }).isDoubtful).toBe(false);
  for (const findings of [[], [SUSPECTED], [SURE]]) expect(judge(findings, UNSURE, STAFF).isDoubtful).toBe(false);
  expect(judge([DOUBT], UNSURE, CUSTOMER).isDoubtful).toBe(false);
});
