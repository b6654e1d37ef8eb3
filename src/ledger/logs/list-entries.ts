import type { Query } from "../../store/index.ts";
import type { EntryList, EntryQuery } from "../wire.ts";
import { readEntries, readLog } from "./read-log.ts";

type EntryBody = { readonly at: string; readonly event: string; readonly [field: string]: unknown };

/** Events from which one sees that a customer or a colleague spoke up, or what followed. */
const TELLING =
  /^(cases|reports)\.|^relay\.intercept-|^missions\.(cut-pair|lift-cut)$|^people\.(set-standing|set-hold)$|^ledger\.(hold-entries|end-hold)$/;
/** What is left of such an entry: when, what kind of act, and how it was chained. */
const KEPT = ["at", "event", "outcome", "code", "v"];

/**
 * Entries of a log as they are, from an index on. To somebody who leads staff, or is of them, each entry that tells that
 * somebody spoke is shown without whom it is about, whoever that is: what were left out only where it is about them would tell.
 * Undefined: no such log.
 */
export async function listEntries(
  run: Query,
  { log, from, limit }: EntryQuery,
  isNearStaff: boolean,
): Promise<EntryList | undefined> {
  const row = await readLog(run, log);
  if (row === undefined) return undefined;
  const first = Math.max(from, row.minimum);
  const entries = await readEntries(run, log, first, Math.min(first + limit, row.size));
  const items = entries.map(({ index, bytes }) => {
    const entry = JSON.parse(bytes.toString("utf8")) as EntryBody;
    const isReduced = isNearStaff && (TELLING.test(entry.event) || entry["code"] === "pair_cut");
    return { index, at: entry.at, event: entry.event, entry: isReduced ? reduced(entry) : entry, isReduced };
  });
  const end = first + limit;
  return { items, next: end < row.size ? end : null, size: row.size };
}

function reduced(entry: EntryBody): { readonly [field: string]: unknown } {
  return Object.fromEntries(Object.entries(entry).filter(([field]) => KEPT.includes(field)));
}
