import { expect, test } from "vitest";
import type { Limit, LimitKind } from "./rules.ts";
import { afterFailure, afterSuccess, isShut, judgePassword, limitedAddress, totpSteps } from "./rules.ts";

const NOW = new Date("2026-11-28T08:00:00.000Z");
const at = (ms: number) => new Date(NOW.getTime() + ms);
const MINUTE_MS = 60_000;
const NONE: Limit = { failures: 0, failedAt: NOW, shutUntil: NOW };

function failed(kind: LimitKind, times: number, now = NOW): Limit {
  let limit = NONE;
  for (let i = 0; i < times; i += 1) limit = afterFailure(kind, limit, now);
  return limit;
}

test("four failures of an account cost nothing, the fifth a minute, each more twice as long, a quarter of an hour at most", () => {
  const shutMs = (times: number) => failed("account", times).shutUntil.getTime() - NOW.getTime();
  expect([1, 4, 5, 6, 7, 8, 9, 10, 500].map((times) => shutMs(times) / MINUTE_MS)).toEqual([
    0, 0, 1, 2, 4, 8, 15, 15, 15,
  ]);
});

test("an address is shut at the thirtieth failure, codes at the third, those from one address at the two hundredth", () => {
  expect(isShut(failed("address", 29), NOW)).toBe(false);
  expect(isShut(failed("address", 30), NOW)).toBe(true);
  expect(isShut(failed("code", 2), NOW)).toBe(false);
  expect(isShut(failed("code", 3), NOW)).toBe(true);
  expect(isShut(failed("codesFrom", 199), NOW)).toBe(false);
  expect(isShut(failed("codesFrom", 200), NOW)).toBe(true);
});

test("a lock ends at its last instant, not after it", () => {
  const limit = failed("account", 5);
  expect(isShut(limit, at(MINUTE_MS - 1))).toBe(true);
  expect(isShut(limit, at(MINUTE_MS))).toBe(false);
});

test("a day without failures, or a sign-in, starts afresh", () => {
  const limit = failed("account", 4);
  expect(afterFailure("account", limit, at(86_400_000 - 1)).failures).toBe(5);
  expect(afterFailure("account", limit, at(86_400_000)).failures).toBe(1);
  expect(afterSuccess(NOW)).toEqual(NONE);
});

test.for<[string, string]>([
  ["192.0.2.7", "192.0.2.7"],
  ["::ffff:192.0.2.7", "192.0.2.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
  ["2001:0DB8:1:2::9", "2001:db8:1:2"],
  ["2001:db8::9", "2001:db8:0:0"],
  ["::1", "0:0:0:0"],
  ["fe80::", "fe80:0:0:0"],
])("%s is counted as %s", ([address, counted]) => {
  expect(limitedAddress(address)).toBe(counted);
});

test.for([
  ["un cheval, une agrafe", true],
  ["Tr0ub4dor&3-long", true],
  ["aaaaaaaaaaaa", false],
  ["ababababcdcd", false],
  ["qwertyuiop", false],
  ["0123456789azerty", false],
  ["nadia.benali2026", false],
  ["NADIA.BENALI@example.com!", false],
] as const)("%s as a password: %j", ([password, isTaken]) => {
  expect(judgePassword(password, "nadia.benali@example.com")).toBe(isTaken ? undefined : "password_too_easy");
});

test("a name of three letters may be part of a password: it is part of many words", () => {
  expect(judgePassword("malheureusement", "eus@example.com")).toBeUndefined();
});

test("three steps of an authenticator count", () => {
  expect(totpSteps(new Date(59_999))).toEqual([0, 1, 2]);
  expect(totpSteps(new Date(60_000))).toEqual([1, 2, 3]);
});
