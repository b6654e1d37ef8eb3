import { afterAll, beforeEach, afterEach, expect, test } from "vitest";
import { checkHouse } from "../../../tests/check-house.ts";
import type { DeskUserId, ReportId } from "../../base/ids.ts";
import { newId } from "../../base/ids.ts";
import { writeToDesk } from "../add-message.ts";
import { countInDanger, onCall, pageHumans, seeDanger, setOnCall } from "./danger.ts";
import { addToReport } from "../keep-told.ts";
import type { ReportsBench } from "../reports.fixture.ts";
import { openReportsBench, sealed } from "../reports.fixture.ts";
import { staffPhone } from "../../../tests/house.ts";

let bench: ReportsBench;
const BY = newId("deskUser") as DeskUserId;
const admin = { kind: "desk", deskUser: BY, identity: "E-1", duty: "admin", session: newId("session") } as const;
beforeEach(async () => {
  bench = await openReportsBench({ staff: 3 });
});
afterEach(async () => {
  await checkHouse(bench.house.store);
  await bench.close();
});
afterAll(() => undefined);

const page = () => bench.act((tx) => pageHumans(tx, bench.deps));
const see = (report: ReportId) => bench.act((tx) => seeDanger(tx, report, BY));
const put = (staff: readonly string[]) => bench.act((tx) => setOnCall(tx, staff, admin));
const texts = async (n: number) => {
  await bench.house.settle();
  return bench.house.carrier.textsAt(staffPhone(n));
};

test("whoever is on call is rung at once, every five minutes, and not any more once somebody of the desk has seen it", async () => {
  await put(["T-1"]);
  const { report } = await bench.file({ text: sealed("Il a dit qu’il allait me tuer") });
  expect(await page()).toBe(1);
  expect(await page()).toBe(0);
  await bench.house.advance(5 * 60_000 - 1_000);
  expect(await page()).toBe(0);
  await bench.house.advance(1_000);
  expect(await page()).toBe(1);
  expect(await countInDanger(bench.house.store)).toBe(1);
  expect(await see(report)).toBeDefined();
  await bench.house.advance(60 * 60_000);
  expect(await page()).toBe(0);
  expect(await countInDanger(bench.house.store)).toBe(0);
  const rung = await texts(1);
  expect(rung).toHaveLength(2);
  expect(rung.join()).not.toMatch(/tuer|rep_|T-1/);
});

test("what is no danger rings nobody, and cannot be seen as one", async () => {
  await put(["T-1"]);
  const { report } = await bench.file({ text: sealed("Il était en retard et il a été désagréable"), what: ["other"] });
  expect(await page()).toBe(0);
  expect(await see(report)).toBeUndefined();
});

test("danger that is told after somebody saw the first one rings again: by a detail, a message or a digit", async () => {
  await put(["T-1"]);
  const { report } = await bench.file({ isDanger: true });
  const { vault } = bench.house;
  const again: readonly (() => Promise<unknown>)[] = [
    () =>
      bench.act((tx) => addToReport(tx, vault, report, "d1", { text: sealed("Il est devant chez moi, j’ai peur") })),
    () =>
      bench.act((tx) => writeToDesk(tx, bench.deps, report, { text: sealed("il m’a menacée de mort"), once: "m1" })),
    () => bench.act((tx) => addToReport(tx, vault, report, "d2", { what: ["danger"] })),
  ];
  await page();
  for (const tell of again) {
    await see(report);
    expect(await page()).toBe(0);
    await tell();
    expect(await page()).toBe(1);
  }
  // The same piece again is nothing new, nor is a word about something else.
  await see(report);
  await bench.act((tx) => addToReport(tx, vault, report, "d1", { text: sealed("Il est devant chez moi, j’ai peur") }));
  await bench.act((tx) => addToReport(tx, vault, report, "d3", { when: sealed("hier soir") }));
  expect(await page()).toBe(0);
});

test("while nobody has seen it, more of it does not ring before its five minutes", async () => {
  await put(["T-1"]);
  const { report } = await bench.file({ isDanger: true });
  await page();
  await bench.act((tx) => addToReport(tx, bench.house.vault, report, "x", { what: ["danger"] }));
  expect(await page()).toBe(0);
});

test("a hundred that nobody has seen keep the newest from nobody", async () => {
  for (let n = 0; n < 101; n += 1) await bench.file({ isDanger: true });
  expect(await page()).toBe(100);
  expect(await page()).toBe(1);
  expect(await page()).toBe(0);
});

test("whoever is on call is who was named last; who is unknown or has no phone is refused, and nothing changes", async () => {
  expect(await put(["T-1", "T-2"])).toEqual({ ok: true });
  expect(await put(["T-3", "T-99"])).toEqual({ ok: false, code: "unknown_staff" });
  expect(await onCall(bench.house.store)).toEqual(["T-1", "T-2"]);
  expect(await put(["T-3"])).toEqual({ ok: true });
  expect(await onCall(bench.house.store)).toEqual(["T-3"]);
  const said = await bench.events("reports.set-on-call");
  expect(said.map((entry) => entry["deskUser"])).toEqual([BY, BY]);
  await bench.file({ isDanger: true });
  await page();
  expect([(await texts(1)).length, (await texts(3)).length]).toEqual([0, 1]);
});

test("with nobody on call the log says so, and it is still counted as rung for nobody", async () => {
  await bench.file({ isDanger: true });
  expect(await page()).toBe(1);
  expect(bench.logged.map(({ event }) => event)).toEqual(["reports.danger", "reports.nobody-rung"]);
  expect(await bench.events("reports.page-human")).toMatchObject([{ rung: 0 }]);
});
