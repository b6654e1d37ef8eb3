import { inspect } from "node:util";
import { expect, test } from "vitest";
import { openSealed, seal } from "./sealed.ts";

const PHONE = "+33639980001";
const sealed = seal(PHONE);

test.each<[string, (value: typeof sealed) => string]>([
  ["String()", (value) => String(value)],
  ["a template", (value) => "".concat(value as unknown as string)],
  ["joining", (value) => [value].join()],
  ["JSON", (value) => JSON.stringify({ value })],
  ["the inspector", (value) => inspect({ value }, { depth: 9, showHidden: true })],
  ["an error", (value) => inspect(new Error("could not call".concat(value as unknown as string), { cause: value }))],
  [
    "its members",
    (value) => JSON.stringify([Object.values(value), Object.getOwnPropertyNames(value), Object.assign({}, value)]),
  ],
])("%s does not show what is sealed", (_, show) => {
  expect(show(sealed)).not.toContain("639980001");
});

test("only opening gives it back", () => {
  expect(openSealed(sealed)).toBe(PHONE);
  expect(structuredClone(Object.assign({}, sealed))).toEqual({});
});
