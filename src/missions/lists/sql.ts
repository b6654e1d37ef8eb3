import type { MissionId, StaffId } from "../../base/ids.ts";
import type { Statement } from "../../store/index.ts";
import type { MissionStatus } from "../wire.ts";

/**
 * Pages of missions. A page is found by the one index that leads to it, and no plan is left to choose: a statement that
 * fitted every filter would read all missions for most of them.
 */

export type PlaceRow = { readonly mission_id: MissionId; readonly opens_at: Date; readonly reference: string };

/** As `statusAt` of the rules. */
const statusAt = (
  now: string,
) => `case when m.cancelled_at is not null then 'cancelled' when ${now} < m.opens_at then 'scheduled'
    when ${now} < m.closes_at then 'open' else 'closed' end`;

export type Order = "opens" | "latest" | "reference";

function ordered(order: Order): string {
  return {
    opens: "m.opens_at, m.mission_id",
    latest: "m.opens_at desc, m.mission_id desc",
    reference: 'm.reference collate "C"',
  }[order];
}

/**
 * From the place `($2, $3)` on, up to the instant `$4`, both exclusive, in one direction. `$5`: now; `$6`: status, `$7`:
 * purpose, or null.
 */
function byOpening(name: string, order: "opens" | "latest", condition: string): Statement {
  const [past, before] = order === "opens" ? [">", "<"] : ["<", ">="];
  return {
    name: `missions.list-${name}`,
    text: `select m.mission_id, m.opens_at, m.reference from missions.mission m
    where m.tenant_id + 0 = $1 and (m.opens_at, m.mission_id) ${past} ($2::timestamptz, $3) and m.opens_at ${before} $4::timestamptz
      and ${condition} and ($6::text is null or $6 = ${statusAt("$5::timestamptz")})
    order by ${ordered(order)} limit $8`,
  };
}

const ANY = "($7::text is null or m.purpose = $7)";
const OF_PURPOSE = "m.purpose = $7";
const CANCELLED = `m.cancelled_at is not null and ${ANY}`;
const CANCELLED_OF_PURPOSE = `m.cancelled_at is not null and ${OF_PURPOSE}`;
export const SELECT_BY_OPENING = {
  opens: {
    any: byOpening("opens", "opens", ANY),
    ofPurpose: byOpening("opens-of-purpose", "opens", OF_PURPOSE),
    cancelled: byOpening("opens-cancelled", "opens", CANCELLED),
    cancelledOfPurpose: byOpening("opens-cancelled-of-purpose", "opens", CANCELLED_OF_PURPOSE),
  },
  latest: {
    any: byOpening("latest", "latest", ANY),
    ofPurpose: byOpening("latest-of-purpose", "latest", OF_PURPOSE),
    cancelled: byOpening("latest-cancelled", "latest", CANCELLED),
    cancelledOfPurpose: byOpening("latest-cancelled-of-purpose", "latest", CANCELLED_OF_PURPOSE),
  },
};

/**
 * How many missions a page in the order of references looks at: what fits no filter is passed over, and a page that found
 * little still ends in time. Too small: many pages with little on them; too large: a page takes long. Rows read in about
 * 20 ms, 2026-11.
 */
const WALKED = 20_000;
const COLUMNS = "mission_id, opens_at, closes_at, cancelled_at, purpose, reference";
const BETWEEN = `o.tenant_id + 0 = $1 and o.reference collate "C" > $2 and o.reference collate "C" >= $3
        and o.reference collate "C" < $4`;
/** After the reference `$2`, of those from `$3` on and before `$4`. `$5`: now; `$6`: status, `$7`: purpose, or null. */
export const SELECT_BY_REFERENCE: Statement = {
  name: "missions.list-by-reference",
  text: `select m.mission_id, m.opens_at, m.reference from (
      select ${COLUMNS} from missions.mission o where ${BETWEEN} order by o.reference collate "C" limit ${WALKED}) m
    where ($6::text is null or $6 = ${statusAt("$5::timestamptz")}) and ($7::text is null or m.purpose = $7)
    order by m.reference collate "C" limit $8`,
};
/** The last mission that such a page looked at, if there may be more after it. */
export const SELECT_WALK_END: Statement = {
  name: "missions.walk-end",
  text: `select o.reference from missions.mission o where ${BETWEEN}
    order by o.reference collate "C" limit 1 offset ${WALKED - 1}`,
};

/**
 * Of one staff member, or of a span, put in order afterwards: as many as a person or a day has. `($2, $3)`: the place of
 * the last one seen. `$4`: now; `$5`: status, `$6`: purpose, or null; references from `$7` on and before `$8`; opened from
 * `$9` on and before `$10`; `$12`: the staff member's own reference.
 */
function gathered(name: string, from: string, order: Order): Statement {
  const past = {
    opens: "(m.opens_at, m.mission_id) > ($2::timestamptz, $3)",
    latest: "(m.opens_at, m.mission_id) < ($2::timestamptz, $3)",
    reference: '(m.reference collate "C", m.mission_id) > ($2, $3)',
  }[order];
  return {
    name: `missions.list-${name}-${order}`,
    text: `with theirs as materialized (${from})
    select m.mission_id, m.opens_at, m.reference from theirs m
    where m.opens_at >= $9::timestamptz and m.opens_at < $10::timestamptz and ${past}
      and ($5::text is null or $5 = ${statusAt("$4::timestamptz")}) and ($6::text is null or m.purpose = $6)
      and m.reference collate "C" >= $7 and m.reference collate "C" < $8
    order by ${ordered(order)} limit $11`,
  };
}

/** One look-up by key for each line, whatever the planner believes of a person who has few. */
const OF_STAFF = `select k.mission_id, k.opens_at, k.closes_at, k.cancelled_at, k.purpose, k.reference from (
        select distinct l.mission_id from missions.line l
        where l.staff_id = (select s.staff_id from people.staff s where s.reference = $12 and s.tenant_id + 0 = $1)
          and l.tenant_id + 0 = $1 and l.ended_at is null) l
      cross join lateral (select ${COLUMNS} from missions.mission o
        where o.mission_id = l.mission_id and o.tenant_id + 0 = $1 offset 0) k`;
const OF_SPAN = `select ${COLUMNS} from missions.mission o
      where o.opens_at >= $9::timestamptz and o.opens_at < $10::timestamptz and o.tenant_id + 0 = $1`;
export const SELECT_GATHERED = {
  ofStaff: {
    opens: gathered("of-staff", OF_STAFF, "opens"),
    latest: gathered("of-staff", OF_STAFF, "latest"),
    reference: gathered("of-staff", OF_STAFF, "reference"),
  },
  ofSpan: gathered("of-span", OF_SPAN, "reference"),
};

/** Missions that open in a span, by hour of `$5` and status at `$4`. */
export const COUNT_BY_HOUR: Statement = {
  name: "missions.count-by-hour",
  text: `select date_part('hour', m.opens_at at time zone $5)::int as hour, ${statusAt("$4::timestamptz")} as status, count(*)::int as count
    from missions.mission m
    where m.opens_at >= $2 and m.opens_at < $3 and m.tenant_id + 0 = $1 group by 1, 2 order by 1, 2`,
};
export type HourRow = { readonly hour: number; readonly status: MissionStatus; readonly count: number };

/** How many missions that open in a span each of these has: a day is looked at, not all that a person ever had. */
export const COUNT_OF_STAFF: Statement = {
  name: "missions.count-of-staff",
  text: `select l.staff_id, count(*)::int as count from missions.mission m
    cross join lateral (select o.staff_id from missions.line o
      where o.mission_id = m.mission_id and o.tenant_id + 0 = m.tenant_id and o.ended_at is null offset 0) l
    where m.opens_at >= $2 and m.opens_at < $3 and m.tenant_id + 0 = $1 and m.cancelled_at is null
      and l.staff_id = any ($4::text[])
    group by l.staff_id`,
};
export type StaffCountRow = { readonly staff_id: StaffId; readonly count: number };

/**
 * Missions that open in a span and are not over at `$4`, on which somebody with a phone has no number, or one that others
 * have too.
 */
export const COUNT_SHORT: Statement = {
  name: "missions.count-short",
  text: `select count(*) filter (where s.is_without)::int as without_number, count(*) filter (where s.is_shared)::int as with_shared_number
    from missions.mission m
    cross join lateral (
      select bool_or(l.customer_person is not null and l.customer_number is null) as is_without,
        bool_or(l.staff_needs_code or l.customer_needs_code) as is_shared
      from missions.line l where l.mission_id = m.mission_id and l.tenant_id + 0 = m.tenant_id and l.ended_at is null offset 0) s
    where m.opens_at >= $2 and m.opens_at < $3 and m.tenant_id + 0 = $1 and m.cancelled_at is null and m.closes_at > $4`,
};
export type ShortRow = { readonly without_number: number; readonly with_shared_number: number };
