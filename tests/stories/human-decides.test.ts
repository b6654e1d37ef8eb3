/**
 * Story 6: nobody can be suspended without a named human and reasons; sanction dates follow the clock; the person concerned
 * is heard; two people sign.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CustomerId, StaffId } from "../../src/base/ids.ts";
import { civilDate } from "../../src/charter/index.ts";
import { assignCase } from "../../src/cases/assign-case.ts";
import type { CasesBench } from "../../src/cases/cases.fixture.ts";
import { openCasesBench } from "../../src/cases/cases.fixture.ts";
import { setCategories } from "../../src/cases/classify-case.ts";
import { answerCase } from "../../src/cases/concerned/answer-case.ts";
import { readMyCase } from "../../src/cases/concerned/read-my-case.ts";
import { setDate } from "../../src/cases/dates/set-date.ts";
import { decideProposal } from "../../src/cases/decide-proposal.ts";
import { orderMeasure } from "../../src/cases/measures/order-measure.ts";
import { listReviews } from "../../src/cases/measures/review-cuts.ts";
import { proposeOutcome } from "../../src/cases/propose-outcome.ts";
import { beginStep, closeCase, recordHearing } from "../../src/cases/take-step.ts";
import { writeText } from "../../src/cases/write-case.ts";

let bench: CasesBench;
beforeAll(async () => {
  bench = await openCasesBench();
});
afterAll(() => bench.close());

const code = (acted: { readonly ok: boolean; readonly code?: string } | undefined) => acted?.code ?? acted?.ok;
const WITH_TWO = { role: "approver" } as const;

async function standingOf(reference: string): Promise<string> {
  const asked = "select standing from people.staff where reference = $1";
  const { rows } = await bench.house.owner.query<{ standing: string }>(asked, [reference]);
  return rows[0]?.standing ?? "";
}

test("a word cuts the pair and touches nobody's standing; what is done on a person two people do, once they heard them", async () => {
  const { house, deps } = bench;
  const act: CasesBench["act"] = (run) => bench.act(run);
  const mission = await house.mission({ n: 7, staff: ["T-1"] });
  await house.text(mission.customerPhone, mission.customerDials, "SIGNALER");

  // The machine's part: the pair, and nothing else.
  const cuts = await house.owner.query<{ staff_id: StaffId; customer_id: CustomerId }>(
    "select staff_id, customer_id from missions.pair_cut where lifted_at is null",
  );
  const { staff_id: staff, customer_id: customer } = cuts.rows[0] ?? {};
  if (staff === undefined || customer === undefined) throw new Error("no cut");
  expect(await standingOf("T-1")).toBe("active");
  const other = await house.mission({ n: 8, staff: ["T-1"] });
  expect(await house.text(other.staffPhone, other.staffDials, "J’arrive à 9 h")).not.toMatchObject({
    outcome: "refused",
  });

  const { id } = await bench.file({ customer, staff: [staff] });
  const [handler, approver] = [await bench.desk("handler"), await bench.desk("approver")];
  await act((tx) => assignCase(tx, deps, id, handler, { role: "handler" }));
  const [review] = await listReviews(deps.store, handler, await house.store.now(), 10);
  expect(review).toMatchObject({ case: id, staff: "T-1", isOverdue: false });

  await act((tx) => beginStep(tx, deps, id, handler, "triage"));
  await act((tx) => beginStep(tx, deps, id, handler, "enquiry"));
  await act((tx) => setCategories(tx, deps, id, handler, { primary: "M4", secondary: ["D1"], reasons: "Le texto." }));
  const source = { kind: "report" as const, text: "Le signalement." };
  const today = civilDate(await house.store.now(), deps.calendar.zone);
  await act((tx) => setDate(tx, deps, id, handler, { fact: "facts_on", on: today, source }));

  // A named human, with reasons, on every node at once.
  const suspension = { kind: "suspension", staff: "T-1", reasons: "Le temps d’entendre chacun." } as const;
  expect(code(await act((tx) => orderMeasure(tx, deps, id, approver, suspension)))).toBe("case_not_assigned");
  expect(code(await act((tx) => orderMeasure(tx, deps, id, handler, suspension)))).toBe(true);
  expect(await house.text(other.staffPhone, other.staffDials, "Je suis en bas")).toMatchObject({
    outcome: "refused",
    code: "staff_suspended",
  });

  // Nothing before they were heard.
  const words = { reasons: "Il l’a écrit.", statement: "Vous avez écrit après la visite, à titre privé." };
  const proposal = { outcome: "confirmed", ...words, sanctions: [{ staff: "T-1", sanction: "warning" }] } as const;
  const propose = () =>
    act((tx) => proposeOutcome(tx, deps, id, handler, { ...proposal, sanctions: [...proposal.sanctions] }));
  expect(code(await propose())).toBe("not_heard");
  await act((tx) =>
    writeText(tx, deps, id, handler, { kind: "allegation", text: "Un message privé après la visite." }),
  );
  const me = { kind: "staff", id: staff } as const;
  const mine = await act((tx) => readMyCase(tx, deps, id, me));
  expect(mine).toMatchObject({ allegation: { text: "Un message privé après la visite." }, categories: ["D1", "M4"] });
  await act((tx) => answerCase(tx, deps, id, me, "Je regrette."));
  expect(code(await act((tx) => recordHearing(tx, deps, id, handler, { how: "answered" })))).toBe(true);

  // Two people, not two accounts.
  expect(code(await propose())).toBe(true);
  const twin = await bench.desk("approver", { identity: handler.identity });
  for (const one of [twin, approver]) await act((tx) => assignCase(tx, deps, id, one, WITH_TWO));
  const approval = { version: 1, decision: "approve", reasons: "Relu." } as const;
  expect(code(await act((tx) => decideProposal(tx, deps, id, twin, approval)))).toBe("same_person");
  expect(code(await act((tx) => decideProposal(tx, deps, id, approver, approval)))).toBe(true);
  expect(code(await act((tx) => closeCase(tx, deps, id, handler)))).toBe(true);

  // A warning keeps nobody away, and what was for the time until then is over.
  expect(await standingOf("T-1")).toBe("active");
  const after = await act((tx) => readMyCase(tx, deps, id, me));
  expect(after).toMatchObject({
    outcome: "confirmed",
    decision: { statement: words.statement },
    measures: [
      { kind: "suspension", isInForce: false, reasons: "Le temps d’entendre chacun." },
      { kind: "sanction", sanction: "warning", isInForce: true, reasons: words.statement },
    ],
  });

  // All of it is recorded, the refusals too, each with who.
  const events = await bench.events(id);
  const refused = events.filter(({ outcome }) => outcome === "refused").map((one) => one["code"]);
  expect(refused).toEqual(["case_not_assigned", "not_heard", "same_person"]);
  const standings = events.filter(({ event }) => event === "people.set-standing");
  expect(standings.map((one) => `${String(one["standing"])} ${String(one["by"])}`)).toEqual([
    `suspended ${handler.id}`,
    `active ${handler.id}`,
  ]);
});
