import type { AttemptId } from "../base/ids.ts";
import type { Log } from "../base/log.ts";
import { errorFields } from "../base/log.ts";
import { openSealed } from "../base/sealed.ts";
import { within } from "../base/within.ts";
import { append } from "../ledger/index.ts";
import type { Store, Tx } from "../store/index.ts";
import { localNow, TENANT } from "../store/index.ts";
import type { MissionDeps } from "../missions/index.ts";
import type { CallInstruction, Carrier, IncomingCall, IncomingText } from "./carrier.ts";
import type { ContactRequest } from "./contact-request.ts";
import type { Decided } from "./decide.ts";
import { attemptIdOf } from "./contact-request.ts";
import { Delivery } from "./deliver.ts";
import { CODE_DIGITS, enterCode, splitCode } from "./enter-code.ts";
import type { GateLimits } from "./gate.ts";
import { Gate, GateOverloaded, LedgerUnavailable } from "./gate.ts";
import type { SentWord } from "./intercept-word.ts";
import { interceptWord } from "./intercept-word.ts";
import { joinParts } from "./join-parts.ts";
import { keepHouse } from "./keep-house.ts";
import type { OutageSoFar } from "./outage.ts";
import { Outage } from "./outage.ts";
import type { Result } from "./record-result.ts";
import { recordResults } from "./record-result.ts";
import type { SpooledWord } from "./spool.ts";
import type { Scorer } from "./scorer.ts";
import { Spool } from "./spool.ts";
import * as sql from "./sql.ts";
import { recogniseWord } from "./words.ts";

export type RelayParts = {
  readonly store: Store;
  readonly deps: MissionDeps;
  readonly log: Log;
  readonly carriers: readonly Carrier[];
  /** Folder of this node's own, on a disk that fsyncs. */
  readonly spoolFolder: string;
  readonly limits?: Partial<GateLimits>;
  /** Real time, ms, for which a batch of texts is this node's to hand over. */
  readonly leaseMs?: number;
  /** The operator's own opinion on texts, where there is one. */
  readonly scorer?: Scorer | undefined;
  /** False while the ledger's trees must not be extended: then nothing new is let through. */
  readonly isLedgerSound?: () => boolean;
  /** Told for every decision that was made here, once it is durable. */
  readonly onDecided?: (decided: Decided) => void;
};

/** Decided, or still waiting for the other parts of a long text. */
export type Received = Decided | { readonly outcome: "waiting" };

export type ReceivedCall = { readonly decided: Decided; readonly instruction: CallInstruction };

/**
 * Real time, ms, that a sender waits for a database that hangs, before being told to try again. What is recorded
 * later all the same is found by then. Long enough for a disk flush on a bad day.
 */
const ACT_LIMIT_MS = 10_000;
/** Whoever sends a word that is never refused hears of it within ten seconds. */
const WORD_LIMIT_MS = 4_000;
/** Old words, texts and counters go every minute: retention is promised to the day, and a day has 1,440 of these. */
const HOUSEKEEPING_MS = 60_000;

/**
 * Everything that stands between a carrier and a carrier: what arrives is joined, recognised, decided, recorded and
 * only then handed on.
 */
export class Relay {
  readonly #parts: RelayParts;
  readonly #gate: Gate;
  readonly #spool: Spool;
  readonly #delivery: Delivery;
  readonly #outage: Outage;
  #filing: Promise<void> | undefined;
  #housekeeping: NodeJS.Timeout | undefined;
  #saltsGoneBefore = new Date(0);
  #unknownOutcomes = 0;
  #decisions = new Map<string, number>();

  constructor(parts: RelayParts) {
    this.#parts = parts;
    this.#gate = new Gate(parts);
    this.#spool = new Spool(parts.spoolFolder, parts.deps.vault);
    this.#outage = new Outage(parts.spoolFolder);
    this.#delivery = new Delivery({
      store: parts.store,
      deps: parts.deps,
      log: parts.log,
      carriers: new Map(parts.carriers.map((carrier) => [carrier.name, carrier])),
      beforeBatch: async () => {
        this.#requireSoundLedger();
        await this.#fileSpooled();
      },
      onUnknown: (attempt) => this.#alert(attempt),
      leaseMs: parts.leaseMs,
    });
  }

  start(): void {
    this.#delivery.start();
    this.#housekeeping = setInterval(() => void this.keepHouse(), HOUSEKEEPING_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#housekeeping);
    await this.#delivery.stop();
    await this.#gate.close();
  }

  /** Counts for the metrics: decisions by outcome and code, texts whose fate nobody knows, words still on the spool. */
  get counts() {
    return { decisions: this.#decisions, unknownOutcomes: this.#unknownOutcomes, isSpoolEmpty: this.#spool.isEmpty };
  }

  /** Resolves when the decision is durable. Rejects with `LedgerUnavailable` or `GateOverloaded`: nothing happened. */
  async receiveText(text: IncomingText): Promise<Received> {
    if (text.part === undefined || text.part.total === 1) return this.#receiveWhole(text, text.messageId);
    const joined = await this.#orUnavailable(() => this.#act((tx) => joinParts(tx, this.#parts.deps.vault, text)));
    if (joined === undefined) return { outcome: "waiting" };
    const decided = await this.#receiveWhole({ ...text, text: joined.text }, joined.messageId);
    await this.#emptyParts(text.carrier, joined.setHash);
    return decided;
  }

  /** Asked before anything is decided: no lock waits for it. */
  async #isHeldByScorer({ text }: ContactRequest): Promise<boolean> {
    const { scorer, deps } = this.#parts;
    return scorer !== undefined && text !== undefined && deps.screener.isOn && scorer.holds(text);
  }

  /** What was decided stays so when this fails: the parts go a day later, or when one of them is repeated. */
  async #emptyParts(carrier: string, setHash: Buffer): Promise<void> {
    try {
      await this.#parts.store.query(sql.EMPTY_PARTS, [TENANT, carrier, setHash]);
    } catch (error) {
      this.#parts.log.warn("relay.parts-not-emptied", errorFields(error));
    }
  }

  async #receiveWhole(text: IncomingText, messageId: string): Promise<Decided> {
    const { deps } = this.#parts;
    const request: ContactRequest = {
      attemptId: attemptIdOf(deps.vault, text.carrier, messageId),
      channel: "sms",
      carrier: text.carrier,
      to: text.to,
      from: text.from,
      text: text.text,
      pictures: text.pictures,
    };
    const plain = openSealed(text.text);
    const code = splitCode(plain);
    const word = recogniseWord(code?.rest ?? plain);
    if (word !== undefined) return this.#count(await this.#takeWord(request, { word, code: code?.code }));
    const asked = { ...request, isHeldByScorer: await this.#isHeldByScorer(request) };
    const decided = await this.#recorded(() =>
      code === undefined ? this.#gate.decide(asked) : this.#act((tx) => enterCode(tx, deps, asked, code.code)),
    );
    if (decided.outcome === "queued" || !decided.isRepeat) this.#delivery.wake();
    return decided;
  }

  /**
   * Decides on a call and says what to do with it. An unknown or hidden caller who typed nothing is asked for the
   * mission code; that they were is an attempt too.
   */
  async receiveCall(call: IncomingCall): Promise<ReceivedCall> {
    const { deps } = this.#parts;
    const request: ContactRequest = {
      attemptId: attemptIdOf(
        deps.vault,
        call.carrier,
        call.keys === undefined ? call.messageId : `${call.messageId}#keys`,
      ),
      channel: "call",
      carrier: call.carrier,
      to: call.to,
      from: call.from,
    };
    const code = call.keys?.replace(/\D/g, "");
    const decided = await this.#recorded(() =>
      code === undefined || code.length === 0
        ? this.#gate.decide(request)
        : this.#act((tx) => enterCode(tx, deps, request, code.slice(0, CODE_DIGITS + 1))),
    );
    return {
      decided,
      instruction: await this.#orUnavailable(() => within(ACT_LIMIT_MS, this.#instruct(decided, call))),
    };
  }

  async #instruct({ outcome, code, connect }: Decided, call: IncomingCall): Promise<CallInstruction> {
    if (outcome !== "queued" || connect === undefined) {
      const mayAsk = call.keys === undefined && (code === "code_required" || code === "unknown_sender");
      return mayAsk ? { kind: "ask_code" } : { kind: "refuse", sentence: "notice.call_refused" };
    }
    const phones = await this.#parts.deps.vault.openPhones(this.#parts.store, [connect.ring]);
    const ring = phones.get(connect.ring);
    if (ring === undefined) return { kind: "refuse", sentence: "notice.call_refused" };
    const { callerId, maxSeconds, ringSeconds } = connect;
    return { kind: "connect", ring, callerId, maxSeconds, ringSeconds };
  }

  /** What became of a call, or of a text the operator had only accepted. Rejects with `LedgerUnavailable`. */
  async receiveResult(result: Result): Promise<void> {
    const record = this.#parts.store.transaction(async (tx) => {
      await recordResults(tx, [result]);
      await tx.query(sql.FINISH_AWAITED, [tx.tenant, [result.attemptId], tx.now]);
    });
    await record.catch((cause: unknown) => {
      throw new LedgerUnavailable("could not record a result", { cause });
    });
  }

  async keepHouse(): Promise<void> {
    try {
      const { store, deps } = this.#parts;
      const { unknown, saltsGoneBefore } = await keepHouse(store, deps.vault, this.#saltsGoneBefore);
      this.#saltsGoneBefore = saltsGoneBefore;
      for (const attempt of unknown) this.#alert(attempt);
    } catch (error) {
      this.#parts.log.warn("relay.housekeeping-failed", errorFields(error));
    }
  }

  /** Nobody knows whether it arrived: a human must look. */
  #alert(attempt: AttemptId): void {
    this.#unknownOutcomes += 1;
    this.#parts.log.error("relay.outcome-unknown", { attempt });
  }

  /** The cut comes first, whatever else is broken: what the database cannot take now waits on disk. */
  async #takeWord(request: ContactRequest, sent: SentWord): Promise<Decided> {
    const { store, deps, log } = this.#parts;
    try {
      const recorded = this.#fileSpooled().then(() =>
        store.transaction((tx) => interceptWord(tx, deps.vault, request, sent)),
      );
      const decided = await within(WORD_LIMIT_MS, recorded);
      this.#delivery.wake();
      return decided;
    } catch (error) {
      log.warn("relay.word-spooled", errorFields(error));
      this.#spoolWord({ request, ...sent });
      return {
        attemptId: request.attemptId,
        outcome: "intercepted",
        code: undefined,
        isRepeat: false,
        connect: undefined,
      };
    }
  }

  /** When the disk fails as well, the operator must try again: it is the last one who still has the word. */
  #spoolWord(spooled: SpooledWord): void {
    try {
      this.#spool.take(spooled);
    } catch (cause) {
      throw new LedgerUnavailable("could not keep a word", { cause });
    }
  }

  #act<T>(act: (tx: Tx) => Promise<T>): Promise<T> {
    return within(ACT_LIMIT_MS, this.#parts.store.transaction(act));
  }

  /** Contact waits until every word that was spooled has been filed: the cut comes first. */
  async #recorded(decide: () => Promise<Decided>): Promise<Decided> {
    return this.#count(
      await this.#orUnavailable(async () => {
        this.#requireSoundLedger();
        if (!this.#isDrained) await within(ACT_LIMIT_MS, this.#fileSpooled());
        return decide();
      }),
    );
  }

  async #orUnavailable<T>(act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      if (error instanceof GateOverloaded) throw error;
      this.#countRefused();
      if (error instanceof LedgerUnavailable) throw error;
      throw new LedgerUnavailable("could not record a decision", { cause: error });
    }
  }

  #countRefused(): void {
    try {
      this.#outage.count(localNow());
    } catch (error) {
      // Counted in memory: only a kill before the disk has room again would lose it.
      this.#parts.log.warn("relay.outage-not-kept", errorFields(error));
    }
  }

  #count(decided: Decided): Decided {
    if (!decided.isRepeat) {
      const key = decided.code ?? decided.outcome;
      this.#decisions.set(key, (this.#decisions.get(key) ?? 0) + 1);
      this.#parts.onDecided?.(decided);
    }
    return decided;
  }

  /** False while contact is refused for want of a record. */
  get isRecording(): boolean {
    return this.#isDrained && this.#isLedgerSound;
  }

  /** False while something waits for its record: words on the spool, or the count of what was refused meanwhile. */
  get #isDrained(): boolean {
    return this.#spool.isEmpty && this.#outage.soFar === undefined;
  }

  get #isLedgerSound(): boolean {
    return this.#parts.isLedgerSound?.() !== false;
  }

  #requireSoundLedger(): void {
    if (!this.#isLedgerSound) throw new LedgerUnavailable("could not record what nobody could verify");
  }

  /** Files what waited for the database, once, however many ask; rejects while the database is still away. */
  #fileSpooled(): Promise<void> {
    if (this.#isDrained) return Promise.resolve();
    this.#filing ??= this.#file().finally(() => {
      this.#filing = undefined;
    });
    return this.#filing;
  }

  async #file(): Promise<void> {
    const { store, deps } = this.#parts;
    const words = this.#spool.read();
    for (const { request, ...sent } of words) {
      await store.transaction((tx) => interceptWord(tx, deps.vault, request, sent));
    }
    if (words.length > 0) this.#spool.drop(words.length);
    const outage = this.#outage.soFar;
    if (outage === undefined) return;
    const refused = await store.transaction(async (tx) => {
      const [known] = await tx.query<{ refused: number }>(sql.SELECT_OUTAGE, [tx.tenant, outage.id]);
      return known?.refused ?? this.#recordOutage(tx, outage);
    });
    this.#outage.recorded({ refused }, localNow());
  }

  /** Gives how many refusals it told of. */
  async #recordOutage(tx: Tx, { id, beganAt, refused }: OutageSoFar): Promise<number> {
    const [leaf] = await append(tx, [
      { event: "relay.outage", beganAt: beganAt.toISOString(), endedAt: tx.now.toISOString(), refused },
    ]);
    await tx.query(sql.INSERT_OUTAGE, [tx.tenant, id, beganAt, refused, leaf?.entryId]);
    return refused;
  }
}
