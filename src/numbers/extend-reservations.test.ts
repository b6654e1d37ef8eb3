import { expect, test } from "vitest";
import { changeNumber } from "./change-number.ts";
import type { EndExtension } from "./extend-reservations.ts";
import { extendReservations } from "./extend-reservations.ts";
import type { TestPool } from "./pool.fixture.ts";
import { crossedPairs, end, french, openPool, setClock, START_MS } from "./pool.fixture.ts";

const STAFF = 1;
const [ANNE, BELA, CELIA] = [11, 12, 13];
const HOUR = 60;
const DAY = 24 * HOUR;

const extend = ({ store }: TestPool, ...ends: readonly EndExtension[]) =>
  store.transaction((tx) => extendReservations(tx, ends));

async function reservationsOf({ owner }: TestPool, counterpart: number) {
  const { rows } = await owner.query<{ from: Date; until: Date; end: Date }>(
    `select reserved_from as from, in_use_until as until, reserved_until as end
    from numbers.reservation where counterpart = $1 order by reservation_id`,
    [counterpart],
  );
  return rows.map((row) => [row.from, row.until, row.end].map((at) => (at.getTime() - START_MS) / 60_000));
}

test("a line whose mission ends later keeps its number, and nobody else gets it until the new quarantine is over", async () => {
  const pool = await openPool(1);
  const given = await pool.giveOne(end(STAFF, ANNE, { until: 2 * HOUR, days: 1 }));
  const longer = { ...end(STAFF, ANNE, { from: HOUR, until: 5 * HOUR, days: 1 }), number: french(1) };
  expect(await extend(pool, longer)).toEqual([{ ...given, hasMoved: false }]);
  const free = 5 * HOUR + DAY;
  expect(await pool.giveOne(end(STAFF, BELA, { from: free - 1, until: free }))).toMatchObject({ isShared: true });
  expect(await pool.giveOne(end(STAFF, BELA, { from: free }))).toMatchObject({ isShared: false });
});

test("a shorter or earlier window shortens nothing and writes nothing", async () => {
  const pool = await openPool(1);
  await pool.giveOne(end(STAFF, ANNE, { until: 5 * HOUR, days: 1 }));
  const before = await reservationsOf(pool, ANNE);
  const shorter = { ...end(STAFF, ANNE, { until: HOUR, days: 1 }), number: french(1) };
  expect(await extend(pool, shorter)).toMatchObject([{ number: french(1), hasMoved: false }]);
  expect(await reservationsOf(pool, ANNE)).toEqual(before);
});

test("a line that would cross another pair moves to another number; the old one stays reserved", async () => {
  const pool = await openPool(2);
  await pool.give(end(STAFF, ANNE, { until: HOUR, days: 0 }), end(STAFF, BELA, { until: 3 * HOUR, days: 0 }));
  await pool.give(end(STAFF, CELIA, { from: HOUR, until: 3 * HOUR, days: 0 }));
  const before = await reservationsOf(pool, ANNE);
  const longer = { ...end(STAFF, ANNE, { from: 30, until: 3 * HOUR + 1, days: 0 }), number: french(1) };
  expect(await extend(pool, longer)).toMatchObject([{ hasMoved: true, isShared: true, poolShort: true }]);
  expect(await reservationsOf(pool, ANNE)).toEqual(before);
  expect(await crossedPairs(pool.owner)).toBe(0);
});

test("a line that collides gets a number of its own where there is one, never the one it had to leave", async () => {
  const pool = await openPool(2);
  // Bela has the only other date of number 1; number 2 is free.
  await pool.give(end(STAFF, ANNE, { until: HOUR, days: 0 }));
  await pool.give(end(2, ANNE), end(3, ANNE));
  await pool.owner.query("update numbers.number set in_use = 50 where number = $1", [french(2)]);
  expect(await pool.giveOne(end(STAFF, BELA, { from: HOUR, until: 2 * HOUR, days: 0 }))).toMatchObject({
    number: french(1),
  });
  // Free again at the new date, but Bela answers on it while Anne's mission waits.
  const moved = { ...end(STAFF, ANNE, { from: 3 * HOUR, until: 4 * HOUR, days: 0 }), number: french(1) };
  expect(await extend(pool, moved)).toMatchObject([{ number: french(2), hasMoved: true, isShared: false }]);
  expect(await crossedPairs(pool.owner)).toBe(0);
});

test("while a mission waits for a later date, its number leads to nobody else", async () => {
  const pool = await openPool(1);
  await pool.giveOne(end(STAFF, ANNE, { until: HOUR, days: 0 }));
  await extend(pool, { ...end(STAFF, ANNE, { from: 3 * DAY, until: 3 * DAY + HOUR, days: 0 }), number: french(1) });
  expect(await pool.giveOne(end(STAFF, BELA, { from: DAY, days: 0 }))).toMatchObject({ isShared: true });
});

test("a mission reopened after its quarantine keeps its number if nobody got it meanwhile", async () => {
  const pool = await openPool(2);
  await pool.giveOne(end(STAFF, ANNE, { until: HOUR, days: 0 }));
  await pool.giveOne(end(2, ANNE, { until: HOUR, days: 0 }));
  await pool.giveOne(end(2, BELA, { from: 2 * HOUR, days: 1 }));
  await setClock(pool.owner, START_MS + 2 * HOUR * 60_000);
  const again = (person: number, number: string) => ({ ...end(person, ANNE, { from: 2 * HOUR, days: 0 }), number });
  expect(await extend(pool, again(STAFF, french(1)), again(2, french(2)))).toMatchObject([
    { number: french(1), hasMoved: false },
    { number: french(2), hasMoved: false },
  ]);
  expect(await reservationsOf(pool, ANNE)).toContainEqual([2 * HOUR, 4 * HOUR, 4 * HOUR]);
});

test("lines go on over a draining or reserved number", async () => {
  const pool = await openPool(2);
  await pool.giveOne(end(STAFF, ANNE));
  await pool.store.transaction((tx) => changeNumber(tx, french(1), { draining: true, reserved: true }));
  const longer = { ...end(STAFF, ANNE, { until: 300 }), number: french(1) };
  expect(await extend(pool, longer)).toMatchObject([{ number: french(1), hasMoved: false }]);
});

test("a shared number becomes the pair's own when that is possible, and a foreign one is replaced", async () => {
  const pool = await openPool(1);
  const ends = [french(1), "+33937999999"].map((number, i) => ({ ...end(STAFF, i === 0 ? ANNE : BELA), number }));
  expect(await extend(pool, ...ends)).toMatchObject([
    { number: french(1), isShared: false, hasMoved: false },
    { number: french(1), isShared: true, hasMoved: true },
  ]);
});
