import type { Folded } from "./fold.ts";
import type { Vocabulary } from "./vocabulary.ts";

export type TokenKind = "word" | "number" | "sign" | "stop";

/**
 * What a text is made of. A word that is drawn out, spelled with signs, spaced or glued to another is found as the word
 * it is; `isDisguised` says so. Stops (full stops, line ends) are tokens too: what a rule looks for stays within them.
 */
export type Token = {
  readonly kind: TokenKind;
  /** In the vocabulary; 0: no rule knows it. */
  word: number;
  /** Place in the folded text. */
  readonly from: number;
  readonly to: number;
  isDisguised: boolean;
  /** Digits of a number. */
  readonly digits: string;
};

const SPACE = 0x20;
const NEWLINE = 0x0a;
const APOSTROPHE = 0x27;
const QUESTION = 0x3f;
const STAR = 0x2a;
const UNDERSCORE = 0x5f;
/** . ! : ; */
const STOPS = new Set([0x2e, 0x21, 0x3a, 0x3b]);
/** @ $ | + € £ ! * between letters. */
const LETTER_SIGNS = new Set([0x40, 0x24, 0x7c, 0x2b, 0x20ac, 0xa3, 0x21, STAR]);
/** Signs between letters that are spelled out one by one. */
const SPELLING_SIGNS = new Set([0x2d, 0x2e, UNDERSCORE, 0x2f, STAR, 0x2c, 0x7c]);
/** What French writes before an apostrophe. */
const ELISIONS = new Set(["j", "t", "m", "s", "l", "d", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quelqu", "k"]);
/** Letters that are glued to the next word when written in haste: "jpense". */
const GLUED = new Set(["j".charCodeAt(0)]);
const SHORTEST_GLUED = 3;
const SHORTEST_SPELLING = 3;
const LONGEST_SPELLING = 40;

export function isLetter(unit: number): boolean {
  return unit >= 97 && unit <= 122;
}

export function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57;
}

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
    tokens.push({ kind: "stop", word: 0, from: at, to, isDisguised: false, digits: "" });
    return to;
  }
  const sign = isPair ? String.fromCharCode(unit, units[at + 1] as number) : String.fromCharCode(unit);
  const word = vocabulary.idOf(sign);
  if (unit === QUESTION || word !== 0 || unit > 127) {
    tokens.push({ kind: "sign", word, from: at, to, isDisguised: false, digits: "" });
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
    // Digits, and what stands between them: a price, a phone number.
    let end = from;
    while (end < to && isDigit(units[end] as number)) end += 1;
    end = Math.max(end, from + 1);
    tokens.push(numberAt(folded, from, end));
    return end;
  }
  if (digits > 0 && signs === 0) {
    const read = digitsIn(units, from, to);
    if (read !== undefined) {
      tokens.push({ kind: "number", word: 0, from, to, isDisguised: true, digits: read });
      return to;
    }
  }
  if (digits > 0 && signs === 0 && isDigit(units[from] as number)) {
    const word = letters >= 2 ? vocabulary.findDisguised(folded, from, to) : 0;
    if (word === 0) return readMeasure(folded, from, to, vocabulary, tokens);
    tokens.push(wordAt(from, to, word, true));
    return to;
  }
  if (digits > 0 || signs > 0) {
    const word = vocabulary.findDisguised(folded, from, to);
    const isGlued = word === 0 && signs === 0 && isDigit(units[to - 1] as number);
    if (isGlued) return readMeasure(folded, from, to, vocabulary, tokens);
    tokens.push(wordAt(from, to, word, word !== 0));
    return to;
  }
  return readWord(folded, from, to, vocabulary, tokens);
}

/** Letters that are written for digits: "O6", "o639". */
const DIGITS_OF: ReadonlyMap<string, string> = new Map([
  ["o", "0"],
  ["l", "1"],
  ["i", "1"],
]);

/** The digits of a chunk whose letters all look like digits, and are fewer; undefined: it is none. */
function digitsIn(units: Uint16Array, from: number, to: number): string | undefined {
  let [digits, letters] = ["", 0];
  for (let i = from; i < to; i += 1) {
    const sign = String.fromCharCode(units[i] as number);
    const digit = isDigit(units[i] as number) ? sign : DIGITS_OF.get(sign);
    if (digit === undefined || to - from > 20) return undefined;
    if (digit !== sign) letters += 1;
    digits += digit;
  }
  return letters <= digits.length / 2 ? digits : undefined;
}

/** A sign stands for a letter when a letter follows, or it is a star. */
function belongs(units: Uint16Array, at: number, length: number): boolean {
  const next = at + 1 < length ? (units[at + 1] as number) : SPACE;
  const before = at > 0 ? (units[at - 1] as number) : SPACE;
  if ((units[at] as number) === STAR) return isLetter(before) || before === STAR;
  return isLetter(next) || (isDigit(next) && isLetter(before));
}

function numberAt({ units }: Folded, from: number, to: number): Token {
  let digits = "";
  for (let i = from; i < to && digits.length < 32; i += 1) digits += String.fromCharCode(units[i] as number);
  return { kind: "number", word: 0, from, to, isDisguised: false, digits };
}

function wordAt(from: number, to: number, word: number, isDisguised: boolean): Token {
  return { kind: "word", word, from, to, isDisguised, digits: "" };
}

/** A number and its unit, "14h30", "2e": each on its own. */
function readMeasure(folded: Folded, from: number, to: number, vocabulary: Vocabulary, tokens: Token[]): number {
  const { units } = folded;
  for (let at = from; at < to; ) {
    let end = at;
    const isNumber = isDigit(units[at] as number);
    while (end < to && isDigit(units[end] as number) === isNumber) end += 1;
    if (isNumber) tokens.push(numberAt(folded, at, end));
    else tokens.push(wordAt(at, end, vocabulary.find(folded, at, end), false));
    at = end;
  }
  return to;
}

function readWord(folded: Folded, from: number, to: number, vocabulary: Vocabulary, tokens: Token[]): number {
  const { units, length } = folded;
  let end = to;
  if (units[to] === APOSTROPHE && to + 1 < length && isLetter(units[to + 1] as number)) {
    const left = textAt(units, from, to);
    if (!ELISIONS.has(left)) {
      // English: "don't", "you're", "it's".
      let right = to + 1;
      while (right < length && isLetter(units[right] as number)) right += 1;
      const joined = right - to <= 3 ? vocabulary.idOf(left + textAt(units, to + 1, right)) : 0;
      if (joined !== 0) {
        tokens.push(wordAt(from, right, joined, false));
        return right;
      }
    }
    end = to;
  }
  const word = vocabulary.find(folded, from, end);
  if (word !== 0) {
    tokens.push(wordAt(from, end, word, false));
    return end;
  }
  const drawnOut = hasRun(units, from, end) ? vocabulary.findDisguised(folded, from, end) : 0;
  if (drawnOut !== 0) {
    tokens.push(wordAt(from, end, drawnOut, true));
    return end;
  }
  const rest = GLUED.has(units[from] as number) ? vocabulary.find(folded, from + 1, end) : 0;
  if (rest !== 0 && end - from > SHORTEST_GLUED) {
    tokens.push(wordAt(from, from + 1, vocabulary.find(folded, from, from + 1), false));
    tokens.push(wordAt(from + 1, end, rest, false));
    return end;
  }
  tokens.push(wordAt(from, end, 0, false));
  return end;
}

function textAt(units: Uint16Array, from: number, to: number): string {
  let text = "";
  for (let i = from; i < to && i < from + 16; i += 1) text += String.fromCharCode(units[i] as number);
  return text;
}

function hasRun(units: Uint16Array, from: number, to: number): boolean {
  for (let i = from + 2; i < to; i += 1) if (units[i] === units[i - 1] && units[i] === units[i - 2]) return true;
  return false;
}

/** Words that are spelled letter by letter, with spaces or signs between: "m i g n o n n e", "s.e.x.e". */
function joinSpelled(folded: Folded, vocabulary: Vocabulary, tokens: readonly Token[]): readonly Token[] {
  if (!tokens.some(isSingle)) return tokens;
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

function isSingle(token: Token): boolean {
  return token.kind === "word" && token.to - token.from === 1;
}

function continues({ units }: Folded, tokens: readonly Token[], first: number, at: number): boolean {
  const token = tokens[at] as Token;
  if (isSingle(token)) return true;
  const isBetween = token.to - token.from === 1 && SPELLING_SIGNS.has(units[token.from] as number);
  return isBetween && at > first && at + 1 < tokens.length && isSingle(tokens[at + 1] as Token);
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
    found.push(wordAt(first.from, last.to, vocabulary.findIn(spelled, at, end), end - at > 1));
    at = end;
  }
  return hasWord ? found : undefined;
}
