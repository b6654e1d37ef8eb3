import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import type { VaultBench } from "../vault/vault.fixture.ts";
import { openVaultBench } from "../vault/vault.fixture.ts";
import { newId } from "../base/ids.ts";
import { openSealed, seal } from "../base/sealed.ts";
import type { OutageSoFar } from "./outage.ts";
import { Outage } from "./outage.ts";
import type { SpooledWord } from "./spool.ts";
import { Spool } from "./spool.ts";

let bench: VaultBench;

beforeAll(async () => {
  bench = await openVaultBench();
});

afterAll(() => bench.close());

function newFolder(): { readonly folder: string; readonly file: string } {
  const folder = mkdtempSync(join(tmpdir(), "paravent-spool-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return { folder, file: join(folder, "words.spool") };
}

function spoken(from: string | null = "+33639980001", code?: string): SpooledWord {
  const request = {
    attemptId: newId("attempt"),
    channel: "sms" as const,
    carrier: "fake",
    to: "+33937000001",
    from: from === null ? undefined : seal(from),
  };
  return { request, word: "report", code };
}

const idsIn = (spool: Spool) => spool.read().map(({ request }) => request.attemptId);

test("what was taken is there after a restart, in order, with who said it", () => {
  const { folder } = newFolder();
  const spool = new Spool(folder, bench.vault);
  expect([spool.isEmpty, spool.read()]).toEqual([true, []]);
  const words = [spoken(), spoken(null), { ...spoken("+33639980002", "12345678"), word: "stop" as const }];
  for (const word of words) spool.take(word);
  const later = new Spool(folder, bench.vault);
  expect(later.isEmpty).toBe(false);
  const read = later.read();
  expect(read.map(({ word, code }) => [word, code])).toEqual([
    ["report", undefined],
    ["report", undefined],
    ["stop", "12345678"],
  ]);
  expect(read.map(({ request }) => request.from && openSealed(request.from))).toEqual([
    "+33639980001",
    undefined,
    "+33639980002",
  ]);
  expect(idsIn(later)).toEqual(words.map(({ request }) => request.attemptId));
  later.drop(3);
  expect([later.isEmpty, new Spool(folder, bench.vault).isEmpty]).toEqual([true, true]);
});

test("the file tells nobody who said what, and is nobody else's to read", () => {
  const { folder, file } = newFolder();
  new Spool(folder, bench.vault).take(spoken());
  expect(readFileSync(file, "latin1")).not.toMatch(/639980001|report|\+33937/);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("a word that comes while others are filed stays", () => {
  const { folder } = newFolder();
  const spool = new Spool(folder, bench.vault);
  spool.take(spoken());
  const filed = spool.read().length;
  const late = spoken();
  spool.take(late);
  spool.drop(filed);
  expect(spool.isEmpty).toBe(false);
  expect(idsIn(spool)).toEqual([late.request.attemptId]);
  expect(idsIn(new Spool(folder, bench.vault))).toEqual([late.request.attemptId]);
});

test("wherever a kill cut the last line, what was confirmed before it is there and what comes after it too", () => {
  const { folder, file } = newFolder();
  const first = new Spool(folder, bench.vault);
  const [confirmed, cut, next] = [spoken(), spoken(), spoken()];
  first.take(confirmed);
  const whole = statSync(file).size;
  first.take(cut);
  const bytes = readFileSync(file);
  fc.assert(
    fc.property(fc.integer({ min: whole, max: bytes.length - 1 }), (length) => {
      writeFileSync(file, bytes);
      truncateSync(file, length);
      const spool = new Spool(folder, bench.vault);
      expect(idsIn(spool)).toEqual([confirmed.request.attemptId]);
      spool.take(next);
      expect(idsIn(spool)).toEqual([confirmed.request.attemptId, next.request.attemptId]);
    }),
    { numRuns: 40 },
  );
});

test("a line that was altered is damage: nothing is filed past it in silence", () => {
  const { folder, file } = newFolder();
  const spool = new Spool(folder, bench.vault);
  spool.take(spoken());
  appendFileSync(file, `${Buffer.from("not ours").toString("base64")}\n`);
  expect(() => spool.read()).toThrow("could not open a line of the spool");
});

test("a disk that takes nothing is told, and leaves what was there", () => {
  const { folder } = newFolder();
  const spool = new Spool(folder, bench.vault);
  spool.take(spoken());
  rmSync(folder, { recursive: true });
  expect(() => spool.take(spoken())).toThrow("ENOENT");
});

test("refusals during an outage are counted from the first, also over a restart", () => {
  const { folder } = newFolder();
  const outage = new Outage(folder);
  expect(outage.soFar).toBeUndefined();
  const [began, later] = [new Date("2026-11-05T08:00:00Z"), new Date("2026-11-05T08:01:00Z")];
  outage.count(began);
  outage.count(later);
  const told = outage.soFar as OutageSoFar;
  expect(told).toEqual({ id: expect.stringMatching(/^out_/) as string, beganAt: began, refused: 2 });
  expect(new Outage(folder).soFar).toEqual(told);
  outage.count(later);
  outage.recorded(told, later);
  // Refused after it was told: the beginning of the next one.
  expect(outage.soFar).toMatchObject({ beganAt: later, refused: 1 });
  expect(outage.soFar?.id).not.toBe(told.id);
  outage.recorded({ refused: 1 }, later);
  expect([outage.soFar, new Outage(folder).soFar]).toEqual([undefined, undefined]);
});

test.each(["", "2026-11-0", "2026-11-05T08:00", "2026-11-05T08:00:00.000Z"])(
  "a count that was cut within its first line (%j) is no outage, and the next one is",
  (torn) => {
    const { folder } = newFolder();
    writeFileSync(join(folder, "outage"), torn);
    const outage = new Outage(folder);
    expect(outage.soFar).toBeUndefined();
    const began = new Date("2026-11-06T08:00:00Z");
    outage.count(began);
    expect(new Outage(folder).soFar).toMatchObject({ beganAt: began, refused: 1 });
  },
);
