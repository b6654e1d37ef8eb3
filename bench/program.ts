import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { joinEngine } from "../src/store/index.ts";
import { stopLeftServer } from "../src/store/engine/postmaster.ts";
import { customerPhone, NUMBERS, STAFF_PHONES } from "./company.ts";
import type { SenderEnd } from "./house.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
export const MAIN = join(ROOT, "src/main.ts");
export const ONE_PER_REQUEST = join(ROOT, "bench/one-per-request.ts");
const API_KEY = "bench-key-0123456789abcdef0123456789";
const START_LIMIT_MS = 60_000;

/** The program as a user runs it, in a process of its own, with a database that can be joined. */
export type Program = {
  readonly url: string;
  readonly pid: number;
  readonly serverVersion: string;
  readonly connection: pg.ClientConfig;
  call(method: string, path: string, body?: unknown): Promise<ReturnType<typeof JSON.parse>>;
  stop(): Promise<void>;
};

export function makeDataFolder(): string {
  return mkdtempSync("/tmp/paravent-bench-");
}

export async function removeDataFolder(folder: string): Promise<void> {
  const real = realpathSync(folder);
  await stopLeftServer(join(real, "postgres"));
  rmSync(real, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
}

/** Starts `script` on a data folder, without the demo company. */
export async function startProgram(dataFolder: string, script = MAIN): Promise<Program> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [script], {
    cwd: ROOT,
    env: {
      PATH: process.env["PATH"] ?? "",
      PORT: String(port),
      PARAVENT_DATA: dataFolder,
      PARAVENT_API_KEY: API_KEY,
      PARAVENT_DEMO: "0",
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const until = performance.now() + START_LIMIT_MS;
  const isReady = () =>
    fetch(`${url}/healthz/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await isReady())) {
    if (child.exitCode !== null || performance.now() > until) throw new Error(`the program did not start: ${errors}`);
    await sleep(50);
  }
  const engine = await joinEngine(dataFolder);
  if (engine === undefined) throw new Error("could not join the program's database");
  return {
    url,
    pid: child.pid as number,
    serverVersion: engine.serverVersion,
    connection: engine.connection(),
    call: (method, path, body) => call(url, method, path, body),
    async stop() {
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** Calls the native API; text and streams go as CSV. Throws for what is refused: nothing here should be. */
async function call(url: string, method: string, path: string, body?: unknown): Promise<ReturnType<typeof JSON.parse>> {
  const headers = { authorization: `Bearer ${API_KEY}` };
  const response = await fetch(url + path, { method, headers, ...bodyOf(body, headers) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} was answered with ${response.status}: ${text}`);
  return JSON.parse(text);
}

function bodyOf(body: unknown, headers: { readonly authorization: string }): RequestInit {
  if (body === undefined) return {};
  if (typeof body === "string") return { headers: { ...headers, "content-type": "text/csv" }, body };
  if (body instanceof Readable) {
    const stream = Readable.toWeb(body) as RequestInit["body"];
    return { headers: { ...headers, "content-type": "text/csv" }, body: stream ?? null, duplex: "half" };
  }
  return { headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(body) };
}

/** Hires the staff and adds the numbers, through the program's own API. */
export async function openCompany(program: Program): Promise<void> {
  await program.call("POST", "/v1/numbers", { numbers: NUMBERS, carrier: "simulator" });
  for (const [n, phone] of STAFF_PHONES.entries()) {
    await program.call("PUT", `/v1/staff/T-${n}`, { displayName: `Staff ${n}`, regime: "generic", phone });
  }
}

/** Opens missions for half a day, 10,000 at most, and gives both ends of each. */
export async function openMissions(program: Program, count: number): Promise<readonly SenderEnd[]> {
  const now = await instantOf(program);
  const window = `${new Date(now - 60_000).toISOString()};${new Date(now + 12 * 3_600_000).toISOString()}`;
  const lines = ["reference;purpose;opensAt;closesAt;customer.reference;customer.displayName;customer.phone;staff"];
  for (let n = 0; n < count; n += 1) {
    const staff = n % STAFF_PHONES.length;
    lines.push(`B-${n};message-proxy;${window};C-${n};Customer ${n};${customerPhone(n)};T-${staff}`);
  }
  const { accepted } = await program.call("POST", "/v1/missions/import", lines.join("\n"));
  if (accepted !== count) throw new Error(`only ${accepted} of ${count} missions were accepted`);
  const ends: SenderEnd[] = [];
  for (let after: string | null = ""; after !== null; ) {
    const page = await program.call("GET", `/v1/missions?limit=1000${after === "" ? "" : `&after=${after}`}`);
    for (const {
      customer,
      lines: [line],
    } of page.items) {
      const n = Number(customer.reference.slice(2));
      if (line.staffNeedsCode || line.customerNeedsCode) throw new Error("a mission has no numbers of its own");
      ends.push({ from: STAFF_PHONES[Number(line.staff.slice(2))] as string, to: line.staffDials });
      ends.push({ from: customerPhone(n), to: line.customerDials });
    }
    after = page.next;
  }
  return ends;
}

/** Unix ms by the database's clock, which is the one that windows are judged by. */
async function instantOf(program: Program): Promise<number> {
  return asOwner(program, async (owner) => {
    const { rows } = await owner.query<{ ms: string }>(
      "select (extract(epoch from clock_timestamp()) * 1000)::bigint as ms",
    );
    return Number(rows[0]?.ms);
  });
}

export async function asOwner<T>({ connection }: Program, act: (owner: pg.Client) => Promise<T>): Promise<T> {
  const owner = new pg.Client(connection);
  await owner.connect();
  try {
    return await act(owner);
  } finally {
    await owner.end();
  }
}

/** Waits until every text is with its carrier: what is left over would slow down whatever is measured next. */
export async function untilDelivered(program: Program): Promise<void> {
  await asOwner(program, async (owner) => {
    for (;;) {
      const { rows } = await owner.query("select from store.outbox where state in ('queued', 'handing_over') limit 1");
      if (rows.length === 0) return;
      await sleep(200);
    }
  });
}

/** Memory a process holds, MiB. */
export function memoryOf(pid: number): number {
  const held = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  if (held === undefined) throw new Error(`could not read the memory of process ${pid}`);
  return Number(held) / 1_024;
}
