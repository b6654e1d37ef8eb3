import type { AttemptId, CustomerId, MissionId, StaffId } from "../../base/ids.ts";
import type { Statement } from "../../store/index.ts";

export const SELECT_CUSTOMER_OF_ATTEMPT: Statement = {
  name: "relay.customer-of-attempt",
  text: "select customer_id from relay.attempt where attempt_id = $2 and tenant_id + 0 = $1",
};

const KEPT_BACK = `select k.attempt_id, a.mission_id, a.staff_id, a.customer_id, a.outcome, k.sealed_text, k.asked_at, k.read_at, k.reader
    from relay.kept_back k
    join relay.attempt a on a.attempt_id = k.attempt_id and a.tenant_id + 0 = k.tenant_id`;
export const LOCK_KEPT_BACK: Statement = {
  name: "relay.lock-kept-back",
  text: `${KEPT_BACK} where k.attempt_id = $2 and k.tenant_id + 0 = $1 for update of k`,
};
export const LOCK_OVERDUE_KEPT_BACK: Statement = {
  name: "relay.lock-overdue-kept-back",
  text: `${KEPT_BACK} where k.tenant_id + 0 = $1 and k.kept_at < $2 order by k.kept_at limit $3 for update of k skip locked`,
};
export type KeptBackRow = {
  readonly attempt_id: AttemptId;
  readonly mission_id: MissionId;
  readonly staff_id: StaffId;
  readonly customer_id: CustomerId;
  readonly outcome: "held" | "refused";
  readonly sealed_text: Buffer;
  readonly asked_at: Date | null;
  readonly read_at: Date | null;
  /** Who read it last. */
  readonly reader: string | null;
};

/** The last one of any of these senders on their lines. */
export const SELECT_LAST_KEPT_BACK: Statement = {
  name: "relay.last-kept-back",
  text: `select k.attempt_id
    from unnest($2::text[], $3::text[]) as l (line_id, direction)
    join relay.kept_back k on k.line_id = l.line_id and k.tenant_id + 0 = $1
    join relay.attempt a on a.attempt_id = k.attempt_id and a.tenant_id + 0 = $1 and a.direction = l.direction
    order by k.kept_at desc, k.attempt_id limit 1`,
};
export const ASK_READING: Statement = {
  name: "relay.ask-reading",
  text: "update relay.kept_back set asked_at = $3 where attempt_id = $2 and tenant_id + 0 = $1",
};
export const NOTE_READING: Statement = {
  name: "relay.note-reading",
  text: "update relay.kept_back set read_at = $3, reader = $4 where attempt_id = $2 and tenant_id + 0 = $1",
};
export const SET_OUTCOME: Statement = {
  name: "relay.set-outcome",
  text: "update relay.attempt set outcome = $3, code = $4 where attempt_id = any ($2::text[]) and tenant_id + 0 = $1",
};
export const RELEASE_KEPT_BACK: Statement = {
  name: "relay.release-kept-back",
  text: `with gone as (
      delete from relay.kept_back where attempt_id = $2 and tenant_id + 0 = $1
      returning attempt_id, line_id, carrier, from_number, to_subject, sealed_text)
    insert into store.outbox (tenant_id, kind, attempt_id, line_id, carrier, from_number, to_subject, sealed_text, created_at)
    select $1, 'text', attempt_id, line_id, carrier, from_number, to_subject, sealed_text, $3 from gone`,
};
export const DELETE_KEPT_BACK: Statement = {
  name: "relay.delete-kept-back",
  text: "delete from relay.kept_back where attempt_id = any ($2::text[]) and tenant_id + 0 = $1",
};

/** Those whose senders asked for a reading, the longest waiting first. */
export const SELECT_READINGS: Statement = {
  name: "relay.readings",
  text: `select k.attempt_id, a.mission_id, s.reference as staff, a.direction, k.kept_at, k.asked_at, k.read_at
    from relay.kept_back k
    join relay.attempt a on a.attempt_id = k.attempt_id and a.tenant_id = k.tenant_id
    left join people.staff s on s.staff_id = a.staff_id and s.tenant_id = a.tenant_id
    where k.tenant_id + 0 = $1 and k.asked_at is not null order by k.asked_at, k.attempt_id limit $2`,
};
export type ReadingRow = {
  readonly attempt_id: AttemptId;
  readonly mission_id: MissionId;
  readonly staff: string | null;
  readonly direction: "staff_to_customer" | "customer_to_staff";
  readonly kept_at: Date;
  readonly asked_at: Date;
  readonly read_at: Date | null;
};
