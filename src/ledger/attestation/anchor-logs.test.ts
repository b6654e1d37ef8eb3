import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { TestAuthority } from "../../../tests/attestors.ts";
import { hasOpenssl, openAuthority } from "../../../tests/attestors.ts";
import type { Log } from "../../base/log.ts";
import { advanceClock } from "../../store/index.ts";
import { append } from "../index.ts";
import type { LedgerBench } from "../ledger.fixture.ts";
import { openLedgerBench } from "../ledger.fixture.ts";
import { readCheckpoint } from "../logs/read-log.ts";
import { anchoredDays, anchorLogs, readAnchor } from "./anchor-logs.ts";

const folder = mkdtempSync(join(tmpdir(), "paravent-tsa-"));
const at = (name: string) => join(folder, name);
let bench: LedgerBench;
let log: string;
const events: string[] = [];
const quiet: Log = {
  info: () => undefined,
  warn: (event, fields) => void events.push(`${event} ${fields?.code}`),
  error: (event) => void events.push(event),
};
let authority: TestAuthority;
const trusted = () => ({ url: authority.url, roots: [readFileSync(authority.caFile, "utf8")] });

beforeAll(async () => {
  if (hasOpenssl) authority = await openAuthority(folder);
});
afterAll(() => {
  if (hasOpenssl) authority.close();
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  events.splice(0);
  if (hasOpenssl) authority.answerWith(undefined);
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
    await anchorLogs(bench.store, trusted(), quiet);
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
    authority.answerWith(() => 500);
    await anchorLogs(bench.store, trusted(), quiet);
    expect(events).toEqual([]);
    await advanceClock(bench.store, 86_400_000);
    await anchorLogs(bench.store, trusted(), quiet);
    expect(events).toEqual(["ledger.not-anchored unavailable"]);
    expect(await anchoredDays(bench.store, log)).toHaveLength(1);
    authority.answerWith(undefined);
    await anchorLogs(bench.store, trusted(), quiet);
    expect(await anchoredDays(bench.store, log)).toHaveLength(2);
  },
);

/** A reply with one bit of another value, at the last place where these bytes stand. */
function damaged(query: Buffer, where: (reply: Buffer) => number): Buffer {
  const whole = Buffer.from(authority.stamp(query));
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
  ["sends half a reply", "malformed", (query) => authority.stamp(query).subarray(0, 700)],
  // DER of a PKIStatusInfo with status 2 (rejection).
  ["refuses", "rejected", () => Buffer.from("30053003020102", "hex")],
  ["answers another question", "malformed", () => readFileSync(at("reply"))],
  ["stamps something else", "malformed", (query) => damaged(query, (whole) => whole.indexOf(imprintOf(query)))],
  ["stamps with a signature that is none", "untrusted", (query) => damaged(query, (whole) => whole.length - 1)],
])("an authority that %s leaves the day without a stamp", async (_, code, answer) => {
  const query = ["ts", "-query", "-data", at("serial"), "-sha256", "-cert"];
  authority.stamp(execFileSync("openssl", query, { stdio: ["ignore", "pipe", "ignore"] }));
  authority.answerWith(answer);
  await anchorLogs(bench.store, trusted(), quiet);
  expect(events).toEqual([`ledger.not-anchored ${code}`]);
  expect(await anchoredDays(bench.store, log)).toEqual([]);
});

test.skipIf(!hasOpenssl)("an authority whose certificate leads to none of the roots is not trusted", async () => {
  await anchorLogs(bench.store, { ...trusted(), roots: [readFileSync(authority.otherCaFile, "utf8")] }, quiet);
  expect(events).toEqual(["ledger.not-anchored untrusted"]);
});

test.skipIf(!hasOpenssl)("a log that was closed is stamped once more, for its last checkpoint", async () => {
  await anchorLogs(bench.store, trusted(), quiet);
  const year = (await bench.store.now()).getUTCFullYear();
  const yearEnd = Date.UTC(year + 1, 0, 1, 2) - (await bench.store.now()).getTime();
  await advanceClock(bench.store, yearEnd);
  const { sequencer } = bench.node();
  await sequencer.closeEndedLogs();
  await sequencer.pass();
  for (const days of [1, 2, 3]) {
    await advanceClock(bench.store, 86_400_000);
    await anchorLogs(bench.store, trusted(), quiet);
    expect(await anchoredDays(bench.store, log)).toHaveLength(2);
    expect(await anchoredDays(bench.store, `routine-${year + 1}`)).toHaveLength(days);
  }
  const last = (await anchoredDays(bench.store, log)).at(-1) as string;
  const anchor = await readAnchor(bench.store, log, last);
  expect(anchor?.checkpoint).toBe((await readCheckpoint(bench.store, log))?.note);
  expect(await readAnchor(bench.store, log, "2026-02-31")).toBeUndefined();
});
