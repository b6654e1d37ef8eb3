import { mkdtempSync, rmSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import type { Log } from "../../base/log.ts";
import { createWitness, serveWitness, trustLog, WitnessFolder } from "../../witness/index.ts";
import { parseCosignerVkey } from "../format/cosignature.ts";
import { openNote, parseVkey } from "../format/note.ts";
import { parsePolicy } from "../format/policy.ts";
import { append, listLogs } from "../index.ts";
import type { LedgerBench, LedgerNode } from "../ledger.fixture.ts";
import { openLedgerBench } from "../ledger.fixture.ts";
import { proveEntry } from "../logs/prove-entry.ts";
import { readCheckpoint, readWitnessed } from "../logs/read-log.ts";
import { Cosigners } from "./cosign-logs.ts";

const scratch = mkdtempSync(join(tmpdir(), "paravent-cosign-"));
afterAll(() => rmSync(scratch, { recursive: true }));
let bench: LedgerBench;
let node: LedgerNode;
const closers: (() => Promise<void>)[] = [];
const events: string[] = [];
const note = (event: string) => void events.push(event);
const log: Log = { info: note, warn: note, error: (event) => note(`ALARM ${event}`) };

beforeEach(async () => {
  bench = await openLedgerBench();
  node = bench.node();
  events.splice(0);
  await record();
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  await bench.close();
});

async function record(count = 1) {
  const recorded = await bench.store.transaction(async (tx) => {
    const events_ = Array.from({ length: count }, () => ({ event: "numbers.add-numbers" }));
    const leaves = await append(tx, events_);
    return leaves.map((leaf) => ({ ...leaf, at: tx.now }));
  });
  await node.sequencer.pass();
  return recorded;
}
const current = async () => (await listLogs(bench.store)).at(-1) as Awaited<ReturnType<typeof listLogs>>[number];

/** A real witness over loopback, which trusts the log unless told otherwise. */
async function witness(name: string, { hasMlDsa = false, isTrusting = true } = {}) {
  const folder = join(scratch, `${name}-${Math.random()}`);
  const made = createWitness(folder, { name: `${name}.example`, hasMlDsa });
  if (!made.ok) throw new Error(made.code);
  const { vkey } = await current();
  const trust = () => trustLog(folder, vkey);
  if (isTrusting) trust();
  const opened = await WitnessFolder.open(folder);
  if (!opened.ok) throw new Error(opened.code);
  const server = serveWitness(opened.value, () => new Date("2026-11-27T08:00:00Z"));
  const url = await server.listen({ host: "127.0.0.1", port: 0 });
  const close = async () => {
    await server.close();
    opened.value.close();
  };
  closers.push(close);
  return { name, url, vkeys: made.value, trust, close };
}
type Witness = Pick<Awaited<ReturnType<typeof witness>>, "name" | "url" | "vkeys">;

function cosigners(witnesses: readonly Witness[], quorum: string): Cosigners {
  const lines = witnesses.flatMap(({ name, url, vkeys }) =>
    vkeys.map((vkey, i) => `witness ${name}${i === 0 ? "" : i} ${vkey} ${url}`),
  );
  const parsed = parsePolicy([...lines, quorum].join("\n"));
  if (!parsed.ok) throw new Error(parsed.why);
  return new Cosigners({ store: bench.store, policy: parsed.policy, log });
}

async function cosignedBy(witnesses: readonly Witness[], signed: string | undefined): Promise<readonly string[]> {
  const keys = witnesses.flatMap(({ vkeys }) => vkeys.map((vkey) => parseCosignerVkey(vkey) as never));
  const opened = openNote(signed ?? "", [...keys, parseVkey((await current()).vkey) as never]);
  return opened.ok ? opened.verified.map(({ verifier }) => verifier.name).slice(1) : [opened.code];
}

test("a checkpoint that enough witnesses cosigned is the witnessed one, and proofs are against it", async () => {
  const [a, b] = [await witness("a", { hasMlDsa: true }), await witness("b")];
  const asking = cosigners([a, b], "group both all a b\nquorum both");
  const { name } = await current();
  expect(await readWitnessed(bench.store, name)).toBeUndefined();
  await asking.round();
  const witnessed = await readWitnessed(bench.store, name);
  expect(await cosignedBy([a, b], witnessed?.note)).toEqual(["a.example", "a.example", "b.example"]);
  expect((await readCheckpoint(bench.store, name))?.note).toBe(witnessed?.note);
  const [entry] = await record(3);
  const at = entry as { entryId: number; at: Date };
  // Not covered by the witnessed one yet: against the latest.
  expect(await proveEntry(bench.store, at.entryId, at.at)).toContain((await readCheckpoint(bench.store, name))?.note);
  await asking.round();
  const later = await readWitnessed(bench.store, name);
  expect(later?.size).toBe(5);
  await record(3);
  expect(await proveEntry(bench.store, at.entryId, at.at)).toContain(later?.note);
  expect((await readWitnessed(bench.store, name))?.size).toBe(5);
  expect(events).toEqual([]);
});

test("one witness that is away is waited for by nobody; when it is back the quorum is", async () => {
  const [a, b] = [await witness("a"), await witness("b", { isTrusting: false })];
  const both = cosigners([a, b], "group both 2 a b\nquorum both");
  const { name } = await current();
  await both.round();
  expect(events).toEqual(["witness.log-unknown"]);
  expect(await readWitnessed(bench.store, name)).toBeUndefined();
  expect(await cosignedBy([a], (await readCheckpoint(bench.store, name))?.note)).toEqual(["a.example"]);
  // Left alone for a moment.
  await both.round();
  expect(events).toEqual(["witness.log-unknown"]);
  b.trust();
  await cosigners([a, b], "group both 2 a b\nquorum both").round();
  // That was another node: one asks at a time.
  expect(await readWitnessed(bench.store, name)).toBeUndefined();
  await bench.owner.query("delete from ledger.lease");
  await cosigners([a, b], "group both 2 a b\nquorum both").round();
  expect((await readWitnessed(bench.store, name))?.size).toBe(2);
  await a.close();
  await record();
  await bench.owner.query("delete from ledger.lease");
  await cosigners([a, b], "group one any a b\nquorum one").round();
  expect(events.at(-1)).toBe("witness.unavailable");
  expect((await readWitnessed(bench.store, name))?.size).toBe(3);
});

test("a witness that has seen more than the database holds raises an alarm, and so does one that saw another tree", async () => {
  const a = await witness("a");
  await record(10);
  await cosigners([a], "quorum a").round();
  const { name } = await current();
  await bench.owner.query("delete from ledger.lease");
  // The database is set back, and the node with it: only the witness still knows.
  await bench.owner.query("truncate ledger.log, ledger.sequenced, ledger.tile, ledger.pending, ledger.cosigned");
  node = bench.node("another");
  await record();
  await cosigners([a], "quorum a").round();
  expect(events).toEqual(["ALARM witness.ahead"]);
  await record(20);
  await bench.owner.query("delete from ledger.lease");
  await cosigners([a], "quorum a").round();
  expect(events).toEqual(["ALARM witness.ahead", "ALARM witness.inconsistent"]);
  expect(await readWitnessed(bench.store, name)).toBeUndefined();
});

/** What takes a witness's place and answers as it is told. */
async function stub(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  closers.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test.each([
  ["unavailable", 500, ""],
  ["unavailable", 503, "busy"],
  ["unavailable", 302, ""],
  ["malformed", 200, ""],
  ["malformed", 200, "nonsense\n"],
  ["malformed", 200, "— other.example AAAAAAAAAAA=\n"],
  ["malformed", 204, ""],
  ["malformed", 418, "teapot"],
  ["malformed", 409, "17"],
  ["unavailable", 200, "x".repeat(100_000)],
  ["log-unknown", 403, ""],
  ["log-unknown", 404, ""],
])("an answer that no witness gives is taken for none: %s (%i)", async (code, status, text) => {
  const a = await witness("a");
  const url = await stub((request, response) => {
    request.resume();
    response.writeHead(status, status === 302 ? { location: a.url } : {}).end(status === 204 ? undefined : text);
  });
  await cosigners([{ ...a, url }], "quorum a").round();
  expect(events).toEqual([`witness.${code}`]);
  expect(await readWitnessed(bench.store, (await current()).name)).toBeUndefined();
});

test("a cosignature over something else, or of another witness under this name, does not count", async () => {
  const [a, b] = [await witness("a"), await witness("b")];
  const url = await stub((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => {
      body += chunk.toString();
    });
    // It passes on what the real one says of another question.
    request.on("end", () => void relay(body, response));
  });
  async function relay(body: string, response: ServerResponse) {
    const answer = await (await fetch(`${a.url}/add-checkpoint`, { method: "POST", body })).text();
    const [, base64 = ""] = /— \S+ (\S+)\n/.exec(answer) ?? [];
    const bytes = Buffer.from(base64, "base64");
    bytes[bytes.length - 1] = (bytes.at(-1) as number) ^ 1;
    response.writeHead(200).end(`— a.example ${bytes.toString("base64")}\n`);
  }
  await cosigners([{ ...a, url }], "quorum a").round();
  expect(events).toEqual(["witness.malformed"]);
  await bench.owner.query("delete from ledger.lease");
  await cosigners([{ ...a, url: b.url }], "quorum a").round();
  expect(events).toEqual(["witness.malformed", "witness.malformed"]);
  expect(await readWitnessed(bench.store, (await current()).name)).toBeUndefined();
});
