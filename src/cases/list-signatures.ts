import type { Query } from "../store/index.ts";
import { TENANT } from "../store/index.ts";
import { readerOf } from "./list-cases.ts";
import type { DeskActor } from "./on-case.ts";
import type { SignatureRow } from "./sql.ts";
import * as sql from "./sql.ts";
import type { Signature } from "./wire.ts";

/** What waits for a second person, without a word of it: never what whoever asks proposed or ordered themselves. */
export async function listSignatures(run: Query, actor: DeskActor, limit: number): Promise<readonly Signature[]> {
  const rows = await run.query<SignatureRow>(sql.SELECT_TO_SIGN, [TENANT, ...(await readerOf(run, actor)), limit]);
  return rows.map((row) => ({
    kind: row.kind,
    case: row.case_id,
    measure: row.measure_id,
    version: row.version,
    procedure: row.procedure,
    askedAt: row.at.toISOString(),
    askedBy: row.by_id,
    dueOn: row.due_on,
    isDanger: row.is_danger,
    isMine: row.is_mine,
  }));
}
