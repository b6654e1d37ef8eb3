import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import type { AttemptId, CustomerId } from "../../src/base/ids.ts";
import { newId } from "../../src/base/ids.ts";
import { append, logBacklog, RememberedCheckpoints } from "../../src/ledger/index.ts";
import type { Engine } from "../../src/store/engine/engine.ts";
import { openEngine } from "../../src/store/engine/engine.ts";
import { hasCode } from "../../src/store/engine/errors.ts";
import { runningServer } from "../../src/store/engine/postmaster.ts";
import type { Store } from "../../src/store/index.ts";
import { canRecord, migrate } from "../../src/store/index.ts";
import { violationsIn } from "../check-house.ts";
import type { House } from "../house.ts";
import { openHouse } from "../house.ts";
import type { Random } from "../seed.ts";
import { pick, seeded } from "../seed.ts";
import type { Fate, Moment, NodeOrder, NodeReport, NodeSetup } from "./ledger-node.ts";
import type { AuditedLog, ReadEntry } from "./ledger-stranger.ts";
import { auditLog, FIRST_NUMBER, LogFollower } from "./ledger-stranger.ts";
import { Proxy } from "./proxy.ts";

const NODES = 4;
const CUSTOMERS = 24;
const PAIRS = 4;
const CONNECTIONS = 150;
/** Numbers of one node's life; those of another begin elsewhere. */
const NUMBERS_A_LIFE = FIRST_NUMBER;
const SKEW_MS = 5 * 60_000;
/** Between two looks of the stranger. */
const LOOK_MS = 100;
/** A round of chaos, before everything may calm down. */
const WILD_MS = { least: 5_000, most: 9_000 };
const BETWEEN_ACTS_MS = { least: 100, most: 700 };
const PAUSE_MS = { least: 500, most: 8_000 };
/** How long a frozen node stays so after the others have gone on without it: longer than they need. */
const FROZEN_MS = { least: 0, most: 4_000 };
/** Everything that can happen does within this, also on a machine that has much else to do. */
const LIMIT_MS = 120_000;
const POLL_MS = 20;

/** What a node may be told by a database that goes away, that a test takes away, or of two acts that met. */
const AWAY = /^(unavailable|EPIPE|ECONNRE(SET|FUSED)|ENOENT|57P0[123]|25P03|08\w{3}|40P01)$/;

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

/**
 * Four nodes on one database, of its own, through `wantedMs` of chaos. Throws when anything that was acknowledged is
 * missing or there twice, when the log has a gap or a fork, or when a node refused to sign.
 */
export async function runLedgerChaos(seed: number, wantedMs: number): Promise<ChaosCounts> {
  const town = new Town(seed);
  try {
    await town.open();
    const until = performance.now() + wantedMs;
    while (performance.now() < until) await town.round();
    await town.finish();
    return town.counts;
  } catch (cause) {
    throw new Error(`round ${town.counts.rounds + 1} of SEED=${seed}: ${JSON.stringify(town.counts)}`, { cause });
  } finally {
    await town.close();
  }
}

/** A transaction of a node: all of its entries or none, and all of them once it was acknowledged. */
type Trial = { readonly numbers: readonly number[]; isKept: boolean };

/** What nodes said, which a kill does not take back. */
class Witness {
  readonly found: string[] = [];
  readonly trials = new Map<number, Trial>();
  readonly attempts = new Map<string, AttemptId>();
  readonly asked = new Set<string>();
  readonly follower: LogFollower;

  constructor(follower: LogFollower) {
    this.follower = follower;
  }

  try(numbers: readonly number[]): void {
    this.trials.set(numbers[0] as number, { numbers, isKept: false });
  }

  keep(numbers: readonly number[]): void {
    const trial = this.trials.get(numbers[0] as number);
    if (trial === undefined) this.found.push(`${numbers[0]} was kept and never tried`);
    else trial.isKept = true;
  }

  hear(node: string, told: NodeReport): void {
    switch (told.is) {
      case "trying":
        return this.try(told.numbers);
      case "kept":
        return this.keep(told.numbers);
      case "asking":
        return void this.asked.add(told.message);
      case "answered": {
        const before = this.attempts.get(told.message) ?? told.attempt;
        if (before !== told.attempt) this.found.push(`${told.message} became another attempt`);
        return void this.attempts.set(told.message, told.attempt);
      }
      case "remembered":
        return this.follower.note(told.log, told.checkpoint.size, told.checkpoint.root);
      case "failed":
      case "down":
        if (!AWAY.test(told.code)) this.found.push(`${node}: ${told.is} with ${told.code}`);
        return;
      case "refused":
        return void this.found.push(`${node} refused to sign ${told.log}: ${told.code}`);
      case "stopped":
        for (const [log, code] of told.refusals) this.found.push(`${node} still refuses ${log}: ${code}`);
        return;
      case "up":
      case "met":
      case "quiet":
        return;
    }
  }

  /** Acknowledged, and not seen under a checkpoint yet. */
  get waiting(): readonly number[] {
    return [...this.trials.values()].flatMap(({ numbers, isKept }) =>
      isKept ? numbers.filter((number) => !this.follower.numbers.has(number)) : [],
    );
  }
}

type NodeParts = Pick<NodeSetup, "keyFile" | "publicUrl" | "customers" | "lines"> & {
  readonly index: number;
  readonly random: Random;
  readonly folder: string;
  readonly witness: Witness;
  readonly proxy: Proxy;
  readonly counts: ChaosCounts;
};

/** One node: a process after another on one data folder. */
class ChaosNode {
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

async function waitFor(what: string | (() => string), isSo: () => Promise<boolean>): Promise<void> {
  const until = performance.now() + LIMIT_MS;
  while (!(await isSo())) {
    if (performance.now() > until) {
      throw new Error(`could not wait any longer for ${typeof what === "string" ? what : what()}`);
    }
    await sleep(POLL_MS);
  }
}

/** What may happen, and how often beside the others. */
const ACTS = {
  kill: 4,
  killInPass: 2,
  pause: 4,
  pauseInPass: 2,
  skew: 3,
  cut: 3,
  endSessions: 1,
  stall: 2,
  restart: 3,
} as const;
type Act = keyof typeof ACTS;
/** A fast stop, an immediate one, a kill, and the kill of one session's process, after which the server begins anew. */
const STOPS = ["SIGINT", "SIGQUIT", "SIGKILL", "session"] as const;
const MOMENTS: readonly Moment[] = ["sign", "remember"];

/** Deals cards in an order nobody knows, and all of them before any comes again. */
class Deck<T> {
  readonly #random: Random;
  readonly #cards: readonly T[];
  #left: T[] = [];

  constructor(random: Random, cards: readonly T[]) {
    this.#random = random;
    this.#cards = cards;
  }

  draw(): T {
    if (this.#left.length === 0) this.#left = [...this.#cards];
    const [card] = this.#left.splice(Math.floor(this.#random() * this.#left.length), 1);
    return card as T;
  }

  putBack(card: T): void {
    this.#left.push(card);
  }
}

class Town {
  readonly counts: ChaosCounts = {
    rounds: 0,
    kills: 0,
    killsInPass: 0,
    pauses: 0,
    pausesInPass: 0,
    skews: 0,
    restarts: 0,
    cuts: 0,
    starts: 0,
    entries: 0,
    checkpoints: 0,
    uncertain: 0,
    uncertainKept: 0,
    attempts: 0,
    longestHoldUpMs: 0,
    longestRecoveryMs: 0,
  };
  readonly #random: Random;
  readonly #acts: Deck<Act>;
  readonly #stops: Deck<(typeof STOPS)[number]>;
  readonly #folder = mkdtempSync(join(tmpdir(), "paravent-chaos-"));
  readonly #nodes: ChaosNode[] = [];
  readonly #closers: (() => Promise<unknown>)[] = [];
  #engine: Engine | undefined;
  #house: House | undefined;
  #witness: Witness | undefined;
  /** What is happening to nodes and database. */
  readonly #running = new Set<Promise<unknown>>();
  #isRestarting = false;
  #isFollowing = true;
  #following: Promise<void> = Promise.resolve();
  #heartbeats = 0;
  #beganAt = new Date(0);

  constructor(seed: number) {
    this.#random = seeded(seed);
    const acts = Object.entries(ACTS).flatMap(([act, share]) => Array.from({ length: share }, () => act as Act));
    this.#acts = new Deck(this.#random, acts);
    this.#stops = new Deck(this.#random, STOPS);
  }

  get #store(): Store {
    return (this.#house as House).store;
  }

  get #said(): Witness {
    return this.#witness as Witness;
  }

  async open(): Promise<void> {
    const engine = await openEngine({ dataDir: join(this.#folder, "data"), maxConnections: CONNECTIONS });
    this.#engine = engine;
    await migrate(engine.connection());
    // By the clock of the database too: it runs on this machine.
    this.#beganAt = new Date();
    const house = await openHouse({ database: { connection: engine.connection(), drop: async () => undefined } });
    this.#house = house;
    this.#witness = new Witness(new LogFollower(house.store));
    this.#following = this.#follow();
    const missions = await Promise.all(Array.from({ length: PAIRS }, (_, n) => house.mission({ n: n + 1 })));
    const shared = {
      keyFile: join(house.folder, "keys.json"),
      publicUrl: "https://ledger.example",
      customers: Array.from({ length: CUSTOMERS }, (): CustomerId => newId("customer")),
      lines: missions.flatMap(({ staffPhone, staffDials, customerPhone, customerDials }) => [
        { from: staffPhone, to: staffDials },
        { from: customerPhone, to: customerDials },
      ]),
    };
    for (let index = 0; index < NODES; index += 1) {
      const proxy = await Proxy.open(engine.connection());
      this.#closers.push(() => proxy.close());
      const parts = { random: this.#random, folder: this.#folder, witness: this.#said, counts: this.counts };
      this.#nodes.push(new ChaosNode({ ...shared, ...parts, index, proxy }));
    }
    this.#nodes[0]?.skew(-SKEW_MS);
    this.#nodes[1]?.skew(SKEW_MS);
    await Promise.all(this.#nodes.map((node) => node.start()));
  }

  async close(): Promise<void> {
    this.#isFollowing = false;
    await Promise.all(this.#nodes.map((node) => node.retire()));
    await Promise.all(this.#running);
    await this.#following;
    for (const close of this.#closers) await close();
    await this.#house?.close();
    await this.#engine?.stop();
    const data = join(this.#folder, "data");
    if (existsSync(data)) rmSync(realpathSync(data), { recursive: true, force: true });
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #follow(): Promise<void> {
    while (this.#isFollowing) {
      // The database is away: what is not seen now is seen at the next look, or missed when all is calm.
      await this.#said.follower.look().catch(() => undefined);
      await sleep(LOOK_MS);
    }
  }

  #between({ least, most }: { readonly least: number; readonly most: number }): number {
    return least + this.#random() * (most - least);
  }

  #check(): void {
    const found = [...this.#said.found, ...this.#said.follower.found];
    if (found.length > 0) throw new Error(found.join("\n"));
  }

  async round(): Promise<void> {
    await this.#beWild();
    await this.#calmDown();
    await this.#freezeLeader();
    this.#check();
    this.counts.rounds += 1;
  }

  /** Things happen to several nodes and their database at once. */
  async #beWild(): Promise<void> {
    const until = performance.now() + this.#between(WILD_MS);
    while (performance.now() < until) {
      await sleep(this.#between(BETWEEN_ACTS_MS));
      const act = this.#acts.draw();
      const idle = this.#nodes.filter(({ isBusy }) => !isBusy);
      if (act === "restart" ? this.#isRestarting : idle.length === 0) this.#acts.putBack(act);
      else if (act === "restart") this.#begin(this.#restart(this.#stops.draw()));
      else this.#begin(this.#doTo(pick(this.#random, idle), act));
      this.#check();
    }
    await Promise.all(this.#running);
    this.#check();
  }

  #begin(act: Promise<void>): void {
    const running = act
      .catch((error: unknown) => void this.#said.found.push(String(error)))
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  async #doTo(node: ChaosNode, act: Exclude<Act, "restart">): Promise<void> {
    node.isBusy = true;
    try {
      await this.#do(node, act);
    } finally {
      node.isBusy = false;
    }
  }

  async #do(node: ChaosNode, act: Exclude<Act, "restart">): Promise<void> {
    switch (act) {
      case "kill":
        return this.#kill(node);
      case "killInPass":
        if (await node.meets({ moment: pick(this.#random, MOMENTS), does: "die" }, 3_000)) this.counts.killsInPass += 1;
        return this.#kill(node);
      case "pause":
        node.pause();
        this.counts.pauses += 1;
        await sleep(this.#between(PAUSE_MS));
        return node.goOn();
      case "pauseInPass":
        return this.#pauseInPass(node);
      case "skew":
        this.counts.skews += 1;
        return node.skew(Math.round(this.#between({ least: -SKEW_MS, most: SKEW_MS })));
      case "cut":
        this.counts.cuts += 1;
        return node.proxy.arm({
          statement: 1 + Math.floor(this.#random() * 60),
          mode: pick(this.#random, ["failed", "saved"]),
        });
      case "endSessions":
        this.counts.cuts += 1;
        return this.#endSessions(node);
      case "stall":
        this.counts.cuts += 1;
        node.proxy.stall();
        await sleep(this.#between(PAUSE_MS));
        return node.proxy.resume();
    }
  }

  async #kill(node: ChaosNode): Promise<void> {
    await node.kill();
    this.counts.kills += 1;
    await sleep(this.#between({ least: 0, most: 1_500 }));
    await node.start();
  }

  async #pauseInPass(node: ChaosNode): Promise<void> {
    if (await node.meets({ moment: pick(this.#random, MOMENTS), does: "freeze" }, 3_000)) {
      this.counts.pauses += 1;
      this.counts.pausesInPass += 1;
      await sleep(this.#between(PAUSE_MS));
    }
    node.goOn();
  }

  /** The engine starts what was stopped again by itself. */
  async #restart(how: (typeof STOPS)[number]): Promise<void> {
    const pid = this.#serverPid() as number;
    this.#isRestarting = true;
    this.counts.restarts += 1;
    if (how === "session") await this.#killSession();
    else {
      process.kill(pid, how);
      await waitFor("the database to be another one", async () => ![undefined, pid].includes(this.#serverPid()));
    }
    await waitFor("the database", () => canRecord(this.#store));
    this.#isRestarting = false;
  }

  async #killSession(): Promise<void> {
    const text = "select pid from pg_stat_activity where application_name like 'node-%' order by random() limit 1";
    for (const { pid } of await this.#ask<{ pid: number }>(text)) {
      try {
        process.kill(pid, "SIGKILL");
      } catch (error) {
        // Its node is gone, and it with it.
        if (!hasCode(error, "ESRCH")) throw error;
      }
    }
  }

  async #endSessions({ name }: ChaosNode): Promise<void> {
    await this.#ask("select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1", [name]);
  }

  /** Nothing while the database is away: then there are no sessions either. */
  async #ask<R extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<readonly R[]> {
    const { owner } = this.#house as House;
    const answer = await owner.query<R>(text, [...values]).catch(() => undefined);
    return answer?.rows ?? [];
  }

  #serverPid(): number | undefined {
    return runningServer(join(realpathSync(join(this.#folder, "data")), "postgres"));
  }

  /** Nothing happens any more: each node records again, and all that was acknowledged comes under a checkpoint. */
  async #calmDown(): Promise<void> {
    const began = performance.now();
    for (const node of this.#nodes) {
      node.proxy.arm();
      node.order({ order: "meet", fate: null });
      node.goOn();
    }
    const before = new Map(this.#nodes.map((node) => [node, node.kept]));
    const silent = () => this.#nodes.filter((node) => node.kept <= (before.get(node) as number));
    const silentOnes = () => silent().map(({ name }) => name);
    await waitFor(
      () => `${silentOnes().join()} to record`,
      async () => {
        this.#check();
        return silent().length === 0;
      },
    );
    const due = this.#said.waiting;
    const missing = () => due.filter((number) => !this.#said.follower.numbers.has(number));
    await waitFor(
      () => `the acknowledged entries ${missing().slice(0, 10).join()} to come under a checkpoint`,
      async () => {
        this.#check();
        return missing().length === 0;
      },
    );
    this.counts.longestRecoveryMs = Math.max(this.counts.longestRecoveryMs, Math.round(performance.now() - began));
  }

  /** A leader stands still in the middle of its pass, about to sign: the others go on, whatever it does when it wakes. */
  async #freezeLeader(): Promise<void> {
    const node = pick(this.#random, this.#nodes);
    const isFrozen = await node.meets({ moment: "sign", does: "freeze" }, LIMIT_MS);
    if (!isFrozen) throw new Error(`${node.name} never led`);
    const frozenAt = performance.now();
    const number = await this.#beat();
    await waitFor("others to go on without a frozen leader", async () => this.#said.follower.numbers.has(number));
    this.counts.longestHoldUpMs = Math.max(this.counts.longestHoldUpMs, Math.round(performance.now() - frozenAt));
    this.counts.pauses += 1;
    this.counts.pausesInPass += 1;
    await sleep(this.#between(FROZEN_MS));
    node.goOn();
  }

  /** An entry of nobody's, which waits for no node's locks. */
  async #beat(): Promise<number> {
    const number = FIRST_NUMBER + this.#heartbeats;
    this.#heartbeats += 1;
    this.#said.try([number]);
    await this.#store.transaction((tx) => append(tx, [{ event: "numbers.add-numbers", count: number }]));
    this.#said.keep([number]);
    return number;
  }

  /** Ends the writing, waits until nothing is pending, stops every node in order, and looks at everything. */
  async finish(): Promise<void> {
    await this.#calmDown();
    for (const node of this.#nodes) node.order({ order: "quiet" });
    await Promise.all(this.#nodes.map((node) => node.hears("quiet")));
    await (this.#house as House).settle();
    await waitFor("nothing to be pending", async () => (await logBacklog(this.#store)).entries === 0);
    for (const node of this.#nodes) node.order({ order: "stop" });
    await Promise.all(this.#nodes.map((node) => node.hears("stopped")));
    await Promise.all(this.#nodes.map((node) => node.ended()));
    this.#isFollowing = false;
    await this.#following;
    await this.#said.follower.look();
    await this.#audit();
    await this.#checkHouse();
  }

  async #checkHouse(): Promise<void> {
    const found = await violationsIn((this.#house as House).owner, {});
    if (found.length > 0) throw new Error(`the house is not in order:\n${found.join("\n")}`);
  }

  async #audit(): Promise<void> {
    const { follower, found } = this.#said;
    for (const { dataFolder } of this.#nodes) {
      const remembered = new RememberedCheckpoints(join(dataFolder, "ledger"));
      for (const log of remembered.logs) {
        const { size = 0, root = "" } = remembered.get(log) ?? {};
        follower.note(log, size, root);
      }
    }
    const logs = new Map<string, AuditedLog>();
    for (const [name, log] of follower.logs) logs.set(name, await auditLog(this.#store, name, log, found));
    const entries = [...logs.values()].flatMap((log) => log.entries);
    found.push(
      ...numberViolations(entries, this.#said),
      ...attemptViolations(entries, this.#said),
      ...chainViolations(entries),
      ...instantViolations(entries, this.#beganAt, await this.#store.now()),
      ...(await placeViolations((this.#house as House).owner, logs)),
    );
    this.#check();
    this.counts.entries = entries.length;
    this.counts.checkpoints = follower.checkpoints;
    this.counts.attempts = this.#said.attempts.size;
    const uncertain = [...this.#said.trials.values()].filter(({ isKept }) => !isKept);
    this.counts.uncertain = uncertain.length;
    const there = new Set(entries.map(({ count }) => count));
    this.counts.uncertainKept = uncertain.filter(({ numbers }) => there.has(numbers[0])).length;
  }
}

/** What was acknowledged is there once; what was not is there once or not at all, with all of its transaction. */
function numberViolations(entries: readonly ReadEntry[], { trials }: Witness): string[] {
  const times = new Map<number, number>();
  for (const { count = 0 } of entries) if (count >= FIRST_NUMBER) times.set(count, (times.get(count) ?? 0) + 1);
  const found: string[] = [];
  for (const { numbers, isKept } of trials.values()) {
    const there = numbers.filter((number) => times.get(number) === 1);
    const isWhole = there.length === numbers.length || (!isKept && numbers.every((number) => !times.has(number)));
    if (!isWhole) {
      found.push(`${there.length} of ${numbers.length} entries from ${numbers[0]} on are there; kept: ${isKept}`);
    }
    for (const number of numbers) times.delete(number);
  }
  for (const number of times.keys()) found.push(`entry number ${number} was never tried`);
  return found;
}

/** Each attempt was decided once, however often its text was sent, and every one that was answered is on record. */
function attemptViolations(entries: readonly ReadEntry[], { attempts, asked }: Witness): string[] {
  const decided = new Map<string, number>();
  for (const { event, attempt } of entries) {
    if (event === "relay.receive-text" && attempt !== undefined) decided.set(attempt, (decided.get(attempt) ?? 0) + 1);
  }
  const found = [...decided].flatMap(([attempt, times]) =>
    times > 1 ? [`${attempt} was decided ${times} times`] : [],
  );
  for (const [message, attempt] of attempts)
    if (!decided.has(attempt)) found.push(`${message} was answered and is lost`);
  if (decided.size > asked.size) found.push(`${decided.size} attempts for ${asked.size} texts`);
  return found;
}

/** In the order of the log each customer's entries follow one another. */
function chainViolations(entries: AuditedLog["entries"]): string[] {
  const found: string[] = [];
  const heads = new Map<string, { readonly seq: number; readonly hash: string | null }>();
  for (const { customer, customerSeq = 0, previous, hash } of entries) {
    if (customer === undefined) continue;
    const { seq, hash: head } = heads.get(customer) ?? { seq: 0, hash: null };
    if (customerSeq !== seq + 1) found.push(`${customer}: entry ${customerSeq} stands after ${seq}`);
    if (previous !== head) found.push(`${customer}: entry ${customerSeq} does not name the one before it`);
    heads.set(customer, { seq: customerSeq, hash });
  }
  return found;
}

/** No entry tells a node's own time. */
function instantViolations(entries: readonly ReadEntry[], from: Date, to: Date): string[] {
  const early = entries.filter(({ at }) => at < from.toISOString());
  const late = entries.filter(({ at }) => at > to.toISOString());
  return [...early, ...late].map(({ event, at }) => `an entry ${event} is of ${at}`);
}

/** The tables say the same: every row has one place, places have no gap, and nothing waits for one. */
async function placeViolations(owner: pg.Pool, logs: ReadonlyMap<string, AuditedLog>): Promise<string[]> {
  const found: string[] = [];
  const { rows } = await owner.query<{ log: string; first_index: number; count: number }>(
    "select log, first_index, count from ledger.sequenced order by log, first_index",
  );
  for (const [name, { entries }] of logs) {
    let next = 0;
    for (const { first_index, count } of rows.filter(({ log }) => log === name)) {
      if (first_index !== next) found.push(`${name}: index ${first_index} stands after ${next - 1}`);
      next = first_index + count;
    }
    if (next !== entries.length) found.push(`${name}: it has ${entries.length} entries, and places up to ${next - 1}`);
  }
  const counted = await owner.query<{ entries: number; pending: number }>(
    "select (select count(*)::int from ledger.entry) as entries, (select count(*)::int from ledger.pending) as pending",
  );
  const placed = [...logs.values()].reduce((sum, { entries }) => sum + entries.length, 0);
  const { entries = 0, pending = 0 } = counted.rows[0] ?? {};
  if (entries !== placed) found.push(`${entries} entries were recorded, ${placed} have a place`);
  if (pending > 0) found.push(`${pending} appends wait for their places`);
  return found;
}
