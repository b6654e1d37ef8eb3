import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type CountryCode, formatPhone, parsePhone } from "./phone.ts";

function vectors(name: string): string[][] {
  return readFileSync(new URL(`../../vectors/phones/${name}.txt`, import.meta.url), "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "" && !line.startsWith("#"))
    .map((line) => line.split("|").map((part) => withEscapes(part.trim())));
}

function withEscapes(text: string): string {
  return text.replace(/\\u([0-9a-f]{4})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function country(text: string | undefined): CountryCode | undefined {
  return text === "-" ? undefined : (text as CountryCode);
}

test("the vectors hold both sides", () => {
  expect(vectors("valid").length).toBeGreaterThan(50);
  expect(vectors("invalid").length).toBeGreaterThan(40);
});

test.each(vectors("valid"))("%j with default %s is %s, a %s of %s", (text, from, e164, kind, owner) => {
  expect(parsePhone(text, country(from))).toEqual({ ok: true, e164, kind, country: owner });
});

test.each(vectors("invalid"))("%j with default %s is refused", (text, from) => {
  expect(parsePhone(text, country(from))).toEqual({ ok: false, code: "phone_invalid" });
});

test("whatever is typed, the answer is a value, and what is accepted is accepted again unchanged", () => {
  const digits = fc.string({ unit: fc.constantFrom(..."0123456789+ .-/()\u00a0".split("")), maxLength: 45 });
  fc.assert(
    fc.property(
      fc.oneof(digits, fc.string({ unit: "binary" })),
      fc.constantFrom(undefined, "FR" as const, "RE" as const, "GB" as const, "US" as const),
      (text, from) => {
        const phone = parsePhone(text, from);
        if (!phone.ok) return;
        expect(phone.e164).toMatch(/^\+[1-9]\d{6,14}$/);
        expect(parsePhone(phone.e164)).toEqual(phone);
      },
    ),
    { numRuns: 3_000 },
  );
});

test("every number of the fictitious French and British ranges is accepted however it is spaced", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 9_999 }), fc.constantFrom("", " ", ".", "\u00a0"), (n, space) => {
      const tail = String(n).padStart(4, "0");
      const french = ["06", "39", "98", tail.slice(0, 2), tail.slice(2)].join(space);
      expect(parsePhone(french, "FR")).toMatchObject({ ok: true, e164: `+3363998${tail}`, kind: "mobile" });
      const masked = ["09", "37", "00", tail.slice(0, 2), tail.slice(2)].join(space);
      expect(parsePhone(masked, "FR")).toMatchObject({ ok: true, e164: `+3393700${tail}` });
      const british = `+447700900${tail.slice(1)}`;
      expect(parsePhone(british)).toMatchObject({ ok: true, e164: british, kind: "mobile" });
    }),
  );
});

test.for([
  ["+33199001234", "01 99 00 12 34"],
  ["+447700900123", "+44 7700 900123"],
  ["+999", "+999"],
] as const)("%s is written %s", ([e164, written]) => {
  expect(formatPhone(e164).replaceAll("\u00a0", " ")).toBe(written);
});
