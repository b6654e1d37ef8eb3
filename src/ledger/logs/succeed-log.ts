import type { Store } from "../../store/index.ts";
import { parseLogName } from "../rules.ts";
import type { LogRow } from "../sql.ts";
import * as sql from "../sql.ts";
import { checkSigned, compareWithRemembered } from "./check-log.ts";
import type { LogRefusal } from "./check-log.ts";
import type { LogKeeper } from "./place-entries.ts";
import { openLog, placeOf } from "./place-entries.ts";

export type Succeeded =
  | { readonly ok: true; readonly log: string; readonly origin: string; readonly why: LogRefusal }
  | {
      readonly ok: false;
      readonly code: /** Another node is extending logs at this moment: try again. */
        | "busy"
        /** Nothing is wrong with it: a log does not end because somebody wishes. */
        | "nothing_wrong"
        | "unknown_log";
    };

/**
 * After a restore that lost entries: closes a log that must not be extended any more, and begins one of a new origin,
 * whose first entry names the last checkpoint of the old one that this node remembers, and what is left of it.
 */
export async function succeedLog(store: Store, keeper: LogKeeper, name: string): Promise<Succeeded> {
  const named = parseLogName(name);
  if (named === undefined) return { ok: false, code: "unknown_log" };
  const { retention, year } = named;
  let extended: Awaited<ReturnType<typeof openLog>> | undefined;
  const answer = await store.transaction(async (tx): Promise<Succeeded> => {
    const [lead] = await tx.query<{ leads: boolean }>(sql.LEAD, [tx.tenant]);
    if (lead?.leads !== true) return { ok: false, code: "busy" };
    const logs = await tx.query<LogRow>(sql.SELECT_LOGS, [tx.tenant]);
    const row = logs.find((log) => log.name === name);
    const remembered = keeper.remembered.get(name);
    if ((row === undefined && remembered === undefined) || row?.closed_at != null) {
      return { ok: false, code: "unknown_log" };
    }
    const why =
      (row === undefined ? undefined : checkSigned(row, keeper.signerOf(row.origin))) ??
      (await compareWithRemembered(tx, row, remembered));
    if (why === undefined) return { ok: false, code: "nothing_wrong" };
    if (row !== undefined) await tx.query(sql.CLOSE_LOG, [tx.tenant, name, tx.now]);
    const generation = nextGeneration([...logs.map((log) => log.name), ...keeper.remembered.logs], retention, year);
    const succeeds = remembered === undefined ? undefined : { ...remembered, log: name };
    const event = { event: "ledger.succeed", why, succeeds, restored: row && placeOf(row) };
    extended = await openLog(tx, keeper, logs, { class: retention, year, generation, event }, []);
    return { ok: true, log: extended.log, origin: extended.checkpoint.origin, why };
  });
  if (extended !== undefined) keeper.remembered.set(extended.log, extended.checkpoint, extended.note);
  return answer;
}

/** Also after a restore that lost a later generation: its name is taken for ever. */
function nextGeneration(names: readonly string[], retention: string, year: number): number {
  const generations = names.map((name) => {
    if (name === `${retention}-${year}`) return 1;
    return name.startsWith(`${retention}-${year}-`) ? Number(name.slice(`${retention}-${year}-`.length)) : 0;
  });
  return Math.max(0, ...generations) + 1;
}
