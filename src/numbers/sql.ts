import type { Query, Statement, Tx } from "../store/index.ts";
import { int4Array, int8Array } from "../store/index.ts";
import type { HolderLoad, Holdings, PoolNumber } from "./rules.ts";
import { TREND_DAYS } from "./rules.ts";

/** Unix ms → timestamptz, exactly: a float of seconds could round a quarantine over its last instant. */
const instant = (ms: string) => `(timestamptz 'epoch' + ${ms} * interval '1 millisecond')`;
const unixMs = (at: string) => `(extract(epoch from ${at}) * 1000)::bigint`;

const SELECT_KNOWN: Statement = {
  name: "numbers.known",
  text: `select o.number, o.tenant_id as tenant, n.carrier
    from numbers.owner o left join numbers.number n on n.tenant_id = $1 and n.number = o.number
    where o.number = any ($2::text[])`,
};
export type KnownNumber = { readonly number: string; readonly tenant: number; readonly carrier: string | null };

export function knownNumbers(tx: Tx, numbers: readonly string[]): Promise<readonly KnownNumber[]> {
  return tx.query<KnownNumber>(SELECT_KNOWN, [tx.tenant, numbers]);
}

const INSERT_OWNERS: Statement = {
  name: "numbers.insert-owners",
  text: `insert into numbers.owner (number, tenant_id)
    select a.number, $1 from unnest($2::text[]) as a (number) order by a.number
    on conflict do nothing`,
};
const INSERT_NUMBERS: Statement = {
  name: "numbers.insert-numbers",
  text: `insert into numbers.number (tenant_id, number, country, carrier, added_at)
    select $1, a.number, a.country, $4, $5
    from unnest($2::text[], $3::text[]) as a (number, country)
      join numbers.owner o on o.number = a.number and o.tenant_id = $1
    order by a.number
    on conflict (tenant_id, number) do nothing
    returning number`,
};

/** Gives those that were not in the pool yet. A number taken by another tenant meanwhile is not among them. */
export async function insertNumbers(
  tx: Tx,
  numbers: readonly { readonly number: string; readonly country: string }[],
  carrier: string,
): Promise<readonly string[]> {
  const names = numbers.map(({ number }) => number);
  const countries = numbers.map(({ country }) => country);
  await tx.query(INSERT_OWNERS, [tx.tenant, names]);
  const rows = await tx.query<{ number: string }>(INSERT_NUMBERS, [tx.tenant, names, countries, carrier, tx.now]);
  return rows.map(({ number }) => number);
}

/** `report`: set aside for those who report; it leads to nobody. */
export type NumberUse = "lines" | "report";

const NUMBER_COLUMNS = `number, country, carrier, is_reserved as reserved, is_draining as draining, use,
  in_use as "inUse", in_quarantine as "inQuarantine", last_given_at as "lastGivenAt"`;
export type NumberRow = {
  readonly number: string;
  readonly country: string;
  readonly carrier: string;
  readonly reserved: boolean;
  readonly draining: boolean;
  readonly use: NumberUse;
  readonly inUse: number;
  readonly inQuarantine: number;
  readonly lastGivenAt: Date | null;
};

const UPDATE_NUMBER: Statement = {
  name: "numbers.update-number",
  text: `update numbers.number
    set is_reserved = coalesce($3, is_reserved), is_draining = coalesce($4, is_draining)
    where tenant_id = $1 and number = $2
    returning ${NUMBER_COLUMNS}`,
};

export async function updateNumber(
  tx: Tx,
  number: string,
  reserved: boolean | undefined,
  draining: boolean | undefined,
): Promise<NumberRow | undefined> {
  const [row] = await tx.query<NumberRow>(UPDATE_NUMBER, [tx.tenant, number, reserved ?? null, draining ?? null]);
  return row;
}

/** A function of the database: whoever draws a line at this moment is waited for, and sees it afterwards. */
const SET_USE: Statement = {
  name: "numbers.set-use",
  text: "select numbers.set_use($1, $2, $3, $4) as outcome",
};

export async function setUse(
  tx: Tx,
  number: string,
  use: NumberUse,
): Promise<"set" | "number_in_use" | "report_number_taken"> {
  const asked = [tx.tenant, number, use, tx.now];
  const [row] = await tx.query<{ outcome: "set" | "number_in_use" | "report_number_taken" }>(SET_USE, asked);
  if (row === undefined) throw new Error("could not set what a number is for");
  return row.outcome;
}

const SELECT_REPORT_NUMBER: Statement = {
  name: "numbers.report-number",
  text: "select number, carrier from numbers.number where use = 'report' and tenant_id = $1",
};
export type ReportNumber = { readonly number: string; readonly carrier: string };

export async function selectReportNumber(query: Query, tenant: number): Promise<ReportNumber | undefined> {
  const [row] = await query.query<ReportNumber>(SELECT_REPORT_NUMBER, [tenant]);
  return row;
}

const SELECT_USES: Statement = {
  name: "numbers.uses",
  text: "select number, use from numbers.number where tenant_id = $1",
};

export async function selectUses(query: Query, tenant: number): Promise<ReadonlyMap<string, NumberUse>> {
  const rows = await query.query<{ readonly number: string; readonly use: NumberUse }>(SELECT_USES, [tenant]);
  return new Map(rows.map(({ number, use }) => [number, use]));
}

const SELECT_NUMBERS: Statement = {
  name: "numbers.list",
  text: `select ${NUMBER_COLUMNS} from numbers.number
    where tenant_id = $1 and number > $2 order by number limit $3`,
};

export function numbersAfter(
  query: Query,
  tenant: number,
  after: string,
  limit: number,
): Promise<readonly NumberRow[]> {
  return query.query<NumberRow>(SELECT_NUMBERS, [tenant, after, limit]);
}

const INSERT_HOLDERS: Statement = {
  name: "numbers.insert-holders",
  text: `insert into numbers.holder (tenant_id, person)
    select $1, a.person from unnest($2::bigint[]) as a (person)
    where not exists (select from numbers.holder h where h.tenant_id = $1 and h.person = a.person)
    order by a.person
    on conflict do nothing`,
};
const LOCK_HOLDERS: Statement = {
  name: "numbers.lock-holders",
  text: `with held as (
      select h.person from numbers.holder h where h.tenant_id = $1 and h.person = any ($2::bigint[])
      order by h.person for no key update)
    select count(*) as locked from held`,
};

/**
 * Locks what these persons hold until the end of the transaction, in one order for everybody: nobody else gives
 * them a number meanwhile. The clock is read again, since this may have waited.
 */
export async function lockHolders(tx: Tx, persons: readonly number[]): Promise<void> {
  const distinct = [...new Set(persons)].sort((a, b) => a - b);
  const values = [tx.tenant, int8Array(distinct)];
  await tx.query(INSERT_HOLDERS, values);
  const [row] = await tx.query<{ locked: number }>(LOCK_HOLDERS, values);
  if (row?.locked !== distinct.length) throw new Error("could not lock every holder");
  await tx.readClock();
}

const SELECT_POOL: Statement = {
  name: "numbers.pool",
  text: `select number_id as "numberId", number, country, carrier, in_use as "inUse",
      ${unixMs("last_given_at")} as "lastGivenMs"
    from numbers.number
    where tenant_id = $1 and not is_reserved and not is_draining and use = 'lines'`,
};
export type PoolRow = PoolNumber & { readonly number: string; readonly carrier: string };

export function poolToGive(tx: Tx): Promise<readonly PoolRow[]> {
  return tx.query<PoolRow>(SELECT_POOL, [tx.tenant]);
}

/** One end of a line over time, Unix ms: window with its grace `[fromMs, untilMs)`, quarantine `[untilMs, reservedUntilMs)`. */
export type Span = {
  readonly person: number;
  readonly counterpart: number;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly reservedUntilMs: number;
};

/** `offset 0` here and below: what was asked is worked out once, not again for each row it is compared with. */
const SELECT_HOLDINGS: Statement = {
  name: "numbers.holdings",
  text: `select u.person, h.always::text as always, h.numbers::text as numbers, h.froms::text as froms,
      h.untils::text as untils
    from (
      select u.person, ${instant("u.first_from")} as first_from, ${instant("u.last_from")} as last_from,
        ${instant("u.first_until")} as first_until, ${instant("u.last_until")} as last_until
      from unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[])
        as u (person, first_from, last_from, first_until, last_until)
      offset 0
    ) u
    cross join lateral (
      select array_agg(r.number_id) filter (where r.is_always) as always,
        array_agg(r.number_id) filter (where not r.is_always) as numbers,
        array_agg(${unixMs("r.reserved_from")}) filter (where not r.is_always) as froms,
        array_agg(${unixMs("r.reserved_until")}) filter (where not r.is_always) as untils
      from (
        select r.number_id, r.reserved_from, r.reserved_until,
          r.reserved_from < u.first_until and r.reserved_until > u.last_from as is_always
        from numbers.reservation r
        where r.tenant_id = $1 and r.person - 0 = u.person
          and r.reserved_until > u.first_from and r.reserved_from < u.last_until
      ) r
    ) h`,
};
type HoldingsRow = { readonly person: number } & Record<"always" | "numbers" | "froms" | "untils", string | null>;

/** What each person holds at the time of any of the spans. */
export async function holdingsDuring(tx: Tx, spans: readonly Span[]): Promise<ReadonlyMap<number, Holdings>> {
  const hulls = new Map<number, { firstFrom: number; lastFrom: number; firstUntil: number; lastUntil: number }>();
  for (const { person, fromMs, reservedUntilMs } of spans) {
    const hull = hulls.get(person);
    hulls.set(person, {
      firstFrom: Math.min(hull?.firstFrom ?? fromMs, fromMs),
      lastFrom: Math.max(hull?.lastFrom ?? fromMs, fromMs),
      firstUntil: Math.min(hull?.firstUntil ?? reservedUntilMs, reservedUntilMs),
      lastUntil: Math.max(hull?.lastUntil ?? reservedUntilMs, reservedUntilMs),
    });
  }
  const each = [...hulls.values()];
  const rows = await tx.query<HoldingsRow>(SELECT_HOLDINGS, [
    tx.tenant,
    int8Array([...hulls.keys()]),
    int8Array(each.map((hull) => hull.firstFrom)),
    int8Array(each.map((hull) => hull.lastFrom)),
    int8Array(each.map((hull) => hull.firstUntil)),
    int8Array(each.map((hull) => hull.lastUntil)),
  ]);
  if (rows.length !== hulls.size) throw new Error("could not read what every person holds");
  return new Map(rows.map((row) => [row.person, holdingsOf(row)]));
}

function holdingsOf(row: HoldingsRow): Holdings {
  const froms = numbersOf(row.froms);
  const untils = numbersOf(row.untils);
  const sometimes = numbersOf(row.numbers).map((numberId, i) => ({
    numberId,
    fromMs: froms[i] as number,
    reservedUntilMs: untils[i] as number,
  }));
  return { always: new Set(numbersOf(row.always)), sometimes };
}

/** `{1,2}` → [1, 2]. The driver's own array parser takes five times as long, on the hottest read of this room. */
function numbersOf(array: string | null): readonly number[] {
  return array === null ? [] : array.slice(1, -1).split(",").map(Number);
}

const ASKED_SPANS = `(
      select u.n - 1 as place, u.person, u.counterpart, ${instant("u.from_ms")} as reserved_from,
        ${instant("u.until_ms")} as in_use_until, ${instant("u.reserved_ms")} as reserved_until
      from unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[])
        with ordinality as u (person, counterpart, from_ms, until_ms, reserved_ms, n)
      offset 0
    ) a`;

function spanValues(spans: readonly Span[]): readonly Buffer[] {
  return [
    int8Array(spans.map((span) => span.person)),
    int8Array(spans.map((span) => span.counterpart)),
    int8Array(spans.map((span) => span.fromMs)),
    int8Array(spans.map((span) => span.untilMs)),
    int8Array(spans.map((span) => span.reservedUntilMs)),
  ];
}

/** `(…) is null`, not `not exists`: as a join it would read all that the person holds, not what is on one number. */
const SELECT_OF_PAIRS: Statement = {
  name: "numbers.of-pairs",
  text: `select a.place, p.numbers::text as numbers
    from ${ASKED_SPANS}
    cross join lateral (
      select array_agg(h.number_id order by h.latest desc) as numbers
      from (
        select l.number_id, max(l.reservation_id) as latest from (
          select r.number_id, r.reservation_id from numbers.reservation r
          where r.tenant_id = $1 and r.person = a.person and r.counterpart = a.counterpart
          order by r.reservation_id desc limit 8
        ) l
        group by l.number_id
      ) h
      where (
        select true from numbers.reservation r
        where r.tenant_id = $1 and r.person + 0 = a.person and r.number_id = h.number_id
          and r.counterpart <> a.counterpart
          and tstzrange(r.reserved_from, r.reserved_until) && tstzrange(a.reserved_from, a.reserved_until)
        limit 1) is null
    ) p
    where p.numbers is not null`,
};

/**
 * By place of the span: which numbers of the pair's last eight reservations nobody else stands in the way of,
 * the latest first. Pairs without one are left out.
 */
export async function numbersOfPairs(tx: Tx, spans: readonly Span[]): Promise<ReadonlyMap<number, readonly number[]>> {
  const rows = await tx.query<PlaceRow>(SELECT_OF_PAIRS, [tx.tenant, ...spanValues(spans)]);
  return new Map(rows.map(({ place, numbers }) => [place, numbersOf(numbers)]));
}
type PlaceRow = { readonly place: number; readonly numbers: string | null };

const SELECT_LIVE: Statement = {
  name: "numbers.live",
  text: `select a.place, l.numbers::text as numbers
    from ${ASKED_SPANS}
    cross join lateral (
      select array_agg(r.number_id) as numbers from numbers.reservation r
      where r.tenant_id = $1 and r.person - 0 = a.person and r.counterpart <> a.counterpart
        and r.reserved_until > a.reserved_from and r.reserved_from < a.in_use_until
        and r.in_use_until > a.reserved_from
    ) l
    order by a.place`,
};

/** For each span, the numbers behind which its person has another counterpart live in its window. */
export async function liveNumbers(tx: Tx, spans: readonly Span[]): Promise<readonly ReadonlySet<number>[]> {
  const rows = await tx.query<PlaceRow>(SELECT_LIVE, [tx.tenant, ...spanValues(spans)]);
  return rows.map(({ numbers }) => new Set(numbersOf(numbers)));
}

/** A span on a number. */
export type Reservation = Span & { readonly numberId: number };

function reservationValues(reservations: readonly Reservation[]): readonly Buffer[] {
  return [...spanValues(reservations), int4Array(reservations.map(({ numberId }) => numberId))];
}

const ASKED_RESERVATIONS = `(
      select u.n, u.person, u.counterpart, u.number_id, ${instant("u.from_ms")} as reserved_from,
        ${instant("u.until_ms")} as in_use_until, ${instant("u.reserved_ms")} as reserved_until
      from unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::int[])
        with ordinality as u (person, counterpart, from_ms, until_ms, reserved_ms, number_id, n)
      offset 0
    ) a`;
const INSERT_RESERVATIONS: Statement = {
  name: "numbers.insert-reservations",
  text: `select numbers.reserve($1, $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::int[])
    as given`,
};

/** Gives the places of those that the database refused because they would have crossed another pair. */
export async function insertReservations(tx: Tx, reservations: readonly Reservation[]): Promise<ReadonlySet<number>> {
  const [row] = await tx.query<{ given: number }>(INSERT_RESERVATIONS, [tx.tenant, ...reservationValues(reservations)]);
  if (row?.given === reservations.length) return new Set();
  const covered = await coveredPlaces(tx, reservations);
  return new Set([...reservations.keys()].filter((place) => !covered.has(place)));
}

const GROW_RESERVATIONS: Statement = {
  name: "numbers.grow-reservations",
  text: `insert into numbers.reservation
      (tenant_id, person, number_id, counterpart, reserved_from, in_use_until, reserved_until)
    select $1, a.person, a.number_id, a.counterpart, least(a.reserved_from, h.reserved_from),
      greatest(a.in_use_until, h.in_use_until), greatest(a.reserved_until, h.reserved_until)
    from ${ASKED_RESERVATIONS}
    cross join lateral (
      select min(r.reserved_from) as reserved_from, max(r.in_use_until) as in_use_until,
        max(r.reserved_until) as reserved_until,
        bool_or(r.reserved_from <= a.reserved_from and r.in_use_until >= a.in_use_until
          and r.reserved_until >= a.reserved_until) as is_covered
      from numbers.reservation r
      where r.tenant_id = $1 and r.person = a.person and r.counterpart = a.counterpart
        and r.number_id = a.number_id and r.reserved_until > $8
    ) h
    where h.is_covered is not true
    order by a.person, a.n
    on conflict on constraint reservation_not_crossed do nothing`,
};

/**
 * Reserves each pair's number from the begin of what still runs to the new end, gap included: while a mission
 * waits for its new date, nobody else may answer on its number. Gives the places that are covered now; the others
 * would cross another pair.
 */
export async function growReservations(tx: Tx, reservations: readonly Reservation[]): Promise<ReadonlySet<number>> {
  await tx.query(GROW_RESERVATIONS, [tx.tenant, ...reservationValues(reservations), tx.now]);
  return coveredPlaces(tx, reservations);
}

const SELECT_COVERED: Statement = {
  name: "numbers.covered",
  text: `select a.n - 1 as place
    from ${ASKED_RESERVATIONS}
    cross join lateral (
      select from numbers.reservation r
      where r.tenant_id = $1 and r.person = a.person and r.counterpart = a.counterpart
        and r.number_id = a.number_id and r.reserved_from <= a.reserved_from and r.in_use_until >= a.in_use_until
        and r.reserved_until >= a.reserved_until
      limit 1
    ) r`,
};

async function coveredPlaces(tx: Tx, reservations: readonly Reservation[]): Promise<ReadonlySet<number>> {
  const rows = await tx.query<{ place: number }>(SELECT_COVERED, [tx.tenant, ...reservationValues(reservations)]);
  return new Set(rows.map(({ place }) => place));
}

const SELECT_NAMED: Statement = {
  name: "numbers.named",
  text: `select number, number_id as "numberId", country, carrier from numbers.number
    where tenant_id = $1 and number = any ($2::text[])`,
};
export type NamedRow = Pick<PoolRow, "number" | "numberId" | "country" | "carrier">;

export function numbersNamed(tx: Tx, numbers: readonly string[]): Promise<readonly NamedRow[]> {
  return tx.query<NamedRow>(SELECT_NAMED, [tx.tenant, numbers]);
}

const COUNT_GIVEN: Statement = {
  name: "numbers.count-given",
  text: `update numbers.number n
    set in_use = n.in_use + ($3::int[])[array_position($2::int[], n.number_id)],
      last_given_at = greatest(n.last_given_at, $4)
    where n.tenant_id = $1 and n.number_id = any (array(
      select m.number_id from numbers.number m where m.tenant_id = $1 and m.number_id = any ($2::int[])
      for no key update skip locked))`,
};

/**
 * Adds to the counters of use. A number that another transaction is counting is skipped: a mission must not wait
 * for an import because of a counter, and `recountUse` makes up for it within a minute.
 */
export async function countGiven(tx: Tx, times: ReadonlyMap<number, number>): Promise<void> {
  await tx.query(COUNT_GIVEN, [tx.tenant, int4Array([...times.keys()]), int4Array([...times.values()]), tx.now]);
}

const RECOUNT_USE: Statement = {
  name: "numbers.recount-use",
  text: `with counted as (
      select r.number_id, count(*) filter (where r.in_use_until > $2)::int as in_use,
        count(*) filter (where r.in_use_until <= $2)::int as in_quarantine
      from numbers.reservation r where r.tenant_id = $1 and r.reserved_until > $2 group by r.number_id
    ), idle as (
      select m.number_id from numbers.number m where m.tenant_id = $1
      order by m.number_id for no key update skip locked
    ), exact as (
      select i.number_id, coalesce(c.in_use, 0) as in_use, coalesce(c.in_quarantine, 0) as in_quarantine
      from idle i left join counted c using (number_id)
    )
    update numbers.number n set in_use = e.in_use, in_quarantine = e.in_quarantine
    from exact e
    where n.tenant_id = $1 and n.number_id = e.number_id
      and (n.in_use <> e.in_use or n.in_quarantine <> e.in_quarantine)`,
};

export async function recountUse(tx: Tx): Promise<void> {
  await tx.query(RECOUNT_USE, [tx.tenant, tx.now]);
}

const SELECT_COUNTRIES: Statement = {
  name: "numbers.countries",
  text: `select country, coalesce(array_agg(number_id) filter (where not is_reserved and not is_draining and use = 'lines'), '{}')::text as ids
    from numbers.number where tenant_id = $1 group by country`,
};
/** The numbers of a country that may be given; none where all are set aside. */
export type CountryRow = { readonly country: string; readonly ids: readonly number[] };

export async function countriesOfPool(query: Query, tenant: number): Promise<readonly CountryRow[]> {
  const rows = await query.query<{ country: string; ids: string }>(SELECT_COUNTRIES, [tenant]);
  return rows.map(({ country, ids }) => ({ country, ids: ids === "{}" ? [] : numbersOf(ids) }));
}

/**
 * $4 marks from the id $5 on which numbers count. Neither a join nor `any ($4)`: with a small pool the planner knows
 * nothing of it and walks it once for each of half a million rows.
 */
const COUNTS = "($4::int[])[r.number_id - $5 + 1] = 1";
const heldIn = (days: number, began = "true") =>
  `(count(distinct r.counterpart) filter (where r.reserved_until > $2::timestamptz + interval '${days * 24} hours'
      and r.reserved_from <= $2::timestamptz + interval '${days * 24} hours' and ${began}))::int`;
const SELECT_LOADS: Statement = {
  name: "numbers.loads",
  text: `with busiest as (
      select r.person from numbers.reservation r
      where r.tenant_id = $1 and r.reserved_until > $2 and ${COUNTS}
      group by r.person order by count(*) desc, r.person limit 20
    )
    select l."heldNow", l."stillIn7", l."stillIn30", l."bookedIn7", l."bookedIn30", l.begun, l."observedMs", l."holdMs"
    from busiest b cross join lateral (
      select ${heldIn(0)} as "heldNow",
        ${heldIn(7, "r.reserved_from <= $2")} as "stillIn7", ${heldIn(30, "r.reserved_from <= $2")} as "stillIn30",
        ${heldIn(7)} as "bookedIn7", ${heldIn(30)} as "bookedIn30",
        (count(distinct r.counterpart) filter (where r.reserved_from <= $2 and r.reserved_from > $3))::int as begun,
        ${unixMs("$2::timestamptz")} - ${unixMs("min(r.reserved_from)")} as "observedMs",
        coalesce(avg(${unixMs("r.reserved_until")} - ${unixMs("r.reserved_from")})
          filter (where r.reserved_from <= $2 and r.reserved_from > $3), 0)::bigint as "holdMs"
      from numbers.reservation r
      where r.tenant_id = $1 and r.person - 0 = b.person and r.reserved_until > $3 and ${COUNTS}
    ) l`,
};

/** The twenty persons with the most reservations on these numbers, which may be given. */
export async function busiestLoads(
  query: Query,
  tenant: number,
  now: Date,
  ids: readonly number[],
): Promise<readonly HolderLoad[]> {
  const trendFrom = new Date(now.getTime() - TREND_DAYS * 86_400_000);
  const first = ids.reduce((least, id) => Math.min(least, id), Number.MAX_SAFE_INTEGER);
  const marks: number[] = [];
  for (const id of ids) marks[id - first] = 1;
  const values = [tenant, now, trendFrom, int4Array(Array.from(marks, (mark) => mark ?? 0)), first];
  return query.query<HolderLoad>(SELECT_LOADS, values);
}

/** Numbers of the pool, block by block, as `fsck` compares them with their entries. */
export const SELECT_AUDITED_NUMBERS: Statement = {
  name: "numbers.audited-numbers",
  text: `select number_id, number, carrier, is_reserved, is_draining, use, added_at
    from numbers.number where ctid >= $2::tid and ctid < $3::tid and tenant_id + 0 = $1`,
};
export type AuditedNumberRow = {
  readonly number_id: number;
  readonly number: string;
  readonly carrier: string;
  readonly is_reserved: boolean;
  readonly is_draining: boolean;
  readonly use: NumberUse;
  readonly added_at: Date;
};

const SELECT_SENDER_NUMBER: Statement = {
  name: "numbers.sender-number",
  text: "select number, carrier from numbers.number where tenant_id = $1 order by use = 'report' desc, number limit 1",
};

export async function selectSenderNumber(query: Query, tenant: number): Promise<ReportNumber | undefined> {
  const [row] = await query.query<ReportNumber>(SELECT_SENDER_NUMBER, [tenant]);
  return row;
}
