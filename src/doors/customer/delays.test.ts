import { expect, test } from "vitest";
import { Delays } from "./delays.ts";

test("the first ones cost no time, each further one a little more, none more than a browser waits", () => {
  const delays = new Delays(3);
  expect([1, 2, 3, 4, 5].map(() => delays.next("a", 0))).toEqual([0, 0, 0, 50, 100]);
  let last = 0;
  for (let n = 0; n < 1_000; n += 1) last = delays.next("a", 1);
  expect(last).toBe(5_000);
});

test("another address waits for nobody, and after ten minutes all is forgotten", () => {
  const delays = new Delays(1);
  delays.next("a", 0);
  expect(delays.next("a", 599_999)).toBe(50);
  expect(delays.next("b", 599_999)).toBe(0);
  expect(delays.next("a", 600_000)).toBe(0);
});

test("many addresses do not fill the memory: the oldest are forgotten", () => {
  const delays = new Delays(1);
  delays.next("first", 0);
  for (let n = 0; n < 10_000; n += 1) delays.next(`a${n}`, 0);
  expect(delays.next("first", 0)).toBe(0);
  expect(delays.next("a9999", 0)).toBe(50);
});
