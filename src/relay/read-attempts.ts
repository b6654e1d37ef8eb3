import { cursorAfter, parseCursor } from "../base/cursor.ts";
import type { AttemptId } from "../base/ids.ts";
import { entryBytes } from "../ledger/index.ts";
import type { Query } from "../store/index.ts";
import { TENANT } from "../store/index.ts";
import type { AttemptView } from "./sql.ts";
import * as sql from "./sql.ts";
import type { AttemptAnswer, AttemptQuery } from "./wire.ts";

type Page = { readonly items: readonly AttemptAnswer[]; readonly next: string | null };

/** Attempts from the oldest to the newest, with the ledger leaf that recorded each. */
export async function listAttempts(run: Query, query: AttemptQuery): Promise<Page> {
  const { mission, staff, since, limit } = query;
  const after = query.after === undefined ? undefined : parseCursor("attempt", query.after);
  const { ofAll, ofMission, ofStaff } = sql.SELECT_ATTEMPTS;
  const statement = mission !== undefined ? ofMission : staff !== undefined ? ofStaff : ofAll;
  const rows = await run.query<AttemptView>(statement, [TENANT, mission, staff, since, after?.at, after?.id, limit]);
  const last = rows.at(-1);
  const next = rows.length < limit || last === undefined ? null : cursorAfter({ at: last.at, id: last.attempt_id });
  return { items: rows.map(attemptOf), next };
}

/** The latest attempts, oldest first. */
export async function recentAttempts(run: Query, count: number): Promise<readonly AttemptAnswer[]> {
  const rows = await run.query<AttemptView>(sql.SELECT_RECENT_ATTEMPTS, [TENANT, count]);
  return rows.map(attemptOf).toReversed();
}

export async function readAttempt(run: Query, id: AttemptId): Promise<AttemptAnswer | undefined> {
  const rows = await run.query<AttemptView>(sql.SELECT_ATTEMPT, [TENANT, id]);
  return rows.map(attemptOf)[0];
}

/** The exact bytes of the entry that recorded the decision: their leaf hash is the attempt's. */
export async function readLeaf(run: Query, id: AttemptId): Promise<Buffer | undefined> {
  const [row] = await run.query<{ entry_id: number }>(sql.SELECT_ATTEMPT_ENTRY, [TENANT, id]);
  return row === undefined ? undefined : entryBytes(run, row.entry_id);
}

function attemptOf(row: AttemptView): AttemptAnswer {
  return {
    id: row.attempt_id,
    at: row.at.toISOString(),
    mission: row.mission_id,
    staff: row.staff,
    channel: row.channel,
    direction: row.direction,
    outcome: row.outcome,
    code: row.code,
    // Entries get their place in the tree with sequencing, which this release does not have yet.
    leaf: { log: row.log, index: null, hash: row.leaf_hash.toString("base64") },
  };
}
