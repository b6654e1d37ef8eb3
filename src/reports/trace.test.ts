import { createSecretKey, randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sentence } from "../base/text.ts";
import type { Sequencer } from "../ledger/index.ts";
import { entryBytes, keepLedger, openSequencer } from "../ledger/index.ts";
import { changeMission } from "../missions/change-mission.ts";
import { disclose } from "../relay/disclose.ts";
import type { ReportsBench } from "./reports.fixture.ts";
import { openReportsBench } from "./reports.fixture.ts";
import { SOURCES_NOT_COVERED, trace } from "./trace.ts";

let bench: ReportsBench;
let sequencer: Sequencer;
beforeAll(async () => {
  bench = await openReportsBench({ staff: 3 });
  const { store, folder } = bench.house;
  const ledgerKey = createSecretKey(randomBytes(32));
  const parts = { store, log: bench.deps.log, publicUrl: "https://paravent.test", dataFolder: folder, ledgerKey };
  sequencer = openSequencer(parts);
});
afterAll(async () => {
  await sequencer.stop();
  await bench.close();
});

/** A day goes by: what was recorded gets its place, and the entries of each customer are read. */
async function endDay(): Promise<void> {
  await sequencer.pass();
  await bench.house.advance(86_400_000);
  const { store } = bench.house;
  await keepLedger({ store, log: bench.deps.log, authority: undefined, signal: new AbortController().signal });
  await sequencer.pass();
}
const of = async (visit: { readonly customerId: Parameters<typeof trace>[1] }) =>
  trace(bench.house.store, visit.customerId);

test("whoever was assigned, connected or shown something is listed with purpose and leaf; who was refused is not", async () => {
  const visit = await bench.visit(1, ["T-1", "T-2"]);
  const other = await bench.visit(2, ["T-3"]);
  const { house } = bench;
  await house.text(visit.staffPhone, visit.staffDials, "J'arrive dans dix minutes");
  await house.settle();
  await house.text(other.staffPhone, visit.staffDials, "Bonjour");
  await bench.act((tx) => disclose(tx, house.vault, { mission: visit.id, staff: "T-2", what: "address" }));
  await bench.act((tx) => disclose(tx, house.vault, { mission: visit.id, staff: "T-2", what: "accessNotes" }));
  await endDay();
  const { lines, isCut, notCovered } = await of(visit);
  const seen = lines.map(({ kind, reference, outcome }) => `${kind} ${reference} ${outcome ?? ""}`.trim());
  expect(seen.toSorted()).toEqual([
    "assigned T-1",
    "assigned T-2",
    "contact T-1 delivered",
    "disclosure T-2 disclosed",
  ]);
  expect(isCut).toBe(false);
  expect(notCovered).toEqual(SOURCES_NOT_COVERED);
  for (const line of lines) {
    expect(line).toMatchObject({ mission: visit.id, purpose: "home-intervention" });
    expect(line.leaf).toMatchObject({ log: expect.stringMatching(/^routine-\d{4}$/), index: expect.any(Number) });
  }
});

test("the leaf of an assignment is that of the entry that says it, and nobody else's", async () => {
  const visit = await bench.visit(3, ["T-1"]);
  await bench.visit(4, ["T-1"]);
  const before = (await of(visit)).lines;
  expect(before.map(({ kind, leaf }) => [kind, leaf])).toEqual([["assigned", undefined]]);
  await endDay();
  const [line] = (await of(visit)).lines;
  const [row] = await bench.rows<{ entry_id: number; at: Date }>(
    "select entry_id::int, at from ledger.entry where encode(leaf_hash, 'base64') = $1",
    [line?.leaf?.hash],
  );
  const bytes = await entryBytes(bench.house.store, row?.entry_id ?? 0, row?.at ?? new Date(0));
  expect(JSON.parse(String(bytes))).toMatchObject({ event: "missions.create-mission", mission: visit.id });
});

test("who was taken off is listed as who was put in their place", async () => {
  const visit = await bench.visit(5, ["T-1"]);
  await bench.house.advance(60_000);
  expect(await bench.act((tx) => changeMission(tx, bench.house.deps, visit.id, { staff: ["T-2"] }))).toMatchObject({
    ok: true,
  });
  await endDay();
  const { lines } = await of(visit);
  expect(lines.map(({ reference, leaf }) => [reference, leaf?.index !== undefined])).toEqual([
    ["T-1", true],
    ["T-2", true],
  ]);
  expect(new Set(lines.map(({ leaf }) => leaf?.hash)).size).toBe(2);
});

test("what it does not cover is named in both languages", () => {
  for (const language of ["fr", "en"] as const) {
    for (const source of SOURCES_NOT_COVERED) expect(sentence(language, `reports.source.${source}`, {})).not.toBe("");
  }
});
