import { expect, test } from "vitest";
import type { StaffId } from "../base/ids.ts";
import {
  checkInsOf,
  concernedBy,
  doorOfSignal,
  FREE_TRIES,
  numberIn,
  PAGE_AGAIN_MS,
  pageAgainBefore,
  receiptDelayMs,
  referenceOf,
  whatOfChoice,
} from "./rules.ts";

const [a, b, c] = ["stf_a", "stf_b", "stf_c"] as [StaffId, StaffId, StaffId];

test.for([
  [undefined, [], undefined, [], false],
  [undefined, [a], undefined, ["stf_a mission"], false],
  [undefined, [a, b], undefined, ["stf_a mission", "stf_b mission"], true],
  ["unsure", [a, b], undefined, ["stf_a mission", "stf_b mission"], true],
  ["unsure", [a], undefined, ["stf_a mission"], false],
  [[b], [a, b], undefined, ["stf_b named"], false],
  ["other", [a, b], undefined, [], false],
  [[b, b], [a], undefined, ["stf_b named"], false],
  [[], [a, b], undefined, ["stf_a mission", "stf_b mission"], true],
  // A staff member who names nobody reports the customer; nobody reports themselves.
  [undefined, [a, b], a, [], false],
  [[a, b], [a, b], a, ["stf_b named"], false],
  [[c], [a], a, ["stf_c named"], false],
] as const)("named %j of assigned %j by %j: %j", ([named, assigned, reporter, expected, isUnsure]) => {
  const told = concernedBy(named, assigned, reporter);
  expect(told.concerned.map(({ staff, knownBy }) => `${staff} ${knownBy}`)).toEqual(expected);
  expect(told.isUnsure).toBe(isUnsure);
});

test("digits say what the question offered, and others say nothing", () => {
  expect([0, 1, 2, 3, 4, 5, 6].map(whatOfChoice)).toEqual([
    undefined,
    "message",
    "call",
    "home",
    "other",
    "danger",
    undefined,
  ]);
});

test.for([
  ["report", "sms", false, "sms"],
  ["written", "sms", true, "report_number"],
  ["report", "sms", true, "report_number"],
  ["called", "call", true, "call"],
  ["report", "chat", false, "chat"],
] as const)("%s by %s on a number for reports (%j) came through %s", ([word, channel, isReportNumber, door]) => {
  expect(doorOfSignal(word, channel, isReportNumber)).toBe(door);
});

test("somebody is rung at once, and again five minutes later, not before", () => {
  const at = new Date("2026-03-29T00:58:00Z");
  const before = (ms: number) => pageAgainBefore(new Date(at.getTime() + ms));
  expect(at <= before(PAGE_AGAIN_MS - 1)).toBe(false);
  expect(at <= before(PAGE_AGAIN_MS)).toBe(true);
});

test("check-ins are 7, 30 and 90 times 24 hours later, whatever clocks do meanwhile", () => {
  const due = checkInsOf(new Date("2028-02-25T10:00:00Z"));
  expect(due.map(({ dueAt }) => dueAt.toISOString())).toEqual([
    "2028-03-03T10:00:00.000Z",
    "2028-03-26T10:00:00.000Z",
    "2028-05-25T10:00:00.000Z",
  ]);
});

test("a reference is short, can be said aloud, and gives a sixth of the id away", () => {
  expect(referenceOf("rep_0123456789abcdefghjkmnpqrs")).toBe("012-345");
});

test("the first tries cost nothing, then each costs more, and nobody is shut out", () => {
  expect(receiptDelayMs({ address: FREE_TRIES.address, all: FREE_TRIES.all })).toBe(0);
  expect(receiptDelayMs({ address: FREE_TRIES.address + 1, all: 0 })).toBe(500);
  expect(receiptDelayMs({ address: 0, all: FREE_TRIES.all + 200 })).toBe(1_000);
  expect(receiptDelayMs({ address: 1e6, all: 1e6 })).toBe(8_000);
});

test.for([
  ["06 39 98 10 42", "06 39 98 10 42"],
  ["+33639981042", "+33639981042"],
  ["C'était le 06.39.98.10.42 !", "06.39.98.10.42"],
  ["son numéro : 0639981042", "0639981042"],
  ["(07) 700 900 123", undefined],
  ["bonjour", undefined],
  ["le 12/03 à 14h", undefined],
  ["Il m'a écrit hier soir depuis le 0639981042 alors que je ne lui avais rien donné", undefined],
] as const)("the number in %j is %j", ([text, number]) => {
  if (text.startsWith("(")) expect(numberIn(text)).toBeDefined();
  else expect(numberIn(text)).toBe(number);
});
