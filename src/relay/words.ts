export type Word = "report" | "stop" | "start" | "review";

/** A whole message is compared; no sentence is as short as the longest of these with a typo and a full stop. */
const MAX_WORD_CHARACTERS = 40;

/**
 * The words that are never refused, in the two languages and in the carriers' own lists.
 * Source for the stop list: the keywords carriers drop by themselves, `facts` of masked numbers 1.4.
 */
const WORDS: ReadonlyMap<string, Word> = new Map([
  ...["signaler", "signalement", "signale", "alerte", "report"].map((text) => [text, "report"] as const),
  ...["stop", "stopall", "stopsms", "unsubscribe", "arret", "arreter", "desabonner"].map(
    (text) => [text, "stop"] as const,
  ),
  ...["start", "unstop", "reprendre"].map((text) => [text, "start"] as const),
]);

/** Asks that a person reads a text that was kept back. Without typos: « relier » and "preview" are words of the trade. */
const REVIEW_WORDS = new Set(["relire", "relecture", "review"]);

/**
 * Ordinary answers that are one typo away from a word above: « stp » is "please", « top » is "great", and a
 * customer who says so must not be cut off.
 */
const ORDINARY = new Set([
  "stp",
  "top",
  "step",
  "shop",
  "spot",
  "store",
  "star",
  "smart",
  "sport",
  "rapport",
  "reports",
]);

/**
 * The word a whole message is, with at most one typo: a letter missing, added, changed or swapped with its
 * neighbour. Accents, case, spaces around, emoji and punctuation do not count.
 *
 * Time is constant for anything longer than a word: this runs on every message.
 */
export function recogniseWord(text: string): Word | undefined {
  if (text.length > MAX_WORD_CHARACTERS) return undefined;
  const letters = text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s]/gu, "")
    .trim();
  if (letters.length < 3 || letters.length > 13 || /\s/u.test(letters)) return undefined;
  const exact = WORDS.get(letters);
  if (exact !== undefined) return exact;
  if (ORDINARY.has(letters)) return undefined;
  if (REVIEW_WORDS.has(letters)) return "review";
  for (const [word, meaning] of WORDS) if (isOneTypoAway(letters, word)) return meaning;
  return undefined;
}

function isOneTypoAway(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const restA = a.slice(start, a.length - end);
  const restB = b.slice(start, b.length - end);
  if (restA.length <= 1 && restB.length <= 1) return true;
  return restA.length === 2 && restB.length === 2 && restA[0] === restB[1] && restA[1] === restB[0];
}
