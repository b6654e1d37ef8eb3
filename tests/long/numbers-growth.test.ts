import { expect, test } from "vitest";
import type { EndRequest } from "../../src/numbers/index.ts";
import { allocateEnds, poolPressure, refreshUse } from "../../src/numbers/index.ts";
import { addPool, DAY_MS, openPool, START_MS } from "../../src/numbers/pool.fixture.ts";
import type { Store } from "../../src/store/index.ts";
import { seededRandom } from "../simulation/number-book.ts";

const SEED = Number(process.env["SEED"] ?? 20_170_112);
const BATCH = 2_000;
const MISSIONS_A_DAY = 6;
const random = seededRandom(SEED);
let newestCustomer = 10_000_000;

/** Both ends of a day's missions of these staff; every third customer was here before, the others are new. */
function missionsOf(day: number, firstStaff: number, staff: number): readonly EndRequest[] {
  const requests: EndRequest[] = [];
  for (let member = firstStaff; member < firstStaff + staff; member += 1) {
    for (let mission = 0; mission < MISSIONS_A_DAY; mission += 1) {
      const isKnown = mission % 3 === 0 && newestCustomer > 10_000_000;
      if (!isKnown) newestCustomer += 1;
      const customer = isKnown ? 10_000_001 + Math.floor(random() * (newestCustomer - 10_000_000)) : newestCustomer;
      const from = new Date(START_MS + day * DAY_MS + mission * 7_200_000);
      const span = { country: "FR", from, until: new Date(from.getTime() + DAY_MS), quarantineDays: 30 };
      requests.push(
        { person: member, counterpart: customer, ...span },
        { person: customer, counterpart: member, ...span },
      );
    }
  }
  return requests;
}

/** Ends a second, one batch after the other on one connection; the best of the batches, since others use the machine. */
async function rateOf(store: Store, requests: readonly EndRequest[]): Promise<number> {
  const rates: number[] = [];
  for (let at = 0; at + BATCH <= requests.length; at += BATCH) {
    const begun = performance.now();
    const given = await store.transaction((tx) => allocateEnds(tx, requests.slice(at, at + BATCH)));
    rates.push((BATCH * 1_000) / (performance.now() - begun));
    expect(given.every(({ isShared, number }) => number !== null && !isShared)).toBe(true);
  }
  return Math.max(...rates);
}

test("numbers are given at 10,000 ends a second and more, with tens of thousands of reservations and with 500,000", async () => {
  const { store, owner } = await openPool(0);
  await addPool(store, 200);
  const rates: Record<string, number> = {};
  const month = Array.from({ length: 31 }, (_, day) => day);
  const fill = async (firstStaff: number, staff: number) => {
    for (const day of month) {
      const requests = missionsOf(day, firstStaff, staff);
      for (let at = 0; at < requests.length; at += BATCH) {
        await store.transaction((tx) => allocateEnds(tx, requests.slice(at, at + BATCH)));
      }
    }
  };
  const later = (firstStaff: number) => [31, 32, 33].flatMap((day) => missionsOf(day, firstStaff, 300));
  rates["empty"] = await rateOf(store, missionsOf(0, 1_000_000, 1_000));
  await fill(1, 300);
  rates["tens of thousands, staff who hold 186 each"] = await rateOf(store, later(1));
  await fill(1_001, 1_000);
  rates["500,000, staff who hold none"] = await rateOf(store, missionsOf(0, 2_000_000, 1_000));
  rates["500,000, staff who hold 186 each"] = await rateOf(store, later(1_001));

  const { rows } = await owner.query<{ live: number }>("select count(*) as live from numbers.reservation");
  const timed = async (act: () => Promise<unknown>) => {
    const begun = performance.now();
    await act();
    return Math.round(performance.now() - begun);
  };
  const refreshMs = await timed(() => store.transaction((tx) => refreshUse(tx)));
  const pressureMs = await timed(() => poolPressure(store, new Date(START_MS + 31 * DAY_MS)));
  console.log(`seed ${SEED}; pool of 200, batches of ${BATCH} ends, ${rows[0]?.live} reservations at the end`);
  for (const [name, rate] of Object.entries(rates)) {
    console.log(`${name}: ${Math.round(rate)} ends/s, ${Math.round((100 * rate) / rates["empty"])} % of empty`);
  }
  console.log(`refreshUse ${refreshMs} ms, poolPressure ${pressureMs} ms`);
  for (const rate of Object.values(rates)) expect(rate).toBeGreaterThan(10_000);
});
