import type { StaffId } from "../../base/ids.ts";
import type { Statement } from "../../store/index.ts";
import type { ScaleStep } from "./scale.ts";
import type { CharterRequest } from "./wire.ts";

/** Versions are numbered one after the other: who puts one waits for the other. */
export const LOCK_CHARTERS: Statement = {
  name: "charter.lock-charters",
  text: "select pg_catalog.pg_advisory_xact_lock(7021041, $1)",
};

export const INSERT_CHARTER: Statement = {
  name: "charter.insert-charter",
  text: `insert into charter.charter (tenant_id, version, title, text_fr, text_en, scale, in_force_from, consulted_on,
      deposited_on, exemption, content_hash, recorded_at, entry_id)
    values ($1, $2, $3, $4, $5, $6::jsonb, $7, $8, $9, $10, $11, $12, $13)`,
};

export const SELECT_CHARTERS: Statement = {
  name: "charter.charters",
  text: `select version, title, text_fr, text_en, scale, to_char(in_force_from, 'YYYY-MM-DD') as in_force_from,
      to_char(consulted_on, 'YYYY-MM-DD') as consulted_on, to_char(deposited_on, 'YYYY-MM-DD') as deposited_on,
      exemption, content_hash, recorded_at, entry_id
    from charter.charter where tenant_id = $1 order by version desc`,
};
export type CharterRow = {
  readonly version: number;
  readonly title: string;
  readonly text_fr: string;
  readonly text_en: string;
  readonly scale: readonly ScaleStep[];
  readonly in_force_from: string;
  readonly consulted_on: string | null;
  readonly deposited_on: string | null;
  readonly exemption: NonNullable<CharterRequest["exemption"]> | null;
  readonly content_hash: Buffer;
  readonly recorded_at: Date;
  readonly entry_id: number;
};

/** The version in force on a day; of two from one day the later one. */
export const SELECT_SCALE_AT: Statement = {
  name: "charter.scale-at",
  text: `select version, scale from charter.charter where tenant_id = $1 and in_force_from <= $2::date
    order by in_force_from desc, version desc limit 1`,
};
export type ScaleRow = Pick<CharterRow, "version" | "scale">;

export const INSERT_POLICY: Statement = {
  name: "charter.insert-policy",
  text: `insert into charter.policy (tenant_id, entry_id, requires_acknowledgement, set_at) values ($1, $2, $3, $4)`,
};

export const SELECT_POLICY: Statement = {
  name: "charter.policy",
  text: `select requires_acknowledgement from charter.policy where tenant_id = $1 order by entry_id desc limit 1`,
};
export type PolicyRow = { readonly requires_acknowledgement: boolean };

/** Who of these has not acknowledged the version in force on a day, where that is asked for. No version: nobody. */
export const SELECT_UNACKNOWLEDGED: Statement = {
  name: "charter.unacknowledged",
  text: `with asked as (
      select requires_acknowledgement from charter.policy where tenant_id = $1 order by entry_id desc limit 1
    ), in_force as (
      select version from charter.charter where tenant_id = $1 and in_force_from <= $3::date
      order by in_force_from desc, version desc limit 1
    )
    select member.staff_id from asked cross join in_force cross join unnest($2::text[]) as member (staff_id)
    where asked.requires_acknowledgement and not exists (select from charter.acknowledgement given
      where given.tenant_id = $1 and given.staff_id = member.staff_id and given.version = in_force.version)`,
};

/** Who of these has acknowledged the version in force on a day. No version: nobody. */
export const SELECT_ACKNOWLEDGED: Statement = {
  name: "charter.acknowledged",
  text: `select given.staff_id from unnest($2::text[]) as member (staff_id)
    join charter.acknowledgement given on given.staff_id = member.staff_id and given.tenant_id + 0 = $1
    where given.version = (select version from charter.charter where tenant_id = $1 and in_force_from <= $3::date
      order by in_force_from desc, version desc limit 1)`,
};

/** How many of the active staff have not, where that is asked for. */
export const COUNT_UNACKNOWLEDGED: Statement = {
  name: "charter.count-unacknowledged",
  text: `with asked as (
      select requires_acknowledgement from charter.policy where tenant_id = $1 order by entry_id desc limit 1
    ), in_force as (
      select version from charter.charter where tenant_id = $1 and in_force_from <= $2::date
      order by in_force_from desc, version desc limit 1
    ), given as materialized (
      select a.staff_id from charter.acknowledgement a join in_force f on f.version = a.version where a.tenant_id + 0 = $1
    )
    select count(*)::int as count from asked cross join in_force cross join people.staff member
    left join given on given.staff_id = member.staff_id
    where asked.requires_acknowledgement and member.tenant_id = $1 and member.standing = 'active' and given.staff_id is null`,
};

export const INSERT_ACKNOWLEDGEMENT: Statement = {
  name: "charter.insert-acknowledgement",
  text: `insert into charter.acknowledgement (tenant_id, staff_id, version, given_by, given_at, entry_id)
    values ($1, $2, $3, $4, $5, $6)`,
};

/** Two tries of one staff member meet here. */
export const LOCK_ACKNOWLEDGEMENT: Statement = {
  name: "charter.lock-acknowledgement",
  text: "select pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('charter.acknowledgement ' || $2, $1::int))",
};

/** The company's reference is looked up a row, by key: lists are pages. */
const ACKNOWLEDGEMENT = `given.staff_id, given.version, given.given_by, given.given_at, given.entry_id,
    (select member.reference from people.staff member
      where member.tenant_id = given.tenant_id and member.staff_id = given.staff_id) as reference
    from charter.acknowledgement given`;

export const SELECT_ACKNOWLEDGEMENT: Statement = {
  name: "charter.acknowledgement",
  text: `select ${ACKNOWLEDGEMENT} where given.tenant_id = $1 and given.staff_id = $2 and given.version = $3`,
};

export const SELECT_ACKNOWLEDGEMENTS: Statement = {
  name: "charter.acknowledgements",
  text: `select ${ACKNOWLEDGEMENT} where given.tenant_id = $1 and given.entry_id > $2
      and ($3::text is null or given.staff_id = $3) and ($4::text is null or given.staff_id = (
        select staff_id from people.staff where tenant_id = $1 and reference = $4))
      and ($5::int is null or given.version = $5)
    order by given.entry_id limit $6`,
};
export type AcknowledgementRow = {
  readonly staff_id: StaffId;
  readonly reference: string;
  readonly version: number;
  readonly given_by: "session" | "paper";
  readonly given_at: Date;
  readonly entry_id: number;
};
