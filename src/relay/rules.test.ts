import fc from "fast-check";
import { expect, test } from "vitest";
import type { CustomerId, LineId, MissionId, StaffId } from "../base/ids.ts";
import type { Channel, ContactRefusal, DisclosureFacts, LineFacts, SenderFacts } from "./rules.ts";
import { CONTACT_REFUSALS, decideContact, decideDisclosure, refusalOnLine } from "./rules.ts";

const OPENS = Date.UTC(2026, 10, 5, 8);
const CLOSES = Date.UTC(2026, 10, 5, 10);
const GRACE = 900_000;

const OPEN_LINE: LineFacts = {
  senderEnd: "staff",
  lineId: "lin_1" as LineId,
  missionId: "mis_1" as MissionId,
  staffId: "stf_1" as StaffId,
  customerId: "cus_1" as CustomerId,
  isAssigned: true,
  isPairCut: false,
  isStaffActive: true,
  isCustomerOptedOut: false,
  isCancelled: false,
  opensAtMs: OPENS,
  closesAtMs: CLOSES,
  graceMs: GRACE,
  allowsSms: true,
  allowsCall: true,
  isCounterpartReachable: true,
  isCounterpartOnPage: false,
  textsLeft: 1,
  callsLeft: 1,
};

test.each([
  ["a millisecond before it opens", OPENS - 1, "window_not_open"],
  ["when it opens", OPENS, undefined],
  ["in the middle", OPENS + 3_600_000, undefined],
  ["when it closes: the grace period begins", CLOSES, undefined],
  ["in the last millisecond of the grace period", CLOSES + GRACE - 1, undefined],
  ["when the grace period is over", CLOSES + GRACE, "window_closed"],
  ["a year later", CLOSES + 31_536_000_000, "window_closed"],
])("the window is [opensAt, closesAt + grace): %s", (_, nowMs, code) => {
  expect(refusalOnLine(OPEN_LINE, "sms", nowMs)).toBe(code);
  expect(refusalOnLine(OPEN_LINE, "call", nowMs)).toBe(code);
});

test("without grace the window closes at its last instant, not after it", () => {
  const line = { ...OPEN_LINE, graceMs: 0 };
  expect(refusalOnLine(line, "sms", CLOSES - 1)).toBeUndefined();
  expect(refusalOnLine(line, "sms", CLOSES)).toBe("window_closed");
});

test("a mission that was closed before it opened never lets anything through", () => {
  const line = { ...OPEN_LINE, closesAtMs: OPENS, graceMs: 0 };
  for (const nowMs of [OPENS - 1, OPENS, OPENS + 1]) expect(refusalOnLine(line, "sms", nowMs)).toBeDefined();
});

/** What spoils a line for one reason only, in the order in which reasons are told. */
const SPOILED: readonly [ContactRefusal, Partial<LineFacts>][] = [
  ["pair_cut", { isPairCut: true }],
  ["staff_suspended", { isStaffActive: false }],
  ["customer_opted_out", { isCustomerOptedOut: true }],
  ["not_assigned", { isAssigned: false }],
  ["mission_cancelled", { isCancelled: true }],
  ["window_not_open", { opensAtMs: OPENS + 1 }],
  ["window_closed", { closesAtMs: OPENS - GRACE }],
  ["channel_not_allowed", { allowsSms: false }],
  ["channel_not_allowed", { isCounterpartReachable: false }],
  ["quota_exceeded", { textsLeft: 0 }],
];

test.each(SPOILED)("%s is told when nothing else is wrong", (code, facts) => {
  expect(decideContact({ kind: "on_line", line: { ...OPEN_LINE, ...facts } }, "sms", OPENS)).toMatchObject({
    allowed: false,
    code,
  });
});

test("of several reasons the first of the promised order is told, whichever they are", () => {
  fc.assert(
    fc.property(fc.subarray([...SPOILED], { minLength: 1 }), (reasons) => {
      const line = Object.assign({}, OPEN_LINE, ...reasons.map(([, facts]) => facts)) as LineFacts;
      const told = refusalOnLine(line, "sms", OPENS);
      const first = CONTACT_REFUSALS.find((code) => reasons.some(([reason]) => reason === code));
      expect(told).toBe(first);
    }),
  );
});

test("the order is the one promised to outsiders", () => {
  expect(CONTACT_REFUSALS).toEqual([
    "unknown_sender",
    "unknown_line",
    "code_required",
    "code_wrong",
    "code_locked",
    "pair_cut",
    "staff_suspended",
    "customer_opted_out",
    "not_assigned",
    "mission_cancelled",
    "window_not_open",
    "window_closed",
    "channel_not_allowed",
    "quota_exceeded",
    "screened",
  ]);
});

test("a customer who said stop may still write: her silence binds the other side only", () => {
  const line: LineFacts = { ...OPEN_LINE, isCustomerOptedOut: true };
  expect(refusalOnLine({ ...line, senderEnd: "staff" }, "call", OPENS)).toBe("customer_opted_out");
  expect(refusalOnLine({ ...line, senderEnd: "customer" }, "call", OPENS)).toBeUndefined();
});

test.each<[Channel, ContactRefusal | undefined]>([
  ["sms", undefined],
  ["chat", undefined],
  ["call", "channel_not_allowed"],
])("a page of ours is a handset for what is written, and rings for nobody: %s", (channel, code) => {
  const line: LineFacts = { ...OPEN_LINE, isCounterpartReachable: false, isCounterpartOnPage: true };
  expect(refusalOnLine(line, channel, OPENS)).toBe(code);
  expect(refusalOnLine({ ...line, allowsSms: false }, channel, OPENS)).toBe("channel_not_allowed");
});

test("a cut pair reaches each other neither way", () => {
  for (const senderEnd of ["staff", "customer"] as const) {
    expect(refusalOnLine({ ...OPEN_LINE, senderEnd, isPairCut: true }, "sms", OPENS)).toBe("pair_cut");
  }
});

test.each<[Channel, Partial<LineFacts>, ContactRefusal | undefined]>([
  ["sms", { allowsSms: false }, "channel_not_allowed"],
  ["call", { allowsSms: false }, undefined],
  ["call", { allowsCall: false }, "channel_not_allowed"],
  ["sms", { allowsCall: false }, undefined],
  ["sms", { textsLeft: 0 }, "quota_exceeded"],
  ["call", { textsLeft: 0 }, undefined],
  ["call", { callsLeft: 0 }, "quota_exceeded"],
  ["call", { callsLeft: -3 }, "quota_exceeded"],
  ["sms", { callsLeft: 0 }, undefined],
])("each channel has its own permission and its own quota: %s with %j", (channel, facts, code) => {
  expect(refusalOnLine({ ...OPEN_LINE, ...facts }, channel, OPENS)).toBe(code);
});

test.each<[SenderFacts, ContactRefusal]>([
  [{ kind: "unknown" }, "unknown_sender"],
  [{ kind: "known" }, "unknown_line"],
  [{ kind: "hidden" }, "code_required"],
  [{ kind: "code_needed" }, "code_required"],
  [{ kind: "code_wrong" }, "code_wrong"],
  [{ kind: "code_locked" }, "code_locked"],
])("a sender who is %j is refused, and no line is named", (sender, code) => {
  expect(decideContact(sender, "sms", OPENS)).toEqual({ allowed: false, code, line: undefined });
});

test("what is allowed goes to the other end", () => {
  const direction = (senderEnd: "staff" | "customer") =>
    decideContact({ kind: "on_line", line: { ...OPEN_LINE, senderEnd } }, "sms", OPENS);
  expect(direction("staff")).toMatchObject({ allowed: true, direction: "staff_to_customer" });
  expect(direction("customer")).toMatchObject({ allowed: true, direction: "customer_to_staff" });
});

test("any line, channel and instant gets one answer, and it is allowed only inside the window", () => {
  const line = fc.record({
    ...Object.fromEntries(Object.entries(OPEN_LINE).map(([name, value]) => [name, fc.constant(value)])),
    isAssigned: fc.boolean(),
    isPairCut: fc.boolean(),
    isStaffActive: fc.boolean(),
    isCancelled: fc.boolean(),
    opensAtMs: fc.integer({ min: 0, max: 100 }),
    closesAtMs: fc.integer({ min: 0, max: 100 }),
    graceMs: fc.integer({ min: 0, max: 50 }),
  }) as fc.Arbitrary<LineFacts>;
  fc.assert(
    fc.property(
      line,
      fc.constantFrom<Channel>("sms", "call"),
      fc.integer({ min: -10, max: 200 }),
      (facts, channel, nowMs) => {
        const isInside = nowMs >= facts.opensAtMs && nowMs < facts.closesAtMs + facts.graceMs;
        const isClean = facts.isAssigned && !facts.isPairCut && facts.isStaffActive && !facts.isCancelled;
        expect(refusalOnLine(facts, channel, nowMs) === undefined).toBe(isInside && isClean);
      },
    ),
  );
});

const AT_THE_DOOR: DisclosureFacts = {
  is_assigned: true,
  is_pair_cut: false,
  is_staff_active: true,
  is_cancelled: false,
  is_on_my_way: true,
  opens_at_ms: OPENS,
  closes_at_ms: CLOSES,
};

test.each<[string, Partial<DisclosureFacts>, number, ContactRefusal | undefined]>([
  ["inside the window", {}, OPENS, undefined],
  ["in its last millisecond", {}, CLOSES - 1, undefined],
  ["before it opens", {}, OPENS - 1, "window_not_open"],
  ["once it closed: no grace for finding a door", {}, CLOSES, "window_closed"],
  ["to somebody not assigned", { is_assigned: false }, OPENS, "not_assigned"],
  ["to somebody suspended", { is_staff_active: false }, OPENS, "staff_suspended"],
  ["of a cancelled mission", { is_cancelled: true }, OPENS, "mission_cancelled"],
  ["to a cut pair, whatever else is wrong", { is_pair_cut: true, is_staff_active: false }, OPENS, "pair_cut"],
])("a disclosure %s", (_, facts, nowMs, code) => {
  expect(decideDisclosure({ ...AT_THE_DOOR, ...facts }, "address", nowMs)).toBe(code);
  expect(decideDisclosure({ ...AT_THE_DOOR, ...facts }, "accessNotes", nowMs)).toBe(code);
});

test("access notes open with the way there, the address does not wait for it", () => {
  const waiting = { ...AT_THE_DOOR, is_on_my_way: false };
  expect(decideDisclosure(waiting, "accessNotes", OPENS)).toBe("window_not_open");
  expect(decideDisclosure(waiting, "address", OPENS)).toBeUndefined();
});
