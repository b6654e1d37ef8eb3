import { afterAll, beforeAll, expect, test } from "vitest";
import type { House } from "../../tests/house.ts";
import { openHouse } from "../../tests/house.ts";
import type { CustomerId, StaffId } from "../base/ids.ts";
import { contactEnds, cutPair, endOptOut, optOut } from "./index.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse({ staff: 2 });
});
afterAll(() => house.close());

test("a word of hers ends contact on her missions, and on no other", async () => {
  const hers = await house.mission({ n: 1, staff: ["T-1"] });
  const other = await house.mission({ n: 2, staff: ["T-1"] });
  const { rows } = await house.owner.query<{ staff_id: StaffId; customer_id: CustomerId }>(
    "select staff_id, customer_id from missions.line where mission_id = $1",
    [hers.id],
  );
  const { staff_id: staff, customer_id: customer } = rows[0] as { staff_id: StaffId; customer_id: CustomerId };
  const ends = async () => Object.fromEntries(await contactEnds(house.store, [hers.id, other.id]));
  expect(await ends()).toEqual({});
  await house.store.transaction((tx) => optOut(tx, customer));
  expect(await ends()).toEqual({ [hers.id]: "stopped" });
  await house.store.transaction((tx) => endOptOut(tx, customer));
  expect(await ends()).toEqual({});
  await house.store.transaction((tx) => cutPair(tx, { staff, customer, cause: "desk" }));
  expect(await ends()).toEqual({ [hers.id]: "cut" });
  // A cut weighs more than a stop: it is why nothing comes back.
  await house.store.transaction((tx) => optOut(tx, customer));
  expect(await ends()).toEqual({ [hers.id]: "cut" });
  await house.owner.query("update missions.pair_cut set lifted_at = cut_at where customer_id = $1", [customer]);
  expect(await ends()).toEqual({ [hers.id]: "stopped" });
});
