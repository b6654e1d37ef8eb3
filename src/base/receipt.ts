import { readFileSync } from "node:fs";
import type { Language } from "./text.ts";

/** Fewer, and somebody who tries could find a receipt: 5,793 words and more make six of them worth 75 bits. */
const WORDS = 6;
/** Bytes of the seed for each word: 2^40 values over some 6,000 words, so that none is likelier by more than 2^-27. */
const BYTES_PER_WORD = 5;
/** What is typed at most: six words of nine letters, and what stands between them. Longer is no receipt. */
const MAX_TYPED_CHARACTERS = 200;

type WordList = { readonly words: readonly string[]; readonly known: ReadonlySet<string> };

function readWords(language: Language): WordList {
  const file = new URL(`receipt-words/${language}.txt`, import.meta.url);
  const words = readFileSync(file, "utf8").trimEnd().split("\n");
  return { words, known: new Set(words) };
}

/**
 * Sources and licences: docs/decisions/018-receipts-are-words.md. A word that is taken out or moved changes every
 * receipt that was given: the lists are only ever added to in a new version, never edited.
 */
const LISTS: { readonly [language in Language]: WordList } = { fr: readWords("fr"), en: readWords("en") };

/** How many words a receipt is drawn from, for whoever says how hard one is to guess. */
export function receiptWordCount(language: Language): number {
  return LISTS[language].words.length;
}

/**
 * The receipt a seed stands for: six words, lower case, no accents, a space between. The same seed gives the same words
 * for ever. Throws for a seed of fewer than 30 bytes; it MUST be a keyed hash.
 */
export function receiptWords(seed: Uint8Array, language: Language): string {
  if (seed.length < WORDS * BYTES_PER_WORD) throw new Error("could not make a receipt of so few bytes");
  const { words } = LISTS[language];
  const bytes = Buffer.from(seed.buffer, seed.byteOffset, seed.length);
  const drawn = Array.from({ length: WORDS }, (_, n) => {
    const value = bytes.readUIntBE(n * BYTES_PER_WORD, BYTES_PER_WORD);
    return words[value % words.length] as string;
  });
  return drawn.join(" ");
}

/**
 * The receipt that somebody typed, as `receiptWords` gives it; undefined when it is not six known words of one
 * language. Case, accents, hyphens, commas, line ends and numbers before the words do not count.
 */
export function parseReceipt(typed: string): string | undefined {
  if (typed.length > MAX_TYPED_CHARACTERS) return undefined;
  const words = foldReceipt(typed).split(" ");
  if (words.length !== WORDS) return undefined;
  const isKnown = Object.values(LISTS).some(({ known }) => words.every((word) => known.has(word)));
  return isKnown ? words.join(" ") : undefined;
}

/** Letters only, as the lists are written. « œ » and « æ » have no decomposition of their own. */
export function foldReceipt(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replaceAll("œ", "oe")
    .replaceAll("æ", "ae")
    .replace(/[^a-z]+/g, " ")
    .trim();
}
