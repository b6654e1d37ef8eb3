import type { Tx } from "../store/index.ts";
import type { EndAllocation, EndRequest } from "./allocate-ends.ts";
import { allocateLocked, spanOf } from "./allocate-ends.ts";
import type { NamedRow } from "./sql.ts";
import { growReservations, lockHolders, numbersNamed } from "./sql.ts";

/** The end of a line whose window moves, with the number it has now (E.164). */
export type EndExtension = EndRequest & { readonly number: string };

/** `hasMoved`: the number could not stay the pair's alone; that end of the line MUST change to what is here. */
export type ExtendedEnd = EndAllocation & { readonly hasMoved: boolean };

/**
 * Reserves the numbers of lines whose mission was rescheduled or reopened for their new window too, and gives
 * another one where that would cross another pair. What was reserved stays so: closing early or moving a window
 * forward never shortens a reservation.
 *
 * A number that is reserved or draining is kept: its lines go on. Locks as `allocateEnds` does.
 */
export async function extendReservations(tx: Tx, ends: readonly EndExtension[]): Promise<readonly ExtendedEnd[]> {
  await lockHolders(
    tx,
    ends.map(({ person }) => person),
  );
  const named = await numbersNamed(tx, [...new Set(ends.map(({ number }) => number))]);
  const byNumber = new Map(named.map((row) => [row.number, row]));
  const known = ends.flatMap((end, place) => {
    const row = byNumber.get(end.number);
    return row === undefined ? [] : [{ place, ...spanOf(end), numberId: row.numberId }];
  });
  const covered = await growReservations(tx, known);
  const kept = new Set(known.flatMap(({ place }, i) => (covered.has(i) ? [place] : [])));

  const moving = [...ends.keys()].filter((place) => !kept.has(place));
  const moved = await allocateLocked(
    tx,
    moving.map((place) => ends[place] as EndExtension),
    moving.map((place) => byNumber.get((ends[place] as EndExtension).number)?.numberId),
  );
  const movedTo = new Map(moving.map((place, i) => [place, moved[i] as EndAllocation]));
  return ends.map((end, place) => {
    const allocation = movedTo.get(place);
    return allocation === undefined
      ? keptEnd(end, byNumber.get(end.number) as NamedRow)
      : { ...allocation, hasMoved: true };
  });
}

function keptEnd(end: EndExtension, { number, numberId, carrier, country }: NamedRow): ExtendedEnd {
  const isOtherCountry = country !== end.country;
  return { number, numberId, carrier, isShared: false, isOtherCountry, poolShort: false, hasMoved: false };
}
