import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { MAKE_DUE } from "../house.ts";
import { runningServer, stopLeftServer, SUPERUSER } from "../../src/store/engine/postmaster.ts";
import type { HandsetMessage } from "../../src/carriers/simulator/handsets.ts";
import { checkHouseAt } from "../check-house.ts";
import type { RunningProgram } from "../program.ts";
import { freePort, startProgram } from "../program.ts";
import type { Random } from "../seed.ts";
import { pick, seeded } from "../seed.ts";
import type { Line } from "../surface/stranger.ts";

const SENDERS = 6;
const PAIRS = 6;
/** How long senders send before the program is killed, ms. A start that is killed gets as long. */
const LOAD_MS = { least: 20, most: 500 };
const SETTLE_LIMIT_MS = 20_000;

/** What a sender tried and what it was told. Undefined: the answer never came, or was "try again". */
type Tried = {
  readonly id: string;
  readonly path: "/simulator/messages" | "/simulator/calls";
  readonly body: { readonly from: string; readonly to: string; readonly text?: string; readonly keys?: string };
  told: Told | undefined;
};
type Told = { readonly attempt: string; readonly outcome: string; readonly code: string | undefined };
type Pair = { readonly staff: string; readonly customer: string; readonly mission: string; readonly line: Line };

export type KillCounts = { rounds: number; tried: number; unanswered: number; serverKills: number; startKills: number };

/**
 * Kills the program under load at random instants, again and again on the same data, its database with it from time
 * to time. After each start: what senders were told is what is on record, what they were not told goes through once
 * when they send it again, and the house is in order.
 */
export async function runKills(seed: number, rounds: number): Promise<KillCounts> {
  const town = new Town(seeded(seed));
  try {
    await town.open();
    for (let round = 1; round <= rounds; round += 1) {
      await town.round().catch((error: unknown) => {
        throw new Error(`round ${round} of SEED=${seed}`, { cause: error });
      });
    }
    return town.counts;
  } finally {
    await town.close();
  }
}

class Town {
  readonly counts: KillCounts = { rounds: 0, tried: 0, unanswered: 0, serverKills: 0, startKills: 0 };
  readonly #random: Random;
  readonly #dataFolder = mkdtempSync(join(tmpdir(), "paravent-kills-"));
  readonly #tried = new Map<string, Tried>();
  readonly #attempts = new Map<string, string>();
  #port = 0;
  #program: RunningProgram | undefined;
  #pairs: readonly Pair[] = [];

  constructor(random: Random) {
    this.#random = random;
  }

  async open(): Promise<void> {
    this.#port = await freePort();
    await this.#start();
    const numbers = Array.from({ length: 30 }, (_, n) => `+3393711${String(n).padStart(4, "0")}`);
    await this.#call("POST", "/v1/numbers", { numbers, carrier: "simulator" });
    this.#pairs = await Promise.all(Array.from({ length: PAIRS }, (_, n) => this.#openPair(n)));
  }

  async #openPair(n: number): Promise<Pair> {
    const [staff, customer] = [`+3363998710${n}`, `+3363998110${n}`];
    await this.#call("PUT", `/v1/staff/K-${n}`, { displayName: `Staff ${n}`, phone: staff, regime: "generic" });
    const mission = await this.#call("POST", "/v1/missions", {
      reference: `K-${n}`,
      purpose: "message-proxy",
      opensAt: new Date(Date.now() - 3_600_000).toISOString(),
      closesAt: new Date(Date.now() + 86_400_000).toISOString(),
      customer: { reference: `K-${n}`, displayName: `Customer ${n}`, phone: customer },
      staff: [`K-${n}`],
    });
    return {
      staff,
      customer,
      mission: String(mission["id"]),
      line: (mission["lines"] as unknown as readonly Line[])[0] as Line,
    };
  }

  async round(): Promise<void> {
    const sending = Promise.all([this.#dispatch(), ...Array.from({ length: SENDERS }, (_, n) => this.#send(n))]);
    await sleep(this.#between(LOAD_MS));
    if (this.#random() < 0.2) this.#killServer();
    await (this.#program as RunningProgram).kill();
    this.#program = undefined;
    await sending;
    if (this.#random() < 0.2) await this.#killStart();
    await this.#start();
    this.counts.rounds += 1;
    await this.#sendAgain();
    await this.#settle();
    await this.#compare();
  }

  async close(): Promise<void> {
    await this.#program?.kill();
    const place = realpathSync(this.#dataFolder);
    await stopLeftServer(join(place, "postgres"));
    for (const folder of [this.#dataFolder, place]) rmSync(folder, { recursive: true, force: true });
  }

  async #start(): Promise<void> {
    this.#program = await startProgram({ dataFolder: this.#dataFolder, port: this.#port });
  }

  /** A program that is killed while it starts. */
  async #killStart(): Promise<void> {
    const main = join(import.meta.dirname, "../../src/main.ts");
    const env = { PATH: process.env["PATH"] ?? "", PORT: String(this.#port), PARAVENT_DATA: this.#dataFolder };
    const child: ChildProcess = spawn(process.execPath, [main], { env, stdio: "ignore" });
    await sleep(this.#between({ least: 100, most: 1_200 }));
    child.kill("SIGKILL");
    await once(child, "exit");
    this.counts.startKills += 1;
  }

  #killServer(): void {
    const pid = runningServer(join(realpathSync(this.#dataFolder), "postgres"));
    if (pid === undefined) return;
    process.kill(pid, "SIGKILL");
    this.counts.serverKills += 1;
  }

  #between({ least, most }: { readonly least: number; readonly most: number }): number {
    return least + this.#random() * (most - least);
  }

  /** Closes and reopens a mission all the time, without looking whether it worked. */
  async #dispatch(): Promise<void> {
    const program = this.#program as RunningProgram;
    const { mission } = this.#pairs[1] as Pair;
    for (let isOpen = true; this.#program === program; isOpen = !isOpen) {
      const closesAt = new Date(Date.now() + 86_400_000).toISOString();
      const act = isOpen ? "close" : "reopen";
      const body = isOpen ? { graceMinutes: 0 } : { reason: "back to the door", closesAt };
      const answer = await program.call("POST", `/v1/missions/${mission}/${act}`, body).catch(() => undefined);
      if (answer !== undefined && ![200, 409, 503].includes(answer.status)) throw new Error(`${act}: ${answer.status}`);
      if (answer !== undefined) await sleep(this.#between({ least: 5, most: 40 }));
    }
  }

  /** One thing after the other, until the program is gone. */
  async #send(sender: number): Promise<void> {
    const program = this.#program as RunningProgram;
    while (this.#program === program) {
      const id = `kill-${this.counts.tried}-${sender}`;
      this.counts.tried += 1;
      const tried: Tried = { id, ...this.#choose(), told: undefined };
      this.#tried.set(id, tried);
      if (!(await this.#try(program, tried))) return;
    }
  }

  #choose(): Pick<Tried, "path" | "body"> {
    const { staff, customer, line } = pick(this.#random, this.#pairs);
    const isStaff = this.#random() < 0.5;
    const [from, to] = isStaff ? [staff, line.staffDials] : [customer, line.customerDials];
    const kind = this.#random();
    const write = (text: string, by = from, number = to) =>
      ({ path: "/simulator/messages", body: { from: by, to: number, text } }) as const;
    if (kind < 0.58) return write(`bonjour ${kind}`);
    if (kind < 0.68) return write(pick(this.#random, ["stop", "start"]), customer, line.customerDials);
    if (kind < 0.7) return this.#report();
    if (kind < 0.8) return write(`long ${"x".repeat(400)}`);
    if (kind < 0.9) return write(`${line.code} c'est moi`, "+33639986000", line.customerDials);
    return { path: "/simulator/calls", body: { from, to } };
  }

  /** Always the same pair: a cut is for good. */
  #report(): Pick<Tried, "path" | "body"> {
    const { customer, line } = this.#pairs[0] as Pair;
    return { path: "/simulator/messages", body: { from: customer, to: line.customerDials, text: "signaler" } };
  }

  /** False when the program is gone. An answer other than "try again" is written down. */
  async #try(program: RunningProgram, tried: Tried): Promise<boolean> {
    const { path, body, id } = tried;
    const answer = await program.call("POST", path, body, { "idempotency-key": id }).catch(() => undefined);
    if (answer === undefined) return false;
    if (answer.status === 503 || answer.status === 429) return true;
    if (answer.status !== 200 && answer.status !== 202) throw new Error(`${path} was answered ${answer.status}`);
    const {
      id: attempt,
      outcome,
      code,
    } = path === "/simulator/calls" ? { ...answer.body, id: answer.body.attempt } : answer.body.attempt;
    tried.told = { attempt, outcome, code };
    return true;
  }

  async #sendAgain(): Promise<void> {
    const unanswered = [...this.#tried.values()].filter(({ told }) => told === undefined);
    this.counts.unanswered += unanswered.length;
    const until = performance.now() + SETTLE_LIMIT_MS;
    for (const tried of unanswered) {
      while (tried.told === undefined) {
        if (performance.now() > until) throw new Error(`${tried.id} was never answered`);
        if (!(await this.#try(this.#program as RunningProgram, tried))) throw new Error("the program is gone");
      }
    }
  }

  async #settle(): Promise<void> {
    const client = new pg.Client(this.#connection());
    await client.connect();
    const until = performance.now() + SETTLE_LIMIT_MS;
    try {
      for (;;) {
        // What the killed program had leased is free at once, not in twenty seconds.
        await client.query(MAKE_DUE);
        const { rowCount } = await client.query(
          "select from store.outbox where state in ('queued', 'handing_over') limit 1",
        );
        if (rowCount === 0) return;
        if (performance.now() > until) throw new Error("texts wait for ever");
        await sleep(50);
      }
    } finally {
      await client.end();
    }
  }

  #connection(): pg.ClientConfig {
    const file = join(realpathSync(this.#dataFolder), "postgres", "postmaster.pid");
    const [, , , port, host] = readFileSync(file, "utf8").split("\n");
    return { host: String(host), port: Number(port), user: SUPERUSER, database: "paravent" };
  }

  /** Everything that was ever told is on record as it was told, and nothing else is. */
  async #compare(): Promise<void> {
    const client = new pg.Client(this.#connection());
    await client.connect();
    const { rows } = await client.query<{ attempt_id: string; outcome: string; code: string | null }>(
      "select attempt_id, outcome, code from relay.attempt",
    );
    await client.end();
    const recorded = new Map(rows.map((row) => [row.attempt_id, row]));
    const wrong = [...this.#tried.values()].flatMap((tried) => this.#differences(tried, recorded));
    const attempts = new Set([...this.#tried.values()].map(({ told }) => told?.attempt));
    if (recorded.size !== attempts.size) wrong.push(`${recorded.size} attempts for ${attempts.size} messages`);
    if (wrong.length > 0) throw new Error(wrong.join("\n"));
    const said = new Map(
      [...this.#tried.values()].map(({ told, body }) => [told?.attempt as string, body.text ?? "(a call)"]),
    );
    await checkHouseAt(this.#connection(), { journal: this.#journal(), said });
  }

  #differences(
    { id, told, body }: Tried,
    recorded: ReadonlyMap<string, { outcome: string; code: string | null }>,
  ): string[] {
    if (told === undefined) return [`${id} has no answer`];
    const row = recorded.get(told.attempt);
    if (row === undefined) return [`${id} was told ${told.outcome} and is not on record`];
    const before = this.#attempts.get(id) ?? told.attempt;
    this.#attempts.set(id, told.attempt);
    if (before !== told.attempt) return [`${id} became another attempt`];
    const wasAllowed = told.outcome !== "refused" && told.outcome !== "intercepted";
    const isSame = wasAllowed ? !["refused", "intercepted"].includes(row.outcome) : row.outcome === told.outcome;
    const isSameCode = told.outcome !== "refused" || row.code === told.code;
    return isSame && isSameCode
      ? []
      : [`${id} (${body.text ?? "a call"}) was told ${told.outcome}, ${row.outcome} is on record`];
  }

  #journal(): readonly HandsetMessage[] {
    const file = join(this.#dataFolder, "simulator", "handsets.jsonl");
    if (!existsSync(file)) return [];
    const lines = readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => line !== "");
    return lines.map((line) => JSON.parse(line) as HandsetMessage);
  }

  async #call(method: string, path: string, body: unknown): Promise<Record<string, never>> {
    const answer = await (this.#program as RunningProgram).call(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path} was answered ${answer.status}`);
    return answer.body as Record<string, never>;
  }
}
