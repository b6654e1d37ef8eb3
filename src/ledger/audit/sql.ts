import type { Statement } from "../../store/index.ts";

/** Statements that read everything there is, for `fsck`. They look at one snapshot, and change nothing. */

/** What was to be kept at this moment, and since when that was so. */
export const SELECT_HORIZON: Statement = {
  name: "ledger.audit-horizon",
  text: `select store.act_time($1) as now, ledger.kept_since($1, 'routine') as kept_since, r.months, r.since
    from ledger.retention r where r.class = 'routine' and r.tenant_id + 0 = $1`,
};
export type HorizonRow = {
  readonly now: Date;
  readonly kept_since: Date;
  readonly months: number;
  readonly since: Date;
};

/** `$4` ranges of a log, in order, from index `$3` on. */
export const SELECT_RANGES: Statement = {
  name: "ledger.audit-ranges",
  text: `select first_index, first_entry_id, count, class, at from ledger.sequenced
    where log = $2 and first_index >= $3 and tenant_id + 0 = $1 order by first_index limit $4`,
};
/** The same of what waits: `first_index` is the place in the queue. */
export const SELECT_PENDING_RANGES: Statement = {
  name: "ledger.audit-pending-ranges",
  text: `select pending_id as first_index, first_entry_id, count, class, at from ledger.pending
    where pending_id >= $2 and tenant_id + 0 = $1 order by pending_id limit $3`,
};
export type RangeRow = {
  readonly first_index: number;
  readonly first_entry_id: number;
  readonly count: number;
  readonly class: string;
  /** A `Date` but for an instant that is none: infinite. */
  readonly at: Date;
};

const ENTRY = "s.first_index, e.entry_id, e.subject, e.subject_seq, e.leaf_hash, e.bytes";
/** The entries of the ranges from `$3` to `$4`, in order, but for those before the minimum `$5`. */
export const SELECT_RANGE_ENTRIES: Statement = {
  name: "ledger.audit-range-entries",
  text: `select ${ENTRY}
    from (select first_index, first_entry_id, count, class, at from ledger.sequenced
      where log = $2 and first_index >= $3 and first_index <= $4 and tenant_id + 0 = $1) s
    join ledger.entry e on e.entry_id >= s.first_entry_id + greatest(0, $5::bigint - s.first_index)
      and e.entry_id < s.first_entry_id + s.count and e.class = s.class and e.at = s.at and e.tenant_id + 0 = $1
    order by s.first_index, e.entry_id`,
};
export const SELECT_PENDING_ENTRIES: Statement = {
  name: "ledger.audit-pending-entries",
  text: `select ${ENTRY}
    from (select pending_id as first_index, first_entry_id, count, class, at from ledger.pending
      where pending_id >= $2 and pending_id <= $3 and tenant_id + 0 = $1) s
    join ledger.entry e on e.entry_id >= s.first_entry_id and e.entry_id < s.first_entry_id + s.count
      and e.class = s.class and e.at = s.at and e.tenant_id + 0 = $1
    order by s.first_index, e.entry_id`,
};
export type RangeEntryRow = {
  readonly first_index: number;
  readonly entry_id: number;
  readonly subject: string | null;
  readonly subject_seq: number | null;
  readonly leaf_hash: Buffer;
  readonly bytes: Buffer;
};

export const COUNT_ENTRIES: Statement = {
  name: "ledger.audit-count-entries",
  text: "select count(*)::float8 as entries from ledger.entry where tenant_id + 0 = $1",
};

/** Entries that two ranges hold, or that have a place and wait for one. */
export const SELECT_PLACED_TWICE: Statement = {
  name: "ledger.audit-placed-twice",
  text: `select r.next as entry_id
    from (
      select p.first_entry_id, p.count, lead(p.first_entry_id) over (order by p.first_entry_id) as next
      from (
        select first_entry_id, count from ledger.sequenced where tenant_id + 0 = $1
        union all select first_entry_id, count from ledger.pending where tenant_id + 0 = $1) p) r
    where r.next < r.first_entry_id + r.count order by r.next limit $2`,
};

/** Entries that neither have a place at the minimum of their log or above, nor wait for one. */
export const SELECT_STRAY_ENTRIES: Statement = {
  name: "ledger.audit-stray-entries",
  text: `select e.entry_id from ledger.entry e
    where e.tenant_id + 0 = $1
      and not exists (
        select from ledger.pending p
        where p.first_entry_id <= e.entry_id and e.entry_id < p.first_entry_id + p.count and p.class = e.class
          and p.at = e.at and p.tenant_id + 0 = $1)
      and not exists (
        select from (
          select r.log, r.first_index, r.first_entry_id, r.count, r.class, r.at from ledger.sequenced r
          where r.first_entry_id <= e.entry_id and r.tenant_id + 0 = $1
          order by r.first_entry_id desc limit 1) s
        join ledger.log l on l.name = s.log and l.tenant_id + 0 = $1
        where e.entry_id < s.first_entry_id + s.count and s.class = e.class and s.at = e.at
          and s.first_index + (e.entry_id - s.first_entry_id) >= l.minimum)
    order by e.entry_id limit $2`,
};

export const COUNT_TILES: Statement = {
  name: "ledger.audit-count-tiles",
  text: `select level, count(*)::float8 as tiles from ledger.tile where log = $2 and tenant_id + 0 = $1
    group by level order by level`,
};
export type TileCountRow = { readonly level: number; readonly tiles: number };

/** How many blocks a table has: what reads it block by block reads it in the order in which it lies on the disk. */
export const COUNT_BLOCKS: Statement = {
  name: "ledger.audit-count-blocks",
  text: "select (pg_relation_size($1::regclass) / current_setting('block_size')::int)::float8 as blocks",
};

export const SELECT_CHAINS: Statement = {
  name: "ledger.audit-chains",
  text: `select subject, seq, head from ledger.chain
    where ctid >= $2::tid and ctid < $3::tid and tenant_id + 0 = $1`,
};
export type ChainHeadRow = { readonly subject: string; readonly seq: number; readonly head: Buffer | null };
