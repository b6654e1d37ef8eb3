import { decodeBase64 } from "./base64.mjs";
import { encodeUtf8 } from "./bytes.mjs";
import { CanonicalReader } from "./canonical-json.mjs";
import { refuted } from "./fault.mjs";
import { HASH_BYTES } from "./merkle.mjs";

/** @import { Fault } from "./fault.mjs" */
/** @import { Code } from "./sentences.mjs" */

/** Bytes; what 16 bits of length can say. Source: C2SP tlog-tiles v0.1.0, "Log entries". */
export const MAX_ENTRY_BYTES = 65_535;
const ONE = 0x31;
const QUOTE = 0x22;
/** The pseudonym of a customer has 30 characters; a longer name would only fill memory. */
const MAX_CUSTOMER_BYTES = 256;
const INSTANT_SHAPE = encodeUtf8('"0000-00-00T00:00:00.000Z"');
const HASH_LENGTH = 44;

/** Where a value of the entry just read is; `start === end` when it has none. */
class Span {
  constructor() {
    this.start = 0;
    this.end = 0;
  }

  get isThere() {
    return this.end > this.start;
  }
}

const NAMES = ["v", "at", "event", "customer", "customerSeq", "previous"].map(encodeUtf8);

/**
 * Reads entries one after the other, each in one go over its bytes, and says what is wrong with one.
 *
 * Source: docs/LEDGER.md, "Entry".
 */
export class EntryReader extends CanonicalReader {
  constructor() {
    super();
    this.v = new Span();
    this.instant = new Span();
    this.event = new Span();
    this.customer = new Span();
    this.customerSeq = new Span();
    this.previous = new Span();
    this.spans = [this.v, this.instant, this.event, this.customer, this.customerSeq, this.previous];
    /** Rank of the entry among the customer's, 0 when it is about none. */
    this.seq = 0;
    /** Leaf hash of the customer's entry before; of no use when `seq` is 0 or 1. */
    this.previousHash = new Uint8Array(HASH_BYTES);
  }

  /**
   * @param {Uint8Array} bytes
   * @param {number} start
   * @param {number} end
   * @returns {Code | undefined} Nothing when `bytes[start, end)` is an entry of version 1.
   */
  flawOf(bytes, start, end) {
    if (end - start > MAX_ENTRY_BYTES) return "entry_too_large";
    for (const span of this.spans) span.end = span.start;
    if (!this.read(bytes, start, end)) return this.flaw;
    if (!this.v.isThere) return "entry_without_version";
    if (this.v.end - this.v.start !== 1 || bytes[this.v.start] !== ONE) return "entry_unknown_version";
    if (!this.isInstant()) return "entry_instant";
    if (!this.isEvent()) return "entry_event";
    return this.chainFlaw();
  }

  /**
   * @override
   * @param {number} nameStart
   * @param {number} nameEnd
   * @param {number} valueStart
   * @param {number} valueEnd
   */
  member(nameStart, nameEnd, valueStart, valueEnd) {
    const length = nameEnd - nameStart;
    for (let i = 0; i < NAMES.length; i += 1) {
      if (NAMES[i].length !== length || !this.isAt(NAMES[i], nameStart)) continue;
      this.spans[i].start = valueStart;
      this.spans[i].end = valueEnd;
      return;
    }
  }

  /**
   * @param {Uint8Array} name
   * @param {number} start
   */
  isAt(name, start) {
    for (let i = 0; i < name.length; i += 1) if (this.bytes[start + i] !== name[i]) return false;
    return true;
  }

  isInstant() {
    const { bytes } = this;
    const { start, end } = this.instant;
    if (end - start !== INSTANT_SHAPE.length) return false;
    for (let i = 0; i < INSTANT_SHAPE.length; i += 1) {
      const byte = bytes[start + i];
      if (INSTANT_SHAPE[i] === 0x30 ? byte < 0x30 || byte > 0x39 : byte !== INSTANT_SHAPE[i]) return false;
    }
    const year = this.two(start + 1) * 100 + this.two(start + 3);
    const month = this.two(start + 6);
    const day = this.two(start + 9);
    if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return false;
    return this.two(start + 12) < 24 && this.two(start + 15) < 60 && this.two(start + 18) < 60;
  }

  /**
   * @param {number} start
   */
  two(start) {
    return (this.bytes[start] - 0x30) * 10 + this.bytes[start + 1] - 0x30;
  }

  /** `"<room>.<act>"` in lower case. */
  isEvent() {
    const { bytes } = this;
    const { start, end } = this.event;
    if (end - start < 5 || bytes[start] !== QUOTE) return false;
    let dot = 0;
    for (let i = start + 1; i < end - 1; i += 1) {
      const byte = bytes[i];
      if (byte === 0x2e && dot === 0) dot = i;
      else if (byte !== 0x2d && (byte < 0x61 || byte > 0x7a)) return false;
    }
    return dot > start + 1 && dot < end - 2;
  }

  /**
   * A customer, her rank and the hash before come together or not at all.
   * @returns {Code | undefined}
   */
  chainFlaw() {
    const { bytes, customer, customerSeq, previous } = this;
    this.seq = 0;
    if (!customer.isThere) return customerSeq.isThere || previous.isThere ? "entry_chain" : undefined;
    const customerLength = customer.end - customer.start;
    if (bytes[customer.start] !== QUOTE || customerLength < 3 || customerLength > MAX_CUSTOMER_BYTES)
      return "entry_chain";
    for (let i = customerSeq.start; i < customerSeq.end; i += 1) {
      if (bytes[i] < 0x30 || bytes[i] > 0x39) return "entry_chain";
      this.seq = this.seq * 10 + bytes[i] - 0x30;
    }
    if (this.seq === 0 || !previous.isThere) return "entry_chain";
    const isNull = bytes[previous.start] === 0x6e;
    if (this.seq === 1) return isNull ? undefined : "entry_chain";
    const { start, end } = previous;
    if (isNull || bytes[start] !== QUOTE || end - start !== HASH_LENGTH + 2) return "entry_chain";
    return decodeBase64(bytes, start + 1, end - 1, this.previousHash) ? undefined : "entry_chain";
  }

  /** The customer as spelled in the entry, which has one spelling for each. */
  customerKey() {
    const { start, end } = this.customer;
    return String.fromCharCode.apply(null, /** @type {any} */ (this.bytes.subarray(start + 1, end - 1)));
  }
}

/**
 * @param {number} year
 * @param {number} month 1 to 12
 */
function daysIn(year, month) {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/**
 * @typedef {object} Entry One entry, read for a person.
 * @property {string} at
 * @property {string} event
 * @property {string | undefined} customer
 * @property {number} customerSeq 0 when it is about no customer
 * @property {Uint8Array} previousHash of no use when `customerSeq` is 0 or 1
 * @property {Readonly<Record<string, unknown>>} members
 */

/**
 * @param {Uint8Array} bytes
 * @returns {Entry | Fault}
 */
export function parseEntry(bytes) {
  const reader = new EntryReader();
  const flaw = reader.flawOf(bytes, 0, bytes.length);
  if (flaw !== undefined) return refuted(flaw, flawValues(reader));
  const members = JSON.parse(new TextDecoder().decode(bytes));
  const { at, event, customer } = members;
  return { at, event, customer, customerSeq: reader.seq, previousHash: reader.previousHash.slice(), members };
}

/**
 * What the sentence about a flaw of the entry just read is filled with.
 * @param {EntryReader} reader
 * @param {number} [start] of the entry in its bytes
 */
export function flawValues(reader, start = 0) {
  const { start: from, end } = reader.v;
  const version = String.fromCharCode(...reader.bytes.subarray(from, Math.min(end, from + 40)));
  return { byte: reader.at - start, version };
}
