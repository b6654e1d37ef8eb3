import type { Tx } from "../store/index.ts";
import type { Choice } from "./rules.ts";
import { chooseNumbers, chooseShared } from "./rules.ts";
import type { PoolRow, Span } from "./sql.ts";
import {
  countGiven,
  holdingsDuring,
  insertReservations,
  liveNumbers,
  lockHolders,
  numbersOfPairs,
  poolToGive,
} from "./sql.ts";

/** One end of a line: `person` is to reach `counterpart` under a masked number. Both are identities of phones. */
export type EndRequest = {
  readonly person: number;
  readonly counterpart: number;
  /** ISO 3166 code of the preferred country of the number, usually that of the person's phone. */
  readonly country: string;
  readonly from: Date;
  /** Exclusive; the grace period is included. */
  readonly until: Date;
  /** Days of 24 hours after `until` in which the person's number leads to no other counterpart. */
  readonly quarantineDays: number;
};

export type EndAllocation = {
  /** E.164; null: there is no number to give at all. */
  readonly number: string | null;
  readonly numberId: number | null;
  readonly carrier: string | null;
  /** The number is not reserved for this pair: the caller MUST require the mission code at each contact. */
  readonly isShared: boolean;
  /** No number of the country asked for was free. */
  readonly isOtherCountry: boolean;
  /** The person holds every number there is: count it and buy numbers. */
  readonly poolShort: boolean;
};

/** More in one transaction would hold the persons' locks for too long. An import of 1,000 missions has 2,000 ends. */
const MAX_REQUESTS = 20_000;
const DAY_MS = 86_400_000;
/** The persons are locked, so the database refuses only what someone wrote past this room. */
const MAX_ROUNDS = 5;
const NO_NUMBER: EndAllocation = {
  number: null,
  numberId: null,
  carrier: null,
  isShared: false,
  isOtherCountry: false,
  poolShort: true,
};

/**
 * Gives each request a number on which its person has no other counterpart until the quarantine is over, in the
 * order of the requests: the pair's own number, else the least used. One allocation a request, never a refusal.
 *
 * Locks the persons until the end of the transaction. An act calls it once, after `lockChains`: two calls could lock
 * in two orders, and a deadlock runs the act again.
 */
export async function allocateEnds(tx: Tx, requests: readonly EndRequest[]): Promise<readonly EndAllocation[]> {
  await lockHolders(
    tx,
    requests.map(({ person }) => person),
  );
  return allocateLocked(tx, requests, []);
}

/** `avoided`: by place of the request, a number that it must not get. The persons MUST be locked. */
export async function allocateLocked(
  tx: Tx,
  requests: readonly EndRequest[],
  avoided: readonly (number | undefined)[],
): Promise<readonly EndAllocation[]> {
  if (requests.length > MAX_REQUESTS) throw new Error(`could not allocate ${requests.length} ends at once`);
  if (requests.length === 0) return [];
  const pool = await poolToGive(tx);
  const ends = requests.map((request, i) => ({ ...spanOf(request), country: request.country, avoided: avoided[i] }));
  const own = await reserveOwn(tx, pool, ends);
  const short = ends.filter((_, place) => own[place] === null);
  const shared = short.length === 0 ? [] : await shareNumbers(tx, pool, short);
  await countGiven(tx, timesGiven([...own, ...shared]));

  const byId = new Map(pool.map((row) => [row.numberId, row]));
  let nextShared = 0;
  return own.map((choice) => {
    if (choice !== null) return allocationOf(choice, byId, false);
    const instead = shared[nextShared++] as Choice | null;
    return instead === null ? NO_NUMBER : allocationOf(instead, byId, true);
  });
}

type End = Span & { readonly country: string; readonly avoided: number | undefined };

/** By place, the number that is the pair's alone now; null where the pool is short. */
async function reserveOwn(tx: Tx, pool: readonly PoolRow[], ends: readonly End[]): Promise<readonly (Choice | null)[]> {
  const chosen: (Choice | null)[] = ends.map(() => null);
  let pending = ends.map((end, place) => ({ ...end, place }));
  for (let round = 1; pending.length > 0; round += 1) {
    if (round > MAX_ROUNDS) throw new Error(`could not reserve ${pending.length} ends in ${MAX_ROUNDS} rounds`);
    const holdings = await holdingsDuring(tx, pending);
    const ofPairs = await numbersOfPairs(tx, pending);
    const needs = pending.map((end, i) => ({ ...end, ofPair: ofPairs.get(i) ?? [] }));
    const proposed = chooseNumbers(pool, needs, holdings).flatMap((choice, i) => {
      const end = pending[i] as (typeof pending)[number];
      chosen[end.place] = choice;
      return choice === null ? [] : [{ ...end, numberId: choice.numberId }];
    });
    const refused = await insertReservations(tx, proposed);
    pending = proposed.filter((_, i) => refused.has(i));
  }
  return chosen;
}

async function shareNumbers(
  tx: Tx,
  pool: readonly PoolRow[],
  ends: readonly End[],
): Promise<readonly (Choice | null)[]> {
  const live = await liveNumbers(tx, ends);
  const needs = ends.map(({ country }, i) => ({ country, live: live[i] as ReadonlySet<number> }));
  return chooseShared(pool, needs);
}

export function spanOf({ person, counterpart, from, until, quarantineDays }: EndRequest): Span {
  const [fromMs, untilMs] = [from.getTime(), until.getTime()];
  if (!(fromMs < untilMs && quarantineDays >= 0)) throw new Error("could not reserve a number for an empty window");
  return { person, counterpart, fromMs, untilMs, reservedUntilMs: untilMs + quarantineDays * DAY_MS };
}

function timesGiven(choices: readonly (Choice | null)[]): ReadonlyMap<number, number> {
  const times = new Map<number, number>();
  for (const choice of choices) {
    if (choice !== null) times.set(choice.numberId, (times.get(choice.numberId) ?? 0) + 1);
  }
  return times;
}

function allocationOf(choice: Choice, byId: ReadonlyMap<number, PoolRow>, isShared: boolean): EndAllocation {
  const { number, numberId, carrier } = byId.get(choice.numberId) as PoolRow;
  return { number, numberId, carrier, isShared, isOtherCountry: choice.isOtherCountry, poolShort: isShared };
}
