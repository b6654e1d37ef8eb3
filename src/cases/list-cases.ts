import { cursorAfter, parseCursor } from "../base/cursor.ts";
import type { CaseId } from "../base/ids.ts";
import { parseId } from "../base/ids.ts";
import { deskUsersById } from "../people/index.ts";
import type { Query } from "../store/index.ts";
import { TENANT, textArray } from "../store/index.ts";
import type { DeskActor } from "./on-case.ts";
import { summaryOf } from "./read-case.ts";
import type { CasePageRow } from "./sql.ts";
import * as sql from "./sql.ts";
import type { CaseQuery, CaseSummary, Procedure } from "./wire.ts";
import { PROCEDURES } from "./wire.ts";

type CaseFilter = Pick<CaseQuery, "limit" | "isClosed"> & Partial<CaseQuery>;

/**
 * Cases without a word of them: the oldest deadline of the law first, or the latest first. Those in which whoever asks has a
 * conflict of interest are left out, of pages and cursors alike: nobody learns from a list, or from how many there are, that
 * there is a case about them. Undefined: no cursor of this list.
 */
export async function listCases(
  run: Query,
  actor: DeskActor,
  { limit, isClosed, after, handler, state, procedure, primary, sort = "due", q = "" }: CaseFilter,
): Promise<{ readonly items: readonly CaseSummary[]; readonly next: string | null } | undefined> {
  const place = after === undefined ? FIRST[sort] : PLACES[sort].read(after);
  if (place === undefined) return undefined;
  const procedures = proceduresOf(actor).filter((one) => procedure === undefined || one === procedure);
  const wanted = handler === "me" ? actor.id : (handler ?? null);
  const closed = state === undefined ? isClosed === "true" : state === "closed";
  const filter = [textArray(procedures), closed, state ?? null, wanted, primary ?? null, prefixOf(q)];
  const asked = [TENANT, ...(await readerOf(run, actor)), ...filter, place.at, place.id, limit];
  const rows = await run.query<CasePageRow>(sql.SELECT_CASE_PAGE[sort], asked);
  const last = rows.length < limit ? undefined : rows.at(-1);
  const items = rows.map((row) => summaryOf(row, { handler: row.handler, primary: row.primary_code }));
  return { items, next: last === undefined ? null : PLACES[sort].write(last) };
}

/** What there may be for a duty: a rights officer has rights requests only. */
export function proceduresOf({ duty }: DeskActor): readonly Procedure[] {
  return duty === "rights_officer" ? ["rights_request"] : PROCEDURES;
}

/** Who is told of cases: `$2` to `$4` of `IS_TOLD`. */
export async function readerOf(run: Query, actor: DeskActor): Promise<readonly [string, string | null, string]> {
  const [self] = await deskUsersById(run, [actor.id]);
  return [actor.identity, self?.depot ?? null, actor.id];
}

type Place = { readonly at: string | Date; readonly id: CaseId | "" };
const FIRST: { readonly [sort in CaseQuery["sort"]]: Place } = {
  due: { at: "-infinity", id: "" },
  opened: { at: "infinity", id: "" },
};
/** Where a page ended, as whoever goes on brings it back. */
const PLACES = {
  due: {
    write: ({ order_on, case_id }: CasePageRow) => Buffer.from(`${order_on} ${case_id}`).toString("base64url"),
    read: parseDuePlace,
  },
  opened: {
    write: ({ opened_at, case_id }: CasePageRow) => cursorAfter({ at: opened_at, id: case_id }),
    read: (after: string) => parseCursor("case", after),
  },
} as const satisfies {
  readonly [sort in CaseQuery["sort"]]: {
    readonly write: (row: CasePageRow) => string;
    readonly read: (after: string) => Place | undefined;
  };
};

function parseDuePlace(after: string): Place | undefined {
  const [at = "", name = ""] = Buffer.from(after, "base64url").toString("utf8").split(" ");
  const id = parseId("case", name);
  return id === undefined || !/^(\d{4}-\d{2}-\d{2}|infinity)$/.test(at) ? undefined : { at, id };
}

/** Ids are read aloud and typed again: capitals and what all of them begin with are not needed. */
function prefixOf(q: string): string {
  const typed = q.toLowerCase();
  return typed.startsWith("cas_") || "cas_".startsWith(typed) ? typed : `cas_${typed}`;
}
