/** Lists of missions on a real database: whatever is asked for, and however it is paged, nothing is missing and nothing comes twice. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { House } from "../../../tests/house.ts";
import { openHouse } from "../../../tests/house.ts";
import { civilDate } from "../../charter/index.ts";
import { cancelMission } from "../close-mission.ts";
import { readMissions } from "../read-missions.ts";
import type { MissionAnswer, MissionQuery } from "../wire.ts";
import { missionQuery } from "../wire.ts";
import { listMissions } from "./list-missions.ts";
import { spanOfDay } from "./rules.ts";
import { summariseMissions } from "./summarise-missions.ts";

const HOUR_MS = 3_600_000;
let house: House;
let all: readonly MissionAnswer[];

beforeAll(async () => {
  house = await openHouse({ staff: 3, numbers: 40 });
  const now = (await house.store.now()).getTime();
  const ids = [];
  const hours = [-72, -30, -26, -3, -1, -1, 1, 3, 26, 30, 80];
  for (const [n, opens] of hours.entries()) {
    const made = await house.mission({
      n: n + 1,
      // Of one instant some, and references in another order than the instants.
      reference: `${n % 2 === 0 ? "A" : "a"}-${String((n * 7) % 11).padStart(2, "0")}`,
      opensAt: new Date(now + opens * HOUR_MS).toISOString(),
      closesAt: new Date(now + (opens + 2) * HOUR_MS).toISOString(),
      staff: n % 3 === 0 ? ["T-1", "T-2"] : [`T-${(n % 3) + 1}`],
      purpose: n % 4 === 0 ? "delivery" : "home-intervention",
    });
    ids.push(made.id);
    if (n % 5 === 0) await house.store.transaction((tx) => cancelMission(tx, house.deps, made.id, {}));
  }
  all = await readMissions(house.store, house.deps, await house.store.now(), { ids });
});
afterAll(() => house.close());

async function page(asked: Partial<MissionQuery>) {
  const query = missionQuery.parse(asked);
  return listMissions(house.store.lists, house.deps, query, await house.store.now(), "fr");
}

/** All pages one after the other, two missions a page. */
async function paged(asked: Partial<MissionQuery>): Promise<readonly string[]> {
  const references: string[] = [];
  for (let after: string | undefined; ; ) {
    const found = await page({ ...asked, limit: 2, ...(after !== undefined && { after }) });
    if (found === undefined) throw new Error("could not read a page");
    references.push(...found.items.map(({ reference }) => reference));
    if (found.next === null) return references;
    after = found.next;
  }
}

const bytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
const byOpening = (a: MissionAnswer, b: MissionAnswer) => bytes(a.opensAt, b.opensAt) || bytes(a.id, b.id);

/** The same by looking at each. */
function expected({ day, status, staff, purpose, q, sort = "opensAt" }: Partial<MissionQuery>): readonly string[] {
  const span = day === undefined ? undefined : spanOfDay(day, house.deps.calendar.zone);
  const fits = (one: MissionAnswer) =>
    (span === undefined || (new Date(one.opensAt) >= span.from && new Date(one.opensAt) < span.to)) &&
    (status === undefined || one.status === status) &&
    (staff === undefined || one.lines.some((line) => line.staff === staff)) &&
    (purpose === undefined || one.purpose === purpose) &&
    (q === undefined || one.reference.startsWith(q));
  const found = all.filter(fits);
  if (q !== undefined || sort === "reference") return found.map(({ reference }) => reference).toSorted(bytes);
  const sorted = found.toSorted(byOpening);
  return (sort === "opensAt" ? sorted : sorted.toReversed()).map(({ reference }) => reference);
}

test("each filter, alone and with each other, gives what fits it in order, once, on pages of two", async () => {
  const today = civilDate(await house.store.now(), house.deps.calendar.zone);
  let tried = 0;
  for (const day of [undefined, today])
    for (const status of [undefined, "scheduled", "open", "closed", "cancelled"] as const)
      for (const staff of [undefined, "T-2"])
        for (const purpose of [undefined, "delivery"])
          for (const q of [undefined, "A-", "a-0"])
            for (const sort of ["opensAt", "-opensAt", "reference"] as const) {
              const asked = { day, status, staff, purpose, q, sort };
              const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
              expect(await paged(given), JSON.stringify(given)).toEqual(expected(given));
              tried += 1;
            }
  expect(tried).toBe(360);
  expect(expected({ status: "open" }).length).toBeGreaterThan(0);
});

test("a reference that is looked for as a whole is found, one of nobody's is not, and what is no cursor is refused", async () => {
  expect((await page({ q: "A-00" }))?.items.map(({ reference }) => reference)).toEqual(["A-00"]);
  expect(await page({ q: "A-00x" })).toEqual({ items: [], next: null });
  expect(await page({ staff: "T-99" })).toEqual({ items: [], next: null });
  expect(await page({ q: "%" })).toEqual({ items: [], next: null });
  expect(await page({ after: "x" })).toBeUndefined();
  expect(await page({ after: Buffer.from("a\0b").toString("base64url"), sort: "reference" })).toBeUndefined();
});

test("a summary counts what the list of that day shows", async () => {
  const now = await house.store.now();
  const today = civilDate(now, house.deps.calendar.zone);
  const summary = await summariseMissions(house.store, house.deps, undefined, now);
  expect(summary).toMatchObject({ day: today, total: expected({ day: today }).length, withoutNumber: 0 });
  for (const status of ["scheduled", "open", "closed", "cancelled"] as const) {
    expect(summary?.[status]).toBe(expected({ day: today, status }).length);
    expect(summary?.hours.reduce((sum, hour) => sum + hour[status], 0)).toBe(summary?.[status]);
  }
});

test("a mission on which somebody with a phone has no number is counted as short until it is over", async () => {
  await house.owner.query(
    "update missions.line set customer_number = null where mission_id = (select mission_id from missions.mission where reference = $1)",
    [expected({ status: "open" })[0]],
  );
  const now = await house.store.now();
  const opened = all.find(({ reference }) => reference === expected({ status: "open" })[0])?.opensAt ?? "";
  const day = civilDate(new Date(opened), house.deps.calendar.zone);
  expect(await summariseMissions(house.store, house.deps, day, now)).toMatchObject({ withoutNumber: 1 });
  const later = new Date(now.getTime() + 3 * HOUR_MS);
  expect(await summariseMissions(house.store, house.deps, day, later)).toMatchObject({ withoutNumber: 0 });
});

test.each([
  ["a common day", "2026-11-23", 24],
  ["the day spring leaves an hour out", "2026-03-29", 23],
  ["the day autumn lives one twice", "2026-10-25", 25],
  ["29 February", "2028-02-29", 24],
])("%s is as long as it is", (_what, day, hours) => {
  const span = spanOfDay(day, "Europe/Paris");
  expect(((span?.to.getTime() ?? 0) - (span?.from.getTime() ?? 0)) / HOUR_MS).toBe(hours);
});

test("a day that is none has no span", () => {
  expect(spanOfDay("2027-02-29", "Europe/Paris")).toBeUndefined();
});
