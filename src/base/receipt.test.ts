import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { foldReceipt, parseReceipt, receiptWordCount, receiptWords } from "./receipt.ts";

const LANGUAGES = ["fr", "en"] as const;
const wordsOf = (language: string) =>
  readFileSync(new URL(`receipt-words/${language}.txt`, import.meta.url), "utf8")
    .trimEnd()
    .split("\n");
const seedOf = (text: string) => createHash("sha256").update(text).digest();

test.for(LANGUAGES)(
  "the list of %s makes six words worth 75 bits, each once and typed without an accent",
  (language) => {
    const words = wordsOf(language);
    expect(words.length).toBeGreaterThanOrEqual(5_793);
    expect(receiptWordCount(language)).toBe(words.length);
    expect(6 * Math.log2(words.length)).toBeGreaterThanOrEqual(75);
    expect(new Set(words.map(foldReceipt)).size).toBe(words.length);
    expect(words.filter((word) => !/^[a-z]{4,9}$/.test(word))).toEqual([]);
    expect(words).toEqual([...words].sort());
  },
);

test.for(LANGUAGES)("no word of %s stands beside its own plural", (language) => {
  const words = new Set(wordsOf(language));
  expect([...words].filter((word) => /[sx]$/.test(word) && words.has(word.slice(0, -1)))).toEqual([]);
});

// A list whose order or words move would make another receipt of every report that was filed.
test.for([
  ["fr", "6be1701ec73f1aa2"],
  ["en", "2ec2d427f4f5a5e1"],
])("the list of %s is the one receipts were given from", ([language, digest]) => {
  expect(
    seedOf(wordsOf(language as string).join("\n"))
      .toString("hex")
      .slice(0, 16),
  ).toBe(digest);
});

test("a receipt is six words, the same for the same seed, and comes back however it is typed", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.constantFrom(...LANGUAGES), (seed, language) => {
      const receipt = receiptWords(seed, language);
      const words = receipt.split(" ");
      expect(words).toHaveLength(6);
      expect(receiptWords(seed, language)).toBe(receipt);
      expect(parseReceipt(receipt)).toBe(receipt);
      expect(parseReceipt(`  ${receipt.toUpperCase()}\n`)).toBe(receipt);
      expect(parseReceipt(words.join("-"))).toBe(receipt);
      expect(parseReceipt(words.map((word, n) => `${n + 1}. ${word}`).join(",\n"))).toBe(receipt);
      expect(parseReceipt(receipt.replaceAll("e", "é").replaceAll("a", "à"))).toBe(receipt);
    }),
  );
});

test("five words, seven, an unknown one, words of two languages and long texts are no receipt", () => {
  const receipt = receiptWords(seedOf("a report"), "fr");
  const english = receiptWords(seedOf("a report"), "en").split(" ");
  expect(parseReceipt(receipt)).toBe(receipt);
  expect(parseReceipt(receipt.split(" ").slice(1).join(" "))).toBeUndefined();
  expect(parseReceipt(`${receipt} ${receipt.split(" ")[0]}`)).toBeUndefined();
  expect(parseReceipt(receipt.replace(/^\w+/, "zzzzz"))).toBeUndefined();
  const french = new Set(wordsOf("fr"));
  const foreign = english.find((word) => !french.has(word)) as string;
  const domestic = receipt.split(" ").find((word) => !wordsOf("en").includes(word)) as string;
  expect(parseReceipt(`${Array(5).fill(domestic).join(" ")} ${foreign}`)).toBeUndefined();
  expect(parseReceipt(" ".repeat(200) + receipt)).toBeUndefined();
  expect(parseReceipt("")).toBeUndefined();
});

test("a seed of too few bytes is refused, one of enough is not", () => {
  expect(() => receiptWords(new Uint8Array(29), "fr")).toThrow("could not make a receipt");
  expect(receiptWords(new Uint8Array(30), "fr").split(" ")).toHaveLength(6);
});

test("every word is drawn about as often as any other", () => {
  const seen = new Set<string>();
  for (let n = 0; n < 20_000; n += 1) for (const word of receiptWords(seedOf(`${n}`), "fr").split(" ")) seen.add(word);
  // 120,000 draws from some 6,000 words: one that is never drawn would be one in 10^8.
  expect(seen.size).toBe(receiptWordCount("fr"));
});
