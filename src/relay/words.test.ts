import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { recogniseWord } from "./words.ts";

const vectors = (name: string) =>
  readFileSync(new URL(`../../vectors/words/${name}.txt`, import.meta.url), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));

for (const word of ["report", "stop", "start"] as const) {
  test.each(vectors(word))(`a whole message that is the word ${word} is recognised: %s`, (line) => {
    expect(recogniseWord(JSON.parse(line) as string)).toBe(word);
  });
}

test.each(vectors("ordinary"))("an ordinary message is not taken for a word: %s", (line) => {
  expect(recogniseWord(JSON.parse(line) as string)).toBeUndefined();
});

test("any text gets an answer, and a word in a longer sentence is no word", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => void recogniseWord(text)));
  fc.assert(fc.property(fc.stringMatching(/^[a-z]{4,10}$/), (other) => recogniseWord(`stop ${other}`) === undefined));
});
