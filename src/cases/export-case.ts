import type { Tx } from "../store/index.ts";
import { readClocks } from "./dates/read-clocks.ts";
import type { CasesDeps } from "./deps.ts";
import type { CaseFacts } from "./on-case.ts";
import { readCase } from "./read-case.ts";
import { readHistory } from "./read-history.ts";

/** All of a case in one document, for whoever has to show it outside: a judge, an authority. Recorded by who opened it. */
export async function readExport(tx: Tx, deps: CasesDeps, facts: CaseFacts) {
  const { items: history } = await readHistory(tx, facts.row.case_id);
  const clocks = await readClocks(tx, deps, facts, tx.now);
  return { exportedAt: tx.now.toISOString(), case: await readCase(tx, deps, facts), clocks: [...clocks], history };
}
