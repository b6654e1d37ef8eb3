import { expect, test } from "vitest";
import { type DeskUser, shownUsers, stateOf } from "./rules.ts";

const NOW = Date.parse("2026-11-28T12:00:00Z");
const user = (personReference: string, more: Partial<DeskUser> = {}): DeskUser => ({
  id: `dsk_${personReference}`,
  personReference,
  duty: "handler",
  displayName: null,
  depot: null,
  language: "fr",
  isActive: true,
  hasAccepted: true,
  invitedUntil: null,
  createdAt: "2026-11-01T00:00:00Z",
  ...more,
});

test("an invitation is one until its last instant, and a closed account is closed whatever else it was", () => {
  const invited = { isActive: true, hasAccepted: false };
  expect(stateOf({ ...invited, invitedUntil: "2026-11-28T12:00:00.001Z" }, NOW)).toBe("invited");
  expect(stateOf({ ...invited, invitedUntil: "2026-11-28T12:00:00.000Z" }, NOW)).toBe("expired");
  expect(stateOf({ ...invited, invitedUntil: null }, NOW)).toBe("expired");
  expect(stateOf(user("E-1"), NOW)).toBe("open");
  expect(stateOf(user("E-1", { isActive: false }), NOW)).toBe("closed");
});

test("accounts are found by what is looked for, in the order that is asked", () => {
  const all = [user("E-2", { displayName: "Nadia" }), user("E-1", { duty: "dpo", createdAt: "2026-11-02T00:00:00Z" })];
  const find = (filters: object, sort = "person") =>
    shownUsers(all, { q: "", duty: "", state: "", ...filters }, sort, NOW).map(
      ({ personReference }) => personReference,
    );
  expect(find({})).toEqual(["E-1", "E-2"]);
  expect(find({ q: "nadi" })).toEqual(["E-2"]);
  expect(find({ duty: "dpo" })).toEqual(["E-1"]);
  expect(find({ state: "closed" })).toEqual([]);
  expect(find({}, "-created")).toEqual(["E-1", "E-2"]);
});
