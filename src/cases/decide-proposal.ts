import type { CaseId } from "../base/ids.ts";
import type { Tx } from "../store/index.ts";
import type { CasesDeps } from "./deps.ts";
import { checkSanctions } from "./measures/check-sanctions.ts";
import { orderSanctions } from "./measures/order-sanctions.ts";
import type { Acted, DeskActor } from "./on-case.ts";
import { asProposals, mayWork, moveCase, onCase } from "./on-case.ts";
import { mayDecide, mayJudgeAgain, mayStep } from "./rules.ts";
import type { ProposalRow } from "./sql.ts";
import * as sql from "./sql.ts";
import { tellReporters } from "./tell-reporters.ts";
import { keepText } from "./texts.ts";

export type Deciding = {
  readonly version: number;
  readonly decision: "approve" | "decline";
  readonly reasons: string;
};

/**
 * Decides on a proposal that another person made, by the version that was read. Of two who decide at once the first
 * counts. Sanctions begin with the approval: whether the law allows each is asked again, on the day of this instant.
 */
export async function decideProposal(
  tx: Tx,
  deps: CasesDeps,
  id: CaseId,
  actor: DeskActor,
  { version, decision, reasons }: Deciding,
): Promise<Acted<undefined, string> | undefined> {
  return onCase<undefined, string>(tx, id, { event: "cases.decide-proposal", actor }, async (facts) => {
    const works = await mayWork(tx, facts, "approver", actor);
    if (!works.ok) return works;
    const proposals = asProposals(facts.proposals);
    const may = mayDecide(version, actor.identity, proposals);
    if (!may.ok) return may;
    const again = mayJudgeAgain(actor.identity, facts.row.round, proposals);
    if (!again.ok) return again;
    const step = mayStep(decision === "approve" ? "approval" : "decline", facts.row.state);
    if (!step.ok) return step;
    const proposal = facts.proposals.find((one) => one.version === version) as ProposalRow;
    const checked = decision === "approve" ? await checkSanctions(tx, deps, facts, proposal.sanctions) : undefined;
    if (checked?.ok === false) return checked;
    const text = await keepText(tx, deps.vault, id, "reasons", reasons, actor);
    const state = decision === "approve" ? "approved" : "declined";
    const signed = [tx.now, actor.id, actor.identity, text];
    await tx.query(sql.DECIDE_PROPOSAL, [tx.tenant, id, version, state, ...signed]);
    if (checked === undefined) {
      await moveCase(tx, facts, proposal.from_state);
      await tellReporters(tx, deps, id, { state: proposal.from_state });
      return { ok: true, value: undefined, to: proposal.from_state, text, entry: { version, decision } };
    }
    await moveCase(tx, facts, "approved", { outcome: proposal.outcome });
    await orderSanctions(tx, deps, facts, proposal, actor, checked.sanctions);
    return {
      ok: true,
      value: undefined,
      to: "approved",
      text,
      entry: { version, decision, decided: proposal.outcome },
    };
  });
}

/** Whoever proposed takes the proposal back, before anybody decided. */
export async function withdrawProposal(
  tx: Tx,
  { vault }: Pick<CasesDeps, "vault">,
  id: CaseId,
  actor: DeskActor,
  { version, reasons }: { readonly version: number; readonly reasons: string },
): Promise<Acted<undefined, string> | undefined> {
  return onCase<undefined, string>(tx, id, { event: "cases.withdraw-proposal", actor }, async (facts) => {
    const works = await mayWork(tx, facts, "handler", actor);
    if (!works.ok) return works;
    const proposal = facts.proposals.find((one) => one.version === version);
    if (proposal === undefined || proposal.state === "withdrawn") return { ok: false, code: "proposal_changed" };
    if (proposal.state !== "open") return { ok: false, code: "already_decided" };
    const text = await keepText(tx, vault, id, "reasons", reasons, actor);
    await tx.query(sql.WITHDRAW_PROPOSAL, [tx.tenant, id, version, text]);
    await moveCase(tx, facts, proposal.from_state);
    return { ok: true, value: undefined, to: proposal.from_state, text, entry: { version } };
  });
}
