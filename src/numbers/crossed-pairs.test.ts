import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import fc from "fast-check";
import type pg from "pg";
import { expect, test } from "vitest";
import type { Store } from "../store/index.ts";
import { allocateEnds } from "./allocate-ends.ts";
import type { Share } from "./allocate.fixture.ts";
import { changeNumber } from "./change-number.ts";
import { extendReservations } from "./extend-reservations.ts";
import { addPool, crossedPairs, DAY_MS, end, french, MINUTE_MS, openPool, setClock, START_MS } from "./pool.fixture.ts";
import { refreshUse } from "./refresh-use.ts";

const STAFF = 1;
const PROCESSES = 4;
const CREATIONS = 1_000;

test("1,000 creations for one staff member from four processes cross no pair and waste no number", async () => {
  const size = 900;
  const { connection, owner } = await openPool(size);
  const each = CREATIONS / PROCESSES;
  const shares = Array.from({ length: PROCESSES }, (_, i): Share => {
    return { connection, staff: STAFF, firstCustomer: 10_000 + i * each, customers: each, atOnce: 6 };
  });
  const script = fileURLToPath(new URL("allocate.fixture.ts", import.meta.url));
  const run = promisify(execFile);
  const outputs = await Promise.all(shares.map((share) => run(process.execPath, [script, JSON.stringify(share)])));

  const short = outputs.map(({ stdout }) => (JSON.parse(stdout) as { shared: number }).shared);
  expect(short.reduce((sum, shared) => sum + shared)).toBe(CREATIONS - size);
  const { rows } = await owner.query(
    `select count(*) as ends, count(distinct number_id) as numbers, count(distinct counterpart) as counterparts
    from numbers.reservation where person = $1`,
    [STAFF],
  );
  expect(rows).toEqual([{ ends: size, numbers: size, counterparts: size }]);
  expect((await owner.query("select from numbers.reservation where counterpart = $1", [STAFF])).rowCount).toBe(
    CREATIONS,
  );
  expect(await crossedPairs(owner)).toBe(0);
});

type Span = { readonly from: number; readonly until: number; readonly days: number };
type Step =
  | {
      readonly kind: "give";
      readonly ends: readonly (Span & { readonly person: number; readonly counterpart: number })[];
    }
  | { readonly kind: "extend"; readonly which: number; readonly later: number }
  | { readonly kind: "wait"; readonly minutes: number }
  | { readonly kind: "set"; readonly number: number; readonly reserved: boolean; readonly draining: boolean };
type Kept = {
  readonly person: number;
  readonly counterpart: number;
  readonly number: string;
  readonly from: number;
  readonly until: number;
  readonly reservedUntil: number;
};

const DAY = DAY_MS / MINUTE_MS;
const POOL = 4;
const span = fc.record({
  from: fc.integer({ min: 0, max: 3 * DAY }),
  length: fc.integer({ min: 1, max: DAY }),
  days: fc.integer({ min: 0, max: 2 }),
});
const request = fc
  .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 11, max: 16 }), span)
  .map(([person, counterpart, { from, length, days }]) => ({ person, counterpart, from, until: from + length, days }));
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("give" as const),
      ends: fc.array(request, { minLength: 1, maxLength: 5 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("extend" as const),
      which: fc.nat(),
      later: fc.integer({ min: 0, max: 2 * DAY }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("wait" as const), minutes: fc.integer({ min: 1, max: DAY }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("set" as const),
      number: fc.integer({ min: 1, max: POOL }),
      reserved: fc.boolean(),
      draining: fc.boolean(),
    }),
  },
);

/** What the room promises, said as simply as possible: lists, filters and nothing of its code. */
class Model {
  now = 0;
  readonly kept: Kept[] = [];
  readonly use = new Map(Array.from({ length: POOL }, (_, i) => [french(i + 1), 0]));
  readonly aside = new Set<string>();

  #inTheWay(person: number, counterpart: number, from: number, until: number, number: string): boolean {
    return this.kept.some(
      (other) =>
        other.person === person &&
        other.number === number &&
        other.counterpart !== counterpart &&
        other.from < until &&
        from < other.reservedUntil,
    );
  }

  /** The numbers a request may get, and whether the one it gets is the pair's alone. */
  allowed(person: number, counterpart: number, asked: Span, but?: string): { numbers: string[]; isShared: boolean } {
    const from = this.now + asked.from;
    const until = this.now + asked.until + asked.days * DAY;
    const open = [...this.use.keys()].filter((number) => !this.aside.has(number));
    const free = open.filter((number) => number !== but && !this.#inTheWay(person, counterpart, from, until, number));
    const ofPair = this.kept.filter((other) => other.person === person && other.counterpart === counterpart).slice(-8);
    const known = free.filter((number) => ofPair.some((other) => other.number === number));
    if (known.length > 0) return { numbers: known, isShared: false };
    const least = Math.min(...free.map((number) => this.use.get(number) as number));
    if (free.length > 0) return { numbers: free.filter((number) => this.use.get(number) === least), isShared: false };
    return { numbers: open, isShared: true };
  }

  give(person: number, counterpart: number, asked: Span, number: string | null, isShared: boolean): void {
    if (number === null) return;
    this.use.set(number, (this.use.get(number) as number) + 1);
    if (!isShared) this.keep(person, counterpart, asked.from, asked.until, asked.until + asked.days * DAY, number);
  }

  keep(person: number, counterpart: number, from: number, until: number, reserved: number, number: string): void {
    const { now } = this;
    this.kept.push({
      person,
      counterpart,
      number,
      from: now + from,
      until: now + until,
      reservedUntil: now + reserved,
    });
  }

  /** Whether a pair's number can be its own from what still runs to the new end. */
  canExtend(pair: Kept, from: number, reserved: number): boolean {
    const running = this.#running(pair);
    const first = Math.min(this.now + from, ...running.map((other) => other.from));
    const last = Math.max(this.now + reserved, ...running.map((other) => other.reservedUntil));
    return !this.#inTheWay(pair.person, pair.counterpart, first, last, pair.number);
  }

  /** Adds the reservation that an extension makes; none where one of them covers it already. */
  extend(pair: Kept, from: number, until: number, reserved: number): void {
    const running = this.#running(pair);
    const [f, u, e] = [this.now + from, this.now + until, this.now + reserved];
    if (running.some((other) => other.from <= f && other.until >= u && other.reservedUntil >= e)) return;
    const { person, counterpart, number } = pair;
    this.kept.push({
      person,
      counterpart,
      number,
      from: Math.min(f, ...running.map((other) => other.from)),
      until: Math.max(u, ...running.map((other) => other.until)),
      reservedUntil: Math.max(e, ...running.map((other) => other.reservedUntil)),
    });
  }

  #running({ person, counterpart, number }: Kept): Kept[] {
    return this.kept.filter(
      (other) =>
        other.person === person &&
        other.counterpart === counterpart &&
        other.number === number &&
        other.reservedUntil > this.now,
    );
  }

  recount(): void {
    for (const number of this.use.keys()) {
      this.use.set(number, this.kept.filter((other) => other.number === number && other.until > this.now).length);
    }
  }
}

async function take(store: Store, owner: pg.Client, model: Model, what: Step): Promise<void> {
  // Minutes of a request count from the model's now, a minute after which the real clock may stand.
  const at = ({ from, until, days }: Span) => ({ from: model.now + from, until: model.now + until, days });
  switch (what.kind) {
    case "give": {
      const requests = what.ends.map((asked) => end(asked.person, asked.counterpart, at(asked)));
      const given = await store.transaction((tx) => allocateEnds(tx, requests));
      for (const [i, asked] of what.ends.entries()) {
        const { number, isShared } = given[i] as (typeof given)[number];
        const { numbers, isShared: mustShare } = model.allowed(asked.person, asked.counterpart, asked);
        expect(isShared).toBe(mustShare && numbers.length > 0);
        if (numbers.length === 0) expect(number).toBeNull();
        else expect(numbers).toContain(number);
        // Shared numbers are counted when the batch is over.
        if (!isShared) model.give(asked.person, asked.counterpart, asked, number, false);
      }
      for (const { number, isShared } of given)
        if (isShared) model.give(0, 0, { from: 0, until: 1, days: 0 }, number, true);
      return;
    }
    case "extend": {
      const pair = model.kept[what.which % model.kept.length];
      if (pair === undefined) return;
      const [from, until, endsAt] = [0, what.later + 1, what.later + 1 + DAY];
      const canStay = model.canExtend(pair, from, endsAt);
      const ask = { ...end(pair.person, pair.counterpart, at({ from, until, days: 1 })), number: pair.number };
      const [moved] = await store.transaction((tx) => extendReservations(tx, [ask]));
      expect(moved?.hasMoved).toBe(!canStay);
      if (canStay) return model.extend(pair, from, until, endsAt);
      const asked = { from, until, days: 1 };
      const { numbers, isShared } = model.allowed(pair.person, pair.counterpart, asked, pair.number);
      if (numbers.length === 0) expect(moved?.number).toBeNull();
      else expect(numbers).toContain(moved?.number);
      return model.give(pair.person, pair.counterpart, asked, moved?.number ?? null, isShared);
    }
    case "wait":
      model.now += what.minutes;
      await setClock(owner, START_MS + model.now * MINUTE_MS);
      await store.transaction((tx) => refreshUse(tx));
      return model.recount();
    case "set": {
      const { number, reserved, draining } = what;
      await store.transaction((tx) => changeNumber(tx, french(number), { reserved, draining }));
      if (reserved || draining) model.aside.add(french(number));
      else model.aside.delete(french(number));
    }
  }
}

test("whatever is created, extended and waited for, the database holds what a simple model holds", async () => {
  const { store, owner } = await openPool(0);
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
      await owner.query("truncate numbers.reservation, numbers.holder, numbers.number, numbers.owner restart identity");
      await addPool(store, POOL);
      await setClock(owner, START_MS);
      const model = new Model();
      for (const what of steps) await take(store, owner, model, what);

      const { rows } = await owner.query<Record<string, number | string | Date>>(
        `select r.person, r.counterpart, n.number, r.reserved_from as from, r.in_use_until as until, r.reserved_until as "reservedUntil"
        from numbers.reservation r join numbers.number n using (tenant_id, number_id) order by r.reservation_id`,
      );
      const minute = (at: number) => new Date(START_MS + at * MINUTE_MS);
      const expected = model.kept.map((kept) => {
        return {
          ...kept,
          from: minute(kept.from),
          until: minute(kept.until),
          reservedUntil: minute(kept.reservedUntil),
        };
      });
      const sorted = (list: readonly object[]) =>
        list.map((row) => JSON.stringify(row, Object.keys(row).sort())).sort();
      expect(sorted(rows)).toEqual(sorted(expected));
      expect(await crossedPairs(owner)).toBe(0);
    }),
    { numRuns: 60 },
  );
});
