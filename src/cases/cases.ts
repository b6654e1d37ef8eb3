import type { Log } from "../base/log.ts";
import { errorFields } from "../base/log.ts";
import { watchCutAttempts } from "./alerts/watch-cut-attempts.ts";
import { eraseTrace, tracesToErase } from "./concerned/erase-traces.ts";
import type { CasesDeps } from "./deps.ts";
import { expiredMeasures, expireMeasure } from "./measures/order-measure.ts";
import { takeCheckIns } from "./take-check-ins.ts";
import { openCases } from "./open-cases.ts";

/** ms. How long a report waits for its case when nobody wakes this node. Real time: it decides nothing. */
const OPEN_EVERY_MS = 250;
/** ms. Ends of measures, traces to erase and attempts on cut pairs are looked for this often. */
const CHORES_EVERY_MS = 5_000;

export type CasesParts = {
  readonly deps: CasesDeps;
  readonly log: Log;
  /** Whether the module that tells handlers of attempts on a cut pair is switched on. */
  readonly isWatchingOn: () => boolean;
};

/** What happens to cases by itself: they are opened, and what has its time ends. Several nodes may do so at once. */
export class Cases {
  readonly #parts: CasesParts;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #isStopped = false;
  #choresAt = 0;

  constructor(parts: CasesParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#isStopped = false;
    this.#next();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  /** A report was filed here: its case is opened without waiting. */
  wake(): void {
    if (this.#isStopped || this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#running = this.#round();
  }

  #next(): void {
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#running = this.#round();
    }, OPEN_EVERY_MS);
  }

  async #round(): Promise<void> {
    const { deps, log } = this.#parts;
    try {
      while ((await deps.store.transaction((tx) => openCases(tx, deps))) > 0);
      while ((await deps.store.transaction((tx) => takeCheckIns(tx, deps))) > 0);
      if (performance.now() >= this.#choresAt) {
        this.#choresAt = performance.now() + CHORES_EVERY_MS;
        await this.doChores();
      }
    } catch (error) {
      log.warn("cases.round-failed", errorFields(error));
    }
    this.#next();
  }

  /** Ends what has its time; each case in a transaction of its own, so that one that fails holds up no other. */
  async doChores(): Promise<void> {
    const { deps, isWatchingOn } = this.#parts;
    const { store } = deps;
    for (const { case: id, measure } of await store.transaction(expiredMeasures)) {
      await store.transaction((tx) => expireMeasure(tx, id, measure));
    }
    for (const id of await store.transaction(tracesToErase)) await store.transaction((tx) => eraseTrace(tx, id));
    if (isWatchingOn()) await store.transaction(watchCutAttempts);
  }
}
