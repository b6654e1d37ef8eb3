import { expect, test } from "vitest";
import type { Attempt, PhoneMission } from "./api.ts";
import { ANOTHER_PHONE, displayNumber, durationOf, type Note, phaseOf, senderOf, threadOf } from "./rules.ts";

const mission: PhoneMission = {
  id: "mis_1",
  reference: "M-1",
  purpose: "home-intervention",
  status: "open",
  opensAt: "2026-03-02T09:00:00.000Z",
  closesAt: "2026-03-02T10:00:00.000Z",
  graceMinutes: 30,
  channels: ["sms"],
  lines: [],
  staffPhone: "+33639980001",
  customerPhone: "+33639980002",
  staffName: "A B",
  customerName: "C D",
  hasAddress: true,
  isOnMyWay: false,
};

test.for([
  ["2026-03-02T08:59:59.999Z", { name: "scheduled", opensInMs: 1 }],
  ["2026-03-02T09:00:00.000Z", { name: "open", closesInMs: 3_600_000 }],
  ["2026-03-02T09:59:59.999Z", { name: "open", closesInMs: 1 }],
  ["2026-03-02T10:00:00.000Z", { name: "grace", endsAtMs: Date.parse("2026-03-02T10:30:00Z") }],
  ["2026-03-02T10:29:59.999Z", { name: "grace", endsAtMs: Date.parse("2026-03-02T10:30:00Z") }],
  ["2026-03-02T10:30:00.000Z", { name: "closed", endedAtMs: Date.parse("2026-03-02T10:30:00Z") }],
] as const)("at %s the mission is %j, as the gate would judge it", ([now, phase]) => {
  expect(phaseOf(mission, Date.parse(now))).toEqual(phase);
});

test("a cancelled mission is cancelled whatever the time", () => {
  expect(phaseOf({ ...mission, status: "cancelled" }, Date.parse("2026-03-02T09:30:00Z"))).toEqual({
    name: "cancelled",
  });
});

test("without a grace period the mission is closed at its last instant", () => {
  expect(phaseOf({ ...mission, graceMinutes: 0 }, Date.parse(mission.closesAt)).name).toBe("closed");
});

test.for([
  [1, { unit: "seconds", a: 1, b: "" }],
  [59_000, { unit: "seconds", a: 59, b: "" }],
  [59_001, { unit: "minutes", a: 1, b: "" }],
  [3_540_001, { unit: "hours", a: 1, b: "00" }],
  [3_900_000, { unit: "hours", a: 1, b: "05" }],
  [90_000_000, { unit: "days", a: 1, b: "1" }],
] as const)("%d ms left are shown as %j", ([ms, shown]) => {
  expect(durationOf(ms)).toEqual(shown);
});

test("a number is shown as a phone of its country shows it", () => {
  expect(displayNumber("+33639980001")).toBe("06\u00a039\u00a098\u00a000\u00a001");
  expect(displayNumber("+447700900123")).toBe("07700\u00a0900123");
  expect(displayNumber("+4930123456")).toBe("+4930123456");
});

const staff = { role: "staff", phone: mission.staffPhone, name: "A B" } as const;

test("a handset can borrow another phone or hide its number", () => {
  expect([senderOf(staff, "own"), senderOf(staff, "another"), senderOf(staff, "hidden")]).toEqual([
    "+33639980001",
    ANOTHER_PHONE.staff,
    "anonymous",
  ]);
});

test("a thread holds what is on that handset only, in order of time, with the latest outcome", () => {
  const sent: Note = {
    kind: "sent",
    id: "note-1",
    phone: staff.phone,
    as: "own",
    text: "one",
    at: "2026-03-02T09:10:00.000Z",
    attempt: "att_1",
    outcome: "queued",
  };
  const received = (to: string, at: string): Note => ({ kind: "received", to, from: "+33937000001", text: "two", at });
  const attempt: Attempt = {
    id: "att_1",
    at: "2026-03-02T09:10:01.000Z",
    mission: "mis_1",
    staff: "T-1",
    channel: "sms",
    direction: "staff_to_customer",
    outcome: "failed",
    code: "window_closed",
    leaf: { log: "contact", index: null, hash: "aa" },
  };
  const notes = [
    sent,
    received(staff.phone, "2026-03-02T09:05:00.000Z"),
    received(ANOTHER_PHONE.staff, "2026-03-02T09:20:00.000Z"),
    received(mission.customerPhone, "2026-03-02T09:00:00.000Z"),
  ];
  expect(threadOf(staff, notes, [attempt])).toEqual([
    notes[1],
    { ...sent, at: attempt.at, outcome: "failed", code: "window_closed" },
    notes[2],
  ]);
});
