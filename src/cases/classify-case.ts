import type { CaseId, StaffId } from "../base/ids.ts";
import type { Tx } from "../store/index.ts";
import { textArray } from "../store/index.ts";
import { refreshDue } from "./dates/read-clocks.ts";
import type { CasesDeps } from "./deps.ts";
import type { Acted, DeskActor } from "./on-case.ts";
import { mayWork, onCase, readFacts } from "./on-case.ts";
import type { CategoryRow } from "./sql.ts";
import * as sql from "./sql.ts";
import { isSpecial } from "./taxonomy.ts";
import { keepText } from "./texts.ts";
import type { CategoriesRequest } from "./wire.ts";

type Classified = Acted<undefined> | undefined;

/** Says what a case is about: one primary category and any others, by a human, with reasons. What it was before stays. */
export async function setCategories(
  tx: Tx,
  { vault }: Pick<CasesDeps, "vault">,
  id: CaseId,
  actor: DeskActor,
  { primary, secondary, reasons }: CategoriesRequest,
): Promise<Classified> {
  return onCase<undefined>(tx, id, { event: "cases.set-categories", actor }, async (facts) => {
    const works = await mayWork(tx, facts, "handler", actor);
    if (!works.ok) return works;
    const isDecided = facts.row.state === "approved" || facts.row.state === "closed";
    if (isDecided) return { ok: false, code: "case_state_wrong" };
    const before = await tx.query<CategoryRow>(sql.SELECT_CATEGORIES, [tx.tenant, id]);
    const text = await keepText(tx, vault, id, "reasons", reasons, actor);
    const asked = new Map([[primary, true], ...secondary.map((code) => [code, false] as const)]);
    const ended = before.filter(({ code, is_primary }) => asked.get(code) !== is_primary).map(({ code }) => code);
    const isThere = (code: string) => before.some((one) => one.code === code) && !ended.some((one) => one === code);
    const added = [...asked.keys()].filter((code) => !isThere(code));
    await tx.query(sql.END_CATEGORIES, [tx.tenant, id, tx.now, textArray(ended)]);
    await tx.query(sql.INSERT_CATEGORIES, [tx.tenant, id, primary, tx.now, actor.id, text, textArray(added)]);
    const special = [...asked.keys()].some(isSpecial);
    await tx.query(sql.SET_SPECIAL, [tx.tenant, id, special]);
    return { ok: true, value: undefined, text, entry: { primary, secondary } };
  });
}

/** Says whom a case is about: somebody more, somebody for sure, or not them after all. */
export async function setConcerned(
  tx: Tx,
  deps: Pick<CasesDeps, "vault" | "calendar">,
  id: CaseId,
  actor: DeskActor,
  asked: {
    readonly staff: string;
    readonly isConcerned: boolean;
    readonly isCertain: boolean;
    readonly reasons: string;
  },
): Promise<Classified> {
  return onCase<undefined>(tx, id, { event: "cases.set-concerned", actor }, async (facts) => {
    const works = await mayWork(tx, facts, "handler", actor);
    if (!works.ok) return works;
    if (!["triage", "enquiry", "heard"].includes(facts.row.state)) return { ok: false, code: "case_state_wrong" };
    const [found] = await tx.query<{ staff_id: StaffId }>(sql.SELECT_STAFF, [tx.tenant, asked.staff]);
    if (found === undefined) return { ok: false, code: "person_not_concerned" };
    const { staff_id: staff } = found;
    const isMeasured = await tx.query(sql.SELECT_STANDING_MEASURE, [tx.tenant, id, staff]);
    if (!asked.isConcerned && isMeasured.length > 0) return { ok: false, code: "measure_in_force" };
    const text = await keepText(tx, deps.vault, id, "reasons", asked.reasons, actor);
    if (asked.isConcerned) await tx.query(sql.PUT_CONCERNED, [tx.tenant, id, staff, asked.isCertain, tx.now]);
    else await tx.query(sql.DELETE_CONCERNED, [tx.tenant, id, staff]);
    await refreshDue(tx, deps, await readFacts(tx, facts.row));
    const { isConcerned, isCertain } = asked;
    return { ok: true, value: undefined, text, entry: { staff, isConcerned, isCertain } };
  });
}

/** Two cases that belong together. Both stay what they are. */
export async function linkCases(tx: Tx, id: CaseId, actor: DeskActor, other: CaseId): Promise<Classified> {
  return onCase<undefined>(tx, id, { event: "cases.link-case", actor }, async (facts) => {
    const works = await mayWork(tx, facts, "handler", actor);
    if (!works.ok) return works;
    if (id === other) return { ok: false, code: "link_to_itself" };
    const [there] = await tx.query(sql.SELECT_CASE, [tx.tenant, other]);
    if (there === undefined) return { ok: false, code: "case_unknown" };
    await tx.query(sql.INSERT_LINK, [tx.tenant, id, other, tx.now]);
    return { ok: true, value: undefined, entry: { other } };
  });
}
