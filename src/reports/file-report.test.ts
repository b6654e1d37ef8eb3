import { createHmac } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkHouse } from "../../tests/check-house.ts";
import { parseReceipt } from "../base/receipt.ts";
import type { MissionId } from "../base/ids.ts";
import { newId } from "../base/ids.ts";
import { fileReport } from "./file-report.ts";
import { addToReport } from "./keep-told.ts";
import { readReport } from "./read-report.ts";
import type { ReportsBench } from "./reports.fixture.ts";
import { openReportsBench, sealed } from "./reports.fixture.ts";
import { openSealed } from "../base/sealed.ts";
import { putStaff } from "../people/index.ts";

let bench: ReportsBench;
beforeAll(async () => {
  bench = await openReportsBench({ staff: 6 });
});
afterAll(async () => {
  await checkHouse(bench.house.store);
  await bench.close();
});

test("nothing but a door is a report, with a receipt of its own", async () => {
  const [one, other] = [await bench.file(), await bench.file({ door: "staff", by: "staff" })];
  expect(parseReceipt(one.receipt)).toBe(one.receipt);
  expect(other.receipt).not.toBe(one.receipt);
  expect(await bench.concerned(one.report)).toEqual([]);
});

test("the same source is the same report, also when both come at once; another one is another", async () => {
  const source = newId("attempt");
  const both = await Promise.all([bench.file({ source }), bench.file({ source })]);
  expect(both[1]).toEqual(both[0]);
  expect(await bench.file({ source, text: sealed("encore") })).toEqual(both[0]);
  expect((await bench.events("reports.file-report")).filter(({ report }) => report === both[0]?.report)).toHaveLength(
    1,
  );
  expect((await bench.file()).report).not.toBe(both[0]?.report);
});

test("those who are named are cut, and those beside them are not", async () => {
  const visit = await bench.visit(1, ["T-1", "T-2"]);
  const beside = await bench.staffId("T-2");
  await bench.file({ mission: visit.id, staff: [visit.staffId] });
  expect(await bench.isCut(visit)).toBe(true);
  expect(await bench.isCut({ ...visit, staffId: beside })).toBe(false);
});

test("not knowing which of them: all who were assigned are cut, the subcontractor's people as others", async () => {
  await bench.act(async (tx) => {
    const who = { reference: "S-1", displayName: sealed("Sam"), phone: sealed("+33639987901"), employer: "SUB" };
    await putStaff(tx, bench.house.vault, { ...who, regime: "contractor", language: "fr" });
  });
  const visit = await bench.visit(2, ["T-3", "S-1"]);
  const { report } = await bench.file({ mission: visit.id, staff: "unsure" });
  expect(await bench.concerned(report)).toEqual(["S-1 mission", "T-3 mission"]);
  for (const reference of ["T-3", "S-1"]) {
    expect(await bench.isCut({ ...visit, staffId: await bench.staffId(reference) })).toBe(true);
  }
});

test("a staff member who names nobody reports the customer; one who names a colleague is not cut", async () => {
  const visit = await bench.visit(3, ["T-4", "T-5"]);
  const [own, colleague] = [await bench.staffId("T-4"), await bench.staffId("T-5")];
  const asked = { door: "staff", by: "staff", reporter: own, mission: visit.id } as const;
  await bench.file({ ...asked, staff: [colleague] });
  expect(await bench.isCut({ ...visit, staffId: own })).toBe(false);
  expect(await bench.isCut({ ...visit, staffId: colleague })).toBe(true);
  await bench.file(asked);
  expect(await bench.isCut({ ...visit, staffId: own })).toBe(true);
});

test("a mission that is not there costs nobody their report", async () => {
  const { report } = await bench.file({ mission: newId("mission") as MissionId, staff: "unsure" });
  expect(await bench.concerned(report)).toEqual([]);
});

test("the entry has pseudonyms, a door, and what shows whose receipt it is; nothing of what was said", async () => {
  const visit = await bench.visit(4, ["T-6"]);
  const phone = visit.customerPhone;
  const said = { text: sealed("Il m’a suivie"), when: sealed("hier"), phone: sealed(phone), hours: sealed("le soir") };
  const { report, receipt } = await bench.file({ mission: visit.id, ...said, reference: sealed("customer: C-x") });
  const [entry] = (await bench.events("reports.file-report")).filter((one) => one["report"] === report);
  expect(entry).toMatchObject({ door: "page", by: "customer", mission: visit.id, staff: [visit.staffId] });
  expect(entry?.["receipt"]).toBe(createHmac("sha256", receipt).update(report).digest("hex"));
  const tables = ["report", "detail", "message", "concerned"];
  const rows = await Promise.all(tables.map((table) => bench.rows(`select * from reports.${table}`)));
  const kept = JSON.stringify([entry, rows.flat().map((row) => Object.values(row).map(String))]);
  for (const word of ["suivie", "hier", phone, phone.slice(4), "le soir", "C-x", receipt])
    expect(kept).not.toContain(word);
  const read = await readReport(bench.house.store, bench.house.vault, report);
  const words = read?.details.map(({ kind, text }) => `${kind}: ${text === undefined ? "" : openSealed(text)}`);
  expect(words?.toSorted()).toEqual(["reference: customer: C-x", "text: Il m’a suivie", "when: hier"]);
});

test("additions come in any order, the same one once, and what was said before stays", async () => {
  const { report } = await bench.file();
  const add = (once: string, told: Parameters<typeof addToReport>[4]) =>
    bench.act((tx) => addToReport(tx, bench.house.vault, report, once, told));
  const before = (await bench.events("reports.add-to-report")).length;
  await add("b", { when: sealed("en mars") });
  await add("a", { text: sealed("d’abord ceci"), what: ["message"] });
  await add("a", { text: sealed("d’abord ceci"), what: ["message"] });
  await add("c", { text: sealed("puis cela"), what: ["call"] });
  const read = await readReport(bench.house.store, bench.house.vault, report);
  expect(read?.details.map(({ text }) => (text === undefined ? "" : openSealed(text))).toSorted()).toEqual([
    "d’abord ceci",
    "en mars",
    "puis cela",
  ]);
  expect(read?.what).toEqual(["message", "call"]);
  expect((await bench.events("reports.add-to-report")).length - before).toBe(3);
  expect(await bench.act((tx) => addToReport(tx, bench.house.vault, newId("report"), "x", {}))).toMatchObject({
    isKnown: false,
    isFull: false,
  });
});

test("what fails after it was written leaves nothing of the report and no cut", async () => {
  const visit = await bench.visit(5);
  const source = newId("attempt");
  const broken = bench.act(async (tx) => {
    const asked = { source, door: "page", by: "customer", language: "fr", mission: visit.id } as const;
    await fileReport(tx, bench.house.vault, asked);
    throw new Error("could not go on");
  });
  await expect(broken).rejects.toThrow("could not go on");
  expect(await bench.isCut(visit)).toBe(false);
  expect(await bench.rows("select from reports.report where source = $1", [source])).toHaveLength(0);
});
