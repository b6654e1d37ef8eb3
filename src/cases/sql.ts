import type { CaseId, CaseTextId, CustomerId, DeskUserId, HoldId, MeasureId, ReportId, StaffId } from "../base/ids.ts";
import type { CivilDate, DateFact } from "../charter/index.ts";
import type { Statement } from "../store/index.ts";
import type { Category } from "./taxonomy.ts";
import type { CaseState, Outcome, Procedure, Right, SanctionRequest } from "./wire.ts";

export type CaseRow = {
  readonly case_id: CaseId;
  readonly procedure: Procedure;
  readonly asked_right: Right | null;
  readonly state: CaseState;
  readonly outcome: Outcome | null;
  readonly round: number;
  readonly customer_id: CustomerId | null;
  readonly is_about_customer: boolean;
  readonly is_danger: boolean;
  readonly is_special_category: boolean;
  readonly is_withdrawn: boolean;
  readonly opened_at: Date;
  readonly closed_at: Date | null;
  readonly hold_id: HoldId | null;
  readonly due_on: string | null;
};

/** Who was written to: known when the case was opened, or by the phone that its reporter gave later. */
const CUSTOMER = `coalesce(c.customer_id, (select r.customer_id from cases.report e
    join reports.report r on r.report_id = e.report_id and r.tenant_id + 0 = e.tenant_id
    where e.case_id = c.case_id and e.tenant_id + 0 = c.tenant_id and r.customer_id is not null
    order by e.linked_at, e.report_id limit 1))`;
const CASE = `c.case_id, c.procedure, c.asked_right, c.state, c.outcome, c.round, ${CUSTOMER} as customer_id, c.is_about_customer,
  c.is_danger, c.is_special_category, c.is_withdrawn, c.opened_at, c.closed_at, c.hold_id, to_char(c.due_on, 'YYYY-MM-DD') as due_on`;

/** Who acts on a case does it one after the other. */
export const LOCK_CASE: Statement = {
  name: "cases.lock-case",
  text: `select ${CASE} from cases.case c where c.case_id = $2 and c.tenant_id + 0 = $1 for update`,
};
export const SELECT_CASE: Statement = {
  name: "cases.case",
  text: `select ${CASE} from cases.case c where c.case_id = $2 and c.tenant_id + 0 = $1`,
};

export const INSERT_CASE: Statement = {
  name: "cases.insert-case",
  text: `insert into cases.case (tenant_id, case_id, procedure, state, customer_id, is_about_customer, is_danger,
      opened_at, entry_id, asked_right, hold_id) values ($1, $2, $3, 'received', $4, $5, $6, $7, $8, $9, $10)`,
};

export const UPDATE_CASE: Statement = {
  name: "cases.update-case",
  text: `update cases.case set state = $3, outcome = $4, round = $5, closed_at = $6, hold_id = $7
    where case_id = $2 and tenant_id + 0 = $1`,
};
export const SET_WITHDRAWN: Statement = {
  name: "cases.set-withdrawn",
  text: "update cases.case set is_withdrawn = true where case_id = $2 and tenant_id + 0 = $1",
};
export const SET_SPECIAL: Statement = {
  name: "cases.set-special",
  text: "update cases.case set is_special_category = $3 where case_id = $2 and tenant_id + 0 = $1",
};
export const SET_DUE: Statement = {
  name: "cases.set-due",
  text: "update cases.case set due_on = $3::date where case_id = $2 and tenant_id + 0 = $1",
};
export const SET_DANGER: Statement = {
  name: "cases.set-danger",
  text: "update cases.case set is_danger = true where case_id = $2 and tenant_id + 0 = $1 and not is_danger",
};

/** Somebody of the desk works on the case now: `role` null, in whichever role. */
const isAssigned = (deskUser: string, role: "handler" | "approver" | null) => `exists (select from cases.assignment a
      where a.case_id = c.case_id and a.tenant_id + 0 = c.tenant_id and a.ended_at is null and a.desk_user_id = ${deskUser}
        ${role === null ? "" : `and a.role = '${role}'`} offset 0)`;
/** `offset 0` keeps each look-up one by key: else all assignments there ever were are read to find those of a page. */
const IS_UNASSIGNED = `not exists (select from cases.assignment a where a.case_id = c.case_id
      and a.tenant_id + 0 = c.tenant_id and a.role = 'handler' and a.ended_at is null offset 0)`;
/**
 * Whether an account is told of the case `c`: as `conflictsOf` of the rules, but for a case they work on. It is asked before
 * a page is cut, so that no gap on a page and no cursor tells of what is left out.
 */
export const isTold = (identity: string, depot: string, deskUser: string) => {
  const isNear = `(upper(${identity}) in (upper(s.personnel), upper(s.manager)) or upper(${depot}) in (upper(s.depot), upper(s.employer)))`;
  return `(${isAssigned(deskUser, null)} or not exists (select from cases.concerned n
      join people.staff s on s.staff_id = n.staff_id and s.tenant_id + 0 = n.tenant_id
      where n.case_id = c.case_id and n.tenant_id + 0 = c.tenant_id and ${isNear} offset 0)
    and not exists (select from cases.report p
      join reports.concerned n on n.report_id = p.report_id and n.tenant_id + 0 = p.tenant_id and n.known_by = 'lead'
      join people.staff s on s.staff_id = n.staff_id and s.tenant_id + 0 = n.tenant_id
      where p.case_id = c.case_id and p.tenant_id + 0 = c.tenant_id and ${isNear} offset 0))`;
};

const IS_TOLD = isTold("$2", "$3", "$4");

/**
 * `$5`: procedures; `$6`: closed or not; `$7`: state, `$8`: handler, `none` for nobody, `$9`: primary category, or null;
 * `$10`: how the id begins. The place `($11, $12)` is that of the last one seen.
 */
const page = (name: string, place: string, order: string): Statement => ({
  name: `cases.case-page-${name}`,
  text: `select ${CASE}, coalesce(to_char(c.due_on, 'YYYY-MM-DD'), 'infinity') as order_on,
      (select a.desk_user_id from cases.assignment a where a.case_id = c.case_id and a.tenant_id + 0 = c.tenant_id
        and a.role = 'handler' and a.ended_at is null) as handler,
      (select g.code from cases.category g where g.case_id = c.case_id and g.tenant_id + 0 = c.tenant_id
        and g.is_primary and g.ended_at is null) as primary_code
    from cases.case c
    where c.tenant_id + 0 = $1 and ${place} and c.procedure = any ($5::text[]) and (c.state = 'closed') = $6::boolean
      and ($7::text is null or c.state = $7) and starts_with(c.case_id, $10::text)
      and ($8::text is null or ${isAssigned("$8", "handler")} or ($8 = 'none' and ${IS_UNASSIGNED}))
      and ($9::text is null or exists (select from cases.category g where g.case_id = c.case_id
        and g.tenant_id + 0 = c.tenant_id and g.is_primary and g.ended_at is null and g.code = $9 offset 0))
      and ${IS_TOLD}
    order by ${order} limit $13`,
});
export const SELECT_CASE_PAGE = {
  /** The oldest deadline first; those without one at the end. The place is (deadline or infinity, id). */
  due: page(
    "by-due",
    "(coalesce(c.due_on, 'infinity'), c.case_id) > ($11::date, $12)",
    "coalesce(c.due_on, 'infinity'), c.case_id",
  ),
  /** The latest first. The place is (opening, id). */
  opened: page("by-opening", "(c.opened_at, c.case_id) < ($11::timestamptz, $12)", "c.opened_at desc, c.case_id desc"),
};

/** Staff to whom `$2` of the depot `$3` stands too near. */
const NEAR = `select s.staff_id from people.staff s where s.tenant_id + 0 = $1
      and (upper($2) in (upper(s.personnel), upper(s.manager)) or upper($3) in (upper(s.depot), upper(s.employer)))`;
/**
 * Cases of the procedures `$5` that are told to `$4`, as `isTold` says of one, by state. `$6`: today, `$7`: a week from now.
 * All of them are looked at: what is asked of each is gathered once.
 */
export const COUNT_CASES: Statement = {
  name: "cases.count-cases",
  text: `with mine as materialized (
      select distinct case_id from cases.assignment where ended_at is null and desk_user_id = $4 and tenant_id + 0 = $1),
    handled as materialized (
      select case_id from cases.assignment where ended_at is null and role = 'handler' and tenant_id + 0 = $1),
    near as materialized (
      select distinct n.case_id from cases.concerned n join (${NEAR}) s on s.staff_id = n.staff_id where n.tenant_id + 0 = $1)
    select w.state, count(*)::int as count, count(*) filter (where w.due_on < $6::date)::int as overdue,
      count(*) filter (where w.due_on >= $6::date and w.due_on <= $7::date)::int as due_soon,
      count(*) filter (where w.is_mine)::int as mine, count(*) filter (where w.is_mine and w.due_on < $6::date)::int as mine_overdue,
      to_char(min(w.due_on) filter (where w.is_mine), 'YYYY-MM-DD') as mine_due_on,
      to_char(min(w.due_on), 'YYYY-MM-DD') as due_on,
      count(*) filter (where w.is_unassigned)::int as unassigned, count(*) filter (where w.is_danger)::int as danger
    from (select c.state, c.due_on, c.is_danger, m.case_id is not null as is_mine, h.case_id is null as is_unassigned
      from cases.case c
      left join mine m on m.case_id = c.case_id
      left join handled h on h.case_id = c.case_id
      left join near n on n.case_id = c.case_id
      where c.tenant_id = $1 and c.procedure = any ($5::text[]) and (m.case_id is not null or n.case_id is null)) w
    group by w.state`,
};
export type CaseCountRow = {
  readonly state: CaseState;
  readonly count: number;
  readonly overdue: number;
  readonly due_soon: number;
  readonly mine: number;
  readonly mine_overdue: number;
  readonly mine_due_on: string | null;
  readonly due_on: string | null;
  readonly unassigned: number;
  readonly danger: number;
};

/** What waits for a second person: proposals of cases, and measures that rest on an exception, told to `$4`. */
export const COUNT_TO_SIGN: Statement = {
  name: "cases.count-to-sign",
  text: `select (select count(*)::int from cases.proposal p join cases.case c on c.case_id = p.case_id and c.tenant_id + 0 = p.tenant_id
        where p.state = 'open' and c.tenant_id + 0 = $1 and p.proposed_identity <> $2 and ${IS_TOLD}) as proposals,
      (select count(*)::int from cases.measure m join cases.case c on c.case_id = m.case_id and c.tenant_id + 0 = m.tenant_id
        where m.state = 'awaiting' and m.kind <> 'sanction' and c.tenant_id + 0 = $1 and m.ordered_identity <> $2 and ${IS_TOLD}) as measures`,
};
/** The same, one by one: whoever proposed or ordered it has waited longest first. */
export const SELECT_TO_SIGN: Statement = {
  name: "cases.to-sign",
  text: `select w.* from (
      select 'proposal' as kind, p.case_id, null as measure_id, p.version, p.proposed_at as at, p.proposed_by as by_id,
        c.procedure, to_char(c.due_on, 'YYYY-MM-DD') as due_on, c.is_danger, ${isAssigned("$4", "approver")} as is_mine
      from cases.proposal p join cases.case c on c.case_id = p.case_id and c.tenant_id + 0 = p.tenant_id
      where p.state = 'open' and c.tenant_id + 0 = $1 and p.proposed_identity <> $2 and ${IS_TOLD}
      union all
      select 'measure' as kind, m.case_id, m.measure_id, null as version, m.ordered_at as at, m.ordered_by as by_id,
        c.procedure, to_char(c.due_on, 'YYYY-MM-DD') as due_on, c.is_danger, ${isAssigned("$4", "approver")} as is_mine
      from cases.measure m join cases.case c on c.case_id = m.case_id and c.tenant_id + 0 = m.tenant_id
      where m.state = 'awaiting' and m.kind <> 'sanction' and c.tenant_id + 0 = $1 and m.ordered_identity <> $2 and ${IS_TOLD}) w
    order by w.at, w.case_id limit $5`,
};
export type SignatureRow = {
  readonly kind: "proposal" | "measure";
  readonly case_id: CaseId;
  readonly measure_id: MeasureId | null;
  readonly version: number | null;
  readonly at: Date;
  readonly by_id: DeskUserId;
  readonly procedure: Procedure;
  readonly due_on: string | null;
  readonly is_danger: boolean;
  readonly is_mine: boolean;
};
export type ToSignRow = { readonly proposals: number; readonly measures: number };

export type CasePageRow = CaseRow & {
  readonly order_on: string;
  readonly handler: DeskUserId | null;
  readonly primary_code: Category | null;
};

/** Personnel references of staff members who reported what a case is about. */
export const SELECT_REPORTERS: Statement = {
  name: "cases.reporters",
  text: `select s.personnel from cases.report c
    join reports.report r on r.report_id = c.report_id and r.tenant_id + 0 = c.tenant_id
    join people.staff s on s.staff_id = r.reporter_id and s.tenant_id + 0 = r.tenant_id
    where c.case_id = $2 and c.tenant_id + 0 = $1 and s.personnel is not null`,
};

/** Whom a case is about, by their own references, and without their names. */
export const SELECT_CONCERNED: Statement = {
  name: "cases.concerned",
  text: `select n.case_id, n.staff_id, n.is_certain, s.reference, s.regime, s.standing, s.on_hold_since, s.personnel,
      s.manager, s.depot, s.employer
    from cases.concerned n
    join people.staff s on s.staff_id = n.staff_id and s.tenant_id + 0 = n.tenant_id
    where n.case_id = any ($2::text[]) and n.tenant_id + 0 = $1 order by n.case_id, s.reference`,
};
export type ConcernedRow = {
  readonly case_id: CaseId;
  readonly staff_id: StaffId;
  readonly is_certain: boolean;
  readonly reference: string;
  readonly regime: "employee-fr" | "platform-fr" | "contractor" | "generic";
  readonly standing: "active" | "suspended" | "excluded";
  readonly on_hold_since: Date | null;
  readonly personnel: string | null;
  readonly manager: string | null;
  readonly depot: string | null;
  readonly employer: string | null;
};

/**
 * To whom a number leads that a case was told of, before or after it was opened. A lead is no name, and whoever stands near
 * to one is near all the same.
 */
export const SELECT_LEADS: Statement = {
  name: "cases.leads",
  text: `select p.case_id, s.personnel, s.manager, s.depot, s.employer from cases.report p
    join reports.concerned n on n.report_id = p.report_id and n.tenant_id + 0 = p.tenant_id
    join people.staff s on s.staff_id = n.staff_id and s.tenant_id + 0 = n.tenant_id
    where p.case_id = any ($2::text[]) and p.tenant_id + 0 = $1 and n.known_by = 'lead'`,
};
/** A person by the company's own references. */
export type PersonRow = Pick<ConcernedRow, "case_id" | "personnel" | "manager" | "depot" | "employer">;

export const PUT_CONCERNED: Statement = {
  name: "cases.put-concerned",
  text: `insert into cases.concerned (tenant_id, case_id, staff_id, is_certain, added_at) values ($1, $2, $3, $4, $5)
    on conflict (case_id, staff_id, tenant_id) do update set is_certain = excluded.is_certain`,
};
export const DELETE_CONCERNED: Statement = {
  name: "cases.delete-concerned",
  text: "delete from cases.concerned where case_id = $2 and staff_id = $3 and tenant_id + 0 = $1",
};
export const SELECT_STAFF: Statement = {
  name: "cases.staff",
  text: "select staff_id from people.staff where reference = $2 and tenant_id + 0 = $1",
};

/** What is opened about one person is opened one after the other. */
export const LOCK_OPENING: Statement = {
  name: "cases.lock-opening",
  text: "select pg_advisory_xact_lock(hashtextextended('cases.open ' || $2, $1::int))",
};
export const ADD_CONCERNED: Statement = {
  name: "cases.add-concerned",
  text: `insert into cases.concerned as n (tenant_id, case_id, staff_id, is_certain, added_at) values ($1, $2, $3, $4, $5)
    on conflict (case_id, staff_id, tenant_id) do update set is_certain = n.is_certain or excluded.is_certain`,
};

export const INSERT_REPORT: Statement = {
  name: "cases.insert-report",
  text: "insert into cases.report (tenant_id, report_id, case_id, linked_at) values ($1, $2, $3, $4)",
};
export const SELECT_REPORTS: Statement = {
  name: "cases.reports",
  text: `select report_id from cases.report where case_id = $2 and tenant_id + 0 = $1 order by linked_at, report_id`,
};
export type ReportRow = { readonly report_id: ReportId };

/** A running case between these two to which a further report belongs. */
export const SELECT_RUNNING_CASE: Statement = {
  name: "cases.running-case",
  text: `select c.case_id from cases.case c
    join cases.concerned n on n.case_id = c.case_id and n.tenant_id + 0 = c.tenant_id
    where c.customer_id = $2 and c.tenant_id + 0 = $1 and c.state <> 'closed' and n.staff_id = any ($3::text[])
      and c.procedure = $4
    order by c.opened_at, c.case_id limit 1`,
};
export const SELECT_RUNNING_CASE_OF_CUSTOMER: Statement = {
  name: "cases.running-case-of-customer",
  text: `select c.case_id from cases.case c
    where c.customer_id = $2 and c.tenant_id + 0 = $1 and c.state <> 'closed' and c.procedure = $3
      and c.is_about_customer
    order by c.opened_at, c.case_id limit 1`,
};

export const INSERT_LINK: Statement = {
  name: "cases.insert-link",
  text: `insert into cases.link (tenant_id, case_id, other_case_id, linked_at)
    values ($1, $2, $3, $4), ($1, $3, $2, $4) on conflict do nothing`,
};
export const SELECT_LINKS: Statement = {
  name: "cases.links",
  text: "select other_case_id from cases.link where case_id = $2 and tenant_id + 0 = $1 order by linked_at, other_case_id",
};

export const INSERT_TEXT: Statement = {
  name: "cases.insert-text",
  text: `insert into cases.text (tenant_id, text_id, case_id, kind, at, by_kind, by_id, happened_at, sealed)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
};
export const SELECT_TEXTS: Statement = {
  name: "cases.texts",
  text: `select text_id, kind, at, by_kind, by_id, happened_at, sealed from cases.text
    where case_id = $2 and tenant_id + 0 = $1 order by at, text_id`,
};
export type TextKind =
  | "note"
  | "reasons"
  | "source"
  | "allegation"
  | "statement"
  | "evidence"
  | "answer"
  | "appeal"
  | "companion";
export type TextRow = {
  readonly text_id: CaseTextId;
  readonly kind: TextKind;
  readonly at: Date;
  readonly by_kind: "desk" | "staff" | "companion";
  readonly by_id: string;
  readonly happened_at: Date | null;
  readonly sealed: Buffer;
};

export const INSERT_HISTORY: Statement = {
  name: "cases.insert-history",
  text: `insert into cases.history (tenant_id, case_id, at, act, code, by_kind, by_id, from_state, to_state, text_id,
      entry_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
};
export const SELECT_HISTORY: Statement = {
  name: "cases.history",
  text: `select at, act, code, by_kind, by_id, from_state, to_state, entry_id from cases.history
    where case_id = $2 and tenant_id + 0 = $1 order by history_id`,
};
export type HistoryRow = {
  readonly at: Date;
  readonly act: string;
  readonly code: string | null;
  readonly by_kind: "desk" | "staff" | "companion" | "machine";
  readonly by_id: string | null;
  readonly from_state: CaseState;
  readonly to_state: CaseState;
  readonly entry_id: number;
};

export const SELECT_ASSIGNMENTS: Statement = {
  name: "cases.assignments",
  text: `select role, desk_user_id, identity, assigned_at, ended_at, conflicts from cases.assignment
    where case_id = $2 and tenant_id + 0 = $1 order by assigned_at, role, desk_user_id`,
};
export type AssignmentRow = {
  readonly role: "handler" | "approver";
  readonly desk_user_id: DeskUserId;
  readonly identity: string;
  readonly assigned_at: Date;
  readonly ended_at: Date | null;
  readonly conflicts: readonly string[];
};
export const INSERT_ASSIGNMENT: Statement = {
  name: "cases.insert-assignment",
  text: `insert into cases.assignment (tenant_id, case_id, role, desk_user_id, identity, assigned_at, conflicts,
      override_text_id) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
};
export const END_ASSIGNMENTS: Statement = {
  name: "cases.end-assignments",
  text: `update cases.assignment set ended_at = $5
    where case_id = $2 and tenant_id + 0 = $1 and role = $3 and ($4::text is null or desk_user_id = $4) and ended_at is null`,
};
/** Who else there is for a duty: accounts that are open. */
export const SELECT_DESK_USERS_OF_DUTY: Statement = {
  name: "cases.desk-users-of-duty",
  text: `select desk_user_id from people.desk_user
    where tenant_id = $1 and duty = $2 and is_active and accepted_at is not null order by desk_user_id`,
};

export const SELECT_PROPOSALS: Statement = {
  name: "cases.proposals",
  text: `select version, round, outcome, sanctions, from_state, text_id, statement_text_id, proposed_at, proposed_by,
      proposed_identity, state, decided_at, decided_by, decided_identity, decision_text_id
    from cases.proposal where case_id = $2 and tenant_id + 0 = $1 order by version`,
};
export type ProposalRow = {
  readonly version: number;
  readonly round: number;
  readonly outcome: Outcome;
  readonly sanctions: readonly SanctionRequest[];
  readonly from_state: CaseState;
  readonly text_id: CaseTextId;
  readonly statement_text_id: CaseTextId | null;
  readonly proposed_at: Date;
  readonly proposed_by: DeskUserId;
  readonly proposed_identity: string;
  readonly state: "open" | "approved" | "declined" | "withdrawn";
  readonly decided_at: Date | null;
  readonly decided_by: DeskUserId | null;
  readonly decided_identity: string | null;
  readonly decision_text_id: CaseTextId | null;
};
export const INSERT_PROPOSAL: Statement = {
  name: "cases.insert-proposal",
  text: `insert into cases.proposal (tenant_id, case_id, version, round, outcome, sanctions, from_state, text_id,
      statement_text_id, proposed_at, proposed_by, proposed_identity)
    values ($1, $2, $3, $4, $5, $6::jsonb, $7, $8, $9, $10, $11, $12)`,
};
export const DECIDE_PROPOSAL: Statement = {
  name: "cases.decide-proposal",
  text: `update cases.proposal set state = $4, decided_at = $5, decided_by = $6, decided_identity = $7,
      decision_text_id = $8 where case_id = $2 and version = $3 and tenant_id + 0 = $1`,
};
export const WITHDRAW_PROPOSAL: Statement = {
  name: "cases.withdraw-proposal",
  text: `update cases.proposal set state = 'withdrawn', decision_text_id = $4
    where case_id = $2 and version = $3 and tenant_id + 0 = $1`,
};

export const SELECT_CATEGORIES: Statement = {
  name: "cases.categories",
  text: `select code, is_primary from cases.category where case_id = $2 and tenant_id + 0 = $1 and ended_at is null
    order by code`,
};
export type CategoryRow = { readonly code: Category; readonly is_primary: boolean };
export const END_CATEGORIES: Statement = {
  name: "cases.end-categories",
  text: `update cases.category set ended_at = $3
    where case_id = $2 and tenant_id + 0 = $1 and ended_at is null and code = any ($4::text[])`,
};
export const INSERT_CATEGORIES: Statement = {
  name: "cases.insert-categories",
  text: `insert into cases.category (tenant_id, case_id, code, is_primary, set_at, set_by, text_id)
    select $1, $2, a.code, a.code = $3, $4, $5, $6 from unnest($7::text[]) as a (code)`,
};

export const SELECT_DATES: Statement = {
  name: "cases.dates",
  text: `select fact, to_char(falls_on, 'YYYY-MM-DD') as falls_on, source_kind, text_id from cases.date_fact
    where case_id = $2 and tenant_id + 0 = $1 and ended_at is null order by fact`,
};
export type DateRow = {
  readonly fact: DateFact;
  readonly falls_on: CivilDate;
  readonly source_kind: "report" | "document" | "statement" | "ledger";
  readonly text_id: CaseTextId | null;
};
export const END_DATE: Statement = {
  name: "cases.end-date",
  text: `update cases.date_fact set ended_at = $4
    where case_id = $2 and fact = $3 and tenant_id + 0 = $1 and ended_at is null`,
};
export const INSERT_DATE: Statement = {
  name: "cases.insert-date",
  text: `insert into cases.date_fact (tenant_id, case_id, fact, falls_on, source_kind, text_id, set_at, set_by)
    values ($1, $2, $3, $4::date, $5, $6, $7, $8)`,
};

/** Since when the person concerned was told what is alleged, as it stands, and how often they answered since. */
export const SELECT_TOLD: Statement = {
  name: "cases.told",
  text: `select t.told_at, (select count(*)::int from cases.text a
      where a.case_id = $2 and a.tenant_id + 0 = $1 and a.kind = 'answer' and a.at >= t.told_at) as answers
    from (select max(x.at) as told_at from cases.text x
      where x.case_id = $2 and x.tenant_id + 0 = $1 and x.kind = 'allegation') t`,
};

export const INSERT_RELEASE: Statement = {
  name: "cases.insert-release",
  text: `insert into cases.release (tenant_id, case_id, what, report_id, text_id, decided_by, decided_at)
    values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
};
export const SELECT_RELEASES: Statement = {
  name: "cases.releases",
  text: "select what, report_id from cases.release where case_id = $2 and tenant_id + 0 = $1 order by decided_at",
};
export type ReleaseRow = { readonly what: "exact_times" | "report_text"; readonly report_id: ReportId | "" };

export const SELECT_STANDING_MEASURE: Statement = {
  name: "cases.standing-measure",
  text: `select m.measure_id from cases.measure m where m.case_id = $2 and m.staff_id = $3 and m.tenant_id + 0 = $1
    and m.state in ('awaiting', 'in_force')`,
};

export const SELECT_CASE_OF_REPORT: Statement = {
  name: "cases.case-of-report",
  text: "select case_id from cases.report where report_id = $2 and tenant_id + 0 = $1",
};
export const SELECT_RUNNING_LINK: Statement = {
  name: "cases.running-link",
  text: `select c.case_id from cases.link l
    join cases.case c on c.case_id = l.other_case_id and c.tenant_id + 0 = l.tenant_id
    where l.case_id = $2 and l.tenant_id + 0 = $1 and c.state <> 'closed' order by l.linked_at limit 1`,
};
