import type { Log } from "../../base/log.ts";
import type { Query, Store } from "../../store/index.ts";
import { TENANT } from "../../store/index.ts";
import { readCheckpoint } from "../logs/read-log.ts";
import type { LogRow } from "../sql.ts";
import { SELECT_LOGS } from "../sql.ts";
import { withLease } from "../with-lease.ts";
import * as sql from "./sql.ts";
import type { TimeStampAuthority } from "./time-stamp.ts";
import { requestTimeStamp } from "./time-stamp.ts";

/** One node asks; longer than an authority may take for the few logs there are, ms. */
const LEASE_MS = 120_000;

/**
 * Has the latest checkpoint of each open log stamped, once a day (UTC), and the last one of a log that was closed: what
 * it covers was there then, whoever says otherwise later. Nothing waits for it; what fails is tried again at the next
 * call.
 */
export async function anchorLogs(
  store: Store,
  authority: TimeStampAuthority,
  log: Log,
  signal?: AbortSignal,
): Promise<void> {
  await withLease(store, { task: "anchor", limitMs: LEASE_MS }, () => anchorEach(store, authority, log, signal));
}

async function anchorEach(
  store: Store,
  authority: TimeStampAuthority,
  log: Log,
  signal: AbortSignal | undefined,
): Promise<void> {
  const now = await store.now();
  const today = dayOf(now);
  for (const { name, closed_at } of await store.query<LogRow>(SELECT_LOGS, [TENANT])) {
    const last = (await anchoredDays(store, name)).at(-1) ?? "";
    const isDone = closed_at !== null && last > dayOf(closed_at);
    if (last >= today || isDone) continue;
    const checkpoint = await readCheckpoint(store, name);
    if (checkpoint === undefined) continue;
    const stamp = await requestTimeStamp(authority, Buffer.from(checkpoint.note), now, signal);
    if (signal?.aborted === true) return;
    if (stamp.ok) await store.query(sql.INSERT_ANCHOR, [TENANT, name, today, checkpoint.note, stamp.token]);
    else log.warn("ledger.not-anchored", { log: name, code: stamp.code });
  }
}

function dayOf(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

export type Anchor = { readonly checkpoint: string; readonly token: Buffer };

/** `day`: `2026-11-27`. */
export async function readAnchor(run: Query, log: string, day: string): Promise<Anchor | undefined> {
  const [row] = await run.query<Anchor>(sql.SELECT_ANCHOR, [TENANT, log, day]);
  return row;
}

/** Days on which a log was stamped, in order. */
export async function anchoredDays(run: Query, log: string): Promise<readonly string[]> {
  const rows = await run.query<{ day: string }>(sql.SELECT_ANCHORED_DAYS, [TENANT, log]);
  return rows.map(({ day }) => day);
}
