import type { LogRow } from "../sql.ts";
import type { AuditedEntry } from "./audit-entry.ts";
import { textOf } from "./audit-entry.ts";
import type { Horizon, Tell } from "./audit-rows.ts";
import type { HorizonRow } from "./sql.ts";

/** What an entry says of another log at its moment. */
type NamedLog = { readonly log: string | undefined; readonly size: unknown; readonly root: unknown };

/** Without an entry that says otherwise. Source: migrations/0009_retention.sql. */
const FIRST_MONTHS = 12;

/** What the ledger recorded of itself, held against its own tables: retention, pruning, logs that were closed. */
export class LedgerRecords {
  readonly #tell: Tell;
  readonly #closed: NamedLog[] = [];
  readonly #succeeded = new Set<string>();
  readonly #minimums = new Map<string, unknown>();
  readonly #prunedBeforeMs: { [retention: string]: number } = {};
  #erasedBeforeMs = -Infinity;
  #months: number = FIRST_MONTHS;
  #isRetentionKnown = false;

  constructor(tell: Tell) {
    this.#tell = tell;
  }

  take({ atMs, body }: AuditedEntry): void {
    switch (body.event) {
      case "ledger.set-retention":
        // Until then rows were erased after as many months as were set before.
        this.#erasedBeforeMs = Math.max(this.#erasedBeforeMs, monthsBefore(atMs, this.#months));
        this.#months = Number(body["months"]);
        this.#isRetentionKnown = true;
        break;
      case "ledger.prune":
        this.#prune(textOf(body["log"]) ?? "", body["minimum"], Date.parse(textOf(body["before"]) ?? ""));
        break;
      case "ledger.close-log":
        this.#closed.push(namedLog(body["closed"]));
        break;
      case "ledger.succeed":
        this.#succeeded.add(namedLog(body["succeeds"]).log ?? namedLog(body["restored"]).log ?? "");
        break;
      default:
    }
  }

  /** Another log has taken its place, because it was not what this node remembers of it. */
  wasSucceeded(log: string): boolean {
    return this.#succeeded.has(log);
  }

  /** Once it was told all entries. */
  horizon(kept: HorizonRow): Horizon {
    const prunedBeforeMs = this.#prunedBeforeMs["routine"] ?? -Infinity;
    return {
      prunedBeforeMs,
      erasedBeforeMs: Math.max(prunedBeforeMs, this.#erasedBeforeMs, Number(kept.kept_since)),
      casesPrunedBeforeMs: this.#prunedBeforeMs["case"] ?? -Infinity,
    };
  }

  /** Entries of any class before this instant, Unix time in ms, may have been pruned. */
  get prunedBeforeMs(): number {
    return Math.max(-Infinity, ...Object.values(this.#prunedBeforeMs));
  }

  #prune(log: string, minimum: unknown, beforeMs: number): void {
    this.#minimums.set(log, minimum);
    const retention = log.slice(0, log.indexOf("-"));
    const known = this.#prunedBeforeMs[retention] ?? -Infinity;
    if (beforeMs > known) this.#prunedBeforeMs[retention] = beforeMs;
  }

  compare(logs: readonly LogRow[], { months, since }: HorizonRow, { prunedBeforeMs }: Horizon): void {
    const isExplained = this.#isRetentionKnown || Number(since) >= prunedBeforeMs;
    if (months !== this.#months && isExplained) this.#tell(`retention is ${months} months, and no entry says so`);
    for (const { log, size, root } of this.#closed) {
      const row = logs.find(({ name }) => name === log);
      const isClosed = row !== undefined && row.closed_at !== null;
      const isSame = isClosed && row.size === size && row.root.toString("base64") === root;
      if (!isSame) this.#tell(`log ${log ?? "without a name"}: it was not closed as its entry says`);
    }
    for (const { name, minimum, size, closed_at } of logs) {
      const recorded = this.#minimums.get(name);
      // The entry about a log that has expired as a whole expires too.
      const isOver = recorded === undefined && closed_at !== null && minimum === size;
      if (minimum > 0 && recorded !== minimum && !isOver) {
        this.#tell(`${name}: its minimum is ${minimum}, and no entry says so`);
      }
      if (minimum === 0 && recorded !== undefined)
        this.#tell(`${name}: an entry says that it was pruned, and it was not`);
    }
  }
}

function namedLog(value: unknown): NamedLog {
  const { log, size, root } = (typeof value === "object" && value !== null ? value : {}) as {
    readonly [field: string]: unknown;
  };
  return { log: textOf(log), size, root };
}

function monthsBefore(ms: number, months: number): number {
  const date = new Date(ms);
  date.setUTCMonth(date.getUTCMonth() - months);
  return date.getTime();
}
