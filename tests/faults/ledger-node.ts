/**
 * A program of its own that is one node of a ledger: it records through the house's acts and gate, gives places and
 * signs, and says on its standard output what it did. Tests kill it, freeze it and turn its clock.
 */
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import type { AttemptId, CustomerId } from "../../src/base/ids.ts";
import type { Log } from "../../src/base/log.ts";
import { errorFields } from "../../src/base/log.ts";
import { seal } from "../../src/base/sealed.ts";
import { calendarAt } from "../../src/charter/index.ts";
import type { Checkpoint, LogRefusal } from "../../src/ledger/index.ts";
import { append, openKeeper, RememberedCheckpoints, Sequencer } from "../../src/ledger/index.ts";
import { loadPurposes } from "../../src/missions/index.ts";
import { GateOverloaded, LedgerUnavailable, Relay } from "../../src/relay/index.ts";
import { GuardedScreener } from "../../src/screening/index.ts";
import { Store, StoreUnavailable } from "../../src/store/index.ts";
import { openKeyFile, openVault } from "../../src/vault/index.ts";
import { FakeCarrier } from "../fake-carrier.ts";
import { pick, seeded } from "../seed.ts";

/** What a node is told when it starts, as JSON in its one argument. */
export type NodeSetup = {
  readonly seed: number;
  /** Names its entries: numbers from `firstNumber` on are its own, and messages begin with `name`. */
  readonly name: string;
  readonly firstNumber: number;
  /** How far its clock is from everybody else's, ms. */
  readonly skewMs: number;
  readonly connection: pg.ClientConfig;
  readonly keyFile: string;
  readonly publicUrl: string;
  readonly dataFolder: string;
  readonly customers: readonly CustomerId[];
  readonly lines: readonly { readonly from: string; readonly to: string }[];
};

/** An instant in a pass: `sign`, nothing is signed yet; `remember`, it is committed and not remembered yet. */
export type Moment = "sign" | "remember";
/** What happens to the node by its own hand when it comes to that moment. */
export type Fate = { readonly moment: Moment; readonly does: "freeze" | "die" };

/** What a node is told while it runs, as lines of JSON on its standard input. */
export type NodeOrder =
  | { readonly order: "skew"; readonly ms: number }
  | { readonly order: "meet"; readonly fate: Fate | null }
  /** Ends the writing, and then answers `quiet`. */
  | { readonly order: "quiet" }
  | { readonly order: "stop" };

/** What a node tells, as lines of JSON on its standard output. */
export type NodeReport =
  | { readonly is: "up" }
  /** It could not start: the database was away. */
  | { readonly is: "down"; readonly code: string }
  /** One transaction: all of it or nothing. */
  | { readonly is: "trying" | "kept"; readonly numbers: readonly number[] }
  | { readonly is: "failed"; readonly numbers: readonly number[]; readonly code: string }
  | { readonly is: "asking"; readonly message: string }
  | { readonly is: "answered"; readonly message: string; readonly attempt: AttemptId }
  | { readonly is: "remembered"; readonly log: string; readonly checkpoint: Checkpoint }
  | { readonly is: "refused"; readonly log: string; readonly code: string }
  | { readonly is: "met"; readonly fate: Fate }
  | { readonly is: "quiet" }
  | { readonly is: "stopped"; readonly refusals: readonly (readonly [string, LogRefusal])[] };

/** Acts at once; each waits between two. With four nodes some 200 entries a second. */
const WRITERS = 2;
const PAUSE_MS = { least: 20, most: 90 };
const ASK_AGAIN_MS = 300;

function report(what: NodeReport): void {
  process.stdout.write(`${JSON.stringify(what)}\n`);
}

/** `unavailable`, what the database says, or what was thrown. */
function codeOf(error: unknown): string {
  if (error instanceof StoreUnavailable) return "unavailable";
  const { errorName, errorCode } = errorFields(error);
  return String(errorCode ?? errorName);
}

/**
 * Everything in this program that asks for the time by itself is told another one: in `src/` that is `localNow`, of which
 * an outage takes its two instants, and the lines of the log. Timers and `performance` go on.
 */
function skewClock(skewMs: number): { skewMs: number } {
  const clock = { skewMs };
  const RealDate = Date;
  globalThis.Date = class extends RealDate {
    constructor(...given: readonly unknown[]) {
      super(...((given.length === 0 ? [RealDate.now() + clock.skewMs] : given) as [number]));
    }
    static override now(): number {
      return RealDate.now() + clock.skewMs;
    }
  } as DateConstructor;
  return clock;
}

let fate: Fate | null = null;

function meet(moment: Moment): void {
  if (fate?.moment !== moment) return;
  const met = fate;
  fate = null;
  report({ is: "met", fate: met });
  process.kill(process.pid, met.does === "die" ? "SIGKILL" : "SIGSTOP");
}

class WatchedCheckpoints extends RememberedCheckpoints {
  override set(log: string, checkpoint: Checkpoint, note: string): void {
    meet("remember");
    super.set(log, checkpoint, note);
    report({ is: "remembered", log, checkpoint });
  }
}

const log: Log = {
  info() {},
  warn() {},
  error(event, { log: name = "", code = "" } = {}) {
    if (event === "ledger.refused-to-sign") report({ is: "refused", log: String(name), code: String(code) });
  },
};

type Node = { readonly store: Store; readonly sequencer: Sequencer; readonly relay: Relay };

/** As the program puts it together (src/cli/start.ts), with somebody who looks on where it signs and remembers. */
async function openNode(setup: NodeSetup): Promise<Node> {
  const store = new Store(setup.connection, { connections: 8 });
  const file = openKeyFile(setup.keyFile);
  if (!file.ok) throw new Error(`could not open the key file: ${file.code}`);
  const opened = await openVault({ store, provider: file.provider, isProduction: false, log });
  if (!opened.ok) throw new Error(`could not open the vault: ${opened.code}`);
  const screener = new GuardedScreener({ isOn: () => true, onFailure: (error) => log.error(String(error), {}) });
  const deps = {
    vault: opened.vault,
    purposes: await loadPurposes(store),
    screener,
    calendar: calendarAt("metropole"),
  };
  const keeper = openKeeper({ ...setup, ledgerKey: file.ledgerKey });
  const sequencer = new Sequencer({
    store,
    log,
    keeper: {
      originOf: keeper.originOf,
      remembered: new WatchedCheckpoints(join(setup.dataFolder, "ledger")),
      signerOf(origin) {
        const signer = keeper.signerOf(origin);
        return {
          ...signer,
          sign(text) {
            meet("sign");
            return signer.sign(text);
          },
        };
      },
    },
  });
  const isLedgerSound = () => sequencer.refusals.size === 0;
  const carriers = [new FakeCarrier()];
  const [spoolFolder, publicUrl] = [join(setup.dataFolder, "spool"), "https://paravent.test"];
  const relay = new Relay({ store, deps, log, carriers, publicUrl, spoolFolder, isLedgerSound });
  await sequencer.start();
  relay.start();
  return { store, sequencer, relay };
}

class Writer {
  readonly #setup: NodeSetup;
  readonly #node: Node;
  readonly #random: () => number;
  #isWriting = true;
  #nextNumber: number;
  #messages = 0;

  constructor(setup: NodeSetup, node: Node) {
    this.#setup = setup;
    this.#node = node;
    this.#random = seeded(setup.seed);
    this.#nextNumber = setup.firstNumber;
  }

  async run(): Promise<void> {
    await Promise.all([this.#ask(), ...Array.from({ length: WRITERS }, () => this.#write())]);
  }

  end(): void {
    this.#isWriting = false;
  }

  #pause(): Promise<void> {
    return sleep(PAUSE_MS.least + this.#random() * (PAUSE_MS.most - PAUSE_MS.least));
  }

  /** Entries about several customers, about one twice, and about none, in one transaction. */
  async #write(): Promise<void> {
    while (this.#isWriting) {
      const events = Array.from({ length: 1 + Math.floor(this.#random() * 6) }, () => this.#event());
      const numbers = events.map(({ count }) => count);
      report({ is: "trying", numbers });
      try {
        await this.#node.store.transaction((tx) => append(tx, events));
        report({ is: "kept", numbers });
      } catch (error) {
        report({ is: "failed", numbers, code: codeOf(error) });
        await sleep(ASK_AGAIN_MS);
      }
      await this.#pause();
    }
  }

  #event() {
    const count = this.#nextNumber;
    this.#nextNumber += 1;
    const kind = this.#random();
    // An entry for the log of cases, so that one pass extends two trees.
    if (kind < 0.1) return { event: "cases.open-case", count };
    if (kind < 0.2) return { event: "numbers.add-numbers", count };
    return { event: "missions.opt-out", count, customer: pick(this.#random, this.#setup.customers) };
  }

  /** Texts through the gate, as an operator sends them: again until they are answered, and now and then twice. */
  async #ask(): Promise<void> {
    const { name, lines } = this.#setup;
    while (this.#isWriting) {
      this.#messages += 1;
      const message = `${name}-${this.#messages}`;
      const { from, to } = pick(this.#random, lines);
      const text = { carrier: "fake", messageId: message, from: seal(from), to, text: seal(`bonjour ${message}`) };
      report({ is: "asking", message });
      for (let left = this.#random() < 0.1 ? 2 : 1; left > 0 && this.#isWriting; ) {
        const answer = await this.#node.relay.receiveText(text).catch((error: unknown) => {
          if (error instanceof LedgerUnavailable || error instanceof GateOverloaded) return undefined;
          throw error;
        });
        if (answer !== undefined && "attemptId" in answer) {
          report({ is: "answered", message, attempt: answer.attemptId });
          left -= 1;
        } else await sleep(ASK_AGAIN_MS);
      }
      await this.#pause();
    }
  }
}

async function runNode(setup: NodeSetup): Promise<void> {
  const clock = skewClock(setup.skewMs);
  const node = await openNode(setup).catch((error: unknown) => {
    report({ is: "down", code: codeOf(error) });
    process.exit(3);
  });
  report({ is: "up" });
  const writer = new Writer(setup, node);
  const writing = writer.run();
  const orders = createInterface({ input: process.stdin });
  // Whoever started it is gone.
  orders.on("close", () => process.exit(4));
  orders.on("line", (line) => {
    const given = JSON.parse(line) as NodeOrder;
    switch (given.order) {
      case "skew":
        clock.skewMs = given.ms;
        return;
      case "meet":
        fate = given.fate;
        return;
      case "quiet":
        writer.end();
        return void writing.then(() => report({ is: "quiet" }));
      case "stop":
        return void stop(node);
    }
  });
  await writing;
}

async function stop({ store, sequencer, relay }: Node): Promise<void> {
  await relay.stop();
  await sequencer.stop();
  await store.close();
  report({ is: "stopped", refusals: [...sequencer.refusals] });
  process.exit(0);
}

await runNode(JSON.parse(process.argv[2] ?? "") as NodeSetup);
