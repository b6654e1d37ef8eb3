import pg from "pg";
import { onTestFinished } from "vitest";
import { Store } from "../store/index.ts";
import { createTestDatabase } from "../store/engine/test-engine.ts";
import { addNumbers } from "./add-numbers.ts";
import type { EndAllocation, EndRequest } from "./allocate-ends.ts";
import { allocateEnds } from "./allocate-ends.ts";

export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;
/** A Sunday well after any clock this runs under, so that nothing here is over by accident. */
export const START_MS = Date.parse("2031-03-02T08:00:00Z");

export const french = (i: number): string => `+33937${String(i).padStart(6, "0")}`;
export const british = (i: number): string => `+447700900${String(i).padStart(3, "0")}`;

export type TestPool = {
  readonly store: Store;
  readonly connection: pg.ClientConfig;
  /** The database's owner, past every rule of the room. */
  readonly owner: pg.Client;
  readonly give: (...requests: readonly EndRequest[]) => Promise<readonly EndAllocation[]>;
  readonly giveOne: (request: EndRequest) => Promise<EndAllocation>;
};

/** A database of the test's own, with this many French numbers, `french(1)` first. */
export async function openPool(size: number): Promise<TestPool> {
  const database = await createTestDatabase();
  const { connection } = database;
  const store = new Store(connection);
  const owner = new pg.Client(connection);
  await owner.connect();
  onTestFinished(async () => {
    await store.close();
    await owner.end();
    await database.drop();
  });
  if (size > 0) await addPool(store, size);
  const give = (...requests: readonly EndRequest[]) => store.transaction((tx) => allocateEnds(tx, requests));
  const giveOne = async (request: EndRequest) => (await give(request))[0] as EndAllocation;
  return { store, connection, owner, give, giveOne };
}

export async function addPool(store: Store, size: number): Promise<void> {
  const numbers = Array.from({ length: size }, (_, i) => french(i + 1));
  for (let i = 0; i < size; i += 1_000) {
    const part = numbers.slice(i, i + 1_000);
    const result = await store.transaction((tx) => addNumbers(tx, { numbers: part, carrier: "simulator" }));
    if ("refused" in result) throw new Error("could not fill the pool of a test");
  }
}

/** An end from minute to minute after `START_MS`; two hours and a week of quarantine unless told. */
export function end(
  person: number,
  counterpart: number,
  {
    from = 0,
    until = from + 120,
    days = 7,
    country = "FR",
  }: { from?: number; until?: number; days?: number; country?: string } = {},
): EndRequest {
  const at = (minutes: number) => new Date(START_MS + minutes * MINUTE_MS);
  return { person, counterpart, country, from: at(from), until: at(until), quarantineDays: days };
}

/** Pairs of reservations in which one person has one number for two counterparts at once: none, ever. */
export async function crossedPairs(owner: pg.Client): Promise<number> {
  const { rows } = await owner.query<{ crossed: number }>(`select count(*) as crossed
    from numbers.reservation a join numbers.reservation b
      on a.tenant_id = b.tenant_id and a.person = b.person and a.number_id = b.number_id
        and a.counterpart < b.counterpart
        and a.reserved_from < b.reserved_until and b.reserved_from < a.reserved_until`);
  return (rows[0] as { crossed: number }).crossed;
}

/** Moves the clock of acts to this instant, as the simulator does. */
export async function setClock(owner: pg.Client, ms: number): Promise<void> {
  await owner.query(
    `update store.clock set offset_ms =
      ceil((extract(epoch from timestamptz 'epoch' + $1::bigint * interval '1 millisecond' - clock_timestamp())) * 1000)`,
    [ms],
  );
}
