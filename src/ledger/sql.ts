import type { Statement } from "../store/index.ts";
import { base64Array, byteaArray, int8Array, textArray } from "../store/index.ts";
import type { ChainHead, Entry } from "./rules.ts";

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
  text: "select bytes from ledger.entry where tenant_id = $1 and entry_id = $2",
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
  log: string,
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
    log,
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
