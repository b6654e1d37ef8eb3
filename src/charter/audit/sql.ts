import type { Statement } from "../../store/index.ts";

/**
 * Rows that an entry recorded once and that nothing changes, each as the entry tells it: `key` names the row, `told` is
 * what both say.
 */
export type FactRow = {
  readonly key: string;
  readonly told: { readonly [field: string]: unknown };
  readonly at: Date;
  readonly entry_id: number;
};

export const SELECT_AUDITED_CHARTERS: Statement = {
  name: "charter.audited-charters",
  text: `select version::text as key, recorded_at as at, entry_id, pg_catalog.jsonb_strip_nulls(
      pg_catalog.jsonb_build_object('version', version, 'inForceFrom', in_force_from, 'consultedOn', consulted_on,
        'depositedOn', deposited_on, 'exemption', exemption,
        'contentHash', pg_catalog.encode(content_hash, 'base64'))) as told
    from charter.charter where tenant_id = $1 order by version`,
};

export const SELECT_AUDITED_POLICIES: Statement = {
  name: "charter.audited-policies",
  text: `select entry_id::text as key, set_at as at, entry_id,
      pg_catalog.jsonb_build_object('requireAcknowledgement', requires_acknowledgement) as told
    from charter.policy where tenant_id = $1 order by entry_id`,
};

export const SELECT_AUDITED_ACKNOWLEDGEMENTS: Statement = {
  name: "charter.audited-acknowledgements",
  text: `select staff_id || ' ' || version as key, given_at as at, entry_id,
      pg_catalog.jsonb_build_object('staff', staff_id, 'version', version, 'givenBy', given_by) as told
    from charter.acknowledgement where tenant_id = $1 order by entry_id`,
};

export const SELECT_AUDITED_NOTICES: Statement = {
  name: "charter.audited-notices",
  text: `select version as key, recorded_at as at, entry_id, pg_catalog.jsonb_build_object('noticeVersion', version,
        'modules', modules, 'contentHash', pg_catalog.encode(content_hash, 'base64')) as told
    from charter.notice where tenant_id = $1 order by entry_id`,
};

export const SELECT_AUDITED_RECEIPTS: Statement = {
  name: "charter.audited-receipts",
  text: `select staff_id || ' ' || version as key, given_at as at, entry_id,
      pg_catalog.jsonb_build_object('staff', staff_id, 'noticeVersion', version, 'givenBy', given_by) as told
    from charter.notice_receipt where tenant_id = $1 order by entry_id`,
};

export const SELECT_AUDITED_LESSONS: Statement = {
  name: "charter.audited-lessons",
  text: `select staff_id || ' ' || lesson as key, done_at as at, entry_id,
      pg_catalog.jsonb_build_object('staff', staff_id, 'lesson', lesson) as told
    from charter.lesson_done where tenant_id = $1 order by entry_id`,
};

/** What the contents of recorded texts add up to now: their hash is in the entry. */
export const SELECT_CHARTER_CONTENTS: Statement = {
  name: "charter.charter-contents",
  text: `select version::text as key, title, text_fr, text_en, scale as rest, content_hash from charter.charter
    where tenant_id = $1`,
};

export const SELECT_NOTICE_CONTENTS: Statement = {
  name: "charter.notice-contents",
  text: `select version as key, title, text_fr, text_en, pg_catalog.to_jsonb(modules) as rest, content_hash
    from charter.notice where tenant_id = $1`,
};
export type ContentRow<R> = {
  readonly key: string;
  readonly title: string;
  readonly text_fr: string;
  readonly text_en: string;
  readonly rest: R;
  readonly content_hash: Buffer;
};
