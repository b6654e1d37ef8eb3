import type { ReportId } from "../../base/ids.ts";
import type { Statement } from "../../store/index.ts";

/** The latest report that the customer of a mission made herself. What others said of her is none of hers. */
export const SELECT_OWN_REPORT: Statement = {
  name: "reports.own-report",
  text: `select report_id from reports.report
    where mission_id = $2 and customer_id = $3 and by = 'customer' and reporter_id is null and tenant_id = $1
    order by filed_at desc, report_id limit 1`,
};
export type OwnReportRow = { readonly report_id: ReportId };

/** Two who ask for the same mission wait for each other. */
export const LOCK_LOST_CODE: Statement = {
  name: "reports.lock-lost-code",
  text: "select pg_advisory_xact_lock(hashtextextended('reports.lost_code ' || $2, $1::int))",
};

export const SELECT_LOST_CODE: Statement = {
  name: "reports.lost-code",
  text: `select nonce, code_hash, sent_at, tries, sends, counted_at from reports.lost_code
    where mission_id = $2 and tenant_id = $1`,
};
export type LostCodeRow = {
  readonly nonce: Buffer;
  readonly code_hash: Buffer;
  readonly sent_at: Date;
  readonly tries: number;
  readonly sends: number;
  readonly counted_at: Date;
};

export const PUT_LOST_CODE: Statement = {
  name: "reports.put-lost-code",
  text: `insert into reports.lost_code (tenant_id, mission_id, nonce, code_hash, sent_at, tries, sends, counted_at)
    values ($1, $2, $3, $4, $5, 0, $6, $7)
    on conflict (mission_id, tenant_id) do update
      set nonce = $3, code_hash = $4, sent_at = $5, tries = 0, sends = $6, counted_at = $7`,
};

export const COUNT_WRONG_CODE: Statement = {
  name: "reports.count-wrong-code",
  text: "update reports.lost_code set tries = tries + 1 where mission_id = $2 and tenant_id = $1",
};

/** It works once; how many were sent today is still counted. */
export const USE_LOST_CODE: Statement = {
  name: "reports.use-lost-code",
  text: `update reports.lost_code set sent_at = sent_at - interval '1 day' where mission_id = $2 and tenant_id = $1`,
};
