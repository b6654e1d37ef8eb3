import type { Statement } from "../../store/index.ts";
import { ENTRY_ID_BLOCK } from "../sql.ts";

/** Statements of what expires. */

export const TURN_MONTHS: Statement = { name: "ledger.turn-months", text: "select ledger.turn_months($1)" };

/**
 * How many entries of a log, from its beginning, have served their time: looked at are `$3` appends from the minimum
 * on, which lie in the order in which they were placed.
 */
export const SELECT_EXPIRED: Statement = {
  name: "ledger.expired",
  text: `with log as materialized (
      select minimum, size, closed_at is not null as is_closed, ledger.kept_since($1, class) as kept_since
      from ledger.log where name = $2 and tenant_id + 0 = $1),
    oldest as (
      select s.first_index, s.count, s.at from log
      cross join lateral (
        select first_index, count, at from ledger.sequenced
        where log = $2 and first_index > log.minimum - ${ENTRY_ID_BLOCK} and first_index + count > log.minimum
          and tenant_id + 0 = $1
        order by first_index limit $3) s)
  select log.minimum, log.size, log.is_closed, log.kept_since, coalesce(
      (select min(o.first_index) from oldest o where o.at >= log.kept_since),
      (select max(o.first_index + o.count) from oldest o), log.minimum) as expired
  from log`,
};
export type ExpiredRow = {
  readonly minimum: number;
  readonly size: number;
  readonly is_closed: boolean;
  readonly kept_since: Date;
  readonly expired: number;
};

export const PRUNE: Statement = { name: "ledger.prune", text: "select ledger.prune($1, $2, $3)" };

export const SELECT_RETENTION: Statement = {
  name: "ledger.retention",
  text: "select months from ledger.retention where class = $2 and tenant_id + 0 = $1",
};

export const SET_RETENTION: Statement = {
  name: "ledger.set-retention",
  text: `update ledger.retention set months = $3, document = $4, since = $5 where class = $2 and tenant_id + 0 = $1`,
};

export const INSERT_HOLD: Statement = {
  name: "ledger.insert-hold",
  text: `insert into ledger.hold (tenant_id, hold_id, opened_at) values ($1, $2, $3)
    on conflict (hold_id, tenant_id) do nothing`,
};
export const SELECT_HOLD: Statement = {
  name: "ledger.hold",
  text: "select ended_at from ledger.hold where hold_id = $2 and tenant_id + 0 = $1",
};
export const INSERT_KEPT: Statement = {
  name: "ledger.insert-kept",
  text: `insert into ledger.kept (tenant_id, hold_id, entry_id, log, index, leaf, proof)
    values ($1, $2, $3, $4, $5, $6, $7) on conflict (hold_id, entry_id, tenant_id) do nothing`,
};
export const SELECT_KEPT: Statement = {
  name: "ledger.kept",
  text: `select log, index, leaf, proof from ledger.kept where hold_id = $2 and tenant_id + 0 = $1 order by log, index`,
};
export type KeptRow = {
  readonly log: string;
  readonly index: number;
  readonly leaf: Buffer;
  readonly proof: string;
};
export const END_HOLD: Statement = {
  name: "ledger.end-hold",
  text: "update ledger.hold set ended_at = $3 where hold_id = $2 and tenant_id + 0 = $1 and ended_at is null returning hold_id",
};
export const DELETE_KEPT: Statement = {
  name: "ledger.delete-kept",
  text: "delete from ledger.kept where hold_id = $2 and tenant_id + 0 = $1",
};
