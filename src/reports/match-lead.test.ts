import { afterAll, beforeAll, expect, test } from "vitest";
import { checkHouse } from "../../tests/check-house.ts";
import { newId } from "../base/ids.ts";
import { fileReport } from "./file-report.ts";
import { choose } from "./follow-up.ts";
import { readReport } from "./read-report.ts";
import type { ReportsBench, Visit } from "./reports.fixture.ts";
import { openReportsBench, sealed, watched } from "./reports.fixture.ts";

let bench: ReportsBench;
beforeAll(async () => {
  bench = await openReportsBench({ staff: 5 });
});
afterAll(async () => {
  await checkHouse(bench.house.store);
  await bench.close();
});

const national = (phone: string) => `0${phone.slice(3)}`.replace(/(..)(?=.)/g, "$1 ");
const from = (visit: Visit, number: string) => ({ phone: sealed(visit.customerPhone), number: sealed(number) });
const STRAY = "06 39 98 79 99";

test("a number of ours is a lead, recorded as one, and cuts where it is known who was written to", async () => {
  const visit = await bench.visit(1);
  const { report } = await bench.file(from(visit, national(visit.staffPhone)));
  await bench.look();
  expect(await bench.concerned(report)).toEqual(["T-1 lead"]);
  expect(await bench.isCut(visit)).toBe(true);
  expect(await bench.events("reports.match-lead")).toMatchObject([{ report, staff: [visit.staffId] }]);
});

test("a number of nobody here names nobody and cuts nothing", async () => {
  const visit = await bench.visit(2, ["T-2"]);
  const { report } = await bench.file(from(visit, STRAY));
  await bench.look();
  expect(await bench.concerned(report)).toEqual([]);
  expect(await bench.isCut(visit)).toBe(false);
});

test("from somebody who was never visited it is a lead that waits for a human", async () => {
  const visit = await bench.visit(3, ["T-3"]);
  const asked = { phone: sealed("+33639987777"), number: sealed(visit.staffPhone) };
  const { report } = await bench.file(asked);
  await bench.look();
  expect(await bench.concerned(report)).toEqual(["T-3 lead"]);
  expect(await bench.isCut(visit)).toBe(false);
});

test("who was named stays named; who gives their own number is no lead to themselves", async () => {
  const visit = await bench.visit(4, ["T-4"]);
  const named = await bench.file({ mission: visit.id, staff: [visit.staffId], number: sealed(visit.staffPhone) });
  const own = await bench.file({ by: "staff", reporter: visit.staffId, number: sealed(visit.staffPhone) });
  await bench.look();
  expect(await bench.concerned(named.report)).toEqual(["T-4 named"]);
  expect(await bench.concerned(own.report)).toEqual([]);
});

test("filing does the same whether the number leads to somebody or not: what is found is found afterwards", async () => {
  const visit = await bench.visit(5, ["T-5"]);
  const statements = (number: string) =>
    bench.act(async (tx) => {
      const { tx: seen, names } = watched(tx);
      const asked = { source: newId("attempt"), door: "page", by: "customer", language: "fr" } as const;
      await fileReport(seen, bench.house.vault, { ...asked, ...from(visit, number) });
      return names;
    });
  const matched = await statements(national(visit.staffPhone));
  expect(matched.length).toBeGreaterThan(5);
  expect(await statements(STRAY)).toEqual(matched);
  expect(await bench.isCut(visit)).toBe(false);
  await bench.look();
  expect(await bench.isCut(visit)).toBe(true);
});

test("each piece is looked into once, by one node", async () => {
  const visit = await bench.visit(6);
  await bench.file(from(visit, visit.staffPhone));
  const before = (await bench.events("reports.match-lead")).length;
  await Promise.all([bench.look(), bench.look(), bench.look()]);
  await bench.look();
  expect((await bench.events("reports.match-lead")).length - before).toBe(1);
});

test("a text that went through us is found, one letter less is not, and nothing of it is found in another's", async () => {
  const visit = await bench.visit(7);
  const TEXT = "J'arrive dans dix minutes, à tout de suite";
  expect(await bench.house.text(visit.staffPhone, visit.staffDials, TEXT)).toMatchObject({ outcome: "queued" });
  await bench.house.settle();
  const findings = async (text: string, phone = visit.customerPhone) => {
    const { report } = await bench.file({ phone: sealed(phone), message: sealed(text) });
    await bench.look();
    return (await readReport(bench.house.store, bench.house.vault, report))?.findings.length;
  };
  expect(await findings(TEXT)).toBe(1);
  expect(await findings(TEXT.slice(0, -1))).toBe(0);
  const other = await bench.visit(8);
  expect(await findings(TEXT, other.customerPhone)).toBe(0);
  // Once the salt is gone nobody can tell any more, and nothing fails.
  await bench.house.owner.query("update relay.attempt set salt = null");
  expect(await findings(TEXT)).toBe(0);
});

test("a piece whose key was destroyed is passed, and those behind it are looked into", async () => {
  const visit = await bench.visit(9, ["T-2"]);
  const gone = await bench.file(from(visit, STRAY));
  await bench.house.owner.query(
    "update vault.subject_key set wrapped = null, key_version = null, shredded_at = now() where subject = $1",
    [gone.report],
  );
  const { report } = await bench.file(from(visit, visit.staffPhone));
  await bench.look();
  expect(await bench.concerned(report)).toEqual(["T-2 lead"]);
});

test("whoever gives their own phone afterwards is cut from whom the number leads to; a stranger's phone cuts nothing", async () => {
  const visit = await bench.visit(10, ["T-3"]);
  const { report } = await bench.file({ number: sealed(visit.staffPhone) });
  await bench.look();
  expect(await bench.concerned(report)).toEqual(["T-3 lead"]);
  const give = (phone: string) =>
    bench.act((tx) => choose(tx, bench.house, report, { phone: sealed(phone) }, undefined));
  await give("+33639987777");
  expect(await bench.isCut(visit)).toBe(false);
  await give(visit.customerPhone);
  expect(await bench.isCut(visit)).toBe(true);
});
