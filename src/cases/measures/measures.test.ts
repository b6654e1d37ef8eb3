/** What is done about a person and about a pair: ordered by humans, in force at once, ended on time. */
import { civilDate } from "../../charter/index.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CaseId, MeasureId } from "../../base/ids.ts";
import { newId } from "../../base/ids.ts";
import { createMissions, cutPair } from "../../missions/index.ts";
import { openLog } from "../../base/log.ts";
import type { CivilDate } from "../../charter/index.ts";
import { deadlines } from "../../charter/index.ts";
import { assignCase } from "../assign-case.ts";
import { watchCutAttempts } from "../alerts/watch-cut-attempts.ts";
import { listAlerts, seeAlert } from "../alerts/see-alerts.ts";
import type { CasesBench } from "../cases.fixture.ts";
import { openCasesBench } from "../cases.fixture.ts";
import { setCategories } from "../classify-case.ts";
import { Cases } from "../cases.ts";
import { setDate } from "../dates/set-date.ts";
import { decideProposal } from "../decide-proposal.ts";
import type { DeskActor } from "../on-case.ts";
import { proposeOutcome } from "../propose-outcome.ts";
import { openReading, readCase } from "../read-case.ts";
import { beginStep, closeCase, recordHearing } from "../take-step.ts";
import type { SanctionRequest } from "../wire.ts";
import { writeText } from "../write-case.ts";
import { listReassignments } from "./list-reassignments.ts";
import { endMeasure, orderMeasure, signMeasure } from "./order-measure.ts";

let bench: CasesBench;
let cases: Cases;
beforeAll(async () => {
  bench = await openCasesBench();
  cases = new Cases({
    deps: bench.deps,
    log: openLog("silent"),
    isWatchingOn: () => true,
  });
});
afterAll(() => bench.close());

const DAY_MS = 86_400_000;
const code = (acted: { readonly ok: boolean; readonly code?: string } | undefined) => acted?.code ?? acted?.ok;

async function openCase(regime: "employee-fr" | "generic" = "generic") {
  const [handler, approver, staff] = [
    await bench.desk("handler"),
    await bench.desk("approver"),
    await bench.staff({ regime }),
  ];
  const customer = await bench.customer();
  const { id } = await bench.file({ customer, staff: [staff.id] });
  await bench.act((tx) => assignCase(tx, bench.deps, id, handler, { role: "handler" }));
  await bench.act((tx) => assignCase(tx, bench.deps, id, approver, { role: "approver" }));
  return { id, handler, approver, staff, customer };
}

const order = (id: CaseId, actor: DeskActor, kind: "hold" | "suspension", staff: string, more = {}) =>
  bench.act((tx) =>
    orderMeasure(tx, bench.deps, id, actor, { kind, staff, reasons: "Le temps d’y voir clair.", ...more }),
  );

async function standing(reference: string) {
  const { rows } = await bench.house.owner.query(
    "select standing, on_hold_since is not null as held from people.staff where reference = $1",
    [reference],
  );
  return rows[0].held ? `${rows[0].standing} held` : rows[0].standing;
}

async function ask(reference: string) {
  const now = (await bench.house.store.now()).getTime();
  const request = {
    reference: `M-${newId("mission")}`,
    purpose: "home-intervention",
    opensAt: new Date(now).toISOString(),
    closesAt: new Date(now + 3_600_000).toISOString(),
    customer: { reference: `C-${newId("customer")}`, displayName: "Somebody", language: "fr" as const },
    staff: [reference],
  };
  const [made] = await bench.act((tx) => createMissions(tx, bench.house.deps, [request]));
  return made?.ok === true ? "made" : made?.code;
}

test("a hold keeps new missions away at once, and its end lets them come", async () => {
  const { id, handler, staff } = await openCase();
  expect(await ask(staff.reference)).toBe("made");
  const ordered = await order(id, handler, "hold", staff.reference);
  expect(await ask(staff.reference)).toBe("staff_on_hold");
  expect(code(await order(id, handler, "hold", staff.reference))).toBe("staff_standing_same");
  const measure = ordered?.ok === true ? ordered.value.measure : ("" as MeasureId);
  const ended = await bench.act((tx) => endMeasure(tx, bench.deps, id, handler, { measure, reasons: "Vu." }));
  expect(code(ended)).toBe(true);
  expect(await ask(staff.reference)).toBe("made");
});

test("a suspension is a named human's, with reasons, and counts at the next message on every node", async () => {
  const { house } = bench;
  const customer = (await house.mission({ n: 900 })).answer;
  const { rows } = await house.owner.query("select staff_id from people.staff where reference = 'T-1'");
  const { rows: hers } = await house.owner.query("select customer_id from missions.mission where mission_id = $1", [
    customer.id,
  ]);
  const { id } = await bench.file({ customer: hers[0].customer_id, staff: [rows[0].staff_id] });
  const handler = await bench.desk("handler");
  const mission = await house.mission({ n: 901 });
  const other = house.anotherRelay();
  const send = async (relay: typeof house.relay, messageId: string) => {
    const { seal } = await import("../../base/sealed.ts");
    const from = seal(mission.staffPhone);
    const text = seal("J’arrive dans dix minutes");
    const sent = { carrier: house.carrier.name, messageId, from, to: mission.staffDials, text };
    return (await relay.receiveText(sent)) as { readonly outcome?: string; readonly code?: string };
  };
  expect(code(await order(id, handler, "suspension", "T-1"))).toBe("case_not_assigned");
  expect((await send(house.relay, "before-1")).code).toBeUndefined();
  expect((await send(other, "before-2")).code).toBeUndefined();
  await bench.act((tx) => assignCase(tx, bench.deps, id, handler, { role: "handler" }));
  const ordered = await order(id, handler, "suspension", "T-1");
  expect(ordered).toMatchObject({ ok: true, value: { state: "in_force" } });
  expect((await send(house.relay, "after-1")).code).toBe("staff_suspended");
  expect((await send(other, "after-2")).code).toBe("staff_suspended");
  const events = await bench.events(id);
  expect(events.find(({ event }) => event === "people.set-standing")).toMatchObject({ by: handler.id });
  const measure = ordered?.ok === true ? ordered.value.measure : ("" as MeasureId);
  await bench.act((tx) => endMeasure(tx, bench.deps, id, handler, { measure, reasons: "Réintégration." }));
  expect((await send(other, "again")).code).toBeUndefined();
});

test("the law's exceptions take a second person: until they sign, nothing changes", async () => {
  const { id, handler, approver, staff } = await openCase("employee-fr");
  const source = { kind: "document" as const, text: "Lettre." };
  await bench.act((tx) => setDate(tx, bench.deps, id, handler, { fact: "known_on", on: "2020-01-01", source }));
  const refused = await order(id, handler, "suspension", staff.reference);
  // 1 March 2020 was a Sunday (R1332-4).
  expect(refused).toMatchObject({ code: "step_too_late", more: { notAfter: "2020-03-02" } });
  const asked = await order(id, handler, "suspension", staff.reference, { exception: "repeated_conduct" });
  expect(asked).toMatchObject({ ok: true, value: { state: "awaiting" } });
  expect(await standing(staff.reference)).toBe("active");
  const measure = asked?.ok === true ? asked.value.measure : ("" as MeasureId);
  const sign = (actor: DeskActor) =>
    bench.act((tx) => signMeasure(tx, bench.deps, id, actor, { measure, decision: "sign", reasons: "Vu." }));
  const twin = await bench.desk("approver", { identity: handler.identity });
  await bench.act((tx) => assignCase(tx, bench.deps, id, twin, { role: "approver" }));
  expect(code(await sign(twin))).toBe("same_person");
  expect(code(await sign(approver))).toBe(true);
  expect(await standing(staff.reference)).toBe("suspended");
  expect(code(await sign(approver))).toBe("measure_not_awaiting");
});

test("no measure stands in the database without a human, nor a sanction without two", async () => {
  const { id, handler, approver, staff } = await openCase();
  const insert = (kind: string, by: string, identity: string, signer: string | null, signed: string | null) =>
    bench.house.owner.query(
      `insert into cases.measure (tenant_id, measure_id, case_id, staff_id, kind, sanction, scale_version, state, ordered_at,
         ordered_by, ordered_identity, signed_at, signed_by, signed_identity, text_id, from_at, entry_id)
       values (1, $1, $2, $3, $4, case $4 when 'sanction' then 'warning' end, case $4 when 'sanction' then 1 end,
         'in_force', now(), $5, $6, case when $7::text is null then null else now() end, $7, $8, 'txt', now(), 1)`,
      [newId("measure"), id, staff.id, kind, by, identity, signer, signed],
    );
  const twin = await bench.desk("approver", { identity: handler.identity });
  await expect(insert("suspension", "key_machine", "MACHINE", null, null)).rejects.toThrow("is not an account");
  await expect(insert("sanction", handler.id, handler.identity, null, null)).rejects.toThrow("check constraint");
  await expect(insert("sanction", handler.id, handler.identity, twin.id, twin.identity)).rejects.toThrow(
    "measure_four_eyes",
  );
  await insert("sanction", handler.id, handler.identity, approver.id, approver.identity);
});

async function proposeSanction(
  sanctions: readonly SanctionRequest[],
  made: Awaited<ReturnType<typeof openCase>>,
  { on = "2026-03-01", isConvened = true } = {},
) {
  const { id, handler } = made;
  const source = { kind: "report" as const, text: "Le signalement." };
  await bench.act((tx) => beginStep(tx, bench.deps, id, handler, "triage"));
  await bench.act((tx) => beginStep(tx, bench.deps, id, handler, "enquiry"));
  const heardOf = isConvened
    ? ({ facts_on: on, convened_on: "2026-04-01", reasons_given_on: "2026-04-01" } as const)
    : ({ facts_on: on } as const);
  for (const [fact, day] of Object.entries(heardOf) as ["facts_on", string][]) {
    await bench.act((tx) => setDate(tx, bench.deps, id, handler, { fact, on: day, source }));
  }
  await bench.act((tx) => setCategories(tx, bench.deps, id, handler, { primary: "D2", secondary: [], reasons: "Vu." }));
  await bench.act((tx) => writeText(tx, bench.deps, id, handler, { kind: "allegation", text: "Un texto privé." }));
  await bench.act((tx) => recordHearing(tx, bench.deps, id, handler, { how: "met" }));
  const words = { reasons: "Les textos sont là.", statement: "Vous avez écrit à titre privé." };
  const asked = { outcome: "confirmed" as const, ...words, sanctions: [...sanctions] };
  return bench.act((tx) => proposeOutcome(tx, bench.deps, id, handler, asked));
}

const approve = (id: CaseId, actor: DeskActor) =>
  bench.act((tx) => decideProposal(tx, bench.deps, id, actor, { version: 1, decision: "approve", reasons: "Relu." }));

test.for([
  [{ sanction: "blame" }, "2026-03-01", "sanction_not_in_scale"],
  [{ sanction: "dismissal" }, "2026-03-01", "sanction_not_in_scale"],
  [{ sanction: "suspension_without_pay", days: 6 }, "2026-03-01", "sanction_too_long"],
  [{ sanction: "suspension_without_pay" }, "2026-03-01", "sanction_too_long"],
  [{ sanction: "warning", days: 1 }, "2026-03-01", "sanction_too_long"],
  [{ sanction: "warning", staff: "nobody" }, "2026-03-01", "person_not_concerned"],
  [{ sanction: "warning" }, "2023-12-31", "scale_missing"],
  [{ sanction: "warning" }, "2026-03-01", true],
  [{ sanction: "suspension_without_pay", days: 5 }, "2026-03-01", true],
] as const)("%j for facts of %s: %s", async ([sanction, on, expected]) => {
  const made = await openCase();
  const proposed = await proposeSanction([{ staff: made.staff.reference, ...sanction }], made, { on });
  expect(code(proposed)).toBe(expected);
});

test("a sanction begins with the approval, from the scale of the day of the facts, and ends on its day", async () => {
  const made = await openCase();
  const days = { sanction: "suspension_without_pay" as const, days: 3, staff: made.staff.reference };
  await proposeSanction([days], made, { on: "2025-06-01" });
  expect(await standing(made.staff.reference)).toBe("active");
  await approve(made.id, made.approver);
  expect(await standing(made.staff.reference)).toBe("suspended");
  const { rows } = await bench.house.owner.query(
    "select scale_version, signed_by from cases.measure where case_id = $1",
    [made.id],
  );
  expect(rows).toEqual([{ scale_version: 1, signed_by: made.approver.id }]);
  await bench.house.advance(3 * DAY_MS - 60_000);
  await cases.doChores();
  expect(await standing(made.staff.reference)).toBe("suspended");
  await bench.house.advance(60_000);
  await cases.doChores();
  expect(await standing(made.staff.reference)).toBe("active");
  expect((await bench.events(made.id)).at(-1)).toMatchObject({ event: "cases.end-measure", outcome: "done" });
});

/** A day of which today is the last on which what began with it may still be engaged; the clock moves on until there is one. */
async function lastDayKnown(): Promise<CivilDate> {
  const { calendar } = bench.deps;
  for (;;) {
    const now = (await bench.house.store.now()).getTime();
    const today = civilDate(new Date(now), calendar.zone);
    for (let days = 55; days < 66; days += 1) {
      const known = civilDate(new Date(now - days * DAY_MS), calendar.zone);
      const clocks = deadlines("employee-fr", "customer_complaint", { known_on: known }, calendar);
      if (clocks.some(({ id, notAfter }) => id === "engage" && notAfter === today)) return known;
    }
    await bench.house.advance(DAY_MS);
  }
}

test("midnight passes between proposal and approval: what the law allowed yesterday is refused today, and recorded", async () => {
  const on = await lastDayKnown();
  const made = await openCase("employee-fr");
  const { id, handler } = made;
  const source = { kind: "report" as const, text: "x" };
  await bench.act((tx) => setDate(tx, bench.deps, id, handler, { fact: "known_on", on, source }));
  const warning = { sanction: "warning" as const, staff: made.staff.reference };
  expect(code(await proposeSanction([warning], made, { isConvened: false }))).toBe(true);
  await bench.house.advance(DAY_MS);
  const late = await approve(id, made.approver);
  expect(late).toMatchObject({ code: "step_too_late", more: { source: expect.stringContaining("L1332-4") } });
  const { rows } = await bench.house.owner.query("select from cases.measure where case_id = $1", [id]);
  expect(rows).toEqual([]);
  expect((await bench.events(id)).at(-1)).toMatchObject({ outcome: "refused", code: "step_too_late" });
});

test("a convocation that comes too late is not made, and an old one is entered as it was", async () => {
  const on = await lastDayKnown();
  const { id, handler } = await openCase("employee-fr");
  const source = { kind: "document" as const, text: "x" };
  const set = (fact: "known_on" | "convened_on", day: string) =>
    bench.act((tx) => setDate(tx, bench.deps, id, handler, { fact, on: day, source }));
  await set("known_on", on);
  await bench.house.advance(DAY_MS);
  const today = civilDate(await bench.house.store.now(), bench.deps.calendar.zone);
  expect(code(await set("convened_on", today))).toBe("step_too_late");
  expect(code(await set("convened_on", on))).toBe(true);
});

test("a sanction older than three years is not shown to whoever decides, from its day on", async () => {
  const first = await openCase();
  await proposeSanction([{ sanction: "warning", staff: first.staff.reference }], first);
  await approve(first.id, first.approver);
  const again = await bench.file({ customer: await bench.customer(), staff: [first.staff.id] });
  await bench.act((tx) => assignCase(tx, bench.deps, again.id, first.handler, { role: "handler" }));
  const seen = () =>
    bench.act(async (tx) => {
      const opened = await openReading(tx, again.id, first.handler, "case");
      return opened?.ok === true ? (await readCase(tx, bench.deps, opened.facts)).earlierSanctions : undefined;
    });
  expect(await seen()).toMatchObject([{ sanction: "warning", staff: first.staff.reference }]);
  const { owner } = bench.house;
  const { calendar } = bench.deps;
  const today = civilDate(await bench.house.store.now(), calendar.zone);
  const threeYearsAgo = `${Number(today.slice(0, 4)) - 3}${today.slice(4)}`;
  await owner.query("update cases.measure set sanctioned_on = $2 where case_id = $1", [first.id, threeYearsAgo]);
  expect(await seen()).toHaveLength(1);
  await bench.house.advance(DAY_MS);
  expect(await seen()).toEqual([]);
});

test("closing a case ends what was for the time until then; what was decided stands", async () => {
  const made = await openCase();
  await order(made.id, made.handler, "hold", made.staff.reference);
  await proposeSanction([{ sanction: "permanent_exclusion", staff: made.staff.reference }], made);
  await approve(made.id, made.approver);
  expect(await standing(made.staff.reference)).toBe("excluded held");
  await bench.act((tx) => closeCase(tx, bench.deps, made.id, made.handler));
  expect(await standing(made.staff.reference)).toBe("excluded");
});

test("missions of a cut pair are asked to be done by somebody else, until they are", async () => {
  const { house } = bench;
  const mission = await house.mission({ n: 950, staff: ["T-2"] });
  const { rows } = await house.owner.query(
    "select l.staff_id, l.customer_id from missions.line l where l.mission_id = $1",
    [mission.id],
  );
  const asked = async () =>
    (await listReassignments(bench.deps.store, await house.store.now(), 1000)).map((one) => one.mission);
  expect(await asked()).not.toContain(mission.id);
  await bench.act((tx) => cutPair(tx, { staff: rows[0].staff_id, customer: rows[0].customer_id, cause: "desk" }));
  expect(await asked()).toContain(mission.id);
  await house.advance(2 * 3_600_000);
  expect(await asked()).not.toContain(mission.id);
});

test("an attempt on a cut pair is told once to whoever handles the case, and to nobody else", async () => {
  const { house } = bench;
  const mission = await house.mission({ n: 960, staff: ["T-3"] });
  const { rows } = await house.owner.query(
    "select l.staff_id, l.customer_id from missions.line l where l.mission_id = $1",
    [mission.id],
  );
  const { staff_id: staff, customer_id: customer } = rows[0];
  const { id } = await bench.file({ customer, staff: [staff] });
  const [handler, another] = [await bench.desk("handler"), await bench.desk("handler")];
  await bench.act((tx) => assignCase(tx, bench.deps, id, handler, { role: "handler" }));
  await bench.act((tx) => cutPair(tx, { staff, customer, cause: "desk" }));
  await house.text(mission.staffPhone, mission.staffDials, "Répondez-moi");
  for (let n = 0; n < 2; n += 1) await bench.act((tx) => watchCutAttempts(tx));
  const alerts = await listAlerts(bench.deps.store, handler, 100);
  expect(alerts).toMatchObject([{ kind: "cut_attempt", case: id, staff: "T-3" }]);
  expect(await listAlerts(bench.deps.store, another, 100)).toEqual([]);
  const [alert] = alerts;
  const see = (actor: DeskActor) =>
    bench.act((tx) => seeAlert(tx, alert?.id as NonNullable<typeof alert>["id"], actor));
  expect(await see(another)).toBeUndefined();
  expect(await see(handler)).toBeInstanceOf(Date);
  expect(await listAlerts(bench.deps.store, handler, 100)).toEqual([]);
});
