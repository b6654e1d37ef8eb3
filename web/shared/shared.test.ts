import { describe, expect, test, vi } from "vitest";
import { deadlineOf } from "./deadline.ts";
import { afterProblem, type Problem } from "./retry.ts";
import { SessionGate } from "./session-gate.ts";
import { readView, sortBy, writeQuery } from "./table-state.ts";
import { wordsOf } from "./text.ts";
import { errorsOf } from "./form-errors.ts";

const problem = (status: number, code = String(status)): Problem => ({
  status,
  code,
  fields: [],
  reference: undefined,
});
const first = { tries: 0, isRepeatable: false, maySignIn: true };

describe("a call that failed", () => {
  test("without an answer is made again only where asking twice does it once", () => {
    expect(afterProblem(problem(0), first)).toEqual({ step: "give-up" });
    expect(afterProblem(problem(0), { ...first, isRepeatable: true })).toEqual({ step: "wait", waitMs: 500 });
    expect(afterProblem(problem(502), first)).toEqual({ step: "give-up" });
  });

  test("is made again when the server says that it did nothing", () => {
    for (const code of ["overloaded", "ledger_unavailable", "idempotency_in_progress"]) {
      expect(afterProblem(problem(503, code), first)).toMatchObject({ step: "wait" });
    }
  });

  test("is not made for ever", () => {
    expect(afterProblem(problem(0), { ...first, isRepeatable: true, tries: 2 })).toEqual({ step: "give-up" });
  });

  test("waits for a sign-in, however often it was tried; where being signed out is an answer, it does not", () => {
    expect(afterProblem(problem(401), { ...first, tries: 9 })).toEqual({ step: "sign-in" });
    expect(afterProblem(problem(401), { ...first, maySignIn: false })).toEqual({ step: "give-up" });
  });

  test("is not made again when it was refused", () => {
    expect(afterProblem(problem(409, "pair_cut"), { ...first, isRepeatable: true })).toEqual({ step: "give-up" });
  });
});

test("all calls wait for one sign-in, and the next one asks anew", async () => {
  const gate = new SessionGate();
  const told = vi.fn<() => void>();
  gate.subscribe(told);
  const both = [gate.ask(), gate.ask()];
  expect([gate.isAsked, told.mock.calls.length]).toEqual([true, 1]);
  gate.settle(true);
  expect(await Promise.all(both)).toEqual([true, true]);
  expect(gate.isAsked).toBe(false);
  const next = gate.ask();
  gate.settle(false);
  expect(await next).toBe(false);
});

describe("a deadline", () => {
  const now = new Date(2026, 10, 28, 15, 30).getTime();

  test("on a day leaves the whole of it", () => {
    expect(deadlineOf("2026-11-28", now)).toMatchObject({ days: 0, tone: "near", hours: undefined });
    expect(deadlineOf("2026-11-27", now)).toMatchObject({ days: -1, tone: "late" });
    expect(deadlineOf("2026-12-01", now)).toMatchObject({ days: 3, tone: "near" });
    expect(deadlineOf("2026-12-02", now)).toMatchObject({ days: 4, tone: "calm" });
  });

  test("at an instant is over at that instant, and is told in hours when it is near", () => {
    const at = (ms: number) => new Date(now + ms).toISOString();
    expect(deadlineOf(at(-1), now)).toMatchObject({ tone: "late" });
    expect(deadlineOf(at(0), now)).toMatchObject({ tone: "near", hours: 0 });
    expect(deadlineOf(at(47 * 3_600_000), now)).toMatchObject({ hours: 47 });
    expect(deadlineOf(at(48 * 3_600_000), now)).toMatchObject({ hours: undefined, days: 2 });
  });

  test("counts days of the calendar through a change of the clock", () => {
    const before = new Date(2026, 9, 24, 23, 0).getTime();
    expect(deadlineOf("2026-10-26", before)).toMatchObject({ days: 2 });
  });
});

describe("a table's state in the address", () => {
  const filters = { state: "open", q: "" };

  test("is read back as it was written, and what is as usual is not written", () => {
    const query = writeQuery(
      "",
      { state: "closed", q: "é & ?", sort: "-due", page: "2", after: "c" },
      { ...filters, sort: "due" },
    );
    expect(readView(query, filters, "due")).toEqual({
      filters: { state: "closed", q: "é & ?" },
      sort: "-due",
      after: "c",
      page: 2,
    });
    expect(
      writeQuery(
        query,
        { state: "open", q: "", sort: "due", page: undefined, after: undefined },
        { ...filters, sort: "due" },
      ),
    ).toBe("");
  });

  test("keeps what another part of the page wrote", () => {
    expect(writeQuery("?tab=notes", { q: "a" }, filters)).toBe("?tab=notes&q=a");
  });

  test("with nonsense in it is as usual", () => {
    expect(readView("?page=-3", filters, "due").page).toBe(1);
    expect(readView("?page=x", filters, "due").page).toBe(1);
  });

  test("a second click on a column turns it around", () => {
    expect(sortBy("due", "due")).toBe("-due");
    expect(sortBy("-due", "due")).toBe("due");
    expect(sortBy("opened", "due")).toBe("due");
  });
});

test("a field that the server did not understand is marked, an inner one by its outer name", () => {
  const refused = { ...problem(400, "invalid_request"), fields: ["customer.phone", "reasons", "other"] };
  expect(errorsOf(refused, { customer: "", reasons: "", text: "" }, "no")).toEqual({ customer: "no", reasons: "no" });
});

test("times away are said as people say them", () => {
  expect(wordsOf("fr", {}).away(1, "day")).toBe("demain");
  expect(wordsOf("en", {}).away(-3, "day")).toBe("3 days ago");
});
