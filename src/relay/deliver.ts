import { setTimeout as sleep } from "node:timers/promises";
import type { AttemptId, CustomerId, StaffId } from "../base/ids.ts";
import type { Log } from "../base/log.ts";
import { errorFields } from "../base/log.ts";
import type { Sealed } from "../base/sealed.ts";
import { openSealed, seal } from "../base/sealed.ts";
import type { Language, TextKey } from "../base/text.ts";
import { sentence } from "../base/text.ts";
import { within } from "../base/within.ts";
import type { ScreeningClass } from "../screening/index.ts";
import type { Store, Tx } from "../store/index.ts";
import type { MissionDeps } from "../missions/index.ts";
import { purposeOf } from "../missions/index.ts";
import type { Vault } from "../vault/index.ts";
import type { Carrier, HandOver } from "./carrier.ts";
import { CarrierDown } from "./carrier.ts";
import { NOT_USED } from "./decide.ts";
import type { Result } from "./record-result.ts";
import type { NoticeValues } from "./plan-notice.ts";
import { OWN_PAGES } from "./planned.ts";
import { recordResults } from "./record-result.ts";
import { refusalOnLine } from "./rules.ts";
import type { LineRow, NoLineRow } from "./sql.ts";
import * as sql from "./sql.ts";

/**
 * Texts taken from the outbox at once. Too many, and whoever writes to one of their customers waits while all results
 * are recorded. Too few, and each pays more of the two commits.
 */
const BATCH = 128;
/**
 * How long a node may take to hand its batch over, real time. Shorter than a slow operator's answer and two nodes
 * would hand over the same text; longer and texts wait that much after a crash.
 */
const LEASE_MS = 20_000;
/** What another node queued is found at the next look; what this node queued is announced. */
const POLL_MS = 200;
/**
 * How long texts gather before they are handed over. Each batch costs two commits, whatever it holds: shorter, and
 * with a steady trickle the hand-over takes the disk from senders who wait for an answer (2026-11: a lone sender waited
 * 3.8 ms without, 2.3 ms with it). Longer would be felt by somebody who waits at a door.
 */
const GATHER_MS = 25;
const BACK_OFF_MS = [1_000, 5_000, 15_000, 60_000, 300_000] as const;
/** Tries after which an operator that stays down is taken at its word: the text is not delivered. */
const MAX_TRIES = 30;

type OutboxRow = {
  readonly outbox_id: number;
  readonly attempt_id: AttemptId | null;
  /** Name of its carrier. */
  readonly via: string;
  readonly from_number: string;
  readonly to_subject: StaffId | CustomerId | null;
  readonly to_sealed: Buffer | null;
  readonly tries: number;
  /** Handed over before, without an answer. */
  readonly is_doubtful: boolean;
};
/** What somebody wrote, with the line it was written on. */
type TextRow = OutboxRow &
  (LineRow | NoLineRow) & {
    readonly kind: "text";
    readonly attempt_id: AttemptId;
    readonly sealed_text: Buffer | null;
  };
/** A sentence of ours. */
type NoticeRow = OutboxRow & {
  readonly kind: "notice";
  readonly notice: TextKey;
  readonly language: Language;
  /** What the sentence quotes: its values as JSON, or the classes of what screening saw. */
  readonly sealed_text: Buffer | null;
  readonly delivery_id: string | null;
};
type LeasedRow = TextRow | NoticeRow;

type Outcome =
  | HandOver
  | { readonly outcome: "unknown" }
  /** It may have arrived; the operator recognises it when it comes again. */
  | { readonly outcome: "again"; readonly afterMs: number };
type Sent = { readonly row: LeasedRow; readonly handOver: Outcome };

export type DeliveryParts = {
  readonly store: Store;
  readonly deps: MissionDeps;
  readonly log: Log;
  readonly carriers: ReadonlyMap<string, Carrier>;
  /** What must be done before anything is handed over; rejects to make it wait. */
  readonly beforeBatch: () => Promise<void>;
  /** Told when a human must look: a text of which nobody knows whether it arrived. */
  readonly onUnknown: (attemptId: AttemptId) => void;
  /** `LEASE_MS` unless told. Half of it is what an operator has for an answer. */
  readonly leaseMs?: number | undefined;
};

/**
 * Hands queued texts to their carriers, one batch at a time, in the order they were queued. Each is asked again
 * before its hand-over whether it may still go: a mission may have closed since. `handing_over` is on disk before
 * the carrier is called, so that after a crash nobody wonders whether it was.
 */
export class Delivery {
  readonly #parts: DeliveryParts;
  #isRunning = false;
  #isStopped = false;
  #again = false;
  #recoveredAt = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #done: Promise<void> = Promise.resolve();

  constructor(parts: DeliveryParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#timer = setInterval(() => this.wake(), POLL_MS);
    this.wake();
  }

  /** Looks into the outbox now. */
  wake(): void {
    if (this.#isStopped) return;
    if (this.#isRunning) {
      this.#again = true;
      return;
    }
    this.#isRunning = true;
    this.#done = this.#drain().finally(() => {
      this.#isRunning = false;
    });
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#timer);
    await this.#done;
  }

  /** Never rejects: what fails now is found again in the outbox. */
  async #drain(): Promise<void> {
    try {
      do {
        this.#again = false;
        await sleep(GATHER_MS);
        for (let taken = 1; taken > 0 && !this.#isStopped; ) {
          taken = await this.#handOverBatch();
          if (taken > 0) this.#again = false;
          // More than a batch is waiting otherwise, and has gathered.
          if (taken > 0 && taken < BATCH) await sleep(GATHER_MS);
        }
      } while (this.#again && !this.#isStopped);
    } catch (error) {
      this.#parts.log.warn("relay.delivery-waits", errorFields(error));
    }
  }

  async #handOverBatch(): Promise<number> {
    const { store, beforeBatch, leaseMs = LEASE_MS } = this.#parts;
    await beforeBatch();
    if (performance.now() - this.#recoveredAt >= POLL_MS) {
      await store.transactionByKey((tx) => this.#recoverCutShort(tx));
      this.#recoveredAt = performance.now();
    }
    const batch = await store.transactionByKey((tx) => leaseBatch(tx, leaseMs));
    if (batch.rows.length === 0) return 0;
    const sent = await this.#send(batch, leaseMs);
    try {
      await store.transactionByKey((tx) => recordSent(tx, sent));
    } finally {
      // Also when nobody knows whether it was recorded: once too often rather than never.
      for (const { row, handOver } of sent) {
        if (handOver.outcome === "unknown" && row.attempt_id !== null) this.#parts.onUnknown(row.attempt_id);
      }
    }
    return batch.rows.length;
  }

  /** Hand-overs a crash cut short: again where the carrier deduplicates, else nobody knows. */
  async #recoverCutShort(tx: Tx): Promise<void> {
    const rows = await tx.query<{ outbox_id: number; carrier: string; attempt_id: AttemptId | null }>(
      sql.LOCK_CUT_SHORT,
      [tx.tenant],
    );
    if (rows.length === 0) return;
    const { carriers } = this.#parts;
    const safe = rows.filter(({ carrier }) => OWN_PAGES.has(carrier) || carriers.get(carrier)?.deduplicates === true);
    const lost = rows.filter((row) => !safe.includes(row));
    requeue(
      tx,
      safe.map(({ outbox_id: id }) => ({ id, afterMs: 0, isDoubtful: true })),
    );
    tx.write(sql.FINISH, [tx.tenant, lost.map(({ outbox_id }) => outbox_id), tx.now]);
    const attempts = lost.flatMap(({ attempt_id }) => attempt_id ?? []);
    await recordResults(
      tx,
      attempts.map((attemptId) => ({ attemptId, outcome: "unknown" })),
    );
    for (const attemptId of attempts) this.#parts.onUnknown(attemptId);
  }

  /** Takes three quarters of the lease at most: then the results are still this node's to write. */
  async #send({ rows, now }: Batch, leaseMs: number): Promise<readonly Sent[]> {
    const {
      store,
      deps: { vault },
    } = this.#parts;
    const [phones] = await Promise.all([
      vault.openPhones(
        store,
        rows.flatMap(({ to_subject }) => to_subject ?? []),
      ),
      vault.loadTextKeys(store, rows.flatMap(customerOf)),
    ]);
    const lastStart = performance.now() + leaseMs / 4;
    const handOver = async (row: LeasedRow): Promise<Outcome> => {
      const refusal = this.#refusalOf(row, now());
      if (refusal !== undefined) return givenUp(row, refusal);
      return performance.now() > lastStart ? NOT_STARTED : this.#sendOne(row, phones, leaseMs / 2);
    };
    const byRecipient = Map.groupBy(rows, (row) => row.to_subject ?? `outbox ${row.outbox_id}`);
    const sent = await Promise.all(
      [...byRecipient.values()].map(async (texts) => {
        const results: Sent[] = [];
        // One after the other: what a person wrote arrives in the order it was written.
        for (const row of texts) results.push({ row, handOver: await handOver(row) });
        return results;
      }),
    );
    return sent.flat();
  }

  /** Why it may not go any more. A text whose line is gone has nobody to go to. */
  #refusalOf(row: LeasedRow, nowMs: number): string | undefined {
    if (row.kind === "notice") return undefined;
    if (row.line_id === null) return "erased";
    const { purposes } = this.#parts.deps;
    return refusalOnLine(sql.lineFacts(row, purposeOf(purposes, row), NOT_USED), "sms", nowMs);
  }

  async #sendOne(row: LeasedRow, phones: ReadonlyMap<string, Sealed<string>>, answerMs: number): Promise<Outcome> {
    const { deps, carriers, log } = this.#parts;
    const { vault } = deps;
    const text = row.kind === "text" ? openText(vault, row) : noticeText(vault, row);
    // The page of whoever has no phone: it is there to be read with the commit that says so.
    if (OWN_PAGES.has(row.via)) return text === undefined ? givenUp(row, "erased") : { outcome: "delivered" };
    const carrier = carriers.get(row.via);
    const to =
      row.to_subject === null ? vault.openForTenant("notice", row.to_sealed as Buffer) : phones.get(row.to_subject);
    // Shredded meanwhile: there is nothing left to deliver, or nobody to deliver it to.
    if (to === undefined || text === undefined) return givenUp(row, "erased");
    if (carrier === undefined) return later(row);
    try {
      const asked = carrier.sendText({ deliveryId: deliveryId(row), from: row.from_number, to, text });
      // An operator that never answers must not keep everybody's texts waiting.
      const answer = await within(answerMs, asked);
      return answer.outcome === "later" ? later(row, answer.afterMs) : answer;
    } catch (error) {
      log.warn("relay.hand-over-failed", { carrier: row.via, ...errorFields(error) });
      if (error instanceof CarrierDown) return later(row);
      if (!carrier.deduplicates) return { outcome: "unknown" };
      const next = later({ ...row, is_doubtful: true });
      return next.outcome === "later" ? { ...next, outcome: "again" } : next;
    }
  }
}

function customerOf(row: LeasedRow): readonly CustomerId[] {
  return row.kind === "text" && row.customer_id !== null ? [row.customer_id] : [];
}

function openText(vault: Vault, row: TextRow): Sealed<string> | undefined {
  if (row.sealed_text === null || row.customer_id === null) return undefined;
  return vault.openText(row.customer_id, row.attempt_id, row.sealed_text);
}

function noticeText(vault: Vault, { notice, language, sealed_text: sealed }: NoticeRow): Sealed<string> | undefined {
  if (sealed === null) return seal(sentence(language, notice, {}));
  const opened = vault.openForTenant("notice", sealed);
  if (opened === undefined) return undefined;
  const quoted = openSealed(opened);
  if (quoted.startsWith("{")) return seal(sentence(language, notice, JSON.parse(quoted) as NoticeValues));
  const names = quoted.split(" ").filter((name) => name !== "");
  const classes = names.map((name) => sentence(language, `screening.class.${name as ScreeningClass}`, {}));
  // Nothing was found: it could not be looked at.
  if (classes.length === 0) classes.push(sentence(language, "screening.class.not_screened", {}));
  return seal(sentence(language, notice, { classes: classes.join(", ") }));
}

function deliveryId(row: LeasedRow): string {
  if (row.kind === "notice") return row.delivery_id ?? `notice-${row.outbox_id}`;
  return row.attempt_id;
}

function later(row: OutboxRow, afterMs?: number): Outcome {
  const { tries } = row;
  if (tries >= MAX_TRIES) return givenUp(row, "carrier_down");
  const backOffMs = BACK_OFF_MS[Math.min(tries, BACK_OFF_MS.length) - 1] ?? BACK_OFF_MS[0];
  return { outcome: "later", afterMs: afterMs ?? backOffMs };
}

/** A text that goes no further did not arrive, unless it was handed over once and nobody answered. */
function givenUp(
  { is_doubtful: isDoubtful }: OutboxRow,
  code: string,
): { readonly outcome: "unknown" } | { readonly outcome: "failed"; readonly code: string } {
  return isDoubtful ? { outcome: "unknown" } : { outcome: "failed", code };
}

/** The batch took its time before this text had its turn. */
const NOT_STARTED: HandOver = { outcome: "later", afterMs: 0 };

/** `now`: the instant of the act that took them, and what passed since, unix ms. */
type Batch = { readonly rows: readonly LeasedRow[]; readonly now: () => number };

async function leaseBatch(tx: Tx, leaseMs: number): Promise<Batch> {
  const sinceMs = tx.now.getTime() - performance.now();
  const rows = await tx.query<LeasedRow>(sql.LEASE_DUE, [tx.tenant, BATCH, leaseMs]);
  return { rows, now: () => sinceMs + performance.now() };
}

async function recordSent(tx: Tx, sent: readonly Sent[]): Promise<void> {
  const results: Result[] = [];
  const customers: CustomerId[] = [];
  const finished: number[] = [];
  const accepted: number[] = [];
  const postponed: Postponed[] = [];
  for (const { row, handOver } of sent) {
    if (handOver.outcome === "later" || handOver.outcome === "again") {
      const { outcome, afterMs } = handOver;
      postponed.push({ id: row.outbox_id, afterMs, isDoubtful: outcome === "again" });
      continue;
    }
    if (handOver.outcome === "accepted") {
      accepted.push(row.outbox_id);
      continue;
    }
    finished.push(row.outbox_id);
    if (row.attempt_id === null) continue;
    const { outcome } = handOver;
    results.push({ attemptId: row.attempt_id, outcome, ...(outcome === "failed" ? { code: handOver.code } : {}) });
    customers.push(...customerOf(row));
  }
  await recordResults(tx, results, customers);
  requeue(tx, postponed);
  if (accepted.length > 0) tx.write(sql.AWAIT_RECEIPT, [tx.tenant, accepted]);
  if (finished.length > 0) tx.write(sql.FINISH, [tx.tenant, finished, tx.now]);
}

type Postponed = { readonly id: number; readonly afterMs: number; readonly isDoubtful: boolean };

function requeue(tx: Tx, texts: readonly Postponed[]): void {
  if (texts.length === 0) return;
  tx.write(sql.REQUEUE, [
    tx.tenant,
    texts.map(({ id }) => id),
    texts.map(({ afterMs }) => afterMs),
    texts.map(({ isDoubtful }) => isDoubtful),
  ]);
}
