import type { AttemptId, CaseId, CustomerId, MissionId, ReportId, SignalId, StaffId } from "../base/ids.ts";
import type { Language } from "../base/text.ts";
import type { Statement } from "../store/index.ts";
import type { KnownBy } from "./rules.ts";
import type { By, Door, Outcome, State, What, Wish } from "./wire.ts";

// Signals: what the gate took.

/**
 * What waits, oldest first. What adds to another signal waits until that one was taken and committed: on another node, or
 * passed over, its report is not there yet, and the answer would be nobody's.
 */
export const TAKE_SIGNALS: Statement = {
  name: "reports.take-signals",
  text: `select s.signal_id, s.word, s.attempt_id, s.by, s.mission_id, s.staff_id, s.customer_id, s.at, s.choice, s.adds_to,
      s.number, s.carrier, s.sender_index, s.sealed, s.language, t.channel
    from relay.signal s
    left join relay.attempt t on t.attempt_id = s.attempt_id and t.tenant_id + 0 = s.tenant_id
    where s.tenant_id + 0 = $1 and s.consumed_at is null and s.signal_id <> all ($3::text[])
      and not exists (select from relay.signal e
        where e.attempt_id = s.adds_to and e.tenant_id + 0 = $1 and e.consumed_at is null)
    order by s.at, s.signal_id limit $2 for update of s skip locked`,
};
export type SignalRow = {
  readonly signal_id: SignalId;
  readonly word: "report" | "stop" | "start" | "review" | "help" | "answer" | "written" | "called";
  readonly attempt_id: AttemptId;
  readonly by: "customer" | "staff" | "unknown";
  readonly mission_id: MissionId | null;
  readonly staff_id: StaffId | null;
  readonly customer_id: CustomerId | null;
  readonly at: Date;
  readonly choice: number | null;
  readonly adds_to: AttemptId | null;
  readonly number: string | null;
  readonly carrier: string | null;
  readonly sender_index: Buffer | null;
  readonly sealed: Buffer | null;
  readonly language: Language | null;
  readonly channel: "sms" | "call" | "chat" | null;
};
/** What was sealed in it is here by now, under the key of its report. */
export const CONSUME_SIGNALS: Statement = {
  name: "reports.consume-signals",
  text: `update relay.signal set consumed_at = $3, sealed = null
    where signal_id = any ($2::text[]) and tenant_id + 0 = $1`,
};
/** Pairs that a word cut: whom it was about, where the signal itself names nobody since it may be several. */
export const SELECT_CUTS_AT: Statement = {
  name: "reports.cuts-at",
  text: `select x.staff_id, x.customer_id from missions.pair_cut x
    where x.customer_id = $2 and x.lifted_at is null and x.tenant_id + 0 = $1`,
};

// Reports.

const REPORT = `r.report_id, r.source, r.filed_at, r.door, r.by, r.language, r.mission_id, r.customer_id, r.reporter_id,
  r.is_unsure, r.what, r.wish, r.answer_number, r.answer_carrier, r.by_sms, r.sealed_phone, r.sealed_hours, r.is_danger, r.paged_at,
  r.danger_seen_at, r.case_id, r.state, r.outcome, to_char(r.next_on, 'YYYY-MM-DD') as next_on, r.entry_id`;
export type ReportRow = {
  readonly report_id: ReportId;
  readonly source: string;
  readonly filed_at: Date;
  readonly door: Door;
  readonly by: By;
  readonly language: Language;
  readonly mission_id: MissionId | null;
  readonly customer_id: CustomerId | null;
  readonly reporter_id: StaffId | null;
  readonly is_unsure: boolean;
  readonly what: readonly What[];
  readonly wish: Wish;
  readonly answer_number: string | null;
  readonly answer_carrier: string | null;
  readonly by_sms: boolean;
  readonly sealed_phone: Buffer | null;
  readonly sealed_hours: Buffer | null;
  readonly is_danger: boolean;
  readonly paged_at: Date | null;
  readonly danger_seen_at: Date | null;
  readonly case_id: CaseId | null;
  readonly state: State;
  readonly outcome: Outcome | null;
  readonly next_on: string | null;
  readonly entry_id: number;
};

export const SELECT_REPORT_OF_SOURCE: Statement = {
  name: "reports.report-of-source",
  text: `select ${REPORT} from reports.report r where r.source = $2 and r.tenant_id + 0 = $1`,
};
export const SELECT_REPORT: Statement = {
  name: "reports.report",
  text: `select ${REPORT} from reports.report r where r.report_id = $2 and r.tenant_id + 0 = $1`,
};
export const LOCK_REPORT: Statement = {
  name: "reports.lock-report",
  text: `select ${REPORT} from reports.report r where r.report_id = $2 and r.tenant_id + 0 = $1 for no key update`,
};
export const SELECT_BY_RECEIPT: Statement = {
  name: "reports.by-receipt",
  text: "select report_id from reports.report where receipt_index = $2 and tenant_id + 0 = $1",
};
/** The latest report of a phone since `$3`, to which what it sends now is added. */
export const SELECT_OF_SENDER: Statement = {
  name: "reports.of-sender",
  text: `select report_id, by_sms from reports.report
    where sender_index = $2 and tenant_id + 0 = $1 and filed_at >= $3 order by filed_at desc limit 1`,
};

export const INSERT_REPORT: Statement = {
  name: "reports.insert-report",
  text: `insert into reports.report (tenant_id, report_id, source, receipt_index, filed_at, door, by, language, mission_id,
      customer_id, reporter_id, is_unsure, what, wish, sender_index, answer_number, answer_carrier, sealed_phone,
      sealed_hours, is_danger, entry_id, by_sms)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)`,
};
export const INSERT_CONCERNED: Statement = {
  name: "reports.insert-concerned",
  text: `insert into reports.concerned (tenant_id, report_id, staff_id, known_by)
    select $1, $2, c.staff_id, c.known_by from unnest($3::text[], $4::text[]) as c (staff_id, known_by)
    on conflict do nothing returning staff_id`,
};
export const SELECT_CONCERNED: Statement = {
  name: "reports.concerned",
  text: `select c.staff_id, c.known_by, s.reference
    from reports.concerned c
    join people.staff s on s.staff_id = c.staff_id and s.tenant_id + 0 = c.tenant_id
    where c.report_id = $2 and c.tenant_id + 0 = $1 order by s.reference`,
};
export type ConcernedRow = { readonly staff_id: StaffId; readonly known_by: KnownBy; readonly reference: string };

/** Danger that is told once more was not seen by whoever saw the last one: somebody is rung again. */
export const UPDATE_TOLD: Statement = {
  name: "reports.update-told",
  text: `update reports.report set what = $3, is_danger = is_danger or $4,
      danger_seen_at = case when $4 then null else danger_seen_at end,
      danger_seen_by = case when $4 then null else danger_seen_by end,
      paged_at = case when $4 and danger_seen_at is not null then null else paged_at end
    where report_id = $2 and tenant_id + 0 = $1`,
};
export const UPDATE_CHOICES: Statement = {
  name: "reports.update-choices",
  text: `update reports.report set wish = $3, sealed_phone = coalesce($4, sealed_phone),
      sealed_hours = coalesce($5, sealed_hours), answer_number = coalesce(answer_number, $6),
      answer_carrier = coalesce(answer_carrier, $7), by_sms = $8
    where report_id = $2 and tenant_id + 0 = $1`,
};
export const SET_CUSTOMER: Statement = {
  name: "reports.set-customer",
  text: "update reports.report set customer_id = $3 where report_id = $2 and customer_id is null and tenant_id + 0 = $1",
};
export const LOOK_AGAIN: Statement = {
  name: "reports.look-again",
  text: `update reports.detail set looked_at = null
    where report_id = $2 and kind = 'message' and tenant_id + 0 = $1`,
};
export const UPDATE_PROGRESS: Statement = {
  name: "reports.update-progress",
  text: `update reports.report set state = $3, outcome = $4, next_on = $5::date
    where report_id = $2 and tenant_id + 0 = $1 and (state, outcome, next_on) is distinct from ($3, $4, $5::date)
    returning report_id`,
};
export const UPDATE_CASE: Statement = {
  name: "reports.update-case",
  text: "update reports.report set case_id = $3 where report_id = $2 and tenant_id + 0 = $1",
};
export const SELECT_WITHOUT_CASE: Statement = {
  name: "reports.without-case",
  text: `select ${REPORT} from reports.report r where r.tenant_id + 0 = $1 and r.case_id is null
    order by r.filed_at, r.report_id limit $2 for no key update skip locked`,
};

/** Oldest first, from `$3` on. The cursor `($4, $5)` is (instant, id) of the last one seen. */
function reportsWhere(name: string, condition: string): Statement {
  return {
    name: `reports.reports-${name}`,
    text: `select ${REPORT} from reports.report r where r.tenant_id + 0 = $1 and ${condition}
      and ($3::timestamptz is null or r.filed_at >= $3)
      and ($4::timestamptz is null or (r.filed_at, r.report_id) > ($4, $5::text))
    order by r.filed_at, r.report_id limit $6`,
  };
}
export const SELECT_REPORTS = {
  ofAll: reportsWhere("of-all", "$2::text is null"),
  ofMission: reportsWhere("of-mission", "r.mission_id = $2"),
};

// What was said.

export const INSERT_DETAIL: Statement = {
  name: "reports.insert-detail",
  text: `insert into reports.detail (tenant_id, report_id, once, kind, at, sealed) values ($1, $2, $3, $4, $5, $6)
    on conflict do nothing returning once`,
};
export const SELECT_DETAILS: Statement = {
  name: "reports.details",
  text: `select once, kind, at, sealed from reports.detail where report_id = $2 and tenant_id + 0 = $1 order by at, once, kind`,
};
export type DetailKind = "text" | "when" | "message" | "number" | "reference" | "picture";
export type DetailRow = {
  readonly once: string;
  readonly kind: DetailKind;
  readonly at: Date;
  readonly sealed: Buffer;
};
/** What came from elsewhere and was not looked into yet, oldest first: each for one node. */
export const TAKE_UNLOOKED: Statement = {
  name: "reports.take-unlooked",
  text: `select d.report_id, d.once, d.kind, d.sealed from reports.detail d
    where d.kind in ('message', 'number') and d.looked_at is null and d.tenant_id + 0 = $1
      and d.report_id <> all ($3::text[])
    order by d.at, d.report_id, d.once, d.kind limit $2 for update skip locked`,
};
export type UnlookedRow = {
  readonly report_id: ReportId;
  readonly once: string;
  readonly kind: "message" | "number";
  readonly sealed: Buffer;
};
export const MARK_LOOKED: Statement = {
  name: "reports.mark-looked",
  text: `update reports.detail set looked_at = $5
    where report_id = $2 and once = $3 and kind = $4 and tenant_id + 0 = $1`,
};
export const COUNT_DETAILS: Statement = {
  name: "reports.count-details",
  text: `select count(*) filter (where kind = 'picture') as pictures, count(*) filter (where kind <> 'picture') as texts
    from reports.detail where report_id = $2 and tenant_id + 0 = $1`,
};

export const INSERT_MESSAGE: Statement = {
  name: "reports.insert-message",
  text: `insert into reports.message (tenant_id, report_id, once, sender, desk_user_id, at, sealed)
    values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning once`,
};
export const SELECT_MESSAGES: Statement = {
  name: "reports.messages",
  text: `select once, sender, desk_user_id, at, sealed, read_at from reports.message
    where report_id = $2 and tenant_id + 0 = $1 order by at, once`,
};
export type MessageRow = {
  readonly once: string;
  readonly sender: "reporter" | "desk";
  readonly desk_user_id: string | null;
  readonly at: Date;
  readonly sealed: Buffer;
  readonly read_at: Date | null;
};
export const MARK_READ: Statement = {
  name: "reports.mark-read",
  text: `update reports.message set read_at = $4
    where report_id = $2 and sender = $3 and read_at is null and tenant_id + 0 = $1`,
};

// Whom a number or a text leads to.

export const SELECT_STAFF_OF_PERSON: Statement = {
  name: "reports.staff-of-person",
  text: "select staff_id from people.staff where person_id = $2 and tenant_id + 0 = $1 order by reference",
};
export const SELECT_CUSTOMERS_OF_PERSON: Statement = {
  name: "reports.customers-of-person",
  text: "select customer_id from missions.customer where person_id = $2 and tenant_id + 0 = $1 order by created_at",
};
export const SELECT_ASSIGNED: Statement = {
  name: "reports.assigned",
  // Two indexes, one for those who are on it and one for those who were.
  text: `select staff_id from missions.line where mission_id = $2 and ended_at is null and tenant_id + 0 = $1
    union select staff_id from missions.line where mission_id = $2 and ended_at is not null and tenant_id + 0 = $1`,
};
export const SELECT_MISSION: Statement = {
  name: "reports.mission",
  text: "select mission_id, customer_id from missions.mission where mission_id = $2 and tenant_id + 0 = $1",
};
/** Attempts towards this customer whose salts are still there: commitments that a copy of a text can be held against. */
export const SELECT_COMMITTED: Statement = {
  name: "reports.committed",
  text: `select t.attempt_id, t.at, t.salt, t.entry_id
    from missions.mission m
    join relay.attempt t on t.mission_id = m.mission_id and t.tenant_id + 0 = m.tenant_id
    where m.customer_id = $2 and m.tenant_id + 0 = $1 and t.salt is not null and t.direction = 'staff_to_customer'
    order by t.at desc limit $3`,
};
export type CommittedRow = {
  readonly attempt_id: AttemptId;
  readonly at: Date;
  readonly salt: Buffer;
  readonly entry_id: number;
};
export const INSERT_FINDING: Statement = {
  name: "reports.insert-finding",
  text: `insert into reports.finding (tenant_id, report_id, attempt_id, at) values ($1, $2, $3, $4)
    on conflict do nothing returning attempt_id`,
};
export const SELECT_FINDINGS: Statement = {
  name: "reports.findings",
  text: "select attempt_id, at from reports.finding where report_id = $2 and tenant_id + 0 = $1 order by at, attempt_id",
};

/** Who of the staff was connected or shown something of this customer, with the leaf of each. */
export const SELECT_TRACE: Statement = {
  name: "reports.trace",
  text: `select t.at, t.attempt_id, t.staff_id, s.reference as staff, t.mission_id, m.purpose, t.channel, t.direction,
      t.outcome, t.code, e.log, e.index, encode(e.leaf_hash, 'base64') as hash
    from missions.mission m
    join relay.attempt t on t.mission_id = m.mission_id and t.tenant_id + 0 = m.tenant_id
    join ledger.leaf e on e.entry_id = t.entry_id and e.at = t.at and e.tenant_id = t.tenant_id
    left join people.staff s on s.staff_id = t.staff_id and s.tenant_id + 0 = t.tenant_id
    where m.customer_id = $2 and m.tenant_id + 0 = $1 and t.outcome not in ('refused', 'intercepted')
    order by t.at, t.attempt_id limit $3`,
};
/** The entry that names the line is found once the ledger has read the day's entries of each customer. */
export const SELECT_ASSIGNMENTS: Statement = {
  name: "reports.assignments",
  text: `select l.assigned_at, l.staff_id, s.reference as staff, l.mission_id, m.purpose, e.log, e.index,
      encode(e.leaf_hash, 'base64') as hash
    from missions.mission m
    cross join lateral (
      select a.line_id, a.staff_id, a.mission_id, a.assigned_at, a.tenant_id from missions.line a
      where a.mission_id = m.mission_id and a.ended_at is null and a.tenant_id + 0 = m.tenant_id
      union all
      select b.line_id, b.staff_id, b.mission_id, b.assigned_at, b.tenant_id from missions.line b
      where b.mission_id = m.mission_id and b.ended_at is not null and b.tenant_id + 0 = m.tenant_id offset 0) l
    join people.staff s on s.staff_id = l.staff_id and s.tenant_id + 0 = l.tenant_id
    left join lateral (
      select c.entry_id, c.at from ledger.customer_entry c
      join ledger.entry b on b.entry_id = c.entry_id and b.class = c.class and b.at = c.at and b.tenant_id = c.tenant_id
      where c.subject = m.customer_id and c.at = l.assigned_at and c.tenant_id + 0 = m.tenant_id
        and position(convert_to(l.line_id, 'UTF8') in b.bytes) > 0 order by c.seq limit 1) n on true
    left join lateral (
      select f.log, f.index, f.leaf_hash from ledger.leaf f
      where f.entry_id = n.entry_id and f.at = n.at and f.tenant_id = m.tenant_id) e on true
    where m.customer_id = $2 and m.tenant_id + 0 = $1 order by l.assigned_at, s.reference limit $3`,
};

// Receipts that were tried.

/** Counts a try before it is looked at: of many at once, each is another one. */
export const COUNT_TRY: Statement = {
  name: "reports.count-receipt-try",
  text: `insert into reports.receipt_try as t (tenant_id, address_index, since_at, tries)
    select $1, a.address_index, $3, 1 from unnest($2::bytea[]) as a (address_index) order by a.address_index
    on conflict (address_index, tenant_id) do update set
      tries = case when t.since_at > $4 then t.tries + 1 else 1 end,
      since_at = case when t.since_at > $4 then t.since_at else excluded.since_at end
    returning address_index, tries`,
};
/** A try that opened something was none. */
export const UNCOUNT_TRY: Statement = {
  name: "reports.uncount-receipt-try",
  text: `update reports.receipt_try set tries = tries - 1
    where address_index = any ($2::bytea[]) and tries > 1 and tenant_id + 0 = $1`,
};
/** What recognised a phone for as long as what it sends was added to its report. */
export const ERASE_SENDERS: Statement = {
  name: "reports.erase-senders",
  text: `update reports.report set sender_index = null where tenant_id + 0 = $1 and report_id in (
    select report_id from reports.report
    where tenant_id + 0 = $1 and sender_index is not null and filed_at < $2 order by filed_at limit 500)`,
};
export const ERASE_TRIES: Statement = {
  name: "reports.erase-receipt-tries",
  text: "delete from reports.receipt_try where since_at < $2 and tenant_id = $1",
};

/** What `fsck` compares with entries. */
export const SELECT_AUDITED_REPORTS: Statement = {
  name: "reports.audited-reports",
  text: `select report_id, filed_at, door, mission_id, customer_id, entry_id
    from reports.report where ctid >= $2::tid and ctid < $3::tid and tenant_id + 0 = $1`,
};
export type AuditedReportRow = {
  readonly report_id: string;
  readonly filed_at: Date;
  readonly door: string;
  readonly mission_id: string | null;
  readonly customer_id: string | null;
  readonly entry_id: number;
};
