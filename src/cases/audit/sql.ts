import type { Statement } from "../../store/index.ts";

/** What `fsck` compares with entries, block by block. */
export const SELECT_AUDITED_CASES: Statement = {
  name: "cases.audited-cases",
  text: `select c.case_id, c.state, c.outcome, c.opened_at,
      (select count(*)::int from cases.concerned n where n.case_id = c.case_id and n.tenant_id + 0 = c.tenant_id) as concerned
    from cases.case c where c.ctid >= $2::tid and c.ctid < $3::tid and c.tenant_id + 0 = $1`,
};
export type AuditedCaseRow = {
  readonly case_id: string;
  readonly state: string;
  readonly outcome: string | null;
  readonly opened_at: Date;
  readonly concerned: number;
};
export const SELECT_AUDITED_HISTORY: Statement = {
  name: "cases.audited-history",
  text: `select h.history_id, h.case_id, h.code, h.entry_id, c.opened_at from cases.history h
    join cases.case c on c.case_id = h.case_id and c.tenant_id + 0 = h.tenant_id
    where h.ctid >= $2::tid and h.ctid < $3::tid and h.tenant_id + 0 = $1`,
};
export type AuditedHistoryRow = {
  readonly history_id: number;
  readonly case_id: string;
  readonly code: string | null;
  readonly entry_id: number;
  readonly opened_at: Date;
};
export const SELECT_AUDITED_MEASURES: Statement = {
  name: "cases.audited-measures",
  text: `select m.measure_id, m.state, c.opened_at from cases.measure m
    join cases.case c on c.case_id = m.case_id and c.tenant_id + 0 = m.tenant_id
    where m.ctid >= $2::tid and m.ctid < $3::tid and m.tenant_id + 0 = $1`,
};
export type AuditedMeasureRow = { readonly measure_id: string; readonly state: string; readonly opened_at: Date };
export const SELECT_AUDITED_REVIEWS: Statement = {
  name: "cases.audited-reviews",
  text: `select r.case_id, r.staff_id, r.decision, c.opened_at from cases.cut_review r
    join cases.case c on c.case_id = r.case_id and c.tenant_id + 0 = r.tenant_id
    where r.ctid >= $2::tid and r.ctid < $3::tid and r.tenant_id + 0 = $1`,
};
export type AuditedReviewRow = {
  readonly case_id: string;
  readonly staff_id: string;
  readonly decision: string;
  readonly opened_at: Date;
};
