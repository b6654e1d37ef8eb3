import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import { overdueReviews } from "../cases/index.ts";
import type { Sequencer } from "../ledger/index.ts";
import { anchorAges, listLogs, logBacklog, witnessedAges } from "../ledger/index.ts";
import { poolPressure } from "../numbers/index.ts";
import type { Relay } from "../relay/index.ts";
import { countInDanger } from "../reports/index.ts";
import type { Store } from "../store/index.ts";
import { outboxBacklog } from "../store/index.ts";

export type Metrics = {
  readonly text: () => Promise<string>;
  readonly requestSeconds: Histogram<"route" | "status">;
};

type LedgerParts = {
  readonly store: Store;
  readonly sequencer: Pick<Sequencer, "refusals">;
  /** Whom the operator has asked to vouch for the ledger: of others no age is told. */
  readonly hasWitnesses: boolean;
  readonly hasAuthority: boolean;
};

/** What this node counts. No label ever names a person: routes, codes, countries and logs only. */
export function openMetrics({ relay, ...ledger }: LedgerParts & { readonly relay: Relay }): Metrics {
  const { store } = ledger;
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requestSeconds = new Histogram({
    name: "paravent_http_request_seconds",
    help: "Duration of requests by route and status",
    labelNames: ["route", "status"],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers: [registry],
  });
  const readRelay = relayMetrics(registry, relay);
  const readStore = storeMetrics(registry, store);
  const readLedger = ledgerMetrics(registry, ledger);
  return {
    requestSeconds,
    async text() {
      readRelay();
      // Counters of this process are worth having while the database is away.
      await Promise.all([readStore(), readLedger()]).catch(() => undefined);
      return registry.metrics();
    },
  };
}

function relayMetrics(registry: Registry, relay: Relay): () => void {
  const registers = [registry];
  const decisions = new Counter({
    name: "paravent_decisions_total",
    help: "Decisions at the gate by refusal code or outcome",
    labelNames: ["decision"],
    registers,
  });
  const unknown = new Counter({
    name: "paravent_unknown_outcomes_total",
    help: "Texts of which nobody knows whether they arrived: a human must look",
    registers,
  });
  const spool = new Gauge({
    name: "paravent_spool_waiting",
    help: "1 while words that are never refused wait on disk for the database",
    registers,
  });
  return () => {
    const { counts } = relay;
    decisions.reset();
    for (const [decision, count] of counts.decisions) decisions.inc({ decision }, count);
    unknown.reset();
    unknown.inc(counts.unknownOutcomes);
    spool.set(counts.isSpoolEmpty ? 0 : 1);
  };
}

function ledgerMetrics(registry: Registry, parts: LedgerParts): () => Promise<void> {
  const { store, sequencer, hasWitnesses, hasAuthority } = parts;
  const registers = [registry];
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers });
  const byLog = (name: string, help: string) => new Gauge({ name, help, registers, labelNames: ["log"] });
  const refused = gauge("paravent_ledger_refused", "Logs whose tree must not be extended: somebody must look");
  const waiting = gauge("paravent_ledger_waiting", "Entries without a place in a tree yet");
  const oldest = gauge("paravent_ledger_oldest_seconds", "Age of the oldest of them");
  const size = byLog("paravent_log_size", "Entries in a log");
  const ages = [
    ...(hasWitnesses
      ? [[byLog("paravent_ledger_witnessed_age_seconds", "Since enough witnesses saw a log"), witnessedAges] as const]
      : []),
    ...(hasAuthority
      ? [[byLog("paravent_ledger_anchor_age_seconds", "Since the day a log was last stamped on"), anchorAges] as const]
      : []),
  ];
  return async () => {
    refused.set(sequencer.refusals.size);
    const backlog = await logBacklog(store);
    waiting.set(backlog.entries);
    oldest.set(backlog.oldestSeconds);
    for (const log of await listLogs(store)) size.set({ log: log.name }, log.size);
    for (const [age, readAges] of ages) {
      // A log that was closed is not waited for.
      age.reset();
      for (const { log, seconds } of await readAges(store)) age.set({ log }, seconds);
    }
  };
}

function storeMetrics(registry: Registry, store: Store): () => Promise<void> {
  const registers = [registry];
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers });
  const byCountry = (name: string, help: string) => new Gauge({ name, help, registers, labelNames: ["country"] });
  const waiting = gauge("paravent_outbox_waiting", "Texts to be handed over");
  const oldest = gauge("paravent_outbox_oldest_seconds", "Age of the oldest text that is due");
  const pool = byCountry("paravent_pool_pressure", "Counterparts of the busiest person over numbers to give");
  const reviews = gauge("paravent_cut_reviews_overdue", "Pair cuts that nobody looked at within 72 hours");
  const warning = byCountry("paravent_pool_warning", "1 when the pressure is 0.8 or more: add numbers");
  const danger = gauge(
    "paravent_reports_in_danger",
    "Reports of danger that nobody of the desk has seen: somebody must",
  );
  return async () => {
    const backlog = await outboxBacklog(store);
    waiting.set(backlog.waiting);
    oldest.set(backlog.oldestSeconds);
    const now = await store.now();
    reviews.set(await overdueReviews(store, now));
    danger.set(await countInDanger(store));
    for (const one of await poolPressure(store, now)) {
      pool.set({ country: one.country }, one.pressure);
      warning.set({ country: one.country }, one.warning ? 1 : 0);
    }
  };
}
