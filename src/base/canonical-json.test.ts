import canonicalize from "canonicalize";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { CanonicalValue } from "./canonical-json.ts";
import { canonicalJson } from "./canonical-json.ts";

const value = fc.letrec<{ value: CanonicalValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(null, true, false),
    fc.maxSafeInteger(),
    fc.string({ unit: "grapheme" }),
    fc.string({ unit: "binary" }).filter((text) => text.isWellFormed()),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.string({ unit: "grapheme", maxLength: 6 }), tie("value"), { maxKeys: 5 }),
  ),
})).value;

test("another author's implementation writes the same bytes, whatever the value", () => {
  fc.assert(
    fc.property(value, (any) => {
      expect(canonicalJson(any)).toBe(canonicalize(any));
    }),
    { numRuns: 2_000 },
  );
});

test("what was written is read back as it was", () => {
  fc.assert(
    fc.property(value, (any) => {
      expect(canonicalJson(JSON.parse(canonicalJson(any)) as CanonicalValue)).toBe(canonicalJson(any));
    }),
  );
});

test("members are sorted by UTF-16 code units, as in the example of RFC 8785 §3.2.3", () => {
  const example = { "\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\ud83d\ude00": 5, "\u0080": 6, "\u00f6": 7 };
  expect(canonicalJson(example)).toBe('{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}');
});

test.each<[CanonicalValue, string]>([
  [{ b: 1, a: undefined }, '{"b":1}'],
  [{}, "{}"],
  [[], "[]"],
  [-0, "0"],
  [9_007_199_254_740_991, "9007199254740991"],
  ['"\\\b\f\n\r\t\u0000\u001f/', '"\\"\\\\\\b\\f\\n\\r\\t\\u0000\\u001f/"'],
  ["\u2028é", '"\u2028é"'],
])("%j is written %s", (any, text) => {
  expect(canonicalJson(any)).toBe(text);
});

test.each<[string, CanonicalValue]>([
  ["a fraction", 0.1],
  ["a number that is not exact", 2 ** 53],
  ["infinity", Number.POSITIVE_INFINITY],
  ["no number", Number.NaN],
  ["half a character", "\ud800"],
  ["half a character in a name", { "\udc00": 1 }],
  ["half a character far down", [[{ a: ["\ud800"] }]]],
])("%s has no canonical form and is not written", (_, any) => {
  expect(() => canonicalJson(any)).toThrow("could not write");
});
