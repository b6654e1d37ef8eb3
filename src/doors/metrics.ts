import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Relay } from "../relay/index.ts";
import { poolPressure } from "../numbers/index.ts";
import type { Query, Statement, Store } from "../store/index.ts";
import { TENANT } from "../store/index.ts";

const BACKLOG: Statement = {
  name: "store.outbox-backlog",
  text: `select count(*)::int as waiting,
      coalesce(extract(epoch from clock_timestamp() - min(next_at)), 0)::float8 as oldest_seconds
    from store.outbox where tenant_id = $1 and state in ('queued', 'handing_over')`,
};

export type Metrics = {
  readonly text: () => Promise<string>;
  readonly requestSeconds: Histogram<"route" | "status">;
};

/** What this node counts. No label ever names a person: routes, codes and countries only. */
export function openMetrics({ store, relay }: { readonly store: Store; readonly relay: Relay }): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  new Counter({
    name: "paravent_decisions_total",
    help: "Decisions at the gate by refusal code or outcome",
    labelNames: ["decision"],
    registers,
    collect() {
      this.reset();
      for (const [decision, count] of relay.counts.decisions) this.inc({ decision }, count);
    },
  });
  new Counter({
    name: "paravent_unknown_outcomes_total",
    help: "Texts of which nobody knows whether they arrived: a human must look",
    registers,
    collect() {
      this.reset();
      this.inc(relay.counts.unknownOutcomes);
    },
  });
  new Gauge({
    name: "paravent_spool_waiting",
    help: "1 while words that are never refused wait on disk for the database",
    registers,
    collect() {
      this.set(relay.counts.isSpoolEmpty ? 0 : 1);
    },
  });
  const waiting = new Gauge({ name: "paravent_outbox_waiting", help: "Texts to be handed over", registers });
  const oldest = new Gauge({
    name: "paravent_outbox_oldest_seconds",
    help: "Age of the oldest text that is due",
    registers,
  });
  const pool = new Gauge({
    name: "paravent_pool_pressure",
    help: "Counterparts of the busiest person over numbers to give; warning at 0.8",
    labelNames: ["country"],
    registers,
  });
  const short = new Gauge({
    name: "paravent_pool_warning",
    help: "1 when pressure is 0.8 or more",
    labelNames: ["country"],
    registers,
  });
  const requestSeconds = new Histogram({
    name: "paravent_http_request_seconds",
    help: "Duration of requests by route and status",
    labelNames: ["route", "status"],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers,
  });
  const readStore = async () => {
    await readBacklog(store, waiting, oldest);
    for (const { country, pressure, warning } of await poolPressure(store, await store.now())) {
      pool.set({ country }, pressure);
      short.set({ country }, warning ? 1 : 0);
    }
  };
  return {
    requestSeconds,
    async text() {
      // Counters of this process are worth having while the database is away.
      await readStore().catch(() => undefined);
      return registry.metrics();
    },
  };
}

async function readBacklog(run: Query, waiting: Gauge, oldest: Gauge): Promise<void> {
  const [row] = await run.query<{ waiting: number; oldest_seconds: number }>(BACKLOG, [TENANT]);
  waiting.set(row?.waiting ?? 0);
  oldest.set(row?.oldest_seconds ?? 0);
}
