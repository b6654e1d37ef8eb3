/**
 * PRODUCT §5, story 6: nobody can be suspended without a named human and reasons; sanction dates follow the regime's clock;
 * the person concerned is heard; two people sign. One case, from the word to the appeal.
 */
import { beforeAll, expect, test } from "vitest";
import type { Json } from "../program.ts";
import {
  act,
  ask,
  back,
  caseOf,
  DAY,
  dayInParis,
  putCharter,
  readCase,
  refusalsOf,
  refused,
  tell,
} from "../surface/case-work.ts";
import type { DeskPerson } from "../surface/desk.ts";
import { openDeskPerson } from "../surface/desk.ts";
import { ledgerOf } from "../surface/ledger-entries.ts";
import type { StaffMember } from "../surface/staff-member.ts";
import { openStaffMember } from "../surface/staff-member.ts";
import type { Mission } from "../surface/stranger.ts";
import { openProgram } from "../surface/stranger.ts";

const [HIS, HERS, OTHERS] = ["+33639982601", "+33639983601", "+33639983602"];
const HER_WORDS = "Il m’a écrit à vingt et une heures depuis son téléphone";

const stranger = await openProgram({ env: { PARAVENT_DEMO: "0" } });
const { program } = stranger;
let handler: DeskPerson;
let approver: DeskPerson;
let him: StaffMember;
let other: Mission;
let id = "";
beforeAll(async () => {
  await stranger.numbers(Array.from({ length: 20 }, (_, n) => `+339370076${String(n).padStart(2, "0")}`));
  await putCharter(stranger);
  handler = await openDeskPerson(program, "handler", { personReference: "P-601" });
  approver = await openDeskPerson(program, "approver");
  him = await openStaffMember(stranger, "T-601", HIS);
});

const asHim = async (path: string, body?: object) =>
  (await him.browser.call(body === undefined ? "GET" : "POST", `/v1/my-cases${path}`, body)).body;
const standing = async () => (await readCase(handler, id)).concerned[0].standing;
const SUSPENSION = { kind: "suspension", staff: "T-601", reasons: "Le temps d’entendre chacun." };
const PROPOSAL = {
  outcome: "confirmed",
  reasons: "Il l’a écrit, le registre le montre.",
  statement: "Vous avez écrit après la visite, à titre privé.",
  sanctions: [{ staff: "T-601", sanction: "warning" }],
};

test("her word cuts the pair within seconds, and that is all a machine does to anybody", async () => {
  const mission = await stranger.mission({ phone: HERS }, { staff: ["T-601"] });
  other = await stranger.mission({ phone: OTHERS }, { staff: ["T-601"], closesAt: stranger.at(14 * DAY) });
  const began = performance.now();
  await stranger.text(HERS, mission.lines[0].customerDials, "SIGNALER");
  expect(await stranger.text(HIS, mission.lines[0].staffDials, "Pourquoi ?")).toMatchObject({ code: "pair_cut" });
  expect(performance.now() - began).toBeLessThan(5_000);
  id = await caseOf(stranger, mission);
  await act(handler, id, "assign", { role: "handler" });
  expect(await standing()).toBe("active");
  expect(await stranger.text(HIS, other.lines[0].staffDials, "J’arrive à 9 h")).toMatchObject({ outcome: "queued" });
  const { items } = (await handler.browser.call("GET", "/v1/reviews")).body;
  expect(items).toMatchObject([{ case: id, staff: "T-601", isOverdue: false }]);
  const [report] = (await readCase(handler, id)).reports;
  await program.call("POST", `/v1/reports/${report.id}/details`, { text: HER_WORDS });
});

test("a suspension is whose case it is, with reasons, and counts at the next message", async () => {
  const another = await openDeskPerson(program, "handler");
  expect([401, 403]).toContain((await program.call("POST", `/v1/cases/${id}/measures`, SUSPENSION)).status);
  expect((await ask(approver, id, "measures", SUSPENSION)).status).toBe(403);
  expect(await refused(another, id, "measures", SUSPENSION)).toBe("case_not_assigned");
  expect((await ask(handler, id, "measures", { ...SUSPENSION, reasons: " " })).status).toBe(400);
  expect((await ask(handler, id, "measures", { kind: "suspension", staff: "T-601" })).status).toBe(400);
  expect(await standing()).toBe("active");
  await act(handler, id, "measures", SUSPENSION);
  expect(await standing()).toBe("suspended");
  expect(await stranger.text(HIS, other.lines[0].staffDials, "Je suis en bas")).toMatchObject({
    outcome: "refused",
    code: "staff_suspended",
  });
});

test("the person concerned is told in the handler's words, chooses who assists them, and answers", async () => {
  expect((await asHim("")).items).toEqual([]);
  await tell(handler, id, "Un message personnel après une visite terminée.");
  expect(await refused(handler, id, "proposal", PROPOSAL)).toBe("not_heard");
  const told = await asHim(`/${id}`);
  expect(told).toMatchObject({
    allegation: { text: "Un message personnel après une visite terminée." },
    categories: ["D1", "M3"],
    measures: [{ kind: "suspension", isInForce: true, reasons: SUSPENSION.reasons }],
  });
  const { id: companion, token } = await asHim(`/${id}/companions`, { name: "Me Durand" });
  const asCompanion = (path: string, body: object) =>
    program.call("POST", `/v1/companion/${path}`, { token, ...body }, { authorization: "" });
  const shown = await asCompanion("case", {});
  expect(shown.body.allegation).toEqual(told.allegation);
  expect((await asCompanion("answers", { text: "Mon client regrette." })).status).toBe(200);
  await asHim(`/${id}/answers`, { text: "C’était maladroit." });
  await asHim(`/${id}/companions/${companion}/revoke`, {});
  expect((await asCompanion("case", {})).status).toBe(404);
  const file = await asHim(`/${id}/export`);
  expect(file.json.answers.map(({ text }: Json) => text)).toEqual(["Mon client regrette.", "C’était maladroit."]);
  expect(file.text).toContain("C’était maladroit.");
  const [report] = (await readCase(handler, id)).reports;
  for (const secret of [HER_WORDS, HERS.slice(3), report.id, handler.id, "P-601", "reporter", "customer"]) {
    expect(JSON.stringify([told, shown.body, file]), secret).not.toContain(secret);
  }
  expect(await act(handler, id, "hearing", { how: "answered" })).toMatchObject({ state: "heard" });
});

test("after a suspension the law wants a convocation, an interview, and two working days before a sanction", async () => {
  const source = { kind: "document", text: "La lettre." };
  const facts = [
    ["facts_on", dayInParis(stranger.at(0))],
    ["convened_on", dayInParis(stranger.at(0))],
    ["interview_on", dayInParis(stranger.at(3 * DAY))],
  ];
  expect(await refused(handler, id, "proposal", PROPOSAL)).toBe("scale_missing");
  for (const [fact, on] of facts) await act(handler, id, "dates", { fact, on, source });
  expect(await ask(handler, id, "proposal", PROPOSAL)).toMatchObject({
    status: 409,
    body: { code: "interview_missing", source: expect.stringContaining("L1332-2") },
  });
  await stranger.advance(9 * DAY);
  [handler, approver] = [await back(stranger, handler), await back(stranger, approver)];
  expect(await act(handler, id, "proposal", PROPOSAL)).toMatchObject({ version: 1, state: "proposed" });
});

test("two people sign, not two accounts; what was for the time until then ends with the case", async () => {
  const twin = await openDeskPerson(program, "approver", { personReference: "p-601" });
  for (const one of [twin, approver]) await act(one, id, "assign", { role: "approver" });
  const approval = { version: 1, decision: "approve", reasons: "Relu." };
  expect((await ask(handler, id, "approval", approval)).status).toBe(403);
  expect(await refused(twin, id, "approval", approval)).toBe("same_person");
  await act(approver, id, "approval", approval);
  await act(handler, id, "close");
  expect(await standing()).toBe("active");
  expect(await stranger.text(HIS, other.lines[0].staffDials, "Je suis de retour")).toMatchObject({ outcome: "queued" });
  expect(await asHim(`/${id}`)).toMatchObject({
    outcome: "confirmed",
    decision: { statement: PROPOSAL.statement },
    measures: [
      { kind: "suspension", isInForce: false },
      { kind: "sanction", sanction: "warning", isInForce: true, reasons: PROPOSAL.statement },
    ],
  });
});

test("they appeal, and it is for other people", async () => {
  expect((await asHim("")).items).toMatchObject([{ id, state: "closed", mayAppealUntil: expect.any(String) }]);
  expect(await asHim(`/${id}/appeal`, { text: "La sanction est trop lourde." })).toMatchObject({ state: "enquiry" });
  expect(await refused(handler, id, "close")).toBe("not_assigned_any_more");
  expect(await refused(handler, id, "assign", { role: "handler" })).toBe("took_part_before");
  expect(await refused(approver, id, "assign", { role: "approver" })).toBe("took_part_before");
  await act(await openDeskPerson(program, "handler"), id, "assign", { role: "handler" });
});

test("all of it is recorded, the refusals too, each with who, for the auditor and in the ledger", async () => {
  const auditor = await openDeskPerson(program, "auditor");
  const history = await refusalsOf(auditor, id);
  const codes = [
    "case_not_assigned",
    "not_heard",
    "scale_missing",
    "interview_missing",
    "same_person",
    "not_assigned_any_more",
    "took_part_before",
    "took_part_before",
  ];
  expect(history.map((line) => line.split(" ")[0])).toEqual(codes);
  expect(history).toContain(`not_heard ${handler.id}`);
  const entries = await ledgerOf(stranger, id, (all) => all.filter(({ code }) => code !== undefined).length >= 8);
  const refusals = entries.filter(({ outcome }) => outcome === "refused");
  expect(refusals.map(({ code, by }) => `${code} ${by}`)).toEqual(history);
  const standings = entries.filter(({ event }) => event === "people.set-standing");
  expect(standings.map((one) => `${one.standing} ${one.by}`)).toEqual([
    `suspended ${handler.id}`,
    `active ${handler.id}`,
  ]);
  const begun = entries.filter(({ event }) => event === "cases.begin-measure");
  expect(begun).toMatchObject([
    { kind: "suspension", by: handler.id },
    { kind: "sanction", sanction: "warning", by: handler.id, signedBy: approver.id },
  ]);
  expect(JSON.stringify(entries)).not.toMatch(/vingt et une|maladroit|lourde/);
});
