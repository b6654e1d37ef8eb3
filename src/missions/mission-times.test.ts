import { afterAll, beforeAll, expect, test } from "vitest";
import { checkHouse } from "../../tests/check-house.ts";
import type { House } from "../../tests/house.ts";
import { openHouse, staffPhone } from "../../tests/house.ts";
import type { Sealed } from "../base/sealed.ts";
import { seal } from "../base/sealed.ts";
import { putStaff } from "../people/index.ts";
import { changeMission } from "./change-mission.ts";
import { closeMission, reopenMission } from "./close-mission.ts";
import { moveStaffLines, readMissions } from "./index.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
let house: House;

beforeAll(async () => {
  house = await openHouse({ staff: 4 });
});

afterAll(async () => {
  await checkHouse(house.store);
  await house.close();
});

async function givePhone(reference: string, phone: Sealed<string>): Promise<void> {
  const who = { reference, displayName: seal("Somebody"), phone, regime: "generic", language: "fr" } as const;
  await house.store.transaction(async (tx) => {
    const put = await putStaff(tx, house.vault, who);
    if (put.ok && put.hasMoved) await moveStaffLines(tx, house.deps, put.member.id, reference);
  });
}

const inTwoHours = async () => new Date((await house.store.now()).getTime() + 2 * HOUR_MS);

test("a mission that was over when a staff member got another phone is reopened to that one, not to the old one", async () => {
  const mission = await house.mission({ n: 1, staff: ["T-1"], purpose: "ride" });
  const { id } = mission;
  await house.store.transaction((tx) => closeMission(tx, house.deps, id, { graceMinutes: 0 }));
  await givePhone("T-1", seal(staffPhone(101)));
  // The old phone goes to somebody else of the company.
  await givePhone("T-2", seal(staffPhone(1)));
  await house.advance(8 * DAY_MS);
  const closesAt = await inTwoHours();
  await house.store.transaction((tx) => reopenMission(tx, house.deps, id, { reason: "again", closesAt }));
  const [answer] = await readMissions(house.store, house.deps, await house.store.now(), { ids: [id] });
  const dials = answer?.lines[0]?.staffDials as string;
  expect(await house.text(staffPhone(1), mission.staffDials, "je suis qui ?")).toMatchObject({ outcome: "refused" });
  expect(await house.text(staffPhone(1), dials, "je suis qui ?")).toMatchObject({ outcome: "refused" });
  expect(await house.text(staffPhone(101), dials, "me revoilà")).toMatchObject({ outcome: "queued" });
});

test("a mission that was over when the customer got another phone is reopened to that one", async () => {
  const mission = await house.mission({ n: 2, staff: ["T-3"], purpose: "ride" });
  await house.store.transaction((tx) => closeMission(tx, house.deps, mission.id, { graceMinutes: 0 }));
  const newer = await house.mission({ n: 2, staff: ["T-4"], reference: "newer" });
  const phone = "+33639981777";
  await house.store.transaction((tx) => changeMission(tx, house.deps, newer.id, { customer: { phone } }));
  await house.advance(8 * DAY_MS);
  const closesAt = await inTwoHours();
  await house.store.transaction((tx) => reopenMission(tx, house.deps, mission.id, { reason: "again", closesAt }));
  const [answer] = await readMissions(house.store, house.deps, await house.store.now(), { ids: [mission.id] });
  const dials = answer?.lines[0]?.customerDials as string;
  expect(await house.text(phone, dials, "oui ?")).toMatchObject({ outcome: "queued" });
  expect(await house.text(mission.customerPhone, dials, "oui ?")).toMatchObject({ outcome: "refused" });
});

test("a stop holds for the phone, and that it does for another reference is on record", async () => {
  const said = await house.mission({ n: 5, staff: ["T-3"] });
  await house.text(said.customerPhone, said.customerDials, "stop");
  const other = await house.mission({ n: 6, staff: ["T-4"] });
  const phone = said.customerPhone;
  await house.store.transaction((tx) => changeMission(tx, house.deps, other.id, { customer: { phone } }));
  const [answer] = await readMissions(house.store, house.deps, await house.store.now(), { ids: [other.id] });
  const refused = await house.text(other.staffPhone, answer?.lines[0]?.staffDials as string, "bonjour");
  expect(refused).toMatchObject({ outcome: "refused", code: "customer_opted_out" });
  await checkHouse(house.store);
});

test("a mission reopened after its quarantine has its numbers to itself again", async () => {
  const mission = await house.mission({ n: 3, staff: ["T-3"], purpose: "ride" });
  await house.store.transaction((tx) => closeMission(tx, house.deps, mission.id, { graceMinutes: 0 }));
  await house.advance(8 * DAY_MS);
  // Whoever came meanwhile has got the numbers that were free again.
  for (let n = 10; n < 30; n += 1) await house.mission({ n, staff: ["T-3"], purpose: "ride" });
  const closesAt = await inTwoHours();
  const reopened = await house.store.transaction((tx) =>
    reopenMission(tx, house.deps, mission.id, { reason: "left a tool", closesAt }),
  );
  expect(reopened.ok).toBe(true);
  await checkHouse(house.store);
});
