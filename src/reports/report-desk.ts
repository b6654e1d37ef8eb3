import { errorFields } from "../base/log.ts";
import { askCheckIns } from "./check-ins.ts";
import { consumeSignals } from "./consume-signals.ts";
import { pageHumans } from "./danger.ts";
import type { ReportDeps } from "./deps.ts";
import * as sql from "./sql.ts";
import { TRIES_COUNT_MS } from "./rules.ts";

/** Real time, ms: from a word to its report. Shorter only asks the database more often. */
const LOOK_MS = 250;
/** Real time, ms, between two looks at what is due by the day. */
const CHORE_MS = 20_000;

/** What this room does without being asked: files what the gate heard, rings humans, asks how it has been since. */
export class ReportDesk {
  readonly #deps: ReportDeps;
  readonly #afterFiling: () => Promise<void>;
  #timers: NodeJS.Timeout[] = [];
  #looking: Promise<void> | undefined;

  /** `afterFiling`: what follows on reports, such as cases; called when there are some, and now and then. */
  constructor(deps: ReportDeps, afterFiling: () => Promise<void>) {
    this.#deps = deps;
    this.#afterFiling = afterFiling;
  }

  start(): void {
    this.#timers = [
      setInterval(() => this.look(), LOOK_MS),
      setInterval(() => void this.#tryTo("chores", () => this.#doChores()), CHORE_MS),
    ];
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await this.#looking;
  }

  /** One look at a time. */
  look(): void {
    this.#looking ??= this.#tryTo("signals", () => this.#takeAll()).finally(() => {
      this.#looking = undefined;
    });
  }

  async #takeAll(): Promise<void> {
    const { store, vault } = this.#deps;
    while ((await store.transaction((tx) => consumeSignals(tx, vault))) > 0) continue;
    await store.transaction((tx) => pageHumans(tx, this.#deps));
    await this.#afterFiling();
  }

  async #doChores(): Promise<void> {
    const { store } = this.#deps;
    await store.transaction((tx) => askCheckIns(tx, this.#deps));
    await store.transaction((tx) =>
      tx.query(sql.ERASE_TRIES, [tx.tenant, new Date(tx.now.getTime() - TRIES_COUNT_MS)]),
    );
  }

  /** While the database is away nothing is lost: signals and reports wait, and are taken when it is back. */
  async #tryTo(kind: string, act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      this.#deps.log.warn("reports.not-done", { kind, ...errorFields(error) });
    }
  }
}
