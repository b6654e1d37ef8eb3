import type { Language } from "../base/text.ts";

export type Word = "report" | "stop" | "start" | "review" | "help";

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
  ...["aide", "help"].map((text) => [text, "help"] as const),
]);

/** Asks that a person reads a text that was kept back. Without typos: « relier » and "preview" are words of the trade. */
const REVIEW_WORDS = new Set(["relire", "relecture", "review"]);

/**
 * Ordinary answers that are one typo away from a word above: « stp » is "please", « top » is "great", and a
 * customer who says so must not be cut off; who writes « aider » or "hello" is not to be asked what is wrong.
 */
const ORDINARY = new Set(
  `stp top step shop spot store star smart sport rapport reports
  acide adieu aid aida aider aides aidez aie aile aime aine aire aise amide aride avide bide hide ide laide pide plaide
  raide ride side tide vide wide
  heap heel heels hel held hell hello helm helo hemp hep kelp whelp yelp`.split(/\s+/),
);

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

/** A whole message that is one of the digits we offer, in whatever dress: « 2 », "2.", « 2️⃣ », "(2)". */
export function recogniseChoice(text: string): number | undefined {
  if (text.length > MAX_CHOICE_CHARACTERS) return undefined;
  const found = /^[\s(#]*([1-5])[\s.)!]*$/.exec(text.normalize("NFKC").replace(/[\u20e3\ufe0f]/g, ""));
  return found === null ? undefined : Number(found[1]);
}
const MAX_CHOICE_CHARACTERS = 8;

const ENGLISH_ONLY = ["report", "unsubscribe", "help", "unstop", "review"];
const FRENCH =
  /\b(?:je|j|il|elle|le|la|les|un|une|des|du|est|et|que|qui|mon|ma|m|vous|tu|de|pas|dans|chez|moi|suis)\b/gi;
const ENGLISH = /\b(?:i|he|she|the|a|an|is|was|and|that|who|my|me|you|of|not|in|at|this|to|it|am)\b/gi;

/** The language somebody seems to write: of the one who says nothing of it, French. */
export function languageOf(text: string): Language {
  const letters = text.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "");
  const word = letters.replace(/[^a-z]/g, "");
  if (ENGLISH_ONLY.some((known) => isOneTypoAway(word, known))) return "en";
  const count = (words: RegExp) => letters.match(words)?.length ?? 0;
  return count(ENGLISH) > count(FRENCH) ? "en" : "fr";
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
