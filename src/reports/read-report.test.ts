import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openSealed, seal } from "../base/sealed.ts";
import { addToReport } from "./keep-told.ts";
import { openPicture, readReport } from "./read-report.ts";
import type { ReportsBench } from "./reports.fixture.ts";
import { openReportsBench, sealed } from "./reports.fixture.ts";

let bench: ReportsBench;
beforeAll(async () => {
  bench = await openReportsBench();
});
afterAll(() => bench.close());

test("nothing of what was told, and no word of the receipt, is in a row as it was written", async () => {
  const { report, receipt } = await bench.file({
    text: sealed("Roitelet huppé"),
    phone: sealed("+33639988701"),
    hours: sealed("le matin"),
  });
  const tables = ["report", "detail", "message"].map((name) => `select t::text as line from reports.${name} t`);
  const all = (await bench.rows<{ line: string }>(tables.join(" union all "))).map(({ line }) => line).join("\n");
  for (const secret of ["Roitelet", "33639988701", "le matin"]) expect(all).not.toContain(secret);
  for (const word of receipt.split(" ")) expect(all).not.toMatch(new RegExp(`\\b${word}\\b`));
  expect(all).toContain(report);
});

test("the desk reads what was told without phones, and a picture as it was kept", async () => {
  const { report } = await bench.file({
    text: sealed("Appelez le 06 39 98 87 02"),
    number: sealed("0639988703"),
    pictures: [seal(Buffer.from("a picture").toString("base64"))],
  });
  const { store, vault } = bench.house;
  const read = await readReport(store, vault, report);
  expect(read).toMatchObject({ pictures: 1, hasNumber: true });
  expect(read?.details.map(({ kind, text }) => [kind, text && openSealed(text)])).toEqual([
    ["text", "Appelez le •••••"],
  ]);
  expect((await openPicture(store, vault, report, 0))?.toString()).toBe("a picture");
  expect(await openPicture(store, vault, report, 1)).toBeUndefined();
});

test("it holds as much as a report may, and what is too much is told and not half kept", async () => {
  const { store, vault } = bench.house;
  const { report } = await bench.file();
  const add = (count: number) => {
    const pictures = Array.from({ length: count }, () => sealed("AA=="));
    return bench.act((tx) => addToReport(tx, vault, report, randomUUID(), { pictures }));
  };
  expect(await add(20)).toEqual({ isKnown: true, isFull: false });
  expect(await add(1)).toEqual({ isKnown: true, isFull: true });
  expect((await readReport(store, vault, report))?.pictures).toBe(20);
});
