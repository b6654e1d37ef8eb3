import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ClientConfig } from "pg";
import { stopLeftServer, SUPERUSER } from "../src/store/engine/postmaster.ts";
import { createTestDatabase } from "../src/store/engine/test-engine.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 15_000;

/** The program as a user runs it: a process of its own, reached through its public surface only. */
export type RunningProgram = {
  readonly url: string;
  readonly apiKey: string;
  readonly dataFolder: string;
  /** What a command needs in its environment to work on the same store. */
  readonly storeEnv: Readonly<Record<string, string>>;
  readonly pid: number;
  /** Everything it printed so far. */
  output(): string;
  /** Calls the native API with the machine key. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Ends the process at once; the embedded database stays behind, as after a crash. */
  kill(): Promise<void>;
  /** Ends it in order. Removes the data when the program made them. */
  stop(): Promise<void>;
};

/** Whatever JSON holds: an answer is judged by what is expected of it. */
export type Json = ReturnType<typeof JSON.parse>;
export type Answer = { readonly status: number; readonly headers: Headers; readonly body: Json };

export type ProgramOptions = {
  readonly env?: Readonly<Record<string, string>>;
  /** Data of an earlier program; without it a new folder, removed by `stop`. */
  readonly dataFolder?: string;
  readonly port?: number;
  /**
   * A server of its own in its data folder, which takes seconds to make: for tests of that server, and of a start on
   * the data of an earlier program. Others get a database on the tests' server, by DATABASE_URL.
   */
  readonly isEmbedded?: boolean;
};

export async function startProgram(options: ProgramOptions = {}): Promise<RunningProgram> {
  const { isEmbedded = options.dataFolder !== undefined } = options;
  const dataFolder = options.dataFolder ?? mkdtempSync("/tmp/paravent-test-");
  const database = isEmbedded ? undefined : await createTestDatabase();
  const storeEnv = { PARAVENT_DATA: dataFolder, ...(database && { DATABASE_URL: urlOf(database.connection) }) };
  const port = options.port ?? (await freePort());
  const apiKey = "test-key-0123456789abcdef0123456789";
  const child = spawn(process.execPath, [join(ROOT, "src/main.ts")], {
    cwd: ROOT,
    env: {
      PATH: process.env["PATH"] ?? "",
      PORT: String(port),
      ...storeEnv,
      PARAVENT_API_KEY: apiKey,
      ...options.env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  const url = `http://127.0.0.1:${port}`;
  await untilReady(child, url, () => output);
  return {
    url,
    apiKey,
    dataFolder,
    storeEnv,
    pid: child.pid as number,
    output: () => output,
    call: (method, path, body, headers) => call(url, apiKey, method, path, body, headers),
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGKILL");
      await once(child, "exit");
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill("SIGTERM");
        const timer = setTimeout(() => child.kill("SIGKILL"), STOP_LIMIT_MS);
        await once(child, "exit");
        clearTimeout(timer);
      }
      await database?.drop();
      if (options.dataFolder !== undefined) return;
      await stopLeftServer(join(realpathSync(dataFolder), "postgres"));
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

function urlOf({ host = "", database = "" }: ClientConfig): string {
  return `postgres://${SUPERUSER}@${encodeURIComponent(host)}/${database}`;
}

async function untilReady(child: ChildProcess, url: string, output: () => string): Promise<void> {
  const until = performance.now() + START_LIMIT_MS;
  while (performance.now() < until) {
    if (child.exitCode !== null) throw new Error(`the program ended with ${child.exitCode}: ${output()}`);
    const isReady = await fetch(`${url}/healthz/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  child.kill("SIGKILL");
  throw new Error(`the program was not ready in time: ${output()}`);
}

async function call(
  url: string,
  apiKey: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const isText = typeof body === "string";
  const response = await fetch(url + path, {
    method,
    headers: {
      authorization: `Bearer ${apiKey}`,
      ...(body === undefined ? {} : { "content-type": isText ? "text/csv" : "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json") === true;
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
