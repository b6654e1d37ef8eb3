import type { AlertId, AttemptId, CaseId, CustomerId, DeskUserId, StaffId } from "../../base/ids.ts";
import type { Statement } from "../../store/index.ts";
import { isTold } from "../sql.ts";

/** One cause alerts once. */
export const INSERT_ALERT: Statement = {
  name: "cases.insert-alert",
  text: `insert into cases.alert (tenant_id, alert_id, kind, duty, case_id, cause, desk_user_id, staff_id, at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    on conflict (case_id, kind, cause, tenant_id) do nothing returning alert_id`,
};

/**
 * The oldest that nobody has seen first. A handler is shown those of the cases they work on; a DPO, whose identity is `$5` and
 * whose depot `$6`, none of a case about themselves.
 */
export const SELECT_ALERTS: Statement = {
  name: "cases.alerts",
  text: `select a.alert_id, a.kind, a.case_id, a.cause, a.desk_user_id, a.at, s.reference as staff_reference
    from cases.alert a
    join cases.case c on c.case_id = a.case_id and c.tenant_id + 0 = a.tenant_id
    left join people.staff s on s.staff_id = a.staff_id and s.tenant_id + 0 = a.tenant_id
    where a.tenant_id = $1 and a.seen_at is null and a.duty = $2
      and ($2 = 'dpo' or exists (select from cases.assignment g where g.case_id = a.case_id and g.tenant_id + 0 = a.tenant_id
        and g.role = 'handler' and g.desk_user_id = $3 and g.ended_at is null))
      and ${isTold("$5", "$6", "$3")}
    order by a.at, a.alert_id limit $4`,
};
export type AlertRow = {
  readonly alert_id: AlertId;
  readonly kind: "reading_beyond" | "export_beyond" | "cut_attempt" | "further_report" | "reprisal";
  readonly case_id: CaseId;
  readonly cause: string;
  readonly desk_user_id: DeskUserId | null;
  readonly at: Date;
  readonly staff_reference: string | null;
};

export const LOCK_ALERT: Statement = {
  name: "cases.lock-alert",
  text: `select a.duty, a.case_id, a.seen_at from cases.alert a where a.alert_id = $2 and a.tenant_id + 0 = $1 for update`,
};
export const SEE_ALERT: Statement = {
  name: "cases.see-alert",
  text: "update cases.alert set seen_at = $3, seen_by = $4 where alert_id = $2 and tenant_id + 0 = $1",
};

/** Attempts of staff on pairs that are cut since an instant, each with the case between the two, that nobody was told of. */
export const SELECT_CUT_ATTEMPTS: Statement = {
  name: "cases.cut-attempts",
  text: `select t.attempt_id, t.staff_id, t.customer_id, t.at, c.case_id
    from relay.attempt t
    cross join lateral (
      select k.case_id from cases.case k
      join cases.concerned n on n.case_id = k.case_id and n.tenant_id + 0 = k.tenant_id
      where k.customer_id = t.customer_id and k.tenant_id + 0 = t.tenant_id and n.staff_id = t.staff_id
        and not k.is_about_customer
      order by k.opened_at desc, k.case_id limit 1) c
    where t.at >= $2 and t.tenant_id + 0 = $1 and t.code = 'pair_cut' and t.direction = 'staff_to_customer'
      and not exists (select from cases.alert a where a.case_id = c.case_id and a.kind = 'cut_attempt'
        and a.cause = t.attempt_id and a.tenant_id + 0 = t.tenant_id)
    order by t.at limit $3`,
};
export type CutAttemptRow = {
  readonly attempt_id: AttemptId;
  readonly staff_id: StaffId;
  readonly customer_id: CustomerId;
  readonly at: Date;
  readonly case_id: CaseId;
};
