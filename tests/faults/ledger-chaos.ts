import { existsSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import type { CustomerId } from "../../src/base/ids.ts";
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
import type { ChaosCounts } from "./ledger-chaos-node.ts";
import { ChaosNode, LIMIT_MS, PAUSE_MS, waitFor } from "./ledger-chaos-node.ts";
import { Witness } from "./ledger-chaos-said.ts";
import {
  attemptViolations,
  chainViolations,
  instantViolations,
  numberViolations,
  placeViolations,
} from "./ledger-chaos-violations.ts";
import type { Moment } from "./ledger-node.ts";
import type { AuditedLog } from "./ledger-stranger.ts";
import { auditLog, FIRST_NUMBER, LogFollower } from "./ledger-stranger.ts";
import { Proxy } from "./proxy.ts";

const NODES = 4;
const CUSTOMERS = 24;
const PAIRS = 4;
const CONNECTIONS = 150;
const SKEW_MS = 5 * 60_000;
/** Between two looks of the stranger. */
const LOOK_MS = 100;
/** A round of chaos, before everything may calm down. */
const WILD_MS = { least: 5_000, most: 9_000 };
const BETWEEN_ACTS_MS = { least: 100, most: 700 };
/** How long a frozen node stays so after the others have gone on without it: longer than they need. */
const FROZEN_MS = { least: 0, most: 4_000 };

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
