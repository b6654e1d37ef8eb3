import type { ChildProcess } from "node:child_process";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stopLeftServer } from "../../src/store/engine/postmaster.ts";

const root = join(import.meta.dirname, "../..");
const CHECKED_OUT = ["src", "web", "verifier", "text", "migrations", "samples", "package.json", "tsconfig.json"];

/**
 * A checkout of this repository in a folder of its own, with a space in its path. Packages are shared with the
 * repository, and its lockfile says that they are right: a test must never install into them.
 */
export function newCheckout(mode: number): string {
  const folder = mkdtempSync(join(tmpdir(), "paravent-start-"));
  const checkout = join(folder, "a checkout");
  mkdirSync(checkout);
  const names = [...CHECKED_OUT, "dist/web"].filter((name) => existsSync(join(root, name)));
  for (const name of names) cpSync(join(root, name), join(checkout, name), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(checkout, "node_modules"));
  const installed = readFileSync(join(root, "node_modules/.package-lock.json"), "utf8");
  writeFileSync(join(checkout, "package-lock.json"), installed);
  chmodSync(folder, mode);
  return checkout;
}

export async function removeCheckout(checkout: string): Promise<void> {
  await removeData(checkout);
  rmSync(join(checkout, ".."), { recursive: true });
}

/** The data as they are, with the server that may be left on them. */
export async function removeData(checkout: string): Promise<void> {
  const data = join(checkout, "data");
  if (lstatSync(data, { throwIfNoEntry: false }) === undefined) return;
  const place = realpathSync(data);
  await stopLeftServer(join(place, "postgres"));
  for (const folder of [data, place, `${place}.removed`]) rmSync(folder, { recursive: true, force: true });
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

export type Account = { readonly uid: number; readonly gid: number };

/** `npm start` in a checkout, as a stranger runs it. */
export class StartedProgram {
  readonly #npm: ChildProcess;
  readonly #ended: Promise<unknown>;
  #output = "";

  constructor(checkout: string, environment: Readonly<Record<string, string>>, account?: Account) {
    const env = {
      PATH: process.env["PATH"],
      HOME: account === undefined ? process.env["HOME"] : checkout,
      ...environment,
    };
    // A process group of its own: what a test ends is npm and all it started, and nothing else.
    this.#npm = spawn("npm", ["start"], { cwd: checkout, env, detached: true, ...account });
    for (const stream of [this.#npm.stdout, this.#npm.stderr]) {
      stream?.on("data", (chunk: Buffer) => (this.#output += chunk.toString()));
    }
    // Not "exit": npm may end before the program it started. The pipes close when all of them have.
    this.#ended = once(this.#npm, "close");
  }

  get output(): string {
    return this.#output;
  }

  get exitCode(): number | null {
    return this.#npm.exitCode;
  }

  /** Waits until the program says where it is, or ends. */
  async ready(): Promise<this> {
    const said = new Promise<void>((resolve) => {
      this.#npm.stdout?.on("data", () => this.#output.includes("Paravent is ready") && resolve());
    });
    await Promise.race([said, this.#ended]);
    return this;
  }

  async ended(): Promise<this> {
    await this.#ended;
    return this;
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    if (this.#npm.exitCode === null && this.#npm.signalCode === null) process.kill(-this.npmPid, signal);
    await this.#ended;
  }

  get npmPid(): number {
    return this.#npm.pid ?? Number.NaN;
  }

  /** The process that serves, below npm, its shell and the bootstrap. */
  servingPid(): number {
    const rows = execFileSync("ps", ["-o", "pid=,args=", "-g", String(this.#npm.pid)], { encoding: "utf8" }).split(
      "\n",
    );
    return Number.parseInt(rows.find((row) => row.includes("src/main.ts")) ?? "", 10);
  }
}
