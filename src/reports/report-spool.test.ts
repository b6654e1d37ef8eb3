import { appendFileSync, readFileSync, truncateSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checkHouse } from "../../tests/check-house.ts";
import { newId } from "../base/ids.ts";
import { LedgerUnavailable, Relay } from "../relay/index.ts";
import { openByReceipt } from "./open-by-receipt.ts";
import { ReportSpool } from "./report-spool.ts";
import type { NewReport } from "./new-report.ts";
import type { ReportsBench, Visit } from "./reports.fixture.ts";
import { openReportsBench, sealed } from "./reports.fixture.ts";
import { ANSWER_MS } from "./rules.ts";

let bench: ReportsBench;
beforeEach(async () => {
  bench = await openReportsBench();
});
afterEach(async () => {
  await checkHouse(bench.house.store);
  await bench.close();
});

const folder = () => join(bench.house.folder, "spool");
/** The spool of a node that starts now: it knows what is on disk, and nothing else. */
const start = () => new ReportSpool(folder(), bench.deps);
const path = () => join(folder(), "reports.spool");
const form = (more: Partial<NewReport> = {}): NewReport => {
  return { source: newId("attempt"), door: "page", by: "customer", language: "fr", ...more };
};
/** Nothing can be recorded: a table is not where it was. */
const lose = () => bench.house.owner.query("alter table reports.report rename to report_away");
const bringBack = () => bench.house.owner.query("alter table reports.report_away rename to report");
const count = async () => (await bench.rows("select from reports.report")).length;
const about = ({ id }: Visit) => form({ mission: id, door: "visit_link" });

test("while the database takes it nothing is on disk; the answer takes as long in any case", async () => {
  const began = performance.now();
  const taken = await start().take(form());
  expect(performance.now() - began).toBeGreaterThanOrEqual(ANSWER_MS - 1);
  expect(taken.isFiled).toBe(true);
  expect(start().isEmpty).toBe(true);
  expect(await count()).toBe(1);
});

test("without the database it is on disk before it is answered, sealed, with the receipt that stays theirs", async () => {
  await lose();
  const spool = start();
  const asked = form({ text: sealed("Il a gardé mon numéro"), phone: sealed("+33639987766") });
  const taken = await spool.take(asked);
  expect(taken).toMatchObject({ isFiled: false, isDanger: false });
  expect((await spool.take(asked)).receipt).toBe(taken.receipt);
  const kept = readFileSync(path(), "latin1");
  for (const word of ["gardé", "39987766", asked.source, taken.receipt]) expect(kept).not.toContain(word);
  await bringBack();
  // The node was killed; another one finds what it kept, twice, and files it once.
  const after = start();
  expect(after.isEmpty).toBe(false);
  await after.file();
  expect(after.isEmpty).toBe(true);
  expect(await count()).toBe(1);
  expect(await openByReceipt(bench.deps, taken.receipt, "192.0.2.1")).toBeDefined();
});

test("danger is told by words as well as by a choice, with and without the database", async () => {
  const words = { text: sealed("Il a dit qu’il allait me tuer") };
  expect((await start().take(form(words))).isDanger).toBe(true);
  await lose();
  expect((await start().take(form(words))).isDanger).toBe(true);
  expect((await start().take(form({ text: sealed("Il était en retard") }))).isDanger).toBe(false);
  await bringBack();
  await start().file();
});

test("the relay lets nothing flow until it is filed: the pair is cut first, where a number led too", async () => {
  const [named, led, spared] = [
    await bench.visit(1, ["T-1"]),
    await bench.visit(2, ["T-2"]),
    await bench.visit(3, ["T-3"]),
  ];
  await lose();
  const spool = start();
  await spool.take(about(named));
  await spool.take(form({ phone: sealed(led.customerPhone), number: sealed(led.staffPhone) }));
  const relay = bench.house.anotherRelay({ furtherSpools: [spool] });
  let messages = 0;
  const write = (visit: Visit) =>
    relay.receiveText({
      carrier: bench.house.carrier.name,
      messageId: `after the outage ${(messages += 1)}`,
      from: sealed(visit.staffPhone),
      to: visit.staffDials,
      text: sealed("Bonjour"),
    });
  await expect(write(spared)).rejects.toThrow(LedgerUnavailable);
  await bringBack();
  expect(await write(led)).toMatchObject({ code: "pair_cut" });
  expect(await write(named)).toMatchObject({ code: "pair_cut" });
  expect(await write(spared)).toMatchObject({ outcome: "queued" });
  expect(relay).toBeInstanceOf(Relay);
});

test("killed after it was filed and before it was taken off the disk: it is filed again, and is one report", async () => {
  await lose();
  await start().take(form());
  await bringBack();
  const copy = readFileSync(path());
  await start().file();
  appendFileSync(path(), copy);
  await start().file();
  expect(await count()).toBe(1);
});

test("killed while it was being written: half a line was answered to nobody, and keeps nobody's from being filed", async () => {
  await lose();
  await start().take(form());
  const whole = statSync(path()).size;
  await start().take(form());
  for (const size of [whole + 1, whole + 40, statSync(path()).size - 1]) {
    truncateSync(path(), Math.min(size, statSync(path()).size));
    expect(start().isEmpty).toBe(false);
  }
  await bringBack();
  await start().file();
  expect(await count()).toBe(1);
});

test("one that cannot be filed keeps contact away and is said aloud; the others are filed and cut", async () => {
  const visit = await bench.visit(4);
  await lose();
  const spool = start();
  // Its source is longer than any of ours: the table refuses it each time.
  await spool.take(form({ source: "x".repeat(200) }));
  await spool.take(about(visit));
  await bringBack();
  await expect(spool.file()).rejects.toThrow("could not file all that was spooled");
  expect(spool.isEmpty).toBe(false);
  expect(await bench.isCut(visit)).toBe(true);
  expect(bench.logged.map(({ event }) => event)).toContain("reports.line-not-filed");
  expect(await count()).toBe(1);
  await expect(spool.file()).rejects.toThrow("could not file all that was spooled");
  expect(await count()).toBe(1);
});
