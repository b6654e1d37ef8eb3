import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { fingerprint, IdRows, withRoom } from "./id-rows.ts";
import { idFromBytes, newId } from "./ids.ts";

test("ids get rows in the order in which they come, and come back as they were", () => {
  const rows = new IdRows("attempt");
  const ids = Array.from({ length: 10_000 }, () => newId("attempt"));
  expect(ids.map((id) => rows.add(id))).toEqual(ids.map((_, i) => i));
  expect(ids.map((id) => rows.add(id))).toEqual(ids.map((_, i) => i));
  expect(ids.map((id) => rows.find(id))).toEqual(ids.map((_, i) => i));
  expect(ids.map((_, i) => rows.idAt(i))).toEqual(ids);
  expect(rows.size).toBe(ids.length);
  expect(rows.find(newId("attempt"))).toBeUndefined();
});

test("every 128 bits are an id of their own: the lowest, the highest, and those that differ in one bit", () => {
  const rows = new IdRows("mission");
  const all = [Buffer.alloc(16), Buffer.alloc(16, 255)];
  const random = randomBytes(16);
  for (let bit = 0; bit < 128; bit += 1) {
    const one = Buffer.from(random);
    one[bit >> 3] = (one[bit >> 3] as number) ^ (1 << (bit & 7));
    all.push(one);
  }
  const ids = all.map((bytes) => idFromBytes("mission", bytes));
  expect(ids.map((id) => rows.add(id))).toEqual(ids.map((_, i) => i));
  expect(ids.map((_, i) => rows.idAt(i))).toEqual(ids);
});

test("what is no id of the kind is kept apart, and never taken for one", () => {
  const rows = new IdRows("attempt");
  const id = newId("attempt");
  const odd = ["", "att_none", `cus_${id.slice(4)}`, `${id.slice(0, -1)}1`, id.toUpperCase(), `${id.slice(0, 29)}é`];
  expect([id, ...odd].map((one) => rows.add(one))).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(odd.map((one) => rows.find(one))).toEqual([1, 2, 3, 4, 5, 6]);
  expect(odd.map((_, i) => rows.idAt(i + 1))).toEqual(odd);
});

test("rows are those of a map of texts, whatever comes", () => {
  const text = fc.oneof(
    fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => idFromBytes("line", bytes)),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.array(text), (texts) => {
      const rows = new IdRows("line");
      const map = new Map<string, number>();
      for (const one of [...texts, ...texts]) {
        if (!map.has(one)) map.set(one, map.size);
        expect(rows.add(one)).toBe(map.get(one));
      }
    }),
  );
});

test("a fingerprint is that of the text, and of hardly any other", () => {
  const texts = [...Array.from({ length: 2_000 }, () => newId("staff")), "", "a", "aa", "é", "x".repeat(100)];
  expect(new Set(texts.map((text) => fingerprint(text))).size).toBe(texts.length);
  for (const text of texts) {
    expect(fingerprint(` ${text}`.slice(1))).toBe(fingerprint(text));
    expect(fingerprint(text)).not.toBe(0);
  }
  expect([fingerprint(null), fingerprint(undefined)]).toEqual([0, 0]);
});

test("a column grows with what it held", () => {
  const column = withRoom(new Float64Array(), 0);
  column[5] = 0.5;
  expect(withRoom(column, column.length - 1)).toBe(column);
  const longer = withRoom(column, column.length);
  expect(longer.length).toBeGreaterThan(column.length);
  expect(longer[5]).toBe(0.5);
});
