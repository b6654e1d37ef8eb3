import { describe, expect, test } from "vitest";
import type { DeskUserId } from "../base/ids.ts";
import type { Appellant, Assignment, Proposal, ProposalFacts, Step } from "./rules.ts";
import {
  ANSWER_MS,
  APPEAL_MS,
  conflictsOf,
  mayAct,
  mayAppeal,
  mayDecide,
  mayHear,
  mayJudgeAgain,
  mayOverride,
  mayPropose,
  mayShow,
  mayStep,
  procedureOf,
  STEPS,
} from "./rules.ts";
import { CATEGORIES, gravest, gravity, isSpecial } from "./taxonomy.ts";
import type { CaseState, Outcome } from "./wire.ts";
import { CASE_STATES, OUTCOMES, PROCEDURES } from "./wire.ts";

const ok = { ok: true };
const no = (code: string) => ({ ok: false, code });
const at = (ms: number) => new Date(1_800_000_000_000 + ms);

/** One line a step: `x` where it may be taken. In the order of the states. */
const TABLE: { readonly [step in Step]: string } = {
  // received, triage, enquiry, heard, proposed, approved, closed
  triage: "x......",
  enquiry: ".x.....",
  hearing: "..x....",
  proposal: ".xxx...",
  approval: "....x..",
  decline: "....x..",
  retraction: "....x..",
  close: ".....x.",
  appeal: "......x",
};

test.for(Object.keys(STEPS) as Step[])("%s is taken from where the table says, and from nowhere else", (step) => {
  const may = CASE_STATES.map((state) => (mayStep(step, state).ok ? "x" : ".")).join("");
  expect(may).toBe(TABLE[step]);
});

describe("what may be proposed", () => {
  const facts: ProposalFacts = {
    state: "heard",
    procedure: "customer_complaint",
    concerned: 1,
    unsure: 0,
    isAboutCustomer: false,
    hasPrimaryCategory: true,
    isWithdrawn: false,
  };
  const verdicts = (more: Partial<ProposalFacts>) =>
    OUTCOMES.map((outcome) => {
      const may = mayPropose(outcome, { ...facts, ...more });
      return may.ok ? "yes" : may.code;
    }).join(" ");
  const [wrong, notHeard] = ["case_state_wrong", "not_heard"];

  // confirmed, not_confirmed, cannot_be_decided, out_of_scope
  test.for([
    ["heard", {}, "yes yes yes yes"],
    ["heard, nobody sorted it", { hasPrimaryCategory: false }, "category_missing yes yes yes"],
    ["not heard", { state: "enquiry" }, `${notHeard} ${notHeard} ${notHeard} yes`],
    ["not heard, reporter withdrew", { state: "enquiry", isWithdrawn: true }, `${notHeard} ${notHeard} yes yes`],
    ["nobody known", { state: "enquiry", concerned: 0 }, "outcome_not_allowed yes yes yes"],
    ["one of two", { concerned: 2, unsure: 2 }, "outcome_not_allowed yes yes yes"],
    ["two, for sure", { concerned: 2 }, "yes yes yes yes"],
    ["about a customer", { state: "enquiry", concerned: 0, isAboutCustomer: true }, "yes yes yes yes"],
    ["triage", { state: "triage" }, "outcome_not_allowed outcome_not_allowed outcome_not_allowed yes"],
    ["rights request", { state: "enquiry", procedure: "rights_request", concerned: 0 }, "yes yes yes yes"],
    ["received", { state: "received" }, `${wrong} ${wrong} ${wrong} ${wrong}`],
    ["proposed", { state: "proposed" }, `${wrong} ${wrong} ${wrong} ${wrong}`],
    ["closed", { state: "closed" }, `${wrong} ${wrong} ${wrong} ${wrong}`],
  ] as const)("%s", ([, more, expected]) => {
    expect(verdicts(more as Partial<ProposalFacts>)).toBe(expected);
  });

  test("nothing is confirmed before triage is over, in any procedure", () => {
    for (const procedure of PROCEDURES)
      expect(mayPropose("confirmed", { ...facts, procedure, state: "triage" }).ok).toBe(false);
  });
});

describe("who counts as heard", () => {
  const facts = { toldAt: at(0), answers: 0, now: at(ANSWER_MS - 1) };
  test.for([
    ["nobody told them", "met", { ...facts, toldAt: undefined }, no("allegation_missing")],
    ["they met somebody", "met", facts, ok],
    ["they answered", "answered", { ...facts, answers: 1 }, ok],
    ["they did not answer", "answered", facts, no("not_heard")],
    ["the last instant of their week", "no_answer", facts, no("answer_window_open")],
    ["their week is over", "no_answer", { ...facts, now: at(ANSWER_MS) }, ok],
  ] as const)("%s", ([, how, given, expected]) => {
    expect(mayHear(how, given)).toEqual(expected);
  });
});

describe("conflicts of interest", () => {
  const person = { personnel: "P-7", manager: "P-9", depot: "LYON", employer: "SUB-1" };
  test.for([
    [{ identity: "P-7", depot: undefined }, ["self"]],
    [{ identity: "p-7", depot: undefined }, ["self"]],
    [{ identity: "P-9", depot: undefined }, ["manager"]],
    [{ identity: "P-1", depot: "lyon" }, ["same_depot"]],
    [{ identity: "P-1", depot: "SUB-1" }, ["same_employer"]],
    [{ identity: "P-9", depot: "LYON" }, ["manager", "same_depot"]],
    [{ identity: "P-1", depot: "PARIS" }, []],
    [{ identity: "P-1", depot: undefined }, []],
  ] as const)("%j has %j", ([somebody, expected]) => {
    expect(conflictsOf(somebody, [person])).toEqual(expected);
  });

  test("where a person has no depot, nobody shares it", () => {
    const nowhere = { personnel: undefined, manager: undefined, depot: undefined, employer: undefined };
    expect(conflictsOf({ identity: "P-1", depot: undefined }, [nowhere])).toEqual([]);
  });

  const dpo = { isDpo: true, hasReasons: true, others: 0 };
  test.for([
    [["same_depot"], dpo, ok],
    [["same_depot"], { ...dpo, isDpo: false }, no("conflict_of_interest")],
    [["same_depot"], { ...dpo, hasReasons: false }, no("conflict_of_interest")],
    [["same_depot"], { ...dpo, others: 1 }, no("conflict_of_interest")],
    [["self"], dpo, no("conflict_of_interest")],
    [[], { isDpo: false, hasReasons: false, others: 0 }, ok],
  ] as const)("%j: %j", ([conflicts, facts, expected]) => {
    expect(mayOverride(conflicts, facts)).toEqual(expected);
  });
});

test("who was taken off a case learns that; who never had it, that", () => {
  const [a, b, c] = ["dsk_a", "dsk_b", "dsk_c"] as DeskUserId[] as [DeskUserId, DeskUserId, DeskUserId];
  const one = (deskUser: DeskUserId, isInForce: boolean): Assignment => {
    return { role: "approver", deskUser, identity: deskUser, isInForce };
  };
  const assignments = [one(a, true), one(b, false), one(b, false)];
  expect(mayAct("approver", a, assignments)).toEqual(ok);
  expect(mayAct("approver", b, assignments)).toEqual(no("not_assigned_any_more"));
  expect(mayAct("approver", c, assignments)).toEqual(no("case_not_assigned"));
  expect(mayAct("handler", a, assignments)).toEqual(no("case_not_assigned"));
  expect(mayAct("approver", b, [...assignments, one(b, true)])).toEqual(ok);
});

describe("four eyes", () => {
  const proposal = (version: number, state: Proposal["state"], round = 1): Proposal => {
    return { version, round, proposedIdentity: "P-1", decidedIdentity: state === "open" ? undefined : "P-2", state };
  };
  test.for([
    ["another person", 1, "P-2", [proposal(1, "open")], ok],
    ["the same person", 1, "P-1", [proposal(1, "open")], no("same_person")],
    ["the same person, spelt otherwise", 1, "p-1", [proposal(1, "open")], no("same_person")],
    ["who comes second", 1, "P-3", [proposal(1, "approved")], no("already_decided")],
    ["who comes after a refusal", 1, "P-3", [proposal(1, "declined")], no("already_decided")],
    ["who read one that was taken back", 1, "P-2", [proposal(1, "withdrawn")], no("proposal_changed")],
    ["who read none", 2, "P-2", [proposal(1, "open")], no("proposal_changed")],
    ["who read the older one", 1, "P-2", [proposal(1, "withdrawn"), proposal(2, "open")], no("proposal_changed")],
  ] as const)("%s", ([, version, identity, proposals, expected]) => {
    expect(mayDecide(version, identity, proposals)).toEqual(expected);
  });

  test.for([
    ["P-1", 2, no("took_part_before")],
    ["p-2", 2, no("took_part_before")],
    ["P-3", 2, ok],
    ["P-1", 1, ok],
  ] as const)("%s in round %i", ([identity, round, expected]) => {
    expect(mayJudgeAgain(identity, round, [proposal(1, "approved")])).toEqual(expected);
  });
});

describe("appeals", () => {
  const facts = {
    state: "closed" as CaseState,
    outcome: "confirmed" as Outcome,
    closedAt: at(0),
    round: 1,
    now: at(1),
  };
  const verdicts = (by: Appellant) =>
    OUTCOMES.map((outcome) => (mayAppeal(by, { ...facts, outcome }).ok ? "x" : ".")).join("");
  test("each side appeals what is against it", () => {
    expect(verdicts("concerned")).toBe("x.x.");
    expect(verdicts("reporter")).toBe(".xxx");
  });
  test.for([
    ["at the last instant", { now: at(APPEAL_MS - 1) }, ok],
    ["after it", { now: at(APPEAL_MS) }, no("appeal_window_over")],
    ["before the end", { state: "approved", closedAt: undefined }, no("case_state_wrong")],
    ["a second time", { round: 2 }, ok],
    ["a third time", { round: 3 }, no("appeals_exhausted")],
  ] as const)("%s", ([, more, expected]) => {
    expect(mayAppeal("concerned", { ...facts, ...(more as Partial<typeof facts>) })).toEqual(expected);
  });
});

test("a staff member's report is an alert, anybody else's a complaint", () => {
  const of = (["customer", "staff", "relative", "witness", "unknown"] as const).map((by) => procedureOf({ by }));
  expect(of.map((procedure) => procedure === "staff_alert")).toEqual([false, true, false, false, false]);
});

describe("categories", () => {
  test("there are 21 of the taxonomy and ten of ours, each with a place of its own", () => {
    const count = (letter: string) => CATEGORIES.filter((code) => code.startsWith(letter)).length;
    expect([count("M"), count("A"), count("D")]).toEqual([11, 10, 10]);
    expect(new Set(CATEGORIES.map(gravity))).toEqual(new Set(Array.from({ length: 31 }, (_, i) => i + 1)));
  });
  test("an assault is graver than any misconduct, and the gravest is the gravest", () => {
    const [assaults, others] = [
      CATEGORIES.filter((c) => c.startsWith("A")),
      CATEGORIES.filter((c) => !c.startsWith("A")),
    ];
    expect(Math.min(...assaults.map(gravity))).toBeGreaterThan(Math.max(...others.map(gravity)));
    expect(gravest(["D2", "A10", "M6"])).toBe("A10");
    expect(gravest([])).toBeUndefined();
  });
  test("sex life, offences and discrimination are special; a look-up without a mission is not", () => {
    expect(["M4", "A5", "D10"].every((code) => isSpecial(code as "M4"))).toBe(true);
    expect(isSpecial("D3")).toBe(false);
  });
});

test("words that hold a phone are not shown to the person concerned; a day and an hour are", () => {
  expect(mayShow("Le 12/03/2026 à 14:30.", undefined)).toEqual({ ok: true });
  expect(mayShow("Vu.", "Elle est joignable au 06 39 98 12 34.")).toEqual({ ok: false, code: "contact_data_written" });
});
