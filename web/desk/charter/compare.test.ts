import { expect, test } from "vitest";
import { compareParts } from "./compare.ts";

test("what both have stands, and a part that goes where one comes was changed", () => {
  expect(compareParts(["a", "b", "c"], ["a", "B", "c", "d"])).toEqual([
    { kind: "same", left: "a", right: "a" },
    { kind: "changed", left: "b", right: "B" },
    { kind: "same", left: "c", right: "c" },
    { kind: "added", right: "d" },
  ]);
});

test("of several parts in one place those without a counterpart are gone or new", () => {
  expect(compareParts(["a", "b", "c"], ["x", "c"])).toEqual([
    { kind: "changed", left: "a", right: "x" },
    { kind: "removed", left: "b" },
    { kind: "same", left: "c", right: "c" },
  ]);
  expect(compareParts([], ["a"])).toEqual([{ kind: "added", right: "a" }]);
  expect(compareParts(["a"], [])).toEqual([{ kind: "removed", left: "a" }]);
  expect(compareParts([], [])).toEqual([]);
});

test("each side can be read back whole from its rows", () => {
  const [left, right] = [
    ["1", "2", "3", "4", "5"],
    ["2", "1", "3", "5", "6", "7"],
  ];
  const rows = compareParts(left, right);
  expect(rows.flatMap((row) => row.left ?? [])).toEqual(left);
  expect(rows.flatMap((row) => row.right ?? [])).toEqual(right);
});
