import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Proxy } from "../../tests/faults/proxy.ts";
import type { TestDatabase } from "./engine/test-engine.ts";
import { createTestDatabase } from "./engine/test-engine.ts";
import type { Statement, Tx } from "./index.ts";
import { advanceClock, canRecord, clockOffsetMs, sqlState, Store, StoreUnavailable } from "./index.ts";

let database: TestDatabase;
let store: Store;
let owner: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  store = new Store(database.connection);
  owner = new pg.Client(database.connection);
  await owner.connect();
  await owner.query("create table public.tally (id int primary key, n int not null)");
  await owner.query("insert into public.tally values (1, 0), (2, 0)");
  await owner.query("grant select, update on public.tally to paravent_app");
});

afterAll(async () => {
  await store.close();
  await owner.end();
  await database.drop();
});

const statement = (text: string): Statement => ({ name: `test.${text.slice(0, 50)}`, text });
const ADD = statement("update public.tally set n = n + 1 where id = $1");
const tallyOf = async (id: number) => {
  const { rows } = await owner.query<{ n: number }>("select n from public.tally where id = $1", [id]);
  return rows[0]?.n;
};

test("sessions may do what the application's role may, and what they commit is on disk", async () => {
  const SETTINGS = statement("select current_user::text as who, current_setting('synchronous_commit') as durable");
  expect(await store.query(SETTINGS)).toEqual([{ who: "paravent_app", durable: "on" }]);
  const own = await store.connect({ pipeline: true });
  expect((await own.query(SETTINGS.text)).rows).toEqual([{ who: "paravent_app", durable: "on" }]);
  await own.end();
  const act = store.query(statement("create table public.other (id int)"));
  await expect(act).rejects.toMatchObject({ code: "42501" });
});

test("an act that throws leaves nothing, one that does not is committed before it resolves", async () => {
  await store.transaction((tx) => tx.query(ADD, [1]));
  const failed = store.transaction(async (tx) => {
    await tx.query(ADD, [1]);
    throw new Error("changed my mind");
  });
  await expect(failed).rejects.toThrow("changed my mind");
  expect(await tallyOf(1)).toBe(1);
});

test("a query after the end of its transaction throws: it would run outside", async () => {
  const kept: Tx[] = [];
  await store.transaction(async (tx) => kept.push(tx));
  await expect((kept[0] as Tx).query(ADD, [1])).rejects.toThrow("after the end of its transaction");
  expect(() => (kept[0] as Tx).write(ADD, [1])).toThrow("after the end of its transaction");
});

test("a transaction inside a transaction is refused, also when the two could run side by side", async () => {
  const nested = store.transaction(() => store.transaction(async () => undefined));
  await expect(nested).rejects.toThrow("could not open a transaction inside a transaction");
  await Promise.all([store.transaction((tx) => tx.query(ADD, [2])), store.transaction((tx) => tx.query(ADD, [2]))]);
});

test("two acts that meet head-on both happen", async () => {
  const before = [(await tallyOf(1)) as number, (await tallyOf(2)) as number];
  const meet = Promise.withResolvers<void>();
  let arrived = 0;
  const act = (first: number, second: number) =>
    store.transaction(async (tx) => {
      await tx.query(ADD, [first]);
      arrived += 1;
      if (arrived === 2) meet.resolve();
      await meet.promise;
      await tx.query(ADD, [second]);
    });
  await Promise.all([act(1, 2), act(2, 1)]);
  expect(arrived).toBeGreaterThan(2);
  expect([await tallyOf(1), await tallyOf(2)]).toEqual(before.map((n) => n + 2));
});

test("an act that always loses is given up, with the reason", async () => {
  let tries = 0;
  const act = store.transaction(async (tx) => {
    tries += 1;
    await tx.query(statement("do $$ begin raise exception 'again' using errcode = '40001'; end $$"));
  });
  await expect(act).rejects.toSatisfy((error) => sqlState(error) === "40001");
  expect(tries).toBe(4);
});

test("a connection that breaks within an act is not used again, and the next act has another", async () => {
  const pidOf = async (tx: Tx) =>
    (await tx.query<{ pid: number }>(statement("select pg_backend_pid() as pid")))[0]?.pid as number;
  let broken = 0;
  const act = store.transaction(async (tx) => {
    broken = await pidOf(tx);
    await owner.query("select pg_terminate_backend($1)", [broken]);
    await tx.query(ADD, [1]);
  });
  await expect(act).rejects.toSatisfy((error) => error instanceof StoreUnavailable || sqlState(error) === "57P01");
  expect(await store.transaction(pidOf)).not.toBe(broken);
});

test("a server that is not there is told apart from one that answers", async () => {
  const nowhere = new Store({ host: "127.0.0.1", port: 1 });
  await expect(nowhere.query(statement("select 1"))).rejects.toBeInstanceOf(StoreUnavailable);
  await expect(nowhere.transaction((tx) => tx.query(ADD, [1]))).rejects.toBeInstanceOf(StoreUnavailable);
  await nowhere.close();
  await expect(store.query(statement("select no_such_column"))).rejects.toMatchObject({ code: "42703" });
});

test("a connection that breaks is told apart from what a server says, and the next act has another", async () => {
  const proxy = await Proxy.open(database.connection);
  const through = new Store(proxy.connection);
  const add = () => through.transaction((tx) => tx.query(ADD, [1]));
  const before = (await tallyOf(1)) as number;
  proxy.arm({ statement: 3, mode: "failed" });
  await expect(add()).rejects.toBeInstanceOf(StoreUnavailable);
  expect(await tallyOf(1)).toBe(before);
  proxy.arm({ statement: 4, mode: "saved" });
  // The commit was answered, and the answer got lost: it counts, and nobody here can know.
  await expect(add()).rejects.toBeInstanceOf(StoreUnavailable);
  expect(proxy.seen).toEqual(["store.begin", "store.act-time", ADD.name, "store.commit"]);
  expect(await tallyOf(1)).toBe(before + 1);
  await add();
  expect(await tallyOf(1)).toBe(before + 2);
  const forbidden = through.transaction((tx) => tx.query(statement("delete from public.tally")));
  await expect(forbidden).rejects.toMatchObject({ code: "42501" });
  await through.close();
  await proxy.close();
});

test("statements asked for at once run one after the other, and what waits behind a failure changes nothing", async () => {
  const before = (await tallyOf(1)) as number;
  await store.transaction((tx) => Promise.all([tx.query(ADD, [1]), tx.query(ADD, [1]), tx.query(ADD, [1])]));
  expect(await tallyOf(1)).toBe(before + 3);
  const broken = store.transaction((tx) =>
    Promise.all([tx.query(statement("select 1 / 0")), tx.query(ADD, [1]), tx.query(ADD, [1])]),
  );
  await expect(broken).rejects.toMatchObject({ code: "22012" });
  expect(await tallyOf(1)).toBe(before + 3);
});

test("a statement that failed fails its act, whether anybody waited for it or not", async () => {
  const before = (await tallyOf(1)) as number;
  const FAILING = statement("select 1 / 0");
  const swallowed = store.transaction(async (tx) => {
    await tx.query(ADD, [1]);
    await tx.query(FAILING).catch(() => undefined);
  });
  await expect(swallowed).rejects.toMatchObject({ code: "22012" });
  const unread = store.transaction(async (tx) => {
    await tx.query(ADD, [1]);
    tx.write(FAILING);
  });
  await expect(unread).rejects.toMatchObject({ code: "22012" });
  const masked = store.transaction(async (tx) => {
    tx.write(FAILING);
    await tx.query(ADD, [1]);
  });
  await expect(masked).rejects.toMatchObject({ code: "22012" });
  expect(await tallyOf(1)).toBe(before);
  await store.transaction(async (tx) => tx.write(ADD, [1]));
  expect(await tallyOf(1)).toBe(before + 1);
});

test("an act happens in whole milliseconds of the database's clock, moved by what the simulator added", async () => {
  const first = await store.transaction(async (tx) => tx.now);
  const { rows } = await owner.query<{ at: Date }>("select clock_timestamp() as at");
  expect(Math.abs((rows[0] as { at: Date }).at.getTime() - first.getTime())).toBeLessThan(5_000);
  const moved = await advanceClock(store, 3 * 3_600_000);
  expect(moved.getTime() - first.getTime()).toBeGreaterThanOrEqual(3 * 3_600_000);
  await advanceClock(store, 1_000);
  expect(await clockOffsetMs(store)).toBe(3 * 3_600_000 + 1_000);
  const FRACTION = statement("select extract(microseconds from store.act_time(1))::int % 1000 as us");
  for (let i = 0; i < 5; i += 1) expect(await store.query(FRACTION)).toEqual([{ us: 0 }]);
});

test("the clock never goes back", async () => {
  await expect(advanceClock(store, -1_000_000_000)).rejects.toMatchObject({ code: "23514" });
});

test("an act may read the clock again after it waited", async () => {
  await store.transaction(async (tx) => {
    const before = tx.now.getTime();
    await tx.query(statement("select pg_sleep(0.01)"));
    expect(tx.now.getTime()).toBe(before);
    await tx.readClock();
    expect(tx.now.getTime()).toBeGreaterThan(before);
  });
});

test("ids and counts come as numbers, exactly", async () => {
  const [row] = await store.query<{ big: number }>(statement("select 9007199254740991::bigint as big"));
  expect(row?.big).toBe(9_007_199_254_740_991);
});

test("a database that is read-only, or away, cannot record", async () => {
  expect(await canRecord(store)).toBe(true);
  const { database: name } = database.connection;
  const readOnly = new Store({ ...database.connection });
  await owner.query(`alter database ${name} set default_transaction_read_only = on`);
  expect(await canRecord(readOnly)).toBe(false);
  await owner.query(`alter database ${name} reset default_transaction_read_only`);
  await readOnly.close();
  const away = new Store({ ...database.connection, host: "/nowhere" });
  expect(await canRecord(away)).toBe(false);
  await away.close();
});
