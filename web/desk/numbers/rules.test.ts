import { expect, test } from "vitest";
import { patchesOf, shortageOf, spansOf, splitNumbers } from "./rules.ts";

test("what sets a number aside can be undone; what is printed on papers is asked first", () => {
  const plain = patchesOf({ reserved: false, draining: false, use: "lines" });
  expect(plain.map(({ id }) => id)).toEqual(["reserve", "drain", "report"]);
  expect(plain[0]).toEqual({ id: "reserve", patch: { reserved: true }, undo: { reserved: false } });
  expect(plain[2]?.undo).toBeUndefined();
  expect(patchesOf({ reserved: true, draining: true, use: "lines" }).map(({ id }) => id)).toEqual([
    "release",
    "refill",
    "report",
  ]);
  expect(patchesOf({ reserved: false, draining: false, use: "report" })).toEqual([
    { id: "lines", patch: { use: "lines" } },
  ]);
});

test("bars are parts of the longest, of nothing too", () => {
  expect(spansOf({ size: 10, forecast: { in7Days: 20, in30Days: 40 } }).map(({ share }) => share)).toEqual([
    0.25, 0.5, 1,
  ]);
  expect(spansOf({ size: 0, forecast: { in7Days: 0, in30Days: 0 } }).map(({ share }) => share)).toEqual([0, 0, 0]);
});

test("a pool is short once more will be needed than there is, not when it is just enough", () => {
  const pool = (in7Days: number, in30Days: number, warning = false) => ({
    size: 10,
    warning,
    forecast: { in7Days, in30Days },
  });
  expect(shortageOf(pool(10, 10))).toBe("none");
  expect(shortageOf(pool(10, 11))).toBe("in-30-days");
  expect(shortageOf(pool(11, 11))).toBe("in-7-days");
  expect(shortageOf(pool(1, 1, true))).toBe("now");
});

test("numbers are read however they were pasted, and count once", () => {
  expect(splitNumbers("+33 9 37 00 00 01\n+33.9.37.00.00.01, +33937000002;")).toEqual(["+33937000001", "+33937000002"]);
});
