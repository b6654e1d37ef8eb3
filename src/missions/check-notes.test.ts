import { expect, test } from "vitest";
import { GuardedScreener } from "../screening/index.ts";
import { refuseNotes } from "./check-notes.ts";

const broken = () => {
  throw new Error("no rules");
};
const screener = (parts: Partial<ConstructorParameters<typeof GuardedScreener>[0]>) =>
  new GuardedScreener({ isOn: () => true, onFailure: () => undefined, ...parts });

test.each([
  ["that helps", {}, "Code 12B40, gardien au 06 39 98 41 07", undefined],
  ["that is empty", {}, "", undefined],
  ["that insults", {}, "Grosse connasse, à éviter", "notes_screened"],
  ["that cannot be looked at", { open: broken }, "Code 12B40", "notes_screened"],
  ["of a house where screening is off", { isOn: () => false }, "Grosse connasse", undefined],
])("a note %s", (_what, parts, notes, code) => {
  expect(refuseNotes(screener(parts), notes)?.code).toBe(code);
});
