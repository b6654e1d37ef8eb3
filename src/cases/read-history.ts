import type { CaseId } from "../base/ids.ts";
import type { Query } from "../store/index.ts";
import { TENANT } from "../store/index.ts";
import type { HistoryRow } from "./sql.ts";
import * as sql from "./sql.ts";

/** What was done on a case and what was refused, in order. Codes and pseudonyms, no word of it. */
export async function readHistory(run: Query, id: CaseId) {
  const rows = await run.query<HistoryRow>(sql.SELECT_HISTORY, [TENANT, id]);
  const items = rows.map((row) => ({
    at: row.at.toISOString(),
    act: row.act,
    code: row.code,
    by: row.by_id,
    byKind: row.by_kind,
    from: row.from_state,
    to: row.to_state,
    entryId: row.entry_id,
  }));
  return { items, next: null };
}
