import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { SenderEnd } from "./house.ts";
import { findPeer } from "./peers.ts";
import type { Program } from "./program.ts";

const OPEN_LOOP = fileURLToPath(new URL("open-loop.ts", import.meta.url));
export type Latency = { readonly p50: number; readonly p99: number; readonly max: number };

const TEXT = "Bonjour, je suis en bas de chez vous dans dix minutes. Merci de laisser le portail ouvert.";

/** What is sent, in files that the load generators read. */
export class Load {
  readonly #script: string;
  readonly #bodies: string;

  constructor(folder: string) {
    this.#script = `${folder}.lua`;
    this.#bodies = `${folder}.txt`;
  }

  use(ends: readonly SenderEnd[]): void {
    // In an order that puts neighbours far apart: two ends of one mission would wait for each other's commit.
    const shuffled = ends.map((_, i) => ends[(i * 7_919) % ends.length] as SenderEnd);
    const bodies = shuffled.map(({ from, to }) => JSON.stringify({ from, to, text: TEXT }));
    writeFileSync(this.#bodies, bodies.join("\n"));
    writeFileSync(
      this.#script,
      `local requests, n = {}, 0
init = function()
  for body in io.lines("${this.#bodies}") do
    requests[#requests + 1] = wrk.format("POST", "/simulator/messages", { ["content-type"] = "application/json" }, body)
  end
end
request = function()
  n = n % #requests + 1
  return requests[n]
end
`,
    );
  }

  /** Requests a second that were answered with success, by wrk on so many connections. */
  wrk({ url }: Program, connections: number, seconds: number): number {
    const args = ["-t1", `-c${connections}`, `-d${seconds}s`, "--timeout", "30s", "-s", this.#script, url];
    const run = spawnSync(findPeer("wrk"), args, { encoding: "utf8" });
    const rate = /Requests\/sec:\s+([\d.]+)/.exec(run.stdout)?.[1];
    if (rate === undefined) throw new Error(`could not read what wrk says: ${run.stdout}${run.stderr}`);
    if (/Non-2xx|Socket errors/.test(run.stdout)) throw new Error(`requests failed: ${run.stdout}`);
    return Number(rate);
  }

  async run(
    { url }: Program,
    mode: "open" | "lone",
    requests: number,
    rate: number,
    connections: number,
  ): Promise<Latency> {
    const args = [OPEN_LOOP, mode, new URL(url).port, this.#bodies, requests, rate, connections].map(String);
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    const [code] = await once(child, "close");
    if (code !== 0) throw new Error("the load generator failed");
    return JSON.parse(output) as Latency;
  }

  clear(): void {
    for (const file of [this.#script, this.#bodies]) rmSync(file, { force: true });
  }
}
