import type { Statement } from "../store/index.ts";
import { base64Array, byteaArray, int8Array, textArray } from "../store/index.ts";
import type { ChainHead, Entry, RetentionClass } from "./rules.ts";

export const FIRST_ENTRY_ID: Statement = {
  name: "ledger.first-entry-id",
  text: "select nextval('ledger.entry_id') as first",
};
/** How many ids one draw from the sequence gives. */
export const ENTRY_ID_BLOCK = 1000;

export const LOCK_CHAINS: Statement = {
  name: "ledger.lock-chains",
  text: "select subject, seq, head, facts_version from ledger.lock_chains($1, $2::text[])",
};

export const APPEND: Statement = {
  name: "ledger.append",
  text: `select ledger.append($1, $2, $3, $4::bigint[], $5::bytea[], $6::bytea[], $7::text[], $8::bigint[],
    $9::text[], $10::bigint[], $11::bytea[], $12)`,
};

export const OUTDATE_FACTS: Statement = {
  name: "ledger.outdate-facts",
  text: "select ledger.outdate_facts($1, $2)",
};

export const SELECT_ENTRY_BYTES: Statement = {
  name: "ledger.entry-bytes",
  text: "select bytes from ledger.entry where tenant_id + 0 = $1 and entry_id = $2 and at = $3",
};

export const SELECT_RECENT_ENTRIES: Statement = {
  name: "ledger.recent-entries",
  text: "select at, leaf_hash, bytes from ledger.entry where tenant_id = $1 order by entry_id desc limit $2",
};

export type ChainRow = {
  readonly subject: string;
  readonly seq: number;
  readonly head: string | null;
  readonly facts_version: number;
};

/**
 * Parameters of `APPEND`: entries under ids `first, first + 1, …`, and each chain moved to its new head.
 * `changesFacts` false: what they record changes nothing of what contact is decided on.
 */
export function appendValues(
  tenant: number,
  retention: RetentionClass,
  at: Date,
  first: number,
  entries: readonly Entry[],
  chains: ReadonlyMap<string, ChainHead>,
  changesFacts: boolean,
): readonly unknown[] {
  const subjects = [...new Set(entries.flatMap(({ customer }) => customer ?? []))];
  const heads = subjects.map((subject) => chains.get(subject) as ChainHead);
  return [
    tenant,
    retention,
    at,
    int8Array(entries.map((_, i) => first + i)),
    base64Array(entries.map((entry) => entry.leafHash)),
    byteaArray(entries.map((entry) => entry.bytes)),
    textArray(entries.map((entry) => entry.customer)),
    int8Array(entries.map((entry) => entry.customerSeq)),
    textArray(subjects),
    int8Array(heads.map((head) => head.seq)),
    base64Array(heads.map((head) => head.head)),
    changesFacts,
  ];
}

/** Whether this node leads for the rest of its transaction. */
export const LEAD: Statement = { name: "ledger.lead", text: "select ledger.lead($1) as leads" };

const PENDING = `select p.pending_id, p.class, p.count, date_part('year', p.at at time zone 'utc') as year,
      (select string_agg(e.leaf_hash, ''::bytea order by e.entry_id) from ledger.entry e
        where e.entry_id >= p.first_entry_id and e.entry_id < p.first_entry_id + p.count and e.class = p.class
          and e.at = p.at and e.tenant_id + 0 = $1) as hashes`;
/**
 * What waits for its place, in order, and the leaf hashes of each, side by side. `hashes` is shorter than `count` when
 * an entry is missing.
 */
export const SELECT_PENDING: Statement = {
  name: "ledger.pending",
  text: `${PENDING}
    from (select pending_id, class, count, at, first_entry_id from ledger.pending
      where tenant_id + 0 = $1 order by pending_id limit $2) p
    order by p.pending_id`,
};
/** The same for an append of this transaction. */
export const SELECT_PENDING_OF: Statement = {
  name: "ledger.pending-of",
  text: `${PENDING} from ledger.pending p where p.tenant_id + 0 = $1 and p.first_entry_id = $2`,
};
export type PendingRow = {
  readonly pending_id: number;
  readonly class: RetentionClass;
  readonly count: number;
  readonly year: number;
  readonly hashes: Buffer | null;
};
export const COUNT_PENDING_OF_LOG: Statement = {
  name: "ledger.count-pending-of-log",
  text: `select count(*)::int as waiting from ledger.pending
    where tenant_id + 0 = $1 and class = $2 and date_part('year', at at time zone 'utc') = $3`,
};
/**
 * Whether a pass has something to do: entries wait, and nobody placed any within the last `$2` ms. A time ahead of the
 * clock says nothing: the clock was set back.
 */
export const SELECT_IS_DUE: Statement = {
  name: "ledger.is-due",
  text: `select exists (select from ledger.pending where tenant_id + 0 = $1) and not exists (
    select from ledger.log where tenant_id + 0 = $1 and closed_at is null
      and sequenced_at > store.act_time($1) - $2::float8 * interval '1 millisecond'
      and sequenced_at <= store.act_time($1)) as is_due`,
};

/** How much waits for its place, and how long ago the oldest act of it was. */
export const SELECT_BACKLOG: Statement = {
  name: "ledger.backlog",
  text: `select coalesce(sum(count), 0)::float8 as entries,
      coalesce(extract(epoch from store.act_time($1) - min(at)), 0)::float8 as oldest_seconds
    from ledger.pending where tenant_id + 0 = $1`,
};

const LOG = `name, class, year, generation, origin, vkey, size, root, checkpoint, sequenced_at, minimum, closed_at`;
export const SELECT_LOGS: Statement = {
  name: "ledger.logs",
  text: `select ${LOG} from ledger.log where tenant_id + 0 = $1 order by class, year, generation`,
};
export const SELECT_LOG: Statement = {
  name: "ledger.log",
  text: `select ${LOG} from ledger.log where tenant_id + 0 = $1 and name = $2`,
};
export type LogRow = {
  readonly name: string;
  readonly class: RetentionClass;
  readonly year: number;
  readonly generation: number;
  readonly origin: string;
  readonly vkey: string;
  readonly size: number;
  readonly root: Buffer;
  readonly checkpoint: string;
  readonly sequenced_at: Date;
  readonly minimum: number;
  readonly closed_at: Date | null;
};

export const OPEN_LOG: Statement = {
  name: "ledger.open-log",
  text: "select ledger.open_log($1, $2, $3, $4, $5, $6, $7, $8, $9)",
};
export const CLOSE_LOG: Statement = { name: "ledger.close-log", text: "select ledger.close_log($1, $2, $3)" };

export const SEQUENCE: Statement = {
  name: "ledger.sequence",
  text: `select ledger.sequence($1, $2, $3, $4, $5, $6, $7, $8::bigint[], $9::int[], $10::bigint[], $11::int[], $12::bytea[])`,
};

/** Tiles by level and index, as wide as they are now; each by its key, since the plan of a join could read all of a log. */
export const SELECT_TILES: Statement = {
  name: "ledger.tiles",
  text: `select t.level, t.index, t.hashes from unnest($3::int[], $4::bigint[]) as w (level, index)
    cross join lateral (select o.level, o.index, o.hashes from ledger.tile o
      where o.log = $2 and o.level = w.level and o.index = w.index and o.tenant_id + 0 = $1 offset 0) t`,
};
export type TileRow = { readonly level: number; readonly index: number; readonly hashes: Buffer };

/** Entries `$3` to `$4` of a log, the last not included, in order. */
export const SELECT_ENTRIES: Statement = {
  name: "ledger.entries",
  text: `select s.first_index + (e.entry_id - s.first_entry_id) as index, e.bytes
    from (select first_index, first_entry_id, count, class, at from ledger.sequenced
      where log = $2 and first_index < $4 and first_index > $3::bigint - ${ENTRY_ID_BLOCK} and tenant_id + 0 = $1) s
    join ledger.entry e on e.entry_id >= s.first_entry_id + greatest(0, $3 - s.first_index)
      and e.entry_id < s.first_entry_id + least(s.count, $4 - s.first_index)
      and e.class = s.class and e.at = s.at and e.tenant_id + 0 = $1
    order by s.first_index, e.entry_id`,
};
export type EntryRow = { readonly index: number; readonly bytes: Buffer };

/** Where an entry stands. */
export const SELECT_LEAF: Statement = {
  name: "ledger.leaf",
  text: "select log, index, leaf_hash from ledger.leaf where tenant_id + 0 = $1 and entry_id = $2 and at = $3",
};
export type LeafRow = { readonly log: string; readonly index: number | null; readonly leaf_hash: Buffer };

/**
 * Whether `$3` may do this for the next `$4` ms: a node that is gone or hangs is followed by another when its time is
 * over. By the real clock.
 */
export const TAKE_LEASE: Statement = {
  name: "ledger.take-lease",
  text: `insert into ledger.lease as l (tenant_id, task, holder, until)
    values ($1, $2, $3, clock_timestamp() + $4::float8 * interval '1 millisecond')
    on conflict (task, tenant_id) do update set holder = excluded.holder, until = excluded.until
    where l.holder = excluded.holder or l.until < clock_timestamp()
    returning task`,
};
export const RELEASE_LEASE: Statement = {
  name: "ledger.release-lease",
  text: "delete from ledger.lease where task = $2 and holder = $3 and tenant_id + 0 = $1",
};
