import type { CaseId, CaseTextId, CompanionId, StaffId } from "../../base/ids.ts";
import type { Statement } from "../../store/index.ts";
import type { CaseState, Outcome } from "../wire.ts";

/** Cases in which somebody is the person concerned, and was told so: before that there may be nobody to tell. */
export const SELECT_MY_CASES: Statement = {
  name: "cases.my-cases",
  text: `select c.case_id, c.state, c.outcome, c.round, c.opened_at, c.closed_at
    from cases.concerned n
    join cases.case c on c.case_id = n.case_id and c.tenant_id + 0 = n.tenant_id
    where n.staff_id = $2 and n.tenant_id + 0 = $1 and n.is_certain
      and exists (select from cases.text t where t.case_id = c.case_id and t.tenant_id + 0 = c.tenant_id
        and t.kind = 'allegation')
    order by c.opened_at, c.case_id`,
};
export type MyCaseRow = {
  readonly case_id: CaseId;
  readonly state: CaseState;
  readonly outcome: Outcome | null;
  readonly round: number;
  readonly opened_at: Date;
  readonly closed_at: Date | null;
};

export const INSERT_COMPANION: Statement = {
  name: "cases.insert-companion",
  text: `insert into cases.companion (tenant_id, companion_id, case_id, staff_id, token_hash, text_id, named_at)
    values ($1, $2, $3, $4, $5, $6, $7)`,
};
export const SELECT_COMPANIONS: Statement = {
  name: "cases.companions",
  text: `select companion_id, staff_id, text_id, revoked_at from cases.companion
    where case_id = $2 and tenant_id + 0 = $1 order by named_at, companion_id`,
};
export type CompanionRow = {
  readonly companion_id: CompanionId;
  readonly staff_id: StaffId;
  readonly text_id: CaseTextId;
  readonly revoked_at: Date | null;
};
export const REVOKE_COMPANION: Statement = {
  name: "cases.revoke-companion",
  text: `update cases.companion set revoked_at = $5
    where companion_id = $2 and case_id = $3 and staff_id = $4 and tenant_id + 0 = $1 and revoked_at is null
    returning companion_id`,
};
export const SELECT_COMPANION_BY_TOKEN: Statement = {
  name: "cases.companion-by-token",
  text: `select companion_id, case_id, staff_id from cases.companion
    where token_hash = $2 and tenant_id + 0 = $1 and revoked_at is null`,
};

/** Closed cases whose trace has to go from the record of whom they were about. */
export const SELECT_TRACES: Statement = {
  name: "cases.traces",
  text: `select distinct c.case_id, c.closed_at from cases.case c
    join cases.concerned n on n.case_id = c.case_id and n.tenant_id + 0 = c.tenant_id
    where c.state = 'closed' and c.closed_at <= $2 and c.tenant_id + 0 = $1 and c.outcome = any ($3::text[])
    order by c.closed_at, c.case_id limit $4`,
};
export const DELETE_CONCERNED_OF_CASE: Statement = {
  name: "cases.delete-concerned-of-case",
  text: "delete from cases.concerned where case_id = $2 and tenant_id + 0 = $1",
};
export const DELETE_COMPANIONS_OF_CASE: Statement = {
  name: "cases.delete-companions-of-case",
  text: "delete from cases.companion where case_id = $2 and tenant_id + 0 = $1",
};
export const DELETE_MEASURES_OF_CASE: Statement = {
  name: "cases.delete-measures-of-case",
  text: "delete from cases.measure where case_id = $2 and tenant_id + 0 = $1 and state <> 'in_force'",
};
/** Alerts name whom they are about; they have been seen, or nobody needs them any more. */
export const FORGET_ALERTS_OF_CASE: Statement = {
  name: "cases.forget-alerts-of-case",
  text: "update cases.alert set staff_id = null where case_id = $2 and tenant_id + 0 = $1 and staff_id is not null",
};
