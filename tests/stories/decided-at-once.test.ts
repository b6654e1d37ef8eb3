/**
 * PRODUCT §5, story 6, where it goes wrong: two approve at once, a case changes hands while it is decided on, midnight
 * passes between the two signatures. The right result, and it is recorded.
 */
import { Temporal } from "temporal-polyfill";
import { beforeAll, expect, test } from "vitest";
import type { Json } from "../program.ts";
import {
  act,
  ask,
  back,
  caseOf,
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
import { MINUTE_MS, openProgram } from "../surface/stranger.ts";

const stranger = await openProgram({ env: { PARAVENT_DEMO: "0" } });
const { program } = stranger;
let handler: DeskPerson;
let approver: DeskPerson;
let second: DeskPerson;
let dpo: DeskPerson;
beforeAll(async () => {
  await stranger.numbers(Array.from({ length: 20 }, (_, n) => `+339370077${String(n).padStart(2, "0")}`));
  await putCharter(stranger);
  handler = await openDeskPerson(program, "handler");
  approver = await openDeskPerson(program, "approver");
  second = await openDeskPerson(program, "approver");
  dpo = await openDeskPerson(program, "dpo");
});

let met = 0;
/** A case about somebody who was told, with a handler and two approvers. */
async function toldCase() {
  met += 1;
  const [staff, hers] = [`T-77${met}`, `+3363998377${met}`];
  await stranger.staff(staff, `+3363998277${met}`);
  const mission = await stranger.mission({ phone: hers }, { staff: [staff] });
  await stranger.text(hers, mission.lines[0].customerDials, "SIGNALER");
  const id = await caseOf(stranger, mission);
  await act(handler, id, "assign", { role: "handler" });
  for (const one of [approver, second]) await act(one, id, "assign", { role: "approver" });
  await tell(handler, id, "Un message personnel après une visite terminée.");
  await act(handler, id, "hearing", { how: "met" });
  const source = { kind: "report", text: "Le signalement." };
  await act(handler, id, "dates", { fact: "facts_on", on: dayInParis(stranger.at(0)), source });
  return { id, staff };
}

const proposalOn = (staff: string) => ({
  outcome: "confirmed",
  reasons: "Le registre le montre.",
  statement: "Vous avez écrit à titre privé.",
  sanctions: [{ staff, sanction: "warning" }],
});
async function proposedCase() {
  const { id, staff } = await toldCase();
  await act(handler, id, "proposal", proposalOn(staff));
  return { id, staff };
}

const APPROVAL = { version: 1, decision: "approve", reasons: "Relu." };
const decisionsIn = (entries: readonly Json[]) => entries.filter(({ event }) => event === "cases.decide-proposal");
/** What the ledger says of who decided, once it says it so many times. */
const decided = async (id: string, times: number) =>
  decisionsIn(await ledgerOf(stranger, id, (all) => decisionsIn(all).length >= times)).map(
    ({ outcome, code, by }) => `${code ?? outcome} ${by}`,
  );

test("two approvers click at once: one of them decides, once, and the other is told that it is decided", async () => {
  const { id } = await proposedCase();
  const both = await Promise.all(
    [approver, second].map(async (one) => ({ one, answer: await ask(one, id, "approval", APPROVAL) })),
  );
  const [won, ...others] = both.filter(({ answer }) => answer.status === 200);
  const lost = both.find(({ one }) => one !== won?.one);
  expect(others).toEqual([]);
  expect(lost?.answer).toMatchObject({ status: 409, body: { code: "already_decided" } });
  expect(await readCase(handler, id)).toMatchObject({
    state: "approved",
    proposals: [{ state: "approved", decidedBy: won?.one.id }],
    measures: [{ kind: "sanction", signedBy: won?.one.id }],
  });
  expect(await refusalsOf(handler, id)).toEqual([`already_decided ${lost?.one.id}`]);
  expect(await decided(id, 2)).toEqual([`done ${won?.one.id}`, `already_decided ${lost?.one.id}`]);
});

test("one who approves and one who declines at once: what counts is what the first of them said", async () => {
  const { id, staff } = await proposedCase();
  const [yes, no] = await Promise.all([
    ask(approver, id, "approval", APPROVAL),
    ask(second, id, "approval", { ...APPROVAL, decision: "decline" }),
  ]);
  const isApproved = yes.status === 200;
  expect([yes.status, no.status]).toEqual(isApproved ? [200, 409] : [409, 200]);
  const read = await readCase(handler, id);
  expect(read.state).toBe(isApproved ? "approved" : "heard");
  expect(read.measures).toHaveLength(isApproved ? 1 : 0);
  expect(read.concerned).toMatchObject([{ staff, standing: "active" }]);
});

test("a case is given to another handler while it is decided on: it is decided, and is no longer the first one's", async () => {
  const { id } = await proposedCase();
  const next = await openDeskPerson(program, "handler");
  const [given, approved] = await Promise.all([
    ask(handler, id, "assign", { role: "handler", deskUser: next.id }),
    ask(approver, id, "approval", APPROVAL),
  ]);
  expect([given.status, approved.status]).toEqual([200, 200]);
  const taken = { version: 1, reasons: "Erreur." };
  expect(await refused(handler, id, "retraction", taken)).toBe("not_assigned_any_more");
  expect(await refused(handler, id, "close")).toBe("not_assigned_any_more");
  expect(await refused(next, id, "retraction", taken)).toBe("already_decided");
  expect(await act(next, id, "close")).toMatchObject({ state: "closed" });
  expect(await refusalsOf(dpo, id)).toEqual([
    `not_assigned_any_more ${handler.id}`,
    `not_assigned_any_more ${handler.id}`,
    `already_decided ${next.id}`,
  ]);
});

test("an approver is taken off the case as they decide: one of the two came first, and the case is as it says", async () => {
  const { id } = await proposedCase();
  const [off, approved] = await Promise.all([
    ask(dpo, id, "unassign", { role: "approver", deskUser: approver.id }),
    ask(approver, id, "approval", APPROVAL),
  ]);
  expect(off.status).toBe(200);
  const { state, measures } = await readCase(handler, id);
  const isDecided = approved.status === 200;
  expect([state, measures.length]).toEqual(isDecided ? ["approved", 1] : ["proposed", 0]);
  expect(approved.body.code).toBe(isDecided ? undefined : "not_assigned_any_more");
  // The twin: who is off before they decide, decides nothing.
  const other = await proposedCase();
  await act(dpo, other.id, "unassign", { role: "approver", deskUser: approver.id });
  expect(await refused(approver, other.id, "approval", APPROVAL)).toBe("not_assigned_any_more");
  expect(await decided(other.id, 1)).toEqual([`not_assigned_any_more ${approver.id}`]);
});

const minutesUntil = (day: string, time: string) =>
  (Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime("Europe/Paris").epochMilliseconds -
    Date.parse(stranger.at(0))) /
  MINUTE_MS;

test("proposed on the last day the law allows, approved past midnight: refused with its article, and recorded", async () => {
  const [late, inTime] = [await toldCase(), await toldCase()];
  const clocks = (await handler.browser.call("GET", `/v1/cases/${late.id}/clocks`)).body.items;
  const { notAfter } = clocks.find((one: Json) => one.id === "engage");
  await stranger.advance(minutesUntil(notAfter, "23:50"));
  [handler, approver] = [await back(stranger, handler), await back(stranger, approver)];
  for (const { id, staff } of [late, inTime]) await act(handler, id, "proposal", proposalOn(staff));
  expect(await act(approver, inTime.id, "approval", APPROVAL)).toMatchObject({ state: "approved" });

  await stranger.advance(minutesUntil(notAfter, "23:59:59") + 1);
  expect(await ask(approver, late.id, "approval", APPROVAL)).toMatchObject({
    status: 409,
    body: { code: "step_too_late", notAfter, source: expect.stringContaining("L1332-4") },
  });
  expect(await readCase(handler, late.id)).toMatchObject({ state: "proposed", measures: [] });
  expect(await decided(late.id, 1)).toEqual([`step_too_late ${approver.id}`]);

  // What happened may still be said; only nobody is sanctioned for it any more.
  await act(handler, late.id, "retraction", { version: 1, reasons: "Hors délai." });
  const proposal = proposalOn(late.staff);
  expect(await refused(handler, late.id, "proposal", proposal)).toBe("step_too_late");
  await act(handler, late.id, "proposal", { ...proposal, sanctions: [] });
  expect(await act(approver, late.id, "approval", { ...APPROVAL, version: 2 })).toMatchObject({ state: "approved" });
  expect(await refusalsOf(handler, late.id)).toEqual([`step_too_late ${approver.id}`, `step_too_late ${handler.id}`]);
});
