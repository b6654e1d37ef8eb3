import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkHouse } from "../../tests/check-house.ts";
import type { House, OpenMission } from "../../tests/house.ts";
import { openHouse } from "../../tests/house.ts";
import type { StaffId } from "../base/ids.ts";
import { newId } from "../base/ids.ts";
import { openSealed, seal } from "../base/sealed.ts";
import type { CivilDate } from "../charter/index.ts";
import { civilDate } from "../charter/index.ts";
import { putStaff } from "../people/index.ts";
import { changeMission } from "./change-mission.ts";
import { cancelMission, closeMission } from "./close-mission.ts";
import { readOwnMission, readOwnMissions } from "./own-missions.ts";
import { cutPair, optOut } from "./pair-cut.ts";
import type { OwnFacts } from "./rules.ts";
import { aroundDay, isContactPossible, ownChannels, ownStatusAt, touchesDay } from "./rules.ts";
import { setOffBy } from "./set-off.ts";
import { showCustomerName } from "./show-customer-name.ts";

const MINUTE_MS = 60_000;
const [OPENS, CLOSES] = [new Date("2026-11-05T08:00:00Z"), new Date("2026-11-05T10:00:00Z")];
const TIMES = { opensAt: OPENS, closesAt: CLOSES, graceMs: 15 * MINUTE_MS, isCancelled: false };
const after = (from: Date, ms: number) => new Date(from.getTime() + ms);

describe("where a mission of one's own stands", () => {
  test.for([
    ["scheduled", after(OPENS, -1)],
    ["open", OPENS],
    ["open", after(CLOSES, -1)],
    ["grace", CLOSES],
    ["grace", after(CLOSES, 15 * MINUTE_MS - 1)],
    ["closed", after(CLOSES, 15 * MINUTE_MS)],
  ] as const)("%s at %s", ([status, now]) => {
    expect(ownStatusAt(TIMES, now)).toBe(status);
    expect(ownStatusAt({ ...TIMES, isCancelled: true }, now)).toBe("cancelled");
  });

  test("without grace it is closed when it closes", () => {
    expect(ownStatusAt({ ...TIMES, graceMs: 0 }, CLOSES)).toBe("closed");
  });
});

describe("a day is that of the zone, and the grace period counts", () => {
  const late = { opensAt: new Date("2026-11-05T21:00:00Z"), closesAt: new Date("2026-11-05T22:50:00Z"), graceMs: 0 };
  test.for<[string, string, number, boolean]>([
    ["Europe/Paris", "2026-11-05", 0, true],
    // In Paris it is ten to midnight when it closes: its grace ends after midnight.
    ["Europe/Paris", "2026-11-06", 0, false],
    ["Europe/Paris", "2026-11-06", 10 * MINUTE_MS, false],
    ["Europe/Paris", "2026-11-06", 10 * MINUTE_MS + 1, true],
    ["Indian/Reunion", "2026-11-06", 0, true],
    ["Indian/Reunion", "2026-11-05", 0, false],
    ["America/Martinique", "2026-11-05", 0, true],
  ])("%s %s with %d ms: %s", ([zone, day, graceMs, isThere]) => {
    expect(touchesDay({ ...late, graceMs }, day as CivilDate, zone)).toBe(isThere);
  });

  test("a night of a clock change has one day before it and one after", () => {
    const night = { opensAt: new Date("2026-10-25T00:30:00Z"), closesAt: new Date("2026-10-25T01:30:00Z"), graceMs: 0 };
    expect(touchesDay(night, "2026-10-25" as CivilDate, "Europe/Paris")).toBe(true);
    expect(touchesDay(night, "2026-10-24" as CivilDate, "Europe/Paris")).toBe(false);
  });

  test.for(["Pacific/Kiritimati", "Etc/GMT+12", "Europe/Paris"])("what is read around a day holds it in %s", (zone) => {
    const day = "2028-02-29" as CivilDate;
    const { from, until } = aroundDay(day);
    expect(civilDate(after(from, -1), zone) < day).toBe(true);
    expect(civilDate(until, zone) > day).toBe(true);
  });
});

const FACTS: OwnFacts = {
  channels: ["sms", "call"],
  phone_kind: "mobile",
  staff_number: "+33937000001",
  customer_number: "+33937000002",
  is_pair_cut: false,
  is_customer_opted_out: false,
  is_staff_active: true,
};

test.for<[Partial<OwnFacts>, readonly string[]]>([
  [{}, ["sms", "call"]],
  [{ channels: ["call"] }, ["call"]],
  [{ phone_kind: "landline" }, ["call"]],
  // Without a phone of theirs they write and do not ring.
  [{ staff_number: null }, ["sms"]],
  // She reads it on her page.
  [{ phone_kind: null, staff_number: null, customer_number: null }, ["sms"]],
  // The pool is empty: nothing leads to her.
  [{ staff_number: null, customer_number: null }, []],
])("channels are those by which something may arrive: %j", ([facts, channels]) => {
  expect(ownChannels({ ...FACTS, ...facts })).toEqual(channels);
});

test.for<[Partial<OwnFacts>, boolean]>([
  [{}, true],
  [{ is_pair_cut: true }, false],
  [{ is_customer_opted_out: true }, false],
  [{ is_staff_active: false }, false],
])("contact is possible: %j %s", ([facts, isPossible]) => {
  for (const status of ["scheduled", "open", "grace"] as const)
    expect(isContactPossible({ ...FACTS, ...facts }, status)).toBe(isPossible);
  for (const status of ["closed", "cancelled"] as const)
    expect(isContactPossible({ ...FACTS, ...facts }, status)).toBe(false);
});

let house: House;
let met = 0;
beforeAll(async () => {
  house = await openHouse({ staff: 20, numbers: 60 });
});
afterAll(async () => {
  await checkHouse(house.store);
  await house.close();
});

type Own = OpenMission & { readonly staffId: StaffId };
const DOOR = { address: "3 rue des Lilas", accessNotes: "Code 12" };

async function meet(more: object = {}, customer: object = {}): Promise<Own> {
  met += 1;
  const person = { reference: `C-${500 + met}`, displayName: "Zoé Quiller", phone: `+3363998${String(2_500 + met)}` };
  const staff = `T-${met}`;
  const mission = await house.mission({
    n: 500 + met,
    staff: [staff],
    customer: { ...person, language: "fr", ...customer },
    ...more,
  } as never);
  const { rows } = await house.owner.query<{ staff_id: StaffId }>(
    "select staff_id from people.staff where reference = $1",
    [staff],
  );
  return { ...mission, staffId: rows[0]?.staff_id as StaffId };
}

const now = () => house.store.now();
const own = async (mission: Own, staff = mission.staffId) =>
  readOwnMission(house.store, house.vault, staff, { id: mission.id, now: await now() });
const name = async (mission: Own, staff = mission.staffId) => {
  const shown = await house.store.transaction((tx) => showCustomerName(tx, house.vault, staff, mission.id));
  return shown && openSealed(shown);
};
const namesShown = async (mission: Own) =>
  (
    await house.owner.query(
      `select body from (select convert_from(bytes, 'utf8')::json as body from ledger.entry) e
        where body ->> 'event' = 'missions.show-customer-name' and body ->> 'mission' = $1`,
      [mission.id],
    )
  ).rows.map(({ body }) => body);

test("a staff member's mission says how to reach her and what there is to show, and not who she is", async () => {
  const mission = await meet({}, DOOR);
  const read = await own(mission);
  expect(read).toMatchObject({
    id: mission.id,
    status: "open",
    channels: ["sms", "call"],
    staffDials: mission.staffDials,
    needsCode: false,
    code: null,
    hasAddress: true,
    hasAccessNotes: true,
    isOnMyWay: false,
    isCut: false,
  });
  expect(JSON.stringify(read)).not.toMatch(/Quiller|Lilas|Code 12|3998/);
  expect(await house.store.transaction((tx) => setOffBy(tx, mission.id, mission.staffId))).toMatchObject({ ok: true });
  expect(await own(mission)).toMatchObject({ isOnMyWay: true });
  expect(await own(await meet())).toMatchObject({ hasAddress: false, hasAccessNotes: false });
});

test("somebody else's, one that never was, and one that was theirs are all not there", async () => {
  const [mine, other] = [await meet(), await meet()];
  expect(await own(mine, other.staffId)).toBeUndefined();
  expect(await name(mine, other.staffId)).toBeUndefined();
  expect(
    await readOwnMission(house.store, house.vault, mine.staffId, { id: newId("mission"), now: await now() }),
  ).toBeUndefined();
  await house.store.transaction((tx) => changeMission(tx, house.deps, mine.id, { staff: [other.staff] }));
  expect(await own(mine)).toBeUndefined();
  expect(await name(mine)).toBeUndefined();
  expect(await own(mine, other.staffId)).toMatchObject({ id: mine.id });
  expect(await house.store.transaction((tx) => setOffBy(tx, mine.id, mine.staffId))).toMatchObject({
    code: "unknown_staff",
  });
});

test("over, cancelled, cut, stopped or suspended, nothing leads to her and no reason is told", async () => {
  const nothing = { staffDials: null, code: null, channels: [] };
  const over = await meet({ graceMinutes: 10 });
  await house.store.transaction((tx) => closeMission(tx, house.deps, over.id, { graceMinutes: 10 }));
  expect(await own(over)).toMatchObject({ status: "grace", staffDials: over.staffDials });
  await house.advance(10 * MINUTE_MS);
  expect(await own(over)).toMatchObject({ status: "closed", ...nothing });
  const off = await meet();
  await house.store.transaction((tx) => cancelMission(tx, house.deps, off.id, {}));
  expect(await own(off)).toMatchObject({ status: "cancelled", ...nothing });
  const [cut, stopped, suspended] = [await meet(), await meet(), await meet()];
  const customerOf = async ({ id }: Own) =>
    (await house.owner.query("select customer_id from missions.mission where mission_id = $1", [id])).rows[0]
      .customer_id;
  const [hers, other] = [await customerOf(cut), await customerOf(stopped)];
  await house.store.transaction((tx) => cutPair(tx, { staff: cut.staffId, customer: hers, cause: "desk" }));
  await house.store.transaction((tx) => optOut(tx, other));
  for (const one of [cut, stopped]) expect(await own(one)).toMatchObject({ status: "open", isCut: true, ...nothing });
  const act = { staff: suspended.staffId, standing: "suspended" } as const;
  await house.owner.query("update people.staff set standing = 'suspended' where staff_id = $1", [act.staff]);
  expect(await own(suspended)).toMatchObject({ isCut: false, ...nothing });
  // Her silence is about texts: he still asks for her at the door.
  expect(await Promise.all([name(cut), name(suspended), name(stopped)])).toEqual([undefined, undefined, "Zoé Quiller"]);
  await house.owner.query("update people.staff set standing = 'active' where staff_id = $1", [act.staff]);
});

test("her name is shown while the mission is open or in grace, and each time an entry says so first", async () => {
  const start = (await now()).getTime();
  const mission = await meet({
    opensAt: new Date(start + MINUTE_MS).toISOString(),
    closesAt: new Date(start + 31 * MINUTE_MS).toISOString(),
    graceMinutes: 5,
  });
  expect(await name(mission)).toBeUndefined();
  await house.advance(MINUTE_MS);
  expect(await name(mission)).toBe("Zoé Quiller");
  await house.advance(30 * MINUTE_MS);
  expect(await name(mission)).toBe("Zoé Quiller");
  await house.advance(5 * MINUTE_MS);
  expect(await name(mission)).toBeUndefined();
  const entries = await namesShown(mission);
  expect(entries).toMatchObject([{ staff: mission.staffId }, { staff: mission.staffId }]);
  expect(JSON.stringify(entries)).not.toContain("Quiller");
});

test("a day lists what is on it, in the order of opening", async () => {
  const who = await meet();
  const at = (day: string, time: string) => `${day}T${time}:00Z`;
  const make = (day: string, from: string, to: string, n: number) =>
    house.mission({
      n: 600 + n,
      reference: `D-${n}`,
      staff: [who.staff],
      opensAt: at(day, from),
      closesAt: at(day, to),
      graceMinutes: 0,
    });
  const day = civilDate(after(await now(), 5 * 86_400_000), "UTC");
  const [second, first] = [await make(day, "10:00", "11:00", 1), await make(day, "08:00", "09:00", 2)];
  const next = civilDate(after(new Date(at(day, "12:00")), 86_400_000), "UTC");
  const other = await make(next, "10:00", "11:00", 3);
  const listed = async (on: CivilDate) =>
    (await readOwnMissions(house.store, house.deps, who.staffId, { day: on, now: await now() })).map(({ id }) => id);
  expect(await listed(day)).toEqual([first.id, second.id]);
  expect(await listed(next)).toEqual([other.id]);
  expect(await listed(civilDate(await now(), house.deps.calendar.zone))).toEqual([who.id]);
});

test("whoever has no phone has no number to dial", async () => {
  const mission = await meet();
  await house.store.transaction(async (tx) => {
    const who = { reference: mission.staff, displayName: seal("Staff"), phone: undefined };
    await putStaff(tx, house.vault, { ...who, regime: "generic", language: "fr" });
  });
  const later = await house.mission({ n: 590, reference: "N-1", staff: [mission.staff] });
  const read = await readOwnMission(house.store, house.vault, mission.staffId, { id: later.id, now: await now() });
  expect(read).toMatchObject({ staffDials: null, channels: ["sms"], needsCode: false, code: null });
});
