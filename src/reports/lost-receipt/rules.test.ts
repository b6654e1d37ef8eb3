import { expect, test } from "vitest";
import { digitsOf, mayTry, nextSend } from "./rules.ts";

const MINUTE_MS = 60_000;
const now = new Date("2026-11-23T10:00:00Z");
const before = (ms: number) => new Date(now.getTime() - ms);
const sent = (agoMs: number, more: { tries?: number; sends?: number; countedAgoMs?: number } = {}) => ({
  sentAt: before(agoMs),
  tries: more.tries ?? 0,
  sends: more.sends ?? 1,
  countedAt: before(more.countedAgoMs ?? agoMs),
});

test("a code works for ten minutes, its last millisecond included", () => {
  expect(mayTry(sent(10 * MINUTE_MS - 1), now)).toBe("yes");
  expect(mayTry(sent(10 * MINUTE_MS), now)).toBe("wrong");
  expect(mayTry(undefined, now)).toBe("wrong");
});

test("five wrong tries end it", () => {
  expect(mayTry(sent(0, { tries: 4 }), now)).toBe("yes");
  expect(mayTry(sent(0, { tries: 5 }), now)).toBe("locked");
});

test("a button pressed twice is one text, and five a day are the most", () => {
  expect(nextSend(undefined, now)).toEqual({ sends: 1, countedAt: now });
  expect(nextSend(sent(MINUTE_MS - 1), now)).toBeUndefined();
  expect(nextSend(sent(MINUTE_MS), now)).toMatchObject({ sends: 2 });
  expect(nextSend(sent(MINUTE_MS, { sends: 4 }), now)).toMatchObject({ sends: 5 });
  expect(nextSend(sent(MINUTE_MS, { sends: 5 }), now)).toBeUndefined();
  expect(nextSend(sent(MINUTE_MS, { sends: 5, countedAgoMs: 24 * 60 * MINUTE_MS }), now)).toEqual({
    sends: 1,
    countedAt: now,
  });
});

test.for([
  ["123456", "123456"],
  [" 123 456 ", "123456"],
  ["123-456", "123456"],
  ["１２３４５６", "123456"],
] as const)("%j is the code %s", ([typed, code]) => {
  expect(digitsOf(typed)).toBe(code);
});

test.for(["", "12345", "1234567", "12345a", "abcdef"])("%j is no code", (typed) => {
  expect(digitsOf(typed)).toBeUndefined();
});
