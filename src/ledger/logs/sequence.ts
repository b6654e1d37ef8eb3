import type { KeyObject } from "node:crypto";
import { hkdfSync } from "node:crypto";
import { join } from "node:path";
import type { Log } from "../../base/log.ts";
import { errorFields } from "../../base/log.ts";
import type { Store } from "../../store/index.ts";
import { TENANT } from "../../store/index.ts";
import { append } from "../append.ts";
import { ed25519Signer } from "../format/note.ts";
import type { Edge } from "../format/tiles.ts";
import { logYear } from "../rules.ts";
import type { LogRow, PendingRow } from "../sql.ts";
import * as sql from "../sql.ts";
import type { LogRefusal } from "./check-log.ts";
import { checkSigned, compareWithRemembered } from "./check-log.ts";
import type { Extended, LogKeeper } from "./place-entries.ts";
import { LogRefused, placeEntries, placeOf } from "./place-entries.ts";
import { RememberedCheckpoints } from "./remember-checkpoints.ts";

export type SequencerParts = { readonly store: Store; readonly keeper: LogKeeper; readonly log: Log };

/** From the end of a pass to the next, ms. Shorter: more commits for the same entries. Longer: an act waits longer for its proof. */
const PERIOD_MS = 80;
/** Between two passes of any nodes, ms. */
const GAP_MS = 40;
/** How often a node that does not lead looks whether the tree is the one it saw, ms. */
const OBSERVE_MS = 1_000;
/** Appends placed in one pass, up to a thousand entries each: some 10,000 entries under full load. */
const APPENDS_A_PASS = 200;
/** How often this node looks whether a year is over, ms. */
const CLOSE_MS = 60_000;
/** How long after its year a log waits for acts that began within it, ms. */
const CLOSE_AFTER_MS = 60 * 60_000;

/**
 * Gives entries their places in the trees and signs the checkpoints, on whichever node comes first: each pass is one
 * transaction under a lock that one node holds at a time, and the database compares the size once more.
 */
export class Sequencer {
  readonly #parts: SequencerParts;
  readonly #edges = new Map<string, Edge>();
  readonly #refusals = new Map<string, LogRefusal>();
  #observedAt = 0;
  #closedAt = 0;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(parts: SequencerParts) {
    this.#parts = parts;
  }

  /** Looks first whether the trees are those this node knows; then goes on until `stop`. */
  async start(): Promise<void> {
    await this.observe();
    this.#schedule(0);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  /** Logs that are not extended, and why. */
  get refusals(): ReadonlyMap<string, LogRefusal> {
    return this.#refusals;
  }

  #schedule(afterMs: number): void {
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => {
      this.#running = this.#turn().then((again) => this.#schedule(again ? 0 : PERIOD_MS));
    }, afterMs);
  }

  /** Never rejects. True: more is waiting than went into one pass. */
  async #turn(): Promise<boolean> {
    try {
      if (performance.now() - this.#observedAt > OBSERVE_MS) await this.observe();
      if (performance.now() - this.#closedAt > CLOSE_MS) await this.closeEndedLogs();
      const [row] = await this.#parts.store.query<{ is_due: boolean }>(sql.SELECT_IS_DUE, [TENANT, GAP_MS]);
      return row?.is_due === true && (await this.pass());
    } catch (error) {
      this.#parts.log.warn("ledger.pass-failed", errorFields(error));
      return false;
    }
  }

  /** One pass, if no other node is at it. True: more is waiting. */
  async pass(): Promise<boolean> {
    const { store, keeper } = this.#parts;
    let isFull = false;
    await this.#act(() =>
      store.transaction(async (tx) => {
        const [lead, pending] = await Promise.all([
          tx.query<{ leads: boolean }>(sql.LEAD, [tx.tenant]),
          tx.query<PendingRow>(sql.SELECT_PENDING, [tx.tenant, APPENDS_A_PASS]),
        ]);
        isFull = pending.length === APPENDS_A_PASS;
        if (lead[0]?.leads !== true || pending.length === 0) return [];
        return placeEntries(tx, keeper, pending, this.#edges);
      }),
    );
    return isFull;
  }

  /** Closes the logs of years that are over, and records in the next one how they ended. */
  async closeEndedLogs(): Promise<void> {
    this.#closedAt = performance.now();
    await this.#parts.store.transaction(async (tx) => {
      const [lead] = await tx.query<{ leads: boolean }>(sql.LEAD, [tx.tenant]);
      if (lead?.leads !== true) return;
      const logs = await tx.query<LogRow>(sql.SELECT_LOGS, [tx.tenant]);
      const endedBefore = logYear(new Date(tx.now.getTime() - CLOSE_AFTER_MS));
      for (const log of logs.filter(({ closed_at, year }) => closed_at === null && year < endedBefore)) {
        const values = [tx.tenant, log.class, log.year];
        const [row] = await tx.query<{ waiting: number }>(sql.COUNT_PENDING_OF_LOG, values);
        if (row?.waiting !== 0) continue;
        await append(tx, [{ event: "ledger.close-log", closed: placeOf(log) }], { retention: log.class });
        tx.write(sql.CLOSE_LOG, [tx.tenant, log.name, tx.now]);
      }
    });
  }

  /**
   * Looks at every open log without signing anything: a node that does not lead remembers what others signed, so that
   * it would notice too.
   */
  async observe(): Promise<void> {
    const { store, keeper } = this.#parts;
    this.#observedAt = performance.now();
    const logs = await store.query<LogRow>(sql.SELECT_LOGS, [TENANT]);
    const closed = new Set(logs.filter(({ closed_at }) => closed_at !== null).map(({ name }) => name));
    const names = new Set([...keeper.remembered.logs, ...logs.map(({ name }) => name)]);
    for (const name of names) {
      if (closed.has(name)) {
        this.#refusals.delete(name);
        continue;
      }
      const row = logs.find((log) => log.name === name);
      const remembered = keeper.remembered.get(name);
      const refusal =
        (row === undefined ? undefined : checkSigned(row, keeper.signerOf(row.origin))) ??
        (await compareWithRemembered(store, row, remembered));
      if (refusal !== undefined) this.#refuse(name, refusal);
      else {
        this.#refusals.delete(name);
        if (row !== undefined && row.size !== remembered?.size) {
          const checkpoint = { origin: row.origin, size: row.size, root: row.root.toString("base64") };
          keeper.remembered.set(name, checkpoint, row.checkpoint);
        }
      }
    }
  }

  /** Runs what extends logs; what came of it counts once it is durable. */
  async #act(extend: () => Promise<readonly Extended[]>): Promise<void> {
    try {
      for (const { log, edge, checkpoint, note } of await extend()) {
        this.#edges.set(log, edge);
        this.#parts.keeper.remembered.set(log, checkpoint, note);
      }
    } catch (error) {
      this.#edges.clear();
      if (!(error instanceof LogRefused)) throw error;
      this.#refuse(error.log, error.code);
    }
  }

  #refuse(log: string, code: LogRefusal): void {
    if (this.#refusals.get(log) === code) return;
    this.#refusals.set(log, code);
    this.#parts.log.error("ledger.refused-to-sign", { log, code });
  }
}

/** Everything that gives entries their places, on this node: what it remembers is in its own data folder. */
export function openSequencer(parts: {
  readonly store: Store;
  readonly log: Log;
  readonly publicUrl: string;
  readonly dataFolder: string;
  readonly ledgerKey: KeyObject;
}): Sequencer {
  const { store, log } = parts;
  return new Sequencer({ store, log, keeper: openKeeper(parts) });
}

export function openKeeper(parts: {
  readonly publicUrl: string;
  readonly dataFolder: string;
  readonly ledgerKey: KeyObject;
}): LogKeeper {
  return {
    originOf: (log) => `${parts.publicUrl.replace(/^https?:\/\//, "")}/log/${log}`,
    // A key for each log: a policy may name several, and takes two of one key for one.
    signerOf: (origin) => ed25519Signer(origin, Buffer.from(hkdfSync("sha256", parts.ledgerKey, "", origin, 32))),
    remembered: new RememberedCheckpoints(join(parts.dataFolder, "ledger")),
  };
}
