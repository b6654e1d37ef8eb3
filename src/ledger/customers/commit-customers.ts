import type { CustomerId } from "../../base/ids.ts";
import type { Query, Store, Tx } from "../../store/index.ts";
import { TENANT } from "../../store/index.ts";
import { append } from "../append.ts";
import { EMPTY_ROOT, HASH_BYTES } from "../format/merkle.ts";
import { proveEntry } from "../logs/prove-entry.ts";
import type { LogRow } from "../sql.ts";
import { SELECT_LOGS } from "../sql.ts";
import { withLease } from "../with-lease.ts";
import type { CustomerRow } from "./customer-map.ts";
import { bucketKeys, customerKey, MapBuilder, pathInBucket, pathToBucket } from "./customer-map.ts";
import type { CustomerEntryRow, MapRow } from "./sql.ts";
import * as sql from "./sql.ts";

/** Appends read at once, up to a thousand entries each: some seconds at most. */
const APPENDS_AT_ONCE = 1_000;
const CUSTOMERS_A_PAGE = 10_000;
/** Longer than a day's commitment takes, ms. */
const LEASE_MS = 10 * 60_000;
const DAY_MS = 86_400_000;

/**
 * Commits, once a day (UTC), how many entries there are about each customer and which the last one is: whoever holds the
 * commitment can tell later whether a list of her entries is whole. `day` is the one that has ended; a day on which
 * nobody called is passed over. True: it was done now.
 */
export async function commitCustomers(store: Store, signal?: AbortSignal): Promise<boolean> {
  const ended = dayBefore(await store.now());
  if ((await store.query(sql.SELECT_MAP_OF_DAY, [TENANT, ended])).length > 0) return false;
  const lease = { task: "commit-customers", limitMs: LEASE_MS };
  return (await withLease(store, lease, () => commitDay(store, signal))) === true;
}

async function commitDay(store: Store, signal: AbortSignal | undefined): Promise<boolean> {
  for (const { name } of await store.query<LogRow>(SELECT_LOGS, [TENANT])) {
    while (await readMore(store, name)) if (signal?.aborted === true) return false;
  }
  return store.transaction(async (tx) => {
    const day = dayBefore(tx.now);
    if ((await tx.query(sql.SELECT_MAP_OF_DAY, [tx.tenant, day])).length > 0) return false;
    const { customers, root, buckets } = await buildMap(tx);
    const event = { event: "ledger.commit-customers", day, customers, root: root.toString("base64") };
    const [leaf] = await append(tx, [event]);
    await tx.query(sql.FORGET_BUCKETS, [tx.tenant]);
    await tx.query(sql.INSERT_MAP, [tx.tenant, day, leaf?.entryId, tx.now, customers, root, buckets]);
    return true;
  });
}

function dayBefore(now: Date): string {
  return new Date(now.getTime() - DAY_MS).toISOString().slice(0, 10);
}

async function readMore(store: Store, log: string): Promise<boolean> {
  const [row] = await store.query<{ more: boolean }>(sql.READ_CUSTOMERS, [TENANT, log, APPENDS_AT_ONCE]);
  return row?.more === true;
}

async function buildMap(tx: Tx): Promise<ReturnType<MapBuilder["finish"]>> {
  const map = new MapBuilder();
  for (let after: Buffer | null = null; ; ) {
    const rows: readonly CustomerRow[] = await tx.query(sql.SELECT_CUSTOMERS, [tx.tenant, after, CUSTOMERS_A_PAGE]);
    map.add(rows);
    if (rows.length < CUSTOMERS_A_PAGE) return map.finish();
    after = (rows.at(-1) as CustomerRow).key;
  }
}

/** A completeness file. Source: docs/LEDGER.md, completeness. */
export type CompletenessFile = {
  readonly format: "paravent-completeness@v1";
  readonly customer: string;
  readonly map: { readonly leaf: string; readonly proof: string };
  readonly path: readonly { readonly bit: number; readonly hash: string }[];
  readonly end: { readonly key: string; readonly count: number; readonly head: string } | null;
  readonly entries: readonly { readonly leaf: string }[];
};

/**
 * Everything that was recorded about a customer up to the last daily commitment, with what proves that it is
 * everything. Undefined: there is no commitment yet, or no checkpoint covers it.
 */
export async function customerProof(run: Query, customer: CustomerId): Promise<CompletenessFile | undefined> {
  const [map] = await run.query<MapRow>(sql.SELECT_LATEST_MAP, [TENANT]);
  const proof = map && (await proveEntry(run, map.entry_id, map.at));
  if (map === undefined || proof === undefined) return undefined;
  const key = customerKey(customer);
  const { steps, end } = await walk(run, map, key);
  const isThere = end?.key.equals(key) === true;
  const entries = isThere
    ? await run.query<CustomerEntryRow>(sql.SELECT_CUSTOMER_ENTRIES, [TENANT, customer, end.count])
    : [];
  return {
    format: "paravent-completeness@v1",
    customer,
    map: { leaf: map.bytes.toString("base64"), proof },
    path: steps.map(({ bit, hash }) => ({ bit, hash: hash.toString("base64") })),
    end:
      end === undefined
        ? null
        : { key: end.key.toString("base64"), count: end.count, head: end.head.toString("base64") },
    entries: entries.map(({ bytes }) => ({ leaf: bytes.toString("base64") })),
  };
}

async function walk(run: Query, { buckets, root }: MapRow, key: Buffer) {
  const top = pathToBucket(buckets, key);
  if (top === undefined) {
    if (!root.equals(EMPTY_ROOT)) throw new Error("could not read the map of customers");
    return { steps: [], end: undefined };
  }
  const rows: readonly CustomerRow[] = await run.query(sql.SELECT_BUCKET, [TENANT, ...bucketKeys(top.bucket)]);
  if (rows.length === 0) throw new Error("could not read the map of customers");
  const below = pathInBucket(rows, key);
  // A commitment that was made between the two readings: whoever asks again gets the new one.
  const expected = buckets.subarray(top.bucket * HASH_BYTES, (top.bucket + 1) * HASH_BYTES);
  if (!below.root.equals(expected)) throw new Error("could not read the map of customers while it changes");
  return { steps: [...top.steps, ...below.steps], end: below.end };
}
