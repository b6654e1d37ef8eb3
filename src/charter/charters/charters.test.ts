import { afterAll, beforeAll, expect, test } from "vitest";
import type { House } from "../../../tests/house.ts";
import { openHouse } from "../../../tests/house.ts";
import { calendarAt, civil } from "../regimes/index.ts";
import { acknowledgeCharter, hasAcknowledged } from "./acknowledge.ts";
import { putCharter } from "./put-charter.ts";
import { scaleAt } from "./read-charters.ts";
import { setPolicy } from "./set-policy.ts";
import type { CharterRequest } from "./wire.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse({ staff: 2 });
});
afterAll(() => house.close());

const BY = { key: "key_00000000000000000000000000" };
const put = (inForceFrom: string, maxDays: number) => {
  const request: CharterRequest = {
    title: "Charte",
    text: { fr: "Un", en: "One" },
    scale: [{ code: "suspension_without_pay", regimes: ["employee-fr"], maxDays }],
    inForceFrom,
    consultedOn: "2020-01-05",
    depositedOn: "2020-01-20",
  };
  return house.store.transaction((tx) => putCharter(tx, calendarAt("metropole"), request, BY));
};

test("the scale is the one in force at the date of the facts, whatever came later; before the first there is none", async () => {
  expect(await scaleAt(house.store, civil("2026-01-01"))).toBeUndefined();
  expect(await put("2026-01-10", 5)).toMatchObject({ ok: true, charter: { version: 1 } });
  expect(await put("2090-01-10", 8)).toMatchObject({ ok: true, charter: { version: 2 } });
  const at = async (day: string) => (await scaleAt(house.store, civil(day)))?.steps[0]?.maxDays;
  expect(await at("2026-01-09")).toBeUndefined();
  expect(await at("2026-01-10")).toBe(5);
  expect(await at("2090-01-09")).toBe(5);
  expect(await at("2090-01-10")).toBe(8);
});

test("two who record a version at once record two, one after the other", async () => {
  const both = await Promise.all([put("2091-01-10", 3), put("2091-01-10", 4)]);
  expect(new Set(both.map((one) => (one.ok ? one.charter.version : one.code)))).toEqual(new Set([3, 4]));
});

test("a second click acknowledges once; a version that comes into force asks everybody again", async () => {
  const { store } = house;
  await store.transaction((tx) => setPolicy(tx, { requireAcknowledgement: true }, BY));
  const paper = { reference: "T-1", by: BY };
  const clicks = await Promise.all([1, 2].map(() => store.transaction((tx) => acknowledgeCharter(tx, paper, 1))));
  expect(clicks.filter((one) => one.ok && one.isNew)).toHaveLength(1);
  expect(clicks.every(({ ok }) => ok)).toBe(true);
  const { rows } = await house.owner.query<{ staff_id: Parameters<typeof hasAcknowledged>[1][number] }>(
    "select staff_id from people.staff order by reference",
  );
  const ids = rows.map(({ staff_id }) => staff_id);
  const count = async (day: string) => (await hasAcknowledged(store, ids, civil(day))).size;
  expect(await count("2026-03-05")).toBe(1);
  expect(await count("2090-01-09")).toBe(1);
  expect(await count("2090-01-10")).toBe(0);
  // Before any charter there is nothing to acknowledge.
  expect(await count("2025-01-01")).toBe(2);
  await store.transaction((tx) => setPolicy(tx, { requireAcknowledgement: false }, BY));
  expect(await count("2090-01-10")).toBe(2);
});
