import type { Tx } from "../store/index.ts";
import type { CasesDeps } from "./deps.ts";
import type { CaseFacts } from "./on-case.ts";
import type { HistoryRow, ProposalRow } from "./sql.ts";
import * as sql from "./sql.ts";
import { readTexts } from "./texts.ts";
import type { ProposalChanges } from "./wire.ts";

type Stated = NonNullable<ProposalChanges["between"]>["after"];
const FIELDS = ["outcome", "sanctions", "reasons", "statement"] as const;

/**
 * What whoever decides has not read yet: what happened to the case since the proposal that waits was made, and what is
 * different in it from the one before. Whoever asks has recorded that they read the case.
 */
export async function readProposalChanges(
  tx: Tx,
  { vault }: Pick<CasesDeps, "vault">,
  { row, proposals }: CaseFacts,
): Promise<ProposalChanges> {
  const open = proposals.find(({ state }) => state === "open");
  const [history, texts] = await Promise.all([
    tx.query<HistoryRow>(sql.SELECT_HISTORY, [tx.tenant, row.case_id]),
    readTexts(tx, vault, row.case_id),
  ]);
  const words = new Map(texts.map((text) => [text.text_id, text.words]));
  const stated = (one: ProposalRow): Stated => ({
    version: one.version,
    outcome: one.outcome,
    sanctions: [...one.sanctions],
    reasons: words.get(one.text_id) ?? null,
    statement: one.statement_text_id === null ? null : (words.get(one.statement_text_id) ?? null),
    proposedAt: one.proposed_at.toISOString(),
    proposedBy: one.proposed_by,
    state: one.state,
  });
  const [before, after] = proposals.slice(-2).map(stated);
  return {
    version: open?.version ?? null,
    since: open === undefined ? [] : actsSince(history),
    between: before === undefined || after === undefined ? null : { before, after, changed: changed(before, after) },
  };
}

/** Done, not refused; after the last proposal, which is the one that waits. */
function actsSince(history: readonly HistoryRow[]): ProposalChanges["since"] {
  const proposed = history.findLastIndex(({ act, code }) => act === "propose-outcome" && code === null);
  return history
    .slice(proposed + 1)
    .filter(({ code }) => code === null)
    .map(({ at, act, by_id, by_kind }) => ({ at: at.toISOString(), act, by: by_id, byKind: by_kind }));
}

function changed(before: Stated, after: Stated) {
  return FIELDS.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
}
