import type { Statement } from "../../store/index.ts";

/** Statements of what others say of a log: witnesses and time-stamping authorities. */

/** A checkpoint is kept while witnesses are asked to cosign it. */
export const KEEP_FOR_COSIGNING: Statement = {
  name: "ledger.keep-for-cosigning",
  text: "insert into ledger.cosigned (tenant_id, log, size, note) values ($1, $2, $3, $4) on conflict do nothing",
};
export const LOCK_COSIGNED: Statement = {
  name: "ledger.lock-cosigned",
  text: `select note, lines, witnessed_at from ledger.cosigned where log = $2 and size = $3 and tenant_id + 0 = $1 for update`,
};
/** `$5`: the policy's quorum is among the lines. */
export const SET_COSIGNATURES: Statement = {
  name: "ledger.set-cosignatures",
  text: `update ledger.cosigned set lines = $4::text[],
      witnessed_at = case when $5::bool then store.act_time($1) else witnessed_at end
    where log = $2 and size = $3 and tenant_id + 0 = $1`,
};
/** Once a later one is witnessed, nobody needs these. */
export const FORGET_COSIGNED: Statement = {
  name: "ledger.forget-cosigned",
  text: "delete from ledger.cosigned where log = $2 and size < $3 and tenant_id + 0 = $1",
};
/** Those that never got their quorum, but for the last round's. */
export const FORGET_UNWITNESSED: Statement = {
  name: "ledger.forget-unwitnessed",
  text: "delete from ledger.cosigned where log = $2 and size < $3 and witnessed_at is null and tenant_id + 0 = $1",
};
export const SELECT_COSIGNED: Statement = {
  name: "ledger.cosigned",
  text: "select note, lines, witnessed_at from ledger.cosigned where log = $2 and size = $3 and tenant_id + 0 = $1",
};
export const SELECT_WITNESSED: Statement = {
  name: "ledger.witnessed",
  text: `select size, note, lines, witnessed_at from ledger.cosigned
    where log = $2 and tenant_id + 0 = $1 and witnessed_at is not null order by size desc limit 1`,
};
/** Checkpoints that cosignatures are kept of: the last that was witnessed, and those since. */
export const SELECT_COSIGNED_OF_LOG: Statement = {
  name: "ledger.cosigned-of-log",
  text: `select size, lines, witnessed_at from ledger.cosigned where log = $2 and tenant_id + 0 = $1 order by size`,
};
export type CosignedLinesRow = Omit<CosignedRow, "note"> & { readonly size: number };
export type CosignedRow = {
  readonly note: string;
  readonly lines: readonly string[];
  readonly witnessed_at: Date | null;
};

/** When the oldest act of a log happened that has not expired. */
const BEGAN = `(select s.at from ledger.sequenced s where s.log = l.name and s.first_index >= l.minimum
    and s.tenant_id + 0 = $1 order by s.first_index limit 1)`;
/** Seconds since a checkpoint of each open log was witnessed last, or since the log began to be written to. */
export const SELECT_WITNESSED_AGES: Statement = {
  name: "ledger.witnessed-ages",
  text: `select l.name as log, extract(epoch from store.act_time($1) - coalesce(
      (select max(c.witnessed_at) from ledger.cosigned c where c.log = l.name and c.tenant_id + 0 = $1),
      ${BEGAN}))::float8 as seconds
    from ledger.log l where l.tenant_id + 0 = $1 and l.closed_at is null`,
};
/** Seconds since the beginning of the last day (UTC) on which each open log was stamped, or of its first day. */
export const SELECT_ANCHOR_AGES: Statement = {
  name: "ledger.anchor-ages",
  text: `select l.name as log, extract(epoch from store.act_time($1) at time zone 'utc' - coalesce(
      (select max(a.day) from ledger.anchor a where a.log = l.name and a.tenant_id + 0 = $1),
      (${BEGAN} at time zone 'utc')::date))::float8 as seconds
    from ledger.log l where l.tenant_id + 0 = $1 and l.closed_at is null`,
};
export type AgeRow = { readonly log: string; readonly seconds: number | null };

export const SELECT_ANCHORED_DAYS: Statement = {
  name: "ledger.anchored-days",
  text: `select to_char(day, 'YYYY-MM-DD') as day from ledger.anchor where log = $2 and tenant_id + 0 = $1 order by day`,
};
export const INSERT_ANCHOR: Statement = {
  name: "ledger.insert-anchor",
  text: `insert into ledger.anchor (tenant_id, log, day, checkpoint, token) values ($1, $2, $3::date, $4, $5)
    on conflict do nothing`,
};
export const SELECT_ANCHOR: Statement = {
  name: "ledger.anchor",
  // What was asked for may be no day.
  text: `select checkpoint, token from ledger.anchor
    where log = $2 and to_char(day, 'YYYY-MM-DD') = $3 and tenant_id + 0 = $1`,
};
