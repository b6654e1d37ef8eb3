import { hash, randomBytes, randomFillSync } from "node:crypto";
import type { IdKind } from "./ids.ts";
import { ID_PREFIXES } from "./ids.ts";

/** Characters of the longest text that the tables take: ids have 30. A longer one costs a hash. */
const MAX_TABLED = 64;
const CODES = 128;
/** A random word for each length, then one for each character at each place. */
const TABLES = randomFillSync(new Uint32Array((1 + MAX_TABLED) * CODES));
const SEED = randomBytes(16).toString("hex");

/**
 * 32 bits that stand for a text while this process runs; 0 stands for none. Two texts share theirs with a chance of
 * 2^-32, whoever chose them: nobody knows the tables.
 * Source: tabulation hashing, Carter and Wegman, Universal classes of hash functions, 1979.
 */
export function fingerprint(text: string | null | undefined): number {
  if (text == null) return 0;
  if (text.length >= MAX_TABLED) return hashed(text);
  let mixed = TABLES[text.length] as number;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code >= CODES) return hashed(text);
    mixed ^= TABLES[(i + 1) * CODES + code] as number;
  }
  return mixed >>> 0 || 1;
}

function hashed(text: string): number {
  return hash("sha256", SEED + text, "buffer").readUInt32BE(0) || 1;
}

type Column = Uint8Array | Uint32Array | Float64Array;
const FIRST_ROWS = 1_024;
/** Larger wastes memory, smaller copies more often. */
const GROWTH = 1.5;

/** The same column when it has a place for `row`, else a longer copy. */
export function withRoom<C extends Column>(column: C, row: number): C {
  if (row < column.length) return column;
  const length = Math.max(FIRST_ROWS, row + 1, Math.ceil(column.length * GROWTH));
  const longer = new (column.constructor as new (length: number) => C)(length);
  longer.set(column);
  return longer;
}

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const NO_DIGIT = 255;
const DIGITS = new Uint8Array(CODES).fill(NO_DIGIT);
for (let value = 0; value < ALPHABET.length; value += 1) DIGITS[ALPHABET.charCodeAt(value)] = value;

const PREFIX_CHARACTERS = 4;
const ID_CHARACTERS = PREFIX_CHARACTERS + 26;
const WORDS = 4;
/** Of each six characters that are kept in a word, 30 bits; the last two characters give two more to each. */
const CHARACTERS_A_WORD = 6;
const PADDING_BITS = 2;

/**
 * Gives ids numbers from 0 up, in the order in which they come: millions of them in 16 bytes each and some for finding
 * them, where a map of texts would take ten times as much. What is not an id of its kind has a number too, in a map.
 */
export class IdRows {
  readonly #prefix: string;
  readonly #parsed = new Uint32Array(WORDS);
  #words = new Uint32Array(WORDS * FIRST_ROWS);
  /** Row + 1 where an id was put, 0 where there is none; at least a quarter is free. */
  #slots = new Uint32Array(2 * FIRST_ROWS);
  #size = 0;
  readonly #odd = new Map<string, number>();

  constructor(kind: IdKind) {
    this.#prefix = `${ID_PREFIXES[kind]}_`;
  }

  get size(): number {
    return this.#size;
  }

  /** The row of an id. Undefined: it never came. */
  find(id: string): number | undefined {
    if (!this.#parse(id)) return this.#odd.get(id);
    const row = this.#slots[this.#slotOf(this.#parsed, 0)] as number;
    return row === 0 ? undefined : row - 1;
  }

  /** The row of an id, a new one if it never came: then it is `size` before and one less than `size` after. */
  add(id: string): number {
    if (!this.#parse(id)) {
      const known = this.#odd.get(id);
      if (known !== undefined) return known;
      this.#odd.set(id, this.#size);
      return this.#newRow();
    }
    const slot = this.#slotOf(this.#parsed, 0);
    const found = this.#slots[slot] as number;
    if (found !== 0) return found - 1;
    const row = this.#newRow();
    this.#words.set(this.#parsed, WORDS * row);
    this.#slots[slot] = row + 1;
    if (this.#size * 4 > this.#slots.length * 3) this.#growSlots();
    return row;
  }

  idAt(row: number): string {
    for (const [id, odd] of this.#odd) if (odd === row) return id;
    let text = this.#prefix;
    let tail = 0;
    for (let w = 0; w < WORDS; w += 1) {
      const word = this.#words[WORDS * row + w] as number;
      for (let shift = 25; shift >= 0; shift -= 5) text += ALPHABET[(word >>> shift) & 31] as string;
      tail = (tail << 2) | (word >>> 30);
    }
    tail <<= PADDING_BITS;
    return text + (ALPHABET[tail >>> 5] as string) + (ALPHABET[tail & 31] as string);
  }

  #newRow(): number {
    const row = this.#size;
    this.#size += 1;
    this.#words = withRoom(this.#words, WORDS * row + WORDS - 1);
    return row;
  }

  /** Reads an id into `#parsed`. False: it is none of this kind. */
  #parse(id: string): boolean {
    if (id.length !== ID_CHARACTERS || !id.startsWith(this.#prefix)) return false;
    let [at, bad] = [PREFIX_CHARACTERS, 0];
    for (let w = 0; w < WORDS; w += 1) {
      let word = 0;
      for (let i = 0; i < CHARACTERS_A_WORD; i += 1, at += 1) {
        const digit = DIGITS[id.charCodeAt(at)] ?? NO_DIGIT;
        bad |= digit;
        word = (word << 5) | (digit & 31);
      }
      this.#parsed[w] = word;
    }
    const [last, end] = [DIGITS[id.charCodeAt(at)] ?? NO_DIGIT, DIGITS[id.charCodeAt(at + 1)] ?? NO_DIGIT];
    const tail = (last << 5) | end;
    // A digit is below 32. The last characters hold two bits too many: they are zero, or two texts were one id.
    if ((bad | last | end) >= ALPHABET.length || (tail & 3) !== 0) return false;
    for (let w = 0; w < WORDS; w += 1) {
      const two = (tail >>> (PADDING_BITS + 2 * (WORDS - 1 - w))) & 3;
      this.#parsed[w] = ((this.#parsed[w] as number) | (two << 30)) >>> 0;
    }
    return true;
  }

  /** Where these four words are, or the free slot where they belong. */
  #slotOf(words: Uint32Array, from: number): number {
    const [a, b, c, d] = [words[from], words[from + 1], words[from + 2], words[from + 3]] as [
      number,
      number,
      number,
      number,
    ];
    const mask = this.#slots.length - 1;
    const known = this.#words;
    for (let slot = mix(a, b, c, d) & mask; ; slot = (slot + 1) & mask) {
      const found = this.#slots[slot] as number;
      if (found === 0) return slot;
      const at = WORDS * (found - 1);
      if (known[at] === a && known[at + 1] === b && known[at + 2] === c && known[at + 3] === d) return slot;
    }
  }

  #growSlots(): void {
    const placed = this.#slots.filter((row) => row !== 0);
    this.#slots = new Uint32Array(2 * this.#slots.length);
    for (const row of placed) this.#slots[this.#slotOf(this.#words, WORDS * (row - 1))] = row;
  }
}

/** Ids are random, so that little is enough; the seed keeps whoever makes ids from piling them up. */
function mix(a: number, b: number, c: number, d: number): number {
  let mixed = a ^ (TABLES[0] as number);
  mixed = Math.imul(mixed, 0x85ebca6b) ^ b;
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35) ^ c;
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0x27d4eb2f) ^ d;
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
