import { checkProof } from "../../../verifier/lib/check-leaf.mjs";
import { Fault } from "../../../verifier/lib/fault.mjs";
import { type Report, Steps } from "../../../verifier/lib/report.mjs";
import { readTrust } from "../../../verifier/lib/trust.mjs";
import { browserRuntime } from "../../../verifier/page/browser-runtime.mjs";

export type Verdict = Report;

/** Whether these bytes are the entry that the proof speaks of, under a checkpoint that one of these keys signed. */
export async function verifyEntry(proof: Uint8Array, leaf: Uint8Array, keys: string): Promise<Verdict> {
  const words = keys.split(/\s+/).filter((word) => word !== "");
  const trust = readTrust(words, undefined, browserRuntime.sha256);
  if (trust instanceof Fault) return new Steps().end(trust);
  return checkProof(proof, { bytes: leaf, isAny: false }, trust, browserRuntime);
}
