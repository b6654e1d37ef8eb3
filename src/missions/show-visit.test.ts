import { afterAll, beforeAll, expect, test } from "vitest";
import { checkHouse } from "../../tests/check-house.ts";
import type { House } from "../../tests/house.ts";
import { openHouse } from "../../tests/house.ts";
import { seal } from "../base/sealed.ts";
import { newId } from "../base/ids.ts";
import { putStaff } from "../people/index.ts";
import { closeMission } from "./close-mission.ts";
import { readVisit, showVisitNames } from "./show-visit.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse({ staff: 4, numbers: 20 });
});
afterAll(async () => {
  await checkHouse(house.store);
  await house.close();
});

async function visitOf(staff: string[], n: number) {
  const mission = await house.mission({ n, staff });
  const visit = await readVisit(house.store, mission.id, await house.store.now());
  if (visit === undefined) throw new Error("could not read a visit");
  return { mission, visit };
}

const named = (reference: string, displayName: string) =>
  house.store.transaction((tx) =>
    putStaff(tx, house.vault, {
      reference,
      displayName: seal(displayName),
      phone: undefined,
      regime: "generic",
      language: "fr",
    }),
  );

test("first names of those assigned are shown, and one entry says so before", async () => {
  await named("T-1", "Samir Belkacem");
  await named("T-2", "MORVAN Claire");
  const { mission, visit } = await visitOf(["T-1", "T-2"], 301);
  const names = await house.store.transaction((tx) => showVisitNames(tx, house.vault, visit, "visit"));
  expect([...names.values()].toSorted()).toEqual(["Claire", "Samir"]);
  const { rows } = await house.owner.query(
    `select body from (select convert_from(bytes, 'utf8')::json as body from ledger.entry) e
      where body ->> 'event' = 'missions.show-names'`,
  );
  expect(rows).toHaveLength(1);
  expect(rows[0].body).toMatchObject({ mission: mission.id, page: "visit", staff: visit.staff.map(({ id }) => id) });
  expect(JSON.stringify(rows)).not.toMatch(/Samir|Claire/);
});

test("the state and the numbers are those of the mission; there is no visit without one", async () => {
  const { mission, visit } = await visitOf(["T-3"], 302);
  expect(visit).toMatchObject({ status: "open", staff: [{ number: mission.customerDials, needsCode: false }] });
  await house.store.transaction((tx) => closeMission(tx, house.deps, mission.id, {}));
  expect(await readVisit(house.store, mission.id, await house.store.now())).toMatchObject({ status: "closed" });
  expect(await readVisit(house.store, newId("mission"), await house.store.now())).toBeUndefined();
});
