import { expect, test } from "vitest";
import { changesSince, dialogueOf, differencesOf, fateOf, isWatched, scaleFor, tasksOf } from "./rules.ts";
import type { CaseAnswer, HistoryItem } from "./wire.ts";

const handler = { deskUser: "dku_1", duty: "handler" } as const;
const proposal = (version: number, more: Partial<CaseAnswer["proposals"][number]> = {}) => ({
  version,
  round: 1,
  outcome: "confirmed" as const,
  sanctions: [],
  reasons: "Vu.",
  statement: null,
  proposedAt: "2026-11-01T10:00:00.000Z",
  proposedBy: "dku_1",
  state: "open" as const,
  decidedAt: null,
  decidedBy: null,
  decisionReasons: null,
  ...more,
});
const worked: Parameters<typeof tasksOf>[0] = {
  state: "enquiry",
  procedure: "customer_complaint",
  handler: "dku_1",
  approvers: [],
  categories: [],
  concerned: [],
  dates: [],
  allegations: [],
  evidence: [],
  reports: [],
};
const person = { staff: "T-1", regime: "employee-fr", standing: "active", isOnHold: false };

test("a reading is told to the DPO of whoever neither handles the case nor has joined it; never of the DPO", () => {
  const one = { handler: "dku_1", approvers: ["dku_2"] };
  expect(isWatched(one, handler)).toBe(false);
  expect(isWatched(one, { deskUser: "dku_2", duty: "approver" })).toBe(false);
  expect(isWatched(one, { deskUser: "dku_3", duty: "handler" })).toBe(true);
  expect(isWatched(one, { deskUser: "dku_3", duty: "dpo" })).toBe(false);
});

test("whoever is known is told and heard; where nobody is, an outcome is proposed at once", () => {
  const ids = (one: Parameters<typeof tasksOf>[0]) => tasksOf(one).map(({ id }) => id);
  expect(ids({ ...worked, concerned: [{ ...person, isCertain: true }] })).toContain("heard");
  expect(ids(worked)).not.toContain("heard");
  expect(ids({ ...worked, procedure: "rights_request" })).toEqual(["taken", "written", "proposed"]);
});

test("somebody who may have been it is not known yet", () => {
  const known = (isCertain: boolean) =>
    tasksOf({ ...worked, concerned: [{ ...person, isCertain }] }).find(({ id }) => id === "known")?.isDone;
  expect([known(true), known(false)]).toEqual([true, false]);
});

test("what the desk wrote to two who reported is shown once, read when one of them read it", () => {
  const sent = { sender: "desk", at: "2026-11-02T10:00:00Z", text: "Bonjour", readAt: null } as const;
  const asked = { sender: "reporter", at: "2026-11-01T10:00:00Z", text: "?", readAt: null } as const;
  const read = { ...sent, readAt: "2026-11-02T11:00:00Z" };
  expect(dialogueOf([{ messages: [sent] }, { messages: [asked, read] }])).toEqual([asked, read]);
});

test("what was refused, and what changes nothing, is no change", () => {
  const did = (act: string, at: string, code: string | null = null) => ({ act, at, code }) as HistoryItem;
  const history = [
    did("write-note", "2026-11-01T09:00:00.000Z"),
    did("answer-case", "2026-11-01T11:00:00.000Z"),
    did("set-date", "2026-11-01T12:00:00.000Z", "case_not_assigned"),
    did("write-letter", "2026-11-01T13:00:00.000Z"),
  ];
  expect(changesSince(history, "2026-11-01T10:00:00.000Z").map(({ act }) => act)).toEqual(["answer-case"]);
});

test("versions are compared part by part", () => {
  expect(differencesOf(proposal(1), proposal(2))).toEqual([]);
  expect(differencesOf(proposal(1), proposal(2, { outcome: "not_confirmed", statement: "…" }))).toEqual([
    "outcome",
    "statement",
  ]);
});

test("whoever was reading a version learns what became of it", () => {
  const read = proposal(1);
  expect(fateOf(read, [read])).toBe("open");
  expect(fateOf(read, [proposal(1, { state: "declined" })])).toBe("decided");
  expect(fateOf(read, [proposal(1, { state: "withdrawn" }), proposal(2)])).toBe("replaced");
  expect(fateOf(read, [proposal(1, { state: "withdrawn" })])).toBe("withdrawn");
});

test("sanctions are those of the charter at the date of the facts; without that date there are none", () => {
  const charter = (version: number, inForceFrom: string | null, code: "warning" | "blame") => ({
    version,
    inForceFrom,
    scale: [{ code, regimes: ["employee-fr" as const] }],
  });
  const charters = [charter(2, "2026-06-01", "blame"), charter(1, "2025-01-01", "warning"), charter(0, null, "blame")];
  const codes = (factsOn: string | undefined, regime = "employee-fr") =>
    scaleFor(charters, factsOn, regime).map(({ code }) => code);
  expect(codes("2026-05-31")).toEqual(["warning"]);
  expect(codes("2026-06-01")).toEqual(["blame"]);
  expect(codes("2024-01-01")).toEqual([]);
  expect(codes(undefined)).toEqual([]);
  expect(codes("2026-06-01", "contractor")).toEqual([]);
});
