import { civilDate } from "../../charter/index.ts";
import type { CaseId, CaseTextId, CompanionId, ReportId, StaffId } from "../../base/ids.ts";
import { append } from "../../ledger/index.ts";
import type { Query, Tx } from "../../store/index.ts";
import { TENANT } from "../../store/index.ts";
import type { CasesDeps } from "../deps.ts";
import type { MeasureRow } from "../measures/sql.ts";
import { SELECT_MEASURES } from "../measures/sql.ts";
import { releasedWords } from "../report-answer.ts";
import { APPEAL_MS, mayAppeal } from "../rules.ts";
import type { CategoryRow, ProposalRow, ReleaseRow } from "../sql.ts";
import { SELECT_CATEGORIES, SELECT_PROPOSALS, SELECT_RELEASES } from "../sql.ts";
import type { CaseText } from "../texts.ts";
import { readTexts } from "../texts.ts";
import type { CompanionRow, MyCaseRow } from "./sql.ts";
import * as sql from "./sql.ts";
import type { MyCase } from "./wire.ts";

type Deps = Pick<CasesDeps, "vault" | "calendar" | "reports">;
export type Reader =
  | { readonly kind: "staff"; readonly id: StaffId }
  | { readonly kind: "companion"; readonly id: CompanionId; readonly staff: StaffId };

export async function listMyCases(run: Query, deps: Deps, staff: StaffId, now: Date) {
  const rows = await run.query<MyCaseRow>(sql.SELECT_MY_CASES, [TENANT, staff]);
  return rows.map((row) => summaryOf(deps, row, now));
}

function summaryOf({ calendar }: Deps, row: MyCaseRow, now: Date) {
  const { state, outcome, round, closed_at: closedAt } = row;
  const appeal = { state, outcome: outcome ?? undefined, closedAt: closedAt ?? undefined, round, now };
  const isOpen = closedAt !== null && mayAppeal("concerned", appeal).ok;
  return {
    id: row.case_id,
    state,
    outcome,
    openedOn: civilDate(row.opened_at, calendar.zone),
    mayAppealUntil: isOpen ? new Date(closedAt.getTime() + APPEAL_MS).toISOString() : null,
  };
}

const READINGS = { case: { event: "cases.read-my-case" }, export: { event: "cases.export-my-case" } } as const;

/**
 * Shows somebody the case about them, or whom they chose to assist them; recorded first. What is alleged in the handler's
 * words, the evidence that was released, their own answers, what was decided on them and why. Nothing of who reported:
 * no name, no words, no language, no door, no reference; days, and hours only by a decision.
 * Undefined: no such case, none about them, or they were not told yet. Source: GDPR art. 15(4); facts on law, 2.1 R-16.
 */
export async function readMyCase(
  tx: Tx,
  deps: Deps,
  id: CaseId,
  reader: Reader,
  reading: keyof typeof READINGS = "case",
): Promise<MyCase | undefined> {
  const staff = reader.kind === "staff" ? reader.id : reader.staff;
  const rows = await tx.query<MyCaseRow>(sql.SELECT_MY_CASES, [tx.tenant, staff]);
  const row = rows.find((one) => one.case_id === id);
  if (row === undefined) return undefined;
  await append(tx, [{ ...READINGS[reading], case: id, by: reader.id, staff }], { changesFacts: false });
  const [texts, categories, proposals, releases, measures, companions] = await Promise.all([
    readTexts(tx, deps.vault, id),
    tx.query<CategoryRow>(SELECT_CATEGORIES, [tx.tenant, id]),
    tx.query<ProposalRow>(SELECT_PROPOSALS, [tx.tenant, id]),
    tx.query<ReleaseRow>(SELECT_RELEASES, [tx.tenant, id]),
    tx.query<MeasureRow>(SELECT_MEASURES, [tx.tenant, id]),
    tx.query<CompanionRow>(sql.SELECT_COMPANIONS, [tx.tenant, id]),
  ]);
  const words = new Map(texts.map((text) => [text.text_id, text.words]));
  const wordsOf = (text: CaseTextId | null) => (text === null ? null : (words.get(text) ?? null));
  const hasHours = releases.some(({ what }) => what === "exact_times");
  const dayOf = (at: Date) => civilDate(at, deps.calendar.zone);
  const dated = ({ at, words: text }: CaseText) => ({ on: dayOf(at), at: null, text });
  const ofKind = (kind: CaseText["kind"]) => texts.filter((text) => text.kind === kind);
  const own = (kind: CaseText["kind"]) => ofKind(kind).filter((text) => isOwn(text, staff, companions));
  const decided = proposals.findLast(({ state }) => state === "approved");
  const allegation = ofKind("allegation").at(-1);
  const released = releases.flatMap(({ what, report_id }) => (what === "report_text" ? [report_id as ReportId] : []));
  return {
    ...summaryOf(deps, row, tx.now),
    categories: categories.map(({ code }) => code),
    allegation: allegation === undefined ? null : dated(allegation),
    evidence: ofKind("evidence").map((text) => ({
      ...dated(text),
      happenedOn: text.happened_at === null ? null : dayOf(text.happened_at),
      happenedAt: hasHours ? (text.happened_at?.toISOString() ?? null) : null,
    })),
    reportTexts: await textsOf(tx, deps, released),
    answers: own("answer").map((text) => ({ ...dated(text), at: text.at.toISOString() })),
    appeals: own("appeal").map((text) => ({ ...dated(text), at: text.at.toISOString() })),
    measures: measures.flatMap((one) => (one.staff_id === staff ? measureOf(one, dayOf, wordsOf) : [])),
    decision:
      decided === undefined ? null : { outcome: decided.outcome, statement: wordsOf(decided.statement_text_id) },
    companions: companions
      .filter((one) => one.staff_id === staff)
      .map((one) => ({
        id: one.companion_id,
        name: wordsOf(one.text_id),
        isRevoked: one.revoked_at !== null,
      })),
  };
}

/** A measure that stands or stood, by its days, with the reasons that were written for them. One that waits is none yet. */
function measureOf(
  row: MeasureRow,
  dayOf: (at: Date) => string,
  wordsOf: (text: CaseTextId) => string | null,
): MyCase["measures"] {
  if (row.state !== "in_force" && row.state !== "ended") return [];
  return [
    {
      kind: row.kind,
      sanction: row.sanction,
      fromOn: row.from_at === null ? null : dayOf(row.from_at),
      untilOn: row.until_at === null ? null : dayOf(row.until_at),
      isInForce: row.state === "in_force",
      reasons: wordsOf(row.text_id),
    },
  ];
}

/** Their own words and those of whom they chose; another person's in the same case are not theirs to read. */
function isOwn({ by_kind, by_id }: CaseText, staff: StaffId, companions: readonly CompanionRow[]): boolean {
  if (by_kind === "staff") return by_id === staff;
  return by_kind === "companion" && companions.some((one) => one.companion_id === by_id && one.staff_id === staff);
}

async function textsOf(tx: Tx, { vault }: Deps, released: readonly ReportId[]): Promise<string[]> {
  const texts: string[] = [];
  for (const report of released) texts.push(...(await releasedWords(tx, vault, report)));
  return texts;
}
