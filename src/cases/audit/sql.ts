import type { Statement } from "../../store/index.ts";

/** What `fsck` compares with entries, block by block. */
export const SELECT_AUDITED_CASES: Statement = {
  name: "cases.audited-cases",
  text: `select c.case_id, c.state, c.outcome,
      (select count(*)::int from cases.concerned n where n.case_id = c.case_id and n.tenant_id + 0 = c.tenant_id) as concerned
    from cases.case c where c.ctid >= $2::tid and c.ctid < $3::tid and c.tenant_id + 0 = $1`,
};
export type AuditedCaseRow = {
  readonly case_id: string;
  readonly state: string;
  readonly outcome: string | null;
  readonly concerned: number;
};
export const SELECT_AUDITED_HISTORY: Statement = {
  name: "cases.audited-history",
  text: `select history_id, case_id, code, entry_id from cases.history
    where ctid >= $2::tid and ctid < $3::tid and tenant_id + 0 = $1`,
};
export type AuditedHistoryRow = {
  readonly history_id: number;
  readonly case_id: string;
  readonly code: string | null;
  readonly entry_id: number;
};
export const SELECT_AUDITED_MEASURES: Statement = {
  name: "cases.audited-measures",
  text: `select measure_id, state from cases.measure where ctid >= $2::tid and ctid < $3::tid and tenant_id + 0 = $1`,
};
export type AuditedMeasureRow = { readonly measure_id: string; readonly state: string };
export const SELECT_AUDITED_REVIEWS: Statement = {
  name: "cases.audited-reviews",
  text: `select case_id, staff_id, decision from cases.cut_review
    where ctid >= $2::tid and ctid < $3::tid and tenant_id + 0 = $1`,
};
export type AuditedReviewRow = { readonly case_id: string; readonly staff_id: string; readonly decision: string };
