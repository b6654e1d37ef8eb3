import { randomUUID } from "node:crypto";
import type { Log } from "../../base/log.ts";
import { errorFields } from "../../base/log.ts";
import type { Store } from "../../store/index.ts";
import { TENANT } from "../../store/index.ts";
import { openNote, parseSignatureLines } from "../format/note.ts";
import type { Policy } from "../format/policy.ts";
import { isQuorum } from "../format/policy.ts";
import { proveConsistency } from "../logs/prove-entry.ts";
import type { LogRow } from "../sql.ts";
import { RELEASE_LEASE, SELECT_LOG, SELECT_LOGS, TAKE_LEASE } from "../sql.ts";
import type { WitnessAnswer } from "./ask-witness.ts";
import { askWitness } from "./ask-witness.ts";
import type { CosignedRow } from "./sql.ts";
import * as sql from "./sql.ts";

/** From the end of a round to the next, ms. Each costs every witness a flush of its disk. */
const PERIOD_MS = 1_000;
/** A log that does not grow is shown to the witnesses again after this, ms: a cosignature says "as of now". */
const RENEW_MS = 5 * 60_000;
/** A witness that fails is left alone for a second, then for twice as long each time, up to five minutes. */
const BACK_OFF_MS = { first: 1_000, most: 5 * 60_000 };
/** Longer than a round may take, ms. */
const LEASE_MS = 30_000;

type WitnessState = { known: number; failures: number; notBefore: number };

/**
 * Asks the witnesses of a policy to cosign the logs: in rounds, all of them the same checkpoint, so that a quorum can
 * be of one. One node at a time does. Nothing waits for it: a witness that is away only makes the last witnessed
 * checkpoint older.
 */
export class Cosigners {
  readonly #store: Store;
  readonly #policy: Policy;
  readonly #log: Log;
  readonly #holder = randomUUID();
  /** By address and log. */
  readonly #witnesses = new Map<string, WitnessState>();
  readonly #shown = new Map<string, { readonly size: number; readonly at: number }>();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(parts: { readonly store: Store; readonly policy: Policy; readonly log: Log }) {
    this.#store = parts.store;
    this.#policy = parts.policy;
    this.#log = parts.log;
  }

  start(): void {
    this.#timer = setTimeout(() => {
      this.#running = this.#turn();
    }, PERIOD_MS);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#running;
    try {
      await this.#store.query(RELEASE_LEASE, [TENANT, "cosign", this.#holder]);
    } catch (error) {
      // It ends by itself.
      this.#log.warn("witness.lease-not-released", errorFields(error));
    }
  }

  /** Never rejects. */
  async #turn(): Promise<void> {
    try {
      await this.round();
    } catch (error) {
      this.#log.warn("witness.round-failed", errorFields(error));
    }
    if (!this.#isStopped) this.start();
  }

  /** Shows every open log to every witness that may be asked now. */
  async round(): Promise<void> {
    const lease = await this.#store.query(TAKE_LEASE, [TENANT, "cosign", this.#holder, LEASE_MS]);
    if (lease.length === 0) return;
    const logs = await this.#store.query<LogRow>(SELECT_LOGS, [TENANT]);
    // A log that was closed is shown once more: its last checkpoint is the one that counts.
    for (const log of logs) await this.#show(log);
  }

  async #show(log: LogRow): Promise<void> {
    const shown = this.#shown.get(log.name);
    const isRenewed = log.closed_at === null && performance.now() - (shown?.at ?? 0) > RENEW_MS;
    if (shown?.size === log.size && !isRenewed) return;
    const target = [TENANT, log.name, log.size] as const;
    await this.#store.query(sql.KEEP_FOR_COSIGNING, [...target, log.checkpoint]);
    await this.#store.query(sql.FORGET_UNWITNESSED, target);
    const urls = new Set(this.#policy.witnesses.flatMap(({ url }) => url ?? []));
    const isShown = await Promise.all([...urls].map((url) => this.#ask(url, log)));
    // Who was away is asked about this checkpoint again.
    if (isShown.every(Boolean)) this.#shown.set(log.name, { size: log.size, at: performance.now() });
  }

  /** False: to be asked again about this checkpoint. */
  async #ask(url: string, log: LogRow): Promise<boolean> {
    const place = `${url} ${log.name}`;
    const state = this.#witnesses.get(place) ?? { known: 0, failures: 0, notBefore: 0 };
    this.#witnesses.set(place, state);
    if (performance.now() < state.notBefore) return false;
    const answer = await this.#question(url, log, state);
    const again = answer.kind === "conflict" && answer.size <= log.size && answer.size !== state.known;
    if (answer.kind === "conflict") state.known = answer.size;
    return this.#take(url, log, state, again ? await this.#question(url, log, state) : answer);
  }

  async #question(url: string, log: LogRow, state: WitnessState): Promise<WitnessAnswer> {
    const oldSize = Math.min(state.known, log.size);
    const keys = this.#policy.witnesses.filter((one) => one.url === url).map(({ verifier }) => verifier);
    const proof = await proveConsistency(this.#store, log.name, oldSize, log.size);
    return askWitness(url, { oldSize, proof, note: log.checkpoint }, keys);
  }

  async #take(url: string, log: LogRow, state: WitnessState, answer: WitnessAnswer): Promise<boolean> {
    if (answer.kind === "cosigned") {
      Object.assign(state, { known: log.size, failures: 0, notBefore: 0 });
      await this.#keep(log, answer.lines);
      return true;
    }
    const code = answer.kind === "failed" ? answer.code : await this.#whyConflict(log, answer.size);
    if (code === "later") return true;
    const waitMs = Math.min(BACK_OFF_MS.first * 2 ** state.failures, BACK_OFF_MS.most);
    state.failures += 1;
    state.notBefore = performance.now() + waitMs * (0.75 + Math.random() / 2);
    const witness = this.#policy.witnesses.find((one) => one.url === url)?.name;
    const isAlarm = code === "inconsistent" || code === "ahead";
    this.#log[isAlarm ? "error" : "warn"](`witness.${code.replace("_", "-")}`, { witness, log: log.name });
    return false;
  }

  /** It may have been shown a later checkpoint meanwhile; if it saw more than there is, the database was set back. */
  async #whyConflict(log: LogRow, size: number): Promise<"later" | "ahead" | "unavailable"> {
    const [now] = await this.#store.query<LogRow>(SELECT_LOG, [TENANT, log.name]);
    if (now === undefined || size > now.size) return "ahead";
    return size > log.size ? "later" : "unavailable";
  }

  /** Adds cosignatures to a checkpoint, in place of older ones of the same keys, and counts whether they are enough. */
  async #keep({ name, size }: LogRow, lines: readonly string[]): Promise<void> {
    const policy = this.#policy;
    await this.#store.transaction(async (tx) => {
      const target = [tx.tenant, name, size] as const;
      const [row] = await tx.query<CosignedRow>(sql.LOCK_COSIGNED, target);
      if (row === undefined) return;
      const byKey = new Map([...row.lines, ...lines].map((line) => [keyOf(line), line]));
      const kept = [...byKey.values()];
      const keys = policy.witnesses.map(({ verifier }) => verifier);
      const opened = openNote(row.note + kept.join(""), keys);
      const verified = new Set(opened.ok ? opened.verified.map(({ verifier }) => verifier.vkey) : []);
      const names = policy.witnesses.filter(({ verifier }) => verified.has(verifier.vkey)).map((one) => one.name);
      const isWitnessed = isQuorum(policy, new Set(names));
      await tx.query(sql.SET_COSIGNATURES, [...target, kept, isWitnessed]);
      if (isWitnessed) await tx.query(sql.FORGET_COSIGNED, target);
    });
  }
}

/** Name and key id of a signature line. */
function keyOf(line: string): string {
  const [parsed] = parseSignatureLines(line) ?? [];
  return `${parsed?.name} ${parsed?.bytes.readUInt32BE(0)}`;
}
