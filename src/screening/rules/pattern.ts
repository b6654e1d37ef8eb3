import type { Token } from "../normalise/tokens.ts";
import type { Vocabulary } from "../normalise/vocabulary.ts";

/**
 * What a rule looks for, word by word.
 *
 * `vous|tu` one of these; `@pretty` one of a list; `tres?` or not; `_3` up to three words of any kind; `#` a number;
 * `?` a question mark; `^` nothing before it in its sentence, `$` nothing behind it, also as one of several (`a|$`). Stops
 * end what is looked for.
 */
export type Pattern = {
  readonly elements: readonly Element[];
  /** The element that is looked up: any match contains one of its words. */
  readonly anchor: number;
};

type Element =
  | {
      readonly kind: "words";
      readonly words: Uint32Array;
      readonly cost: number;
      readonly isOptional: boolean;
      /** The end of the sentence will do as well. */
      readonly isEndToo: boolean;
    }
  | { readonly kind: "gap"; readonly most: number }
  | { readonly kind: "number" | "start" | "end" };

export type Lexicon = { readonly [list: string]: string };

/** Parses a pattern. Throws when it names a list that is not there, or has nothing to be looked up by. */
export function parsePattern(text: string, lexicon: Lexicon, vocabulary: Vocabulary): ParsedPattern {
  const elements = text.split(" ").map((part) => parseElement(part, lexicon, vocabulary));
  if (!elements.some((one) => one.kind === "words" && !one.isOptional && !one.isEndToo)) {
    throw new Error(`could not find a word in the pattern ${text}`);
  }
  return { text, elements };
}

type ParsedElement =
  | {
      readonly kind: "words";
      readonly ids: readonly number[];
      /** How much it costs to be looked up by them. */
      readonly cost: number;
      readonly isOptional: boolean;
      readonly isEndToo: boolean;
    }
  | { readonly kind: "gap"; readonly most: number }
  | { readonly kind: "number" | "start" | "end" };
export type ParsedPattern = { readonly text: string; readonly elements: readonly ParsedElement[] };

function parseElement(part: string, lexicon: Lexicon, vocabulary: Vocabulary): ParsedElement {
  if (part === "#") return { kind: "number" };
  if (part === "^") return { kind: "start" };
  if (part === "$") return { kind: "end" };
  const gap = /^_(\d)$/.exec(part);
  if (gap !== null) return { kind: "gap", most: Number(gap[1]) };
  // "a|?" is a word or a question mark, "a|b?" one of two words or none.
  const isOptional = /[^|]\?$/.test(part);
  const alternatives = (isOptional ? part.slice(0, -1) : part).split("|");
  const words = alternatives.filter((one) => one !== "$").flatMap((one) => wordsOf(one, lexicon));
  const ids = [...new Set(words.map((word) => vocabulary.add(word)))];
  const cost = ids.length + COMMON_COST * words.filter((word) => COMMON.has(word)).length;
  return { kind: "words", ids, cost, isOptional, isEndToo: alternatives.includes("$") };
}

/** Words of `@list`, or the word itself; folded. */
export function wordsOf(one: string, lexicon: Lexicon): readonly string[] {
  if (!one.startsWith("@") || one === "@") return [plain(one)];
  const list = lexicon[one.slice(1)];
  if (list === undefined) throw new Error(`could not find the list ${one}`);
  return list
    .split(/\s+/)
    .filter((word) => word !== "")
    .map(plain);
}

/** Lists may be written with accents; texts are folded. */
function plain(word: string): string {
  return word.normalize("NFD").replaceAll(/[\u0300-\u036f]/g, "");
}

/** Words that stand in most texts: whoever is looked up by one of them is looked up all the time. */
const COMMON = new Set(
  (
    "? a ai as au avec bien c ce cest d dans de des du elle en es est et etes fait il j je l la le les m ma me moi mon n " +
    "ne nous on ou par pas peux plus pour qu que qui s sa se si son sur t ta te toi ton tu un une va vais vos votre vous y " +
    "an and are at be can do for from have i if in is it just me my not of on or our so that the this to u up we will with you your"
  ).split(" "),
);
/** Rare words that cost as much to be looked up by as one common one. */
const COMMON_COST = 60;

/** Makes a pattern fast, once the vocabulary has all its words. */
export function compilePattern({ elements }: ParsedPattern, vocabularySize: number): Pattern {
  const compiled = elements.map((element): Element => {
    if (element.kind !== "words") return element;
    const words = new Uint32Array((vocabularySize >> 5) + 1);
    for (const id of element.ids) words[id >> 5] = (words[id >> 5] as number) | (1 << (id & 31));
    const { cost, isOptional, isEndToo } = element;
    return { kind: "words", words, cost, isOptional, isEndToo };
  });
  let anchor = -1;
  for (const [i, element] of compiled.entries()) {
    if (element.kind !== "words" || element.isOptional || element.isEndToo) continue;
    const best = compiled[anchor];
    if (best === undefined || best.kind !== "words" || element.cost < best.cost) anchor = i;
  }
  return { elements: compiled, anchor };
}

/** Ids of the words by which a pattern is looked up. */
export function anchors({ elements }: ParsedPattern, { anchor }: Pattern): readonly number[] {
  const element = elements[anchor];
  return element?.kind === "words" ? element.ids : [];
}

export function isAnchor({ elements, anchor }: Pattern, token: Token): boolean {
  const element = elements[anchor];
  return element?.kind === "words" && holds(element, token);
}

export type Span = { readonly first: number; readonly last: number };

/** Where the pattern stands around a token that is one of its anchor's; first and last token of it. */
export function matchAround(pattern: Pattern, tokens: readonly Token[], at: number): Span | undefined {
  const last = matchForwards(pattern.elements, pattern.anchor + 1, tokens, at + 1);
  if (last < 0) return undefined;
  const first = matchBackwards(pattern.elements, pattern.anchor - 1, tokens, at - 1);
  return first < 0 ? undefined : { first: first - 1, last };
}

function holds(element: Extract<Element, { readonly kind: "words" }>, { word }: Token): boolean {
  return word !== 0 && ((element.words[word >> 5] as number) & (1 << (word & 31))) !== 0;
}

/** Last token of what matches from element `e` and token `at` on; -1: nothing does. Gaps are short: the steps are few. */
function matchForwards(elements: readonly Element[], e: number, tokens: readonly Token[], at: number): number {
  const element = elements[e];
  if (element === undefined) return at - 1;
  const token = tokens[at];
  switch (element.kind) {
    case "end":
      return token === undefined || token.kind === "stop" ? matchForwards(elements, e + 1, tokens, at) : -1;
    case "start":
      return -1;
    case "number":
      return token?.kind === "number" ? matchForwards(elements, e + 1, tokens, at + 1) : -1;
    case "words": {
      const found = token !== undefined && holds(element, token) ? matchForwards(elements, e + 1, tokens, at + 1) : -1;
      const mayBeNothing = element.isOptional || (element.isEndToo && (token === undefined || token.kind === "stop"));
      return found < 0 && mayBeNothing ? matchForwards(elements, e + 1, tokens, at) : found;
    }
    case "gap":
      for (let skipped = 0; skipped <= element.most; skipped += 1) {
        const found = matchForwards(elements, e + 1, tokens, at + skipped);
        if (found >= 0) return found;
        const next = tokens[at + skipped];
        if (next === undefined || next.kind === "stop") return -1;
      }
      return -1;
  }
}

/** One more than the first token of what matches up to element `e` and token `at`; -1: nothing does. */
function matchBackwards(elements: readonly Element[], e: number, tokens: readonly Token[], at: number): number {
  const element = elements[e];
  if (element === undefined) return at + 2;
  const token = tokens[at];
  switch (element.kind) {
    case "start":
      return token === undefined || token.kind === "stop" ? matchBackwards(elements, e - 1, tokens, at) : -1;
    case "end":
      return -1;
    case "number":
      return token?.kind === "number" ? matchBackwards(elements, e - 1, tokens, at - 1) : -1;
    case "words": {
      const found = token !== undefined && holds(element, token) ? matchBackwards(elements, e - 1, tokens, at - 1) : -1;
      return found < 0 && element.isOptional ? matchBackwards(elements, e - 1, tokens, at) : found;
    }
    case "gap":
      for (let skipped = 0; skipped <= element.most; skipped += 1) {
        const found = matchBackwards(elements, e - 1, tokens, at - skipped);
        if (found >= 0) return found;
        const next = tokens[at - skipped];
        if (next === undefined || next.kind === "stop") return -1;
      }
      return -1;
  }
}
