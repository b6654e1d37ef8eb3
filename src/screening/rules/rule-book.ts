import type { Token } from "../normalise/tokens.ts";
import type { Vocabulary } from "../normalise/vocabulary.ts";
import type { Lexicon, ParsedPattern, Pattern, Span } from "./pattern.ts";
import { anchors, compilePattern, isAnchor, matchAround, parsePattern, wordsOf } from "./pattern.ts";
import type { Rule, Trade } from "./rule.ts";
import { PARTS, TRADES, WEIGHTS } from "./rule.ts";

/** Tokens before and behind a match within which an exception counts. */
const AROUND = 12;
/** Tries at a match that one text may cost. Less: long texts of somebody who repeats himself are held. More: a hostile one takes longer. */
const MOST_TRIES = 8_000;

export type Match = Span & { readonly rule: Rule; readonly weight: number };

/** Where an exception may stand: `isAnchor` tells for each word, so that most are never tried. */
type Unless = { readonly patterns: readonly Pattern[]; readonly isAnchor: Uint8Array };
type Compiled = {
  readonly rule: Rule;
  readonly unless: Unless | undefined;
  readonly unlessInTrade: { readonly [trade in Trade]: Unless | undefined };
};
type Anchored = Compiled & { readonly pattern: Pattern; readonly weight: number };

/** All rules, looked up by the words of a text: a rule none of whose words is there costs nothing. */
export class RuleBook {
  readonly #parsed: readonly {
    readonly rule: Rule;
    readonly patterns: readonly { readonly parsed: ParsedPattern; readonly weight: number }[];
    readonly unless: readonly ParsedPattern[];
    readonly unlessInTrade: { readonly [trade in Trade]: readonly ParsedPattern[] };
  }[];
  readonly #lexicon: Lexicon;
  readonly #vocabulary: Vocabulary;
  #byWord: readonly (readonly Anchored[])[] = [];

  constructor(rules: readonly Rule[], lexicon: Lexicon, vocabulary: Vocabulary) {
    this.#lexicon = lexicon;
    this.#vocabulary = vocabulary;
    const parse = (text: string) => parsePattern(text, lexicon, vocabulary);
    const parseAll = (phrases: string | undefined) => (phrases?.split("|") ?? []).map(parse);
    this.#parsed = rules.map((rule) => ({
      rule,
      patterns: PARTS.flatMap((part) =>
        (rule[part] ?? []).map((text) => ({ parsed: parse(text), weight: WEIGHTS[part] })),
      ),
      unless: parseAll(rule.unless),
      unlessInTrade: { care: parseAll(rule.unlessInTrade?.care), works: parseAll(rule.unlessInTrade?.works) },
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
    for (const { rule, patterns, unless, unlessInTrade: trade } of this.#parsed) {
      const compiled: Compiled = {
        rule,
        unless: compileUnless(unless, size),
        unlessInTrade: { care: compileUnless(trade.care, size), works: compileUnless(trade.works, size) },
      };
      for (const { parsed, weight } of patterns) {
        const pattern = compilePattern(parsed, size);
        for (const word of anchors(parsed, pattern)) byWord[word]?.push({ ...compiled, pattern, weight });
      }
    }
    this.#byWord = byWord;
  }

  /** Each rule that holds, once, by what weighs most. `isComplete` false: the text was too much to look at all of it. */
  match(
    tokens: readonly Token[],
    isFromCustomer: boolean,
    trades: readonly Trade[] = TRADES,
  ): { readonly matches: readonly Match[]; readonly isComplete: boolean } {
    const matches: Match[] = [];
    let tries = 0;
    for (let place = 0; place < tokens.length; place += 1) {
      const anchored = this.#byWord[(tokens[place] as Token).word] ?? [];
      for (let n = 0; n < anchored.length; n += 1) {
        const { rule, unless, unlessInTrade, pattern, weight } = anchored[n] as Anchored;
        const known = matches.length === 0 ? undefined : matches.find((match) => match.rule === rule);
        if (weight <= (known?.weight ?? 0) || (rule.from === "staff" && isFromCustomer)) continue;
        tries += 1;
        if (tries > MOST_TRIES) return { matches, isComplete: false };
        const span = matchAround(pattern, tokens, place);
        if (span === undefined || isExcepted(unless, tokens, span)) continue;
        if (trades.some((trade) => isExcepted(unlessInTrade[trade], tokens, span))) continue;
        if (known !== undefined) matches.splice(matches.indexOf(known), 1);
        matches.push({ rule, weight, ...span });
      }
    }
    return { matches, isComplete: true };
  }
}

function compileUnless(unless: readonly ParsedPattern[], size: number): Unless | undefined {
  if (unless.length === 0) return undefined;
  const isAnchorWord = new Uint8Array(size);
  const patterns = unless.map((parsed) => {
    const pattern = compilePattern(parsed, size);
    for (const word of anchors(parsed, pattern)) isAnchorWord[word] = 1;
    return pattern;
  });
  return { patterns, isAnchor: isAnchorWord };
}

function isExcepted(unless: Unless | undefined, tokens: readonly Token[], { first, last }: Span): boolean {
  if (unless === undefined) return false;
  const end = Math.min(tokens.length, last + 1 + AROUND);
  for (let at = Math.max(0, first - AROUND); at < end; at += 1) {
    const token = tokens[at] as Token;
    if (unless.isAnchor[token.word] !== 1) continue;
    if (unless.patterns.some((one) => isAnchor(one, token) && matchAround(one, tokens, at) !== undefined)) return true;
  }
  return false;
}
