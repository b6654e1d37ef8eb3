/** What the person concerned sees, says and keeps; what of the reporter they never see; what goes again on time. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CaseId } from "../../base/ids.ts";
import { appealCase } from "../appeal-case.ts";
import { openLog } from "../../base/log.ts";
import { assignCase } from "../assign-case.ts";
import type { CasesBench } from "../cases.fixture.ts";
import { openCasesBench } from "../cases.fixture.ts";
import { Cases } from "../cases.ts";
import { setCategories } from "../classify-case.ts";
import { decideProposal } from "../decide-proposal.ts";
import { proposeOutcome } from "../propose-outcome.ts";
import { ANSWER_MS, TRACE_MS } from "../rules.ts";
import { beginStep, closeCase, recordHearing } from "../take-step.ts";
import { releaseMore, writeText } from "../write-case.ts";
import { answerCase, appealMyCase, nameCompanion, openCompanion, revokeCompanion } from "./answer-case.ts";
import { plainTextOf } from "./export-my-case.ts";
import { listMyCases, readMyCase } from "./read-my-case.ts";

let bench: CasesBench;
let cases: Cases;
beforeAll(async () => {
  bench = await openCasesBench();
  const log = openLog("silent");
  cases = new Cases({ deps: bench.deps, log, isWatchingOn: () => true });
});
afterAll(() => bench.close());

/** What only the reporter wrote, and may be known by. */
const HER_WORDS = "My neighbour Mrs Canary saw him at 21:07, call me on 0639981234";
const code = (acted: { readonly ok: boolean; readonly code?: string } | undefined) => acted?.code ?? acted?.ok;

async function toldCase() {
  const [handler, approver, staff] = [await bench.desk("handler"), await bench.desk("approver"), await bench.staff()];
  const { id, report } = await bench.file({ customer: await bench.customer(), staff: [staff.id], words: HER_WORDS });
  await bench.act((tx) => assignCase(tx, bench.deps, id, handler, { role: "handler" }));
  await bench.act((tx) => assignCase(tx, bench.deps, id, approver, { role: "approver" }));
  await bench.act((tx) => beginStep(tx, bench.deps, id, handler, "triage"));
  await bench.act((tx) => beginStep(tx, bench.deps, id, handler, "enquiry"));
  await bench.act((tx) => setCategories(tx, bench.deps, id, handler, { primary: "D2", secondary: [], reasons: "Vu." }));
  await bench.act((tx) => writeText(tx, bench.deps, id, handler, { kind: "note", text: "Canary au desk" }));
  const before = await bench.act((tx) => readMyCase(tx, bench.deps, id, { kind: "staff", id: staff.id }));
  expect(before).toBeUndefined();
  const alleged = "Un texto privé vous est reproché.";
  await bench.act((tx) => writeText(tx, bench.deps, id, handler, { kind: "allegation", text: alleged }));
  const happenedAt = new Date("2026-03-12T20:07:31Z");
  await bench.act((tx) => writeText(tx, bench.deps, id, handler, { kind: "evidence", text: "Le texto.", happenedAt }));
  return { id, report, handler, approver, staff };
}
type Made = Awaited<ReturnType<typeof toldCase>>;

const read = ({ id, staff }: Pick<Made, "id" | "staff">) =>
  bench.act((tx) => readMyCase(tx, bench.deps, id, { kind: "staff", id: staff.id }));

async function finish({ id, handler, approver }: Made, outcome: "confirmed" | "not_confirmed") {
  await bench.act((tx) => recordHearing(tx, bench.deps, id, handler, { how: "met" }));
  const asked = { outcome, reasons: "Canary l’a dit.", statement: "Voici pourquoi.", sanctions: [] };
  await bench.act((tx) => proposeOutcome(tx, bench.deps, id, handler, asked));
  const deciding = { version: 1, decision: "approve", reasons: "Relu avec Canary." } as const;
  await bench.act((tx) => decideProposal(tx, bench.deps, id, approver, deciding));
  expect(code(await bench.act((tx) => closeCase(tx, bench.deps, id, handler)))).toBe(true);
}

test("they see what is alleged and the evidence by its day; nothing of who reported, of notes or of reasons", async () => {
  const made = await toldCase();
  await finish(made, "confirmed");
  const mine = await read(made);
  expect(mine).toMatchObject({
    allegation: { text: "Un texto privé vous est reproché.", at: null },
    evidence: [{ text: "Le texto.", happenedOn: "2026-03-12", happenedAt: null }],
    categories: ["D2"],
    decision: { outcome: "confirmed", statement: "Voici pourquoi." },
    reportTexts: [],
  });
  const seen = JSON.stringify(mine);
  for (const secret of ["Canary", "neighbour", "0639", "21:07", "20:07", made.report, made.handler.id, "P-"]) {
    expect(seen, secret).not.toContain(secret);
  }
  // The twin: these are in the case.
  expect(seen).toContain("texto");
});

test("hours and a report's own words are shown only where the DPO decided so, with reasons", async () => {
  const made = await toldCase();
  const dpo = await bench.desk("dpo");
  const release = (what: "exact_times" | "report_text", report?: Made["report"]) =>
    bench.act((tx) => releaseMore(tx, bench.deps, made.id, dpo, { what, report, reasons: "Pour répondre." }));
  const other = await toldCase();
  expect(code(await release("report_text", other.report))).toBe("report_not_of_case");
  await release("exact_times");
  expect(await read(made)).toMatchObject({ evidence: [{ happenedAt: "2026-03-12T20:07:31.000Z" }], reportTexts: [] });
  await release("report_text", made.report);
  expect(await read(made)).toMatchObject({ reportTexts: [HER_WORDS.replace("0639981234", "•••••")] });
  const released = (await bench.events(made.id)).filter(({ event }) => event === "cases.release-more");
  expect(released.map(({ outcome }) => outcome)).toEqual(["refused", "done", "done"]);
});

test("nobody reads a case that is not about them, and a case of another's looks like none", async () => {
  const [made, other] = [await toldCase(), await toldCase()];
  expect(await read({ id: made.id, staff: other.staff })).toBeUndefined();
  const now = await bench.house.store.now();
  const list = await listMyCases(bench.deps.store, bench.deps, other.staff.id, now);
  expect(list.map(({ id }) => id)).toEqual([other.id]);
  const answered = await bench.act((tx) =>
    answerCase(tx, bench.deps, made.id, { kind: "staff", id: other.staff.id }, "Pas moi."),
  );
  expect(answered).toBeUndefined();
});

test("what would show the reporter's number is not kept for them to read", async () => {
  const made = await toldCase();
  const write = (text: string) =>
    bench.act((tx) => writeText(tx, bench.deps, made.id, made.handler, { kind: "evidence", text }));
  expect(code(await write("Envoyé au 06 39 98 12 34"))).toBe("contact_data_written");
  expect(code(await write("Envoyé sur son numéro personnel"))).toBe(true);
});

test("they are heard when they answered or had a week to; until it is decided they may add to it", async () => {
  const made = await toldCase();
  const hear = (how: "answered" | "no_answer") =>
    bench.act((tx) => recordHearing(tx, bench.deps, made.id, made.handler, { how }));
  expect(code(await hear("answered"))).toBe("not_heard");
  expect(code(await hear("no_answer"))).toBe("answer_window_open");
  await bench.house.advance(ANSWER_MS - 60_000);
  expect(code(await hear("no_answer"))).toBe("answer_window_open");
  const answer = () =>
    bench.act((tx) => answerCase(tx, bench.deps, made.id, { kind: "staff", id: made.staff.id }, "J’ai eu tort."));
  expect(code(await answer())).toBe(true);
  expect(code(await hear("answered"))).toBe(true);
  expect(code(await answer())).toBe(true);
  expect((await read(made))?.answers.map(({ text }) => text)).toEqual(["J’ai eu tort.", "J’ai eu tort."]);
});

test("whom they chose reads and answers with a link of their own, until it is revoked; each reading is an entry", async () => {
  const made = await toldCase();
  const { id, staff } = made;
  const named = await bench.act((tx) => nameCompanion(tx, bench.deps, id, staff.id, "Maître Durand"));
  if (named?.ok !== true) throw new Error("not named");
  const { token, companion } = named.value;
  const opened = await openCompanion(bench.deps.store, token);
  if (opened === undefined) throw new Error("not opened");
  expect(opened).toMatchObject({ case: id, reader: { id: companion } });
  expect(await openCompanion(bench.deps.store, `${token}x`)).toBeUndefined();
  const seen = await bench.act((tx) => readMyCase(tx, bench.deps, opened.case, opened.reader));
  expect(seen).toMatchObject({ id, companions: [{ name: "Maître Durand", isRevoked: false }] });
  expect(code(await bench.act((tx) => answerCase(tx, bench.deps, id, opened.reader, "Pour lui.")))).toBe(true);
  expect((await read(made))?.answers.map(({ text }) => text)).toEqual(["Pour lui."]);
  const other = await toldCase();
  expect(await bench.act((tx) => revokeCompanion(tx, id, other.staff.id, companion))).toBeUndefined();
  expect(code(await bench.act((tx) => revokeCompanion(tx, id, staff.id, companion)))).toBe(true);
  expect(await openCompanion(bench.deps.store, token)).toBeUndefined();
  expect(code(await bench.act((tx) => revokeCompanion(tx, id, staff.id, companion)))).toBe("companion_unknown");
  const readings = (await bench.events(id)).filter(({ event }) => event === "cases.read-my-case").map(({ by }) => by);
  expect(readings).toEqual([companion, staff.id]);
  const { rows } = await bench.house.owner.query("select encode(token_hash, 'hex') as h from cases.companion");
  expect(JSON.stringify(rows)).not.toContain(token);
});

test("five people may assist, a sixth is refused", async () => {
  const { id, staff } = await toldCase();
  const name = () => bench.act((tx) => nameCompanion(tx, bench.deps, id, staff.id, "Somebody"));
  for (let n = 0; n < 5; n += 1) expect(code(await name())).toBe(true);
  expect(code(await name())).toBe("companions_too_many");
});

test("their own file is theirs to take away, as data and as text", async () => {
  const made = await toldCase();
  const mine = await bench.act((tx) =>
    readMyCase(tx, bench.deps, made.id, { kind: "staff", id: made.staff.id }, "export"),
  );
  if (mine === undefined) throw new Error("no file");
  const text = plainTextOf(mine, "fr");
  expect(text).toContain("Un texto privé vous est reproché.");
  expect(text).not.toContain("Canary");
  expect(plainTextOf(mine, "en")).toContain("What is alleged");
  expect((await bench.events(made.id)).at(-1)).toMatchObject({ event: "cases.export-my-case", by: made.staff.id });
});

test("they appeal what is against them, and not what is not", async () => {
  const made = await toldCase();
  await finish(made, "not_confirmed");
  const appeal = ({ id, staff }: Made) => bench.act((tx) => appealMyCase(tx, bench.deps, id, staff.id, "C’est faux."));
  expect(code(await appeal(made))).toBe("appeal_not_open");
  const confirmed = await toldCase();
  await finish(confirmed, "confirmed");
  expect((await read(confirmed))?.mayAppealUntil).not.toBeNull();
  expect(code(await appeal(confirmed))).toBe(true);
  expect(await read(confirmed)).toMatchObject({ state: "enquiry", appeals: [{ text: "C’est faux." }] });
});

async function concerned(id: CaseId): Promise<number> {
  const { rows } = await bench.house.owner.query("select from cases.concerned where case_id = $1", [id]);
  return rows.length;
}

test("what was not confirmed goes from their record on time, and is recorded; what was confirmed stays", async () => {
  const [cleared, confirmed, appealed] = [await toldCase(), await toldCase(), await toldCase()];
  await finish(cleared, "not_confirmed");
  await finish(confirmed, "confirmed");
  await finish(appealed, "not_confirmed");
  const again = { by: "reporter", words: "Non." } as const;
  await bench.act((tx) => appealCase(tx, bench.deps, appealed.id, appealed.handler, again));
  await bench.house.advance(TRACE_MS - 60_000);
  await cases.doChores();
  expect(await concerned(cleared.id)).toBe(1);
  await bench.house.advance(60_000);
  await Promise.all([cases.doChores(), cases.doChores()]);
  expect([await concerned(cleared.id), await concerned(confirmed.id), await concerned(appealed.id)]).toEqual([0, 1, 1]);
  const now = await bench.house.store.now();
  expect(await listMyCases(bench.deps.store, bench.deps, cleared.staff.id, now)).toEqual([]);
  const erased = (await bench.events(cleared.id)).filter(({ event }) => event === "cases.erase-trace");
  expect(erased.filter(({ outcome }) => outcome === "done")).toHaveLength(1);
});
