import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { base64Array, byteaArray, instantArray, int4Array, int8Array, textArray } from "./arrays.ts";
import { testConnection } from "./engine/test-engine.ts";

const client = new pg.Client(testConnection());
beforeAll(() => client.connect());
afterAll(() => client.end());

/** What PostgreSQL understood, in its own words. */
async function understood(type: string, sent: Buffer): Promise<unknown> {
  const { rows } = await client.query<{ got: unknown }>(`select to_json($1::${type}[]) as got`, [sent]);
  return rows[0]?.got;
}

const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.array(fc.option(arbitrary), { maxLength: 20 });
const text = fc.string({ unit: "binary" }).filter((any) => any.isWellFormed() && !any.includes("\0"));

test("text arrives as it was sent, with nulls, quotes, commas and every character", async () => {
  await fc.assert(
    fc.asyncProperty(orNull(text), async (values) => {
      expect(await understood("text", textArray(values))).toEqual(values);
    }),
  );
});

test("bytes arrive as they were sent", async () => {
  await fc.assert(
    fc.asyncProperty(orNull(fc.uint8Array({ maxLength: 40 })), async (values) => {
      const hex = values.map((value) => (value === null ? null : `\\x${Buffer.from(value).toString("hex")}`));
      expect(await understood("bytea", byteaArray(values))).toEqual(hex);
    }),
  );
});

test("whole numbers arrive as they were sent, to the last exact one", async () => {
  await fc.assert(
    fc.asyncProperty(orNull(fc.maxSafeInteger()), async (values) => {
      expect(await understood("bigint", int8Array(values))).toEqual(values);
    }),
  );
  const small = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
  await fc.assert(
    fc.asyncProperty(orNull(small), async (values) => {
      expect(await understood("int", int4Array(values))).toEqual(values);
    }),
  );
});

test("a number that does not fit is refused, not cut", () => {
  expect(() => int4Array([2 ** 31])).toThrow(RangeError);
  expect(() => int8Array([0.5])).toThrow(RangeError);
});

test("bytes given in base64 arrive as they were meant", async () => {
  await fc.assert(
    fc.asyncProperty(orNull(fc.uint8Array({ maxLength: 40 })), async (values) => {
      const bytes = values.map((value) => (value === null ? null : Buffer.from(value)));
      const hex = bytes.map((value) => (value === null ? null : `\\x${value.toString("hex")}`));
      const sent = base64Array(bytes.map((value) => value?.toString("base64") ?? null));
      expect(await understood("bytea", sent)).toEqual(hex);
    }),
  );
});

test("instants arrive as they were sent, to the millisecond, before 2000 too", async () => {
  const instant = fc.date({ min: new Date("1900-01-01"), max: new Date("2200-01-01"), noInvalidDate: true });
  await fc.assert(
    fc.asyncProperty(fc.array(instant, { maxLength: 20 }), async (instants) => {
      const { rows } = await client.query<{ got: Date[] }>("select $1::timestamptz[] as got", [instantArray(instants)]);
      expect(rows[0]?.got).toEqual(instants);
    }),
  );
});

test("an instant that is none is refused", () => {
  expect(() => instantArray([new Date(Number.NaN)])).toThrow(RangeError);
});
