import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { languageOf, recogniseChoice, recogniseWord } from "./words.ts";

const vectors = (name: string) =>
  readFileSync(new URL(`../../vectors/words/${name}.txt`, import.meta.url), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));

for (const word of ["report", "stop", "start", "help"] as const) {
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

test.each(["1", " 2", "2.", "3 !", "(4)", "5\n", "2️⃣", "２", "#3"])("the whole message %j is a choice", (text) => {
  expect(recogniseChoice(text)).toBe(Number(text.normalize("NFKC").replace(/\D/gu, "")));
});

test.each(["", "0", "6", "12", "1 2", "1 fois", "le 2", "2h", "un", "12345678", "+1", "-1", "1?", "½"])(
  "the message %j is no choice",
  (text) => {
    expect(recogniseChoice(text)).toBeUndefined();
  },
);

test.each([
  ["SIGNALER", "fr"],
  ["report", "en"],
  ["HELP", "en"],
  ["AIDE", "fr"],
  ["STOP", "fr"],
  ["", "fr"],
  ["+33 6 39 98 12 34", "fr"],
  ["Il m'a écrit hier", "fr"],
  ["He wrote to me last night", "en"],
])("%j is answered in %s", (text, language) => {
  expect(languageOf(text)).toBe(language);
});
