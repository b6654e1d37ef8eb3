import { QueryClient } from "@tanstack/react-query";
import { describe, expect, test } from "vitest";
import { MISSIONS, missionPath, threadPath } from "./addresses.ts";
import { asKnown, sweep, withoutOver } from "./forgetting.ts";
import { withoutContact } from "./kept-day.ts";
import { charterToKnow } from "./reading/charter-to-know.ts";
import { reportOf } from "./reports/rules.ts";
import { displayNumber, leftOf, markedParts, phaseOf } from "./window.ts";
import type { MissionList, MissionRead } from "./wire.ts";

const at = (minutes: number): string => new Date(Date.UTC(2026, 10, 28, 9, minutes)).toISOString();
const ms = (minutes: number): number => Date.parse(at(minutes));
const mission: MissionRead = {
  id: "mis_1",
  reference: "M-1",
  purpose: "home-intervention",
  status: "open",
  opensAt: at(0),
  closesAt: at(60),
  graceEndsAt: at(75),
  channels: ["sms", "call"],
  staffDials: "+33937000001",
  needsCode: true,
  code: "12345678",
  hasAddress: true,
  hasAccessNotes: true,
  isOnMyWay: true,
  isCut: false,
  unread: 0,
  customerName: "Léa Fontaine",
  messages: [
    {
      id: "att_1",
      at: at(3),
      direction: "in",
      text: "Bonjour",
      outcome: "delivered",
      code: null,
      reason: null,
      mayAskReading: false,
    },
  ],
  now: at(5),
  isScreened: true,
};

describe("a window", () => {
  test("opens at its first instant, closes at its last one, and grace ends like that too", () => {
    const names = [ms(0) - 1, ms(0), ms(60) - 1, ms(60), ms(75) - 1, ms(75)].map((now) => phaseOf(mission, now).name);
    expect(names).toEqual(["scheduled", "open", "open", "grace", "grace", "closed"]);
  });

  test("that was closed early stays closed, whatever the clock says", () => {
    expect(phaseOf({ ...mission, status: "closed" }, ms(10)).name).toBe("closed");
    expect(phaseOf({ ...mission, status: "cancelled" }, ms(10)).name).toBe("cancelled");
  });

  test("says how much of it is left, never nothing while something is", () => {
    expect(leftOf(1)).toEqual({ unit: "minutes", a: 1, b: "" });
    expect(leftOf(59 * 60_000)).toMatchObject({ unit: "minutes", a: 59 });
    expect(leftOf(59 * 60_000 + 1)).toEqual({ unit: "hours", a: 1, b: "00" });
    expect(leftOf(25 * 3_600_000)).toEqual({ unit: "days", a: 1, b: "1" });
  });
});

describe("after a mission has ended", () => {
  test("nothing by which somebody could be reached or known is left in it, and not a moment before", () => {
    expect(withoutOver(mission, ms(75) - 1)).toBe(mission);
    const left = withoutOver(mission, ms(75));
    expect(left).toMatchObject({ status: "closed", staffDials: null, code: null, customerName: null, messages: [] });
    expect(JSON.stringify(left)).not.toMatch(/Léa|Bonjour|\+339|12345678/);
    expect(withoutOver(left, ms(80))).toBe(left);
  });

  test("nothing of it is left in memory, its thread included; another one stays", () => {
    const queries = new QueryClient();
    const other = { ...mission, id: "mis_2", customerName: "Nour Haddad", graceEndsAt: at(200), closesAt: at(190) };
    queries.setQueryData<Omit<MissionList, "isScreened">>([MISSIONS], { items: [mission, other], now: at(76) });
    queries.setQueryData([missionPath("mis_1")], mission);
    queries.setQueryData([missionPath("mis_2")], other);
    queries.setQueryData([threadPath("mis_1")], { items: mission.messages });
    queries.setQueryData([missionPath("mis_4")], { ...mission, id: "mis_4", closesAt: at(190), graceEndsAt: at(200) });
    const storage = { getItem: () => null, removeItem: () => undefined };
    Object.assign(globalThis, { localStorage: storage });
    sweep(queries, ms(76));
    const all = queries.getQueryCache().getAll();
    const text = JSON.stringify(all.map(({ state }) => state.data));
    expect(text).not.toContain("Léa");
    expect(text).toContain("Nour Haddad");
    expect(queries.getQueryData([threadPath("mis_1")])).toBeUndefined();
  });

  test("one that was closed before its time is over when the list says so, one given to somebody else when it is missing there", () => {
    const list = (items: MissionList["items"], now: string): MissionList => ({ items, now, isScreened: true });
    const closed = { ...mission, status: "closed" as const };
    expect(asKnown(mission, list([closed], at(6)), ms(6)).status).toBe("closed");
    expect(asKnown(mission, list([], at(6)), ms(6)).status).toBe("cancelled");
    expect(asKnown(mission, list([], at(4)), ms(6)).status, "a list from before").toBe("open");
    const tomorrow = {
      ...mission,
      status: "scheduled" as const,
      opensAt: at(900),
      closesAt: at(960),
      graceEndsAt: at(960),
    };
    expect(asKnown(tomorrow, list([], at(6)), ms(6)).status, "of another day").toBe("scheduled");
  });

  test("what is kept for a day without connection is which and when, and nothing of what is over", () => {
    const kept = withoutContact(
      [mission, { ...mission, id: "mis_3", graceEndsAt: at(4) }, { ...mission, status: "cancelled" }],
      ms(5),
    );
    expect(kept).toEqual([
      {
        id: "mis_1",
        reference: "M-1",
        purpose: "home-intervention",
        opensAt: at(0),
        closesAt: at(60),
        graceEndsAt: at(75),
      },
    ]);
  });
});

test("a text is cut where findings begin and end, overlapping ones together", () => {
  const parts = markedParts("J'arrive ma puce !", [
    { start: 9, end: 16 },
    { start: 12, end: 16 },
  ]);
  expect(parts.map(({ text, isSeen }) => [text, isSeen])).toEqual([
    ["J'arrive ", false],
    ["ma ", true],
    ["puce", true],
    [" !", false],
  ]);
  expect(markedParts("abc", [{ start: 2, end: 99 }]).map(({ text }) => text)).toEqual(["ab", "c"]);
});

test("a number is shown as a phone of its country shows it", () => {
  expect(displayNumber("+33937000001")).toBe("09\u00a037\u00a000\u00a000\u00a001");
  expect(displayNumber("+33937000001x")).toBe("+33937000001x");
});

test("of a report only what was said is sent; a colleague without reference is one who is not known", () => {
  const empty = {
    about: "customer",
    mission: "",
    colleague: "",
    text: " ",
    when: "",
    danger: false,
    wish: "procedure",
  };
  expect(reportOf(empty)).toEqual({ wish: "procedure" });
  expect(reportOf({ ...empty, about: "colleague" })).toEqual({ staff: "unsure", wish: "procedure" });
  expect(
    reportOf({ ...empty, about: "colleague", colleague: " T-8 ", danger: true, mission: "mis_1", text: "x" }),
  ).toEqual({
    staff: ["T-8"],
    danger: true,
    what: ["danger"],
    mission: "mis_1",
    text: "x",
    wish: "procedure",
  });
  expect(reportOf({ ...empty, colleague: "T-8" }), "typed before the choice was changed").toEqual({
    wish: "procedure",
  });
});

test("the charter to know is the one in force, whatever other versions were acknowledged", () => {
  const charter = (version: number, isInForce: boolean) => ({
    version,
    isInForce,
    title: "",
    text: { fr: "", en: "" },
    inForceFrom: null,
  });
  const all = [charter(3, false), charter(2, true), charter(1, false)];
  expect(charterToKnow(all, [{ version: 1, givenAt: at(0) }])).toMatchObject({
    charter: { version: 2 },
    givenAt: undefined,
  });
  expect(charterToKnow(all, [{ version: 2, givenAt: at(0) }])).toMatchObject({ givenAt: at(0) });
  expect(charterToKnow([charter(0, false)], [])).toBeUndefined();
});
