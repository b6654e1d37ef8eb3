import type { AttemptId, CustomerId, LineId, MissionId, StaffId } from "../base/ids.ts";
import type { Purpose } from "../missions/index.ts";
import type { Statement } from "../store/index.ts";
import type { AttemptAnswer } from "./wire.ts";
import type { DisclosureFacts, End, LineFacts } from "./rules.ts";

/**
 * Locks the chains of every customer whom these callers could reach on these numbers, and of those named, in one
 * order for everybody. Runs before `SELECT_FACTS` in the same transaction, as a statement of its own: what is read
 * after the wait must not come from a snapshot taken before it.
 */
export const LOCK_ASKED: Statement = {
  name: "relay.lock-asked",
  text: `select subject, seq, head, facts_version from ledger.lock_chains($1, array(
    select e.customer_id
    from unnest($2::text[], $3::bytea[]) as a (number, phone_index)
    cross join lateral (
      select person_id from vault.phone_person where phone_index = a.phone_index and tenant_id + 0 = $1 offset 0) p
    cross join lateral (
      select customer_id from missions.line_end
      where number = a.number and person = p.person_id and tenant_id + 0 = $1 offset 0) e
    union select unnest($4::text[])))`,
};

/** The instant of the decisions, after the locks, ids for their entries, and whether anybody's standing moved. */
export const SELECT_CLOCK: Statement = {
  name: "relay.clock",
  text: `select store.act_time($1) as now, nextval('ledger.entry_id') as first,
    (select epoch from people.standing_epoch where tenant_id = $1) as standing_epoch`,
};
export type ClockRow = { readonly now: Date; readonly first: number; readonly standing_epoch: number };

/** The columns of `missions.line_facts` a decision is made on. */
export const FACTS = `f.sender_end, f.line_id, f.mission_id, f.staff_id, f.customer_id, f.far_number, f.carrier,
  f.is_assigned, f.is_pair_cut, f.is_staff_active, f.is_customer_opted_out, f.is_cancelled,
  round(date_part('epoch', f.opens_at) * 1000) as opens_at_ms,
  round(date_part('epoch', f.closes_at) * 1000) as closes_at_ms,
  f.grace_ms::float8 as grace_ms, f.allows_sms, f.allows_call, f.is_counterpart_reachable, f.is_counterpart_on_page,
  f.purpose, f.purpose_version`;

/**
 * For each caller and number: who it is, and the line they are on. Where one pair has several missions, the one that
 * is open counts, then the latest opened.
 */
export const SELECT_FACTS: Statement = {
  name: "relay.facts",
  text: `with clock as materialized (select store.act_time($1) as now)
  select a.n, p.person_id, ${FACTS}, f.is_open,
    round(date_part('epoch', least(f.closes_at + f.grace_ms * interval '1 millisecond', f.next_opens_at)) * 1000)
      as holds_until_ms,
    case when f.is_open then false else exists (
      select from missions.line_end e
      where e.number = a.number and e.person = p.person_id and e.tenant_id + 0 = $1 and e.needs_code
        and coalesce(e.ended_at, 'infinity') = 'infinity' and e.quarantined_until > clock.now) end as is_code_needed,
    case when f.line_id is null
      then (select o.use from numbers.number o where o.number = a.number and o.tenant_id + 0 = $1 limit 1)
      else 'lines' end as number_use
  from clock
  cross join unnest($2::int[], $3::text[], $4::bytea[]) as a (n, number, phone_index)
  left join lateral (
    select person_id from vault.phone_person where phone_index = a.phone_index and tenant_id + 0 = $1 offset 0) p on true
  left join lateral (
    select l.*, l.is_assigned and not l.is_cancelled and l.opens_at <= clock.now
        and clock.now < l.closes_at + l.grace_ms * interval '1 millisecond' as is_open,
      min(l.opens_at) filter (where l.opens_at > clock.now) over () as next_opens_at
    from missions.line_facts l
    where l.number = a.number and l.person = p.person_id and l.tenant_id + 0 = $1
      and not l.needs_code and l.quarantined_until > clock.now
    order by is_open desc, l.opens_at <= clock.now desc, l.opens_at desc, l.assigned_at desc
    limit 1) f on true`,
};

/** What was decided before on these very messages. */
export const SELECT_EARLIER: Statement = {
  name: "relay.earlier",
  text: `select attempt_id, outcome, code from relay.attempt
    where attempt_id = any ($2::text[]) and tenant_id + 0 = $1`,
};
export type EarlierRow = { readonly attempt_id: AttemptId; readonly outcome: string; readonly code: string | null };

/** How often the sender's side used each channel of a line so far. */
export const SELECT_USE: Statement = {
  name: "relay.use",
  text: `select a.n, (count(*) filter (where t.channel <> 'call'))::int as texts, (count(*) filter (where t.channel = 'call'))::int as calls
  from unnest($2::int[], $3::text[], $4::text[], $5::text[]) as a (n, mission_id, line_id, direction)
  cross join lateral (
    select channel from relay.attempt
    where mission_id = a.mission_id and tenant_id + 0 = $1 and line_id = a.line_id and direction = a.direction
      and (outcome in ('queued', 'delivered', 'unknown', 'held') or code = 'screened') offset 0) t
  group by a.n`,
};
export type UseRow = { readonly n: number; readonly texts: number; readonly calls: number };

/** What was said so far on each of these lines: counts, never a text. */
export const SELECT_SAID: Statement = {
  name: "relay.said",
  text: `select a.n, t.kept_back, t.unanswered
  from unnest($2::int[], $3::text[], $4::text[], $5::text[]) as a (n, mission_id, line_id, direction)
  cross join lateral (
    select count(*) filter (where s.direction = a.direction and (s.outcome = 'held' or s.code = 'screened'))::int
        as kept_back,
      count(*) filter (where s.direction = a.direction and s.outcome in ('queued', 'delivered')
        and s.at > coalesce(s.answered_at, '-infinity'))::int as unanswered
    from (
      select o.direction, o.outcome, o.code, o.at,
        max(o.at) filter (where o.direction <> a.direction and o.outcome in ('queued', 'delivered')) over () as answered_at
      from relay.attempt o
      where o.mission_id = a.mission_id and o.tenant_id + 0 = $1 and o.line_id = a.line_id offset 0) s) t`,
};
export type SaidRow = { readonly n: number; readonly kept_back: number; readonly unanswered: number };

/** The line a mission code names on a number, whoever calls. */
export const SELECT_FACTS_BY_CODE: Statement = {
  name: "relay.facts-by-code",
  text: `select f.person, ${FACTS}
  from missions.line_facts f
  where f.tenant_id + 0 = $1 and f.number = $2 and f.code_hash = $3 and f.is_assigned
    and f.quarantined_until > store.act_time($1)`,
};

/** Lines that this person reaches on this number with the mission code only. */
export const SELECT_FACTS_OF_SHARED: Statement = {
  name: "relay.facts-of-shared",
  text: `select ${FACTS}
  from missions.line_facts f
  where f.tenant_id + 0 = $1 and f.number = $2 and f.person = $3 and f.needs_code
    and f.quarantined_until > store.act_time($1)`,
};

export type LineRow = {
  readonly sender_end: End;
  readonly line_id: LineId;
  readonly mission_id: MissionId;
  readonly staff_id: StaffId;
  readonly customer_id: CustomerId;
  readonly far_number: string | null;
  readonly carrier: string | null;
  readonly is_assigned: boolean;
  readonly is_pair_cut: boolean;
  readonly is_staff_active: boolean;
  readonly is_customer_opted_out: boolean;
  readonly is_cancelled: boolean;
  readonly opens_at_ms: number;
  readonly closes_at_ms: number;
  readonly grace_ms: number;
  readonly allows_sms: boolean;
  readonly allows_call: boolean;
  readonly is_counterpart_reachable: boolean;
  readonly is_counterpart_on_page: boolean;
  readonly purpose: string;
  readonly purpose_version: number;
};

/** In place of a line that there is not. */
export type NoLineRow = { readonly [name in keyof LineRow]: null };

export type FactsRow = (LineRow | NoLineRow) & {
  readonly n: number;
  readonly person_id: number | null;
  /** The mission is open, to this staff member, at the instant of the reading. */
  readonly is_open: boolean | null;
  /** Unix time, ms: when the mission ends with its grace, or another one of the same pair opens. */
  readonly holds_until_ms: number | null;
  /** They have no open line of their own on this number, and one that is reached with the mission code. */
  readonly is_code_needed: boolean;
  /** What the number that was dialled is for; null: it is none of ours. */
  readonly number_use: "lines" | "report" | null;
};

/** The facts of a row under the limits of its purpose, less what was used of them. */
export function lineFacts(
  row: LineRow,
  purpose: Purpose,
  used: { readonly texts: number; readonly calls: number },
): LineFacts {
  return {
    senderEnd: row.sender_end,
    lineId: row.line_id,
    missionId: row.mission_id,
    staffId: row.staff_id,
    customerId: row.customer_id,
    isAssigned: row.is_assigned,
    isPairCut: row.is_pair_cut,
    isStaffActive: row.is_staff_active,
    isCustomerOptedOut: row.is_customer_opted_out,
    isCancelled: row.is_cancelled,
    opensAtMs: row.opens_at_ms,
    closesAtMs: row.closes_at_ms,
    graceMs: row.grace_ms,
    allowsSms: row.allows_sms,
    allowsCall: row.allows_call,
    isCounterpartReachable: row.is_counterpart_reachable,
    isCounterpartOnPage: row.is_counterpart_on_page,
    textsLeft: purpose.maxTextsPerMission - used.texts,
    callsLeft: purpose.maxCallsPerMission - used.calls,
  };
}

export const INSERT_ATTEMPTS: Statement = {
  name: "relay.insert-attempts",
  text: `insert into relay.attempt (tenant_id, attempt_id, at, mission_id, line_id, staff_id, customer_id, channel,
    direction, outcome, code, salt, entry_id)
  select $1, a.attempt_id, $2, a.mission_id, a.line_id, a.staff_id, a.customer_id, a.channel, a.direction, a.outcome,
    a.code, a.salt, a.entry_id
  from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[],
    $11::text[], $12::bytea[], $13::bigint[])
    as a (attempt_id, mission_id, line_id, staff_id, customer_id, channel, direction, outcome, code, salt, entry_id)`,
};

export const INSERT_TEXTS: Statement = {
  name: "relay.insert-texts",
  text: `insert into store.outbox (tenant_id, kind, attempt_id, line_id, carrier, from_number, to_subject, sealed_text, created_at)
  select $1, 'text', a.attempt_id, a.line_id, a.carrier, a.from_number, a.to_subject, a.sealed_text, $2
  from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bytea[])
    as a (attempt_id, line_id, carrier, from_number, to_subject, sealed_text)`,
};

/** Our own sentence to a sender, at most once a day for one sender. Exactly one of subject and sealed phone is set. */
export const INSERT_NOTICES_ONCE_A_DAY: Statement = {
  name: "relay.insert-notices-once-a-day",
  text: `with told as (
    insert into relay.told (tenant_id, sender_index, day)
    select distinct $1::int, a.sender_index, ($2::timestamptz at time zone 'utc')::date
    from unnest($3::bytea[]) as a (sender_index)
    on conflict do nothing returning sender_index)
  insert into store.outbox (tenant_id, kind, carrier, from_number, to_subject, to_sealed, notice, notice_params, created_at)
  select distinct on (a.sender_index) $1, 'notice', a.carrier, a.from_number, a.to_subject, a.to_sealed, a.notice, '{}', $2
  from told
  join unnest($3::bytea[], $4::text[], $5::text[], $6::text[], $7::bytea[], $8::text[])
    as a (sender_index, carrier, from_number, to_subject, to_sealed, notice) using (sender_index)`,
};

/** Our own sentences to people or phones. Exactly one of subject and sealed phone is set; what a sentence quotes is sealed. */
export const INSERT_NOTICES: Statement = {
  name: "relay.insert-notices",
  text: `insert into store.outbox (tenant_id, kind, carrier, from_number, to_subject, to_sealed, notice, sealed_text,
    notice_params, created_at)
  select $1, 'notice', a.carrier, a.from_number, a.to_subject, a.to_sealed, a.notice, a.sealed_text, '{}', $2
  from unnest($3::text[], $4::text[], $5::text[], $6::bytea[], $7::text[], $8::bytea[])
    as a (carrier, from_number, to_subject, to_sealed, notice, sealed_text)`,
};

/** Tells each of these people once in a mission, and again when screening (`$8`) was switched on or off. */
export const TELL_OF_SCREENING: Statement = {
  name: "relay.tell-of-screening",
  text: `with told as (
    insert into relay.told_of_screening (tenant_id, mission_id, subject, is_on, at)
    select distinct $1::int, a.mission_id, a.subject, $8::boolean, $2::timestamptz
    from unnest($3::text[], $4::text[]) as a (mission_id, subject) where a.subject is not null
    on conflict (mission_id, subject, tenant_id) do update set is_on = excluded.is_on, at = excluded.at
      where told_of_screening.is_on <> excluded.is_on
    returning mission_id, subject)
  insert into store.outbox (tenant_id, kind, carrier, from_number, to_subject, notice, notice_params, created_at)
  select distinct on (mission_id, subject) $1, 'notice', a.carrier, a.from_number, subject, a.notice, '{}', $2
  from told
  join unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
    as a (mission_id, subject, carrier, from_number, notice) using (mission_id, subject)`,
};

export const INSERT_KEPT_BACK: Statement = {
  name: "relay.insert-kept-back",
  text: `insert into relay.kept_back (tenant_id, attempt_id, line_id, carrier, from_number, to_subject, sealed_text, kept_at)
  select $1, a.attempt_id, a.line_id, a.carrier, a.from_number, a.to_subject, a.sealed_text, $2
  from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bytea[])
    as a (attempt_id, line_id, carrier, from_number, to_subject, sealed_text)`,
};

/** One sentence of ours. `$8`: its language where the recipient's is not known, and its name towards the carrier. */
export const INSERT_NOTICE: Statement = {
  name: "relay.insert-notice",
  text: `insert into store.outbox (tenant_id, kind, carrier, from_number, to_subject, to_sealed, notice, sealed_text,
    notice_params, created_at)
    values ($1, 'notice', $2, $3, $4, $5, $6, $7, $8::jsonb, $9)`,
};

/** Locks the counters of a caller and of everybody on a number, making them first: two tries never count as one. */
export const LOCK_CODE_TRIES: Statement = {
  name: "relay.lock-code-tries",
  text: `insert into relay.code_try as t (tenant_id, number, caller_index, wrong, since_at)
    select $1, $2, a.caller_index, 0, store.act_time($1) from unnest($3::bytea[]) as a (caller_index) order by a.caller_index
    on conflict (tenant_id, number, caller_index) do update set wrong = t.wrong
    returning locked_until`,
};

/** One more wrong code; the count starts again an hour after its first, and reaching the limit locks. */
export const COUNT_WRONG_CODE: Statement = {
  name: "relay.count-wrong-code",
  text: `update relay.code_try set
      wrong = case when since_at + $5::float8 * interval '1 millisecond' <= $4 then 1 else wrong + 1 end,
      since_at = case when wrong = 0 or since_at + $5::float8 * interval '1 millisecond' <= $4 then $4 else since_at end,
      locked_until = case
        when since_at + $5::float8 * interval '1 millisecond' > $4 and wrong + 1 >= $6::int
        then $4::timestamptz + $5::float8 * interval '1 millisecond' end
    where tenant_id = $1 and number = $2 and caller_index = $3`,
};

export const FORGET_WRONG_CODES: Statement = {
  name: "relay.forget-wrong-codes",
  text: "update relay.code_try set wrong = 0, locked_until = null where tenant_id = $1 and number = $2 and caller_index = $3",
};

/** Locks a set of parts, also one that does not exist yet: two parts that arrive at once must see each other. */
export const LOCK_PART_SET: Statement = {
  name: "relay.lock-part-set",
  text: "select pg_advisory_xact_lock(hashtextextended($2 || encode($3::bytea, 'hex'), $1::int))",
};

/** Runs after `LOCK_PART_SET`, as a statement of its own: one snapshot taken before the wait would miss the other part. */
export const SELECT_PARTS: Statement = {
  name: "relay.parts",
  text: `select part_index, message_id_hash, sealed_part, joined_at from relay.part
    where tenant_id = $1 and carrier = $2 and set_hash = $3 order by part_index`,
};

export const INSERT_PART: Statement = {
  name: "relay.insert-part",
  text: `insert into relay.part (tenant_id, carrier, set_hash, part_index, part_total, message_id_hash, sealed_part, first_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8)`,
};

export const DELETE_PARTS: Statement = {
  name: "relay.delete-parts",
  text: "delete from relay.part where tenant_id = $1 and carrier = $2 and set_hash = $3",
};

/** The joined text is on its way or refused: its parts are emptied, and stay to recognise repeats. */
export const EMPTY_PARTS: Statement = {
  name: "relay.empty-parts",
  text: `update relay.part set sealed_part = null, joined_at = store.act_time($1)
    where tenant_id = $1 and carrier = $2 and set_hash = $3 and joined_at is null`,
};

export const SELECT_ATTEMPT_CUSTOMERS: Statement = {
  name: "relay.attempt-customers",
  text: `select distinct customer_id from relay.attempt
    where tenant_id = $1 and attempt_id = any ($2::text[]) and customer_id is not null`,
};

/** The first result stands; only `unknown` may still turn into another. Gives those that it changed. */
export const SETTLE_ATTEMPTS: Statement = {
  name: "relay.settle-attempts",
  text: `update relay.attempt t set outcome = r.outcome, code = r.code
    from unnest($2::text[], $3::text[], $4::text[]) as r (attempt_id, outcome, code)
    where t.tenant_id + 0 = $1 and t.attempt_id = r.attempt_id and t.outcome in ('queued', 'unknown')
      and t.outcome <> r.outcome
    returning t.attempt_id, t.mission_id, t.staff_id, t.customer_id`,
};

/**
 * Takes what is due for this node: others pass it over until the lease ends. Leases follow the real clock. With each
 * text comes its line as it stands now, to be asked again whether it may still go.
 */
export const LEASE_DUE: Statement = {
  name: "relay.lease-due",
  text: `with due as (
    select outbox_id from store.outbox
    where tenant_id + 0 = $1 and state = 'queued' and next_at <= (select clock_timestamp())
    order by next_at, outbox_id limit $2 for update skip locked),
  leased as (
    update store.outbox o set state = 'handing_over', tries = least(o.tries + 1, 100),
      next_at = clock_timestamp() + $3::float8 * interval '1 millisecond'
    from due
    where o.tenant_id + 0 = $1 and o.outbox_id = due.outbox_id
    returning o.outbox_id, o.kind, o.attempt_id, o.line_id, o.carrier, o.from_number, o.to_subject, o.to_sealed,
      o.sealed_text, o.notice, o.notice_params, o.tries, o.is_doubtful)
  select ${FACTS}, l.outbox_id, l.kind, l.attempt_id, l.carrier as via, l.from_number, l.to_subject, l.to_sealed,
    l.sealed_text, l.notice, l.tries, l.is_doubtful, l.notice_params ->> 'deliveryId' as delivery_id,
    case when l.kind = 'notice' then coalesce(l.notice_params ->> 'language',
      (select c.language from missions.customer c where c.tenant_id = $1 and c.customer_id = l.to_subject),
      (select s.language from people.staff s where s.tenant_id = $1 and s.staff_id = l.to_subject), 'fr') end as language
  from leased l
  left join missions.line_facts f on f.tenant_id + 0 = $1 and f.line_id = l.line_id
    and f.sender_end = case when f.customer_id = l.to_subject then 'staff' else 'customer' end
  order by l.outbox_id`,
};

export const LOCK_CUT_SHORT: Statement = {
  name: "relay.lock-cut-short",
  text: `select outbox_id, carrier, attempt_id from store.outbox
    where tenant_id + 0 = $1 and state = 'handing_over' and next_at <= (select clock_timestamp())
    order by outbox_id limit 1000 for update skip locked`,
};

/**
 * These two are for what is being handed over: an operator's receipt may have come before its answer. The state is
 * asked for as an expression, so that rows are looked up by their key and not in the index of all that is in it.
 */
export const REQUEUE: Statement = {
  name: "relay.requeue",
  text: `update store.outbox o set state = 'queued', is_doubtful = o.is_doubtful or r.is_doubtful,
      next_at = clock_timestamp() + r.after_ms * interval '1 millisecond'
    from unnest($2::bigint[], $3::float8[], $4::bool[]) as r (outbox_id, after_ms, is_doubtful)
    where o.tenant_id + 0 = $1 and o.outbox_id = r.outbox_id and o.state || '' = 'handing_over'`,
};

export const AWAIT_RECEIPT: Statement = {
  name: "relay.await-receipt",
  text: `update store.outbox set state = 'accepted'
    where tenant_id + 0 = $1 and outbox_id = any ($2::bigint[]) and state || '' = 'handing_over'`,
};

export const FINISH: Statement = {
  name: "relay.finish",
  text: "update store.outbox set state = 'done', done_at = $3 where tenant_id + 0 = $1 and outbox_id = any ($2::bigint[])",
};

export const FINISH_AWAITED: Statement = {
  name: "relay.finish-awaited",
  text: `update store.outbox set state = 'done', done_at = $3
    where tenant_id + 0 = $1 and state in ('handing_over', 'accepted') and attempt_id = any ($2::text[])`,
};

/** What an operator took before `$2` and of which it never told the end. */
export const SELECT_OVERDUE_RECEIPTS: Statement = {
  name: "relay.overdue-receipts",
  text: `select attempt_id from store.outbox
    where tenant_id + 0 = $1 and state in ('handing_over', 'accepted') and state = 'accepted' and created_at < $2 limit $3`,
};

/** What a disclosure to this staff member is decided on; the line is null when they are not assigned. */
export const SELECT_DISCLOSURE_FACTS: Statement = {
  name: "relay.disclosure-facts",
  text: `select m.customer_id, l.line_id, m.purpose,
      l.line_id is not null as is_assigned,
      exists (select from missions.pair_cut x where x.tenant_id = $1 and x.customer_id = m.customer_id
        and x.staff_id = $3 and x.lifted_at is null) as is_pair_cut,
      coalesce(s.standing = 'active', true) as is_staff_active,
      m.cancelled_at is not null as is_cancelled, m.on_my_way_at is not null as is_on_my_way,
      round(date_part('epoch', m.opens_at) * 1000) as opens_at_ms,
      round(date_part('epoch', m.closes_at) * 1000) as closes_at_ms
    from missions.mission m
    left join people.staff s on s.tenant_id = $1 and s.staff_id = $3
    left join missions.line l on l.tenant_id + 0 = $1 and l.mission_id = m.mission_id and l.staff_id = $3
      and l.ended_at is null
    where m.tenant_id = $1 and m.mission_id = $2`,
};

export type DisclosureRow = DisclosureFacts & {
  readonly customer_id: CustomerId;
  readonly line_id: LineId | null;
  readonly purpose: string;
};

export const INSERT_DISCLOSURE: Statement = {
  name: "relay.insert-disclosure",
  text: `insert into relay.attempt (tenant_id, attempt_id, at, mission_id, line_id, staff_id, customer_id, channel,
    direction, outcome, code, entry_id)
    values ($1, $2, $3, $4, $5, $6, $7, 'disclosure', 'staff_to_customer', $8, $9, $10)`,
};

const ATTEMPT = `select t.attempt_id, t.at, t.mission_id, t.staff_id, s.reference as staff, t.channel, t.direction, t.outcome, t.code,
      e.log, e.index, e.leaf_hash
    from relay.attempt t
    join ledger.leaf e on e.tenant_id = t.tenant_id and e.entry_id = t.entry_id and e.at = t.at
    left join people.staff s on s.tenant_id = t.tenant_id and s.staff_id = t.staff_id`;

const STAFF_ID = "(select x.staff_id from people.staff x where x.reference = $3 and x.tenant_id + 0 = $1)";

/**
 * Oldest first, from `$4` on. The cursor `($5, $6)` is (instant, id) of the last one seen. One statement a filter: a
 * plan that fits them all would read everything for each.
 */
function attemptsWhere(name: string, condition: string): Statement {
  return {
    name: `relay.attempts-${name}`,
    text: `${ATTEMPT}
    where t.tenant_id + 0 = $1 and ${condition}
      and ($4::timestamptz is null or t.at >= $4)
      and ($5::timestamptz is null or (t.at, t.attempt_id) > ($5, $6::text))
    order by t.at, t.attempt_id limit $7`,
  };
}

export const SELECT_ATTEMPTS = {
  ofAll: attemptsWhere("of-all", "$2::text is null and $3::text is null"),
  ofMission: attemptsWhere("of-mission", `t.mission_id = $2 and ($3::text is null or t.staff_id = ${STAFF_ID})`),
  // Through the lines: an index of attempts by staff would be written for every attempt and read once a month.
  ofStaff: attemptsWhere(
    "of-staff",
    `$2::text is null and t.staff_id = ${STAFF_ID}
      and t.mission_id in (select l.mission_id from missions.line l where l.staff_id = ${STAFF_ID})`,
  ),
};

export const SELECT_ATTEMPT: Statement = {
  name: "relay.attempt",
  text: `${ATTEMPT} where t.attempt_id = $2 and t.tenant_id + 0 = $1`,
};

export const SELECT_RECENT_ATTEMPTS: Statement = {
  name: "relay.recent-attempts",
  text: `${ATTEMPT} where t.tenant_id = $1 order by t.at desc, t.attempt_id desc limit $2`,
};

export type AttemptView = {
  readonly attempt_id: AttemptId;
  readonly at: Date;
  readonly mission_id: MissionId | null;
  readonly staff_id: StaffId | null;
  readonly staff: string | null;
  readonly channel: AttemptAnswer["channel"];
  readonly direction: AttemptAnswer["direction"];
  readonly outcome: AttemptAnswer["outcome"];
  readonly code: string | null;
  readonly log: string;
  readonly index: number | null;
  readonly leaf_hash: Buffer;
};

export const SELECT_ATTEMPT_ENTRY: Statement = {
  name: "relay.attempt-entry",
  text: "select entry_id, at from relay.attempt where attempt_id = $2 and tenant_id + 0 = $1",
};
export const SELECT_ATTEMPT_ENTRIES: Statement = {
  name: "relay.attempt-entries",
  text: "select entry_id, at from relay.attempt where attempt_id = any ($2::text[]) and tenant_id + 0 = $1",
};
export type AttemptEntryRow = { readonly entry_id: number; readonly at: Date };

export const SELECT_OUTAGE: Statement = {
  name: "relay.outage-recorded",
  text: "select refused from relay.outage where outage_id = $2 and tenant_id + 0 = $1",
};
export const INSERT_OUTAGE: Statement = {
  name: "relay.insert-outage",
  text: `insert into relay.outage (tenant_id, outage_id, began_at, ended_at, refused, entry_id)
    values ($1, $2, $3, clock_timestamp(), $4, $5)`,
};

export const INSERT_FAILED: Statement = {
  name: "relay.insert-failed",
  text: `insert into relay.attempt (tenant_id, attempt_id, at, channel, direction, outcome, code, entry_id)
    values ($1, $2, $3, 'sms', 'unknown', 'failed', $4, $5)`,
};

/**
 * Removes sets of parts whose first part came before `$2` and that nobody marked as joined. Of one that is whole, the
 * hash that names its message comes back too: it may have been decided.
 */
export const TAKE_OVERDUE_PARTS: Statement = {
  name: "relay.take-overdue-parts",
  text: `with overdue as (
    select distinct carrier, set_hash from relay.part where tenant_id = $1 and joined_at is null and first_at < $2 limit 500),
  gone as (
    delete from relay.part p using overdue o
    where p.tenant_id = $1 and p.carrier = o.carrier and p.set_hash = o.set_hash and p.joined_at is null
    returning p.carrier, p.set_hash, p.part_index, p.part_total, p.message_id_hash)
  select carrier, case when count(*) = max(part_total) then (array_agg(message_id_hash order by part_index))[1] end as whole
  from gone group by carrier, set_hash`,
};

export const SELECT_KNOWN_ATTEMPT: Statement = {
  name: "relay.known-attempt",
  text: "select attempt_id from relay.attempt where tenant_id = $1 and attempt_id = $2",
};

export const ERASE_DELIVERED_TEXTS: Statement = {
  name: "relay.erase-delivered-texts",
  text: `delete from store.outbox where tenant_id + 0 = $1 and outbox_id in (
    select outbox_id from store.outbox where tenant_id + 0 = $1 and state = 'done' and done_at < $2 limit $3) returning 1`,
};

/** Between two instants: salts are erased in the order of their attempts, and what was searched is not searched again. */
export const ERASE_SALTS: Statement = {
  name: "relay.erase-salts",
  text: `update relay.attempt set salt = null where tenant_id + 0 = $1 and attempt_id in (
    select attempt_id from relay.attempt where tenant_id + 0 = $1 and at < $2 and at >= $4 and salt is not null limit $3) returning 1`,
};

/** What expired with the ledger's routine entries: attempts, the words among them, outages. */
export const ERASE_EXPIRED_ATTEMPTS: Statement = {
  name: "relay.erase-expired-attempts",
  text: `with gone as (
    delete from relay.attempt where tenant_id + 0 = $1 and attempt_id in (
      select attempt_id from relay.attempt
      where tenant_id + 0 = $1 and at < ledger.kept_since($1, 'routine') order by at limit $2)
    returning attempt_id)
  select attempt_id from gone`,
};
export const ERASE_EXPIRED_SIGNALS: Statement = {
  name: "relay.erase-expired-signals",
  text: `delete from relay.signal where tenant_id + 0 = $1 and consumed_at is not null
    and at < ledger.kept_since($1, 'routine')`,
};
export const ERASE_EXPIRED_OUTAGES: Statement = {
  name: "relay.erase-expired-outages",
  text: "delete from relay.outage where tenant_id + 0 = $1 and ended_at < ledger.kept_since($1, 'routine')",
};

export const ERASE_TOLD_OF_SCREENING: Statement = {
  name: "relay.erase-told-of-screening",
  text: `delete from relay.told_of_screening where tenant_id + 0 = $1 and at < ledger.kept_since($1, 'routine')`,
};

export const ERASE_JOINED_PARTS: Statement = {
  name: "relay.erase-joined-parts",
  text: `delete from relay.part where tenant_id + 0 = $1 and (carrier, set_hash, part_index) in (
    select carrier, set_hash, part_index from relay.part where tenant_id + 0 = $1 and joined_at < $2 limit $3)
    returning 1`,
};

export const ERASE_CODE_TRIES: Statement = {
  name: "relay.erase-code-tries",
  text: `delete from relay.code_try where (tenant_id, number, caller_index) in (
    select tenant_id, number, caller_index from relay.code_try
    where tenant_id = $1 and since_at < $2 and (locked_until is null or locked_until < $2) limit $3) returning 1`,
};

export const ERASE_TOLD: Statement = {
  name: "relay.erase-told",
  text: `delete from relay.told where (tenant_id, sender_index, day) in (
    select tenant_id, sender_index, day from relay.told where tenant_id = $1 and day < $2::date limit $3) returning 1`,
};

/** Attempts, block by block, as `fsck` compares them with their entries. */
export const SELECT_AUDITED_ATTEMPTS: Statement = {
  name: "relay.audited-attempts",
  text: `select attempt_id, round(date_part('epoch', at) * 1000) as at_ms, mission_id, line_id, staff_id, customer_id,
      channel, direction, outcome, code, entry_id
    from relay.attempt where ctid >= $2::tid and ctid < $3::tid and tenant_id + 0 = $1`,
};
export type AuditedAttemptRow = {
  readonly attempt_id: string;
  readonly at_ms: number;
  readonly mission_id: string | null;
  readonly line_id: string | null;
  readonly staff_id: string | null;
  readonly customer_id: string | null;
  readonly channel: string;
  readonly direction: string;
  readonly outcome: string;
  readonly code: string | null;
  readonly entry_id: number;
};
export const SELECT_AUDITED_SIGNALS: Statement = {
  name: "relay.audited-signals",
  text: `select signal_id, word, attempt_id, by, mission_id, staff_id, customer_id, at
    from relay.signal where ctid >= $2::tid and ctid < $3::tid and tenant_id + 0 = $1`,
};
export type AuditedSignalRow = {
  readonly signal_id: string;
  readonly word: string;
  readonly attempt_id: string;
  readonly by: string;
  readonly mission_id: string | null;
  readonly staff_id: string | null;
  readonly customer_id: string | null;
  readonly at: Date;
};
export const SELECT_AUDITED_OUTAGES: Statement = {
  name: "relay.audited-outages",
  text: `select outage_id, began_at, refused, entry_id
    from relay.outage where ctid >= $2::tid and ctid < $3::tid and tenant_id + 0 = $1`,
};
export type AuditedOutageRow = {
  readonly outage_id: string;
  readonly began_at: Date;
  readonly refused: number;
  readonly entry_id: number;
};
