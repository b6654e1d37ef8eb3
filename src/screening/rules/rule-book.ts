import type { Token } from "../normalise/tokens.ts";
import type { Vocabulary } from "../normalise/vocabulary.ts";
import type { Lexicon, ParsedPattern, Pattern, Span } from "./pattern.ts";
import { anchors, compilePattern, isAnchor, matchAround, parsePattern, wordsOf } from "./pattern.ts";
import type { Rule } from "./rule.ts";
import { PARTS, WEIGHTS } from "./rule.ts";

/** Tokens before and behind a match within which an exception counts. */
const AROUND = 12;
/** Tries at a match that one text may cost. Less: long texts of somebody who repeats himself are held. More: a hostile one takes longer. */
const MOST_TRIES = 8_000;

export type Match = Span & { readonly rule: Rule; readonly weight: number };

type Compiled = { readonly rule: Rule; readonly unless: readonly Pattern[] };
type Anchored = { readonly at: number; readonly pattern: Pattern; readonly weight: number };

/** All rules, looked up by the words of a text: a rule none of whose words is there costs nothing. */
export class RuleBook {
  readonly #parsed: readonly {
    readonly rule: Rule;
    readonly patterns: readonly { readonly parsed: ParsedPattern; readonly weight: number }[];
    readonly unless: readonly ParsedPattern[];
  }[];
  readonly #lexicon: Lexicon;
  readonly #vocabulary: Vocabulary;
  #rules: readonly Compiled[] = [];
  #byWord: readonly (readonly Anchored[])[] = [];

  constructor(rules: readonly Rule[], lexicon: Lexicon, vocabulary: Vocabulary) {
    this.#lexicon = lexicon;
    this.#vocabulary = vocabulary;
    const parse = (text: string) => parsePattern(text, lexicon, vocabulary);
    this.#parsed = rules.map((rule) => ({
      rule,
      patterns: PARTS.flatMap((part) =>
        (rule[part] ?? []).map((text) => ({ parsed: parse(text), weight: WEIGHTS[part] })),
      ),
      unless: (rule.unless?.split("|") ?? []).map(parse),
    }));
  }

  /** Words of this list may be written with stars. */
  mask(list: string): void {
    for (const word of wordsOf(`@${list}`, this.#lexicon)) this.#vocabulary.add(word, { isMasked: true });
  }

  /** Once every word is in the vocabulary. */
  compile(): void {
    const { size } = this.#vocabulary;
    const byWord: Anchored[][] = Array.from({ length: size }, () => []);
    this.#rules = this.#parsed.map(({ rule, patterns, unless }, at) => {
      for (const { parsed, weight } of patterns) {
        const pattern = compilePattern(parsed, size);
        for (const word of anchors(parsed, pattern)) byWord[word]?.push({ at, pattern, weight });
      }
      return { rule, unless: unless.map((parsed) => compilePattern(parsed, size)) };
    });
    this.#byWord = byWord;
  }

  /** Each rule that holds, once, by what weighs most. `isComplete` false: the text was too much to look at all of it. */
  match(
    tokens: readonly Token[],
    isFromCustomer: boolean,
  ): { readonly matches: readonly Match[]; readonly isComplete: boolean } {
    const matches = new Map<number, Match>();
    let tries = 0;
    for (const [place, { word }] of tokens.entries()) {
      for (const { at, pattern, weight } of this.#byWord[word] ?? []) {
        const { rule, unless } = this.#rules[at] as Compiled;
        const isKnown = weight <= (matches.get(at)?.weight ?? 0);
        if (isKnown || (rule.from === "staff" && isFromCustomer)) continue;
        tries += 1;
        if (tries > MOST_TRIES) return { matches: [...matches.values()], isComplete: false };
        const span = matchAround(pattern, tokens, place);
        if (span !== undefined && !isExcepted(unless, tokens, span)) matches.set(at, { rule, weight, ...span });
      }
    }
    return { matches: [...matches.values()], isComplete: true };
  }
}

function isExcepted(unless: readonly Pattern[], tokens: readonly Token[], { first, last }: Span): boolean {
  if (unless.length === 0) return false;
  const end = Math.min(tokens.length, last + 1 + AROUND);
  for (let at = Math.max(0, first - AROUND); at < end; at += 1) {
    const token = tokens[at] as Token;
    const holds = (one: Pattern) => isAnchor(one, token) && matchAround(one, tokens, at) !== undefined;
    if (token.word !== 0 && unless.some(holds)) return true;
  }
  return false;
}
