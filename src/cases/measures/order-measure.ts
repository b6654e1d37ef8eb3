import { civilDate } from "../../charter/index.ts";
import type { CaseId, MeasureId } from "../../base/ids.ts";
import { newId } from "../../base/ids.ts";
import type { Tx } from "../../store/index.ts";
import { append } from "../../ledger/index.ts";
import { datesOf } from "../dates/read-dates.ts";
import { keepDate } from "../dates/set-date.ts";
import type { CasesDeps } from "../deps.ts";
import type { Acted, DeskActor } from "../on-case.ts";
import { conflictsWith, mayWork, onCase } from "../on-case.ts";
import { keepText } from "../texts.ts";
import { applyStanding } from "./apply-standing.ts";
import { mayNow } from "./may-now.ts";
import { mayShow } from "../rules.ts";
import { maySign } from "./rules.ts";
import type { MeasureRow } from "./sql.ts";
import * as sql from "./sql.ts";
import type { MeasureRequest } from "./wire.ts";

export type Ordered = { readonly measure: MeasureId; readonly state: "awaiting" | "in_force" };

/**
 * Takes somebody off new missions, or suspends them until somebody decides: ordered by whoever handles the case, with
 * reasons, in force from this instant. One of the law's exceptions to its dates takes a second person: until they sign,
 * nothing changes. No machine does either. Source: Dir. (EU) 2024/2831 art. 10(5); Code du travail L1332-3.
 */
export async function orderMeasure(
  tx: Tx,
  deps: CasesDeps,
  id: CaseId,
  actor: DeskActor,
  { kind, staff, reasons, exception }: MeasureRequest,
): Promise<Acted<Ordered, string> | undefined> {
  return onCase<Ordered, string>(tx, id, { event: "cases.order-measure", actor }, async (facts) => {
    const works = await mayWork(tx, facts, "handler", actor);
    if (!works.ok) return works;
    if (facts.row.state === "closed") return { ok: false, code: "case_state_wrong" };
    const person = facts.concerned.find(({ reference }) => reference === staff);
    if (person === undefined) return { ok: false, code: "person_not_concerned" };
    // A suspension is for one person: nobody is suspended because it may have been them.
    if (kind === "suspension" && !person.is_certain) return { ok: false, code: "person_not_concerned" };
    const shown = mayShow(reasons);
    if (!shown.ok) return shown;
    const standing = await tx.query<MeasureRow>(sql.SELECT_MEASURES_IN_FORCE, [tx.tenant, person.staff_id]);
    const isSame = standing.some((one) => one.kind === kind && one.case_id === id);
    if (isSame) return { ok: false, code: "staff_standing_same" };
    if (kind === "suspension") {
      const dates = await datesOf(tx, id);
      const may = mayNow(deps, person.regime, "suspend_provisionally", { dates, now: tx.now, exception });
      if (!may.ok) return may;
    }
    const state = exception === undefined ? "in_force" : "awaiting";
    const measure = newId("measure");
    const text = await keepText(tx, deps.vault, id, "reasons", reasons, actor);
    const about = { measure, staff: person.staff_id, kind, exception, standsAs: state };
    const begun = state === "in_force" ? { event: "cases.begin-measure" } : { event: "cases.ask-measure" };
    const [leaf] = await append(tx, [{ ...begun, case: id, by: actor.id, ...about }]);
    const from = state === "in_force" ? tx.now : null;
    const what = [measure, id, person.staff_id, kind, null, null, null, exception ?? null, state];
    const signed = [tx.now, actor.id, actor.identity, null, null, null];
    await tx.query(sql.INSERT_MEASURE, [tx.tenant, ...what, ...signed, text, from, null, null, leaf?.entryId]);
    if (state === "in_force") await begin(tx, deps, id, kind, person.staff_id, actor);
    return { ok: true, value: { measure, state }, text, entry: about };
  });
}

async function begin(
  tx: Tx,
  { calendar }: Pick<CasesDeps, "calendar">,
  id: CaseId,
  kind: MeasureRow["kind"],
  staff: MeasureRow["staff_id"],
  actor: DeskActor,
): Promise<void> {
  await applyStanding(tx, staff, id, actor.id);
  if (kind !== "suspension") return;
  await keepDate(tx, id, { fact: "provisionally_suspended_on", on: civilDate(tx.now, calendar.zone) });
}

/** The second person signs a measure that waits for them, or declines it. */
export async function signMeasure(
  tx: Tx,
  deps: CasesDeps,
  id: CaseId,
  actor: DeskActor,
  {
    measure,
    decision,
    reasons,
  }: { readonly measure: MeasureId; readonly decision: "sign" | "decline"; readonly reasons: string },
): Promise<Acted<undefined, string> | undefined> {
  return onCase<undefined, string>(tx, id, { event: "cases.sign-measure", actor }, async (facts) => {
    const works = await mayWork(tx, facts, "approver", actor);
    if (!works.ok) return works;
    if (facts.row.state === "closed") return { ok: false, code: "case_state_wrong" };
    const found = await findMeasure(tx, id, measure);
    if (found?.state !== "awaiting") return { ok: false, code: "measure_not_awaiting" };
    const conflicts = await conflictsWith(tx, facts, actor.id, actor.identity);
    const may = maySign(found.ordered_identity, actor.identity, conflicts);
    if (!may.ok) return may;
    const person = facts.concerned.find(({ staff_id }) => staff_id === found.staff_id);
    if (person === undefined) return { ok: false, code: "person_not_concerned" };
    if (decision === "sign" && found.kind === "suspension") {
      const at = { dates: await datesOf(tx, id), now: tx.now, exception: found.exception ?? undefined };
      const allowed = mayNow(deps, person.regime, "suspend_provisionally", at);
      if (!allowed.ok) return allowed;
    }
    const text = await keepText(tx, deps.vault, id, "reasons", reasons, actor);
    const state = decision === "sign" ? "in_force" : "declined";
    const from = decision === "sign" ? tx.now : null;
    const row = [state, tx.now, actor.id, actor.identity, from, null];
    await tx.query(sql.SIGN_MEASURE, [tx.tenant, measure, ...row]);
    if (decision === "sign") await begin(tx, deps, id, found.kind, found.staff_id, actor);
    return { ok: true, value: undefined, text, entry: { measure, decision, staff: found.staff_id } };
  });
}

async function findMeasure(tx: Tx, id: CaseId, measure: MeasureId): Promise<MeasureRow | undefined> {
  const rows = await tx.query<MeasureRow>(sql.SELECT_MEASURES, [tx.tenant, id]);
  return rows.find(({ measure_id }) => measure_id === measure);
}

/**
 * Ends a measure, with reasons: whoever it kept away works again, unless another measure stands. What two people began,
 * an approver ends who works on the case; a hold or a suspension, its handler too.
 */
export async function endMeasure(
  tx: Tx,
  deps: Pick<CasesDeps, "vault">,
  id: CaseId,
  actor: DeskActor,
  { measure, reasons }: { readonly measure: MeasureId; readonly reasons: string },
): Promise<Acted<undefined, string> | undefined> {
  return onCase<undefined, string>(tx, id, { event: "cases.end-measure", actor }, async (facts) => {
    const found = await findMeasure(tx, id, measure);
    const role = found?.kind === "sanction" || actor.duty === "approver" ? "approver" : "handler";
    const works = await mayWork(tx, facts, role, actor);
    if (!works.ok) return works;
    if (found?.state !== "in_force") return { ok: false, code: "measure_not_in_force" };
    const text = await keepText(tx, deps.vault, id, "reasons", reasons, actor);
    await tx.query(sql.END_MEASURE, [tx.tenant, measure, tx.now, actor.id]);
    await applyStanding(tx, found.staff_id, id, actor.id);
    return { ok: true, value: undefined, text, entry: { measure, staff: found.staff_id } };
  });
}

/** With its case, whatever was for the time until it was decided is over: holds and suspensions. Sanctions stand. */
export async function endProvisional(tx: Tx, id: CaseId, actor: DeskActor): Promise<void> {
  const rows = await tx.query<MeasureRow>(sql.SELECT_MEASURES, [tx.tenant, id]);
  for (const { measure_id: measure, staff_id: staff, kind, state } of rows) {
    if (state !== "in_force" || kind === "sanction") continue;
    await append(tx, [{ event: "cases.end-measure", case: id, by: actor.id, outcome: "done", measure, staff }]);
    await tx.query(sql.END_MEASURE, [tx.tenant, measure, tx.now, actor.id]);
    await applyStanding(tx, staff, id, actor.id);
  }
}

/** In one go. */
const MOST_EXPIRED = 50;

/** What was ordered for a time that is over. */
export async function expiredMeasures(
  tx: Tx,
): Promise<readonly { readonly case: CaseId; readonly measure: MeasureId }[]> {
  const asked = [tx.tenant, tx.now, MOST_EXPIRED];
  const rows = await tx.query<Pick<MeasureRow, "measure_id" | "case_id">>(sql.SELECT_EXPIRED_MEASURES, asked);
  return rows.map(({ case_id, measure_id }) => ({ case: case_id, measure: measure_id }));
}

/** Ends what was ordered for a time that is over: nobody is kept away longer because nobody looked. */
export async function expireMeasure(tx: Tx, id: CaseId, measure: MeasureId): Promise<boolean> {
  const acted = await onCase<boolean>(tx, id, { event: "cases.end-measure", actor: { kind: "machine" } }, async () => {
    const found = await findMeasure(tx, id, measure);
    const isOver = found?.state === "in_force" && found.until_at !== null && found.until_at <= tx.now;
    if (found === undefined || !isOver) return { ok: false, code: "measure_not_in_force" };
    await tx.query(sql.END_MEASURE, [tx.tenant, measure, tx.now, null]);
    await applyStanding(tx, found.staff_id, id, undefined);
    return { ok: true, value: true, entry: { measure, staff: found.staff_id } };
  });
  return acted?.ok === true;
}
