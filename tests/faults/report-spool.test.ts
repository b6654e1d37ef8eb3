/** Reports that were answered while the database was away are filed once each, whenever the node was killed. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openByReceipt, ReportSpool } from "../../src/reports/index.ts";
import type { ReportDeps } from "../../src/reports/index.ts";
import { openLog } from "../../src/base/log.ts";
import { checkHouse } from "../check-house.ts";
import type { House } from "../house.ts";
import { openHouse } from "../house.ts";
import { seeded, seedOf } from "../seed.ts";
import type { SpoolNodeSetup } from "./report-spool-node.ts";

const NODE = join(import.meta.dirname, "report-spool-node.ts");
const LIVES = 12;
let house: House;
let deps: ReportDeps;
beforeAll(async () => {
  house = await openHouse();
  const { store, vault } = house;
  deps = { store, vault, log: openLog("silent"), publicUrl: "https://paravent.test" };
});
afterAll(async () => {
  await checkHouse(house.store);
  await house.close();
});

/** What a node answered before it was killed, `afterMs` after its first answer. */
function live(name: string, afterMs: number): Promise<readonly string[]> {
  const setup: SpoolNodeSetup = {
    connection: house.connection,
    keyFile: join(house.folder, "keys.json"),
    folder: join(house.folder, "spool"),
    name,
  };
  const node = spawn(process.execPath, [NODE, JSON.stringify(setup)], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  let isDue = false;
  node.stdout.on("data", (bytes: Buffer) => {
    said += bytes.toString();
    if (isDue) return;
    isDue = true;
    setTimeout(() => node.kill("SIGKILL"), afterMs);
  });
  return new Promise((resolve) => {
    // A line that was cut short was seen by nobody.
    node.on("close", () => resolve(said.split("\n").slice(0, -1)));
  });
}

test("every receipt that was given opens a report; no report came twice", { timeout: 120_000 }, async () => {
  const random = seeded(seedOf("report-spool"));
  await house.owner.query("alter table reports.report rename to report_away");
  const receipts: string[] = [];
  for (let n = 0; n < LIVES; n += 1) receipts.push(...(await live(`life ${n}`, Math.floor(random() * 700))));
  expect(receipts.length).toBeGreaterThanOrEqual(LIVES);
  await house.owner.query("alter table reports.report_away rename to report");
  await new ReportSpool(join(house.folder, "spool"), deps).file();
  for (const [n, receipt] of receipts.entries()) {
    expect(await openByReceipt(deps, receipt, `192.0.2.${n % 250}`), receipt).toBeDefined();
  }
  expect(new Set(receipts).size).toBe(receipts.length);
  const { rows } = await house.owner.query<{ reports: number; sources: number }>(
    "select count(*)::int as reports, count(distinct source)::int as sources from reports.report",
  );
  const [{ reports, sources } = { reports: 0, sources: -1 }] = rows;
  expect(reports).toBe(sources);
  // The last of each life may be on disk and not have been answered.
  expect(reports).toBeGreaterThanOrEqual(receipts.length);
  expect(reports).toBeLessThanOrEqual(receipts.length + LIVES);
});
