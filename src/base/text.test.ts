import { expect, test } from "vitest";
import type { TextKey } from "./text.ts";
import { hasSentence, sentence } from "./text.ts";

test("a sentence is said in the reader's language", () => {
  const key = "notice.not_delivered";
  expect(sentence("fr", key, {})).toMatch(/^Votre message/);
  expect(sentence("en", key, {})).toMatch(/^Your message/);
  expect(sentence("fr", key, {})).toBe(sentence("fr", key, {}));
});

test("a key that is not there is a mistake of ours, and told as one", () => {
  expect(() => sentence("en", "notice.unheard_of" as TextKey, {})).toThrow("could not find the text");
  expect(hasSentence("notice.not_delivered")).toBe(true);
  expect(hasSentence("toString")).toBe(false);
});
