import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testConnection } from "./engine/test-engine.ts";
import { instantArray } from "./instant-array.ts";

const client = new pg.Client(testConnection());
beforeAll(() => client.connect());
afterAll(() => client.end());

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
