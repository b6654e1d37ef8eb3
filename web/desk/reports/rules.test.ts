import { expect, test } from "vitest";
import { readersSince } from "./rules.ts";

test("a list begins with the first instant of the reader's day; what is no day is left out", () => {
  expect(readersSince("2026-11-28")).toBe(new Date(2026, 10, 28).toISOString());
  expect(readersSince("")).toBeUndefined();
  expect(readersSince("2026-11")).toBeUndefined();
});
