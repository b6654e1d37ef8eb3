import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../base/ids.ts";
import { cancelMission, closeMission } from "../../missions/close-mission.ts";
import { changeMission } from "../../missions/change-mission.ts";
import { openVisitToken } from "../../missions/index.ts";
import { addNumbers, changeNumber } from "../../numbers/index.ts";
import { checkHouse } from "../../../tests/check-house.ts";
import type { House, OpenMission } from "../../../tests/house.ts";
import { openHouse } from "../../../tests/house.ts";
import { announceVisit } from "./announce-visit.ts";
import { readVisitSlip } from "./read-visit-slip.ts";
import { civilWindow } from "./rules.ts";

const PAGES = "https://rdv.exemple.fr";
const REPORTS = "+33937009002";
const BY = newId("key");
let house: House;
let met = 0;

beforeAll(async () => {
  house = await openHouse({ staff: 20, numbers: 40 });
});

afterAll(async () => {
  await checkHouse(house.store);
  await house.close();
});

const visitDeps = (more: { readonly company?: string; readonly zone?: string } = {}) => ({
  vault: house.vault,
  publicUrl: PAGES,
  company: more.company,
  zone: more.zone ?? "Europe/Paris",
});

function meet(more: object = {}): Promise<OpenMission> {
  met += 1;
  return house.mission({ n: 400 + met, staff: [`T-${met}`], ...more });
}

const announce = ({ id }: Pick<OpenMission, "id">, more = {}) =>
  house.store.transaction((tx) => announceVisit(tx, visitDeps(more), id, BY));

async function lastText({ customerPhone }: OpenMission): Promise<string> {
  await house.settle();
  return house.carrier.textsAt(customerPhone).at(-1) ?? "";
}

test("she is told when, the number, her page and where to report; not who comes", async () => {
  await house.store.transaction(async (tx) => {
    await addNumbers(tx, { numbers: [REPORTS], carrier: house.carrier.name });
    await changeNumber(tx, REPORTS, { use: "report" });
  });
  const mission = await meet();
  expect(await announce(mission, { company: "Fibre & Compagnie" })).toMatchObject({ ok: true });
  const text = await lastText(mission);
  expect(text).toContain("avec Fibre & Compagnie :");
  for (const what of [mission.customerDials, `${PAGES}/n/${mission.customerDials}`, REPORTS, `${PAGES}/report`])
    expect(text).toContain(what);
  const token = new RegExp(`${PAGES}/v/(\\S+)`).exec(text)?.[1] ?? "";
  expect(openVisitToken(house.vault, token)).toBe(mission.id);
  expect(text).not.toContain("Staff");
  expect(text).toMatch(/[a-z]+ \d{1,2}\/\d{1,2} entre \d\d:\d\d et \d\d:\d\d/);
  // From the number that leads to whoever comes.
  expect(house.carrier.delivered.at(-1)).toMatchObject({ from: mission.customerDials });
});

test("without a name the sentence names no company", async () => {
  const mission = await meet();
  await announce(mission);
  expect(await lastText(mission)).toMatch(/^Votre rendez-vous : /);
});

test("once for each window", async () => {
  const mission = await meet();
  expect(await announce(mission)).toMatchObject({ ok: true });
  expect(await announce(mission)).toEqual({ ok: false, code: "already_announced" });
  const later = new Date((await house.store.now()).getTime() + 3 * 60 * 60_000);
  await house.store.transaction((tx) => changeMission(tx, house.deps, mission.id, { closesAt: later }));
  expect(await announce(mission)).toMatchObject({ ok: true });
  await house.settle();
  expect(house.carrier.textsAt(mission.customerPhone)).toHaveLength(2);
});

test("two at once announce it once", async () => {
  const mission = await meet();
  const both = await Promise.all([announce(mission), announce(mission)]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
});

test("what is over, cancelled, cut or stopped is not announced, nor to whom no text arrives", async () => {
  const over = await meet();
  await house.store.transaction((tx) => closeMission(tx, house.deps, over.id, { graceMinutes: 0 }));
  expect(await announce(over)).toEqual({ ok: false, code: "window_closed" });
  const off = await meet();
  await house.store.transaction((tx) => cancelMission(tx, house.deps, off.id, {}));
  expect(await announce(off)).toEqual({ ok: false, code: "mission_cancelled" });
  const cut = await meet();
  await house.text(cut.customerPhone, cut.customerDials, "SIGNALER");
  expect(await announce(cut)).toEqual({ ok: false, code: "pair_cut" });
  const stopped = await meet();
  await house.text(stopped.customerPhone, stopped.customerDials, "STOP");
  expect(await announce(stopped)).toEqual({ ok: false, code: "customer_opted_out" });
  const landline = await meet({
    customer: { reference: "C-home", displayName: "X", phone: "+441632960124", language: "fr" },
  });
  expect(await announce(landline)).toEqual({ ok: false, code: "no_phone" });
  expect(await announce({ id: newId("mission") })).toEqual({ ok: false, code: "unknown_mission" });
  // She may have it again once she said start.
  await house.text(stopped.customerPhone, stopped.customerDials, "START");
  expect(await announce(stopped)).toMatchObject({ ok: true });
});

test("the times are those of the zone, on both sides of a change of clocks and overseas", () => {
  const window = (from: string, to: string) => ({ opens_at: new Date(from), closes_at: new Date(to) });
  const summer = window("2026-10-24T07:00:00Z", "2026-10-24T09:30:00Z");
  const winter = window("2026-10-26T08:00:00Z", "2026-10-26T10:30:00Z");
  expect(civilWindow(summer, "fr", "Europe/Paris")).toEqual({ day: "samedi 24/10", from: "09:00", until: "11:30" });
  expect(civilWindow(winter, "fr", "Europe/Paris")).toEqual({ day: "lundi 26/10", from: "09:00", until: "11:30" });
  expect(civilWindow(winter, "en", "America/Guadeloupe")).toEqual({
    day: "Monday 26/10",
    from: "04:00",
    until: "06:30",
  });
  const leap = window("2028-02-28T23:30:00Z", "2028-02-29T01:00:00Z");
  expect(civilWindow(leap, "fr", "Europe/Paris")).toEqual({ day: "mardi 29/02", from: "00:30", until: "02:00" });
});

test("a slip has her page and the others; that it was read is recorded", async () => {
  const mission = await meet();
  const slip = await house.store.transaction((tx) => readVisitSlip(tx, visitDeps(), mission.id, BY));
  expect(slip).toMatchObject({
    reportPage: `${PAGES}/report`,
    numberPage: `${PAGES}/n/${mission.customerDials}`,
    reportNumber: REPORTS,
  });
  expect(openVisitToken(house.vault, slip?.visitPage.split("/").at(-1) ?? "")).toBe(mission.id);
  const { rows } = await house.owner.query<{ body: { by: string; mission: string } }>(
    `select convert_from(bytes, 'utf8')::json as body from ledger.entry
     where convert_from(bytes, 'utf8') like '%relay.read-visit-slip%'`,
  );
  expect(rows.map(({ body }) => [body.by, body.mission])).toEqual([[BY, mission.id]]);
  const unknown = newId("mission");
  expect(await house.store.transaction((tx) => readVisitSlip(tx, visitDeps(), unknown, BY))).toBeUndefined();
});
