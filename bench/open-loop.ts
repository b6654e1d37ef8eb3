import { readFileSync } from "node:fs";
import type { Socket } from "node:net";
import { connect } from "node:net";

/**
 * A load generator in a process of its own. `open`: requests leave on a fixed schedule whatever comes back, and a
 * latency counts from the instant a request was meant to leave, so that a server that stalls cannot hide it. `lone`:
 * one after the other on one connection.
 *
 * node bench/open-loop.ts <open|lone> <port> <bodies file> <requests> <requests a second> <connections>
 */
const [mode, port, bodiesFile, count, rate, connections] = process.argv.slice(2);
const bodies = readFileSync(bodiesFile as string, "utf8").split("\n");
const requests = Number(count);
const latencies = new Float64Array(requests);

type Waiting = { readonly n: number; readonly meantAt: number };

/** A connection that carries one request at a time. */
class Line {
  readonly #socket: Socket;
  #received = "";
  #current: Waiting | undefined;
  readonly #onFree: (line: Line) => void;

  constructor(socket: Socket, onFree: (line: Line) => void) {
    this.#socket = socket;
    this.#onFree = onFree;
    socket.setNoDelay(true);
    socket.setEncoding("latin1");
    socket.on("data", (chunk: string) => this.#read(chunk));
  }

  send(waiting: Waiting): void {
    this.#current = waiting;
    const body = bodies[waiting.n % bodies.length] as string;
    this.#socket.write(
      `POST /simulator/messages HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n` +
        `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  }

  #read(chunk: string): void {
    this.#received += chunk;
    const head = this.#received.indexOf("\r\n\r\n");
    if (head === -1) return;
    const length = /\r\ncontent-length: (\d+)/i.exec(this.#received)?.[1];
    if (this.#received.length < head + 4 + Number(length)) return;
    if (!this.#received.startsWith("HTTP/1.1 202") || !this.#received.includes('"queued"')) {
      throw new Error(`the gate did not queue: ${this.#received}`);
    }
    const { n, meantAt } = this.#current as Waiting;
    latencies[n] = performance.now() - meantAt;
    this.#received = "";
    this.#onFree(this);
  }

  end(): void {
    this.#socket.end();
  }
}

async function openLines(howMany: number, onFree: (line: Line) => void): Promise<Line[]> {
  const open = async () => {
    const socket = connect(Number(port), "127.0.0.1");
    await new Promise<void>((resolve, reject) => {
      socket.once("connect", resolve);
      socket.once("error", reject);
    });
    return new Line(socket, onFree);
  };
  return Promise.all(Array.from({ length: howMany }, open));
}

async function runOpen(): Promise<void> {
  const waiting: Waiting[] = [];
  const intervalMs = 1_000 / Number(rate);
  let answered = 0;
  let finished: () => void = () => undefined;
  const end = new Promise<void>((resolve) => {
    finished = resolve;
  });
  const free: Line[] = [];
  const lines = await openLines(Number(connections), (line) => {
    answered += 1;
    if (answered === requests) finished();
    const next = waiting.shift();
    if (next === undefined) free.push(line);
    else line.send(next);
  });
  free.push(...lines);
  const began = performance.now();
  let n = 0;
  const tick = () => {
    const now = performance.now();
    for (; n < requests && began + n * intervalMs <= now; n += 1) {
      const request = { n, meantAt: began + n * intervalMs };
      const line = free.pop();
      if (line === undefined) waiting.push(request);
      else line.send(request);
    }
    if (n < requests) setTimeout(tick, 1);
  };
  tick();
  await end;
  for (const line of lines) line.end();
}

async function runLone(): Promise<void> {
  let free: () => void = () => undefined;
  const [line] = await openLines(1, () => free());
  for (let n = 0; n < requests; n += 1) {
    await new Promise<void>((resolve) => {
      free = resolve;
      line?.send({ n, meantAt: performance.now() });
    });
  }
  line?.end();
}

await (mode === "lone" ? runLone() : runOpen());
const sorted = latencies.toSorted();
const at = (q: number) => sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)];
console.log(JSON.stringify({ p50: at(0.5), p99: at(0.99), max: sorted.at(-1) }));
