import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { House } from "../../../tests/house.ts";
import { openHouse } from "../../../tests/house.ts";
import type { ReportId } from "../../base/ids.ts";
import { newId } from "../../base/ids.ts";
import { FOLLOW_COOKIE, followCookie, openFollowCookie } from "./follow-cookie.ts";
import { formToken, openForm } from "./form-token.ts";

const DAY_MS = 24 * 60 * 60_000;
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
  return () => vi.useRealTimers();
});

test("a form is of its purpose only, for a day, its last millisecond included", () => {
  const token = formToken(house.vault, "report");
  const nonce = openForm(house.vault, "report", token);
  expect(nonce).toMatch(/^[\w-]{22}$/);
  expect(openForm(house.vault, "report mis_x", token)).toBeUndefined();
  vi.setSystemTime(Date.now() + DAY_MS);
  expect(openForm(house.vault, "report", token)).toBe(nonce);
  vi.setSystemTime(Date.now() + 1);
  expect(openForm(house.vault, "report", token)).toBeUndefined();
});

test("two forms are two", () => {
  expect(formToken(house.vault, "report")).not.toBe(formToken(house.vault, "report"));
});

test("a form that was altered anywhere, or made for later, is none of ours", () => {
  const token = formToken(house.vault, "report");
  for (let i = 0; i < token.length; i += 1) {
    const altered = token.slice(0, i) + (token[i] === "A" ? "B" : "A") + token.slice(i + 1);
    expect(openForm(house.vault, "report", altered), altered).toBeUndefined();
  }
  for (const wrong of [undefined, "", `${token}x`, ` ${token}`, token.toUpperCase(), "..", "a.b.c"]) {
    expect(openForm(house.vault, "report", wrong)).toBeUndefined();
  }
  vi.setSystemTime(Date.now() - 6 * 60_000);
  expect(openForm(house.vault, "report", token)).toBeUndefined();
});

const valueOf = (cookie: string) => /^[^=]+=([^;]*)/.exec(cookie)?.[1];

test("the follow-up stays open half an hour, for one report, and its cookie is for this host's pages alone", () => {
  const report: ReportId = newId("report");
  const cookie = followCookie(house.vault, "https://rdv.example", report);
  expect(cookie).toMatch(new RegExp(`^${FOLLOW_COOKIE}=.*HttpOnly; SameSite=Strict; Secure$`));
  const value = valueOf(cookie) ?? "";
  expect(openFollowCookie(house.vault, value)).toBe(report);
  const swapped = value.replace(report, newId("report"));
  for (const wrong of [
    undefined,
    "",
    swapped,
    `${value}.x`,
    value.slice(0, -2),
    value.replace(/\.[^.]+\./, ".zzzzzzzz."),
  ]) {
    expect(openFollowCookie(house.vault, wrong), wrong).toBeUndefined();
  }
  vi.setSystemTime(Date.now() + 30 * 60_000 - 1);
  expect(openFollowCookie(house.vault, value)).toBe(report);
  vi.setSystemTime(Date.now() + 1);
  expect(openFollowCookie(house.vault, value)).toBeUndefined();
});
