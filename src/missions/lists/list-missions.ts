import { cursorAfter, parseCursor } from "../../base/cursor.ts";
import type { Language } from "../../base/text.ts";
import type { Query } from "../../store/index.ts";
import { TENANT } from "../../store/index.ts";
import type { MissionDeps } from "../deps.ts";
import { readMissions } from "../read-missions.ts";
import type { MissionAnswer, MissionQuery, MissionStatus } from "../wire.ts";
import type { Span } from "./rules.ts";
import { both, spanOfDay, spanOfStatus } from "./rules.ts";
import type { Order, PlaceRow } from "./sql.ts";
import * as sql from "./sql.ts";

export type MissionPage = { readonly items: readonly MissionAnswer[]; readonly next: string | null };

/** Above every reference that begins so, as bytes go. */
const END = "\u{10ffff}";

type Asked = {
  readonly order: Order;
  readonly span: Span;
  readonly status: MissionStatus | undefined;
  readonly purpose: string | undefined;
  readonly staff: string | undefined;
  /** References begin with it; `""` all do. */
  readonly prefix: string;
  readonly hasDay: boolean;
  readonly limit: number;
  readonly now: Date;
};
/** Where the page before ended: at an instant, or at a reference; and with which mission. */
type Place = { readonly at: Date | string; readonly id: string };
type Found = { readonly rows: readonly PlaceRow[]; readonly next: string | null };

/**
 * A page of missions in the order of their opening, or of their references where some are looked for by the beginning of
 * theirs. Such a page may have fewer than were asked for while there are more: `next` tells. Undefined: no such day, or no
 * cursor of this list.
 */
export async function listMissions(
  run: Query,
  deps: MissionDeps,
  query: MissionQuery,
  now: Date,
  language: Language,
): Promise<MissionPage | undefined> {
  const asked = askedBy(query, deps.calendar.zone, now);
  const place = asked && placeOf(query.after, asked);
  if (asked === undefined || place === undefined) return undefined;
  const { rows, next } = await find(run, asked, place);
  const ids = rows.map(({ mission_id }) => mission_id);
  const read = new Map((await readMissions(run, deps, now, { ids }, language)).map((one) => [one.id, one]));
  return { items: ids.flatMap((id) => read.get(id) ?? []), next };
}

function askedBy({ day, status, staff, purpose, q, sort, limit }: MissionQuery, zone: string, now: Date) {
  const ofDay = day === undefined ? undefined : spanOfDay(day, zone);
  if (day !== undefined && ofDay === undefined) return undefined;
  const ofStatus = spanOfStatus(status, now);
  const span = ofDay === undefined ? ofStatus : both(ofDay, ofStatus);
  const order: Order = q !== undefined || sort === "reference" ? "reference" : sort === "-opensAt" ? "latest" : "opens";
  return { order, span, status, purpose, staff, prefix: q ?? "", hasDay: day !== undefined, limit, now };
}

function placeOf(after: string | undefined, { order, span }: Asked): Place | undefined {
  if (order === "reference") {
    const at = after === undefined ? "" : Buffer.from(after, "base64url").toString("utf8");
    return /[\p{Cc}\p{Cs}]/u.test(at) ? undefined : { at, id: END };
  }
  if (after === undefined) return { at: order === "latest" ? span.to : span.from, id: "" };
  return parseCursor("mission", after);
}

async function find(run: Query, asked: Asked, place: Place): Promise<Found> {
  if (asked.span.from >= asked.span.to) return { rows: [], next: null };
  if (asked.staff !== undefined || (asked.hasDay && asked.order === "reference")) return gather(run, asked, place);
  return asked.order === "reference" ? walkReferences(run, asked, place) : walkOpenings(run, asked, asked.order, place);
}

/** From one opening to the next, by the index that has least to pass over. */
async function walkOpenings(run: Query, asked: Asked, order: "opens" | "latest", place: Place): Promise<Found> {
  const { span, status, purpose, limit, now } = asked;
  const { any, ofPurpose, cancelled, cancelledOfPurpose } = sql.SELECT_BY_OPENING[order];
  const [ofAll, ofOne] = status === "cancelled" ? [cancelled, cancelledOfPurpose] : [any, ofPurpose];
  const statement = purpose === undefined ? ofAll : ofOne;
  const end = order === "opens" ? span.to : span.from;
  const values = [TENANT, place.at, place.id, end, now, status ?? null, purpose ?? null, limit];
  const rows = await run.query<PlaceRow>(statement, values);
  return { rows, next: nextAfter(rows, order, limit) };
}

async function walkReferences(run: Query, asked: Asked, place: Place): Promise<Found> {
  const { status, purpose, prefix, limit, now } = asked;
  const ends = [place.at, prefix, prefix + END];
  const filter = [now, status ?? null, purpose ?? null, limit];
  const rows = await run.query<PlaceRow>(sql.SELECT_BY_REFERENCE, [TENANT, ...ends, ...filter]);
  if (rows.length === limit) return { rows, next: nextAfter(rows, "reference", limit) };
  const [end] = await run.query<Pick<PlaceRow, "reference">>(sql.SELECT_WALK_END, [TENANT, ...ends]);
  return { rows, next: end === undefined ? null : cursorOf(end.reference) };
}

async function gather(run: Query, asked: Asked, place: Place): Promise<Found> {
  const { order, span, status, purpose, staff, prefix, limit, now } = asked;
  const { ofStaff, ofSpan } = sql.SELECT_GATHERED;
  const filter = [now, status ?? null, purpose ?? null, prefix, prefix + END, span.from, span.to, limit];
  const values = [TENANT, place.at, place.id, ...filter];
  const rows =
    staff === undefined
      ? await run.query<PlaceRow>(ofSpan, values)
      : await run.query<PlaceRow>(ofStaff[order], [...values, staff]);
  return { rows, next: nextAfter(rows, order, limit) };
}

function nextAfter(rows: readonly PlaceRow[], order: Order, limit: number): string | null {
  const last = rows.at(-1);
  if (last === undefined || rows.length < limit) return null;
  return order === "reference" ? cursorOf(last.reference) : cursorAfter({ at: last.opens_at, id: last.mission_id });
}

const cursorOf = (reference: string) => Buffer.from(reference).toString("base64url");
