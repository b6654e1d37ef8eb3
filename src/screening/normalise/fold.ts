/**
 * A text as a reader sees it: lower-case letters without accents, digits, signs. Look-alikes of other scripts, styled
 * letters and full-width forms become what they look like; what nobody sees is left out. Each sign keeps its place.
 */
export type Folded = {
  readonly length: number;
  /** UTF-16 code units of the folded text, and a 0 behind them: who looks one further sees no letter of another text. */
  readonly units: Uint16Array;
  /** Where each of them begins and ends in the original text, in UTF-16 code units. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
};

export function isLetter(unit: number): boolean {
  return unit >= 97 && unit <= 122;
}

export function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57;
}

/** Letters that look Latin and are not, and ligatures that Unicode does not take apart. Source: Unicode UTS #39, a selection. */
const LOOKALIKES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    а: "a",
    ɑ: "a",
    α: "a",
    в: "b",
    ь: "b",
    ß: "ss",
    с: "c",
    ϲ: "c",
    ԁ: "d",
    ɗ: "d",
    е: "e",
    є: "e",
    ε: "e",
    ҽ: "e",
    ɡ: "g",
    һ: "h",
    н: "h",
    і: "i",
    ı: "i",
    ι: "i",
    ɩ: "i",
    ј: "j",
    к: "k",
    κ: "k",
    ӏ: "l",
    ł: "l",
    м: "m",
    п: "n",
    η: "n",
    ո: "n",
    о: "o",
    ο: "o",
    σ: "o",
    ø: "o",
    օ: "o",
    р: "p",
    ρ: "p",
    ԛ: "q",
    г: "r",
    ѕ: "s",
    т: "t",
    τ: "t",
    υ: "u",
    ս: "u",
    ν: "v",
    ѵ: "v",
    ԝ: "w",
    ω: "w",
    х: "x",
    χ: "x",
    у: "y",
    γ: "y",
    ყ: "y",
    з: "3",
    æ: "ae",
    œ: "oe",
    ð: "d",
    đ: "d",
    þ: "th",
    ĸ: "k",
    "’": "'",
    "‘": "'",
    ʼ: "'",
    "´": "'",
    "`": "'",
    ʹ: "'",
    "′": "'",
    "“": '"',
    "”": '"',
    "«": '"',
    "»": '"',
    "–": "-",
    "—": "-",
    "‐": "-",
    "‑": "-",
    "−": "-",
    "…": ".",
    "·": ".",
    "•": ".",
    "。": ".",
    "․": ".",
    "：": ":",
    "⁄": "/",
    "∕": "/",
    "🅰": "a",
    "🅱": "b",
    "🅾": "o",
    "🅿": "p",
    "🔟": "10",
  }),
);

/** Digits written as signs that compatibility decomposition does not reach. */
const NEGATIVE_CIRCLED_ONE = 0x2776;
const REGIONAL_A = 0x1f1e6;
const SQUARED_A = 0x1f130;
const NEGATIVE_SQUARED_A = 0x1f170;
const NEGATIVE_CIRCLED_A = 0x1f150;

/** Of one code point: a few ligatures of words take apart into eighteen, and no reader counts on them. */
const MOST_UNITS = 8;

/** One code point's folded form; "" when nobody sees it. */
function foldPoint(point: number, sign: string): string {
  if (isUnseen(point)) return "";
  const known = LOOKALIKES.get(sign);
  if (known !== undefined) return known;
  if (point >= REGIONAL_A && point < REGIONAL_A + 26) return letterAt(point - REGIONAL_A);
  if (point >= SQUARED_A && point < SQUARED_A + 26) return letterAt(point - SQUARED_A);
  if (point >= NEGATIVE_SQUARED_A && point < NEGATIVE_SQUARED_A + 26) return letterAt(point - NEGATIVE_SQUARED_A);
  if (point >= NEGATIVE_CIRCLED_A && point < NEGATIVE_CIRCLED_A + 26) return letterAt(point - NEGATIVE_CIRCLED_A);
  if (point >= NEGATIVE_CIRCLED_ONE && point < NEGATIVE_CIRCLED_ONE + 10) return `${point - NEGATIVE_CIRCLED_ONE + 1}`;
  if (/\s/.test(sign)) return point === 0x0a || point === 0x0d ? "\n" : " ";
  const plain = sign.normalize("NFKD").toLowerCase().normalize("NFKD");
  let folded = "";
  for (const part of plain) {
    const at = part.codePointAt(0) as number;
    if (!isUnseen(at)) folded += LOOKALIKES.get(part) ?? part;
  }
  return folded.slice(0, MOST_UNITS);
}

function letterAt(n: number): string {
  return String.fromCharCode(97 + n);
}

/** Combining marks, zero-width signs, bidi controls, variation selectors, tags, controls, lone surrogates. */
function isUnseen(point: number): boolean {
  return (
    (point >= 0x300 && point <= 0x36f) ||
    (point >= 0x483 && point <= 0x489) ||
    (point >= 0x1ab0 && point <= 0x1aff) ||
    (point >= 0x1dc0 && point <= 0x1dff) ||
    (point >= 0x20d0 && point <= 0x20ff) ||
    (point >= 0xfe20 && point <= 0xfe2f) ||
    (point >= 0x200b && point <= 0x200f) ||
    (point >= 0x202a && point <= 0x202e) ||
    (point >= 0x2060 && point <= 0x206f) ||
    (point >= 0xfe00 && point <= 0xfe0f) ||
    (point >= 0xe0000 && point <= 0xe01ef) ||
    (point >= 0x1f3fb && point <= 0x1f3ff) ||
    (point >= 0xd800 && point <= 0xdfff) ||
    point === 0xad ||
    point === 0x34f ||
    point === 0x61c ||
    point === 0x115f ||
    point === 0x180e ||
    point === 0xfeff ||
    point === 0xfffd ||
    (point < 0x20 && point !== 0x0a && point !== 0x0d && point !== 0x09) ||
    (point >= 0x7f && point <= 0x9f)
  );
}

/** Folded forms of code points beyond ASCII, as they were met. Bounded: a text of rare signs must not fill the memory. */
const met = new Map<number, string>();
const MET_LIMIT = 8_192;

function foldBeyondAscii(point: number, sign: string): string {
  const known = met.get(point);
  if (known !== undefined) return known;
  const folded = foldPoint(point, sign);
  if (met.size < MET_LIMIT) met.set(point, folded);
  return folded;
}

/** Folded forms of ASCII; 0 for a control that nobody sees. */
const ASCII = Uint16Array.from({ length: 128 }, (_, point) => {
  if (point === 0x09) return 0x20;
  if (point === 0x0d) return 0x0a;
  if (isUnseen(point)) return 0;
  if (point >= 65 && point <= 90) return point + 32;
  return point === 0x60 ? 0x27 : point;
});

/** Room for one text, used again for the next: folding happens thousands of times a second, one at a time. */
let units = new Uint16Array(1_024);
let starts = new Uint32Array(1_024);
let ends = new Uint32Array(1_024);
/** Room kept for the next text. More is given back. */
const KEPT_UNITS = 65_536;

/** Folds a text of any length, in time linear in it. The result is only good until the next call. */
export function fold(text: string): Folded {
  makeRoom(text.length + MOST_UNITS + 1);
  let length = 0;
  for (let at = 0; at < text.length; ) {
    if (length + MOST_UNITS >= units.length) makeRoom(units.length * 2);
    const unit = text.charCodeAt(at);
    if (unit < 128) {
      const folded = ASCII[unit] as number;
      if (folded !== 0) {
        units[length] = folded;
        starts[length] = at;
        ends[length] = at + 1;
        length += 1;
      }
      at += 1;
      continue;
    }
    const point = text.codePointAt(at) as number;
    const width = point > 0xffff ? 2 : 1;
    const folded = foldBeyondAscii(point, text.slice(at, at + width));
    for (let i = 0; i < folded.length; i += 1) {
      const one = folded.charCodeAt(i);
      units[length] = one;
      starts[length] = at;
      ends[length] = at + width;
      length += 1;
    }
    at += width;
  }
  units[length] = 0;
  return { length, units, starts, ends };
}

function makeRoom(length: number): void {
  if (units.length >= length && (units.length <= KEPT_UNITS || length > KEPT_UNITS)) return;
  const room = Math.max(1_024, length);
  const [before, beforeStarts, beforeEnds] = [units, starts, ends];
  [units, starts, ends] = [new Uint16Array(room), new Uint32Array(room), new Uint32Array(room)];
  if (before.length >= room) return;
  units.set(before);
  starts.set(beforeStarts);
  ends.set(beforeEnds);
}
