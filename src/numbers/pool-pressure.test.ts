import { expect, test } from "vitest";
import { addNumbers } from "./add-numbers.ts";
import { changeNumber } from "./change-number.ts";
import { listNumbers } from "./list-numbers.ts";
import { british, DAY_MS, end, french, MINUTE_MS, openPool, setClock, START_MS } from "./pool.fixture.ts";
import { poolPressure } from "./pool-pressure.ts";
import { refreshUse } from "./refresh-use.ts";
import { numberList } from "./wire.ts";

const DAY = DAY_MS / MINUTE_MS;
const at = (minutes: number) => new Date(START_MS + minutes * MINUTE_MS);

test("pressure is the most counterparts one person has now over the numbers that may be given", async () => {
  const { store, give } = await openPool(6);
  await store.transaction((tx) => addNumbers(tx, { numbers: [british(1)], carrier: "simulator" }));
  await give(...[11, 12, 13, 13].map((counterpart) => end(1, counterpart)), end(2, 11), end(3, 11, { country: "GB" }));
  const now = async () =>
    (await poolPressure(store, at(60))).map(({ country, size, degree, pressure, warning }) => ({
      country,
      size,
      degree,
      pressure,
      warning,
    }));
  expect(await now()).toEqual([
    { country: "GB", size: 1, degree: 1, pressure: 1, warning: true },
    { country: "FR", size: 6, degree: 3, pressure: 0.5, warning: false },
  ]);
  await give(end(1, 14));
  await store.transaction((tx) => changeNumber(tx, french(6), { reserved: true }));
  expect((await now())[1]).toEqual({ country: "FR", size: 5, degree: 4, pressure: 0.8, warning: true });
  const later = (await poolPressure(store, at(120 + 7 * DAY))).map(({ degree }) => degree);
  expect(later).toEqual([0, 0]);
  expect((await poolPressure(store, at(120 + 7 * DAY - 1))).map(({ degree }) => degree)).toEqual([1, 4]);
  // What leads through a number that is set aside takes nothing from the pool.
  await store.transaction((tx) => changeNumber(tx, french(1), { draining: true }));
  expect((await now())[1]).toEqual({ country: "FR", size: 4, degree: 3, pressure: 0.75, warning: false });
});

test("a load that is the same each day forecasts itself; a new one, what its quarantine will add up to", async () => {
  const { store, give } = await openPool(40);
  let customer = 100;
  const day = (person: number, d: number) =>
    [0, 1].map(() => end(person, customer++, { from: d * DAY, until: d * DAY + 60, days: 9 }));
  for (let d = 0; d < 20; d += 1) await give(...day(1, d));
  const [steady] = await poolPressure(store, at(19 * DAY + 30));
  // Two a day, each held an hour and nine days.
  expect(steady).toMatchObject({ degree: 20, size: 40, pressure: 0.5, forecast: { isFloor: false } });
  expect(steady?.forecast.in7Days).toBeGreaterThanOrEqual(19);
  expect(steady?.forecast.in7Days).toBeLessThanOrEqual(21);
  expect(steady?.forecast.in30Days).toBeLessThanOrEqual(21);

  const young = await openPool(40);
  for (let d = 0; d < 3; d += 1) await young.give(...day(2, d));
  const [growing] = await poolPressure(young.store, at(2 * DAY + 120));
  expect(growing).toMatchObject({ degree: 6 });
  // 6 held now, about 3 a day begun so far: the estimate leans to buying.
  expect(growing?.forecast.in7Days).toBeGreaterThanOrEqual(18);
  expect(growing?.forecast.in30Days).toBeGreaterThanOrEqual(19);
  expect(growing?.forecast.in30Days).toBeLessThanOrEqual(29);
});

test("what is booked ahead counts in the forecast before it begins", async () => {
  const { store, give } = await openPool(10);
  await give(...[11, 12, 13, 14].map((counterpart) => end(1, counterpart, { from: 5 * DAY, until: 6 * DAY, days: 3 })));
  expect(await poolPressure(store, at(0))).toMatchObject([{ degree: 0, forecast: { in7Days: 4, in30Days: 0 } }]);
});

test("use and quarantine are counted again as windows end, and shown page by page with the pool", async () => {
  const { store, give, owner } = await openPool(3);
  await setClock(owner, START_MS);
  await give(end(1, 11, { until: 60 }), end(1, 12, { until: 180 }), end(2, 11, { until: 60 }));
  await give(end(2, 12, { until: 180 }));
  const use = async () => {
    const { items } = await listNumbers(store, at(0), { limit: 10 });
    return items.map(({ inUse, inQuarantine }) => [inUse, inQuarantine]);
  };
  expect(await use()).toEqual([
    [2, 0],
    [1, 0],
    [1, 0],
  ]);
  await owner.query("update numbers.number set in_use = 77");
  await store.transaction((tx) => refreshUse(tx));
  expect(await use()).toEqual([
    [2, 0],
    [1, 0],
    [1, 0],
  ]);
  await setClock(owner, START_MS + 60 * MINUTE_MS);
  await store.transaction((tx) => refreshUse(tx));
  const [one, two] = [await use(), await listNumbers(store, at(60), { limit: 2 })];
  expect(one.map(([inUse]) => inUse).reduce((sum, count) => (sum as number) + (count as number))).toBe(2);
  expect(one.map(([, inQuarantine]) => inQuarantine).reduce((sum, count) => (sum as number) + (count as number))).toBe(
    2,
  );

  expect(() => numberList.parse(two)).not.toThrow();
  expect(two).toMatchObject({
    next: french(2),
    pool: { country: "FR", size: 3, degree: 2, countries: [{ country: "FR" }] },
  });
  expect(two.items[0]).toMatchObject({
    number: french(1),
    country: "FR",
    carrier: "simulator",
    reserved: false,
    draining: false,
  });
  expect(Date.parse(two.items[0]?.lastGivenAt ?? "")).toBeGreaterThanOrEqual(START_MS);
  const rest = await listNumbers(store, at(60), { limit: 2, after: two.next ?? "" });
  expect(rest).toMatchObject({ items: [{ number: french(3) }], next: null });
});

test("a counter that another transaction holds delays nobody, and is put right afterwards", async () => {
  const { store, giveOne, owner } = await openPool(1);
  await setClock(owner, START_MS);
  await owner.query("begin");
  await owner.query("update numbers.number set in_use = in_use");
  expect(await giveOne(end(1, 11))).toMatchObject({ number: french(1) });
  await owner.query("commit");
  const inUse = async () => (await listNumbers(store, at(0), { limit: 1 })).items[0]?.inUse;
  expect(await inUse()).toBe(0);
  await store.transaction((tx) => refreshUse(tx));
  expect(await inUse()).toBe(1);
});

test("without any number the pool is as tight as can be", async () => {
  const { store } = await openPool(0);
  const list = await listNumbers(store, at(0), { limit: 10 });
  expect(() => numberList.parse(list)).not.toThrow();
  expect(list).toMatchObject({ items: [], next: null, pool: { country: null, size: 0, pressure: 1, warning: true } });
});
