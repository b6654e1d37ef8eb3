import { parseBase64, parseHash } from "./base64.mjs";
import { areEqual, decodeUtf8, encodeUtf8 } from "./bytes.mjs";
import { proveLeaf } from "./check-leaf.mjs";
import { KEY_BITS, leadsTo } from "./customer-map.mjs";
import { MAX_ENTRY_BYTES, parseEntry } from "./entry.mjs";
import { Fault, refuted } from "./fault.mjs";
import { hashLeaf } from "./merkle.mjs";
import { conclude, Steps } from "./report.mjs";

/** @import { MapLeaf, PathStep } from "./customer-map.mjs" */
/** @import { Conclusion, Report } from "./report.mjs" */
/** @import { Sha256 } from "./sha256.mjs" */
/** @import { Runtime } from "./signature.mjs" */
/** @import { Trust } from "./trust.mjs" */

const FORMAT = "paravent-completeness@v1";
/** Bytes. Some 100,000 entries, decades of one customer. Larger only costs the reader's own memory. */
export const MAX_COMPLETENESS_BYTES = 64 * 1024 * 1024;
const DAILY_EVENT = "ledger.commit-customers";
const MAX_CUSTOMER_LENGTH = 200;

/**
 * @typedef {object} Completeness
 * @property {string} customer
 * @property {Uint8Array} mapLeaf
 * @property {Uint8Array} mapProof
 * @property {readonly PathStep[]} path
 * @property {MapLeaf | undefined} end Nothing for an empty map.
 * @property {readonly Uint8Array[]} entries
 */

/**
 * Whether a file holds every entry about one customer up to the day that a proven daily entry closes.
 *
 * Source: docs/LEDGER.md, "Completeness".
 *
 * @param {Uint8Array} bytes
 * @param {Trust} trust
 * @param {Runtime} runtime
 * @returns {Promise<Report>}
 */
export async function checkCompleteness(bytes, trust, runtime) {
  const steps = new Steps();
  const file = parseCompleteness(bytes);
  if (file instanceof Fault) return steps.end(file);
  const proved = await proveLeaf(file.mapProof, { bytes: file.mapLeaf, isAny: false }, trust, runtime, steps);
  if (proved instanceof Fault) return steps.end(proved);
  const day = readDay(file.mapLeaf);
  if (day instanceof Fault) return steps.end(day);
  steps.passed("day_read", { day: day.day, customers: day.customers });
  const own = findOwnLeaf(file, day, runtime.sha256);
  if (own instanceof Fault) return steps.end(own);
  steps.passed("map_leads", { customer: file.customer, count: own.count });
  return steps.end(checkEntries(file, own, day.day, runtime.sha256, steps));
}

/**
 * @param {Uint8Array} bytes
 * @returns {Completeness | Fault}
 */
function parseCompleteness(bytes) {
  if (bytes.length > MAX_COMPLETENESS_BYTES) return refuted("completeness_too_large", { bytes: bytes.length });
  const file = parseJson(bytes);
  if (!isRecord(file)) return refuted("completeness_malformed", { member: "{" });
  const { format, customer, map, path, end, entries } = file;
  if (format !== FORMAT) return refuted("completeness_format", { text: typeof format === "string" ? format : "" });
  if (typeof customer !== "string" || customer === "" || customer.length > MAX_CUSTOMER_LENGTH)
    return missing("customer");
  if (!isRecord(map) || typeof map.proof !== "string") return missing("map.proof");
  const mapLeaf = readLeaf(map.leaf);
  if (mapLeaf === undefined) return missing("map.leaf");
  const steps = readPath(path);
  if (steps === undefined) return missing("path");
  const leaf = end === null ? undefined : readMapLeaf(end);
  if (end !== null && leaf === undefined) return missing("end");
  if (!Array.isArray(entries)) return missing("entries");
  const leaves = [];
  for (const [i, entry] of entries.entries()) {
    const bytesOfEntry = isRecord(entry) ? readLeaf(entry.leaf) : undefined;
    if (bytesOfEntry === undefined) return missing(`entries[${i}].leaf`);
    leaves.push(bytesOfEntry);
  }
  return { customer, mapLeaf, mapProof: encodeUtf8(map.proof), path: steps, end: leaf, entries: leaves };
}

/**
 * @param {Uint8Array} bytes
 * @returns {unknown}
 */
function parseJson(bytes) {
  const text = decodeUtf8(bytes);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * @param {string} member
 */
function missing(member) {
  return refuted("completeness_malformed", { member });
}

/**
 * @param {unknown} value
 * @returns {value is Readonly<Record<string, unknown>>}
 */
function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * @param {unknown} value
 */
function readLeaf(value) {
  const bytes = typeof value === "string" ? parseBase64(value) : undefined;
  return bytes !== undefined && bytes.length <= MAX_ENTRY_BYTES ? bytes : undefined;
}

/**
 * @param {unknown} value
 */
function readHash(value) {
  return typeof value === "string" ? parseHash(value) : undefined;
}

/**
 * @param {unknown} value
 * @returns {readonly PathStep[] | undefined}
 */
function readPath(value) {
  if (!Array.isArray(value) || value.length > KEY_BITS) return undefined;
  const path = [];
  let above = -1;
  for (const step of value) {
    const bit = isRecord(step) ? step.bit : undefined;
    const hash = isRecord(step) ? readHash(step.hash) : undefined;
    if (hash === undefined || typeof bit !== "number" || !Number.isInteger(bit)) return undefined;
    if (bit <= above || bit >= KEY_BITS) return undefined;
    above = bit;
    path.push({ bit, hash });
  }
  return path;
}

/**
 * @param {unknown} value
 * @returns {MapLeaf | undefined}
 */
function readMapLeaf(value) {
  if (!isRecord(value)) return undefined;
  const { count } = value;
  const key = readHash(value.key);
  const head = readHash(value.head);
  if (key === undefined || head === undefined || typeof count !== "number") return undefined;
  return Number.isSafeInteger(count) && count > 0 ? { key, count, head } : undefined;
}

/** @typedef {{ readonly day: string, readonly customers: number, readonly root: Uint8Array }} Day What a daily entry commits to. */

/**
 * @param {Uint8Array} bytes of an entry that is proven
 * @returns {Day | Fault}
 */
function readDay(bytes) {
  const entry = parseEntry(bytes);
  if (entry instanceof Fault) return entry;
  const { day, customers } = entry.members;
  const root = readHash(entry.members.root);
  const isDay = typeof day === "string" && /^\d{4}-\d{2}-\d{2}$/.test(day);
  const isCount = typeof customers === "number" && customers >= 0;
  if (entry.event !== DAILY_EVENT || root === undefined || !isDay || !isCount) return refuted("day_malformed");
  return { day, customers, root };
}

/**
 * @param {Completeness} file
 * @param {Day} day
 * @param {Sha256} sha256
 * @returns {MapLeaf | Fault}
 */
function findOwnLeaf({ customer, path, end }, { day, customers, root }, sha256) {
  const key = sha256(encodeUtf8(customer));
  if (end === undefined) {
    const isEmpty = path.length === 0 && customers === 0 && areEqual(root, sha256(new Uint8Array()));
    return isEmpty ? refuted("map_without_customer", { customer, day }) : refuted("map_root_differs", { day });
  }
  if (customers <= path.length || !leadsTo(sha256, key, path, end, root)) return refuted("map_root_differs", { day });
  return areEqual(end.key, key) ? end : refuted("map_without_customer", { customer, day });
}

/**
 * @param {Completeness} file
 * @param {MapLeaf} own
 * @param {string} day
 * @param {Sha256} sha256
 * @param {Steps} steps
 * @returns {Conclusion | Fault}
 */
function checkEntries({ customer, entries }, own, day, sha256, steps) {
  let [first, last] = [0, 0];
  let head = new Uint8Array();
  for (const [i, bytes] of entries.entries()) {
    const entry = parseEntry(bytes);
    if (entry instanceof Fault)
      return refuted("list_entry_malformed", { position: i + 1, byte: entry.values.byte ?? 0 });
    const { customerSeq: rank } = entry;
    if (entry.customer !== customer) return refuted("list_other_customer", { position: i + 1 });
    if (i === 0) first = rank;
    else if (rank !== last + 1) return refuted("list_rank", { position: i + 1, expected: last + 1, found: rank });
    else if (!areEqual(entry.previousHash, head)) return refuted("list_link", { rank });
    const hash = hashLeaf(sha256, bytes);
    if (rank === own.count && !areEqual(hash, own.head)) return refuted("list_head", { rank, day });
    [last, head] = [rank, Uint8Array.from(hash)];
  }
  if (last < own.count || first > own.count) return refuted("list_short", { first, last, count: own.count, day });
  steps.passed("list_chained", { first, last, count: own.count });
  if (last > own.count) steps.noted("list_later", { first: own.count + 1, last, day });
  const values = { customer, day, first, count: own.count, shown: own.count - first + 1 };
  if (first > 1) steps.noted("list_earlier", { until: first - 1 });
  return conclude(first === 1 ? "complete_from_first" : "complete_from_later", values);
}
