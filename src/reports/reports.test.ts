/** What the acts of this room do on a real database, beside what the stories see from outside. */
import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkHouse } from "../../tests/check-house.ts";
import type { House, OpenMission } from "../../tests/house.ts";
import { openHouse } from "../../tests/house.ts";
import { openLog } from "../base/log.ts";
import { openSealed, seal } from "../base/sealed.ts";
import type { ReportDeps, NewReport } from "./index.ts";
import {
  addToReport,
  answerCheckIn,
  choose,
  fileReport,
  followUp,
  openByReceipt,
  openPicture,
  readReport,
  ReportSpool,
  takeCheckInHints,
  writeToDesk,
} from "./index.ts";
import { askCheckIns } from "./check-ins.ts";

const DAY_MS = 86_400_000;
let house: House;
let deps: ReportDeps;
let met = 0;
const folder = mkdtempSync(join(tmpdir(), "paravent-reports-"));
beforeAll(async () => {
  house = await openHouse({ staff: 30, numbers: 90 });
  deps = { store: house.store, vault: house.vault, log: openLog("silent"), publicUrl: "https://paravent.test" };
});
afterAll(async () => {
  await checkHouse(house.store);
  await house.close();
  rmSync(folder, { recursive: true });
});

async function meet(): Promise<OpenMission> {
  met += 1;
  return house.mission({ n: 700 + met, staff: [`T-${met}`] });
}
const newReport = (more: Partial<NewReport> = {}): NewReport => ({
  source: randomUUID(),
  door: "page",
  by: "customer",
  language: "fr",
  ...more,
});
const file = (more: Partial<NewReport> = {}) =>
  house.store.transaction((tx) => fileReport(tx, house.vault, newReport(more)));
const rowsOf = async (report: string) =>
  (await house.owner.query("select * from reports.report where report_id = $1", [report])).rows;

describe("filing", () => {
  test("the same source is the same report, with the same words, also at the same time", async () => {
    const source = randomUUID();
    const filed = await Promise.all([1, 2, 3].map(() => file({ source, text: seal("une fois") })));
    expect(new Set(filed.map(({ report }) => report)).size).toBe(1);
    expect(new Set(filed.map(({ receipt }) => receipt)).size).toBe(1);
    expect(await rowsOf(filed[0]?.report ?? "")).toHaveLength(1);
    expect((await file()).receipt).not.toBe(filed[0]?.receipt);
  });

  test("nothing of what was told, and no word of the receipt, is in a row as it was written", async () => {
    const { report, receipt } = await file({
      text: seal("Roitelet huppé"),
      phone: seal("+33639988701"),
      hours: seal("le matin"),
    });
    const tables = ["report", "detail", "message"].map((name) => `select t::text as line from reports.${name} t`);
    const { rows } = await house.owner.query<{ line: string }>(tables.join(" union all "));
    const all = rows.map(({ line }) => line).join("\n");
    for (const secret of ["Roitelet", "33639988701", "le matin", ...receipt.split(" ")])
      expect(all).not.toContain(` ${secret} `);
    expect(all).toContain(report);
  });

  test("the desk reads what was told without phones, and a picture as it was kept", async () => {
    const picture = seal(Buffer.from("a picture").toString("base64"));
    const { report } = await file({
      text: seal("Appelez le 06 39 98 87 02"),
      number: seal("0639988703"),
      pictures: [picture],
    });
    const read = await readReport(house.store, house.vault, report);
    expect(read).toMatchObject({ pictures: 1, hasNumber: true });
    expect(read?.details.map(({ kind, text }) => [kind, text && openSealed(text)])).toEqual([
      ["text", "Appelez le •••••"],
    ]);
    expect((await openPicture(house.store, house.vault, report, 0))?.toString()).toBe("a picture");
    expect(await openPicture(house.store, house.vault, report, 1)).toBeUndefined();
  });

  test("it holds as much as a report may, and what is too much is told and not half kept", async () => {
    const { report } = await file();
    const add = (pictures: number) =>
      house.store.transaction((tx) =>
        addToReport(tx, house.vault, report, randomUUID(), {
          pictures: Array.from({ length: pictures }, () => seal("AA==")),
        }),
      );
    expect(await add(20)).toEqual({ isKnown: true, isFull: false });
    expect(await add(1)).toEqual({ isKnown: true, isFull: true });
    expect((await readReport(house.store, house.vault, report))?.pictures).toBe(20);
  });
});

describe("receipts", () => {
  test("six words open their report, however they are typed, and others open none", async () => {
    const { report, receipt } = await file();
    const words = receipt.split(" ");
    for (const typed of [receipt, receipt.toUpperCase(), words.join("-"), `  ${words.join(",  ")}. `]) {
      expect(await openByReceipt(deps, typed, "192.0.2.1")).toBe(report);
    }
    const wrong = [words.toReversed().join(" "), words.slice(1).join(" "), "", "a b c d e f", "x".repeat(5_000)];
    for (const typed of wrong) expect(await openByReceipt(deps, typed, "192.0.2.1")).toBeUndefined();
  });

  test("words that are nobody's take as long as words that are none", async () => {
    const [{ receipt }] = [await file()];
    const unknown = receipt.split(" ").toReversed().join(" ");
    const times = async (typed: string, address: string) => {
      const taken: number[] = [];
      for (let i = 0; i < 15; i += 1) {
        const began = performance.now();
        await openByReceipt(deps, typed, address);
        taken.push(performance.now() - began);
      }
      return taken.toSorted((a, b) => a - b)[7] ?? 0;
    };
    const [ofNobody, ofNone] = [await times(unknown, "192.0.2.2"), await times("pas un reçu du tout", "192.0.2.3")];
    // Medians of some milliseconds on a busy machine: what a difference of the code would make is far above this.
    expect(Math.abs(ofNobody - ofNone)).toBeLessThan(Math.max(ofNobody, ofNone) / 2 + 2);
  });

  test("whoever tries often waits longer with each try, and their own words still open", async () => {
    const { report, receipt } = await file();
    for (let i = 0; i < 22; i += 1) await openByReceipt(deps, "rien de tel", "192.0.2.4");
    const began = performance.now();
    expect(await openByReceipt(deps, receipt, "192.0.2.4")).toBe(report);
    expect(performance.now() - began).toBeGreaterThan(900);
    const otherBegan = performance.now();
    expect(await openByReceipt(deps, receipt, "192.0.2.5")).toBe(report);
    expect(performance.now() - otherBegan).toBeLessThan(500);
  }, 30_000);
});

describe("following up", () => {
  test("what the reporter chooses is kept, and who takes no further part is not written to", async () => {
    const { report } = await file({ phone: seal("+33639988704") });
    const says = (choices: Parameters<typeof choose>[3]) =>
      house.store.transaction((tx) => choose(tx, deps, report, choices, undefined));
    await says({ wish: "protect_only", hours: seal("après 18 h") });
    await house.store.transaction((tx) => writeToDesk(tx, deps, report, { text: seal("Bonjour"), once: "one" }));
    await house.store.transaction((tx) => writeToDesk(tx, deps, report, { text: seal("Bonjour"), once: "one" }));
    const shown = await house.store.transaction((tx) => followUp(tx, deps, report));
    expect(shown).toMatchObject({ wish: "protect_only", state: "received", isProtected: false });
    expect(shown?.messages).toHaveLength(1);
    expect(openSealed(shown?.hours ?? seal(""))).toBe("après 18 h");
    await says({ wish: "stopped" });
    await house.advance(8 * DAY_MS);
    await house.store.transaction((tx) => askCheckIns(tx, deps));
    await house.settle();
    expect(house.carrier.textsAt("+33639988704")).toEqual([]);
  });

  test("it is asked after 7, 30 and 90 days whether all is well; the first answer counts, and pressure is told once", async () => {
    const { report } = await file();
    const asked = async () => (await house.store.transaction((tx) => followUp(tx, deps, report)))?.checkIn;
    const ask = async () => {
      while ((await house.store.transaction((tx) => askCheckIns(tx, deps))) > 0) continue;
    };
    const answer = (days: number, said: "fine" | "pressure") =>
      house.store.transaction((tx) => answerCheckIn(tx, report, days, said));
    await ask();
    expect(await asked()).toBeUndefined();
    await house.advance(7 * DAY_MS);
    await ask();
    expect(await asked()).toBe(7);
    expect(await answer(30, "fine")).toBe(false);
    expect(await answer(7, "pressure")).toBe(true);
    expect(await answer(7, "fine")).toBe(false);
    expect(await asked()).toBeUndefined();
    const hints = () => house.store.transaction((tx) => takeCheckInHints(tx, 100));
    expect(await hints()).toContainEqual({ report, afterDays: 7, answer: "pressure" });
    expect(await hints()).toEqual([]);
    for (const days of [30, 90]) {
      await house.advance((days === 30 ? 23 : 60) * DAY_MS);
      await ask();
      expect(await asked()).toBe(days);
      expect(await answer(days, "fine")).toBe(true);
    }
    expect(await hints()).toEqual([]);
  });
});

describe("without the database", () => {
  test("a report is on disk, sealed, with the words it will keep; it is filed once, however often that is tried", async () => {
    const away = { ...deps, store: { transaction: () => Promise.reject(new Error("away")) } as never };
    const spool = new ReportSpool(join(folder, "spool"), away);
    const { id, staffPhone, staffDials } = await meet();
    const report = newReport({
      mission: id,
      text: seal("Mésange bleue"),
      pictures: [seal("AA==")],
      wish: "protect_only",
    });
    const taken = await spool.take(report);
    expect(taken).toMatchObject({ isFiled: false });
    expect(spool.isEmpty).toBe(false);
    const raw = readFileSync(join(folder, "spool", "reports.spool"), "latin1");
    for (const secret of ["Mésange", id, ...taken.receipt.split(" ")]) expect(raw).not.toContain(secret);
    await expect(spool.file()).rejects.toThrow("away");

    // Another process finds the file, and is killed between filing and forgetting: it files again.
    const lines = readFileSync(join(folder, "spool", "reports.spool"));
    const back = new ReportSpool(join(folder, "spool"), deps);
    await back.file();
    expect(back.isEmpty).toBe(true);
    writeFileSync(join(folder, "spool", "reports.spool"), lines);
    const again = new ReportSpool(join(folder, "spool"), deps);
    await again.file();
    const found = await openByReceipt(deps, taken.receipt, "192.0.2.6");
    const read = await readReport(house.store, house.vault, found as never);
    expect(read).toMatchObject({ wish: "protect_only", pictures: 1 });
    expect(read?.details.map(({ text }) => text && openSealed(text))).toEqual(["Mésange bleue"]);
    expect(await house.text(staffPhone, staffDials, "Bonjour")).toMatchObject({ code: "pair_cut" });
  });
});
