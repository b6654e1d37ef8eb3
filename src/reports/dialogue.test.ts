import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { checkHouse } from "../../tests/check-house.ts";
import { openSealed } from "../base/sealed.ts";
import { newId } from "../base/ids.ts";
import type { ReportId } from "../base/ids.ts";
import { seeMessages, writeToDesk, writeToReporter } from "./add-message.ts";
import { answerCheckIn, askCheckIns, takeCheckInHints } from "./check-ins/check-ins.ts";
import { choose, followUp } from "./follow-up.ts";
import { setProgress } from "./for-cases.ts";
import type { ReportsBench } from "./reports.fixture.ts";
import { openReportsBench, REPORTS, sealed } from "./reports.fixture.ts";
import { changeNumber } from "../numbers/index.ts";

let bench: ReportsBench;
const PHONE = "+33639987711";
const BY = newId("deskUser");
const DAY_MS = 86_400_000;
beforeEach(async () => {
  bench = await openReportsBench();
});
afterEach(async () => {
  await checkHouse(bench.house.store);
  await bench.close();
});
afterAll(() => undefined);

const answer = (report: ReportId, text: string, once?: string) =>
  bench.act((tx) =>
    writeToReporter(tx, bench.deps, report, { text: sealed(text), by: BY, ...(once === undefined ? {} : { once }) }),
  );
const tell = (report: ReportId, text: string, once: string) =>
  bench.act((tx) => writeToDesk(tx, bench.deps, report, { text: sealed(text), once }));
const read = (report: ReportId) => bench.act((tx) => followUp(tx, bench.deps, report));
const number = () => ({ number: REPORTS, carrier: bench.house.carrier.name });
const put = (report: ReportId, choices: Parameters<typeof choose>[3]) =>
  bench.act((tx) => choose(tx, bench.deps, report, choices, number()));
const texts = async () => {
  await bench.house.settle();
  return bench.house.carrier.textsAt(PHONE);
};
const ask = () => bench.act((tx) => askCheckIns(tx, bench.deps));

test("an answer is on the follow-up, and the text says that there is one and not what it says", async () => {
  const { report } = await bench.file({ phone: sealed(PHONE) });
  await answer(report, "Nous avons parlé à Samir");
  const [told] = await texts();
  expect(told).toContain("https://paravent.test/follow");
  expect(told).not.toContain("Samir");
  const messages = (await read(report))?.messages ?? [];
  expect(messages.map(({ sender, text }) => [sender, text && openSealed(text)])).toEqual([
    ["desk", "Nous avons parlé à Samir"],
  ]);
});

test("who asked for it gets the words, from the number for reports; too long, and a neutral text comes instead", async () => {
  const { report } = await bench.file({ phone: sealed(PHONE), bySms: true });
  await answer(report, "Quel jour était-ce ?");
  await answer(report, "a".repeat(481));
  const told = await texts();
  expect(told[0]).toContain("Quel jour était-ce ?");
  expect(told[1]).not.toContain("aaaa");
  expect(bench.house.carrier.delivered.find(({ to }) => to === PHONE)?.from).toBe(REPORTS);
  await put(report, { bySms: false });
  await answer(report, "Encore une question");
  expect((await texts())[2]).not.toContain("question");
});

test("without a number for reports nobody's words go out, and without a phone nothing does", async () => {
  const { report } = await bench.file({ phone: sealed(PHONE), bySms: true });
  await bench.act((tx) => changeNumber(tx, REPORTS, { use: "lines" }));
  await answer(report, "Quel jour était-ce ?");
  expect((await texts()).join()).not.toContain("Quel jour");
  const silent = await bench.file({ bySms: true });
  expect((await read(silent.report))?.isBySms).toBe(false);
  expect(await answer(silent.report, "Bonjour")).toBe(true);
  expect(await texts()).toHaveLength(1);
});

test("whoever takes no further part is written no texts and asked nothing, and may still read", async () => {
  const { report } = await bench.file({ phone: sealed(PHONE) });
  await put(report, { wish: "stopped" });
  await answer(report, "Bonjour");
  await bench.house.advance(8 * DAY_MS);
  expect(await ask()).toBe(0);
  expect(await texts()).toEqual([]);
  expect((await read(report))?.messages).toHaveLength(1);
  // And may change their mind.
  await put(report, { wish: "protect_only" });
  expect(await ask()).toBe(1);
});

test("each side is shown what the other has read, and when", async () => {
  const { report } = await bench.file();
  await tell(report, "Voici la suite", "m1");
  const readAt = async () => (await read(report))?.messages.map((message) => message.readAt !== undefined);
  expect(await readAt()).toEqual([false]);
  await bench.act((tx) => seeMessages(tx, report));
  expect(await readAt()).toEqual([true]);
  await tell(report, "Et encore", "m2");
  await answer(report, "Merci");
  // Who answers has read; what the reporter was shown just now is read from then on.
  expect(await readAt()).toEqual([true, true, false]);
  expect(await readAt()).toEqual([true, true, true]);
});

test("the same message twice is one, also from the desk; a report that is not there takes none", async () => {
  const { report } = await bench.file({ phone: sealed(PHONE) });
  expect([await tell(report, "Bonjour", "m1"), await tell(report, "Bonjour", "m1")]).toEqual([true, false]);
  expect([await answer(report, "Merci", "d1"), await answer(report, "Merci", "d1")]).toEqual([true, false]);
  expect(await texts()).toHaveLength(1);
  expect((await read(report))?.messages).toHaveLength(2);
  expect(await tell(newId("report"), "Bonjour", "m1")).toBe(false);
});

test("an outcome is told by a neutral text, once; a step without one is not", async () => {
  const { report } = await bench.file({ phone: sealed(PHONE) });
  const progress = (state: "enquiry" | "closed", outcome?: "confirmed") =>
    bench.act((tx) => setProgress(tx, bench.deps, report, { state, outcome, nextOn: "2026-12-24" }));
  await progress("enquiry");
  expect(await texts()).toHaveLength(0);
  await progress("closed", "confirmed");
  await progress("closed", "confirmed");
  const told = await texts();
  expect(told).toHaveLength(1);
  expect(told[0]).not.toMatch(/confirm/i);
  expect(await read(report)).toMatchObject({ state: "closed", outcome: "confirmed", nextOn: "2026-12-24" });
});

test("it asks after 7, 30 and 90 days by the act's clock, not before, once each", async () => {
  const { report } = await bench.file({ phone: sealed(PHONE) });
  await bench.house.advance(7 * DAY_MS - 60_000);
  expect(await ask()).toBe(0);
  expect((await read(report))?.checkIn).toBeUndefined();
  for (const [more, days] of [
    [60_000, 7],
    [23 * DAY_MS, 30],
    [60 * DAY_MS, 90],
  ] as const) {
    await bench.house.advance(more);
    expect(await ask()).toBe(1);
    expect(await ask()).toBe(0);
    expect((await read(report))?.checkIn).toBe(days);
  }
  const told = await texts();
  expect(told).toHaveLength(3);
  expect(new Set(told).size).toBe(1);
  expect(told[0]).not.toMatch(/signal|T-1/i);
});

test("an answer counts once and when asked; what is not fine is a hint for the case, given once", async () => {
  const { report } = await bench.file();
  const say = (days: number, said: "fine" | "pressure" | "contacted") =>
    bench.act((tx) => answerCheckIn(tx, report, days, said));
  const hints = () => bench.act((tx) => takeCheckInHints(tx, 10));
  expect(await say(7, "fine")).toBe(false);
  await bench.house.advance(30 * DAY_MS);
  await ask();
  expect(await say(7, "fine")).toBe(true);
  expect(await hints()).toEqual([]);
  expect(await say(30, "pressure")).toBe(true);
  expect(await say(30, "fine")).toBe(false);
  expect(await hints()).toEqual([{ report, afterDays: 30, answer: "pressure" }]);
  expect(await hints()).toEqual([]);
  // The entry says whether all was well, and not what was not.
  expect((await bench.events("reports.answer-check-in")).map(({ isFine }) => isFine)).toEqual([true, false]);
});
