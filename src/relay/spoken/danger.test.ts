import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { tellsDanger } from "./danger.ts";

const vectors = (name: string) =>
  readFileSync(new URL(`../../../vectors/danger/${name}.txt`, import.meta.url), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => JSON.parse(line) as string);

test.each(vectors("danger"))("%s tells of danger", (text) => {
  expect(tellsDanger(text)).toBe(true);
});

test.each(vectors("pass"))("%s tells of none", (text) => {
  expect(tellsDanger(text)).toBe(false);
});

test("any text gets an answer", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 6_000 }), (text) => void tellsDanger(text)));
});
