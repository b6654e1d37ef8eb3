import { expect, test } from "vitest";
import { shownItems, wordsOfKind } from "./rules.ts";

test("what there is none of is not shown, and the nearest deadline comes first", () => {
  const items = [
    { kind: "a", count: 2 },
    { kind: "b", count: 1, dueAt: "2026-12-02T00:00:00Z" },
    { kind: "c", count: 0, dueAt: "2026-12-01T00:00:00Z" },
    { kind: "d", count: 1, dueAt: "2026-12-01T00:00:00Z" },
    { kind: "e", count: 9, dueAt: null },
  ];
  expect(shownItems(items).map(({ kind }) => kind)).toEqual(["d", "b", "a", "e"]);
});

test("a kind that a newer server knows is shown by its name", () => {
  const words = { t: () => "", has: (_key: string): _key is never => false };
  expect(wordsOfKind(words, { kind: "moon_watch", count: 1 })).toBe("moon watch");
});
