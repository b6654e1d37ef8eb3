import { expect, test } from "vitest";
import type { z } from "zod";
import type { Route, RouteInput } from "../base/route.ts";
import { numbersRoutes } from "./http.ts";
import type { TestPool } from "./pool.fixture.ts";
import { french, openPool } from "./pool.fixture.ts";
import { numberPatch, numberQuery, numbersRequest } from "./wire.ts";

/** Does what the door does: reads input and answer with the route's own schemas. */
async function call(pool: TestPool, id: string, sent: { params?: unknown; query?: unknown; body?: unknown }) {
  const route = numbersRoutes({ store: pool.store, carriers: ["simulator"] }).find((each) => each.id === id) as Route;
  const read = (schema: z.ZodType | undefined, value: unknown) => schema?.parse(value);
  const input: RouteInput = {
    params: read(route.params, sent.params),
    query: read(route.query, sent.query ?? {}),
    body: read(route.body, sent.body),
    stream: undefined,
    language: "fr",
    idempotencyKey: undefined,
    cookies: {},
    files: [],
    address: "127.0.0.1",
  };
  const reply = await route.act(input, { kind: "machine", keyId: "key" });
  if (!("problem" in reply) && !("page" in reply)) (route.answers[reply.status] as z.ZodType).parse(reply.body);
  return reply;
}

test("numbers are added, listed and set aside through the API", async () => {
  const pool = await openPool(0);
  const body = { numbers: [french(1), french(2)], carrier: "simulator" };
  expect(await call(pool, "numbers.add-numbers", { body })).toEqual({ status: 200, body: { added: 2, known: 0 } });
  expect(await call(pool, "numbers.list-numbers", { query: { limit: "1" } })).toMatchObject({
    status: 200,
    body: { items: [{ number: french(1) }], next: french(1), pool: { size: 2, degree: 0, pressure: 0 } },
  });
  const change = { params: { number: french(2) }, body: { draining: true } };
  expect(await call(pool, "numbers.change-number", change)).toMatchObject({ status: 200, body: { draining: true } });
});

test("each refusal has its status and says which number by its place", async () => {
  const pool = await openPool(1);
  const add = (numbers: readonly string[], carrier: string) =>
    call(pool, "numbers.add-numbers", { body: { numbers, carrier } });
  expect(await add([french(1), "0937"], "simulator")).toEqual({
    status: 400,
    problem: "number_invalid",
    more: { refused: [{ field: "numbers.1", code: "number_invalid" }] },
  });
  expect(await add([french(1)], "smoke-signals")).toEqual({ status: 400, problem: "unknown_carrier" });
  const change = { params: { number: french(2) }, body: { reserved: true } };
  expect(await call(pool, "numbers.change-number", change)).toEqual({ status: 404, problem: "unknown_number" });
});

test("requests of the wrong shape do not get in", () => {
  const add = [
    { numbers: [], carrier: "simulator" },
    { numbers: Array.from({ length: 1_001 }, () => french(1)), carrier: "simulator" },
    { numbers: [french(1)], carrier: "Simulator" },
    { numbers: [french(1)], carrier: "simulator", country: "FR" },
  ];
  for (const body of add) expect(numbersRequest.safeParse(body).success).toBe(false);
  expect(numbersRequest.safeParse({ numbers: [french(1)], carrier: "simulator" }).success).toBe(true);
  for (const body of [{}, { reserved: "yes" }, { reserved: true, inUse: 0 }]) {
    expect(numberPatch.safeParse(body).success).toBe(false);
  }
  for (const query of [{ limit: "0" }, { limit: "1001" }, { limit: "a" }, { page: "1" }]) {
    expect(numberQuery.safeParse(query).success).toBe(false);
  }
});
