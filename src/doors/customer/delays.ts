import { setTimeout as wait } from "node:timers/promises";

/** So long are tries of one address counted together. */
const WINDOW_MS = 10 * 60_000;
/** Longer, and somebody who is in need believes that nobody answers. */
const MAX_DELAY_MS = 5_000;
const STEP_MS = 50;
/** Addresses remembered at once; when there are more, the oldest are forgotten, and are quick again. */
const MAX_ADDRESSES = 10_000;

type Count = { readonly since: number; readonly tries: number };

/**
 * Makes whoever asks very often wait, and refuses nobody: behind one address may be a whole town, and one of them may
 * be in need. What is guessed at is kept by its length, not by this; it keeps one address from filling the ledger. Addresses are held in memory for ten minutes and never written down.
 */
export class Delays {
  readonly #free: number;
  readonly #counts = new Map<string, Count>();

  /** `free`: how many tries of an address within ten minutes cost no time. */
  constructor(free: number) {
    this.#free = free;
  }

  /** How long this try is to wait, ms. Each one past the free ones waits a little longer. */
  next(address: string, now: number): number {
    const known = this.#counts.get(address);
    const isOver = known === undefined || now - known.since >= WINDOW_MS;
    const count = isOver ? { since: now, tries: 1 } : { since: known.since, tries: known.tries + 1 };
    this.#counts.delete(address);
    this.#counts.set(address, count);
    if (this.#counts.size > MAX_ADDRESSES) this.#counts.delete(this.#counts.keys().next().value as string);
    return Math.min(Math.max(0, count.tries - this.#free) * STEP_MS, MAX_DELAY_MS);
  }

  async wait(address: string): Promise<void> {
    const delayMs = this.next(address, performance.now());
    if (delayMs > 0) await wait(delayMs);
  }
}
