/** What is done on a case, on a real database: who may, who may not any more, and what is recorded of either. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CaseId } from "../base/ids.ts";
import type { CivilDate } from "../charter/index.ts";
import { deadlines } from "../charter/index.ts";
import { answerCheckIn } from "../reports/index.ts";
import { appealCase } from "./appeal-case.ts";
import { assignCase, unassignCase } from "./assign-case.ts";
import type { CasesBench } from "./cases.fixture.ts";
import { openCasesBench } from "./cases.fixture.ts";
import { setCategories, setConcerned } from "./classify-case.ts";
import { setDate } from "./dates/set-date.ts";
import { decideProposal, withdrawProposal } from "./decide-proposal.ts";
import { listCases } from "./list-cases.ts";
import type { DeskActor } from "./on-case.ts";
import { proposeOutcome } from "./propose-outcome.ts";
import { openReading, readCase } from "./read-case.ts";
import { countCases } from "./count-cases.ts";
import type { CaseQuery } from "./wire.ts";
import { APPEAL_MS } from "./rules.ts";
import { listAlerts } from "./alerts/see-alerts.ts";
import { takeCheckIns } from "./take-check-ins.ts";
import { beginStep, closeCase, recordHearing } from "./take-step.ts";
import { writeMessage, writeText } from "./write-case.ts";

let bench: CasesBench;
beforeAll(async () => {
  bench = await openCasesBench();
});
afterAll(() => bench.close());

const code = (acted: { readonly ok: boolean; readonly code?: string } | undefined) => acted?.code ?? acted?.ok;
const assign = (id: CaseId, actor: DeskActor, role: "handler" | "approver", more = {}) =>
  bench.act((tx) => assignCase(tx, bench.deps, id, actor, { role, ...more }));
const decide = (id: CaseId, actor: DeskActor, version = 1, decision: "approve" | "decline" = "approve") =>
  bench.act((tx) => decideProposal(tx, bench.deps, id, actor, { version, decision, reasons: "Relu." }));

async function list(actor: DeskActor, more: Partial<CaseQuery> = {}) {
  const found = await listCases(bench.deps.store, actor, { limit: 1000, isClosed: "false", ...more });
  if (found === undefined) throw new Error("could not list cases");
  return found;
}

/** A case that its handler works on, brought to where it may be proposed on. */
async function heardCase() {
  const [handler, staff] = [await bench.desk("handler"), await bench.staff()];
  const customer = await bench.customer();
  const { id, report } = await bench.file({ customer, staff: [staff.id] });
  await assign(id, handler, "handler");
  await bench.act((tx) => beginStep(tx, bench.deps, id, handler, "triage"));
  await bench.act((tx) => beginStep(tx, bench.deps, id, handler, "enquiry"));
  const categories = { primary: "D2", secondary: ["M4"], reasons: "Texto privé." } as const;
  await bench.act((tx) => setCategories(tx, bench.deps, id, handler, { ...categories, secondary: ["M4"] }));
  const alleged = { kind: "allegation", text: "Un texto privé a été envoyé après la visite." } as const;
  await bench.act((tx) => writeText(tx, bench.deps, id, handler, alleged));
  const heard = await bench.act((tx) => recordHearing(tx, bench.deps, id, handler, { how: "met" }));
  expect(heard).toMatchObject({ ok: true, state: "heard" });
  return { id, report, handler, staff, customer };
}

async function proposedCase(outcome: "confirmed" | "not_confirmed" = "not_confirmed") {
  const made = await heardCase();
  const approver = await bench.desk("approver");
  await assign(made.id, approver, "approver");
  const request = { outcome, reasons: "Rien ne le montre.", sanctions: [] };
  const proposed = await bench.act((tx) => proposeOutcome(tx, bench.deps, made.id, made.handler, request));
  expect(proposed).toMatchObject({ ok: true, value: { version: 1 }, state: "proposed" });
  return { ...made, approver };
}

test("each report has a case; a further one about the same two joins it, and its handler hears of it", async () => {
  const [customer, staff] = [await bench.customer(), await bench.staff()];
  const first = await bench.file({ customer, staff: [staff.id] });
  const second = await bench.file({ customer, staff: [staff.id], isDanger: true });
  expect(second.id).toBe(first.id);
  const other = await bench.file({ customer, staff: [(await bench.staff()).id] });
  expect(other.id).not.toBe(first.id);
  const dpo = await bench.desk("dpo");
  const { items } = await list(dpo);
  expect(items.find((one) => one.id === first.id)).toMatchObject({ state: "received", isDanger: true });
  expect((await bench.events(first.id)).map(({ event }) => event)).toEqual([
    "cases.open-case",
    "cases.join-report",
    "cases.raise-alert",
  ]);
});

test("a case goes from a report to its end by two people, and each step is in its history and the ledger", async () => {
  const { id, report, approver, handler } = await proposedCase();
  expect(code(await decide(id, approver))).toBe(true);
  expect(code(await bench.act((tx) => closeCase(tx, bench.deps, id, handler)))).toBe(true);
  const { rows } = await bench.house.owner.query(
    "select act, code, to_state from cases.history where case_id = $1 order by history_id",
    [id],
  );
  expect(rows.map(({ act, to_state }) => `${act} ${to_state}`)).toEqual([
    "assign-case received",
    "begin-triage triage",
    "begin-enquiry enquiry",
    "set-categories enquiry",
    "write-allegation enquiry",
    "record-hearing heard",
    "assign-case heard",
    "propose-outcome proposed",
    "decide-proposal approved",
    "close-case closed",
  ]);
  expect(rows.every((row) => row.code === null)).toBe(true);
  const told = (await bench.events(undefined)).filter(
    (one) => one["report"] === report && one.event.endsWith("progress"),
  );
  expect(told.map((one) => one["state"])).toEqual(["received", "enquiry", "decision", "closed"]);
  const asked = "select state, outcome from reports.report where report_id = $1";
  expect((await bench.house.owner.query(asked, [report])).rows).toEqual([
    { state: "closed", outcome: "not_confirmed" },
  ]);
});

test("what is refused about a case is recorded too", async () => {
  const { id, handler } = await heardCase();
  const stranger = await bench.desk("handler");
  expect(code(await bench.act((tx) => closeCase(tx, bench.deps, id, stranger)))).toBe("case_not_assigned");
  expect(code(await bench.act((tx) => closeCase(tx, bench.deps, id, handler)))).toBe("case_state_wrong");
  const refused = (await bench.events(id)).filter(({ outcome }) => outcome === "refused");
  expect(refused).toMatchObject([
    { event: "cases.close-case", by: stranger.id, code: "case_not_assigned", from: "heard", to: "heard" },
    { event: "cases.close-case", by: handler.id, code: "case_state_wrong" },
  ]);
});

test("two approvers at once: one decides, the other learns that it is decided", async () => {
  const { id, approver } = await proposedCase();
  const second = await bench.desk("approver");
  await assign(id, second, "approver");
  const both = await Promise.all([decide(id, approver), decide(id, second, 1, "decline")]);
  expect(both.map((one) => String(code(one))).toSorted()).toEqual(["already_decided", "true"]);
  const { rows } = await bench.house.owner.query("select state from cases.proposal where case_id = $1", [id]);
  expect(rows).toHaveLength(1);
});

test("whoever is taken off a case while deciding decides nothing, and is told so", async () => {
  const { id, approver } = await proposedCase();
  const second = await bench.desk("approver");
  await assign(id, second, "approver");
  const dpo = await bench.desk("dpo");
  const { owner } = bench.house;
  // Somebody holds the case: the decision waits behind them, and finds the world as they leave it.
  await owner.query("begin");
  await owner.query("select from cases.case where case_id = $1 for update", [id]);
  const decided = decide(id, approver);
  await owner.query("update cases.assignment set ended_at = assigned_at where case_id = $1 and desk_user_id = $2", [
    id,
    approver.id,
  ]);
  await owner.query("commit");
  expect(await decided).toEqual({ ok: false, code: "not_assigned_any_more" });
  const off = { role: "approver", deskUser: second.id } as const;
  expect(code(await bench.act((tx) => unassignCase(tx, id, approver, off)))).toBe("case_not_assigned");
  expect(code(await bench.act((tx) => unassignCase(tx, id, dpo, off)))).toBe(true);
  expect(code(await decide(id, second))).toBe("not_assigned_any_more");
});

test("a handler's case given to another: what the first one does is refused, and they learn why", async () => {
  const { id, handler } = await heardCase();
  const [next, thief] = [await bench.desk("handler"), await bench.desk("handler")];
  expect(code(await assign(id, thief, "handler"))).toBe("already_assigned");
  expect(code(await assign(id, handler, "handler", { deskUser: next.id }))).toBe(true);
  const request = { outcome: "not_confirmed" as const, reasons: "x", sanctions: [] };
  const propose = (actor: DeskActor) => bench.act((tx) => proposeOutcome(tx, bench.deps, id, actor, request));
  expect(code(await propose(handler))).toBe("not_assigned_any_more");
  expect(code(await propose(next))).toBe(true);
});

test("a version that was taken back is approved by nobody", async () => {
  const { id, approver, handler } = await proposedCase();
  await bench.act((tx) => withdrawProposal(tx, bench.deps, id, handler, { version: 1, reasons: "Erreur." }));
  const request = { outcome: "cannot_be_decided" as const, reasons: "Mieux.", sanctions: [] };
  await bench.act((tx) => proposeOutcome(tx, bench.deps, id, handler, request));
  expect(code(await decide(id, approver, 1))).toBe("proposal_changed");
  expect(code(await decide(id, approver, 2))).toBe(true);
});

test("two accounts of one person are one person, whatever their duties", async () => {
  const { id, handler } = await proposedCase();
  const other = await bench.desk("approver", { identity: handler.identity });
  await assign(id, other, "approver");
  expect(code(await decide(id, other))).toBe("same_person");
});

test("the database refuses the same too, to whoever writes past the rooms", async () => {
  const { id, handler, approver, staff } = await proposedCase();
  const twin = await bench.desk("approver", { identity: handler.identity });
  const near = await bench.desk("approver", { identity: "P-NEAR" });
  const { owner } = bench.house;
  const sign = (account: string, identity: string) =>
    owner.query(
      `update cases.proposal set state = 'approved', decided_at = proposed_at, decided_by = $2, decided_identity = $3
       where case_id = $1`,
      [id, account, identity],
    );
  await expect(sign(twin.id, handler.identity)).rejects.toThrow("four_eyes");
  // Under another name than the account's own.
  await expect(sign(twin.id, "P-SOMEBODY")).rejects.toThrow("is not an account of that person");
  await owner.query("update people.staff set personnel = 'P-NEAR' where staff_id = $1", [staff.id]);
  await expect(sign(near.id, "P-NEAR")).rejects.toThrow("about the person who signs");
  await expect(
    owner.query("update cases.case set state = 'approved', outcome = 'confirmed' where case_id = $1", [id]),
  ).rejects.toThrow("nobody approved that outcome");
  // The twin: another person's account may.
  await sign(approver.id, approver.identity);
  await expect(sign(approver.id, approver.identity)).rejects.toThrow("it is decided");
});

test("whoever stands too near is assigned by nobody, unless nobody else is there and the DPO says why", async () => {
  const lyon = { depot: `DEPOT-${Math.random()}`.slice(0, 20) };
  const staff = await bench.staff({ ...lyon, manager: "P-BOSS", personnel: "P-SELF" });
  const { id } = await bench.file({ customer: await bench.customer(), staff: [staff.id] });
  const near = await bench.desk("handler", lyon);
  const boss = await bench.desk("handler", { identity: "P-BOSS" });
  const self = await bench.desk("handler", { identity: "P-SELF" });
  const dpo = await bench.desk("dpo");
  for (const one of [near, boss, self]) expect(code(await assign(id, one, "handler"))).toBe("conflict_of_interest");
  const because = { deskUser: near.id, reasons: "Personne d’autre n’est là." };
  // Others without a conflict are there.
  expect(code(await assign(id, dpo, "handler", because))).toBe("conflict_of_interest");
  await bench.house.owner.query("update people.desk_user set is_active = false where desk_user_id <> all ($1)", [
    [near.id, self.id, dpo.id],
  ]);
  expect(code(await assign(id, dpo, "handler", { deskUser: near.id }))).toBe("conflict_of_interest");
  expect(code(await assign(id, dpo, "handler", { ...because, deskUser: self.id }))).toBe("conflict_of_interest");
  expect(code(await assign(id, dpo, "handler", because))).toBe(true);
  expect(code(await bench.act((tx) => beginStep(tx, bench.deps, id, near, "triage")))).toBe(true);
  await bench.house.owner.query("update people.desk_user set is_active = true");
});

test("whoever raised an alert does not handle it, however their reference is written", async () => {
  const staff = await bench.staff({ personnel: "p-alert" });
  const { id } = await bench.file({ customer: await bench.customer(), by: "staff", door: "staff", reporter: staff.id });
  const [themselves, another] = [await bench.desk("handler", { identity: "P-ALERT" }), await bench.desk("handler")];
  expect(code(await assign(id, themselves, "handler"))).toBe("conflict_of_interest");
  expect(code(await assign(id, another, "handler"))).toBe(true);
});

test("a conflict that comes up later stops whoever has the case", async () => {
  const { id, handler, staff } = await heardCase();
  await bench.house.owner.query("update people.staff set manager = $2 where staff_id = $1", [
    staff.id,
    handler.identity,
  ]);
  const note = { kind: "note", text: "x" } as const;
  expect(code(await bench.act((tx) => writeText(tx, bench.deps, id, handler, note)))).toBe("conflict_of_interest");
});

test("nobody learns from a list, a reading or an alert that there is a case about them", async () => {
  const staff = await bench.staff({ personnel: "P-HIMSELF" });
  const { id } = await bench.file({ customer: await bench.customer(), staff: [staff.id] });
  const [himself, another] = [await bench.desk("handler", { identity: "P-HIMSELF" }), await bench.desk("handler")];
  const ids = async (actor: DeskActor) => (await list(actor)).items.map((one) => one.id);
  expect(await ids(himself)).not.toContain(id);
  expect(await ids(another)).toContain(id);
  const read = await bench.act((tx) => openReading(tx, id, himself, "case"));
  expect(read).toEqual({ ok: false, code: "conflict_of_interest" });
});

test("no page, filter, cursor or count tells somebody of a case about them: there is none for them", async () => {
  const staff = await bench.staff({ personnel: "P-COUNTED", depot: "NORD" });
  const made = await bench.file({ customer: await bench.customer(), staff: [staff.id], isDanger: true });
  const [himself, colleague, another] = [
    await bench.desk("handler", { identity: "P-COUNTED" }),
    await bench.desk("handler", { depot: "nord" }),
    await bench.desk("handler"),
  ];
  // Nor of one to whom a number leads that was told later.
  const lead = await bench.staff({ personnel: "P-LED-TO" });
  await bench.house.owner.query(
    "insert into reports.concerned (tenant_id, report_id, staff_id, known_by) values (1, $1, $2, 'lead')",
    [made.report, lead.id],
  );
  const ledTo = await bench.desk("handler", { identity: "P-LED-TO" });
  const everything = await list(another);
  const without = everything.items.filter(({ id }) => id !== made.id).map(({ id }) => id);
  for (const near of [himself, colleague, ledTo]) {
    const seen: string[] = [];
    for (let after: string | undefined; ; ) {
      const page = await list(near, { limit: 1, ...(after !== undefined && { after }) });
      seen.push(...page.items.map(({ id }) => id));
      if (page.next === null) break;
      // A page that is not the last one is full: a gap would tell.
      expect(page.items).toHaveLength(1);
      expect(Buffer.from(page.next, "base64url").toString()).not.toContain(made.id);
      after = page.next;
    }
    expect(seen).toEqual(without);
    for (const more of [
      { q: made.id },
      { q: made.id.slice(4, 12) },
      { handler: "none" },
      { state: "received" as const },
    ]) {
      expect((await list(near, more)).items.map(({ id }) => id)).not.toContain(made.id);
      expect((await list(another, more)).items.map(({ id }) => id)).toContain(made.id);
    }
  }
  const { store, calendar } = bench.deps;
  const count = async (actor: DeskActor) => countCases(store, calendar, actor, await store.now());
  const [his, hers] = [await count(himself), await count(another)];
  expect((await count(ledTo)).running).toBe(his.running);
  expect(hers.running - his.running).toBe(1);
  expect(hers.byState.received - his.byState.received).toBe(1);
  expect(hers.unassigned - his.unassigned).toBe(1);
  expect(hers.danger - his.danger).toBe(1);
});

test("cases are listed by who has them, their state, procedure and category, and counted the same", async () => {
  const { id, handler } = await heardCase();
  const ids = async (more: Partial<CaseQuery>) => (await list(handler, more)).items.map((one) => one.id);
  expect(await ids({ handler: "me" })).toEqual([id]);
  expect(await ids({ handler: handler.id, state: "heard", primary: "D2", procedure: "customer_complaint" })).toEqual([
    id,
  ]);
  expect(await ids({ handler: "me", state: "triage" })).toEqual([]);
  expect(await ids({ handler: "me", primary: "M4" })).toEqual([]);
  expect(await ids({ handler: "none" })).not.toContain(id);
  expect(await ids({ q: id.slice(4, 14).toUpperCase() })).toEqual([id]);
  expect(await ids({ handler: "me", state: "closed" })).toEqual([]);
  const { store, calendar } = bench.deps;
  const counts = await countCases(store, calendar, handler, await store.now());
  expect(counts).toMatchObject({ mine: 1, mineOverdue: 0 });
  expect(counts.running).toBe((await ids({})).length);
  expect(counts.unassigned).toBe((await ids({ handler: "none" })).length);
  const officer = await bench.desk("rights_officer");
  expect(await countCases(store, calendar, officer, await store.now())).toMatchObject({ running: 0, mine: 0 });
  expect((await list(officer, { procedure: "customer_complaint" })).items).toEqual([]);
});

test("each reading is an entry in the customer's chain; beyond those assigned it alerts the DPO", async () => {
  const { id, handler, customer } = await heardCase();
  const curious = await bench.desk("handler");
  for (const actor of [handler, curious]) await bench.act((tx) => openReading(tx, id, actor, "case"));
  await bench.act((tx) => openReading(tx, id, curious, "export"));
  const readings = (await bench.events(id)).filter(({ event }) => /\.(read|export)-case$/.test(event));
  expect(readings).toMatchObject([
    { by: handler.id, isAssigned: true, customer },
    { by: curious.id, isAssigned: false, customer },
    { event: "cases.export-case", by: curious.id },
  ]);
  const { rows } = await bench.house.owner.query(
    "select kind, desk_user_id from cases.alert where case_id = $1 order by at",
    [id],
  );
  expect(rows).toEqual([
    { kind: "reading_beyond", desk_user_id: curious.id },
    { kind: "export_beyond", desk_user_id: curious.id },
  ]);
});

test("notes stay at the desk, messages go to the reporter, neither becomes the other", async () => {
  const { id, handler } = await heardCase();
  await bench.act((tx) => writeText(tx, bench.deps, id, handler, { kind: "note", text: "Entre nous." }));
  await bench.act((tx) => writeMessage(tx, bench.deps, id, handler, { text: "À vous." }));
  await bench.act((tx) => writeMessage(tx, bench.deps, id, handler, { template: "still_working" }));
  const read = await bench.act(async (tx) => {
    const opened = await openReading(tx, id, handler, "case");
    return opened?.ok === true ? readCase(tx, bench.deps, opened.facts) : undefined;
  });
  expect(read?.notes.map(({ text }) => text)).toEqual(["Entre nous."]);
  const written = read?.reports.flatMap(({ messages }) => messages.map(({ text }) => text)) ?? [];
  expect(written).toEqual(["À vous.", expect.stringContaining("nous travaillons toujours")]);
  const { rows } = await bench.house.owner.query("select sealed from cases.text where case_id = $1", [id]);
  expect(rows.every(({ sealed }) => !sealed.includes("Entre nous"))).toBe(true);
});

test("dates are entered with their source, deadlines follow, and the most pressing case is first", async () => {
  const { id, handler } = await heardCase();
  const source = { kind: "document" as const, text: "Courriel." };
  const set = (on: string) =>
    bench.act((tx) => setDate(tx, bench.deps, id, handler, { fact: "complaint_received_on", on, source }));
  expect(code(await set("2020-02-29"))).toBe(true);
  expect(code(await set("2199-01-01"))).toBe("date_in_future");
  const { items } = await list(handler, { limit: 2 });
  expect(items[0]?.id).toBe(id);
  const dates = { complaint_received_on: "2020-02-29" as CivilDate };
  const ends = deadlines("generic", "customer_complaint", dates, bench.deps.calendar).flatMap(
    (one) => one.notAfter ?? [],
  );
  expect(items[0]?.dueOn).toBe(ends.toSorted()[0]);
  const { rows } = await bench.house.owner.query(
    "select source_kind, ended_at is null as holds from cases.date_fact where case_id = $1 and fact = 'complaint_received_on' order by set_at",
    [id],
  );
  expect(rows).toEqual([
    { source_kind: "ledger", holds: false },
    { source_kind: "document", holds: true },
  ]);
});

test("pages of the list follow each other without a gap", async () => {
  const actor = await bench.desk("handler");
  const all = await list(actor);
  for (const sort of ["due", "opened"] as const) {
    const seen: string[] = [];
    for (let after: string | undefined; ; ) {
      const page = await list(actor, { limit: 3, sort, ...(after !== undefined && { after }) });
      seen.push(...page.items.map(({ id }) => id));
      if (page.next === null) break;
      after = page.next;
    }
    const byOpening = all.items.toSorted((a, b) => b.openedAt.localeCompare(a.openedAt) || b.id.localeCompare(a.id));
    expect(seen).toEqual((sort === "due" ? all.items : byOpening).map(({ id }) => id));
  }
});

test("an appeal opens a case again for other people, within its time", async () => {
  const { id, handler, approver } = await proposedCase();
  // What was recorded since the report is kept while the case runs.
  const held = async () => {
    const { rows } = await bench.house.owner.query(
      `select h.opened_at <= r.filed_at as is_whole from cases.case c
       join cases.report e using (case_id) join reports.report r using (report_id)
       left join ledger.hold h on h.hold_id = c.hold_id and h.ended_at is null where c.case_id = $1`,
      [id],
    );
    return rows[0]?.is_whole;
  };
  expect(await held()).toBe(true);
  await decide(id, approver);
  await bench.act((tx) => closeCase(tx, bench.deps, id, handler));
  expect(await held()).toBeNull();
  const appeal = () =>
    bench.act((tx) => appealCase(tx, bench.deps, id, handler, { by: "reporter", words: "Elle conteste." }));
  expect(await appeal()).toMatchObject({ ok: true, state: "enquiry" });
  for (const [one, role] of [
    [handler, "handler"],
    [approver, "approver"],
  ] as const) {
    expect(code(await assign(id, one, role))).toBe("took_part_before");
  }
  const other = await bench.desk("handler");
  expect(code(await assign(id, other, "handler"))).toBe(true);
  const { rows } = await bench.house.owner.query("select state, outcome, round from cases.case where case_id = $1", [
    id,
  ]);
  expect(rows).toEqual([{ state: "enquiry", outcome: null, round: 2 }]);
  expect(await held()).not.toBeNull();
});

test("an appeal that comes when its time is over is refused", async () => {
  const { id, handler, approver } = await proposedCase();
  await decide(id, approver);
  await bench.act((tx) => closeCase(tx, bench.deps, id, handler));
  await bench.house.advance(APPEAL_MS);
  const late = await bench.act((tx) => appealCase(tx, bench.deps, id, handler, { by: "reporter", words: "x" }));
  expect(code(late)).toBe("appeal_window_over");
});

test("who reported and is under pressure since: whoever handles the case hears of it, or another case is opened beside it", async () => {
  const { id, report, handler, approver, staff } = await proposedCase();
  let n = 0;
  const check = async () => {
    const answered = "update reports.check_in set asked_at = due_at where report_id = $1";
    await bench.house.owner.query(answered, [report]);
    const afterDays = [7, 30, 90][n++] ?? 0;
    expect(await bench.act((tx) => answerCheckIn(tx, report, afterDays, "pressure"))).toBe(true);
    return bench.act((tx) => takeCheckIns(tx, bench.deps));
  };
  expect(await check()).toBe(1);
  const alerts = await listAlerts(bench.deps.store, handler, 100);
  expect(alerts).toMatchObject([{ kind: "reprisal", case: id }]);
  await decide(id, approver);
  await bench.act((tx) => closeCase(tx, bench.deps, id, handler));
  await check();
  await check();
  const { rows } = await bench.house.owner.query(
    `select c.state, n.staff_id from cases.link l join cases.case c on c.case_id = l.other_case_id
     join cases.concerned n on n.case_id = c.case_id where l.case_id = $1`,
    [id],
  );
  expect(rows).toEqual([{ state: "received", staff_id: staff.id }]);
});

test("of two who may have done it nothing is confirmed until somebody knows who", async () => {
  const [a, b] = [await bench.staff(), await bench.staff()];
  const { id } = await bench.file({ customer: await bench.customer(), staff: [a.id, b.id] });
  const handler = await bench.desk("handler");
  await assign(id, handler, "handler");
  await bench.act((tx) => beginStep(tx, bench.deps, id, handler, "triage"));
  const say = (staff: string, isConcerned: boolean) =>
    bench.act((tx) =>
      setConcerned(tx, bench.deps, id, handler, { staff, isConcerned, isCertain: true, reasons: "Vu." }),
    );
  expect(code(await say("nobody", true))).toBe("person_not_concerned");
  expect(code(await say(a.reference, true))).toBe(true);
  expect(code(await say(b.reference, false))).toBe(true);
  const { rows } = await bench.house.owner.query(
    "select staff_id, is_certain from cases.concerned where case_id = $1",
    [id],
  );
  expect(rows).toEqual([{ staff_id: a.id, is_certain: true }]);
});
