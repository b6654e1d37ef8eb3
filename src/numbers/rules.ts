/**
 * Which masked number one end of a line gets. Pure: the simulation and the database run the same choice.
 *
 * A line has a number for each end, so one end needs no more numbers than the most counterparts that one person
 * has within window and quarantine; head count does not matter. Source: two-number masking, greedy choice.
 */

/** A number that may be given: neither reserved nor draining. */
export type PoolNumber = {
  readonly numberId: number;
  readonly country: string;
  /** Reservations whose window has not ended. */
  readonly inUse: number;
  /** Unix ms; null: never given. */
  readonly lastGivenMs: number | null;
};

/** One end of a line that needs a number. Unix ms: the reservation, quarantine included, is `[fromMs, reservedUntilMs)`. */
export type Need = {
  readonly person: number;
  readonly counterpart: number;
  readonly country: string;
  readonly fromMs: number;
  readonly reservedUntilMs: number;
  /** Numbers this pair holds or held on which nothing stands in the way of this reservation, the latest first. */
  readonly ofPair: readonly number[];
  /** A number that this need must not get. */
  readonly avoided?: number | undefined;
};

/** What a person holds at the time of any of their needs, whoever the counterpart is. */
export type Holdings = {
  /** Numbers whose reservation overlaps each of their needs. */
  readonly always: ReadonlySet<number>;
  readonly sometimes: readonly Holding[];
};
export type Holding = { readonly numberId: number; readonly fromMs: number; readonly reservedUntilMs: number };

export type Choice = { readonly numberId: number; readonly isOtherCountry: boolean };

type Given = Holding & { readonly counterpart: number };

/**
 * Chooses a number for each need, in order; each sees what the earlier ones were given. Null: the pool is short, the
 * person holds every number there is. `holdings` has an entry for each person.
 *
 * The number that the pair already has, then the least used of the country asked for, then of any other.
 */
export function chooseNumbers(
  pool: readonly PoolNumber[],
  needs: readonly Need[],
  holdings: ReadonlyMap<number, Holdings>,
): readonly (Choice | null)[] {
  const shelf = new Shelf(pool);
  const givenTo = new Map<number, Given[]>();
  return needs.map((need) => {
    const { person, counterpart, fromMs, reservedUntilMs } = need;
    const given = givenTo.get(person) ?? [];
    const numberId = chooseNumber(shelf, need, holdings.get(person) as Holdings, given);
    if (numberId === undefined) return null;
    given.push({ numberId, counterpart, fromMs, reservedUntilMs });
    givenTo.set(person, given);
    return shelf.give(numberId, need.country);
  });
}

function chooseNumber(shelf: Shelf, need: Need, held: Holdings, given: readonly Given[]): number | undefined {
  const taken = new Set<number>();
  const ofPair: number[] = [];
  for (const earlier of given) {
    if (earlier.counterpart === need.counterpart) ofPair.unshift(earlier.numberId);
    else if (overlaps(earlier, need)) taken.add(earlier.numberId);
  }
  if (need.avoided !== undefined) taken.add(need.avoided);
  const known = need.ofPair.find((numberId) => shelf.has(numberId) && !taken.has(numberId));
  if (known !== undefined) return known;

  for (const holding of held.sometimes) if (overlaps(holding, need)) taken.add(holding.numberId);
  const isFree = (numberId: number) => !taken.has(numberId) && !held.always.has(numberId);
  return ofPair.find(isFree) ?? shelf.leastUsed(need.country, isFree);
}

/**
 * Chooses the number of somebody for whom the pool is short. It leads to others too, so each contact needs the
 * mission code. Rather one on which this person has nobody live (`live`: numbers that lead them to another
 * counterpart in the window of the need): who forgets the code then reaches a closed line, not the wrong person.
 * Null: there is no number at all.
 */
export function chooseShared(
  pool: readonly PoolNumber[],
  needs: readonly { readonly country: string; readonly live: ReadonlySet<number> }[],
): readonly (Choice | null)[] {
  const shelf = new Shelf(pool);
  return needs.map(({ country, live }) => {
    const numberId = shelf.leastUsed(country, (id) => !live.has(id)) ?? shelf.leastUsed(country, () => true);
    return numberId === undefined ? null : shelf.give(numberId, country);
  });
}

/** Ends are exclusive: what ends at an instant and what begins at it do not meet. */
function overlaps(a: Omit<Holding, "numberId">, b: Omit<Holding, "numberId">): boolean {
  return a.fromMs < b.reservedUntilMs && b.fromMs < a.reservedUntilMs;
}

type Slot = { readonly numberId: number; readonly country: string; inUse: number; givenRank: number };

/** The pool as the choices of one batch use it up: each country's numbers, the least used first. */
class Shelf {
  readonly #slots = new Map<number, Slot>();
  readonly #countries = new Map<string, Slot[]>();
  #lastRank: number;

  constructor(pool: readonly PoolNumber[]) {
    const byAge = [...pool].sort((a, b) => (a.lastGivenMs ?? 0) - (b.lastGivenMs ?? 0) || a.numberId - b.numberId);
    for (const [givenRank, { numberId, country, inUse }] of byAge.entries()) {
      this.#slots.set(numberId, { numberId, country, inUse, givenRank });
    }
    this.#lastRank = byAge.length;
    for (const slot of [...this.#slots.values()].sort(byUse)) {
      const slots = this.#countries.get(slot.country);
      if (slots === undefined) this.#countries.set(slot.country, [slot]);
      else slots.push(slot);
    }
  }

  has(numberId: number): boolean {
    return this.#slots.has(numberId);
  }

  /** The least used free number of the country, else of any other. */
  leastUsed(country: string, isFree: (numberId: number) => boolean): number | undefined {
    const free = (slot: Slot) => isFree(slot.numberId);
    const preferred = this.#countries.get(country)?.find(free);
    if (preferred !== undefined) return preferred.numberId;
    const elsewhere = [...this.#countries.values()].flatMap((slots) => slots.find(free) ?? []);
    return elsewhere.sort(byUse)[0]?.numberId;
  }

  /** Moves a number to where it belongs after one more use. */
  give(numberId: number, asked: string): Choice {
    const slot = this.#slots.get(numberId) as Slot;
    const slots = this.#countries.get(slot.country) as Slot[];
    slots.splice(slots.indexOf(slot), 1);
    slot.inUse += 1;
    this.#lastRank += 1;
    slot.givenRank = this.#lastRank;
    let low = 0;
    let high = slots.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (byUse(slots[middle] as Slot, slot) < 0) low = middle + 1;
      else high = middle;
    }
    slots.splice(low, 0, slot);
    return { numberId, isOtherCountry: slot.country !== asked };
  }
}

function byUse(a: Slot, b: Slot): number {
  return a.inUse - b.inUse || a.givenRank - b.givenRank;
}

const DAY_MS = 86_400_000;
/** At this share of the pool in one person's hands there is still time to buy numbers: operators take days. */
export const WARNING_PRESSURE = 0.8;
/** Days looked back for the trend: two weeks level out week-ends. */
export const TREND_DAYS = 14;

/** What one of the busiest persons of a country holds of its numbers. Counts are of distinct counterparts. */
export type HolderLoad = {
  readonly heldNow: number;
  /** Held in 7 (30) days: of what has begun by now, and with what is booked ahead. */
  readonly stillIn7: number;
  readonly stillIn30: number;
  readonly bookedIn7: number;
  readonly bookedIn30: number;
  /** Begun in the last `TREND_DAYS`, how long ago the first of all began, and how long they are held. */
  readonly begun: number;
  readonly observedMs: number;
  readonly holdMs: number;
};

export type Pressure = {
  readonly country: string;
  /** Numbers that may be given. */
  readonly size: number;
  /** The most counterparts that one person holds numbers for now. */
  readonly degree: number;
  /** degree / size, 1 for a pool that has no number to give. */
  readonly pressure: number;
  readonly warning: boolean;
  readonly forecast: {
    /** The smallest pool with which nobody would need a shared number in 7 (30) days. */
    readonly in7Days: number;
    readonly in30Days: number;
    /** A pool that is short hides what more would be asked of it: the forecast is then the least there is to expect. */
    readonly isFloor: boolean;
  };
};

/** How tight a country's pool of `size` numbers is; `loads` are its busiest persons. */
export function pressureOf(country: string, size: number, loads: readonly HolderLoad[]): Pressure {
  const most = (count: (load: HolderLoad) => number) => loads.reduce((max, load) => Math.max(max, count(load)), 0);
  const degree = most((load) => load.heldNow);
  const pressure = size === 0 ? 1 : degree / size;
  const forecast = {
    in7Days: most((load) => numbersNeeded(load, 7)),
    in30Days: most((load) => numbersNeeded(load, 30)),
    isFloor: degree >= size,
  };
  return { country, size, degree, pressure, warning: pressure >= WARNING_PRESSURE, forecast };
}

/**
 * How many numbers this person needs within the next days: what is held now, or what will be held then, which is
 * the larger of what is booked already and of what lasts until then plus new ones at the rate of the last two
 * weeks, for as long as one is held.
 *
 * A constant load therefore forecasts itself, and a growing one levels off at rate × (window + quarantine).
 */
export function numbersNeeded(load: HolderLoad, days: 7 | 30): number {
  const observedDays = Math.min(TREND_DAYS, Math.max(1, load.observedMs / DAY_MS));
  const arrivals = Math.ceil((load.begun / observedDays) * Math.min(days, load.holdMs / DAY_MS));
  const [still, booked] = days === 7 ? [load.stillIn7, load.bookedIn7] : [load.stillIn30, load.bookedIn30];
  return Math.max(load.heldNow, booked, still + arrivals);
}
