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
import type { Chat } from "./chat/receive-chat.ts";
import { chatRequest, receiveChat } from "./chat/receive-chat.ts";
import type { ContactRequest } from "./contact-request.ts";
import type { Decided } from "./decide.ts";
import { attemptIdOf } from "./contact-request.ts";
import { Delivery } from "./deliver.ts";
import { CODE_DIGITS, enterCode, splitCode } from "./enter-code.ts";
import type { GateLimits } from "./gate.ts";
import { Gate, GateOverloaded, LedgerUnavailable } from "./gate.ts";
import type { JoinedText } from "./join-parts.ts";
import { joinParts } from "./join-parts.ts";
import { keepHouse } from "./keep-house.ts";
import type { OutageSoFar } from "./outage.ts";
import { Outage } from "./outage.ts";
import type { Result } from "./record-result.ts";
import { recordResults } from "./record-result.ts";
import { OwnNumbers } from "./own-numbers.ts";
import type { Scorer } from "./scorer.ts";
import type { Said } from "./spoken/said.ts";
import { Speaking } from "./spoken/speaking.ts";
import type { FurtherSpool } from "./spool.ts";
import * as sql from "./sql.ts";
import { recogniseChoice, recogniseWord } from "./words.ts";

export type RelayParts = {
  readonly store: Store;
  readonly deps: MissionDeps;
  readonly log: Log;
  readonly carriers: readonly Carrier[];
  /** Address of the pages for people, without a slash at its end: what is said to people names some. */
  readonly publicUrl: string;
  /** Folder of this node's own, on a disk that fsyncs. */
  readonly spoolFolder: string;
  /** What other rooms took while the database was away: it is filed before any contact. */
  readonly furtherSpools?: readonly FurtherSpool[];
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
/** Real time, ms, for a look at the numbers; whoever speaks up waits for it once. */
const NUMBERS_LIMIT_MS = 1_000;
/** Old words, texts and counters go every minute: retention is promised to the day, and a day has 1,440 of these. */
const HOUSEKEEPING_MS = 60_000;

/**
 * Everything that stands between a carrier and a carrier: what arrives is joined, recognised, decided, recorded and
 * only then handed on.
 */
export class Relay {
  readonly #parts: RelayParts;
  readonly #gate: Gate;
  readonly #numbers = new OwnNumbers();
  readonly #speaking: Speaking;
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
    this.#speaking = new Speaking({
      ...parts,
      vault: parts.deps.vault,
      numbers: this.#numbers,
      isLedgerSound: () => this.#isLedgerSound,
      beforeRecord: () => this.#fileSpooled(),
    });
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
    await this.#speaking.stop();
    await this.#gate.close();
  }

  /** Counts for the metrics: decisions by outcome and code, texts whose fate nobody knows, words still on the spool. */
  get counts() {
    return { decisions: this.#decisions, unknownOutcomes: this.#unknownOutcomes, isSpoolEmpty: this.#areSpoolsEmpty };
  }

  /** Resolves when the decision is durable. Rejects with `LedgerUnavailable` or `GateOverloaded`: nothing happened. */
  async receiveText(text: IncomingText): Promise<Received> {
    if (!this.#numbers.isRead) await this.refreshNumbers();
    if (text.part === undefined || text.part.total === 1) return this.#receiveWhole(text, text.messageId);
    const joined = await this.#joinParts(text);
    if (joined === undefined) return { outcome: "waiting" };
    const decided = await this.#receiveWhole({ ...text, text: joined.text }, joined.messageId);
    await this.#emptyParts(text.carrier, joined.setHash);
    return decided;
  }

  /** A part for the report number is never refused either: it waits on disk for the others. */
  async #joinParts(text: IncomingText): Promise<JoinedText | undefined> {
    const join = () => this.#act((tx) => joinParts(tx, this.#parts.deps.vault, text));
    if (!this.#numbers.isForReports(text.to)) return this.#orUnavailable(join);
    try {
      return await join();
    } catch (error) {
      this.#speaking.takePart(text, error);
      return undefined;
    }
  }

  /** Notices which numbers there are, and which one is for reports. */
  async refreshNumbers(): Promise<void> {
    try {
      await within(NUMBERS_LIMIT_MS, this.#numbers.read(this.#parts.store));
    } catch (error) {
      this.#parts.log.warn("relay.numbers-not-read", errorFields(error));
    }
  }

  /** What is written on a page of ours, hers or the app. Rejects with `LedgerUnavailable`: nothing happened. */
  async receiveChat(chat: Chat): Promise<Decided> {
    const { deps } = this.#parts;
    const request = chatRequest(deps.vault, chat);
    const word = recogniseWord(openSealed(chat.text));
    if (word !== undefined) {
      const taken = await this.#takeSaid(request, { kind: "word", word, code: undefined });
      if (taken !== undefined) return taken;
    }
    const asked = { ...request, isHeldByScorer: await this.#isHeldByScorer(request) };
    const decided = await this.#recorded(() => this.#act((tx) => receiveChat(tx, deps, asked)));
    if (decided.outcome === "queued") this.#delivery.wake();
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
    const taken = await this.#takeSpoken(request, plain, code);
    if (taken !== undefined) return taken;
    const asked = { ...request, isHeldByScorer: await this.#isHeldByScorer(request) };
    const decided = await this.#recorded(() =>
      code === undefined ? this.#gate.decide(asked) : this.#act((tx) => enterCode(tx, deps, asked, code.code)),
    );
    if (decided.outcome === "set_aside") {
      await this.refreshNumbers();
      return this.#takeReport(request, { kind: "written" });
    }
    if (decided.outcome === "queued" || !decided.isRepeat) this.#delivery.wake();
    return decided;
  }

  /** What is never refused, where it is that: a word, an answer to a question, anything for the report number. */
  async #takeSpoken(
    request: ContactRequest,
    plain: string,
    code: { readonly code: string; readonly rest: string } | undefined,
  ): Promise<Decided | undefined> {
    const word = recogniseWord(code?.rest ?? plain);
    if (word !== undefined) return this.#takeSaid(request, { kind: "word", word, code: code?.code });
    const choice = recogniseChoice(plain);
    const answered = choice === undefined ? undefined : await this.#takeSaid(request, { kind: "choice", choice });
    if (answered !== undefined || !this.#numbers.isForReports(request.to)) return answered;
    return this.#takeSaid(request, { kind: "written" });
  }

  async #takeReport(request: ContactRequest, said: Said): Promise<Decided> {
    const taken = await this.#takeSaid(request, said);
    if (taken === undefined) throw new LedgerUnavailable("could not take what was sent to the report number");
    return taken;
  }

  /**
   * Decides on a call and says what to do with it. An unknown or hidden caller who typed nothing is asked for the
   * mission code; that they were is an attempt too.
   */
  async receiveCall(call: IncomingCall): Promise<ReceivedCall> {
    const { deps } = this.#parts;
    if (!this.#numbers.isRead) await this.refreshNumbers();
    if (this.#numbers.isForReports(call.to)) return this.#receiveReportCall(call);
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
    if (decided.outcome === "set_aside") {
      await this.refreshNumbers();
      return this.#receiveReportCall(call);
    }
    return {
      decided,
      instruction: await this.#orUnavailable(() => within(ACT_LIMIT_MS, this.#instruct(decided, call))),
    };
  }

  /** Nobody answers there: the call is a report, and the caller is told how to say more. */
  async #receiveReportCall({ carrier, messageId, from, to }: IncomingCall): Promise<ReceivedCall> {
    const attemptId = attemptIdOf(this.#parts.deps.vault, carrier, messageId);
    const decided = await this.#takeReport({ attemptId, channel: "call", carrier, to, from }, { kind: "called" });
    return { decided, instruction: { kind: "refuse", sentence: "notice.report_call" } };
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
    await this.refreshNumbers();
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

  /** Undefined for a digit that answers nothing: it is contact, and waits where it could not be told. */
  async #takeSaid(request: ContactRequest, said: Said): Promise<Decided | undefined> {
    const take = () => this.#speaking.take(request, said);
    const taken = await (said.kind === "choice" ? this.#orUnavailable(take) : take());
    if (taken === undefined) return undefined;
    this.#delivery.wake();
    return this.#count(taken);
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
    return this.#areSpoolsEmpty && this.#outage.soFar === undefined;
  }

  get #areSpoolsEmpty(): boolean {
    return this.#speaking.isEmpty && (this.#parts.furtherSpools ?? []).every(({ isEmpty }) => isEmpty);
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
    const { store, furtherSpools = [] } = this.#parts;
    await this.#speaking.file();
    for (const spool of furtherSpools) if (!spool.isEmpty) await spool.file();
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
