import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Log } from "../../base/log.ts";
import { advanceClock } from "../../store/index.ts";
import { append } from "../index.ts";
import type { LedgerBench } from "../ledger.fixture.ts";
import { openLedgerBench } from "../ledger.fixture.ts";
import { readCheckpoint } from "../logs/read-log.ts";
import { anchoredDays, anchorLogs, readAnchor } from "./anchor-logs.ts";

const folder = mkdtempSync(join(tmpdir(), "paravent-tsa-"));
const at = (name: string) => join(folder, name);
const hasOpenssl = spawnSync("openssl", ["version"]).error === undefined;
const openssl = (...args: readonly string[]) => execFileSync("openssl", args, { stdio: ["ignore", "pipe", "ignore"] });

/** OpenSSL as a time-stamping authority of our own. */
const CONFIG = `[tsa]
default_tsa = tsa_config
[tsa_config]
serial = ${at("serial")}
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
[ext]
extendedKeyUsage = critical,timeStamping
keyUsage = critical,digitalSignature
`;

let bench: LedgerBench;
let log: string;
const events: string[] = [];
const quiet: Log = {
  info: () => undefined,
  warn: (event, fields) => void events.push(`${event} ${fields?.code}`),
  error: (event) => void events.push(event),
};
/** What the authority does with a query. */
let reply: (query: Buffer) => Buffer | number = stamp;
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const answer = reply(Buffer.concat(chunks));
    if (typeof answer === "number") response.writeHead(answer).end();
    else response.writeHead(200, { "content-type": "application/timestamp-reply" }).end(answer);
  });
});
const authority = () => ({
  url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  roots: [readFileSync(at("ca.pem"), "utf8")],
});

function makeAuthority(): void {
  const subject = (name: string) => ["-nodes", "-subj", `/CN=${name}`];
  for (const name of ["ca", "other"]) {
    openssl(
      "req",
      "-x509",
      "-newkey",
      "rsa:2048",
      "-keyout",
      at(`${name}.key`),
      "-out",
      at(`${name}.pem`),
      ...subject(name),
    );
  }
  openssl("req", "-newkey", "rsa:2048", "-keyout", at("tsa.key"), "-out", at("tsa.csr"), ...subject("tsa"));
  const signed = [
    "-CA",
    at("ca.pem"),
    "-CAkey",
    at("ca.key"),
    "-CAcreateserial",
    "-extfile",
    at("tsa.cnf"),
    "-extensions",
    "ext",
  ];
  openssl("x509", "-req", "-in", at("tsa.csr"), "-out", at("tsa.pem"), "-days", "800", ...signed);
}

function stamp(query: Buffer): Buffer {
  writeFileSync(at("query"), query);
  const signer = ["-signer", at("tsa.pem"), "-inkey", at("tsa.key")];
  openssl("ts", "-reply", "-config", at("tsa.cnf"), "-queryfile", at("query"), ...signer, "-out", at("reply"));
  return readFileSync(at("reply"));
}

beforeAll(async () => {
  if (!hasOpenssl) return;
  writeFileSync(at("tsa.cnf"), CONFIG);
  writeFileSync(at("serial"), "01");
  makeAuthority();
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  events.splice(0);
  reply = stamp;
  bench = await openLedgerBench();
  await bench.store.transaction((tx) => append(tx, [{ event: "numbers.add-numbers" }]));
  await bench.node().sequencer.pass();
  log = `routine-${(await bench.store.now()).getUTCFullYear()}`;
});
afterEach(() => bench.close());

const today = async () => (await bench.store.now()).toISOString().slice(0, 10);

test.skipIf(!hasOpenssl)(
  "a checkpoint is stamped once a day, and OpenSSL verifies the token over its bytes",
  async () => {
    await anchorLogs(bench.store, authority(), quiet);
    expect(events).toEqual([]);
    const anchor = await readAnchor(bench.store, log, await today());
    expect(anchor?.checkpoint).toBe((await readCheckpoint(bench.store, log))?.note);
    writeFileSync(at("checkpoint"), anchor?.checkpoint ?? "");
    writeFileSync(at("token"), anchor?.token ?? "");
    const verify = (data: string, ca: string) =>
      spawnSync("openssl", ["ts", "-verify", "-data", at(data), "-in", at("token"), "-CAfile", at(ca)], {
        encoding: "utf8",
      });
    expect(verify("checkpoint", "ca.pem").stderr + verify("checkpoint", "ca.pem").stdout).toContain("Verification: OK");
    expect(verify("serial", "ca.pem").status).not.toBe(0);
    expect(verify("checkpoint", "other.pem").status).not.toBe(0);
    reply = () => 500;
    await anchorLogs(bench.store, authority(), quiet);
    expect(events).toEqual([]);
    await advanceClock(bench.store, 86_400_000);
    await anchorLogs(bench.store, authority(), quiet);
    expect(events).toEqual(["ledger.not-anchored unavailable"]);
    expect(await anchoredDays(bench.store, log)).toHaveLength(1);
    reply = stamp;
    await anchorLogs(bench.store, authority(), quiet);
    expect(await anchoredDays(bench.store, log)).toHaveLength(2);
  },
);

/** A reply with one bit of another value, at the last place where these bytes stand. */
function damaged(query: Buffer, where: (reply: Buffer) => number): Buffer {
  const whole = Buffer.from(stamp(query));
  const place = where(whole);
  whole[place] = (whole[place] as number) ^ 1;
  return whole;
}
/** A hash of 32 bytes in a query, after its DER header. */
const imprintOf = (query: Buffer) => query.subarray(query.indexOf(Buffer.of(4, 32)) + 2).subarray(0, 32);

test.skipIf(!hasOpenssl).each<[string, string, (query: Buffer) => Buffer | number]>([
  ["says nothing", "unavailable", () => 503],
  ["sends too much", "unavailable", () => Buffer.alloc(300_000)],
  ["sends no reply", "malformed", () => Buffer.from("nonsense")],
  ["sends half a reply", "malformed", (query) => stamp(query).subarray(0, 700)],
  // DER of a PKIStatusInfo with status 2 (rejection).
  ["refuses", "rejected", () => Buffer.from("30053003020102", "hex")],
  ["answers another question", "malformed", () => readFileSync(at("reply"))],
  ["stamps something else", "malformed", (query) => damaged(query, (whole) => whole.indexOf(imprintOf(query)))],
  ["stamps with a signature that is none", "untrusted", (query) => damaged(query, (whole) => whole.length - 1)],
])("an authority that %s leaves the day without a stamp", async (_, code, answer) => {
  stamp(Buffer.from(openssl("ts", "-query", "-data", at("serial"), "-sha256", "-cert")));
  reply = answer;
  await anchorLogs(bench.store, authority(), quiet);
  expect(events).toEqual([`ledger.not-anchored ${code}`]);
  expect(await anchoredDays(bench.store, log)).toEqual([]);
});

test.skipIf(!hasOpenssl)("an authority whose certificate leads to none of the roots is not trusted", async () => {
  await anchorLogs(bench.store, { ...authority(), roots: [readFileSync(at("other.pem"), "utf8")] }, quiet);
  expect(events).toEqual(["ledger.not-anchored untrusted"]);
});

test.skipIf(!hasOpenssl)("a log that was closed is stamped once more, for its last checkpoint", async () => {
  await anchorLogs(bench.store, authority(), quiet);
  const year = (await bench.store.now()).getUTCFullYear();
  const yearEnd = Date.UTC(year + 1, 0, 1, 2) - (await bench.store.now()).getTime();
  await advanceClock(bench.store, yearEnd);
  const { sequencer } = bench.node();
  await sequencer.closeEndedLogs();
  await sequencer.pass();
  for (const days of [1, 2, 3]) {
    await advanceClock(bench.store, 86_400_000);
    await anchorLogs(bench.store, authority(), quiet);
    expect(await anchoredDays(bench.store, log)).toHaveLength(2);
    expect(await anchoredDays(bench.store, `routine-${year + 1}`)).toHaveLength(days);
  }
  const last = (await anchoredDays(bench.store, log)).at(-1) as string;
  const anchor = await readAnchor(bench.store, log, last);
  expect(anchor?.checkpoint).toBe((await readCheckpoint(bench.store, log))?.note);
  expect(await readAnchor(bench.store, log, "2026-02-31")).toBeUndefined();
});
