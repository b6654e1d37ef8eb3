import type { Folded } from "../normalise/fold.ts";
import type { Token } from "../normalise/tokens.ts";
import type { Vocabulary } from "../normalise/vocabulary.ts";
import type { Lexicon } from "../rules/pattern.ts";
import { wordsOf } from "../rules/pattern.ts";

/** Words between which the lists they are on still belong together. */
const REACH = 4;
const LONGEST_WORD = 24;
const LONGEST_NUMBER = 10;

/** Source: Fowler, Noll and Vo, FNV-1a, 32 bits. */
const FNV = 0x01000193;
const NO_LISTS = new Uint16Array();
const SPACE = 0x20;
const ZERO = 0x30;
const DOT = 0x2e;
const EXCLAMATION = 0x21;

/** What a feature is of, so that equal letters of two kinds do not meet. */
const KIND = {
  gram: 1,
  word: 2,
  pair: 3,
  skip: 4,
  side: 5,
  list: 6,
  lists: 7,
  length: 8,
  sideOfList: 9,
  before: 10,
  behind: 11,
} as const;

const EDGE = hashText("^$");

/** A word as the model sees it: letters, a hash of them, the lists of the lexicon it is on. */
type Known = { readonly letters: Uint16Array; readonly hash: number; readonly lists: Uint16Array };

/** Words of one text that are read, letters of them, and features that come of it: a longer text is read in parts. */
const MOST_WORDS = 256;
const MOST_LETTERS = MOST_WORDS * (LONGEST_WORD + 1) + 1;
const MOST_FEATURES = 65_536;
const PLACES = 1_024;

/**
 * Features of a text as a linear model counts them: groups of letters, words alone and in pairs, and the lists of the
 * lexicon that words are on, alone and one before the other. Words that are disguised count as what they are.
 */
export class FeatureReader {
  readonly #known: readonly (Known | undefined)[];
  readonly #letters = new Uint16Array(MOST_LETTERS);
  /** Where each word begins among the letters. */
  readonly #starts = new Uint16Array(MOST_WORDS + 1);
  readonly #hashes = new Int32Array(MOST_WORDS);
  readonly #lists: Uint16Array[] = Array.from({ length: MOST_WORDS }, () => NO_LISTS);
  /** Hashes of the features of the last text, with repetitions; the first `count` of them. */
  readonly features = new Int32Array(MOST_FEATURES);
  count = 0;
  /** What a sum over them is divided by: more for a longer text, and for one that repeats itself. */
  norm = 1;
  /** Beside each behind those: which word of the text it was read at. */
  readonly #words = new Uint16Array(MOST_FEATURES);
  /** How many of them, the first, are of groups of letters. */
  grams = 0;
  /** The last text in which a word of this place was seen. */
  readonly #seenIn = new Float64Array(PLACES);
  #text = 0;

  /** Once every word is in the vocabulary. */
  constructor(vocabulary: Vocabulary, lexicon: Lexicon) {
    const lists = new Map<number, number[]>();
    for (const [n, name] of Object.keys(lexicon).sort().entries()) {
      for (const word of wordsOf(`@${name}`, lexicon)) {
        const id = vocabulary.idOf(word);
        if (id !== 0) lists.set(id, [...(lists.get(id) ?? []), n + 1]);
      }
    }
    this.#known = vocabulary.words.map((word, id) => {
      if (id === 0) return undefined;
      const letters = Uint16Array.from(word, (_, i) => word.charCodeAt(i));
      return { letters, hash: hashUnits(letters, 0, letters.length), lists: Uint16Array.from(lists.get(id) ?? []) };
    });
  }

  /** Reads the features of `tokens[first, end)`, as far as there is room for them. */
  read(folded: Folded, tokens: readonly Token[], first: number, end: number, isFromCustomer: boolean): void {
    const [words, letters] = this.#readWords(folded, tokens, first, Math.min(end, first + MOST_WORDS));
    this.grams = this.#readGrams(letters);
    this.count = this.grams;
    const side = isFromCustomer ? 2 : 1;
    this.#add(0, KIND.side, side, 0);
    this.#add(0, KIND.length, Math.min(8, Math.round(Math.log2(1 + words) * 2)), 0);
    const hashes = this.#hashes;
    let [last, before] = [EDGE, EDGE];
    for (let i = 0; i < words; i += 1) {
      const word = hashes[i] as number;
      const next = i + 1 < words ? (hashes[i + 1] as number) : EDGE;
      this.#add(i, KIND.word, word, 0);
      this.#add(i, KIND.pair, before, word);
      this.#add(i, KIND.skip, last, word);
      this.#add(i, KIND.side, side, word);
      for (const list of this.#lists[i] as Uint16Array) {
        this.#add(i, KIND.list, list, 0);
        this.#add(i, KIND.sideOfList, side, list);
        this.#add(i, KIND.before, before, list);
        this.#add(i, KIND.behind, list, next);
        this.#readFollowing(i, words, list);
      }
      [last, before] = [before, word];
    }
    if (words > 0) this.#add(words - 1, KIND.pair, before, EDGE);
    this.norm = Math.sqrt(this.count * Math.max(1, words / Math.max(1, this.#countDistinct(words))));
  }

  /** Different words there are, or a few less: two may share a place. */
  #countDistinct(words: number): number {
    this.#text += 1;
    let distinct = 0;
    for (let i = 0; i < words; i += 1) {
      const place = (this.#hashes[i] as number) & (PLACES - 1);
      if (this.#seenIn[place] === this.#text) continue;
      this.#seenIn[place] = this.#text;
      distinct += 1;
    }
    return distinct;
  }

  /** Fills the letters of all words with a space between, their hashes and their lists. Gives how many words and letters. */
  #readWords({ units }: Folded, tokens: readonly Token[], first: number, end: number): readonly [number, number] {
    const letters = this.#letters;
    let at = 1;
    letters[0] = SPACE;
    for (let n = first; n < end; n += 1) {
      const token = tokens[n] as Token;
      const start = at;
      const known = token.kind === "number" ? undefined : this.#known[token.word];
      if (known !== undefined) {
        for (let i = 0; i < known.letters.length && i < LONGEST_WORD; i += 1, at += 1) {
          letters[at] = known.letters[i] as number;
        }
      } else if (token.kind === "number") {
        for (const to = at + Math.min(LONGEST_NUMBER, token.to - token.from); at < to; at += 1) letters[at] = ZERO;
      } else if (token.kind === "stop") {
        letters[at] = units[token.from] === EXCLAMATION ? EXCLAMATION : DOT;
        at += 1;
      } else {
        const to = Math.min(token.to, token.from + LONGEST_WORD);
        for (let i = token.from; i < to; i += 1, at += 1) letters[at] = units[i] as number;
      }
      this.#starts[n - first] = start;
      this.#hashes[n - first] = known?.hash ?? hashUnits(letters, start, at);
      this.#lists[n - first] = known?.lists ?? NO_LISTS;
      letters[at] = SPACE;
      at += 1;
    }
    const words = Math.max(0, end - first);
    this.#starts[words] = at;
    return [words, at];
  }

  /** Groups of three letters and of four, by their last letter. Gives how many there are. */
  #readGrams(count: number): number {
    const { features } = this;
    const letters = this.#letters;
    let n = 0;
    for (let i = 2; i < count; i += 1) {
      let hash = Math.imul(Math.imul(KIND.gram ^ (letters[i] as number), FNV) ^ (letters[i - 1] as number), FNV);
      hash = Math.imul(hash ^ (letters[i - 2] as number), FNV);
      features[n] = mix(hash);
      n += 1;
      if (i === 2) continue;
      features[n] = mix(Math.imul(hash ^ (letters[i - 3] as number), FNV));
      n += 1;
    }
    return n;
  }

  /** The sum of what the features of each word of the last text weigh; a group of letters belongs to its last letter's. */
  weightOfWords(weightOf: (feature: number) => number, count: number): Float64Array {
    const weights = new Float64Array(count);
    let word = 0;
    for (let n = 0; n < this.count; n += 1) {
      if (n >= this.grams) word = this.#words[n] as number;
      else {
        const letter = n === 0 ? 2 : 3 + ((n - 1) >> 1);
        while (word + 1 < count && (this.#starts[word + 1] as number) <= letter) word += 1;
      }
      weights[word] = (weights[word] as number) + weightOf(this.features[n] as number);
    }
    return weights;
  }

  /** A list before the lists of the words that follow. */
  #readFollowing(i: number, words: number, list: number): void {
    const end = Math.min(words, i + 1 + REACH);
    for (let j = i + 1; j < end; j += 1) {
      const next = this.#lists[j] as Uint16Array;
      for (let k = 0; k < next.length; k += 1) this.#add(i, KIND.lists, list, next[k] as number);
    }
  }

  #add(word: number, kind: number, one: number, two: number): void {
    const n = this.count;
    if (n === MOST_FEATURES) return;
    this.features[n] = mix(Math.imul(Math.imul(kind, 0x9e3779b1) ^ one, 0x85ebca6b) ^ Math.imul(two, 0xc2b2ae35));
    this.#words[n] = word;
    this.count = n + 1;
  }
}

function mix(hash: number): number {
  const half = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return half ^ (half >>> 13);
}

function hashUnits(units: Uint16Array, from: number, to: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let i = from; i < to; i += 1) hash = Math.imul(hash ^ (units[i] as number), FNV);
  return mix(hash);
}

function hashText(text: string): number {
  return hashUnits(
    Uint16Array.from(text, (_, i) => text.charCodeAt(i)),
    0,
    text.length,
  );
}
