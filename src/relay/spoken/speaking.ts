import type { Log } from "../../base/log.ts";
import { errorFields } from "../../base/log.ts";
import { seal } from "../../base/sealed.ts";
import type { Language } from "../../base/text.ts";
import { sentence } from "../../base/text.ts";
import { within } from "../../base/within.ts";
import type { Store, Tx } from "../../store/index.ts";
import { TENANT } from "../../store/index.ts";
import type { Carrier, IncomingText, OutgoingText } from "../carrier.ts";
import type { ContactRequest } from "../contact-request.ts";
import { attemptIdOf } from "../contact-request.ts";
import type { Decided } from "../decide.ts";
import { LedgerUnavailable } from "../gate.ts";
import { joinParts, wholeId } from "../join-parts.ts";
import type { OwnNumbers } from "../own-numbers.ts";
import { EMPTY_PARTS } from "../sql.ts";
import type { Acknowledgement, SpokenDeps } from "./acknowledgement.ts";
import { answerToNew } from "./acknowledgement.ts";
import { intercepted } from "./answer.ts";
import type { Said } from "./said.ts";
import type { Filing } from "./spoken-spool.ts";
import { answersQuestion, SpokenSpool } from "./spoken-spool.ts";
import { canRead } from "./take-report.ts";
import { takeSaid } from "./take-said.ts";

/** Whoever says what is never refused hears of it within ten seconds: so long for the database, then so long without it. */
const RECORD_LIMIT_MS = 4_000;
const ANSWER_LIMIT_MS = 4_000;

export type SpeakingParts = SpokenDeps & {
  readonly store: Store;
  readonly log: Log;
  readonly carriers: readonly Carrier[];
  /** Folder of this node's own, on a disk that fsyncs. */
  readonly spoolFolder: string;
  readonly numbers: OwnNumbers;
  /** False while the outbox waits for somebody to verify the ledger. */
  readonly isLedgerSound: () => boolean;
  /** What must be filed first; rejects while it cannot be. */
  readonly beforeRecord: () => Promise<void>;
};

/**
 * Takes what is never refused: in the database, else on disk, where it is answered by the carrier alone. Whatever else
 * is broken, the cut comes first: what is on disk is filed before any contact of this node.
 */
export class Speaking {
  readonly #parts: SpeakingParts;
  readonly #spool: SpokenSpool;
  /** Answers on their way that were handed to a carrier past the outbox. */
  readonly #answering = new Set<Promise<void>>();

  constructor(parts: SpeakingParts) {
    this.#parts = parts;
    this.#spool = new SpokenSpool(parts.spoolFolder, parts);
  }

  /** Nothing waits on disk. */
  get isEmpty(): boolean {
    return this.#spool.isEmpty;
  }

  /** Waits for the answers that are on their way. */
  async stop(): Promise<void> {
    await Promise.all(this.#answering);
  }

  /**
   * Resolves when it is recorded or on disk; undefined for a digit that answers nothing. Rejects with
   * `LedgerUnavailable` when the disk fails too, and for a digit of which nobody can tell now what it answers.
   */
  async take(request: ContactRequest, said: Said): Promise<Decided | undefined> {
    const { store, log, vault, publicUrl, beforeRecord, isLedgerSound } = this.#parts;
    const answers: Acknowledgement[] = [];
    const deps = { vault, publicUrl, onAnswer: (answer: Acknowledgement) => void answers.push(answer) };
    try {
      const recorded = beforeRecord().then(() => store.transaction((tx) => takeSaid(tx, deps, request, said)));
      const decided = await within(RECORD_LIMIT_MS, recorded);
      // What is queued waits until somebody verified the ledger; the carrier recognises it when it comes again.
      if (!isLedgerSound() && this.#carrierOf(request)?.deduplicates === true) this.#answerNow(request, answers.at(-1));
      return decided;
    } catch (error) {
      log.warn("relay.word-spooled", errorFields(error));
      return this.#takeOnDisk(request, said, error);
    }
  }

  /** A part of a long text to the report number: with the first of them its sender is answered. */
  takePart(text: IncomingText, error: unknown): void {
    const { carrier, from, messageId, part, to } = text;
    const { log, vault } = this.#parts;
    log.warn("relay.word-spooled", errorFields(error));
    orLost(() => this.#spool.takePart(text));
    if (part?.index !== 1) return;
    const attemptId = attemptIdOf(vault, carrier, wholeId(vault.keyedHash("part", carrier, messageId)));
    const request: ContactRequest = { attemptId, channel: "sms", carrier, to, from, text: text.text };
    this.#answerNow(request, answerToNew(this.#parts, request));
  }

  /** Files what waits on disk; rejects while the database is away. */
  async file(): Promise<void> {
    if (this.#spool.isEmpty) return;
    // Whoever is being told right now is not told again.
    await Promise.all(this.#answering);
    await this.#spool.file((filing) => this.#parts.store.transaction((tx) => this.#fileOne(tx, filing)));
  }

  #takeOnDisk(request: ContactRequest, said: Said, cause: unknown): Decided {
    const isReportNumber = this.#parts.numbers.isForReports(request.to);
    const isAnswer = answersQuestion(this.#spool.questionOf(request), said);
    // Whether it is an answer nobody can tell now: as a message it could reach whom it is about.
    if (!isAnswer && !isReportNumber) throw new LedgerUnavailable("could not tell what a digit answers", { cause });
    const taken = isAnswer ? said : ({ kind: "written" } as const);
    const answer = orLost(() => this.#spool.take(request, taken, isReportNumber));
    if (canRead(request)) this.#answerNow(request, answer);
    return intercepted(request, answer?.language);
  }

  async #fileOne(tx: Tx, filing: Filing): Promise<void> {
    const { vault, publicUrl } = this.#parts;
    const deps = { vault, publicUrl };
    if ("said" in filing) {
      await takeSaid(tx, deps, filing.request, filing.said, filing.settled);
      return;
    }
    const { carrier, from, to } = filing.part;
    const joined = await joinParts(tx, vault, filing.part);
    if (joined === undefined) return;
    const attemptId = attemptIdOf(vault, carrier, joined.messageId);
    const request: ContactRequest = { attemptId, channel: "sms", carrier, to, from, text: joined.text };
    await takeSaid(tx, deps, request, { kind: "written" }, filing.settled(attemptId));
    await tx.query(EMPTY_PARTS, [TENANT, carrier, joined.setHash]);
  }

  #carrierOf({ carrier: name }: ContactRequest): Carrier | undefined {
    return this.#parts.carriers.find((carrier) => carrier.name === name);
  }

  /** Hands an answer to the carrier past the outbox. */
  #answerNow(request: ContactRequest, answer: Acknowledgement | undefined): void {
    const carrier = this.#carrierOf(request);
    if (answer === undefined || carrier === undefined || request.from === undefined) return;
    // Nothing is ever sent in the name of a number that is not ours.
    if (!this.#parts.numbers.has(request.to)) return;
    const { deliveryId, key, language, values } = answer;
    const text = { deliveryId, from: request.to, to: request.from, text: seal(sentence(language, key, values)) };
    const answering = this.#hand(carrier, text, request, language).finally(() => this.#answering.delete(answering));
    this.#answering.add(answering);
  }

  /** Never rejects: an answer that did not get out is told when it is filed. */
  async #hand(carrier: Carrier, text: OutgoingText, { attemptId }: ContactRequest, language: Language): Promise<void> {
    try {
      const { outcome } = await within(ANSWER_LIMIT_MS, carrier.sendText(text));
      if (outcome === "delivered" || outcome === "accepted") this.#spool.acknowledged(attemptId, language);
    } catch (error) {
      this.#parts.log.warn("relay.answer-not-sent", errorFields(error));
    }
  }
}

/** When the disk fails as well, the operator must try again: it is the last one who still has the word. */
function orLost<T>(take: () => T): T {
  try {
    return take();
  } catch (cause) {
    throw new LedgerUnavailable("could not keep a word", { cause });
  }
}
