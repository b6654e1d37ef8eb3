/** Story 3: he copied her number and writes from his own phone. Through the permanent door: the text, and his number. */
import { expect, test } from "vitest";
import { CustomerHouse } from "../browser/customer-house.ts";
import type { Json } from "../program.ts";
import { act, caseOf, readCase, refused } from "../surface/case-work.ts";
import { openDeskPerson } from "../surface/desk.ts";
import { openProgram, until } from "../surface/stranger.ts";

const stranger = await openProgram({ env: { PARAVENT_DEMO: "0" } });
const { program } = stranger;
await stranger.numbers(Array.from({ length: 20 }, (_, n) => `+339370072${String(n).padStart(2, "0")}`));
const REPORTS = "+33937007299";
await stranger.numbers([REPORTS]);
await stranger.call("PATCH", `/v1/numbers/${REPORTS}`, { use: "report" });
const house = new CustomerHouse(stranger);
const TEXT = "Juste pour vous dire que vous êtes très jolie";

let met = 0;
async function meet(staffCount = 1) {
  met += 1;
  const hers = `+336399874${10 + met}`;
  const staff = Array.from({ length: staffCount }, (_, n) => ({
    reference: `T-72${met}${n}`,
    phone: `+3363998${7500 + met * 10 + n}`,
  }));
  for (const { reference, phone } of staff) await stranger.staff(reference, phone);
  const mission = await stranger.mission({ phone: hers }, { staff: staff.map(({ reference }) => reference) });
  const { reference = "", phone = "" } = staff[0] ?? {};
  return { hers, staff, reference, phone, mission };
}
const report = (id: string) => stranger.call("GET", `/v1/reports/${id}`).then(({ body }) => body);
const national = (phone: string) => `0${phone.slice(3)}`;

test("his number is a lead: the pair is cut, and neither the answer nor the API says that it led anywhere", async () => {
  const { hers, phone, mission } = await meet();
  const { lines } = mission;
  const asked = (number: string) =>
    stranger.call("POST", "/v1/reports", {
      by: "customer",
      contact: { phone: hers },
      offPlatform: { text: TEXT, number },
    });
  const stray = await asked("06 39 98 79 99");
  expect(await stranger.text(phone, lines[0].staffDials, "J'arrive")).toMatchObject({ outcome: "queued" });
  const matched = await asked(national(phone));
  // Looked into after the answer, which took as long as the other one.
  await until(
    () => stranger.text(phone, lines[0].staffDials, "J'arrive"),
    ({ code }) => code === "pair_cut",
    5_000,
  );
  const shape = ({ status, body }: typeof matched) => ({ status, keys: Object.keys(body), notices: body.notices });
  expect(shape(matched)).toEqual(shape(stray));
  expect((await report(matched.body.id)).staff).toEqual([]);
});

test("by text to the report number: what he wrote, then his number; one report, cut, one answer each way", async () => {
  const { hers, phone, mission } = await meet();
  expect(await stranger.text(hers, REPORTS, TEXT)).toMatchObject({ outcome: "intercepted" });
  expect(await stranger.text(hers, REPORTS, national(phone))).toMatchObject({ outcome: "intercepted" });
  await until(
    () => stranger.text(phone, mission.lines[0].staffDials, "Bonjour"),
    ({ code }) => code === "pair_cut",
  );
  const { items } = (await stranger.call("GET", "/v1/reports?limit=1000")).body;
  expect(items.filter(({ door }: { door: string }) => door === "report_number")).toHaveLength(1);
  await stranger.quiet();
  const told = await stranger.textsOn(hers);
  expect(told[0]).toMatch(/(?:[a-z]{3,10} ){5}[a-z]{3,10}/);
  expect(told.join()).not.toContain(phone);
});

test("from a phone that nobody knows it is a report all the same, and waits for a human", async () => {
  const { phone, mission } = await meet();
  const stranger1 = "+33639987890";
  await stranger.text(stranger1, REPORTS, "Il m'écrit depuis son téléphone");
  await stranger.text(stranger1, REPORTS, national(phone));
  await stranger.quiet();
  expect(await stranger.text(phone, mission.lines[0].staffDials, "Bonjour")).toMatchObject({ outcome: "queued" });
  const { items } = (await stranger.call("GET", "/v1/reports?limit=1000")).body;
  expect(items.at(-1)).toMatchObject({ door: "report_number", by: "unknown", mission: null, staff: [] });
});

test("I do not know which of them: all who were assigned are kept apart from her", async () => {
  const { staff, mission } = await meet(2);
  const filed = await stranger.call("POST", "/v1/reports", { mission: mission.id, staff: "unsure", by: "customer" });
  expect(await report(filed.body.id)).toMatchObject({ isUnsure: true, staff: staff.map(({ reference }) => reference) });
  for (const [n, { phone }] of staff.entries()) {
    const line = mission.lines[n] ?? mission.lines[0];
    expect(await stranger.text(phone, line.staffDials, "Bonjour")).toMatchObject({ code: "pair_cut" });
  }
});

test("a witness's own phone is not hers: nothing is cut for it, and what they name is", async () => {
  const { reference, phone, mission } = await meet();
  const other = await meet();
  const asked = { by: "witness", staff: [reference], mission: mission.id, contact: { phone: other.hers } };
  expect(await stranger.call("POST", "/v1/reports", asked)).toMatchObject({ status: 201, body: { notices: [] } });
  expect(await stranger.text(phone, mission.lines[0].staffDials, "Bonjour")).toMatchObject({ code: "pair_cut" });
});

/** The case of the first report since an instant. */
async function caseSince(instant: string): Promise<string> {
  const first = async () => (await stranger.call("GET", `/v1/reports?since=${instant}`)).body.items[0];
  return (await until(first, (found) => typeof found?.case === "string")).case;
}

/** She tells on the public page what he wrote, from which number, and where she may be reached; then opens her follow-up. */
async function tellOnPage(hers: string, number: string) {
  const page = await house.open("/report");
  await page.getByText("Le message venait d’un autre numéro").click();
  await page.getByLabel("Le message reçu, tel quel").fill(TEXT);
  await page.getByLabel("Le numéro dont il venait").fill(number);
  await page.getByText("Comment vous joindre sans risque").click();
  await page.getByLabel("Un numéro sûr").fill(national(hers));
  await page.locator(".one-tap button").click();
  const receipt = (await page.locator("main h1, main h2, main p").allInnerTexts()).join("\n");
  await page.getByRole("button", { name: /ouvrir mon suivi/ }).click();
  await page.waitForURL("**/follow");
  return { page, receipt };
}

test("on the public page, in a browser, the same; her follow-up does not say that his number led to anybody either", async () => {
  const { hers, reference, phone, mission } = await meet();
  const handler = await openDeskPerson(program, "handler");
  const stray = await tellOnPage(hers, "06 39 98 79 98");
  const line = mission.lines[0];
  expect(await stranger.write(phone, line.staffDials, "J'arrive")).toMatchObject({ outcome: "delivered" });
  const since = stranger.at(0);
  const matched = await tellOnPage(hers, national(phone));
  await until(
    () => stranger.text(phone, line.staffDials, "J'arrive"),
    ({ code }) => code === "pair_cut",
  );
  expect(matched.receipt).toBe(stray.receipt);
  const shown = [];
  for (const { page } of [stray, matched]) {
    await page.reload();
    shown.push((await page.locator("main").innerText()).replace(/Signalement reçu le .*/, ""));
  }
  expect(shown[1]).toBe(shown[0]);
  expect(shown[1]).toContain("Reçu");

  const id = await caseSince(since);
  await act(handler, id, "assign", { role: "handler" });
  const read = await readCase(handler, id);
  expect(read.reports.map((one: Json) => one.concerned)).toContainEqual([{ staff: reference, knownBy: "lead" }]);
  expect(JSON.stringify(read)).not.toMatch(new RegExp(`${phone.slice(3)}|${hers.slice(3)}`));
  const trace = (await handler.browser.call("GET", `/v1/cases/${id}/trace`)).body;
  expect(trace.items).toMatchObject([
    { staff: reference, kind: "assigned", mission: mission.id },
    { staff: reference, kind: "contact", mission: mission.id, outcome: "delivered" },
  ]);
  expect(trace.notCovered).toEqual(["dispatch", "paper", "operator", "customer", "memory"]);
  // A lead is for a human to take up.
  await act(handler, id, "triage");
  await act(handler, id, "concerned", { staff: reference, isConcerned: true, reasons: "Le numéro est le sien." });
  expect((await readCase(handler, id)).concerned).toMatchObject([{ staff: reference, isCertain: true }]);
});

test("whom the number leads to, told after the case was opened, is shown no case, and takes none", async () => {
  const { hers, phone, reference, mission } = await meet();
  const staff = { displayName: "Samir Belkacem", regime: "employee-fr", phone, personnel: "P-72", manager: "P-73" };
  await stranger.call("PUT", `/v1/staff/${reference}`, staff);
  const himself = await openDeskPerson(program, "handler", { personReference: "P-72" });
  const boss = await openDeskPerson(program, "handler", { personReference: "P-73" });
  const another = await openDeskPerson(program, "handler");
  const since = stranger.at(0);
  await stranger.text(hers, REPORTS, TEXT);
  const id = await caseSince(since);
  await stranger.text(hers, REPORTS, national(phone));
  await until(
    () => stranger.text(phone, mission.lines[0].staffDials, "Bonjour"),
    ({ code }) => code === "pair_cut",
  );
  for (const near of [himself, boss]) {
    expect(await refused(near, id, "assign", { role: "handler" })).toBe("conflict_of_interest");
    expect(JSON.stringify((await near.browser.call("GET", "/v1/cases?limit=1000")).body)).not.toContain(id);
    expect((await near.browser.call("GET", `/v1/cases/${id}`)).status).toBe(403);
  }
  await act(another, id, "assign", { role: "handler" });
});

test("« je ne sais pas lequel », ticked in a browser: both are kept apart from her, and neither is suspended for it", async () => {
  const { staff, mission } = await meet(2);
  const page = await house.open(`${await house.pathOf(mission)}/report`);
  await page.getByLabel("Je ne sais pas lequel ou laquelle").check();
  await page.locator(".one-tap button").click();
  expect(await page.locator(".words li").count()).toBe(6);
  for (const [n, { phone }] of staff.entries()) {
    const line = mission.lines[n] ?? mission.lines[0];
    expect(await stranger.text(phone, line.staffDials, "Bonjour")).toMatchObject({ code: "pair_cut" });
  }
  const id = await caseOf(stranger, mission);
  const handler = await openDeskPerson(program, "handler");
  await act(handler, id, "assign", { role: "handler" });
  const { concerned } = await readCase(handler, id);
  expect(concerned).toMatchObject(staff.map(({ reference }) => ({ staff: reference, isCertain: false })));
  const suspension = { kind: "suspension", staff: staff[0]?.reference, reasons: "L’un des deux." };
  expect(await refused(handler, id, "measures", suspension)).toBe("person_not_concerned");
});
