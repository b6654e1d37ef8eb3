import type pg from "pg";
import { expect, test } from "vitest";
import { addNumbers } from "./add-numbers.ts";
import { changeNumber } from "./change-number.ts";
import type { TestPool } from "./pool.fixture.ts";
import { british, french, openPool } from "./pool.fixture.ts";

const add = ({ store }: TestPool, numbers: readonly string[], carrier = "simulator") =>
  store.transaction((tx) => addNumbers(tx, { numbers, carrier }));

async function entries(owner: pg.Client): Promise<readonly object[]> {
  const { rows } = await owner.query<{ bytes: Buffer }>("select bytes from ledger.entry order by entry_id");
  return rows.map(({ bytes }) => JSON.parse(bytes.toString("utf8")) as object);
}

async function poolOf(owner: pg.Client): Promise<readonly unknown[][]> {
  const { rows } = await owner.query({
    text: "select number, country, carrier, is_reserved, is_draining from numbers.number order by number",
    rowMode: "array",
  });
  return rows as unknown[][];
}

test("numbers join the pool under their country, once, and the ledger says which", async () => {
  const pool = await openPool(0);
  expect(await add(pool, [french(2), british(1), french(2), french(1)])).toEqual({ added: 3, known: 0 });
  expect(await add(pool, [french(1), french(3)])).toEqual({ added: 1, known: 1 });
  expect(await add(pool, [french(1)])).toEqual({ added: 0, known: 1 });
  expect(await poolOf(pool.owner)).toEqual([
    [french(1), "FR", "simulator", false, false],
    [french(2), "FR", "simulator", false, false],
    [french(3), "FR", "simulator", false, false],
    [british(1), "GB", "simulator", false, false],
  ]);
  const event = { event: "numbers.add-numbers", carrier: "simulator" };
  expect(await entries(pool.owner)).toMatchObject([
    { ...event, count: 3, numbers: [french(1), french(2), british(1)] },
    { ...event, count: 1, numbers: [french(3)] },
  ]);
});

test("one number that cannot be added keeps all of them out, and each is named with its reason", async () => {
  const pool = await openPool(0);
  await pool.owner.query("insert into store.tenant (tenant_id, name) values (2, 'other')");
  await pool.owner.query("insert into numbers.owner (number, tenant_id) values ($1, 2)", [french(8)]);
  await add(pool, [french(9)]);
  const spellings = [
    "+33 9 37 00 00 01",
    "0937000001",
    "33937000001",
    "+3393700000",
    "+339370000011",
    "+999123456",
    "",
  ];
  expect(await add(pool, [french(1), ...spellings, french(8)])).toEqual({
    refused: [
      ...spellings.map((number) => ({ number, code: "number_invalid" })),
      { number: french(8), code: "number_of_another_tenant" },
    ],
  });
  expect(await add(pool, [french(9), french(1)], "other")).toEqual({
    refused: [{ number: french(9), code: "number_on_another_carrier" }],
  });
  expect(await poolOf(pool.owner)).toHaveLength(1);
  expect(await entries(pool.owner)).toHaveLength(1);
});

test("two requests at once add each number once", async () => {
  const pool = await openPool(0);
  const numbers = Array.from({ length: 200 }, (_, i) => french(i));
  const answers = await Promise.all([
    add(pool, numbers),
    add(pool, numbers.toReversed()),
    add(pool, numbers.slice(50)),
  ]);
  const added = answers.map((answer) => ("added" in answer ? answer.added : Number.NaN));
  expect(added.reduce((sum, count) => sum + count)).toBe(200);
  expect(await poolOf(pool.owner)).toHaveLength(200);
});

test("setting a number aside changes what is named, and the ledger holds what is now true", async () => {
  const pool = await openPool(1);
  const change = (number: string, what: object) => pool.store.transaction((tx) => changeNumber(tx, number, what));
  expect(await change(french(1), { reserved: true })).toMatchObject({ reserved: true, draining: false });
  expect(await change(french(1), { draining: true })).toMatchObject({ reserved: true, draining: true, inUse: 0 });
  expect(await change(french(1), { reserved: false })).toMatchObject({ reserved: false, draining: true });
  expect(await change(french(2), { reserved: true })).toEqual({ refused: "unknown_number" });
  const event = { event: "numbers.change-number", number: french(1) };
  expect((await entries(pool.owner)).slice(1)).toMatchObject([
    { ...event, reserved: true, draining: false },
    { ...event, reserved: true, draining: true },
    { ...event, reserved: false, draining: true },
  ]);
});
