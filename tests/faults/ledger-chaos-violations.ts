import type pg from "pg";
import type { Witness } from "./ledger-chaos-said.ts";
import type { AuditedLog, ReadEntry } from "./ledger-stranger.ts";
import { FIRST_NUMBER } from "./ledger-stranger.ts";

/** What was acknowledged is there once; what was not is there once or not at all, with all of its transaction. */
export function numberViolations(entries: readonly ReadEntry[], { trials }: Witness): string[] {
  const times = new Map<number, number>();
  for (const { count = 0 } of entries) if (count >= FIRST_NUMBER) times.set(count, (times.get(count) ?? 0) + 1);
  const found: string[] = [];
  for (const { numbers, isKept } of trials.values()) {
    const there = numbers.filter((number) => times.get(number) === 1);
    const isWhole = there.length === numbers.length || (!isKept && numbers.every((number) => !times.has(number)));
    if (!isWhole) {
      found.push(`${there.length} of ${numbers.length} entries from ${numbers[0]} on are there; kept: ${isKept}`);
    }
    for (const number of numbers) times.delete(number);
  }
  for (const number of times.keys()) found.push(`entry number ${number} was never tried`);
  return found;
}

/** Each attempt was decided once, however often its text was sent, and every one that was answered is on record. */
export function attemptViolations(entries: readonly ReadEntry[], { attempts, asked }: Witness): string[] {
  const decided = new Map<string, number>();
  for (const { event, attempt } of entries) {
    if (event === "relay.receive-text" && attempt !== undefined) decided.set(attempt, (decided.get(attempt) ?? 0) + 1);
  }
  const found = [...decided].flatMap(([attempt, times]) =>
    times > 1 ? [`${attempt} was decided ${times} times`] : [],
  );
  for (const [message, attempt] of attempts)
    if (!decided.has(attempt)) found.push(`${message} was answered and is lost`);
  if (decided.size > asked.size) found.push(`${decided.size} attempts for ${asked.size} texts`);
  return found;
}

/** In the order of the log each customer's entries follow one another. */
export function chainViolations(entries: AuditedLog["entries"]): string[] {
  const found: string[] = [];
  const heads = new Map<string, { readonly seq: number; readonly hash: string | null }>();
  for (const { customer, customerSeq = 0, previous, hash } of entries) {
    if (customer === undefined) continue;
    const { seq, hash: head } = heads.get(customer) ?? { seq: 0, hash: null };
    if (customerSeq !== seq + 1) found.push(`${customer}: entry ${customerSeq} stands after ${seq}`);
    if (previous !== head) found.push(`${customer}: entry ${customerSeq} does not name the one before it`);
    heads.set(customer, { seq: customerSeq, hash });
  }
  return found;
}

/** No entry tells a node's own time. */
export function instantViolations(entries: readonly ReadEntry[], from: Date, to: Date): string[] {
  const early = entries.filter(({ at }) => at < from.toISOString());
  const late = entries.filter(({ at }) => at > to.toISOString());
  return [...early, ...late].map(({ event, at }) => `an entry ${event} is of ${at}`);
}

/** The tables say the same: every row has one place, places have no gap, and nothing waits for one. */
export async function placeViolations(owner: pg.Pool, logs: ReadonlyMap<string, AuditedLog>): Promise<string[]> {
  const found: string[] = [];
  const { rows } = await owner.query<{ log: string; first_index: number; count: number }>(
    "select log, first_index, count from ledger.sequenced order by log, first_index",
  );
  for (const [name, { entries }] of logs) {
    let next = 0;
    for (const { first_index, count } of rows.filter(({ log }) => log === name)) {
      if (first_index !== next) found.push(`${name}: index ${first_index} stands after ${next - 1}`);
      next = first_index + count;
    }
    if (next !== entries.length) found.push(`${name}: it has ${entries.length} entries, and places up to ${next - 1}`);
  }
  const counted = await owner.query<{ entries: number; pending: number }>(
    "select (select count(*)::int from ledger.entry) as entries, (select count(*)::int from ledger.pending) as pending",
  );
  const placed = [...logs.values()].reduce((sum, { entries }) => sum + entries.length, 0);
  const { entries = 0, pending = 0 } = counted.rows[0] ?? {};
  if (entries !== placed) found.push(`${entries} entries were recorded, ${placed} have a place`);
  if (pending > 0) found.push(`${pending} appends wait for their places`);
  return found;
}
