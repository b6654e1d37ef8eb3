/** The charter as the company, its desk and its staff live with it. */
import { expect, test } from "vitest";
import { openDeskPerson } from "./desk.ts";
import { openStaffMember } from "./staff-member.ts";
import { openProgram } from "./stranger.ts";

const stranger = await openProgram();
const { program } = stranger;
await stranger.numbers(["+33937007001", "+33937007002", "+33937007003", "+33937007004"]);
const DAY_MS = 86_400_000;
const day = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

const CHARTER = {
  title: "Charte des contacts",
  text: { fr: "Un numéro est confié pour une intervention.", en: "A number is entrusted for a visit." },
  scale: [
    { code: "reminder", regimes: ["employee-fr", "platform-fr", "contractor", "generic"] },
    { code: "suspension_without_pay", regimes: ["employee-fr"], maxDays: 5 },
    { code: "dismissal", regimes: ["employee-fr"] },
    { code: "permanent_exclusion", regimes: ["platform-fr"] },
  ],
  inForceFrom: day(-100),
  consultedOn: day(-160),
  depositedOn: day(-150),
};
const NOTICE = {
  version: "notice-3",
  title: "Note d’information",
  text: { fr: "Les messages sont triés par une machine.", en: "Messages are sorted by a machine." },
  modules: ["screening"],
};
const ACTIVATION = {
  module: "screening",
  consultationDate: "2026-01-02",
  noticeVersion: "notice-3",
  impactAssessment: "DPIA-2026-04",
  legalBasis: "eu-gdpr:A6-1-f",
};

test("the template comes with the house, in force nowhere", async () => {
  const { status, body } = await stranger.call("GET", "/v1/charters");
  expect(status).toBe(200);
  expect(body.items).toMatchObject([{ version: 0, isInForce: false, inForceFrom: null }]);
  expect(body.items[0].text.fr).toContain("Les sanctions possibles sont celles de l’échelle");
  expect(await stranger.call("GET", "/v1/charters/0")).toMatchObject({ status: 200, body: { version: 0 } });
  expect(await stranger.call("GET", "/v1/charters/1")).toMatchObject({ status: 404 });
});

test.each([
  ["suspension_unbounded", 422, { scale: [{ code: "suspension_without_pay", regimes: ["employee-fr"] }] }],
  ["days_not_of_sanction", 422, { scale: [{ code: "reminder", regimes: ["employee-fr"], maxDays: 2 }] }],
  ["sanction_not_of_regime", 422, { scale: [{ code: "dismissal", regimes: ["platform-fr"] }] }],
  ["charter_incomplete", 422, { consultedOn: undefined }],
  ["charter_incomplete", 422, { exemption: "no_employees" }],
  ["charter_date_in_future", 422, { depositedOn: day(2), inForceFrom: day(90) }],
  ["charter_in_force_too_soon", 422, { inForceFrom: day(-149) }],
  ["charter_in_force_too_soon", 422, { consultedOn: day(-140) }],
])("a charter is refused with %s", async (code, status, change) => {
  expect(await stranger.call("POST", "/v1/charters", { ...CHARTER, ...change })).toMatchObject({
    status,
    body: { code },
  });
});

test.each([
  ["a fine", { scale: [{ code: "fine", regimes: ["employee-fr"] }] }],
  ["an amount", { scale: [{ code: "reminder", regimes: ["employee-fr"], amount: 50 }] }],
  ["no scale", { scale: [] }],
  ["a day that is none", { inForceFrom: "2026-02-30" }],
])("%s has no place in a charter", async (_what, change) => {
  expect(await stranger.call("POST", "/v1/charters", { ...CHARTER, ...change })).toMatchObject({ status: 400 });
});

test("versions follow one another; what was in force stays, and is not put behind", async () => {
  const first = await stranger.call("POST", "/v1/charters", CHARTER);
  expect(first).toMatchObject({ status: 201, body: { version: 1, isInForce: true, scale: CHARTER.scale } });
  const backdated = await stranger.call("POST", "/v1/charters", { ...CHARTER, inForceFrom: day(-50) });
  expect(backdated).toMatchObject({ status: 409, body: { code: "charter_backdated" } });
  const older = { ...CHARTER, inForceFrom: day(-400), consultedOn: day(-450), depositedOn: day(-440) };
  expect(await stranger.call("POST", "/v1/charters", older)).toMatchObject({
    status: 201,
    body: { version: 2, isInForce: false },
  });
  const next = { ...CHARTER, inForceFrom: day(30) };
  expect(await stranger.call("POST", "/v1/charters", next)).toMatchObject({
    status: 201,
    body: { version: 3, isInForce: false },
  });
  for (const method of ["PUT", "PATCH", "DELETE"])
    expect((await stranger.call(method, "/v1/charters/1", {})).status).toBe(404);
  const { items } = (await stranger.call("GET", "/v1/charters")).body;
  expect(items.map(({ version }: { version: number }) => version)).toEqual([3, 2, 1, 0]);
});

test("a company without staff representatives says why there was no consultation", async () => {
  const { consultedOn: _c, depositedOn: _d, ...rest } = CHARTER;
  const small = { ...rest, exemption: "under_50_employees", inForceFrom: day(60) };
  expect(await stranger.call("POST", "/v1/charters", small)).toMatchObject({
    status: 201,
    body: { consultedOn: null },
  });
});

test("with the policy on, nobody gets a mission before they have acknowledged the version in force", async () => {
  const ina = await openStaffMember(stranger, "T-ina", "+33639982101");
  await stranger.staff("T-paper", "+33639982102");
  const team = (staff: readonly string[]) => stranger.request({ phone: "+33639983101" }, { staff });
  expect((await stranger.call("POST", "/v1/missions", team(["T-ina"]))).status).toBe(201);
  const policy = { requireAcknowledgement: true };
  expect(await stranger.call("PUT", "/v1/charter-policy", policy)).toMatchObject({ status: 200, body: policy });
  expect((await stranger.call("GET", "/v1/charter-policy")).body).toEqual(policy);

  const refused = { status: 409, body: { code: "charter_not_acknowledged" } };
  expect(await stranger.call("POST", "/v1/missions", team(["T-ina"]))).toMatchObject(refused);
  // Another version than the one in force does not count.
  const acknowledge = (version: number) => ina.browser.call("POST", "/v1/charter-acknowledgements", { version });
  expect(await acknowledge(2)).toMatchObject({ status: 201 });
  expect(await stranger.call("POST", "/v1/missions", team(["T-ina"]))).toMatchObject(refused);
  expect(await acknowledge(1)).toMatchObject({ status: 201, body: { staff: "T-ina", version: 1, givenBy: "session" } });
  expect(await acknowledge(1)).toMatchObject({ status: 200 });
  expect(await acknowledge(99)).toMatchObject({ status: 404, body: { code: "charter_unknown" } });
  const mission = await stranger.mission({ phone: "+33639983102" }, { staff: ["T-ina"] });

  // Reassigned, and together with somebody who has.
  expect(await stranger.call("POST", "/v1/missions", team(["T-ina", "T-paper"]))).toMatchObject(refused);
  const given = await stranger.call("PATCH", `/v1/missions/${mission.id}`, { staff: ["T-paper"] });
  expect(given).toMatchObject(refused);
  const rows = "reference;purpose;opensAt;closesAt;customer.reference;customer.displayName;customer.phone;staff\n";
  const row = `M-imp;home-intervention;${stranger.at(-10)};${stranger.at(60)};C-imp;Léa;+33639983103;T-paper\n`;
  const imported = await fetch(`${program.url}/v1/missions/import`, {
    method: "POST",
    headers: { authorization: `Bearer ${program.apiKey}`, "content-type": "text/csv" },
    body: rows + row,
  });
  expect(await imported.json()).toMatchObject({
    accepted: 0,
    rejected: [{ line: 2, field: "staff", code: "charter_not_acknowledged" }],
  });

  const paper = { staff: "T-paper", version: 1 };
  expect(await stranger.call("POST", "/v1/charter-acknowledgements", paper)).toMatchObject({
    status: 201,
    body: { ...paper, givenBy: "paper" },
  });
  expect((await stranger.call("PATCH", `/v1/missions/${mission.id}`, { staff: ["T-paper"] })).status).toBe(200);
  await stranger.call("PUT", "/v1/charter-policy", { requireAcknowledgement: false });
});

test("everybody answers for themselves, the company for whom it names; lists show who asks what is theirs", async () => {
  const { browser } = await openStaffMember(stranger, "T-own", "+33639982103");
  const post = (body: object) => browser.call("POST", "/v1/charter-acknowledgements", body);
  expect(await post({ staff: "T-paper", version: 1 })).toMatchObject({
    status: 403,
    body: { code: "staff_not_yours" },
  });
  expect(await stranger.call("POST", "/v1/charter-acknowledgements", { version: 1 })).toMatchObject({
    status: 422,
    body: { code: "staff_missing" },
  });
  const nobody = { staff: "T-nobody", version: 1 };
  expect(await stranger.call("POST", "/v1/charter-acknowledgements", nobody)).toMatchObject({ status: 404 });
  expect((await post({ version: 1 })).status).toBe(201);
  const own = (await browser.call("GET", "/v1/charter-acknowledgements")).body;
  expect(own.items.map(({ staff }: { staff: string }) => staff)).toEqual(["T-own"]);
  const spied = (await browser.call("GET", "/v1/charter-acknowledgements?staff=T-ina")).body;
  expect(spied.items).toEqual([]);
  const first = (await stranger.call("GET", "/v1/charter-acknowledgements?limit=2")).body;
  expect(first.items).toHaveLength(2);
  const rest = (await stranger.call("GET", `/v1/charter-acknowledgements?after=${first.next}`)).body;
  expect(rest.items.map(({ staff }: { staff: string }) => staff)).toEqual(["T-paper", "T-own"]);
  expect(rest.next).toBeNull();
});

test("lessons are done or not done, by whoever they are for", async () => {
  const { browser } = await openStaffMember(stranger, "T-learns", "+33639982104");
  const lessons = async () => (await browser.call("GET", "/v1/lessons")).body.items;
  expect((await lessons()).map(({ id, isDone }: { id: string; isDone: boolean }) => [id, isDone])).toEqual([
    ["technician-2017", false],
    ["ride-2015", false],
    ["abusive-customer", false],
  ]);
  const finish = (id: string) => browser.call("POST", `/v1/lessons/${id}/done`);
  const done = await finish("ride-2015");
  expect(done).toMatchObject({ status: 200, body: { staff: "T-learns", lesson: "ride-2015" } });
  expect((await finish("ride-2015")).body).toEqual(done.body);
  expect(await finish("another")).toMatchObject({ status: 404, body: { code: "lesson_unknown" } });
  expect((await lessons())[1]).toMatchObject({ isDone: true, doneAt: done.body.doneAt });
  const all = (await stranger.call("GET", "/v1/lessons-done")).body.items;
  expect(all).toEqual([done.body]);
  expect(Object.keys(all[0]).sort()).toEqual(["doneAt", "lesson", "staff"]);
  const english = await stranger.call("GET", "/v1/lessons", undefined, { "accept-language": "en" });
  expect(english.body.items[0]).toMatchObject({ title: "A customer’s number, after the visit", isDone: null });
});

test("a notice has versions and receipts, and an activation names one that is on record for its module", async () => {
  const { browser } = await openStaffMember(stranger, "T-told", "+33639982105");
  // Before notices are kept here, the company's own reference is believed.
  const early = await stranger.call("POST", "/v1/activations", ACTIVATION);
  expect(early.status).toBe(201);
  await stranger.call("POST", `/v1/activations/${early.body.id}/end`);

  expect(await stranger.call("POST", "/v1/notices", NOTICE)).toMatchObject({ status: 201, body: NOTICE });
  expect(await stranger.call("POST", "/v1/notices", NOTICE)).toMatchObject({ status: 200 });
  const other = { ...NOTICE, title: "Autre chose" };
  expect(await stranger.call("POST", "/v1/notices", other)).toMatchObject({
    status: 409,
    body: { code: "notice_taken" },
  });

  const receive = (version: string) => browser.call("POST", `/v1/notices/${version}/receipts`, {});
  expect(await receive("notice-3")).toMatchObject({ status: 201, body: { staff: "T-told", givenBy: "session" } });
  expect(await receive("notice-3")).toMatchObject({ status: 200 });
  expect(await receive("notice-9")).toMatchObject({ status: 404, body: { code: "notice_unknown" } });
  const paper = await stranger.call("POST", "/v1/notices/notice-3/receipts", { staff: "T-paper" });
  expect(paper).toMatchObject({ status: 201, body: { staff: "T-paper", givenBy: "paper" } });
  expect((await browser.call("GET", "/v1/notices")).body.items[0]).toMatchObject({ receivedBy: null });
  expect((await stranger.call("GET", "/v1/notices")).body.items[0]).toMatchObject({ receivedBy: 2, receivedAt: null });
  expect((await stranger.call("GET", "/v1/notices/notice-3/receipts")).body.items).toHaveLength(2);

  const activate = (change: object) => stranger.call("POST", "/v1/activations", { ...ACTIVATION, ...change });
  const unknown = { status: 422, body: { code: "notice_unknown" } };
  expect(await activate({ noticeVersion: "notice-9" })).toMatchObject(unknown);
  expect(await activate({ module: "cut-attempt-alerts" })).toMatchObject(unknown);
  expect((await activate({})).status).toBe(201);
  const alerts = { ...NOTICE, version: "notice-4", modules: ["screening", "cut-attempt-alerts"] };
  expect((await stranger.call("POST", "/v1/notices", alerts)).status).toBe(201);
  expect((await activate({ module: "cut-attempt-alerts", noticeVersion: "notice-4" })).status).toBe(201);
});

test("at the desk the rights officer of the rules writes, and every duty reads", async () => {
  const [dpo, handler] = [await openDeskPerson(program, "dpo"), await openDeskPerson(program, "handler")];
  const next = { ...CHARTER, inForceFrom: day(90) };
  expect((await handler.browser.call("POST", "/v1/charters", next)).status).toBe(403);
  expect((await dpo.browser.call("POST", "/v1/charters", next)).status).toBe(201);
  for (const path of [
    "/v1/charters",
    "/v1/charter-policy",
    "/v1/charter-acknowledgements",
    "/v1/notices",
    "/v1/lessons-done",
  ])
    expect((await handler.browser.call("GET", path)).status, path).toBe(200);
  expect((await handler.browser.call("PUT", "/v1/charter-policy", { requireAcknowledgement: true })).status).toBe(403);
});
