import type { Statement } from "../../store/index.ts";

/** Statements of the daily commitment to all customers' entries. */

export const READ_CUSTOMERS: Statement = {
  name: "ledger.read-customers",
  text: "select ledger.read_customers($1, $2, $3) as more",
};

/** In the order of their keys, after `$2`. */
export const SELECT_CUSTOMERS: Statement = {
  name: "ledger.customers",
  text: `select key, count, head from ledger.customer_state
    where tenant_id + 0 = $1 and key > coalesce($2::bytea, ''::bytea) order by key limit $3`,
};

/** From `$2` up to `$3`, which is not among them; null: to the end. */
export const SELECT_BUCKET: Statement = {
  name: "ledger.bucket",
  text: `select key, count, head from ledger.customer_state
    where tenant_id + 0 = $1 and key >= $2 and key < coalesce($3::bytea, decode(repeat('ff', 33), 'hex')) order by key`,
};

export const SELECT_MAP_OF_DAY: Statement = {
  name: "ledger.map-of-day",
  text: "select 1 as one from ledger.customer_map where day = $2::date and tenant_id + 0 = $1",
};
/** Only the latest has them. */
export const FORGET_BUCKETS: Statement = {
  name: "ledger.forget-buckets",
  text: `update ledger.customer_map set buckets = null where tenant_id + 0 = $1
    and day = (select max(day) from ledger.customer_map where tenant_id + 0 = $1)`,
};
export const INSERT_MAP: Statement = {
  name: "ledger.insert-map",
  text: `insert into ledger.customer_map (tenant_id, day, entry_id, at, customers, root, buckets)
    values ($1, $2::date, $3, $4, $5, $6, $7)`,
};
export const SELECT_LATEST_MAP: Statement = {
  name: "ledger.latest-map",
  text: `select m.entry_id, m.at, m.root, m.buckets, e.bytes from ledger.customer_map m
    join ledger.entry e on e.entry_id = m.entry_id and e.at = m.at and e.tenant_id + 0 = $1
    where m.tenant_id + 0 = $1 and m.buckets is not null order by m.day desc limit 1`,
};
export type MapRow = {
  readonly entry_id: number;
  readonly at: Date;
  readonly root: Buffer;
  readonly buckets: Buffer;
  readonly bytes: Buffer;
};

/** Up to the number `$3`; what has expired is not among them. */
export const SELECT_CUSTOMER_ENTRIES: Statement = {
  name: "ledger.customer-entries",
  text: `select e.bytes from ledger.customer_entry c
    join ledger.entry e on e.entry_id = c.entry_id and e.class = c.class and e.at = c.at and e.tenant_id + 0 = $1
    where c.subject = $2 and c.seq <= $3 and c.tenant_id + 0 = $1 order by c.seq`,
};
export type CustomerEntryRow = { readonly bytes: Buffer };
