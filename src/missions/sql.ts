import type { CustomerId, LineId, MissionId, StaffId } from "../base/ids.ts";
import type { Statement } from "../store/index.ts";
import type { OwnFacts } from "./rules.ts";
import type { Channel } from "./wire.ts";

export type MissionRow = {
  readonly mission_id: MissionId;
  readonly reference: string;
  readonly purpose: string;
  readonly purpose_version: number;
  readonly legal_basis: string;
  readonly customer_id: CustomerId;
  readonly customer_reference: string;
  readonly customer_person: number | null;
  readonly phone_kind: "mobile" | "landline" | "unclear" | null;
  readonly country: string | null;
  readonly opens_at: Date;
  readonly closes_at: Date;
  readonly grace_ms: number;
  readonly channels: readonly Channel[];
  readonly cancelled_at: Date | null;
  readonly on_my_way_at: Date | null;
  readonly request_hash: Buffer;
};

export type LineRow = {
  readonly mission_id: MissionId;
  readonly line_id: LineId;
  readonly staff_id: StaffId;
  readonly staff_reference: string;
  readonly staff_person: number | null;
  readonly customer_person: number | null;
  readonly staff_number: string | null;
  readonly customer_number: string | null;
  readonly staff_needs_code: boolean;
  readonly customer_needs_code: boolean;
  readonly code_nonce: number;
};

const MISSION = `m.mission_id, m.reference, m.purpose, m.purpose_version, m.legal_basis, m.customer_id,
  c.reference as customer_reference, c.person_id as customer_person, c.phone_kind, c.country,
  m.opens_at, m.closes_at, m.grace_ms, m.channels, m.cancelled_at, m.on_my_way_at, m.request_hash
  from missions.mission m
  join missions.customer c on c.tenant_id + 0 = m.tenant_id and c.customer_id = m.customer_id`;

export const SELECT_MISSIONS: Statement = {
  name: "missions.missions",
  text: `select ${MISSION} where m.tenant_id = $1 and m.mission_id = any ($2::text[])`,
};

export const SELECT_MISSIONS_BY_REFERENCE: Statement = {
  name: "missions.missions-by-reference",
  text: `select ${MISSION} where m.tenant_id = $1 and m.reference = any ($2::text[])`,
};

/** Missions of a customer that are not over: what a new phone of hers has to follow. */
export const SELECT_LIVE_MISSIONS_OF_CUSTOMER: Statement = {
  name: "missions.live-of-customer",
  text: `select ${MISSION} where m.tenant_id = $1 and m.customer_id = $2 and m.cancelled_at is null
    and m.closes_at + m.grace_ms * interval '1 millisecond' > $3 order by m.mission_id`,
};

export const SELECT_LIVE_MISSIONS_OF_STAFF: Statement = {
  name: "missions.live-of-staff",
  text: `select ${MISSION}
    where m.tenant_id + 0 = $1 and m.cancelled_at is null and m.mission_id = any (array(
        select l.mission_id from missions.line l where l.staff_id = $2 and l.tenant_id + 0 = $1
          and coalesce(l.ended_at, 'infinity') = 'infinity'))
      and m.closes_at + m.grace_ms * interval '1 millisecond' > $3 order by m.mission_id`,
};

/** Whose line it is, is looked up for each: a plan that begins with all of the staff looks for each of them on each mission. */
export const SELECT_LINES: Statement = {
  name: "missions.lines",
  text: `select l.mission_id, l.line_id, l.staff_id, s.reference as staff_reference, l.staff_person, l.customer_person,
      l.staff_number, l.customer_number, l.staff_needs_code, l.customer_needs_code, l.code_nonce
    from missions.line l
    cross join lateral (select o.reference from people.staff o
      where o.staff_id = l.staff_id and o.tenant_id + 0 = l.tenant_id offset 0) s
    where l.tenant_id = $1 and l.mission_id = any ($2::text[]) and l.ended_at is null
    order by l.assigned_at, s.reference`,
};

const OWN_MISSION = `select l.mission_id, l.customer_id, l.line_id, l.code_nonce, l.staff_number, l.staff_needs_code,
      l.customer_number, m.reference, m.purpose, m.opens_at, m.closes_at, m.grace_ms, m.channels,
      m.cancelled_at is not null as is_cancelled, m.on_my_way_at is not null as is_on_my_way, c.phone_kind,
      c.opted_out_at is not null as is_customer_opted_out, s.standing = 'active' as is_staff_active,
      exists (select from missions.pair_cut x where x.staff_id = l.staff_id and x.customer_id = l.customer_id
        and x.tenant_id + 0 = $1 and x.lifted_at is null offset 0) as is_pair_cut
    from missions.line l
    join missions.mission m on m.mission_id = l.mission_id and m.tenant_id + 0 = $1
    join missions.customer c on c.customer_id = l.customer_id and c.tenant_id + 0 = $1
    join people.staff s on s.staff_id = l.staff_id and s.tenant_id + 0 = $1
    where l.staff_id = $2 and l.tenant_id + 0 = $1`;

/** Missions of a staff member that are, with their grace, between two instants, in the order of their opening. */
export const SELECT_OWN_MISSIONS: Statement = {
  name: "missions.own-missions",
  text: `${OWN_MISSION} and coalesce(l.ended_at, 'infinity') = 'infinity' and l.quarantined_until > $3
      and m.opens_at < $4 and greatest(m.opens_at, m.closes_at + m.grace_ms * interval '1 millisecond') >= $3
    order by m.opens_at, l.mission_id limit $5`,
};

export const SELECT_OWN_MISSION: Statement = {
  name: "missions.own-mission",
  text: `${OWN_MISSION} and l.mission_id = $3 and l.ended_at is null`,
};

export type OwnMissionRow = OwnFacts & {
  readonly mission_id: MissionId;
  readonly customer_id: CustomerId;
  readonly line_id: LineId;
  readonly code_nonce: number;
  readonly staff_needs_code: boolean;
  readonly reference: string;
  readonly purpose: string;
  readonly opens_at: Date;
  readonly closes_at: Date;
  readonly grace_ms: number;
  readonly is_cancelled: boolean;
  readonly is_on_my_way: boolean;
};

export const SELECT_CUSTOMERS: Statement = {
  name: "missions.customers",
  text: `select customer_id, reference, person_id, phone_kind, country from missions.customer
    where tenant_id = $1 and reference = any ($2::text[])`,
};
export type CustomerRow = {
  readonly customer_id: CustomerId;
  readonly reference: string;
  readonly person_id: number | null;
  readonly phone_kind: "mobile" | "landline" | "unclear" | null;
  readonly country: string | null;
};

/** Two acts may meet a new customer at once: the second is refused here, runs again, and finds the row of the first. */
export const INSERT_CUSTOMERS: Statement = {
  name: "missions.insert-customers",
  text: `insert into missions.customer (tenant_id, customer_id, reference, language, person_id, phone_kind, country, created_at)
    select $1, a.customer_id, a.reference, a.language, a.person_id, a.phone_kind, a.country, $2
    from unnest($3::text[], $4::text[], $5::text[], $6::bigint[], $7::text[], $8::text[])
      as a (customer_id, reference, language, person_id, phone_kind, country)
    order by a.reference`,
};

export const UPDATE_CUSTOMERS: Statement = {
  name: "missions.update-customers",
  text: `update missions.customer c set person_id = a.person_id, phone_kind = a.phone_kind, country = a.country,
      language = a.language
    from unnest($2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[], $7::text[])
      as a (customer_id, reference, language, person_id, phone_kind, country)
    where c.tenant_id + 0 = $1 and c.customer_id = a.customer_id
      and (c.language, c.person_id, c.phone_kind, c.country)
        is distinct from (a.language, a.person_id, a.phone_kind, a.country)`,
};

export const INSERT_MISSIONS: Statement = {
  name: "missions.insert-missions",
  text: `insert into missions.mission (tenant_id, mission_id, reference, purpose, purpose_version, legal_basis, customer_id,
      opens_at, closes_at, grace_ms, channels, request_hash, created_at)
    select $1, a.mission_id, a.reference, a.purpose, a.purpose_version, a.legal_basis, a.customer_id, a.opens_at,
      a.closes_at, a.grace_ms, string_to_array(a.channels, ','), a.request_hash, $2
    from unnest($3::text[], $4::text[], $5::text[], $6::int[], $7::text[], $8::text[], $9::timestamptz[],
      $10::timestamptz[], $11::bigint[], $12::text[], $13::bytea[])
      as a (mission_id, reference, purpose, purpose_version, legal_basis, customer_id, opens_at, closes_at, grace_ms,
        channels, request_hash)`,
};

/** Leaves out a line whose code is taken on its number: the caller tries the next code. */
export const INSERT_LINES: Statement = {
  name: "missions.insert-lines",
  text: `insert into missions.line (tenant_id, line_id, mission_id, staff_id, customer_id, staff_person, customer_person,
      staff_number, customer_number, carrier, staff_needs_code, customer_needs_code, staff_code_hash,
      customer_code_hash, code_nonce, assigned_at, quarantined_until)
    select $1, a.line_id, a.mission_id, a.staff_id, a.customer_id, a.staff_person, a.customer_person, a.staff_number,
      a.customer_number, a.carrier, a.staff_needs_code, a.customer_needs_code, a.staff_code_hash, a.customer_code_hash,
      a.code_nonce, $2, a.quarantined_until
    from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bigint[], $9::text[], $10::text[],
      $11::text[], $12::bool[], $13::bool[], $14::bytea[], $15::bytea[], $16::int[], $17::timestamptz[])
      as a (line_id, mission_id, staff_id, customer_id, staff_person, customer_person, staff_number, customer_number,
        carrier, staff_needs_code, customer_needs_code, staff_code_hash, customer_code_hash, code_nonce,
        quarantined_until)
    on conflict do nothing returning line_id`,
};

/**
 * Customers of other lines that one of these phones reaches on the same number. By key, one phone after the other:
 * whatever the planner believes of the table, it must not be read as a whole for each batch of an import.
 */
export const SELECT_CUSTOMERS_BESIDE: Statement = {
  name: "missions.customers-beside",
  text: `select distinct o.customer_id
    from unnest($2::text[], $3::text[], $4::bigint[], $5::text[], $6::bigint[])
      as n (customer_id, staff_number, staff_person, customer_number, customer_person)
    cross join lateral (
      select l.customer_id, l.ended_at, l.quarantined_until from missions.line l
      where l.staff_number = n.staff_number and l.staff_person = n.staff_person and l.tenant_id + 0 = $1
      union all
      select l.customer_id, l.ended_at, l.quarantined_until from missions.line l
      where l.customer_number = n.customer_number and l.customer_person = n.customer_person and l.tenant_id + 0 = $1
      offset 0) o
    where o.customer_id <> n.customer_id and o.ended_at is null and o.quarantined_until > $7`,
};

export const END_LINES: Statement = {
  name: "missions.end-lines",
  text: `update missions.line set ended_at = $3 where tenant_id + 0 = $1 and line_id = any ($2::text[])
    and coalesce(ended_at, 'infinity') = 'infinity'`,
};

/** A window that grew keeps its lines longer; one that shrank never frees them earlier. */
export const KEEP_LINES: Statement = {
  name: "missions.keep-lines",
  text: `update missions.line set quarantined_until = greatest(quarantined_until, $3)
    where tenant_id = $1 and line_id = any ($2::text[])`,
};

export const UPDATE_WINDOW: Statement = {
  name: "missions.update-window",
  text: `update missions.mission set opens_at = $3, closes_at = $4, grace_ms = $5
    where tenant_id = $1 and mission_id = $2`,
};

export const UPDATE_REQUEST: Statement = {
  name: "missions.update-request",
  text: `update missions.mission set channels = $3, request_hash = $4 where tenant_id = $1 and mission_id = $2`,
};

export const CANCEL: Statement = {
  name: "missions.cancel",
  text: "update missions.mission set cancelled_at = $3 where tenant_id = $1 and mission_id = $2",
};

export const SET_OFF: Statement = {
  name: "missions.set-off",
  text: "update missions.mission set on_my_way_at = coalesce(on_my_way_at, $3) where tenant_id = $1 and mission_id = $2",
};

export const SELECT_CUT_PAIRS: Statement = {
  name: "missions.cut-pairs",
  text: `select x.staff_id, x.customer_id, s.person_id as staff_person, c.person_id as customer_person
    from missions.pair_cut x
    join people.staff s on s.tenant_id + 0 = x.tenant_id and s.staff_id = x.staff_id
    join missions.customer c on c.tenant_id + 0 = x.tenant_id and c.customer_id = x.customer_id
    where x.tenant_id + 0 = $1 and x.lifted_at is null
      and (x.customer_id = any ($2::text[]) or c.person_id = any ($3::bigint[]))`,
};
export type CutRow = {
  readonly staff_id: StaffId;
  readonly customer_id: CustomerId;
  readonly staff_person: number;
  readonly customer_person: number | null;
};

/** Missions among these on which the customer's own word stands in the way: of this staff member, or of everybody. */
export const SELECT_CONTACT_ENDS: Statement = {
  name: "missions.contact-ends",
  text: `select l.mission_id, bool_or(x.staff_id is not null) as is_cut
    from missions.line l
    join missions.customer c on c.tenant_id + 0 = l.tenant_id and c.customer_id = l.customer_id
    left join missions.pair_cut x on x.tenant_id + 0 = l.tenant_id and x.staff_id = l.staff_id
      and x.customer_id = l.customer_id and x.lifted_at is null
    where l.mission_id = any ($2::text[]) and l.tenant_id + 0 = $1 and l.ended_at is null
      and (x.staff_id is not null or c.opted_out_at is not null)
    group by l.mission_id`,
};

/** Everybody who is the same person as this customer: herself, and whoever has her phone. */
function sameCustomers(parameter: string): string {
  return `array(select ${parameter}::text union all select o.customer_id
      from missions.customer c join missions.customer o on o.person_id = c.person_id and o.tenant_id + 0 = c.tenant_id
      where c.customer_id = ${parameter} and c.tenant_id + 0 = $1)`;
}

function sameStaff(parameter: string): string {
  return `array(select ${parameter}::text union all select o.staff_id
      from people.staff s join people.staff o on o.person_id = s.person_id and o.tenant_id + 0 = s.tenant_id
      where s.staff_id = ${parameter} and s.tenant_id + 0 = $1)`;
}

export const INSERT_CUT: Statement = {
  name: "missions.insert-cut",
  text: `insert into missions.pair_cut (tenant_id, staff_id, customer_id, cut_at, cause)
    select $1, s.staff_id, c.customer_id, $4, $5
    from people.staff s cross join missions.customer c
    where s.tenant_id + 0 = $1 and c.tenant_id + 0 = $1
      and s.staff_id = any (${sameStaff("$2")}) and c.customer_id = any (${sameCustomers("$3")})
    on conflict (tenant_id, staff_id, customer_id) where lifted_at is null do nothing returning staff_id, customer_id`,
};

/** Cuts in force of a pair, under whatever references the two have their phones. */
export const SELECT_CUTS_BETWEEN: Statement = {
  name: "missions.cuts-between",
  text: `select x.staff_id, x.customer_id, x.cut_at from missions.pair_cut x
    where x.tenant_id + 0 = $1 and x.lifted_at is null
      and x.staff_id = any (${sameStaff("$2")}) and x.customer_id = any (${sameCustomers("$3")})`,
};
export type CutBetweenRow = { readonly staff_id: StaffId; readonly customer_id: CustomerId; readonly cut_at: Date };

/** Ends the cut of a pair, under whatever references the two have their phones. */
export const LIFT_CUT: Statement = {
  name: "missions.lift-cut",
  text: `update missions.pair_cut x set lifted_at = $4
    where x.tenant_id + 0 = $1 and x.lifted_at is null
      and x.staff_id = any (${sameStaff("$2")}) and x.customer_id = any (${sameCustomers("$3")})
    returning x.staff_id, x.customer_id`,
};

/** Cuts in force between two phones, for references that have one of these phones only now. */
export const SPREAD_CUTS: Statement = {
  name: "missions.spread-cuts",
  text: `insert into missions.pair_cut (tenant_id, staff_id, customer_id, cut_at, cause)
    select distinct on (s.staff_id, c.customer_id) $1::int, s.staff_id, c.customer_id, $4::timestamptz, x.cause
    from missions.pair_cut x
    join people.staff xs on xs.tenant_id + 0 = x.tenant_id and xs.staff_id = x.staff_id
    join missions.customer xc on xc.tenant_id + 0 = x.tenant_id and xc.customer_id = x.customer_id
    join people.staff s on s.tenant_id + 0 = x.tenant_id and s.person_id = xs.person_id
    join missions.customer c on c.tenant_id + 0 = x.tenant_id and c.person_id = xc.person_id
    where x.tenant_id + 0 = $1 and x.lifted_at is null and (c.customer_id = any ($2::text[]) or s.staff_id = any ($3::text[]))
    on conflict (tenant_id, staff_id, customer_id) where lifted_at is null do nothing returning staff_id, customer_id`,
};

/** Who answers at a phone at which somebody said stop, under references that have this phone only now. */
export const SPREAD_OPT_OUTS: Statement = {
  name: "missions.spread-opt-outs",
  text: `update missions.customer c set opted_out_at = (
      select min(o.opted_out_at) from missions.customer o where o.person_id = c.person_id and o.tenant_id + 0 = c.tenant_id)
    where c.tenant_id + 0 = $1 and c.customer_id = any ($2::text[]) and c.opted_out_at is null and exists (
      select from missions.customer o
      where o.person_id = c.person_id and o.tenant_id + 0 = c.tenant_id and o.opted_out_at is not null)
    returning c.customer_id`,
};

export const OPT_OUT: Statement = {
  name: "missions.opt-out",
  text: `update missions.customer set opted_out_at = $3
    where tenant_id + 0 = $1 and opted_out_at is null and customer_id = any (${sameCustomers("$2")})
    returning customer_id`,
};

export const END_OPT_OUT: Statement = {
  name: "missions.end-opt-out",
  text: `update missions.customer set opted_out_at = null
    where tenant_id + 0 = $1 and opted_out_at is not null and customer_id = any (${sameCustomers("$2")})
    returning customer_id`,
};

export const SELECT_PURPOSES: Statement = {
  name: "missions.purposes",
  text: `select distinct on (name) name, version, dpv_iri, legal_basis_iri, channels, padding_before_minutes,
      padding_after_minutes, grace_minutes, quarantine_days, retention_months, max_texts, max_calls, max_call_seconds,
      ring_seconds
    from missions.purpose where tenant_id = $1 order by name, version desc`,
};

export const INSERT_PURPOSE: Statement = {
  name: "missions.insert-purpose",
  text: `insert into missions.purpose (tenant_id, name, version, dpv_iri, legal_basis_iri, channels, padding_before_minutes,
      padding_after_minutes, grace_minutes, quarantine_days, retention_months, max_texts, max_calls, max_call_seconds,
      ring_seconds)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) on conflict do nothing`,
};

export const UPDATE_CUSTOMER_PHONE: Statement = {
  name: "missions.update-customer-phone",
  text: `update missions.customer set person_id = $3, phone_kind = $4, country = $5
    where tenant_id = $1 and customer_id = $2`,
};

/** Of millions of rows an instant is read sooner as a number. */
const unixMs = (at: string) => `round(date_part('epoch', ${at}) * 1000)`;

/** What `fsck` compares with entries, block by block. */
export const SELECT_AUDITED_MISSIONS: Statement = {
  name: "missions.audited-missions",
  text: `select mission_id, customer_id, purpose, purpose_version, legal_basis, grace_ms, channels,
      ${unixMs("opens_at")} as opens_at_ms, ${unixMs("closes_at")} as closes_at_ms,
      ${unixMs("cancelled_at")} as cancelled_at_ms, ${unixMs("on_my_way_at")} as on_my_way_at_ms,
      ${unixMs("created_at")} as created_at_ms
    from missions.mission where ctid >= $2::tid and ctid < $3::tid and tenant_id + 0 = $1`,
};
export type AuditedMissionRow = {
  readonly mission_id: string;
  readonly customer_id: string;
  readonly purpose: string;
  readonly purpose_version: number;
  readonly legal_basis: string;
  readonly grace_ms: number;
  readonly channels: readonly string[];
  readonly opens_at_ms: number;
  readonly closes_at_ms: number;
  readonly cancelled_at_ms: number | null;
  readonly on_my_way_at_ms: number | null;
  readonly created_at_ms: number;
};
export const SELECT_AUDITED_LINES: Statement = {
  name: "missions.audited-lines",
  text: `select line_id, mission_id, staff_id, staff_number, customer_number,
      ${unixMs("assigned_at")} as assigned_at_ms, ${unixMs("ended_at")} as ended_at_ms
    from missions.line where ctid >= $2::tid and ctid < $3::tid and tenant_id + 0 = $1`,
};
export type AuditedLineRow = {
  readonly line_id: string;
  readonly mission_id: string;
  readonly staff_id: string;
  readonly staff_number: string | null;
  readonly customer_number: string | null;
  readonly assigned_at_ms: number;
  readonly ended_at_ms: number | null;
};
export const SELECT_AUDITED_CUTS: Statement = {
  name: "missions.audited-cuts",
  text: `select staff_id, customer_id, cut_at, lifted_at
    from missions.pair_cut where ctid >= $2::tid and ctid < $3::tid and tenant_id + 0 = $1`,
};
export type AuditedCutRow = {
  readonly staff_id: string;
  readonly customer_id: string;
  readonly cut_at: Date;
  readonly lifted_at: Date | null;
};
export const SELECT_AUDITED_OPT_OUTS: Statement = {
  name: "missions.audited-opt-outs",
  text: `select customer_id, opted_out_at from missions.customer
    where ctid >= $2::tid and ctid < $3::tid and tenant_id + 0 = $1 and opted_out_at is not null`,
};
export type AuditedOptOutRow = { readonly customer_id: string; readonly opted_out_at: Date };
