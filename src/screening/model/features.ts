import type { Folded } from "../normalise/fold.ts";
import type { Token } from "../normalise/tokens.ts";
import type { Vocabulary } from "../normalise/vocabulary.ts";
import type { Lexicon } from "../rules/pattern.ts";
import { wordsOf } from "../rules/pattern.ts";

/** Letters in a row that are a feature: 2 to 5. */
const SHORTEST_GRAM = 2;
const LONGEST_GRAM = 5;
/** Words between which the lists they are on still belong together. */
const REACH = 4;
const LONGEST_WORD = 24;
const LONGEST_NUMBER = 10;

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

/**
 * Features of a text as a linear model counts them: groups of letters, words alone and in pairs, and the lists of the
 * lexicon that words are on, alone and one before the other. Words that are disguised count as what they are.
 */
export class FeatureReader {
  readonly #known: readonly (Known | undefined)[];
  #letters = new Uint16Array(4_096);
  #hashes = new Uint32Array(256);
  #lists: Uint16Array[] = [];
  /** Hashes of the features of the last text, with repetitions; the first `count` of them. */
  features = new Uint32Array(16_384);
  count = 0;

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

  /** Reads the features of `tokens[first, end)`. */
  read(folded: Folded, tokens: readonly Token[], first: number, end: number, isFromCustomer: boolean): void {
    this.count = 0;
    const words = this.#readWords(folded, tokens, first, end);
    const side = isFromCustomer ? 2 : 1;
    this.#add(KIND.side, side, 0);
    this.#add(KIND.length, Math.min(8, Math.round(Math.log2(1 + words) * 2)), 0);
    for (let i = 0; i <= words; i += 1) {
      const before = i === 0 ? EDGE : (this.#hashes[i - 1] as number);
      const word = i === words ? EDGE : (this.#hashes[i] as number);
      this.#add(KIND.word, word, 0);
      this.#add(KIND.pair, before, word);
      if (i > 0) this.#add(KIND.skip, i === 1 ? EDGE : (this.#hashes[i - 2] as number), word);
      if (i === words) break;
      this.#add(KIND.side, side, word);
      this.#readLists(i, words, side);
    }
  }

  /** Fills the letters of all words with a space between, their hashes and their lists; grams on the way. */
  #readWords({ units }: Folded, tokens: readonly Token[], first: number, end: number): number {
    let words = 0;
    let at = 1;
    this.#letters[0] = SPACE;
    this.#lists.length = 0;
    for (let n = first; n < end; n += 1) {
      const token = tokens[n] as Token;
      if (at + LONGEST_WORD + 2 > this.#letters.length) break;
      const start = at;
      const known = token.word === 0 || token.kind === "number" ? undefined : this.#known[token.word];
      if (token.kind === "number") {
        const length = Math.min(LONGEST_NUMBER, token.to - token.from);
        this.#letters.fill(ZERO, at, at + length);
        at += length;
      } else if (token.kind === "stop") {
        this.#letters[at] = units[token.from] === EXCLAMATION ? EXCLAMATION : DOT;
        at += 1;
      } else if (known === undefined) {
        const to = Math.min(token.to, token.from + LONGEST_WORD);
        for (let i = token.from; i < to; i += 1, at += 1) this.#letters[at] = units[i] as number;
      } else {
        this.#letters.set(known.letters, at);
        at += known.letters.length;
      }
      this.#hashes[words] = known?.hash ?? hashUnits(this.#letters, start, at);
      this.#lists.push(known?.lists ?? NO_LISTS);
      words += 1;
      this.#letters[at] = SPACE;
      at += 1;
      if (words === this.#hashes.length) break;
    }
    for (let i = 0; i < at; i += 1) {
      let hash: number = KIND.gram;
      const last = Math.min(at, i + LONGEST_GRAM);
      for (let j = i; j < last; j += 1) {
        hash = Math.imul(hash ^ (this.#letters[j] as number), 0x01000193);
        if (j - i + 1 >= SHORTEST_GRAM) this.#push(mix(hash));
      }
    }
    return words;
  }

  /** The lists that a word is on: alone, by who writes, beside its neighbours, and before the lists of words that follow. */
  #readLists(i: number, words: number, side: number): void {
    const own = this.#lists[i] as Uint16Array;
    for (const list of own) {
      this.#add(KIND.list, list, 0);
      this.#add(KIND.sideOfList, side, list);
      this.#add(KIND.before, i > 0 ? (this.#hashes[i - 1] as number) : EDGE, list);
      this.#add(KIND.behind, list, i + 1 < words ? (this.#hashes[i + 1] as number) : EDGE);
      for (let j = i + 1; j <= i + REACH && j < this.#lists.length; j += 1) {
        for (const next of this.#lists[j] as Uint16Array) this.#add(KIND.lists, list, next);
      }
    }
  }

  #add(kind: number, one: number, two: number): void {
    this.#push(mix(Math.imul(Math.imul(kind, 0x9e3779b1) ^ one, 0x85ebca6b) ^ Math.imul(two, 0xc2b2ae35)));
  }

  #push(feature: number): void {
    if (this.count === this.features.length) {
      const larger = new Uint32Array(this.count * 2);
      larger.set(this.features);
      this.features = larger;
    }
    this.features[this.count] = feature;
    this.count += 1;
  }
}

const NO_LISTS = new Uint16Array();

function mix(hash: number): number {
  const half = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (half ^ (half >>> 13)) >>> 0;
}

function hashUnits(units: Uint16Array, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let i = from; i < to; i += 1) hash = Math.imul(hash ^ (units[i] as number), 0x01000193);
  return mix(hash);
}

function hashText(text: string): number {
  return hashUnits(
    Uint16Array.from(text, (_, i) => text.charCodeAt(i)),
    0,
    text.length,
  );
}
