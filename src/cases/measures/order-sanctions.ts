import { civilDate } from "../../charter/index.ts";
import { newId } from "../../base/ids.ts";
import { append } from "../../ledger/index.ts";
import type { Tx } from "../../store/index.ts";
import { keepDate } from "../dates/set-date.ts";
import type { CasesDeps } from "../deps.ts";
import type { CaseFacts, DeskActor } from "../on-case.ts";
import type { ProposalRow } from "../sql.ts";
import { applyStanding } from "./apply-standing.ts";
import type { CheckedSanction } from "./check-sanctions.ts";
import { endOf } from "./rules.ts";
import * as sql from "./sql.ts";

/** The sanctions of a proposal that was approved begin: ordered by whoever proposed, signed by whoever approved. */
export async function orderSanctions(
  tx: Tx,
  deps: Pick<CasesDeps, "calendar">,
  { row }: CaseFacts,
  proposal: ProposalRow,
  signer: DeskActor,
  sanctions: readonly CheckedSanction[],
): Promise<void> {
  if (sanctions.length === 0) return;
  const today = civilDate(tx.now, deps.calendar.zone);
  for (const { staffId, sanction, scaleVersion, days, exception, effect } of sanctions) {
    const id = newId("measure");
    const until = endOf(effect, tx.now, days);
    const about = { case: row.case_id, measure: id, staff: staffId, by: proposal.proposed_by, signedBy: signer.id };
    const what = { kind: "sanction", sanction, scaleVersion, days, exception, untilAt: until?.toISOString() };
    const [leaf] = await append(tx, [{ event: "cases.begin-measure", ...about, ...what }]);
    await tx.query(sql.INSERT_MEASURE, [
      tx.tenant,
      id,
      row.case_id,
      staffId,
      "sanction",
      sanction,
      scaleVersion,
      days ?? null,
      exception ?? null,
      "in_force",
      proposal.proposed_at,
      proposal.proposed_by,
      proposal.proposed_identity,
      tx.now,
      signer.id,
      signer.identity,
      proposal.statement_text_id,
      tx.now,
      until ?? null,
      today,
      leaf?.entryId,
    ]);
    await applyStanding(tx, staffId, row.case_id, signer.id);
  }
  await keepDate(tx, row.case_id, { fact: "sanctioned_on", on: today });
  const isEnd = sanctions.some(({ effect }) => effect === "excluded");
  if (isEnd) await keepDate(tx, row.case_id, { fact: "terminated_on", on: today });
}
