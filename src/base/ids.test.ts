import fc from "fast-check";
import { expect, test } from "vitest";
import { ID_PREFIXES, idFromBytes, newId, parseId } from "./ids.ts";

test("an id says what it names and is 26 characters that cannot be misread", () => {
  for (const [kind, prefix] of Object.entries(ID_PREFIXES)) {
    expect(newId(kind as keyof typeof ID_PREFIXES)).toMatch(new RegExp(`^${prefix}_[0-9a-hjkmnp-tv-z]{26}$`));
  }
});

test("ids do not repeat, also beyond the bytes drawn at once", () => {
  const ids = Array.from({ length: 5_000 }, () => newId("attempt"));
  expect(new Set(ids).size).toBe(ids.length);
});

test("every bit of the bytes is in the id", () => {
  const bytes = fc.uint8Array({ minLength: 16, maxLength: 16 });
  fc.assert(
    fc.property(bytes, fc.nat(127), (original, bit) => {
      const other = Uint8Array.from(original);
      other[bit >> 3] = (other[bit >> 3] as number) ^ (1 << (bit & 7));
      expect(idFromBytes("line", original)).toBe(idFromBytes("line", original));
      expect(idFromBytes("line", other)).not.toBe(idFromBytes("line", original));
    }),
  );
});

test("an id of known bytes is what Crockford's alphabet says", () => {
  expect(idFromBytes("mission", new Uint8Array(16))).toBe(`mis_${"0".repeat(26)}`);
  expect(idFromBytes("mission", new Uint8Array(16).fill(255))).toBe(`mis_${"z".repeat(25)}w`);
  expect(idFromBytes("mission", Buffer.from("000102030405060708090a0b0c0d0e0f", "hex"))).toBe(
    "mis_000g40r40m30e209185gr38e1w",
  );
  // More bytes than an id holds: a keyed hash.
  expect(idFromBytes("mission", new Uint8Array(32))).toBe(`mis_${"0".repeat(26)}`);
  expect(() => idFromBytes("mission", new Uint8Array(15))).toThrow("could not make an id of 15 bytes");
});

test("only an id of the asked kind is read", () => {
  const id = newId("staff");
  expect(parseId("staff", id)).toBe(id);
  for (const text of [
    "",
    "stf_",
    id.slice(0, -1),
    `${id}0`,
    id.toUpperCase(),
    ` ${id}`,
    `${id.slice(0, -1)}u`,
    `${id.slice(0, -1)}é`,
    newId("customer"),
    id.replace("_", "-"),
  ]) {
    expect(parseId("staff", text), text).toBeUndefined();
  }
});
