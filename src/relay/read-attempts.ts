import { cursorAfter, parseCursor } from "../base/cursor.ts";
import type { AttemptId } from "../base/ids.ts";
import type { Caller } from "../base/route.ts";
import type { EntryRef } from "../ledger/index.ts";
import { entryBytes, proveEntry } from "../ledger/index.ts";
import { conflictFacts, isAboutThem } from "../people/index.ts";
import type { Query } from "../store/index.ts";
import { TENANT } from "../store/index.ts";
import type { AttemptView } from "./sql.ts";
import * as sql from "./sql.ts";
import type { AttemptAnswer, AttemptQuery } from "./wire.ts";

type Page = { readonly items: readonly AttemptAnswer[]; readonly next: string | null };

/**
 * Attempts from the oldest to the newest, with the ledger leaf that recorded each; without those that would tell `reader`
 * what is not for them.
 */
export async function listAttempts(run: Query, query: AttemptQuery, reader: Caller): Promise<Page> {
  const { mission, staff, since, limit } = query;
  const after = query.after === undefined ? undefined : parseCursor("attempt", query.after);
  const { ofAll, ofMission, ofStaff } = sql.SELECT_ATTEMPTS;
  const statement = mission !== undefined ? ofMission : staff !== undefined ? ofStaff : ofAll;
  const rows = await run.query<AttemptView>(statement, [TENANT, mission, staff, since, after?.at, after?.id, limit]);
  const last = rows.at(-1);
  const next = rows.length < limit || last === undefined ? null : cursorAfter({ at: last.at, id: last.attempt_id });
  return { items: (await toldTo(run, reader, rows)).map(attemptOf), next };
}

/** The latest attempts, oldest first. */
export async function recentAttempts(run: Query, count: number): Promise<readonly AttemptAnswer[]> {
  const rows = await run.query<AttemptView>(sql.SELECT_RECENT_ATTEMPTS, [TENANT, count]);
  return rows.map(attemptOf).toReversed();
}

export async function readAttempt(run: Query, id: AttemptId, reader: Caller): Promise<AttemptAnswer | undefined> {
  const rows = await run.query<AttemptView>(sql.SELECT_ATTEMPT, [TENANT, id]);
  return (await toldTo(run, reader, rows)).map(attemptOf)[0];
}

/** A word that is never refused, or a pair that is cut: either tells that a customer spoke up. */
const tellsOfSpeaking = ({ outcome, code }: AttemptView) => outcome === "intercepted" || code === "pair_cut";

/**
 * Whoever gives out missions is told by the list of reassignments who has to be replaced, never why; an auditor is told
 * nothing of what may be about themselves or those they lead.
 */
async function toldTo(run: Query, reader: Caller, rows: readonly AttemptView[]): Promise<readonly AttemptView[]> {
  if (reader.kind !== "desk") return rows;
  if (reader.duty === "dispatcher") return rows.filter((row) => !tellsOfSpeaking(row));
  const staff = new Set(rows.filter(tellsOfSpeaking).flatMap(({ staff_id }) => staff_id ?? []));
  const facts = await conflictFacts(run, [...staff]);
  const near = new Set(facts.filter((one) => isAboutThem(reader.identity, [one])).map((one) => one.staff));
  return rows.filter((row) => !tellsOfSpeaking(row) || row.staff_id === null || !near.has(row.staff_id));
}

/** The exact bytes of the entry that recorded the decision: their leaf hash is the attempt's. */
export async function readLeaf(run: Query, id: AttemptId): Promise<Buffer | undefined> {
  const [row] = await run.query<sql.AttemptEntryRow>(sql.SELECT_ATTEMPT_ENTRY, [TENANT, id]);
  return row === undefined ? undefined : entryBytes(run, row.entry_id, row.at);
}

/** Where the decisions of these attempts are in the ledger; those that are not there are left out. */
export async function attemptEntries(run: Query, ids: readonly AttemptId[]): Promise<readonly EntryRef[]> {
  const rows = await run.query<sql.AttemptEntryRow>(sql.SELECT_ATTEMPT_ENTRIES, [TENANT, ids]);
  return rows.map(({ entry_id, at }) => ({ entryId: entry_id, at }));
}

/** Undefined: there is no such attempt. `proof` undefined: no checkpoint covers its entry yet. */
export async function proveAttempt(
  run: Query,
  id: AttemptId,
): Promise<{ readonly proof: string | undefined } | undefined> {
  const [row] = await run.query<sql.AttemptEntryRow>(sql.SELECT_ATTEMPT_ENTRY, [TENANT, id]);
  if (row === undefined) return undefined;
  return { proof: await proveEntry(run, row.entry_id, row.at) };
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
    leaf: { log: row.log, index: row.index, hash: row.leaf_hash.toString("base64") },
  };
}
