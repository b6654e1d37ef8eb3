import { hash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readWeights } from "./weights-file.ts";

test("the weights that ship were learnt from the texts that are here", () => {
  const { card } = readWeights();
  for (const { file, sha256, texts } of card.trainedOn) {
    const text = readFileSync(new URL(`../../../vectors/screening/${file}`, import.meta.url), "utf8");
    expect(hash("sha256", text)).toBe(sha256);
    expect(text.trimEnd().split("\n")).toHaveLength(texts);
  }
});

test("nothing that is only counted was learnt", () => {
  const textsOf = (file: string) =>
    readFileSync(new URL(`../../../vectors/screening/${file}`, import.meta.url), "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => (JSON.parse(line) as { text: string }).text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, ""));
  const learnt = new Set(textsOf("learnt.jsonl"));
  expect(textsOf("kept.jsonl").filter((text) => learnt.has(text))).toEqual([]);
});
