import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Random } from "../seed.ts";
import type { Witness } from "./ledger-chaos-said.ts";
import type { Fate, NodeOrder, NodeReport, NodeSetup } from "./ledger-node.ts";
import { FIRST_NUMBER } from "./ledger-stranger.ts";
import type { Proxy } from "./proxy.ts";

/** Numbers of one node's life; those of another begin elsewhere. */
const NUMBERS_A_LIFE = FIRST_NUMBER;
/** How long a node is stopped, ms. */
export const PAUSE_MS = { least: 500, most: 8_000 };
/** Everything that can happen does within this, also on a machine that has much else to do. */
export const LIMIT_MS = 120_000;
const POLL_MS = 20;

export type ChaosCounts = {
  rounds: number;
  /** kill -9, of these some in the middle of a pass. */
  kills: number;
  killsInPass: number;
  pauses: number;
  pausesInPass: number;
  skews: number;
  /** Of the database. */
  restarts: number;
  /** A statement's connection broken, sessions ended by the server, a network that hangs. */
  cuts: number;
  starts: number;
  entries: number;
  checkpoints: number;
  /** Transactions that failed or were never answered, and how many of them are there all the same. */
  uncertain: number;
  uncertainKept: number;
  attempts: number;
  /** The longest time, ms, that a leader frozen in the middle of its pass held the others up. */
  longestHoldUpMs: number;
  /** The longest time, ms, from the end of a round's chaos until every node recorded and all of it was under a checkpoint. */
  longestRecoveryMs: number;
};

type NodeParts = Pick<NodeSetup, "keyFile" | "publicUrl" | "customers" | "lines"> & {
  readonly index: number;
  readonly random: Random;
  readonly folder: string;
  readonly witness: Witness;
  readonly proxy: Proxy;
  readonly counts: ChaosCounts;
};

/** One node: a process after another on one data folder. */
export class ChaosNode {
  readonly name: string;
  readonly proxy: Proxy;
  /** Something is being done to it. */
  isBusy = false;
  /** What it acknowledged in this life. */
  kept = 0;
  /** It freezes by its own hand, and somebody waits for that. */
  #isAwaited = false;
  readonly #parts: NodeParts;
  #child: ChildProcess | undefined;
  #life = 0;
  #skewMs = 0;
  #isEnding = false;
  #isRetired = false;
  #gone: Promise<void> = Promise.resolve();
  #heard = new Set<NodeReport["is"]>();

  constructor(parts: NodeParts) {
    this.#parts = parts;
    this.name = `node-${parts.index}`;
    this.proxy = parts.proxy;
  }

  get dataFolder(): string {
    return join(this.#parts.folder, this.name);
  }

  /** Returns when it records and signs; a start while the database is away is tried again, as a supervisor does. */
  async start(): Promise<void> {
    const until = performance.now() + LIMIT_MS;
    do {
      if (this.#isRetired) return;
      this.#spawn();
      this.#parts.counts.starts += 1;
      while (!this.#heard.has("up") && !this.#heard.has("down")) {
        if (this.#child === undefined && !this.#heard.has("down")) throw new Error(`${this.name} did not start`);
        if (performance.now() > until) throw new Error(`${this.name} was not up in time`);
        await sleep(POLL_MS);
      }
      if (this.#heard.has("down")) await this.#gone;
    } while (this.#heard.has("down"));
  }

  #spawn(): void {
    const { index, random, proxy, counts: _counts, witness: _witness, folder: _folder, ...shared } = this.#parts;
    this.#life += 1;
    this.#heard = new Set();
    this.#isEnding = false;
    this.kept = 0;
    mkdirSync(this.dataFolder, { recursive: true });
    const setup: NodeSetup = {
      ...shared,
      seed: Math.floor(random() * 2 ** 31),
      name: `${this.name}-${this.#life}`,
      firstNumber: ((index + 1) * 1_000 + this.#life) * NUMBERS_A_LIFE,
      skewMs: this.#skewMs,
      connection: { ...proxy.connection, application_name: this.name },
      dataFolder: this.dataFolder,
    };
    const child = spawn(process.execPath, [join(import.meta.dirname, "ledger-node.ts"), JSON.stringify(setup)], {
      env: { PATH: process.env["PATH"] ?? "" },
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.#child = child;
    // A node that is gone takes no more orders.
    child.stdin.on("error", () => undefined);
    let complaint = "";
    child.stderr.on("data", (chunk: Buffer) => {
      complaint = (complaint + chunk.toString()).slice(-2_000);
    });
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => {
      const lines = (said + chunk.toString()).split("\n");
      // What a kill cut off in the middle was not said.
      said = lines.pop() ?? "";
      for (const line of lines) this.#hear(JSON.parse(line) as NodeReport);
    });
    this.#gone = this.#end(child, () => complaint);
  }

  async #end(child: ChildProcess, complaint: () => string): Promise<void> {
    // Not "exit": what it said is still in the pipe then.
    const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
    this.#child = undefined;
    if (this.#isEnding || this.#heard.has("down") || this.#heard.has("stopped")) return;
    this.#parts.witness.found.push(`${this.name} ended by itself (${code ?? signal}): ${complaint()}`);
  }

  #hear(told: NodeReport): void {
    this.#heard.add(told.is);
    if (told.is === "kept") this.kept += 1;
    if (told.is === "met" && told.fate.does === "die") this.#isEnding = true;
    else if (told.is === "met" && !this.#isAwaited) void sleep(PAUSE_MS.least).then(() => this.goOn());
    this.#parts.witness.hear(this.name, told);
  }

  order(given: NodeOrder): void {
    this.#child?.stdin?.write(`${JSON.stringify(given)}\n`);
  }

  #send(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  pause(): void {
    this.#send("SIGSTOP");
  }

  goOn(): void {
    this.#send("SIGCONT");
  }

  async kill(): Promise<void> {
    this.#isEnding = true;
    this.#send("SIGKILL");
    await this.#gone;
  }

  /** For good. */
  async retire(): Promise<void> {
    this.#isRetired = true;
    await this.kill();
  }

  skew(ms: number): void {
    this.#skewMs = ms;
    this.order({ order: "skew", ms });
  }

  /** Waits until it has met its fate; false: it did not come to that moment in time. */
  async meets(fate: Fate, limitMs: number): Promise<boolean> {
    this.#heard.delete("met");
    this.#isAwaited = true;
    this.order({ order: "meet", fate });
    const until = performance.now() + limitMs;
    while (!this.#heard.has("met") && performance.now() < until) await sleep(POLL_MS);
    this.#isAwaited = false;
    if (!this.#heard.has("met")) this.order({ order: "meet", fate: null });
    return this.#heard.has("met");
  }

  async hears(is: NodeReport["is"]): Promise<void> {
    await waitFor(`${this.name} to be ${is}`, async () => this.#heard.has(is));
  }

  async ended(): Promise<void> {
    await this.#gone;
  }
}

export async function waitFor(what: string | (() => string), isSo: () => Promise<boolean>): Promise<void> {
  const until = performance.now() + LIMIT_MS;
  while (!(await isSo())) {
    if (performance.now() > until) {
      throw new Error(`could not wait any longer for ${typeof what === "string" ? what : what()}`);
    }
    await sleep(POLL_MS);
  }
}
