import { decodeUtf8 } from "./bytes.mjs";

/** @typedef {"json_not_object" | "json_truncated" | "json_unexpected" | "json_space" | "json_member_order" | "json_member_twice" | "json_number" | "json_escape" | "json_not_utf8" | "json_too_deep" | "json_trailing"} JsonFlaw */

/** Arrays and objects in one another. An entry has two or three; without an end the stack would be the limit. */
const MAX_DEPTH = 64;
const MAX_SAFE_DIGITS = "9007199254740991";

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const SPACES = [0x20, 0x09, 0x0a, 0x0d];
/** `"\bfnrt`: what has a short escape and must use it. */
const SHORT_ESCAPES = new Set([0x22, 0x5c, 0x62, 0x66, 0x6e, 0x72, 0x74]);
/** Control characters that have a short escape, so that `\u00..` is another spelling of them. */
const SHORT_CONTROLS = new Set([0x08, 0x09, 0x0a, 0x0c, 0x0d]);
const LITERALS = [
  [0x74, 0x72, 0x75, 0x65],
  [0x66, 0x61, 0x6c, 0x73, 0x65],
  [0x6e, 0x75, 0x6c, 0x6c],
];
/** 1 for a byte that is a character of a string as it stands. Looked up: most bytes of a log are such. */
const IS_PLAIN = new Uint8Array(256).map((_, byte) =>
  byte >= 0x20 && byte < 0x80 && byte !== QUOTE && byte !== BACKSLASH ? 1 : 0,
);

/**
 * Goes over bytes once and accepts them exactly when they are one object in the canonical form of RFC 8785 whose
 * numbers are safe integers: no tree is built and nothing is written again to compare, so that whole logs can be
 * checked. Made once, used for many: fields say how the last reading went.
 *
 * Source: RFC 8785 §3.2.
 */
export class CanonicalReader {
  constructor() {
    /** @type {Uint8Array} */
    this.bytes = new Uint8Array();
    this.at = 0;
    this.end = 0;
    /** @type {JsonFlaw | undefined} */
    this.flaw = undefined;
    /** Whether the string just read is its own spelling: plain ASCII without escapes. */
    this.isPlain = true;
  }

  /**
   * @param {Uint8Array} bytes
   * @param {number} start
   * @param {number} end
   * @returns {boolean} Whether `bytes[start, end)` are canonical; if not, `flaw` says why and `at` where.
   */
  read(bytes, start, end) {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
    this.flaw = undefined;
    if (start === end) return this.fail("json_truncated");
    if (bytes[start] !== OPEN_OBJECT) return this.fail("json_not_object");
    if (!this.object(1)) return false;
    return this.at === end || this.fail("json_trailing");
  }

  /**
   * Told of each member of the outermost object.
   * @param {number} _nameStart after its quote
   * @param {number} _nameEnd before its quote
   * @param {number} _valueStart
   * @param {number} _valueEnd
   */
  member(_nameStart, _nameEnd, _valueStart, _valueEnd) {}

  /**
   * @param {JsonFlaw} flaw
   */
  fail(flaw) {
    this.flaw ??= flaw;
    return false;
  }

  /** What is there instead of what should be. */
  unexpected() {
    if (this.at >= this.end) return this.fail("json_truncated");
    return this.fail(SPACES.includes(this.bytes[this.at]) ? "json_space" : "json_unexpected");
  }

  /**
   * @param {number} byte
   */
  expect(byte) {
    if (this.at >= this.end || this.bytes[this.at] !== byte) return this.unexpected();
    this.at += 1;
    return true;
  }

  /**
   * @param {number} depth
   * @returns {boolean}
   */
  object(depth) {
    const { bytes, end } = this;
    this.at += 1;
    if (this.at < end && bytes[this.at] === CLOSE_OBJECT) return this.expect(CLOSE_OBJECT);
    let [lastStart, lastEnd, isLastPlain] = [0, 0, true];
    for (let isFirst = true; ; isFirst = false) {
      const start = this.at + 1;
      if (!this.string()) return false;
      const nameEnd = this.at - 1;
      const isPlain = this.isPlain;
      if (!isFirst && !this.isAfter(lastStart, lastEnd, start, nameEnd, isLastPlain && isPlain)) return false;
      [lastStart, lastEnd, isLastPlain] = [start, nameEnd, isPlain];
      if (!this.expect(COLON)) return false;
      const valueStart = this.at;
      if (!this.value(depth)) return false;
      if (depth === 1) this.member(start, nameEnd, valueStart, this.at);
      if (this.at < end && bytes[this.at] === CLOSE_OBJECT) return this.expect(CLOSE_OBJECT);
      if (!this.expect(COMMA)) return false;
    }
  }

  /**
   * Names are sorted by UTF-16 code units; for ASCII these are the bytes.
   *
   * @param {number} aStart
   * @param {number} aEnd
   * @param {number} bStart
   * @param {number} bEnd
   * @param {boolean} arePlain
   */
  isAfter(aStart, aEnd, bStart, bEnd, arePlain) {
    const order = arePlain
      ? this.compareBytes(aStart, aEnd, bStart, bEnd)
      : this.compareUnits(aStart, aEnd, bStart, bEnd);
    if (order > 0) return true;
    this.at = bStart - 1;
    return this.fail(order === 0 ? "json_member_twice" : "json_member_order");
  }

  /**
   * @param {number} aStart
   * @param {number} aEnd
   * @param {number} bStart
   * @param {number} bEnd
   * @returns {number} Above 0 when b comes after a.
   */
  compareBytes(aStart, aEnd, bStart, bEnd) {
    const shorter = Math.min(aEnd - aStart, bEnd - bStart);
    for (let i = 0; i < shorter; i += 1) {
      const difference = this.bytes[bStart + i] - this.bytes[aStart + i];
      if (difference !== 0) return difference;
    }
    return bEnd - bStart - (aEnd - aStart);
  }

  /**
   * @param {number} aStart
   * @param {number} aEnd
   * @param {number} bStart
   * @param {number} bEnd
   */
  compareUnits(aStart, aEnd, bStart, bEnd) {
    const a = this.text(aStart, aEnd);
    const b = this.text(bStart, bEnd);
    if (a === b) return 0;
    return a < b ? 1 : -1;
  }

  /**
   * A string that was read.
   * @param {number} start after its quote
   * @param {number} end before its quote
   * @returns {string}
   */
  text(start, end) {
    return JSON.parse(decodeUtf8(this.bytes.subarray(start - 1, end + 1)) ?? '""');
  }

  /**
   * @param {number} depth
   * @returns {boolean}
   */
  value(depth) {
    if (this.at >= this.end) return this.unexpected();
    const first = this.bytes[this.at];
    if (first === QUOTE) return this.string();
    if (first === MINUS || (first >= ZERO && first <= NINE)) return this.number();
    if (first === OPEN_OBJECT || first === OPEN_ARRAY) {
      if (depth === MAX_DEPTH) return this.fail("json_too_deep");
      return first === OPEN_OBJECT ? this.object(depth + 1) : this.array(depth + 1);
    }
    const literal = LITERALS.find(([letter]) => letter === first);
    return literal === undefined ? this.unexpected() : literal.every((letter) => this.expect(letter));
  }

  /**
   * @param {number} depth
   * @returns {boolean}
   */
  array(depth) {
    this.at += 1;
    if (this.at < this.end && this.bytes[this.at] === CLOSE_ARRAY) return this.expect(CLOSE_ARRAY);
    for (;;) {
      if (!this.value(depth)) return false;
      if (this.at < this.end && this.bytes[this.at] === CLOSE_ARRAY) return this.expect(CLOSE_ARRAY);
      if (!this.expect(COMMA)) return false;
    }
  }

  /** An integer from -(2^53 - 1) to 2^53 - 1, and never minus zero. */
  number() {
    const { bytes, end } = this;
    const start = this.at;
    if (bytes[this.at] === MINUS) this.at += 1;
    const digits = this.at;
    while (this.at < end && bytes[this.at] >= ZERO && bytes[this.at] <= NINE) this.at += 1;
    const length = this.at - digits;
    const hasLeadingZero = bytes[digits] === ZERO && (length > 1 || digits > start);
    const isFraction = this.at < end && [0x2e, 0x45, 0x65].includes(bytes[this.at]);
    if (length === 0 || hasLeadingZero || isFraction || !this.isSafe(digits, length)) {
      this.at = start;
      return this.fail("json_number");
    }
    return true;
  }

  /**
   * @param {number} start
   * @param {number} length
   */
  isSafe(start, length) {
    if (length !== MAX_SAFE_DIGITS.length) return length < MAX_SAFE_DIGITS.length;
    const digits = String.fromCharCode(...this.bytes.subarray(start, start + length));
    return digits <= MAX_SAFE_DIGITS;
  }

  string() {
    const { bytes, end } = this;
    if (!this.expect(QUOTE)) return false;
    this.isPlain = true;
    for (;;) {
      let at = this.at;
      while (at < end && IS_PLAIN[bytes[at]] === 1) at += 1;
      this.at = at;
      if (at >= end) return this.fail("json_truncated");
      const byte = bytes[at];
      if (byte === QUOTE) {
        this.at = at + 1;
        return true;
      }
      if (byte < 0x20) return this.fail("json_escape");
      this.isPlain = false;
      if (!(byte === BACKSLASH ? this.escape() : this.character(byte))) return false;
    }
  }

  /** Only what must be escaped is, in the one way RFC 8785 §3.2.2.2 gives. */
  escape() {
    const { bytes, at, end } = this;
    if (at + 1 >= end) return this.fail("json_truncated");
    if (SHORT_ESCAPES.has(bytes[at + 1])) {
      this.at += 2;
      return true;
    }
    if (at + 6 > end) return this.fail("json_truncated");
    const spelled = String.fromCharCode(...bytes.subarray(at, at + 6));
    const [, hex] = /^\\u(00[01][0-9a-f])$/.exec(spelled) ?? [];
    if (hex === undefined || SHORT_CONTROLS.has(Number.parseInt(hex, 16))) return this.fail("json_escape");
    this.at += 6;
    return true;
  }

  /**
   * A character of two to four bytes: the shortest spelling, no surrogate, nothing above U+10FFFF.
   * Source: RFC 3629 §4.
   * @param {number} lead
   */
  character(lead) {
    const { bytes, at, end } = this;
    let more = 0;
    if (lead >= 0xc2 && lead <= 0xdf) more = 1;
    else if (lead >= 0xe0 && lead <= 0xef) more = 2;
    else if (lead >= 0xf0 && lead <= 0xf4) more = 3;
    if (more === 0) return this.fail("json_not_utf8");
    if (at + more >= end) return this.fail("json_truncated");
    const second = bytes[at + 1];
    const lowest = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
    const highest = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
    if (second < lowest || second > highest) return this.fail("json_not_utf8");
    for (let i = 2; i <= more; i += 1) if ((bytes[at + i] & 0xc0) !== 0x80) return this.fail("json_not_utf8");
    this.at += more + 1;
    return true;
  }
}
