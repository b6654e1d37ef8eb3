import { mkdtempSync, rmSync } from "node:fs";
import type { Server, Socket } from "node:net";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";

/**
 * `failed`: the connection breaks before the server sees the statement. `saved`: the server has done it, and the
 * connection breaks before anybody hears so.
 */
export type Cut = { readonly statement: number; readonly mode: "failed" | "saved" };

/** Stands between the program and its PostgreSQL, and breaks the connection at a statement of the test's choice. */
export class Proxy {
  readonly connection: pg.ClientConfig;
  /** Names (or texts) of the statements seen since `arm`, over all connections. */
  seen: string[] = [];
  /** Each answer of the server is held back this long, ms. */
  delayMs = 0;
  readonly #folder: string;
  readonly #server: Server;
  readonly #target: string;
  readonly #lines = new Set<Line>();
  #cut: Cut | undefined;
  #isStalled = false;

  private constructor(target: pg.ClientConfig, folder: string) {
    this.#folder = folder;
    this.#target = join(String(target.host), `.s.PGSQL.${target.port}`);
    this.connection = { ...target, host: folder };
    this.#server = createServer((client) => this.#accept(client));
  }

  /** `target`: a server reached through a unix socket. */
  static async open(target: pg.ClientConfig): Promise<Proxy> {
    const folder = mkdtempSync(join(tmpdir(), "paravent-proxy-"));
    const proxy = new Proxy(target, folder);
    await new Promise<void>((resolve) => proxy.#server.listen(join(folder, `.s.PGSQL.${target.port}`), resolve));
    return proxy;
  }

  /** Counts statements from here on, the first is 1, and cuts at one of them when told to. */
  arm(cut?: Cut): void {
    this.seen = [];
    this.#cut = cut;
  }

  get isCutMade(): boolean {
    return this.#cut === undefined;
  }

  /** From now on nothing gets through, and nobody is told: a server that hangs, a cable that was pulled. */
  stall(): void {
    this.#isStalled = true;
    for (const line of this.#lines) line.pause();
  }

  resume(): void {
    this.#isStalled = false;
    for (const line of this.#lines) line.resume();
  }

  async close(): Promise<void> {
    for (const line of this.#lines) line.end();
    await new Promise((resolve) => this.#server.close(resolve));
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #accept(client: Socket): void {
    const line = new Line(client, connect(this.#target), {
      delayMs: () => this.delayMs,
      onStatement: (name) => {
        this.seen.push(name);
        return this.seen.length;
      },
      isCut: (statement, mode) => {
        if (this.#cut?.statement !== statement || this.#cut.mode !== mode) return false;
        this.#cut = undefined;
        return true;
      },
      onEnd: () => void this.#lines.delete(line),
    });
    this.#lines.add(line);
    if (this.#isStalled) line.pause();
  }
}

type LineEvents = {
  readonly delayMs: () => number;
  readonly onStatement: (name: string) => number;
  readonly isCut: (statement: number, mode: Cut["mode"]) => boolean;
  readonly onEnd: () => void;
};

/** One connection. Source of the message format: PostgreSQL 18, protocol flow §54.2 and formats §54.7. */
class Line {
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #events: LineEvents;
  /** Statements that the server has not finished, in order. */
  readonly #running: number[] = [];
  #fromClient: Buffer = Buffer.alloc(0);
  #fromServer: Buffer = Buffer.alloc(0);
  #hasStarted = false;
  #sent: Promise<void> = Promise.resolve();

  constructor(client: Socket, server: Socket, events: LineEvents) {
    this.#client = client;
    this.#server = server;
    this.#events = events;
    for (const socket of [client, server]) {
      // A broken end breaks the other one: what a proxy is there for.
      socket.on("error", () => this.end());
      socket.on("close", () => this.end());
    }
    client.on("data", (chunk: Buffer) => this.#onClient(chunk));
    server.on("data", (chunk: Buffer) => this.#onServer(chunk));
  }

  pause(): void {
    this.#client.pause();
    this.#server.pause();
  }

  resume(): void {
    this.#client.resume();
    this.#server.resume();
  }

  end(): void {
    this.#client.destroy();
    this.#server.destroy();
    this.#events.onEnd();
  }

  #onClient(chunk: Buffer): void {
    this.#fromClient = Buffer.concat([this.#fromClient, chunk]);
    for (let message = this.#nextOfClient(); message !== undefined; message = this.#nextOfClient()) {
      const name = statementName(message);
      if (this.#hasStarted && name !== undefined) {
        const statement = this.#events.onStatement(name);
        if (this.#events.isCut(statement, "failed")) return this.end();
        this.#running.push(statement);
      }
      this.#hasStarted = true;
      this.#server.write(message);
    }
  }

  /** The first message has no type byte. */
  #nextOfClient(): Buffer | undefined {
    const head = this.#hasStarted ? 1 : 0;
    if (this.#fromClient.length < head + 4) return undefined;
    const length = head + this.#fromClient.readInt32BE(head);
    if (this.#fromClient.length < length) return undefined;
    const message = this.#fromClient.subarray(0, length);
    this.#fromClient = this.#fromClient.subarray(length);
    return message;
  }

  #onServer(chunk: Buffer): void {
    this.#fromServer = Buffer.concat([this.#fromServer, chunk]);
    while (this.#fromServer.length >= 5) {
      const length = 1 + this.#fromServer.readInt32BE(1);
      if (this.#fromServer.length < length) return;
      const message = this.#fromServer.subarray(0, length);
      this.#fromServer = this.#fromServer.subarray(length);
      // Ready for query: the server is through with the oldest statement.
      const isDone = message[0] === 0x5a;
      const done = isDone ? this.#running.shift() : undefined;
      if (done !== undefined && this.#events.isCut(done, "saved")) return this.end();
      this.#toClient(message);
    }
  }

  #toClient(message: Buffer): void {
    const delayMs = this.#events.delayMs();
    if (delayMs === 0) return void this.#client.write(message);
    const isDone = message[0] === 0x5a;
    this.#sent = this.#afterDelay(this.#sent, message, isDone ? delayMs : 0);
  }

  async #afterDelay(before: Promise<void>, message: Buffer, delayMs: number): Promise<void> {
    await before;
    await sleep(delayMs);
    if (!this.#client.destroyed) this.#client.write(message);
  }
}

/** A bound statement by its name, a simple one by its text; undefined for any other message. */
function statementName(message: Buffer): string | undefined {
  const type = String.fromCharCode(message[0] as number);
  if (type === "Q") return message.toString("utf8", 5, message.length - 1);
  if (type !== "B") return undefined;
  const portalEnd = message.indexOf(0, 5);
  return message.toString("utf8", portalEnd + 1, message.indexOf(0, portalEnd + 1));
}
