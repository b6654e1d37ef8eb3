import type { ReportId } from "../base/ids.ts";
import { entryBytes, proveEntry } from "../ledger/index.ts";
import type { Query } from "../store/index.ts";
import { TENANT } from "../store/index.ts";
import type { ReportRow } from "./sql.ts";
import * as sql from "./sql.ts";

/**
 * What shows, to anybody and without us, that a report was filed and when: the bytes of its entry (`leaf`) and its
 * c2sp.org/tlog-proof@v1 (`proof`), which is undefined until a checkpoint covers it. Whoever has the six words can show
 * that it is theirs: the entry's `receipt` is HMAC-SHA-256 of the report id, keyed by the words.
 */
export async function proveReport(
  query: Query,
  report: ReportId,
): Promise<{ readonly leaf: Buffer; readonly proof: string | undefined } | undefined> {
  const [row] = await query.query<ReportRow>(sql.SELECT_REPORT, [TENANT, report]);
  if (row === undefined) return undefined;
  const leaf = await entryBytes(query, row.entry_id, row.filed_at);
  if (leaf === undefined) return undefined;
  return { leaf, proof: await proveEntry(query, row.entry_id, row.filed_at) };
}
