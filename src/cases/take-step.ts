import type { CaseId } from "../base/ids.ts";
import type { Tx } from "../store/index.ts";
import type { CasesDeps } from "./deps.ts";
import { endProvisional } from "./measures/order-measure.ts";
import type { Acted, DeskActor } from "./on-case.ts";
import { mayWork, moveCase, onCase } from "./on-case.ts";
import { mayHear, mayStep } from "./rules.ts";
import * as sql from "./sql.ts";
import { keepText } from "./texts.ts";
import { tellReporters } from "./tell-reporters.ts";
import type { Outcome } from "./wire.ts";

export type Stepped = Acted<undefined> | undefined;
type Deps = Pick<CasesDeps, "calendar" | "vault" | "reports">;

const BEGUN = { triage: { event: "cases.begin-triage" }, enquiry: { event: "cases.begin-enquiry" } } as const;

/** Triage and enquiry: whoever has the case begins the next part of it. */
export async function beginStep(
  tx: Tx,
  deps: Deps,
  id: CaseId,
  actor: DeskActor,
  step: "triage" | "enquiry",
): Promise<Stepped> {
  return onCase(tx, id, { ...BEGUN[step], actor }, async (facts) => {
    const works = await mayWork(tx, facts, "handler", actor);
    if (!works.ok) return works;
    const may = mayStep(step, facts.row.state);
    if (!may.ok) return may;
    await moveCase(tx, facts, step);
    await tellReporters(tx, deps, id, { state: step });
    return { ok: true, value: undefined, to: step };
  });
}

/** Records that the person concerned was heard: they answered, met somebody, or let the time pass. */
export async function recordHearing(
  tx: Tx,
  deps: Deps,
  id: CaseId,
  actor: DeskActor,
  { how, reasons }: { readonly how: "answered" | "met" | "no_answer"; readonly reasons?: string | undefined },
): Promise<Stepped> {
  return onCase(tx, id, { event: "cases.record-hearing", actor }, async (facts) => {
    const works = await mayWork(tx, facts, "handler", actor);
    if (!works.ok) return works;
    const may = mayStep("hearing", facts.row.state);
    if (!may.ok) return may;
    const [told] = await tx.query<{ told_at: Date | null; answers: number }>(sql.SELECT_TOLD, [tx.tenant, id]);
    const { told_at: toldAt = null, answers = 0 } = told ?? {};
    const heard = mayHear(how, { toldAt: toldAt ?? undefined, answers, now: tx.now });
    if (!heard.ok) return heard;
    const text = reasons === undefined ? undefined : await keepText(tx, deps.vault, id, "reasons", reasons, actor);
    await moveCase(tx, facts, "heard");
    await tellReporters(tx, deps, id, { state: "heard" });
    return { ok: true, value: undefined, to: "heard", text, entry: { how } };
  });
}

/** The reporter takes no further part. What the company has to do it does all the same; she is not written to again. */
export async function recordWithdrawal(
  tx: Tx,
  deps: Deps,
  id: CaseId,
  actor: DeskActor,
  reasons: string,
): Promise<Stepped> {
  return onCase<undefined>(tx, id, { event: "cases.record-withdrawal", actor }, async (facts) => {
    const works = await mayWork(tx, facts, "handler", actor);
    if (!works.ok) return works;
    if (facts.row.state === "closed") return { ok: false, code: "case_state_wrong" };
    const text = await keepText(tx, deps.vault, id, "reasons", reasons, actor);
    await tx.query(sql.SET_WITHDRAWN, [tx.tenant, id]);
    return { ok: true, value: undefined, text };
  });
}

/** Ends a case whose outcome was approved, and tells the reporter what may be told. */
export async function closeCase(tx: Tx, deps: Deps, id: CaseId, actor: DeskActor): Promise<Stepped> {
  return onCase<undefined>(tx, id, { event: "cases.close-case", actor }, async (facts) => {
    const works = await mayWork(tx, facts, "handler", actor);
    if (!works.ok) return works;
    const may = mayStep("close", facts.row.state);
    if (!may.ok) return may;
    await endProvisional(tx, id, actor);
    await moveCase(tx, facts, "closed");
    await tellReporters(tx, deps, id, { state: "closed", outcome: facts.row.outcome as Outcome });
    return { ok: true, value: undefined, to: "closed", entry: { decided: facts.row.outcome } };
  });
}
