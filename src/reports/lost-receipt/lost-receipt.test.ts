import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkHouse } from "../../../tests/check-house.ts";
import type { House, OpenMission } from "../../../tests/house.ts";
import { openHouse } from "../../../tests/house.ts";
import type { CustomerId, StaffId } from "../../base/ids.ts";
import type { NewReport } from "../index.ts";
import { enterLostCode, fileReport, sendLostCode } from "../index.ts";

const MINUTE_MS = 60_000;
let house: House;
let met = 0;
beforeAll(async () => {
  house = await openHouse({ staff: 20, numbers: 60 });
});
afterAll(async () => {
  await checkHouse(house.store);
  await house.close();
});

type Lost = OpenMission & {
  readonly lost: { readonly mission: OpenMission["id"]; readonly customer: CustomerId };
  readonly staffId: StaffId;
};

async function meet(): Promise<Lost> {
  met += 1;
  const mission = await house.mission({ n: 600 + met, staff: [`T-${met}`] });
  const { rows } = await house.owner.query<{ customer_id: CustomerId; staff_id: StaffId }>(
    "select customer_id, staff_id from missions.line where mission_id = $1",
    [mission.id],
  );
  const [{ customer_id: customer, staff_id: staffId } = { customer_id: "" as CustomerId, staff_id: "" as StaffId }] =
    rows;
  return { ...mission, lost: { mission: mission.id, customer }, staffId };
}

const file = ({ id }: Lost, more: Partial<NewReport> = {}) =>
  house.store.transaction((tx) =>
    fileReport(tx, house.vault, {
      source: randomUUID(),
      door: "visit_link",
      by: "customer",
      language: "fr",
      mission: id,
      ...more,
    }),
  );
const send = ({ lost }: Lost) => house.store.transaction((tx) => sendLostCode(tx, house.vault, lost));
const enter = ({ lost }: Lost, typed: string) =>
  house.store.transaction((tx) => enterLostCode(tx, house.vault, lost, typed));
async function codesOf({ customerPhone }: Lost): Promise<readonly string[]> {
  await house.settle();
  return house.carrier.textsAt(customerPhone).flatMap((text) => /Votre code : (\d{6})/.exec(text)?.[1] ?? []);
}

test("the code goes to the phone in the vault and opens the report, once", async () => {
  const pair = await meet();
  const { report } = await file(pair);
  await send(pair);
  const [code = ""] = await codesOf(pair);
  expect(await enter(pair, code)).toEqual({ ok: true, report });
  expect(await enter(pair, code)).toEqual({ ok: false, code: "wrong" });
});

test("a code opens nothing of another mission", async () => {
  const [pair, other] = [await meet(), await meet()];
  await file(pair);
  await file(other);
  await send(pair);
  await send(other);
  const [code = ""] = await codesOf(pair);
  const [otherCode = ""] = await codesOf(other);
  if (code !== otherCode) expect(await enter(other, code)).toEqual({ ok: false, code: "wrong" });
  expect((await enter(other, otherCode)).ok).toBe(true);
});

test("what others said of her, or for her, is not hers to open: no code goes out", async () => {
  for (const more of [{ by: "staff" }, { by: "relative" }, { by: "witness" }] as const) {
    const pair = await meet();
    await file(pair, more.by === "staff" ? { ...more, door: "staff", reporter: pair.staffId } : more);
    await send(pair);
    expect(await codesOf(pair)).toEqual([]);
  }
});

test("nobody reported: no code; asked twice at once: one code", async () => {
  const [none, twice] = [await meet(), await meet()];
  await send(none);
  expect(await codesOf(none)).toEqual([]);
  await file(twice);
  await Promise.all([send(twice), send(twice)]);
  expect(await codesOf(twice)).toHaveLength(1);
});

test("after ten minutes, or five wrong tries, the right code opens nothing", async () => {
  const [late, guessed] = [await meet(), await meet()];
  await file(late);
  await file(guessed);
  await send(guessed);
  const [code = ""] = await codesOf(guessed);
  const wrong = code === "000000" ? "000001" : "000000";
  // Also when they come together.
  const tries = await Promise.all(Array.from({ length: 8 }, () => enter(guessed, wrong)));
  expect(tries.map((answer) => (answer.ok ? "" : answer.code)).toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
    ...Array.from({ length: 3 }, () => "locked"),
    ...Array.from({ length: 5 }, () => "wrong"),
  ]);
  expect(await enter(guessed, code)).toEqual({ ok: false, code: "locked" });
  await send(late);
  const [old = ""] = await codesOf(late);
  await house.advance(10 * MINUTE_MS);
  expect(await enter(late, old)).toEqual({ ok: false, code: "wrong" });
});
