import { Fault, refuted, unchecked } from "./fault.mjs";
import { countMet, parsePolicy } from "./policy.mjs";
import { ED25519_COSIGNATURE, parseVkey } from "./vkey.mjs";

/** @import { Quorum } from "./policy.mjs" */
/** @import { Steps } from "./report.mjs" */
/** @import { Sha256 } from "./sha256.mjs" */
/** @import { Vkey } from "./vkey.mjs" */

/**
 * @typedef {object} Trust Whom the reader believes, from the keys and the policy that were given.
 * @property {ReadonlyMap<string, Vkey>} keys of logs and witnesses, by their handle
 * @property {ReadonlySet<string>} logs Handles of the keys that may sign as a log.
 * @property {Quorum | undefined} quorum Nothing when no cosignature is asked for.
 */

/**
 * Puts together whom the reader believes.
 *
 * Keys given without a policy say what they are by their type: an Ed25519 key is a log's, a cosignature key a
 * witness's; a post-quantum one may be either, and is the log's where it has the log's name.
 *
 * @param {readonly string[]} vkeys
 * @param {Uint8Array | undefined} policyBytes
 * @param {Sha256} sha256
 * @returns {Trust | Fault}
 */
export function readTrust(vkeys, policyBytes, sha256) {
  /** @type {Vkey[]} */
  const given = [];
  for (const text of vkeys) {
    const key = parseVkey(text.trim(), sha256);
    if (key instanceof Fault) return key;
    given.push(key);
  }
  const policy = policyBytes === undefined ? undefined : parsePolicy(policyBytes, sha256);
  if (policy instanceof Fault) return policy;
  const logs = [...given.filter(({ type }) => type !== ED25519_COSIGNATURE), ...(policy?.logs ?? [])];
  if (logs.length === 0) return unchecked("trust_without_log");
  const keys = byHandle([...given, ...(policy?.logs ?? []), ...(policy?.witnesses ?? [])]);
  if (keys instanceof Fault) return keys;
  return { keys, logs: new Set(logs.map(({ handle }) => handle)), quorum: policy?.quorum };
}

/**
 * The same key given twice is one key. Two keys of one handle could not be told apart in a signature line.
 *
 * @param {readonly Vkey[]} keys
 * @returns {ReadonlyMap<string, Vkey> | Fault}
 */
function byHandle(keys) {
  /** @type {Map<string, Vkey>} */
  const found = new Map();
  for (const key of keys) {
    const other = found.get(key.handle);
    if (other !== undefined && other.publicKey.some((byte, i) => byte !== key.publicKey[i])) {
      return unchecked("keys_collide", { name: key.name });
    }
    found.set(key.handle, key);
  }
  return found;
}

/**
 * Whether enough witnesses have cosigned. Where only this runtime's lack of an algorithm stands in the way, that is
 * what it says, rather than that the evidence is bad.
 *
 * @param {Trust} trust
 * @param {ReadonlySet<string>} good handles of the keys whose signatures are verified
 * @param {ReadonlySet<string>} skipped handles of the keys whose signatures cannot be checked here
 * @param {Steps} steps
 * @returns {Fault | undefined}
 */
export function judgeQuorum({ quorum }, good, skipped, steps) {
  if (quorum === undefined) {
    steps.noted("quorum_not_asked");
    return undefined;
  }
  if (quorum.needed === 0) {
    steps.noted("quorum_none");
    return undefined;
  }
  const values = { name: quorum.name, found: countMet(quorum, good), needed: quorum.needed };
  if (values.found >= values.needed) {
    steps.passed("quorum_met", values);
    return undefined;
  }
  const withSkipped = new Set([...good, ...skipped]);
  return countMet(quorum, withSkipped) >= values.needed
    ? unchecked("quorum_unchecked", values)
    : refuted("quorum_missed", values);
}
