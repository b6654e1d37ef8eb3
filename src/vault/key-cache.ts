import type { SubjectKeys } from "./keyring.ts";

/**
 * Subjects. Each costs about 0.7 kB: 14 MB when full (measured). Too small, and the gate reads and unwraps a key for
 * each message (some 20 µs); too large, and more keys lie in memory than are in use.
 */
const MAX_SUBJECTS = 20_000;
/**
 * How long a key may stay after another process shredded it, ms. Too short costs a query a message; the process that
 * shreds drops its own copy at once.
 */
const MAX_AGE_MS = 5 * 60_000;
/** When a key leaves the memory though nobody asks for it, ms. Longer: a batch must still find what it loaded. */
const SWEEP_AGE_MS = 3 * MAX_AGE_MS;

type Kept = { readonly keys: SubjectKeys | undefined; readonly sinceMs: number };

/** Unwrapped keys of the customers who are being written to, least recently used out first. Keys only: no data. */
export class KeyCache {
  readonly #elapsedMs: () => number;
  readonly #kept = new Map<string, Kept>();

  /** `elapsedMs` is any clock that never jumps. */
  constructor(elapsedMs: () => number) {
    this.#elapsedMs = elapsedMs;
  }

  /** Subjects whose keys must be read before they can be used. */
  missing(subjects: readonly string[]): string[] {
    const missing = new Set<string>();
    for (const subject of subjects) {
      const kept = this.#kept.get(subject);
      if (kept?.keys === undefined || this.#ageMs(kept) >= MAX_AGE_MS) missing.add(subject);
      else this.#keep(subject, kept);
    }
    return [...missing];
  }

  /** `keys` undefined: there are none, and that was read just now. */
  put(subject: string, keys: SubjectKeys | undefined): void {
    this.#keep(subject, { keys, sinceMs: this.#elapsedMs() });
    if (this.#kept.size <= MAX_SUBJECTS) return;
    for (const oldest of this.#kept.keys()) {
      this.#kept.delete(oldest);
      break;
    }
  }

  /** Throws for a subject that was not loaded before. Undefined: she has no key any more. */
  get(subject: string): SubjectKeys | undefined {
    const kept = this.#kept.get(subject);
    if (kept === undefined) throw new Error(`could not use the key of ${subject} before it was loaded`);
    return kept.keys;
  }

  drop(subject: string): void {
    this.#kept.delete(subject);
  }

  /** Forgets what is too old, whoever it belongs to. */
  sweep(): void {
    for (const [subject, kept] of this.#kept) if (this.#ageMs(kept) >= SWEEP_AGE_MS) this.#kept.delete(subject);
  }

  #keep(subject: string, kept: Kept): void {
    this.#kept.delete(subject);
    this.#kept.set(subject, kept);
  }

  #ageMs({ sinceMs }: Kept): number {
    return this.#elapsedMs() - sinceMs;
  }
}
