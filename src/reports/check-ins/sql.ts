import type { ReportId } from "../../base/ids.ts";
import type { Statement } from "../../store/index.ts";
import type { CheckInAnswer } from "../wire.ts";

export const INSERT_CHECK_INS: Statement = {
  name: "reports.insert-check-ins",
  text: `insert into reports.check_in (tenant_id, report_id, after_days, due_at)
    select $1, $2, c.after_days, c.due_at from unnest($3::int[], $4::timestamptz[]) as c (after_days, due_at)`,
};
/** Those who take no further part are left alone. */
export const TAKE_DUE_CHECK_INS: Statement = {
  name: "reports.take-due-check-ins",
  text: `select c.report_id, c.after_days from reports.check_in c
    join reports.report r on r.report_id = c.report_id and r.tenant_id + 0 = c.tenant_id
    where c.asked_at is null and c.due_at <= $2 and c.tenant_id + 0 = $1 and r.wish <> 'stopped'
    order by c.due_at limit $3 for update of c skip locked`,
};
export const MARK_ASKED: Statement = {
  name: "reports.mark-asked",
  text: "update reports.check_in set asked_at = $4 where report_id = $2 and after_days = $3 and tenant_id + 0 = $1",
};
export const SELECT_OPEN_CHECK_IN: Statement = {
  name: "reports.open-check-in",
  text: `select after_days from reports.check_in
    where report_id = $2 and asked_at is not null and answer is null and tenant_id + 0 = $1 order by after_days desc limit 1`,
};
export const ANSWER_CHECK_IN: Statement = {
  name: "reports.answer-check-in",
  text: `update reports.check_in set answer = $4, answered_at = $5
    where report_id = $2 and after_days = $3 and asked_at is not null and answer is null and tenant_id + 0 = $1
    returning after_days`,
};
export const TAKE_CHECK_IN_HINTS: Statement = {
  name: "reports.take-check-in-hints",
  text: `select report_id, after_days, answer, answered_at from reports.check_in
    where answer in ('pressure', 'contacted') and taken_at is null and tenant_id + 0 = $1
    order by answered_at limit $2 for update skip locked`,
};
export const MARK_HINT_TAKEN: Statement = {
  name: "reports.mark-hint-taken",
  text: "update reports.check_in set taken_at = $4 where report_id = $2 and after_days = $3 and tenant_id + 0 = $1",
};
export type CheckInHintRow = {
  readonly report_id: ReportId;
  readonly after_days: number;
  readonly answer: Exclude<CheckInAnswer, "fine">;
  readonly answered_at: Date;
};
