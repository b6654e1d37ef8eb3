import type { Folded } from "./fold.ts";
import { isDigit, isLetter } from "./fold.ts";
import type { Vocabulary } from "./vocabulary.ts";

/**
 * What a text is made of. A word that is drawn out, spelled with signs, spaced or glued to another is found as the word
 * it is. Stops (full stops, line ends) are tokens too: what a rule looks for stays within them.
 */
export type Token = {
  readonly kind: "word" | "number" | "sign" | "stop";
  /** In the vocabulary; 0: no rule knows it. */
  readonly word: number;
  /** Place in the folded text. */
  readonly from: number;
  readonly to: number;
  /** Digits of a number. */
  readonly digits: string;
};

const SPACE = 0x20;
const NEWLINE = 0x0a;
const APOSTROPHE = 0x27;
const QUESTION = 0x3f;
const STAR = 0x2a;
const DOT = 0x2e;
/** . ! : ; */
const STOPS = new Set([DOT, 0x21, 0x3a, 0x3b]);
/** @ $ | + € £ ! * between letters. */
const LETTER_SIGNS = new Set([0x40, 0x24, 0x7c, 0x2b, 0x20ac, 0xa3, 0x21, STAR]);
/** What French writes before an apostrophe. */
const ELISIONS = new Set(["j", "t", "m", "s", "l", "d", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quelqu", "k"]);
/** A letter that is glued to the next word when written in haste: "jpense". */
const GLUED = 0x6a;
/** Shorter ones ("jeu") are words of their own. */
const SHORTEST_GLUED = 4;
const SHORTEST_SPELLING = 3;
const LONGEST_SPELLING = 40;
const LONGEST_TEXT = 32;
/** "re", "ve", "ll". */
const LONGEST_CONTRACTED = 2;

/** Tokens of a folded text, in time linear in it. */
export function tokenise(folded: Folded, vocabulary: Vocabulary): readonly Token[] {
  const tokens: Token[] = [];
  const { units, length } = folded;
  for (let at = 0; at < length; ) {
    const unit = units[at] as number;
    if (isLetter(unit) || isDigit(unit) || (unit === 0x24 && isLetter(units[at + 1] as number))) {
      at = readChunk(folded, at, vocabulary, tokens);
    } else {
      at = readSign(folded, at, vocabulary, tokens);
    }
  }
  return joinSpelled(folded, vocabulary, tokens);
}

function readSign({ units, length }: Folded, at: number, vocabulary: Vocabulary, tokens: Token[]): number {
  const unit = units[at] as number;
  if (unit === SPACE || unit === APOSTROPHE) return at + 1;
  const isPair = unit >= 0xd800 && unit <= 0xdbff && at + 1 < length;
  const to = at + (isPair ? 2 : 1);
  if (unit === NEWLINE || STOPS.has(unit)) {
    tokens.push({ kind: "stop", word: 0, from: at, to, digits: "" });
    return to;
  }
  const sign = isPair ? String.fromCharCode(unit, units[at + 1] as number) : String.fromCharCode(unit);
  const word = vocabulary.idOf(sign);
  if (unit === QUESTION || word !== 0 || unit > 127) {
    tokens.push({ kind: "sign", word, from: at, to, digits: "" });
  }
  return to;
}

/** Letters, digits, and signs that stand for letters, up to what is neither. Gives where it ends. */
function readChunk(folded: Folded, from: number, vocabulary: Vocabulary, tokens: Token[]): number {
  const { units, length } = folded;
  let to = from;
  let [letters, digits, signs] = [0, 0, 0];
  for (; to < length; to += 1) {
    const unit = units[to] as number;
    if (isLetter(unit)) letters += 1;
    else if (isDigit(unit)) digits += 1;
    else if (LETTER_SIGNS.has(unit) && belongs(units, to, length)) signs += 1;
    else break;
  }
  if (letters === 0) {
    // A sign that would stand for a letter stands for itself.
    while (!isDigit(units[to - 1] as number)) to -= 1;
    tokens.push(numberAt(from, to, textAt(units, from, to), vocabulary));
    return to;
  }
  if (digits === 0 && signs === 0) return readWord(folded, from, to, vocabulary, tokens);
  const word = vocabulary.idOf(textAt(units, from, to)) || vocabulary.findDisguised(folded, from, to);
  // "9O" is "go" in disguise, and 90 behind another number.
  const mayBeDigits = signs === 0 && (word === 0 || tokens.at(-1)?.kind === "number");
  const read = mayBeDigits ? digitsIn(units, from, to) : undefined;
  const isMeasure = signs === 0 && (isDigit(units[from] as number) || isDigit(units[to - 1] as number));
  if (read !== undefined) tokens.push(numberAt(from, to, read, vocabulary));
  else if (word === 0 && isMeasure) readMeasure(folded, from, to, vocabulary, tokens);
  else tokens.push(wordAt(from, to, word));
  return to;
}

/** Letters that are written for digits: "O6", "o639". */
const DIGITS_OF: ReadonlyMap<string, string> = new Map([
  ["o", "0"],
  ["l", "1"],
  ["i", "1"],
]);

/** The digits of a chunk whose letters all look like digits, where there is one; undefined: it is none. */
function digitsIn(units: Uint16Array, from: number, to: number): string | undefined {
  if (to - from > LONGEST_TEXT) return undefined;
  let [digits, letters] = ["", 0];
  for (let i = from; i < to; i += 1) {
    const sign = String.fromCharCode(units[i] as number);
    const digit = isDigit(units[i] as number) ? sign : DIGITS_OF.get(sign);
    if (digit === undefined) return undefined;
    if (digit !== sign) letters += 1;
    digits += digit;
  }
  return letters < digits.length ? digits : undefined;
}

/** A sign stands for a letter when a letter follows, or it is a star. */
function belongs(units: Uint16Array, at: number, length: number): boolean {
  const next = at + 1 < length ? (units[at + 1] as number) : SPACE;
  const before = at > 0 ? (units[at - 1] as number) : SPACE;
  if ((units[at] as number) === STAR) return isLetter(before) || before === STAR;
  return isLetter(next) || (isDigit(next) && isLetter(before));
}

function numberAt(from: number, to: number, digits: string, vocabulary: Vocabulary): Token {
  return { kind: "number", word: vocabulary.idOf(digits), from, to, digits };
}

function wordAt(from: number, to: number, word: number): Token {
  return { kind: "word", word, from, to, digits: "" };
}

/** A number and its unit, "14h30", "2e": each on its own. */
function readMeasure(folded: Folded, from: number, to: number, vocabulary: Vocabulary, tokens: Token[]): void {
  const { units } = folded;
  for (let at = from; at < to; ) {
    let end = at;
    const isNumber = isDigit(units[at] as number);
    while (end < to && isDigit(units[end] as number) === isNumber) end += 1;
    if (isNumber) tokens.push(numberAt(at, end, textAt(units, at, end), vocabulary));
    else tokens.push(wordAt(at, end, vocabulary.find(units, at, end)));
    at = end;
  }
}

function readWord(folded: Folded, from: number, to: number, vocabulary: Vocabulary, tokens: Token[]): number {
  const { units } = folded;
  const contraction = readContraction(folded, from, to, vocabulary);
  if (contraction !== undefined) {
    tokens.push(contraction);
    return contraction.to;
  }
  const word =
    vocabulary.find(units, from, to) || (hasRun(units, from, to) ? vocabulary.findDisguised(folded, from, to) : 0);
  const isGlued = word === 0 && units[from] === GLUED && to - from >= SHORTEST_GLUED;
  const rest = isGlued ? vocabulary.find(units, from + 1, to) : 0;
  if (rest === 0) tokens.push(wordAt(from, to, word));
  else tokens.push(wordAt(from, from + 1, vocabulary.find(units, from, from + 1)), wordAt(from + 1, to, rest));
  return to;
}

/** English with an apostrophe, as one word: "don't", "you're". French is two: "j'ai". */
function readContraction(
  { units, length }: Folded,
  from: number,
  to: number,
  vocabulary: Vocabulary,
): Token | undefined {
  if (units[to] !== APOSTROPHE || ELISIONS.has(textAt(units, from, to))) return undefined;
  let end = to + 1;
  while (end < length && isLetter(units[end] as number) && end - to <= LONGEST_CONTRACTED) end += 1;
  const word = vocabulary.idOf(textAt(units, from, to) + textAt(units, to + 1, end));
  return word === 0 || end === to + 1 ? undefined : wordAt(from, end, word);
}

/** Up to `LONGEST_TEXT` units: longer ones are no word and no number that anybody looks for. */
function textAt(units: Uint16Array, from: number, to: number): string {
  let text = "";
  for (let i = from; i < to && i < from + LONGEST_TEXT; i += 1) text += String.fromCharCode(units[i] as number);
  return text;
}

function hasRun(units: Uint16Array, from: number, to: number): boolean {
  for (let i = from + 2; i < to; i += 1) if (units[i] === units[i - 1] && units[i] === units[i - 2]) return true;
  return false;
}

/** Words that are spelled letter by letter, with spaces, full stops or signs between: "m i g n o n n e", "s.e.x.e". */
function joinSpelled(folded: Folded, vocabulary: Vocabulary, tokens: readonly Token[]): readonly Token[] {
  if (!hasSpelling(folded, tokens)) return tokens;
  const joined: Token[] = [];
  for (let at = 0; at < tokens.length; ) {
    let end = at;
    while (end < tokens.length && end - at < LONGEST_SPELLING && continues(folded, tokens, at, end)) end += 1;
    const letters = tokens.slice(at, end).filter(isSingle);
    const found = letters.length >= SHORTEST_SPELLING ? readSpelled(letters, folded, vocabulary) : undefined;
    end = Math.max(end, at + 1);
    joined.push(...(found ?? tokens.slice(at, end)));
    at = end;
  }
  return joined;
}

/** Whether enough single letters follow one another: French has them one by one. */
function hasSpelling(folded: Folded, tokens: readonly Token[]): boolean {
  let singles = 0;
  for (let at = 0; at < tokens.length; at += 1) {
    if (isSingle(tokens[at] as Token)) {
      singles += 1;
      if (singles === SHORTEST_SPELLING) return true;
    } else if (singles === 0 || !continues(folded, tokens, at - 1, at)) singles = 0;
  }
  return false;
}

function isSingle(token: Token): boolean {
  return token.kind === "word" && token.to - token.from === 1;
}

function continues({ units }: Folded, tokens: readonly Token[], first: number, at: number): boolean {
  const token = tokens[at] as Token;
  if (isSingle(token)) return true;
  const next = tokens[at + 1];
  return at > first && units[token.from] === DOT && next !== undefined && isSingle(next);
}

/** Room for one run of letters. */
const spelled = new Uint16Array(LONGEST_SPELLING);

/** The longest words of the vocabulary in a run of letters, from its start; undefined: there is none of three letters. */
function readSpelled(
  letters: readonly Token[],
  { units }: Folded,
  vocabulary: Vocabulary,
): readonly Token[] | undefined {
  for (const [i, { from }] of letters.entries()) spelled[i] = units[from] as number;
  const found: Token[] = [];
  let hasWord = false;
  for (let at = 0; at < letters.length; ) {
    const end = Math.max(vocabulary.longestAt(spelled, at, letters.length), at + 1);
    const [first, last] = [letters[at] as Token, letters[end - 1] as Token];
    hasWord ||= end - at >= SHORTEST_SPELLING;
    found.push(wordAt(first.from, last.to, vocabulary.find(spelled, at, end)));
    at = end;
  }
  return hasWord ? found : undefined;
}
