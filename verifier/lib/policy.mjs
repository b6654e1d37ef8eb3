import { areEqual, decodeUtf8 } from "./bytes.mjs";
import { parseDecimal } from "./decimal.mjs";
import { Fault, unchecked } from "./fault.mjs";
import { ED25519, ED25519_COSIGNATURE, ML_DSA_44_COSIGNATURE, parseVkey } from "./vkey.mjs";

/** @import { Code } from "./sentences.mjs" */
/** @import { Sha256 } from "./sha256.mjs" */
/** @import { Vkey } from "./vkey.mjs" */

/** Bytes. 256 witnesses with post-quantum keys are half of it. */
const MAX_POLICY_BYTES = 1_000_000;
/** Logs, witnesses and groups, each. The specification asks for 32. */
const MAX_OF_A_KIND = 256;
const NONE = "none";
const LOG_TYPES = [ED25519, ML_DSA_44_COSIGNATURE];
const WITNESS_TYPES = [ED25519_COSIGNATURE, ML_DSA_44_COSIGNATURE];
const FORBIDDEN = /[^\t\n\u0020-\u007e\u0080-\u00ff]/;

/**
 * @typedef {object} Quorum At least `needed` of the members must have cosigned.
 * @property {string} name
 * @property {number} needed
 * @property {readonly (Quorum | Witness)[]} members
 */
/** @typedef {{ readonly name: string, readonly handle: string }} Witness */
/** @typedef {{ readonly logs: readonly Vkey[], readonly witnesses: readonly Vkey[], readonly quorum: Quorum }} Policy */

/**
 * Reads who is believed from a policy file. A fault names the line, and means that nothing can be checked.
 *
 * Octets are taken as they are: names are equal when their bytes are.
 * Source: C2SP tlog-policy, "Policy file syntax and structure".
 *
 * @param {Uint8Array} bytes
 * @param {Sha256} sha256
 * @returns {Policy | Fault}
 */
export function parsePolicy(bytes, sha256) {
  if (bytes.length > MAX_POLICY_BYTES) return unchecked("policy_too_large", { bytes: bytes.length });
  const reading = new PolicyReading(sha256);
  for (const [i, line] of latin1(bytes).split("\n").entries()) {
    const code = FORBIDDEN.test(line) ? "policy_control_character" : reading.line(line);
    if (code instanceof Fault) return code;
    if (code !== undefined) return unchecked(code, { line: i + 1 });
  }
  return reading.end();
}

/**
 * Octets as characters of the same number, in pieces that fit on the stack.
 * @param {Uint8Array} bytes
 */
function latin1(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 4096) text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  return text;
}

/**
 * Octets as UTF-8 again: keys have UTF-8 names, and a person wants to read them.
 * @param {string} octets
 */
function utf8Of(octets) {
  return decodeUtf8(Uint8Array.from(octets, (octet) => octet.charCodeAt(0))) ?? octets;
}

class PolicyReading {
  /**
   * @param {Sha256} sha256
   */
  constructor(sha256) {
    this.sha256 = sha256;
    /** @type {Vkey[]} */
    this.logs = [];
    /** @type {Vkey[]} */
    this.witnesses = [];
    /** @type {Map<string, Quorum | Witness>} By octets. */
    this.named = new Map();
    /** @type {Set<string>} */
    this.members = new Set();
    this.groups = 0;
    /** @type {Quorum | undefined} */
    this.quorum = undefined;
  }

  /**
   * @param {string} line
   * @returns {Code | Fault | undefined}
   */
  line(line) {
    const [keyword, ...items] = line.split(/[ \t]+/).filter((item) => item !== "");
    if (keyword === undefined || keyword.startsWith("#")) return undefined;
    switch (keyword) {
      case "log":
        return this.log(items);
      case "witness":
        return this.witness(items);
      case "group":
        return this.group(items);
      case "quorum":
        return this.chooseQuorum(items);
      default:
        return "policy_line_unknown";
    }
  }

  /**
   * @param {readonly string[]} items
   * @returns {Code | Fault | undefined}
   */
  log([vkey, , ...more]) {
    if (vkey === undefined || more.length > 0) return "policy_line_malformed";
    return this.addKey(vkey, LOG_TYPES, this.logs);
  }

  /**
   * @param {readonly string[]} items
   * @returns {Code | Fault | undefined}
   */
  witness([name, vkey, , ...more]) {
    if (name === undefined || vkey === undefined || more.length > 0) return "policy_line_malformed";
    if (name === NONE || this.named.has(name)) return "policy_name_taken";
    const code = this.addKey(vkey, WITNESS_TYPES, this.witnesses);
    if (code !== undefined) return code;
    const { handle } = this.witnesses[this.witnesses.length - 1];
    this.named.set(name, { name: utf8Of(name), handle });
    return undefined;
  }

  /**
   * @param {string} octets
   * @param {readonly number[]} types
   * @param {Vkey[]} list
   * @returns {Code | Fault | undefined}
   */
  addKey(octets, types, list) {
    if (list.length === MAX_OF_A_KIND) return "policy_too_many";
    const key = parseVkey(utf8Of(octets), this.sha256);
    if (key instanceof Fault) return key;
    if (!types.includes(key.type)) return "policy_key_type";
    const isKnown = list.some(({ publicKey }) => areEqual(publicKey, key.publicKey));
    if (isKnown) return "policy_key_twice";
    list.push(key);
    return undefined;
  }

  /**
   * @param {readonly string[]} items
   * @returns {Code | undefined}
   */
  group([name, threshold, ...members]) {
    if (name === undefined || threshold === undefined || members.length === 0) return "policy_line_malformed";
    if (name === NONE || this.named.has(name)) return "policy_name_taken";
    if (this.groups === MAX_OF_A_KIND) return "policy_too_many";
    const needed = thresholdOf(threshold, members.length);
    if (needed === undefined) return "policy_threshold";
    const found = [];
    for (const member of members) {
      const known = this.named.get(member);
      if (known === undefined) return "policy_name_unknown";
      if (this.members.has(member)) return "policy_member_twice";
      this.members.add(member);
      found.push(known);
    }
    this.groups += 1;
    this.named.set(name, { name: utf8Of(name), needed, members: found });
    return undefined;
  }

  /**
   * @param {readonly string[]} items
   * @returns {Code | undefined}
   */
  chooseQuorum([name, ...more]) {
    if (name === undefined || more.length > 0) return "policy_line_malformed";
    if (this.quorum !== undefined) return "policy_quorum_twice";
    const known = name === NONE ? { name, needed: 0, members: [] } : this.named.get(name);
    if (known === undefined) return "policy_name_unknown";
    this.quorum = "members" in known ? known : { name: known.name, needed: 1, members: [known] };
    return undefined;
  }

  /**
   * @returns {Policy | Fault}
   */
  end() {
    if (this.quorum === undefined) return unchecked("policy_without_quorum");
    return { logs: this.logs, witnesses: this.witnesses, quorum: this.quorum };
  }
}

/**
 * @param {string} text
 * @param {number} members
 * @returns {number | undefined}
 */
function thresholdOf(text, members) {
  if (text === "any") return 1;
  if (text === "all") return members;
  const needed = parseDecimal(text);
  return needed !== undefined && needed >= 1 && needed <= members ? needed : undefined;
}

/**
 * How many members of a group have cosigned. No name is a member twice, so that this is linear.
 *
 * @param {Quorum} quorum
 * @param {ReadonlySet<string>} good handles of the keys whose cosignatures count
 * @returns {number}
 */
export function countMet({ members }, good) {
  return members.filter((member) =>
    "members" in member ? countMet(member, good) >= member.needed : good.has(member.handle),
  ).length;
}
