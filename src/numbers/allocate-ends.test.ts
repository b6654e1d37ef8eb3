import { expect, test } from "vitest";
import { allocateEnds } from "./allocate-ends.ts";
import { changeNumber } from "./change-number.ts";
import { addNumbers } from "./add-numbers.ts";
import { british, crossedPairs, DAY_MS, end, french, openPool, START_MS } from "./pool.fixture.ts";

const STAFF = 1;
const [ANNE, BELA, CELIA] = [11, 12, 13];

test("one person's counterparts of one time have different numbers, in one batch and in the next", async () => {
  const { give, owner } = await openPool(4);
  const ends = await give(end(STAFF, ANNE), end(STAFF, BELA), end(ANNE, STAFF), end(STAFF, CELIA));
  const later = await give(end(STAFF, 14, { from: 60 }));
  const staffEnds = [ends[0], ends[1], ends[3], later[0]].map((allocation) => allocation?.number);
  expect(new Set(staffEnds).size).toBe(4);
  expect([...ends, ...later].every(({ isShared, isOtherCountry }) => !isShared && !isOtherCountry)).toBe(true);
  expect(ends[0]).toMatchObject({ carrier: "simulator", poolShort: false });
  expect(await crossedPairs(owner)).toBe(0);
});

test("one number serves many persons", async () => {
  const { give } = await openPool(1);
  const ends = await give(end(1, ANNE), end(2, ANNE), end(3, BELA));
  expect(ends.map(({ number, isShared }) => [number, isShared])).toEqual([1, 2, 3].map(() => [french(1), false]));
});

test("a pair keeps its number while it has it, in one batch, and long after its quarantine", async () => {
  const { give, giveOne } = await openPool(3);
  const first = await giveOne(end(STAFF, ANNE));
  await give(...[2, 3, 4, 5, 6].map((person) => end(person, ANNE, { from: 1, until: 500 })));
  expect(await give(end(STAFF, ANNE, { from: 60 }), end(STAFF, ANNE, { from: 90 }))).toEqual([first, first]);
  expect(await giveOne(end(STAFF, ANNE, { from: 400 * 1_440 }))).toEqual(first);
});

test("a pair gets another number where its own was given to somebody else meanwhile", async () => {
  const { giveOne } = await openPool(1);
  const first = await giveOne(end(STAFF, ANNE, { days: 0 }));
  expect(await giveOne(end(STAFF, BELA, { from: 120, days: 0 }))).toEqual(first);
  expect(await giveOne(end(STAFF, ANNE, { from: 239, days: 0 }))).toMatchObject({ isShared: true });
  expect(await giveOne(end(STAFF, ANNE, { from: 240, days: 0 }))).toEqual(first);
});

test("the quarantine ends at its last millisecond, not before", async () => {
  const { giveOne, owner } = await openPool(1);
  await giveOne(end(STAFF, ANNE, { from: 0, until: 120, days: 7 }));
  const over = START_MS + 120 * 60_000 + 7 * DAY_MS;
  const other = (from: number) => ({
    ...end(STAFF, BELA, { days: 0 }),
    from: new Date(from),
    until: new Date(from + 60_000),
  });
  expect(await giveOne(other(over - 1))).toMatchObject({ isShared: true, poolShort: true });
  expect(await giveOne(other(over))).toMatchObject({ isShared: false, number: french(1) });
  expect(await crossedPairs(owner)).toBe(0);
});

test("the database itself refuses a crossed pair, to the millisecond, whoever writes it", async () => {
  const { give, owner } = await openPool(2);
  await give(end(STAFF, ANNE, { until: 120, days: 7 }));
  const insert = (counterpart: number, fromMs: number) =>
    owner.query(
      `insert into numbers.reservation
        (tenant_id, person, number_id, counterpart, reserved_from, in_use_until, reserved_until)
      select 1, $1, r.number_id, $2, $3, $3::timestamptz + interval '1 hour', $3::timestamptz + interval '2 hours'
      from numbers.reservation r where r.person = $1 limit 1`,
      [STAFF, counterpart, new Date(fromMs)],
    );
  const over = START_MS + 120 * 60_000 + 7 * DAY_MS;
  await expect(insert(BELA, over - 1)).rejects.toMatchObject({
    code: "23P01",
    constraint: "reservation_not_crossed",
  });
  await expect(insert(BELA, over)).resolves.toMatchObject({ rowCount: 1 });
  await expect(insert(ANNE, over - DAY_MS)).resolves.toMatchObject({ rowCount: 1 });
});

test("the database itself refuses a number that is not in the pool, and keeps one that was reserved", async () => {
  const { give, owner } = await openPool(2);
  const [given] = await give(end(STAFF, ANNE));
  const reserve = (number: number) =>
    owner.query(
      `insert into numbers.reservation
        (tenant_id, person, number_id, counterpart, reserved_from, in_use_until, reserved_until)
      select 1, $1::bigint, $2, $1::bigint + 1, t, t + interval '1 hour', t + interval '1 day' from now() as t`,
      [CELIA, number],
    );
  await expect(reserve(999_999)).rejects.toMatchObject({ code: "23503" });
  await expect(reserve(given?.numberId as number)).resolves.toMatchObject({ rowCount: 1 });
  const remove = (number: string) => owner.query("delete from numbers.number where number = $1", [number]);
  await expect(remove(given?.number as string)).rejects.toMatchObject({ code: "23503" });
  await expect(remove([french(1), french(2)].find((one) => one !== given?.number) as string)).resolves.toMatchObject({
    rowCount: 1,
  });
});

test("a number that somebody reserved past this room is noticed and another one given", async () => {
  const { store, owner } = await openPool(3);
  await owner.query("begin");
  await owner.query(
    `insert into numbers.reservation
      (tenant_id, person, number_id, counterpart, reserved_from, in_use_until, reserved_until)
    select 1, $1, n.number_id, $2, $3, $3::timestamptz + interval '1 hour', $3::timestamptz + interval '1 day'
    from numbers.number n where n.number = $4`,
    [STAFF, BELA, new Date(START_MS), french(1)],
  );
  // The allocator does not see the row yet, proposes this number, and waits for the other transaction.
  const waiting = store.transaction((tx) => allocateEnds(tx, [end(STAFF, ANNE), end(STAFF, CELIA)]));
  await untilBlocked(store);
  await owner.query("commit");
  const [anne, celia] = await waiting;
  expect([anne, celia]).toMatchObject([
    { number: french(3), isShared: false },
    { number: french(2), isShared: false },
  ]);
  expect(await crossedPairs(owner)).toBe(0);
});

async function untilBlocked(store: Awaited<ReturnType<typeof openPool>>["store"]): Promise<void> {
  const text = `select count(*) as blocked from pg_stat_activity
    where datname = current_database() and cardinality(pg_blocking_pids(pid)) > 0`;
  for (;;) {
    const [row] = await store.query<{ blocked: number }>({ name: "test.blocked", text });
    if ((row?.blocked ?? 0) > 0) return;
  }
}

test("the least used number comes first, then the one not given for longest", async () => {
  const { give } = await openPool(3);
  const numbersOf = async (...persons: number[]) =>
    (await give(...persons.map((person) => end(person, ANNE)))).map(({ number }) => number);
  expect(await numbersOf(1, 2)).toEqual([french(1), french(2)]);
  expect(await numbersOf(3, 4)).toEqual([french(3), french(1)]);
  expect(await numbersOf(5)).toEqual([french(2)]);
});

test("reserved and draining numbers are given to nobody, not even to the pair that had one", async () => {
  const { store, give, giveOne } = await openPool(3);
  const change = (number: string, what: object) => store.transaction((tx) => changeNumber(tx, number, what));
  expect(await giveOne(end(STAFF, ANNE))).toMatchObject({ number: french(1) });
  await change(french(1), { draining: true });
  await change(french(2), { reserved: true });
  const ends = await give(end(STAFF, ANNE, { from: 10 }), end(2, ANNE), end(STAFF, BELA));
  expect(ends.map(({ number, isShared }) => [number, isShared])).toEqual([
    [french(3), false],
    [french(3), false],
    [french(3), true],
  ]);
  await change(french(1), { draining: false });
  expect(await giveOne(end(STAFF, ANNE, { from: 20 }))).toMatchObject({ number: french(3) });
  await change(french(3), { draining: true });
  expect(await giveOne(end(STAFF, ANNE, { from: 20 }))).toMatchObject({ number: french(1) });
});

test("a mission is not lost when the pool is short: a shared number, rather one that rests than one in use", async () => {
  const { give, owner } = await openPool(2);
  const [live, resting] = await give(end(STAFF, ANNE, { until: 300 }), end(STAFF, BELA, { until: 60 }));
  // The number that rests is the more used one, and is taken all the same.
  await give(end(2, ANNE), end(3, ANNE), end(4, ANNE), end(5, ANNE));
  await owner.query("update numbers.number set in_use = 9 where number = $1", [resting?.number]);
  const [short] = await give(end(STAFF, CELIA, { from: 90, until: 200 }));
  expect(short).toEqual({ ...resting, isShared: true, poolShort: true });
  const [both] = await give(end(STAFF, CELIA, { from: 30, until: 200 }));
  expect(both).toEqual({ ...live, isShared: true, poolShort: true });
  const { rows } = await owner.query("select from numbers.reservation where counterpart = $1", [CELIA]);
  expect(rows).toHaveLength(0);
});

test("an empty pool gives no number and says so", async () => {
  const { giveOne, give } = await openPool(0);
  const nothing = { number: null, numberId: null, carrier: null, isShared: false, isOtherCountry: false };
  expect(await giveOne(end(STAFF, ANNE))).toEqual({ ...nothing, poolShort: true });
  expect(await give()).toEqual([]);
});

test("another country's number is given, and named so, only where the own country has none left", async () => {
  const { store, give } = await openPool(1);
  await store.transaction((tx) => addNumbers(tx, { numbers: [british(1)], carrier: "simulator" }));
  const ends = await give(
    end(STAFF, ANNE),
    end(STAFF, BELA),
    end(2, ANNE, { country: "GB" }),
    end(3, ANNE, { country: "BE" }),
  );
  expect(ends).toMatchObject([
    { number: french(1), isOtherCountry: false, isShared: false },
    { number: british(1), isOtherCountry: true, isShared: false },
    { number: british(1), isOtherCountry: false },
    { number: french(1), isOtherCountry: true },
  ]);
});

test("a window that is empty is a broken promise of the caller, and nothing is written", async () => {
  const { give, owner } = await openPool(1);
  await expect(give(end(STAFF, ANNE), end(STAFF, BELA, { until: 0 }))).rejects.toThrow("empty window");
  expect((await owner.query("select from numbers.reservation")).rowCount).toBe(0);
});
