import { createSecretKey, randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { deriveKey, hashParts, joinParts, newKey, openBytes, openKey, sealBytes } from "./cipher.ts";

const key = createSecretKey(randomBytes(32));

test("what is sealed opens under the same key and context, whatever it is", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2_000 }), fc.string(), (plain, context) => {
      expect(openBytes(key, context, sealBytes(key, context, plain))).toEqual(Buffer.from(plain));
    }),
  );
});

test("one changed bit anywhere in a seal makes it unopenable", () => {
  const sealed = sealBytes(key, "context", "Rappelez-moi demain");
  for (let bit = 0; bit < sealed.length * 8; bit += 1) {
    const altered = Buffer.from(sealed);
    altered[bit >> 3] = (altered[bit >> 3] as number) ^ (1 << (bit & 7));
    expect(openBytes(key, "context", altered)).toBeUndefined();
  }
});

test("a seal that was cut or extended does not open, nor does a short tag", () => {
  const sealed = sealBytes(key, "context", "Rappelez-moi demain");
  for (let length = 0; length < sealed.length; length += 1) {
    expect(openBytes(key, "context", sealed.subarray(0, length))).toBeUndefined();
  }
  expect(openBytes(key, "context", Buffer.concat([sealed, Buffer.alloc(1)]))).toBeUndefined();
});

test("a seal opens neither under another key nor in another context", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (context, other) => {
      fc.pre(context !== other && context.isWellFormed() && other.isWellFormed());
      const sealed = sealBytes(key, context, "x");
      expect(openBytes(key, other, sealed)).toBeUndefined();
      expect(openBytes(createSecretKey(randomBytes(32)), context, sealed)).toBeUndefined();
    }),
  );
});

test("ten thousand seals of one text under one key have ten thousand nonces", () => {
  const nonces = new Set<string>();
  for (let i = 0; i < 10_000; i += 1) nonces.add(sealBytes(key, "context", "x").toString("hex", 0, 12));
  expect(nonces.size).toBe(10_000);
});

test("joined parts can be read in one way only", () => {
  const parts = fc.array(fc.oneof(fc.string(), fc.constantFrom("", ":", "1:", "1:a", "0:", "10:")), { maxLength: 5 });
  fc.assert(
    fc.property(parts, parts, (a, b) => {
      expect(joinParts(a) === joinParts(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
    }),
    { numRuns: 2_000 },
  );
});

test("a keyed hash tells apart where one part ends, and a broken character from its replacement", () => {
  const hash = (...parts: string[]) => hashParts(key, parts).toString("hex");
  expect(hash("ab", "c")).toBe(hash("ab", "c"));
  expect(hash("ab", "c")).not.toBe(hash("a", "bc"));
  expect(hash("abc")).not.toBe(hash("abc", ""));
  expect(hash("\ud800")).not.toBe(hash("\ufffd"));
});

test("keys derived for two uses have nothing in common", () => {
  expect(deriveKey(key, "a").equals(deriveKey(key, "a"))).toBe(true);
  expect(deriveKey(key, "a").equals(deriveKey(key, "b"))).toBe(false);
  expect(deriveKey(key, "a").equals(key)).toBe(false);
});

test("a key comes out of its wrapping as it went in, and never in another context", () => {
  const made = newKey((raw) => sealBytes(key, "cus_1", raw));
  expect(openKey(key, "cus_1", made.wrapped)?.equals(made.key)).toBe(true);
  expect(openKey(key, "cus_2", made.wrapped)).toBeUndefined();
  expect(() => openKey(key, "cus_1", sealBytes(key, "cus_1", "too short"))).toThrow("could not take a key");
});
