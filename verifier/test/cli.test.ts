/** The program as somebody runs it: its languages, its ends, and logs at addresses that behave as they like. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, statSync } from "node:fs";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";

const PROGRAM = join(import.meta.dirname, "../bin/paravent-verify.mjs");
const VECTORS = join(import.meta.dirname, "../../vectors/ledger");
const POLICY = ["--policy", join(VECTORS, "log.policy")];
const vector = (file: string) => join(VECTORS, file);

/** Not by `spawnSync`: the logs are served by this process. */
async function run(words: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [PROGRAM, ...words], { env, stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => (text += String(chunk)));
  child.stderr.on("data", (chunk: Buffer) => (text += String(chunk)));
  const [status] = (await once(child, "close")) as [number];
  return { status, text };
}

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});
async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function serveFolder(request: IncomingMessage, response: ServerResponse): void {
  const file = join(VECTORS, "logs/257", String(request.url).replace("/log/routine-2026", ""));
  if (existsSync(file) && statSync(file).isFile()) response.end(readFileSync(file));
  else response.writeHead(404).end();
}

const PROOF = ["proof", vector("proofs/257-256.tlog-proof"), vector("leaves/256.leaf"), ...POLICY];

test("it speaks the language that is asked for, else that of the environment, else English", async () => {
  expect(await run([...PROOF, "--lang", "fr"])).toEqual({ status: 0, text: expect.stringMatching(/^Vérifié\. /) });
  expect(await run(PROOF, { LANG: "fr_FR.UTF-8" })).toEqual({ status: 0, text: expect.stringMatching(/^Vérifié\. /) });
  expect(await run(PROOF, { LANG: "de_DE.UTF-8" })).toEqual({ status: 0, text: expect.stringMatching(/^Verified\. /) });
});

test("for programs it says one line of JSON", async () => {
  const { status, text } = await run([...PROOF, "--json"]);
  expect({ status, lines: text.trimEnd().split("\n").length }).toEqual({ status: 0, lines: 1 });
  expect(JSON.parse(text)).toMatchObject({ verdict: "verified", exit: 0, values: { index: 256, size: 257 } });
});

test.each([
  [[]],
  [["prove"]],
  [["proof"]],
  [["proof", "a", "b"]],
  [["proof", "a", "b", "c", ...POLICY]],
  [["checkpoint", "a", "--lang", "de", ...POLICY]],
  [["inclusion", vector("checkpoints/257"), vector("leaves/0.leaf"), "--index", "00", "--proof", "a", ...POLICY]],
  [["inclusion", vector("checkpoints/257"), vector("leaves/0.leaf"), "--index", "0", ...POLICY]],
  [["audit", "a", "--index", "1", ...POLICY]],
])("%j is not understood: how it is used, and 2", async (words) => {
  const { status, text } = await run(words);
  expect(status).toBe(2);
  expect(text).toMatch(/^(Usage: |Could not be checked)/);
});

test("a log at an address is rebuilt, and an entry found in it by its tiles", async () => {
  const url = `${await serve(serveFolder)}/log/routine-2026`;
  expect(await run(["audit", url, ...POLICY])).toMatchObject({ status: 0 });
  const inclusion = ["inclusion", vector("checkpoints/257"), vector("leaves/255.leaf"), "--log", url, ...POLICY];
  expect(await run([...inclusion, "--index", "255"])).toMatchObject({ status: 0 });
  expect(await run([...inclusion, "--index", "254"])).toMatchObject({ status: 1 });
  const consistency = ["consistency", vector("checkpoints/2"), vector("checkpoints/257"), "--log", url, ...POLICY];
  expect(await run(consistency)).toMatchObject({ status: 0 });
});

test.each<[string, (request: IncomingMessage, response: ServerResponse) => void, string]>([
  ["sends without end", (_, response) => pour(response), "file_too_large"],
  [
    "says that 2 GB follow",
    (_, response) => void response.writeHead(200, { "content-length": 2 ** 31 }).write("a"),
    "file_too_large",
  ],
  [
    "leads to another host",
    (_, response) => void response.writeHead(302, { location: "http://127.0.0.2:9/" }).end(),
    "network_redirect",
  ],
  [
    "leads in a circle",
    (request, response) => void response.writeHead(302, { location: request.url }).end(),
    "network_redirect",
  ],
  ["fails", (_, response) => void response.writeHead(500).end(), "network_status"],
  ["hangs up", (request) => void request.socket.destroy(), "network_failed"],
  ["has no log", (_, response) => void response.writeHead(404).end(), "file_unreadable"],
])("a server that %s is no crash and no acceptance", async (_, answer, code) => {
  const { status, text } = await run(["audit", await serve(answer), ...POLICY, "--json"]);
  expect({ status, code: JSON.parse(text).code }).toEqual({ status: 2, code });
});

function pour(response: ServerResponse): void {
  const chunk = Buffer.alloc(65_536, 0x61);
  const more = () => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on("drain", more).on("error", () => undefined);
  more();
}
