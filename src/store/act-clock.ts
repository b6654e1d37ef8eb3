import type { Query, Statement, Store } from "./store.ts";
import { TENANT } from "./store.ts";

const ADVANCE: Statement = {
  name: "store.advance-clock",
  text: "update store.clock set offset_ms = offset_ms + $2 where tenant_id = $1 returning offset_ms",
};
const OFFSET: Statement = {
  name: "store.clock-offset",
  text: "select offset_ms from store.clock where tenant_id = $1",
};
const REAL_TIME: Statement = { name: "store.real-time", text: "select clock_timestamp() as now" };

/** Moves the clock of all acts forward, for good. Only the simulator may: with a real carrier the offset stays zero. */
export async function advanceClock(store: Store, byMs: number): Promise<Date> {
  await store.query(ADVANCE, [TENANT, byMs]);
  return store.now();
}

export async function clockOffsetMs(store: Store): Promise<number> {
  const [row] = await store.query<{ offset_ms: number }>(OFFSET, [TENANT]);
  return row?.offset_ms ?? 0;
}

/** The database's clock as it is, whatever the simulator says: for what is compared with devices that keep time too. */
export async function realNow(run: Query): Promise<Date> {
  const [row] = await run.query<{ now: Date }>(REAL_TIME);
  return (row as { now: Date }).now;
}
