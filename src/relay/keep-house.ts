import type { AttemptId } from "../base/ids.ts";
import { newId } from "../base/ids.ts";
import { append } from "../ledger/index.ts";
import type { Store } from "../store/index.ts";
import { TENANT } from "../store/index.ts";
import type { Vault } from "../vault/index.ts";
import { attemptIdOf } from "./contact-request.ts";
import { ERASE_CHATS } from "./chat/sql.ts";
import { ERASE_THREADS_SEEN } from "./my-missions/sql.ts";
import { PARTS_WAIT_MS, wholeId } from "./join-parts.ts";
import { expireKeptBack } from "./readings/settle-text.ts";
import { recordResults } from "./record-result.ts";
import { REPORT_JOINS_MS } from "./spoken/said.ts";
import * as spoken from "./spoken/sql.ts";
import * as sql from "./sql.ts";
import { ERASE_ANNOUNCEMENTS } from "./visits/sql.ts";

/**
 * How long a delivered text may still be read, sealed, by somebody who reports it. Longer is a mailbox nobody asked
 * for; shorter and a report the next morning has nothing to show. A day at the latest is promised, and this room is
 * kept every minute.
 */
export const TEXT_KEPT_MS = 24 * 60 * 60_000 - 10 * 60_000;
/** Operators give up within a day or two; a text that waits for a receipt is kept, sealed, no longer than others. */
const RECEIPT_WAIT_MS = TEXT_KEPT_MS;
/** How long a forwarded copy can be shown to be what was sent. Source: CNIL délibération 2021-122, 6 to 12 months. */
export const SALT_KEPT_MS = 365 * 24 * 60 * 60_000;
/** Repeats of a part come within hours; counters of wrong codes mean nothing the day after. */
const TRACES_KEPT_MS = 48 * 60 * 60_000;
/** Rows removed in one transaction: large enough to keep up, small enough to hold no lock for long. */
const BATCH = 5_000;

export type Kept = {
  /** Attempts of which nobody will tell any more whether they arrived. */
  readonly unknown: readonly AttemptId[];
  /** Attempts before this have no salt any more. */
  readonly saltsGoneBefore: Date;
};

/**
 * Erases what has served its time, and records as failed what can no longer be delivered whole. `saltsGoneBefore` is
 * what this told the last time, the beginning of time at first.
 */
export async function keepHouse(store: Store, vault: Vault, saltsGoneBefore: Date): Promise<Kept> {
  await failMissingParts(store, vault);
  const unknown = await giveUpReceipts(store);
  for (const [statement, ageMs] of [
    [sql.ERASE_DELIVERED_TEXTS, TEXT_KEPT_MS],
    [sql.ERASE_JOINED_PARTS, TRACES_KEPT_MS],
    [sql.ERASE_CODE_TRIES, TRACES_KEPT_MS],
    [sql.ERASE_TOLD, TRACES_KEPT_MS],
    [ERASE_CHATS, 0],
    [ERASE_THREADS_SEEN, 0],
    [spoken.ERASE_QUESTIONS, REPORT_JOINS_MS],
    [spoken.ERASE_CONSUMED_TEXTS, TRACES_KEPT_MS],
  ] as const) {
    while ((await erase(store, statement, ageMs)) === BATCH);
  }
  while ((await expireKeptBack(store, BATCH)) === BATCH);
  await eraseExpired(store);
  return { unknown, saltsGoneBefore: await eraseSalts(store, saltsGoneBefore) };
}

/** Attempts are kept for as long as the entries that record them. */
async function eraseExpired(store: Store): Promise<void> {
  while ((await store.query(sql.ERASE_EXPIRED_ATTEMPTS, [TENANT, BATCH])).length === BATCH);
  await store.query(sql.ERASE_EXPIRED_SIGNALS, [TENANT]);
  await store.query(sql.ERASE_EXPIRED_OUTAGES, [TENANT]);
  await store.query(sql.ERASE_TOLD_OF_SCREENING, [TENANT]);
  await store.query(ERASE_ANNOUNCEMENTS, [TENANT]);
}

async function eraseSalts(store: Store, from: Date): Promise<Date> {
  for (;;) {
    const searched = await store.transaction(async (tx) => {
      const before = new Date(tx.now.getTime() - SALT_KEPT_MS);
      const rows = await tx.query(sql.ERASE_SALTS, [tx.tenant, before, BATCH, from]);
      return { before, count: rows.length };
    });
    if (searched.count < BATCH) return searched.before;
  }
}

/** What operators took and never told the end of. A receipt that comes all the same is still recorded. */
async function giveUpReceipts(store: Store): Promise<readonly AttemptId[]> {
  return store.transaction(async (tx) => {
    const before = new Date(tx.now.getTime() - RECEIPT_WAIT_MS);
    const rows = await tx.query<{ attempt_id: AttemptId }>(sql.SELECT_OVERDUE_RECEIPTS, [tx.tenant, before, BATCH]);
    const attempts = rows.map(({ attempt_id }) => attempt_id);
    await recordResults(
      tx,
      attempts.map((attemptId) => ({ attemptId, outcome: "unknown" })),
    );
    await tx.query(sql.FINISH_AWAITED, [tx.tenant, attempts, tx.now]);
    return attempts;
  });
}

function erase(store: Store, statement: (typeof sql)["ERASE_TOLD"], ageMs: number): Promise<number> {
  return store.transaction(async (tx) => {
    const before = new Date(tx.now.getTime() - ageMs);
    return (await tx.query(statement, [tx.tenant, before, BATCH])).length;
  });
}

/**
 * A long text of which parts never came: its sender's attempt failed, and the parts that came are gone. One that is
 * whole was decided, unless its last part was never handed in again after an outage.
 */
async function failMissingParts(store: Store, vault: Vault): Promise<void> {
  await store.transaction(async (tx) => {
    const before = new Date(tx.now.getTime() - PARTS_WAIT_MS);
    const sets = await tx.query<{ carrier: string; whole: Buffer | null }>(sql.TAKE_OVERDUE_PARTS, [tx.tenant, before]);
    for (const { carrier, whole } of sets) {
      const attempt = whole === null ? newId("attempt") : attemptIdOf(vault, carrier, wholeId(whole));
      if ((await tx.query(sql.SELECT_KNOWN_ATTEMPT, [tx.tenant, attempt])).length > 0) continue;
      const [leaf] = await append(tx, [
        {
          event: "relay.receive-text",
          attempt,
          carrier,
          code: "parts_missing",
          direction: "unknown",
          outcome: "failed",
        },
      ]);
      await tx.query(sql.INSERT_FAILED, [tx.tenant, attempt, tx.now, "parts_missing", leaf?.entryId]);
    }
  });
}
