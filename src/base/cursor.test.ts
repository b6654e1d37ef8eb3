import { expect, test } from "vitest";
import { cursorAfter, parseCursor } from "./cursor.ts";
import { newId } from "./ids.ts";

test("a cursor says where a page ended, to the millisecond", () => {
  const end = { at: new Date("2026-11-25T10:00:00.123Z"), id: newId("attempt") };
  expect(parseCursor("attempt", cursorAfter(end))).toEqual(end);
});

test.each([
  "",
  "~~~~",
  "\u0000",
  "2026-11-25T10:00:00.123Z",
  Buffer.from("2026-11-25T10:00:00.123Z att_short").toString("base64url"),
  Buffer.from(`yesterday ${newId("attempt")}`).toString("base64url"),
  cursorAfter({ at: new Date(), id: newId("mission") }),
])("what is no cursor of the list is none: %s", (text) => {
  expect(parseCursor("attempt", text)).toBeUndefined();
});
