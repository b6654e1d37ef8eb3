import type { AttemptId, StaffId } from "../../base/ids.ts";
import type { Statement } from "../../store/index.ts";
import { FACTS } from "../sql.ts";
import type { LineRow } from "../sql.ts";

/** The line of a staff member on a mission, as the end `$4` sees it. */
export const SELECT_CHAT_LINE: Statement = {
  name: "relay.chat-line",
  text: `select f.number, ${FACTS} from missions.line_facts f
    where f.mission_id = $2 and f.staff_id = $3 and f.sender_end = $4 and f.is_assigned and f.tenant_id + 0 = $1`,
};
/** The last one they had, of whoever is on that mission no more. */
export const SELECT_ENDED_LINE: Statement = {
  name: "relay.ended-line",
  text: `select f.number, ${FACTS} from missions.line_facts f
    where f.mission_id = $2 and f.staff_id = $3 and f.sender_end = $4 and not f.is_assigned and f.tenant_id + 0 = $1
    order by f.assigned_at desc, f.line_id limit 1`,
};
export type ChatLineRow = LineRow & { readonly number: string | null };

export const INSERT_CHATS: Statement = {
  name: "relay.insert-chats",
  text: `insert into relay.chat (tenant_id, attempt_id, mission_id, customer_id, sealed_text, at)
    select $1, a.attempt_id, a.mission_id, a.customer_id, a.sealed_text, $2
    from unnest($3::text[], $4::text[], $5::text[], $6::bytea[]) as a (attempt_id, mission_id, customer_id, sealed_text)`,
};

/** The latest, oldest first: what she wrote on her page whatever became of it, and of what she was written what arrived. */
export const SELECT_CHAT: Statement = {
  name: "relay.chat",
  text: `select attempt_id, at, sealed_text, outcome, code, direction, staff_id from (
    select c.attempt_id, c.at, c.sealed_text, t.outcome, t.code, t.direction, t.staff_id
    from relay.chat c
    join relay.attempt t on t.attempt_id = c.attempt_id and t.tenant_id + 0 = $1
    where c.mission_id = $2 and c.customer_id = $3 and c.tenant_id + 0 = $1
      and case t.direction when 'customer_to_staff' then t.channel = 'chat' else t.outcome = 'delivered' end
    order by c.at desc, c.attempt_id desc limit $4) latest
  order by at, attempt_id`,
};
export type ChatRow = {
  readonly attempt_id: AttemptId;
  readonly at: Date;
  readonly sealed_text: Buffer;
  readonly outcome: string;
  readonly code: string | null;
  readonly direction: "customer_to_staff" | "staff_to_customer";
  readonly staff_id: StaffId;
};

/** Of missions that were over before `$2`, with their grace. */
export const ERASE_CHATS: Statement = {
  name: "relay.erase-chats",
  text: `delete from relay.chat where (attempt_id, tenant_id) in (
    select c.attempt_id, c.tenant_id from relay.chat c
    join missions.mission m on m.mission_id = c.mission_id and m.tenant_id + 0 = $1
    where c.tenant_id + 0 = $1
      and (m.cancelled_at <= $2 or m.closes_at + m.grace_ms * interval '1 millisecond' <= $2)
    limit $3) returning 1`,
};
