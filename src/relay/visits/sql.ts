import type { CustomerId, MissionId } from "../../base/ids.ts";
import type { Language } from "../../base/text.ts";
import type { Statement } from "../../store/index.ts";

/** A mission as it is announced, with the first of its lines that is not cut. */
export const SELECT_VISIT: Statement = {
  name: "relay.visit",
  text: `select m.mission_id, m.customer_id, m.opens_at, m.closes_at, m.cancelled_at is not null as is_cancelled,
      c.phone_kind, c.opted_out_at is not null as is_customer_opted_out, c.language,
      f.line_id is not null as has_line, f.is_cut is false as has_open_line, f.customer_number, f.carrier
    from missions.mission m
    cross join lateral (
      select phone_kind, opted_out_at, language from missions.customer
      where customer_id = m.customer_id and tenant_id + 0 = $1 offset 0) c
    left join lateral (
      select l.line_id, l.customer_number, l.carrier, exists (
          select from missions.pair_cut x
          where x.staff_id = l.staff_id and x.customer_id = l.customer_id and x.tenant_id + 0 = $1
            and x.lifted_at is null offset 0) as is_cut
      from (
        select line_id, staff_id, customer_id, customer_number, carrier, assigned_at from missions.line
        where mission_id = m.mission_id and tenant_id + 0 = $1 and ended_at is null offset 0) l
      order by is_cut, l.assigned_at, l.line_id limit 1) f on true
    where m.mission_id = $2 and m.tenant_id + 0 = $1`,
};
export type VisitRow = {
  readonly mission_id: MissionId;
  readonly customer_id: CustomerId;
  readonly opens_at: Date;
  readonly closes_at: Date;
  readonly is_cancelled: boolean;
  readonly phone_kind: "mobile" | "landline" | "unclear" | null;
  readonly is_customer_opted_out: boolean;
  readonly language: Language;
  readonly has_line: boolean;
  /** One of its lines is not cut. */
  readonly has_open_line: boolean;
  readonly customer_number: string | null;
  readonly carrier: string | null;
};

export const SELECT_ANNOUNCED: Statement = {
  name: "relay.announced",
  text: `select at from relay.announcement
    where mission_id = $2 and opens_at = $3 and closes_at = $4 and tenant_id + 0 = $1`,
};

export const INSERT_ANNOUNCEMENT: Statement = {
  name: "relay.insert-announcement",
  text: `insert into relay.announcement (tenant_id, mission_id, opens_at, closes_at, at, entry_id)
    values ($1, $2, $3, $4, $5, $6)`,
};

export const ERASE_ANNOUNCEMENTS: Statement = {
  name: "relay.erase-announcements",
  text: "delete from relay.announcement where tenant_id + 0 = $1 and at < ledger.kept_since($1, 'routine')",
};
