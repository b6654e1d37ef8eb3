import type { Statement } from "../../store/index.ts";

export const SELECT_ON_CALL: Statement = {
  name: "reports.on-call",
  text: `select o.staff_id, s.reference from reports.on_call o
    join people.staff s on s.staff_id = o.staff_id and s.tenant_id + 0 = o.tenant_id
    where o.tenant_id = $1 order by s.reference`,
};
export const END_ON_CALL: Statement = {
  name: "reports.end-on-call",
  text: "delete from reports.on_call where tenant_id = $1 and staff_id <> all ($2::text[])",
};
export const BEGIN_ON_CALL: Statement = {
  name: "reports.begin-on-call",
  text: `insert into reports.on_call (tenant_id, staff_id, since_at)
    select $1, o.staff_id, $3 from unnest($2::text[]) as o (staff_id) on conflict do nothing`,
};
export const LOCK_IN_DANGER: Statement = {
  name: "reports.lock-in-danger",
  text: `select report_id, paged_at from reports.report
    where is_danger and danger_seen_at is null and tenant_id + 0 = $1 and (paged_at is null or paged_at <= $2)
    order by filed_at limit 100 for no key update skip locked`,
};
export const MARK_PAGED: Statement = {
  name: "reports.mark-paged",
  text: "update reports.report set paged_at = $3 where report_id = any ($2::text[]) and tenant_id + 0 = $1",
};
export const MARK_DANGER_SEEN: Statement = {
  name: "reports.mark-danger-seen",
  text: `update reports.report set danger_seen_at = coalesce(danger_seen_at, $3), danger_seen_by = coalesce(danger_seen_by, $4)
    where report_id = $2 and tenant_id + 0 = $1 and is_danger returning danger_seen_at`,
};
/** The same, one by one. */
export const SELECT_IN_DANGER: Statement = {
  name: "reports.in-danger",
  text: `select report_id from reports.report where is_danger and danger_seen_at is null and tenant_id + 0 = $1
    order by filed_at, report_id limit $2`,
};
export const COUNT_IN_DANGER: Statement = {
  name: "reports.count-in-danger",
  text: "select count(*) as waiting from reports.report where is_danger and danger_seen_at is null and tenant_id + 0 = $1",
};
