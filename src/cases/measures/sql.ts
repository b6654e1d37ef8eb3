import type { CaseId, CaseTextId, DeskUserId, MeasureId, MissionId, StaffId } from "../../base/ids.ts";
import type { CivilDate, ExceptionId, Sanction } from "../../charter/index.ts";
import type { Statement } from "../../store/index.ts";

export type MeasureRow = {
  readonly measure_id: MeasureId;
  readonly case_id: CaseId;
  readonly staff_id: StaffId;
  readonly staff_reference: string;
  readonly kind: "hold" | "suspension" | "sanction";
  readonly sanction: Sanction | null;
  readonly scale_version: number | null;
  readonly days: number | null;
  readonly exception: ExceptionId | null;
  readonly state: "awaiting" | "in_force" | "declined" | "ended";
  readonly ordered_at: Date;
  readonly ordered_by: DeskUserId;
  readonly ordered_identity: string;
  readonly signed_by: DeskUserId | null;
  readonly text_id: CaseTextId;
  readonly from_at: Date | null;
  readonly until_at: Date | null;
  readonly sanctioned_on: CivilDate | null;
  readonly ended_at: Date | null;
};

const MEASURE = `m.measure_id, m.case_id, m.staff_id, s.reference as staff_reference, m.kind, m.sanction, m.scale_version,
    m.days, m.exception, m.state, m.ordered_at, m.ordered_by, m.ordered_identity, m.signed_by, m.text_id, m.from_at,
    m.until_at, to_char(m.sanctioned_on, 'YYYY-MM-DD') as sanctioned_on, m.ended_at
  from cases.measure m
  join people.staff s on s.staff_id = m.staff_id and s.tenant_id + 0 = m.tenant_id`;

export const SELECT_MEASURES: Statement = {
  name: "cases.measures",
  text: `select ${MEASURE} where m.case_id = $2 and m.tenant_id + 0 = $1 order by m.ordered_at, m.measure_id`,
};
/** Sanctions of these people from other cases, as they began; whether the decider may see one is asked of the rules. */
export const SELECT_EARLIER_SANCTIONS: Statement = {
  name: "cases.earlier-sanctions",
  text: `select ${MEASURE} where m.staff_id = any ($2::text[]) and m.tenant_id + 0 = $1 and m.case_id <> $3
      and m.kind = 'sanction' and m.sanctioned_on is not null
    order by m.sanctioned_on, m.measure_id`,
};
/** What still stands in the way of somebody's work. */
export const SELECT_MEASURES_IN_FORCE: Statement = {
  name: "cases.measures-in-force",
  text: `select ${MEASURE} where m.staff_id = $2 and m.tenant_id + 0 = $1 and m.state = 'in_force'
    order by m.ordered_at, m.measure_id`,
};
/** Suspensions that are over, for whoever ends them: each once, whatever node. */
export const SELECT_EXPIRED_MEASURES: Statement = {
  name: "cases.expired-measures",
  text: `select m.measure_id, m.case_id from cases.measure m
    where m.state = 'in_force' and m.until_at <= $2 and m.tenant_id + 0 = $1 order by m.until_at, m.measure_id limit $3`,
};

export const INSERT_MEASURE: Statement = {
  name: "cases.insert-measure",
  text: `insert into cases.measure (tenant_id, measure_id, case_id, staff_id, kind, sanction, scale_version, days, exception,
      state, ordered_at, ordered_by, ordered_identity, signed_at, signed_by, signed_identity, text_id, from_at, until_at,
      sanctioned_on, entry_id)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20::date, $21)`,
};
export const SIGN_MEASURE: Statement = {
  name: "cases.sign-measure",
  text: `update cases.measure set state = $3, signed_at = $4, signed_by = $5, signed_identity = $6, from_at = $7,
      until_at = $8 where measure_id = $2 and tenant_id + 0 = $1`,
};
export const END_MEASURE: Statement = {
  name: "cases.end-measure",
  text: `update cases.measure set state = 'ended', ended_at = $3, ended_by = $4
    where measure_id = $2 and tenant_id + 0 = $1`,
};

/**
 * Cuts in force that wait for a human, the oldest first: one for two people, however many references the company has of
 * them, with the latest case of these two. A case is theirs by whom it concerns, by a number in one of its reports or,
 * where it is about the customer, by who reported her.
 * `$4`: ms from a cut to its first review.
 */
export const SELECT_REVIEWS: Statement = {
  name: "cases.reviews",
  text: `select * from (
      select distinct on (s.person_id, coalesce(c.person_id::text, c.customer_id)) x.staff_id,
        s.reference as staff_reference, x.cut_at, r.due_at as due_again_at,
        coalesce(r.due_at, x.cut_at + $4 * interval '1 ms') as due_at,
        (select k.case_id from cases.case k
          where k.tenant_id + 0 = x.tenant_id and k.case_id in (
            select n.case_id from people.staff o
            join cases.concerned n on n.staff_id = o.staff_id and n.tenant_id + 0 = o.tenant_id
            join cases.case q on q.case_id = n.case_id and q.tenant_id + 0 = n.tenant_id
            join missions.customer d on d.customer_id = q.customer_id and d.tenant_id + 0 = q.tenant_id
            where o.person_id = s.person_id and o.tenant_id + 0 = s.tenant_id
              and (d.customer_id = c.customer_id or d.person_id = c.person_id)
            union all
            select e.case_id from people.staff o
            join reports.concerned n on n.staff_id = o.staff_id and n.tenant_id + 0 = o.tenant_id
            join reports.report q on q.report_id = n.report_id and q.tenant_id + 0 = n.tenant_id
            join cases.report e on e.report_id = q.report_id and e.tenant_id + 0 = q.tenant_id
            join missions.customer d on d.customer_id = q.customer_id and d.tenant_id + 0 = q.tenant_id
            where o.person_id = s.person_id and o.tenant_id + 0 = s.tenant_id
              and (d.customer_id = c.customer_id or d.person_id = c.person_id)
            union all
            select e.case_id from missions.customer d
            join cases.case f on f.customer_id = d.customer_id and f.tenant_id + 0 = d.tenant_id and f.is_about_customer
            join cases.report e on e.case_id = f.case_id and e.tenant_id + 0 = f.tenant_id
            join reports.report q on q.report_id = e.report_id and q.tenant_id + 0 = e.tenant_id
            join people.staff o on o.staff_id = q.reporter_id and o.tenant_id + 0 = q.tenant_id
            where d.tenant_id + 0 = x.tenant_id and o.person_id = s.person_id and o.tenant_id + 0 = s.tenant_id
              and (d.customer_id = c.customer_id or d.person_id = c.person_id))
          order by k.opened_at desc, k.case_id limit 1) as case_id
      from missions.pair_cut x
      join people.staff s on s.staff_id = x.staff_id and s.tenant_id + 0 = x.tenant_id
      join missions.customer c on c.customer_id = x.customer_id and c.tenant_id + 0 = x.tenant_id
      left join lateral (
        select q.decision, q.due_at from cases.cut_review q
        where q.staff_id = x.staff_id and q.customer_id = x.customer_id and q.cut_at = x.cut_at
          and q.tenant_id + 0 = x.tenant_id
        order by q.decided_at desc limit 1) r on true
      where x.tenant_id = $1 and x.lifted_at is null and r.decision is distinct from 'lasting'
      order by s.person_id, coalesce(c.person_id::text, c.customer_id), x.cut_at, x.staff_id, x.customer_id) w
    where $2::timestamptz is null or w.due_at <= $2
    order by w.due_at, w.staff_id limit $3`,
};
export type ReviewRow = {
  readonly staff_id: StaffId;
  readonly staff_reference: string;
  readonly cut_at: Date;
  readonly due_again_at: Date | null;
  readonly due_at: Date;
  readonly case_id: CaseId | null;
};

/** A staff member whom a case keeps apart from its customer: by whom it concerns, by a number, or as who reported her. */
export const SELECT_STAFF_OF_CASE: Statement = {
  name: "cases.staff-of-case",
  text: `select s.staff_id from people.staff s where s.reference = $3 and s.tenant_id + 0 = $1 and (
      exists (select from cases.concerned n
        where n.case_id = $2 and n.staff_id = s.staff_id and n.tenant_id + 0 = s.tenant_id)
      or exists (select from cases.report e
        join reports.concerned n on n.report_id = e.report_id and n.tenant_id + 0 = e.tenant_id
        where e.case_id = $2 and n.staff_id = s.staff_id and e.tenant_id + 0 = s.tenant_id)
      or exists (select from cases.case c
        join cases.report e on e.case_id = c.case_id and e.tenant_id + 0 = c.tenant_id
        join reports.report r on r.report_id = e.report_id and r.tenant_id + 0 = e.tenant_id
        where c.case_id = $2 and c.is_about_customer and r.reporter_id = s.staff_id and c.tenant_id + 0 = s.tenant_id))`,
};
export const INSERT_CUT_REVIEW: Statement = {
  name: "cases.insert-cut-review",
  text: `insert into cases.cut_review (tenant_id, staff_id, customer_id, cut_at, decided_at, decision, case_id, text_id,
      decided_by, due_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
};

/** Missions that lead somebody to whom they must not go any more. The job is still to be done, by somebody else. */
export const SELECT_REASSIGNMENTS: Statement = {
  name: "cases.reassignments",
  text: `select m.mission_id, m.reference, m.opens_at, m.closes_at, s.reference as staff_reference
    from missions.pair_cut x
    join missions.line l on l.staff_id = x.staff_id and l.tenant_id + 0 = x.tenant_id and l.ended_at is null
      and l.customer_id = x.customer_id
    join missions.mission m on m.mission_id = l.mission_id and m.tenant_id + 0 = l.tenant_id
    join people.staff s on s.staff_id = x.staff_id and s.tenant_id + 0 = x.tenant_id
    where x.tenant_id = $1 and x.lifted_at is null and m.cancelled_at is null and m.closes_at > $2
    order by m.opens_at, m.mission_id, s.reference limit $3`,
};
export type ReassignmentRow = {
  readonly mission_id: MissionId;
  readonly reference: string;
  readonly opens_at: Date;
  readonly closes_at: Date;
  readonly staff_reference: string;
};
