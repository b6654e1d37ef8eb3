import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { ReportsBench } from "./reports.fixture.ts";
import { openReportsBench } from "./reports.fixture.ts";
import { openByReceipt } from "./open-by-receipt.ts";
import { FREE_TRIES, TRIES_COUNT_MS } from "./rules.ts";
import { receiptWords } from "../base/receipt.ts";

let bench: ReportsBench;
beforeAll(async () => {
  bench = await openReportsBench();
});
afterAll(() => bench.close());
afterEach(() => bench.house.owner.query("truncate reports.receipt_try"));

const open = (typed: string, address = "192.0.2.1") => openByReceipt(bench.deps, typed, address);
let drawn = 0;
/** Six words of ours that are nobody's. */
function nobodys(): string {
  drawn += 1;
  return receiptWords(bench.house.vault.keyedHash("receipt", `nobody ${drawn}`), "fr");
}
async function took(act: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await act();
  return performance.now() - began;
}
const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;

test("six words open their report, as people type them; one letter else opens nothing", async () => {
  const { report, receipt } = await bench.file();
  expect(await open(receipt)).toBe(report);
  expect(await open(`  ${receipt.toUpperCase().replaceAll(" ", "-")} `)).toBe(report);
  for (const typed of [
    receipt.slice(0, -1),
    receipt.split(" ").slice(1).join(" "),
    "",
    nobodys(),
    "a".repeat(10_000),
  ]) {
    expect(await open(typed)).toBeUndefined();
  }
  expect((await bench.events("reports.open-by-receipt")).length).toBe(2);
});

test("words of nobody and what are no words take as long as each other", { timeout: 60_000 }, async () => {
  const times = { unknown: [] as number[], malformed: [] as number[] };
  for (let round = 0; round < 60; round += 1) {
    const address = `192.0.2.${round}`;
    const words = nobodys();
    times.unknown.push(await took(() => open(words, address)));
    times.malformed.push(await took(() => open("pas six mots du tout", address)));
  }
  const [unknown, malformed] = [median(times.unknown), median(times.malformed)];
  expect(Math.abs(unknown - malformed)).toBeLessThan(Math.max(3, 0.5 * Math.min(unknown, malformed)));
});

test("many at once are as many tries: a burst waits as a row would", async () => {
  const tries = FREE_TRIES.address + 4;
  const address = "198.51.100.7";
  const times = await Promise.all(Array.from({ length: tries }, () => took(() => open(nobodys(), address))));
  // The last four wait half a second, one, one and a half, two; a busy machine may add to the others.
  expect(times.filter((ms) => ms >= 480).length).toBeGreaterThanOrEqual(4);
  expect(Math.max(...times)).toBeGreaterThan(1_900);
});

test("another address does not wait for it, and an hour later nobody does", async () => {
  for (let n = 0; n < FREE_TRIES.address; n += 1) await open(nobodys(), "203.0.113.1");
  expect(await took(() => open(nobodys(), "203.0.113.1"))).toBeGreaterThan(450);
  expect(await took(() => open(nobodys(), "203.0.113.2"))).toBeLessThan(450);
  await bench.house.advance(TRIES_COUNT_MS + 1);
  expect(await took(() => open(nobodys(), "203.0.113.1"))).toBeLessThan(450);
});

test("whoever opens their report often is not taken for somebody who tries", async () => {
  const { report, receipt } = await bench.file();
  for (let n = 0; n < FREE_TRIES.address + 10; n += 1) expect(await open(receipt, "203.0.113.9")).toBe(report);
  expect(await took(() => open(receipt, "203.0.113.9"))).toBeLessThan(450);
});

test("no address is kept", async () => {
  await open(nobodys(), "203.0.113.77");
  const rows = await bench.rows("select * from reports.receipt_try");
  expect(rows).toHaveLength(2);
  expect(JSON.stringify(rows.map((row) => Object.values(row).map(String)))).not.toContain("203.0.113.77");
});
