import type { AttemptId, MissionId } from "../../base/ids.ts";
import type { Language } from "../../base/text.ts";
import type { Statement } from "../../store/index.ts";
import type { ThreadRow } from "./rules.ts";

/**
 * The latest of what was written between a staff member and the customer of a mission, oldest first: what he wrote whatever
 * became of it, and what of hers arrived or is held. A text that was sent by an operator is there for as long as it is kept.
 */
export const SELECT_THREAD: Statement = {
  name: "relay.thread",
  text: `select attempt_id, at, direction, outcome, code, sealed_text, may_ask_reading from (
    select t.attempt_id, t.at, t.direction, t.outcome, t.code,
      coalesce(c.sealed_text, k.sealed_text, o.sealed_text) as sealed_text,
      k.attempt_id is not null and k.asked_at is null and t.direction = 'staff_to_customer' as may_ask_reading
    from relay.attempt t
    left join lateral (
      select sealed_text from relay.chat where attempt_id = t.attempt_id and tenant_id + 0 = $1 offset 0) c on true
    left join lateral (
      select attempt_id, sealed_text, asked_at from relay.kept_back
      where attempt_id = t.attempt_id and tenant_id + 0 = $1 offset 0) k on true
    left join lateral (
      select sealed_text from store.outbox
      where attempt_id = t.attempt_id and state = 'done' and kind = 'text' and tenant_id + 0 = $1
      union all
      select sealed_text from store.outbox
      where attempt_id = t.attempt_id and state in ('handing_over', 'accepted') and kind = 'text' and tenant_id + 0 = $1
      limit 1 offset 0) o on true
    where t.mission_id = $2 and t.staff_id = $3 and t.tenant_id + 0 = $1 and t.channel in ('sms', 'chat')
      and (t.direction = 'staff_to_customer'
        or t.direction = 'customer_to_staff' and t.outcome in ('delivered', 'unknown', 'held'))
    order by t.at desc, t.attempt_id desc limit $4) latest
  order by at, attempt_id`,
};
export type ThreadTextRow = ThreadRow & { readonly sealed_text: Buffer | null };

/** How much of hers arrived on each of these missions since its staff member looked. */
export const SELECT_UNREAD: Statement = {
  name: "relay.unread",
  text: `select a.mission_id, count(*)::int as unread
    from unnest($2::text[]) as a (mission_id)
    left join relay.thread_seen s on s.mission_id = a.mission_id and s.staff_id = $3 and s.tenant_id + 0 = $1
    join relay.attempt t on t.mission_id = a.mission_id and t.staff_id = $3 and t.tenant_id + 0 = $1
      and t.direction = 'customer_to_staff' and t.channel in ('sms', 'chat') and t.outcome in ('delivered', 'unknown')
      and t.at > coalesce(s.seen_at, '-infinity')
    group by a.mission_id`,
};
export type UnreadRow = { readonly mission_id: MissionId; readonly unread: number };

export const SEE_THREAD: Statement = {
  name: "relay.see-thread",
  text: `insert into relay.thread_seen as s (tenant_id, mission_id, staff_id, seen_at) values ($1, $2, $3, $4)
    on conflict (mission_id, staff_id, tenant_id) do update set seen_at = greatest(s.seen_at, excluded.seen_at)`,
};

/** A text that this staff member wrote. */
export const SELECT_OWN_ATTEMPT: Statement = {
  name: "relay.own-attempt",
  text: `select attempt_id from relay.attempt
    where attempt_id = $2 and staff_id = $3 and direction = 'staff_to_customer' and tenant_id + 0 = $1`,
};
export type OwnAttemptRow = { readonly attempt_id: AttemptId };

/** The language in which somebody was answered who said a word in this attempt. */
export const SELECT_ANSWERED: Statement = {
  name: "relay.answered",
  text: "select language from relay.signal where attempt_id = $2 and tenant_id + 0 = $1 limit 1",
};
export type AnsweredRow = { readonly language: Language | null };

/** Of missions that were over before `$2`, with their grace. */
export const ERASE_THREADS_SEEN: Statement = {
  name: "relay.erase-threads-seen",
  text: `delete from relay.thread_seen where (mission_id, staff_id, tenant_id) in (
    select s.mission_id, s.staff_id, s.tenant_id from relay.thread_seen s
    join missions.mission m on m.mission_id = s.mission_id and m.tenant_id + 0 = $1
    where s.tenant_id + 0 = $1
      and (m.cancelled_at <= $2 or m.closes_at + m.grace_ms * interval '1 millisecond' <= $2)
    limit $3) returning 1`,
};
