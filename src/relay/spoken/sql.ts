import type { AttemptId } from "../../base/ids.ts";
import type { Language } from "../../base/text.ts";
import type { Statement } from "../../store/index.ts";
import type { Question } from "./said.ts";

export const INSERT_INTERCEPTED: Statement = {
  name: "relay.insert-intercepted",
  text: `insert into relay.attempt (tenant_id, attempt_id, at, mission_id, line_id, staff_id, customer_id, channel,
    direction, outcome, entry_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'intercepted', $10)`,
};

export const INSERT_SIGNAL: Statement = {
  name: "relay.insert-signal",
  text: `insert into relay.signal (tenant_id, signal_id, word, attempt_id, by, mission_id, staff_id, customer_id, at,
      choice, adds_to, number, carrier, sender_index, sealed, language)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
};

/** The language of a person here; no row for anybody else. */
export const SELECT_LANGUAGE: Statement = {
  name: "relay.language",
  text: `select language from missions.customer where customer_id = $2 and tenant_id + 0 = $1
    union all select language from people.staff where staff_id = $2 and tenant_id + 0 = $1`,
};

/** What was asked of this phone on this number since `$4`. */
export const SELECT_QUESTION: Statement = {
  name: "relay.question",
  text: `select kind, attempt_id, language, is_danger from relay.question
    where sender_index = $2 and number = $3 and tenant_id + 0 = $1 and asked_at > $4`,
};
export type QuestionRow = {
  readonly kind: Question["kind"];
  readonly attempt_id: AttemptId;
  readonly language: Language;
  readonly is_danger: boolean;
};

/** The last question counts. */
export const PUT_QUESTION: Statement = {
  name: "relay.put-question",
  text: `insert into relay.question (tenant_id, sender_index, number, kind, attempt_id, language, is_danger, asked_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8)
    on conflict (sender_index, number, tenant_id) do update set kind = excluded.kind, attempt_id = excluded.attempt_id,
      language = excluded.language, is_danger = excluded.is_danger, additions = 0, asked_at = excluded.asked_at`,
};

/**
 * Joins what somebody sends to the report number to what the same phone reported there since `$8`, or begins a report.
 * Two at once see each other: one begins it, the other adds.
 */
export const JOIN_REPORT: Statement = {
  name: "relay.join-report",
  text: `insert into relay.question as q (tenant_id, sender_index, number, kind, attempt_id, language, is_danger, asked_at)
    values ($1, $2, $3, 'report', $4, $5, $6, $7)
    on conflict (sender_index, number, tenant_id) do update set
      additions = case when q.kind = 'report' and q.asked_at > $8 then q.additions + 1 else 0 end,
      is_danger = excluded.is_danger or (q.is_danger and q.kind = 'report' and q.asked_at > $8),
      attempt_id = case when q.kind = 'report' and q.asked_at > $8 then q.attempt_id else excluded.attempt_id end,
      language = case when q.kind = 'report' and q.asked_at > $8 then q.language else excluded.language end,
      asked_at = case when q.kind = 'report' and q.asked_at > $8 then q.asked_at else excluded.asked_at end,
      kind = 'report'
    returning kind, attempt_id, language, is_danger, additions`,
};
export type JoinedRow = QuestionRow & { readonly additions: number };

export const MARK_DANGER: Statement = {
  name: "relay.mark-danger",
  text: `update relay.question set is_danger = true where sender_index = $2 and number = $3 and tenant_id + 0 = $1`,
};

export const END_QUESTION: Statement = {
  name: "relay.end-question",
  text: "delete from relay.question where sender_index = $2 and number = $3 and tenant_id + 0 = $1",
};

export const ERASE_QUESTIONS: Statement = {
  name: "relay.erase-questions",
  text: `delete from relay.question where (sender_index, number, tenant_id) in (
    select sender_index, number, tenant_id from relay.question where asked_at < $2 and tenant_id + 0 = $1 limit $3)
    returning 1`,
};

/** What was written is with its report by then. A signal that nobody took keeps it, however old. */
export const ERASE_CONSUMED_TEXTS: Statement = {
  name: "relay.erase-consumed-texts",
  text: `update relay.signal set sealed = null where (signal_id, tenant_id) in (
    select signal_id, tenant_id from relay.signal
    where consumed_at < $2 and sealed is not null and tenant_id + 0 = $1 limit $3) returning 1`,
};
