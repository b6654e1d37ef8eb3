import type { StaffId } from "../../base/ids.ts";
import type { Statement } from "../../store/index.ts";
import type { Module } from "../wire.ts";

/** A version is recorded once: two who send it meet here. */
export const LOCK_NOTICES: Statement = {
  name: "charter.lock-notices",
  text: "select pg_catalog.pg_advisory_xact_lock(7021042, $1)",
};

export const INSERT_NOTICE: Statement = {
  name: "charter.insert-notice",
  text: `insert into charter.notice (tenant_id, version, title, text_fr, text_en, modules, content_hash, recorded_at,
      entry_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
};

export const SELECT_NOTICES: Statement = {
  name: "charter.notices",
  text: `select notice.version, title, text_fr, text_en, modules, content_hash, recorded_at, notice.entry_id,
      (select count(*) from charter.notice_receipt given
        where given.tenant_id = $1 and given.version = notice.version)::int as received_by,
      (select given_at from charter.notice_receipt given where given.tenant_id = $1
        and given.version = notice.version and given.staff_id = $2::text) as received_at
    from charter.notice notice where notice.tenant_id = $1 order by notice.entry_id`,
};
export type NoticeRow = {
  readonly version: string;
  readonly title: string;
  readonly text_fr: string;
  readonly text_en: string;
  readonly modules: readonly Module[];
  readonly content_hash: Buffer;
  readonly recorded_at: Date;
  readonly entry_id: number;
  readonly received_by: number;
  readonly received_at: Date | null;
};

/** Which versions there are, and what each is about. */
export const SELECT_NOTICE_VERSIONS: Statement = {
  name: "charter.notice-versions",
  text: "select version, modules from charter.notice where tenant_id = $1",
};
export type NoticeVersionRow = Pick<NoticeRow, "version" | "modules">;

/** Two tries of one staff member meet here. */
export const LOCK_RECEIPT: Statement = {
  name: "charter.lock-receipt",
  text: "select pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('charter.notice_receipt ' || $2, $1::int))",
};

export const INSERT_RECEIPT: Statement = {
  name: "charter.insert-receipt",
  text: `insert into charter.notice_receipt (tenant_id, staff_id, version, given_by, given_at, entry_id)
    values ($1, $2, $3, $4, $5, $6)`,
};

const RECEIPT = `given.staff_id, given.version, given.given_by, given.given_at, given.entry_id,
    (select member.reference from people.staff member
      where member.tenant_id = given.tenant_id and member.staff_id = given.staff_id) as reference
    from charter.notice_receipt given`;

export const SELECT_RECEIPT: Statement = {
  name: "charter.receipt",
  text: `select ${RECEIPT} where given.tenant_id = $1 and given.staff_id = $2 and given.version = $3`,
};

export const SELECT_RECEIPTS: Statement = {
  name: "charter.receipts",
  text: `select ${RECEIPT} where given.tenant_id = $1 and given.version = $2 and given.entry_id > $3
    order by given.entry_id limit $4`,
};
export type ReceiptRow = {
  readonly staff_id: StaffId;
  readonly reference: string;
  readonly version: string;
  readonly given_by: "session" | "paper";
  readonly given_at: Date;
  readonly entry_id: number;
};
