import type { CaseId } from "../base/ids.ts";
import type { Tx } from "../store/index.ts";
import type { CasesDeps } from "./deps.ts";
import { checkSanctions } from "./measures/check-sanctions.ts";
import type { Acted, DeskActor } from "./on-case.ts";
import { asProposals, mayWork, moveCase, onCase } from "./on-case.ts";
import { mayJudgeAgain, mayPropose, mayShow } from "./rules.ts";
import type { CategoryRow } from "./sql.ts";
import * as sql from "./sql.ts";
import { tellReporters } from "./tell-reporters.ts";
import { keepText } from "./texts.ts";
import type { ProposalRequest } from "./wire.ts";

export type Proposed = { readonly version: number };

/**
 * Proposes how a case ends, and with which sanctions. Another person decides. A sanction that the law or the charter
 * forbids today is refused here, and asked again when it is decided on.
 */
export async function proposeOutcome(
  tx: Tx,
  deps: CasesDeps,
  id: CaseId,
  actor: DeskActor,
  { outcome, reasons, statement, sanctions }: ProposalRequest,
): Promise<Acted<Proposed, string> | undefined> {
  return onCase<Proposed, string>(tx, id, { event: "cases.propose-outcome", actor }, async (facts) => {
    const { row, concerned } = facts;
    const works = await mayWork(tx, facts, "handler", actor);
    if (!works.ok) return works;
    const again = mayJudgeAgain(actor.identity, row.round, asProposals(facts.proposals));
    if (!again.ok) return again;
    const categories = await tx.query<CategoryRow>(sql.SELECT_CATEGORIES, [tx.tenant, id]);
    const may = mayPropose(outcome, {
      state: row.state,
      procedure: row.procedure,
      concerned: concerned.length,
      unsure: concerned.filter((one) => !one.is_certain).length,
      isAboutCustomer: row.is_about_customer,
      hasPrimaryCategory: categories.some(({ is_primary }) => is_primary),
      isWithdrawn: row.is_withdrawn,
    });
    if (!may.ok) return may;
    if (sanctions.length > 0 && outcome !== "confirmed") return { ok: false, code: "outcome_not_allowed" };
    if (sanctions.length > 0 && statement === undefined) return { ok: false, code: "statement_missing" };
    const shown = mayShow(statement);
    if (!shown.ok) return shown;
    const checked = await checkSanctions(tx, deps, facts, sanctions);
    if (!checked.ok) return checked;
    const version = Math.max(0, ...facts.proposals.map((one) => one.version)) + 1;
    const text = await keepText(tx, deps.vault, id, "reasons", reasons, actor);
    const told = statement === undefined ? null : await keepText(tx, deps.vault, id, "statement", statement, actor);
    const asked = [version, row.round, outcome, JSON.stringify(sanctions), row.state, text, told];
    await tx.query(sql.INSERT_PROPOSAL, [tx.tenant, id, ...asked, tx.now, actor.id, actor.identity]);
    await moveCase(tx, facts, "proposed");
    await tellReporters(tx, deps, id, { state: "proposed" });
    const entry = { version, proposed: outcome, sanctions: sanctions.map(({ sanction }) => sanction) };
    return { ok: true, value: { version }, to: "proposed", text, entry };
  });
}
