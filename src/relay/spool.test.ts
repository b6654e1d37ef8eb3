import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import type { VaultBench } from "../vault/vault.fixture.ts";
import { openVaultBench } from "../vault/vault.fixture.ts";
import { newId } from "../base/ids.ts";
import type { OutageSoFar } from "./outage.ts";
import { Outage } from "./outage.ts";
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

type Word = {
  readonly attemptId: string;
  readonly from: string | null;
  readonly to: string;
  readonly word: string;
  readonly code?: string;
};

function spoken(from: string | null = "+33639980001", more: Partial<Word> = {}): Word {
  return { attemptId: newId("attempt"), from, to: "+33937000001", word: "report", ...more };
}

const openSpool = (folder: string) => new Spool<Word>(folder, bench.vault, "words");
const idsIn = (spool: Spool<Word>) => spool.read().map(({ attemptId }) => attemptId);

test("what was taken is there after a restart, in order, with who said it", () => {
  const { folder } = newFolder();
  const spool = openSpool(folder);
  expect([spool.isEmpty, spool.read()]).toEqual([true, []]);
  const words = [spoken(), spoken(null), spoken("+33639980002", { word: "stop", code: "12345678" })];
  for (const word of words) spool.take(word);
  const later = openSpool(folder);
  expect(later.isEmpty).toBe(false);
  expect(later.read()).toEqual(words);
  later.drop(3);
  expect([later.isEmpty, openSpool(folder).isEmpty]).toEqual([true, true]);
});

test("the file tells nobody who said what, and is nobody else's to read", () => {
  const { folder, file } = newFolder();
  openSpool(folder).take(spoken());
  expect(readFileSync(file, "latin1")).not.toMatch(/639980001|report|\+33937/);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("two spools of one folder are two files", () => {
  const { folder } = newFolder();
  const [words, forms] = [openSpool(folder), new Spool<string>(folder, bench.vault, "forms")];
  words.take(spoken());
  expect([words.isEmpty, forms.isEmpty]).toEqual([false, true]);
  forms.take("said on a page");
  words.drop(1);
  expect([words.isEmpty, forms.read()]).toEqual([true, ["said on a page"]]);
});

test("a word that comes while others are filed stays", () => {
  const { folder } = newFolder();
  const spool = openSpool(folder);
  spool.take(spoken());
  const filed = spool.read().length;
  const late = spoken();
  spool.take(late);
  spool.drop(filed);
  expect(spool.isEmpty).toBe(false);
  expect(idsIn(spool)).toEqual([late.attemptId]);
  expect(idsIn(openSpool(folder))).toEqual([late.attemptId]);
});

test("wherever a kill cut the last line, what was confirmed before it is there and what comes after it too", () => {
  const { folder, file } = newFolder();
  const first = openSpool(folder);
  const [confirmed, cut, next] = [spoken(), spoken(), spoken()];
  first.take(confirmed);
  const whole = statSync(file).size;
  first.take(cut);
  const bytes = readFileSync(file);
  fc.assert(
    fc.property(fc.integer({ min: whole, max: bytes.length - 1 }), (length) => {
      writeFileSync(file, bytes);
      truncateSync(file, length);
      const spool = openSpool(folder);
      expect(idsIn(spool)).toEqual([confirmed.attemptId]);
      spool.take(next);
      expect(idsIn(spool)).toEqual([confirmed.attemptId, next.attemptId]);
    }),
    { numRuns: 40 },
  );
});

test("a line that was altered is damage: nothing is filed past it in silence", () => {
  const { folder, file } = newFolder();
  const spool = openSpool(folder);
  spool.take(spoken());
  appendFileSync(file, `${Buffer.from("not ours").toString("base64")}\n`);
  expect(() => spool.read()).toThrow("could not open a line of the spool");
});

test("a disk that takes nothing is told, and leaves what was there", () => {
  const { folder } = newFolder();
  const spool = openSpool(folder);
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
