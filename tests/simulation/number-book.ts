import type { Holding, Holdings, PoolNumber } from "../../src/numbers/rules.ts";
import { chooseNumbers, chooseShared } from "../../src/numbers/rules.ts";

/** One end of a line, Unix ms: window `[fromMs, untilMs)`, quarantine `[untilMs, reservedUntilMs)`. */
export type BookEnd = {
  readonly person: number;
  readonly counterpart: number;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly reservedUntilMs: number;
};
type Reserved = BookEnd & { readonly numberId: number };
export type BookedNumber = { readonly numberId: number; readonly isShared: boolean };

/** The allocator with arrays for a database: the production rules over reservations kept in memory. */
export class NumberBook {
  readonly #numbers: Map<number, PoolNumber>;
  readonly #byPerson = new Map<number, Reserved[]>();

  constructor(size: number, country: string) {
    const numbers = Array.from({ length: size }, (_, i) => ({ numberId: i + 1, country, inUse: 0, lastGivenMs: null }));
    this.#numbers = new Map(numbers.map((number) => [number.numberId, number]));
  }

  give(nowMs: number, country: string, ends: readonly BookEnd[]): readonly BookedNumber[] {
    const pool = [...this.#numbers.values()];
    const byPerson = Map.groupBy(ends, ({ person }) => person);
    const holdings = new Map([...byPerson].map(([person, mine]) => [person, this.#holdings(person, mine)]));
    const needs = ends.map((end) => ({ ...end, country, ofPair: this.#numbersOfPair(end) }));
    const own = chooseNumbers(pool, needs, holdings);
    for (const [i, choice] of own.entries()) {
      if (choice !== null) this.#keep({ ...(ends[i] as BookEnd), numberId: choice.numberId });
    }
    // Afterwards: who is short must not share a number that this very batch made lead to somebody.
    const short = ends.filter((_, i) => own[i] === null).map((end) => ({ country, live: this.#live(end) }));
    const shared = chooseShared(pool, short);
    let nextShared = 0;
    return own.map((choice) => {
      const numberId = (choice ?? shared[nextShared++])?.numberId as number;
      const number = this.#numbers.get(numberId) as PoolNumber;
      this.#numbers.set(numberId, { ...number, inUse: number.inUse + 1, lastGivenMs: nowMs });
      return { numberId, isShared: choice === null };
    });
  }

  /** Counts use again, and forgets what is over unless pairs may want their number back. */
  refresh(nowMs: number, { forgets }: { readonly forgets: boolean }): void {
    const inUse = new Map<number, number>();
    for (const [person, reserved] of this.#byPerson) {
      for (const { numberId, untilMs } of reserved) {
        if (untilMs > nowMs) inUse.set(numberId, (inUse.get(numberId) ?? 0) + 1);
      }
      if (!forgets) continue;
      const running = reserved.filter(({ reservedUntilMs }) => reservedUntilMs > nowMs);
      if (running.length > 0) this.#byPerson.set(person, running);
      else this.#byPerson.delete(person);
    }
    for (const [id, number] of this.#numbers) this.#numbers.set(id, { ...number, inUse: inUse.get(id) ?? 0 });
  }

  #keep(reserved: Reserved): void {
    const list = this.#byPerson.get(reserved.person);
    if (list === undefined) this.#byPerson.set(reserved.person, [reserved]);
    else list.push(reserved);
  }

  #holdings(person: number, mine: readonly BookEnd[]): Holdings {
    const always = new Set<number>();
    const sometimes: Holding[] = [];
    for (const reserved of this.#byPerson.get(person) ?? []) {
      if (mine.every((end) => meet(reserved, end))) always.add(reserved.numberId);
      else sometimes.push(reserved);
    }
    return { always, sometimes };
  }

  #numbersOfPair(end: BookEnd): readonly number[] {
    const { person, counterpart } = end;
    const all = this.#byPerson.get(person) ?? [];
    const ofPair = all
      .filter((other) => other.counterpart === counterpart)
      .slice(-8)
      .toReversed();
    const isFree = (numberId: number) =>
      !all.some((other) => other.numberId === numberId && other.counterpart !== counterpart && meet(other, end));
    return [...new Set(ofPair.map(({ numberId }) => numberId))].filter(isFree);
  }

  #live({ person, counterpart, fromMs, untilMs }: BookEnd): ReadonlySet<number> {
    const all = this.#byPerson.get(person) ?? [];
    const live = all.filter(
      (other) => other.counterpart !== counterpart && other.fromMs < untilMs && other.untilMs > fromMs,
    );
    return new Set(live.map(({ numberId }) => numberId));
  }
}

function meet(a: BookEnd, b: BookEnd): boolean {
  return a.fromMs < b.reservedUntilMs && b.fromMs < a.reservedUntilMs;
}

/** The same numbers in [0, 1) for the same seed. Source: a linear congruential generator, Numerical Recipes §7.1. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}
