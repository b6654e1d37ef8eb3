import { createSecretKey, randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { KeyCache } from "./key-cache.ts";
import { subjectKeys } from "./keyring.ts";

const MINUTE_MS = 60_000;
const keys = subjectKeys(createSecretKey(randomBytes(32)));
const opened = () => {
  const clock = { ms: 0 };
  return { clock, cache: new KeyCache(() => clock.ms) };
};

test("a key is missing until it is put, and again when it is five minutes old", () => {
  const { cache, clock } = opened();
  expect(cache.missing(["a", "b", "a"])).toEqual(["a", "b"]);
  cache.put("a", keys);
  expect(cache.missing(["a", "b"])).toEqual(["b"]);
  clock.ms = 5 * MINUTE_MS - 1;
  expect(cache.missing(["a"])).toEqual([]);
  clock.ms += 1;
  expect(cache.missing(["a"])).toEqual(["a"]);
});

test("a batch still finds the key it loaded while it grows old, and a key nobody asks for leaves the memory", () => {
  const { cache, clock } = opened();
  cache.put("a", keys);
  clock.ms = 15 * MINUTE_MS - 1;
  cache.sweep();
  expect(cache.get("a")).toBe(keys);
  clock.ms += 1;
  cache.sweep();
  expect(() => cache.get("a")).toThrow("before it was loaded");
});

test("the least recently used key goes first when there are too many", () => {
  const { cache } = opened();
  for (let i = 0; i < 20_000; i += 1) cache.put(`s${i}`, keys);
  expect(cache.missing(["s0"])).toEqual([]);
  cache.put("one more", keys);
  expect(cache.missing(["s0", "s1", "s2"])).toEqual(["s1"]);
});

test("that a subject has no key is never taken for granted again", () => {
  const { cache } = opened();
  cache.put("a", undefined);
  expect(cache.get("a")).toBeUndefined();
  expect(cache.missing(["a"])).toEqual(["a"]);
});

test("a dropped key is gone at once", () => {
  const { cache } = opened();
  cache.put("a", keys);
  cache.drop("a");
  expect(cache.missing(["a"])).toEqual(["a"]);
  expect(() => cache.get("a")).toThrow("before it was loaded");
});
