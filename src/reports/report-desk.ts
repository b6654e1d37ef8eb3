import type { ReportId, SignalId } from "../base/ids.ts";
import { errorFields } from "../base/log.ts";
import { StoreUnavailable } from "../store/index.ts";
import { askCheckIns } from "./check-ins/check-ins.ts";
import { consumeSignals } from "./consume-signals.ts";
import { pageHumans } from "./danger/danger.ts";
import type { ReportDeps } from "./deps.ts";
import type { Taking } from "./match-lead.ts";
import { lookInto } from "./match-lead.ts";
import * as sql from "./sql.ts";
import { ADDS_WITHIN_MS, TRIES_COUNT_MS } from "./rules.ts";

/** Real time, ms: from a word to its report. Shorter only asks the database more often. */
const LOOK_MS = 250;
/** Real time, ms, between two looks at what is due by the day. */
const CHORE_MS = 20_000;
/** Real time, ms, until what could not be taken is tried again. Shorter fills the log; longer leaves it lying. */
const STUCK_MS = 60_000;

/** What this room does without being asked: files what the gate heard, rings humans, asks how it has been since. */
export class ReportDesk {
  readonly #deps: ReportDeps;
  readonly #afterFiling: () => Promise<void>;
  /** What could not be taken, until when it is passed over. */
  readonly #stuck = new Map<string, number>();
  #timers: NodeJS.Timeout[] = [];
  #looking: Promise<void> | undefined;

  /** `afterFiling`: what follows on reports, such as cases; called when there are some, and now and then. */
  constructor(deps: ReportDeps, afterFiling: () => Promise<void>) {
    this.#deps = deps;
    this.#afterFiling = afterFiling;
  }

  start(): void {
    this.#timers = [setInterval(() => this.look(), LOOK_MS), setInterval(() => void this.doChores(), CHORE_MS)];
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await this.#looking;
  }

  /** One look at a time. */
  look(): void {
    this.#looking ??= this.#takeAll().finally(() => {
      this.#looking = undefined;
    });
  }

  /** Each by itself: what fails keeps nobody from being rung, and no report from having a case. */
  async #takeAll(): Promise<void> {
    const { store, vault } = this.#deps;
    await this.#tryTo("signals", () =>
      this.#takeEach<SignalId>("signal", (taking) => store.transaction((tx) => consumeSignals(tx, this.#deps, taking))),
    );
    await this.#tryTo("leads", () =>
      this.#takeEach<ReportId>("lead", (taking) => store.transaction((tx) => lookInto(tx, vault, taking))),
    );
    await this.#tryTo("danger", () => store.transaction((tx) => pageHumans(tx, this.#deps)));
    await this.#tryTo("after-filing", this.#afterFiling);
  }

  /**
   * Takes what waits until nothing is left. When a batch fails each is tried alone, so that one that cannot be taken
   * stays behind alone: it is kept, tried again after a while, and said aloud in the log each time.
   */
  async #takeEach<Id extends string>(kind: string, take: (taking: Taking<Id>) => Promise<number>): Promise<void> {
    try {
      while ((await take({ passOver: this.#stuckNow(kind) as readonly Id[] })) > 0) continue;
      return;
    } catch (error) {
      if (error instanceof StoreUnavailable) throw error;
      this.#deps.log.warn("reports.batch-failed", { kind, ...errorFields(error) });
    }
    for (;;) {
      let taken: readonly Id[] = [];
      try {
        const began = (ids: readonly Id[]) => {
          taken = ids;
        };
        if ((await take({ limit: 1, passOver: this.#stuckNow(kind) as readonly Id[], began })) === 0) return;
      } catch (error) {
        const [id] = taken;
        if (error instanceof StoreUnavailable || id === undefined) throw error;
        this.#stuck.set(`${kind} ${id}`, performance.now() + STUCK_MS);
        this.#deps.log.error("reports.stuck", { kind, reference: id, ...errorFields(error) });
      }
    }
  }

  #stuckNow(kind: string): readonly string[] {
    const now = performance.now();
    for (const [name, until] of this.#stuck) if (until <= now) this.#stuck.delete(name);
    return [...this.#stuck.keys()]
      .filter((name) => name.startsWith(`${kind} `))
      .map((name) => name.slice(kind.length + 1));
  }

  /** Asks how it has been since, and erases what was only for a while. */
  async doChores(): Promise<void> {
    const { store } = this.#deps;
    await this.#tryTo("check-ins", () => store.transaction((tx) => askCheckIns(tx, this.#deps)));
    await this.#tryTo("tries", () =>
      store.transaction((tx) => tx.query(sql.ERASE_TRIES, [tx.tenant, new Date(tx.now.getTime() - TRIES_COUNT_MS)])),
    );
    await this.#tryTo("senders", () =>
      store.transaction((tx) => tx.query(sql.ERASE_SENDERS, [tx.tenant, new Date(tx.now.getTime() - ADDS_WITHIN_MS)])),
    );
  }

  /** While the database is away nothing is lost: signals and reports wait, and are taken when it is back. */
  async #tryTo(kind: string, act: () => Promise<unknown>): Promise<void> {
    try {
      await act();
    } catch (error) {
      this.#deps.log.warn("reports.not-done", { kind, ...errorFields(error) });
    }
  }
}
