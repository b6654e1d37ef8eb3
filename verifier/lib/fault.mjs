/** @import { Code } from "./sentences.mjs" */

/** @typedef {Readonly<Record<string, string | number>>} Values What a sentence is filled with. */

/**
 * Why a check stopped: a value, never thrown, so that every bad input ends in a sentence.
 *
 * `refuted`: the evidence does not hold. `unchecked`: nothing can be said, for example because a file is missing.
 */
export class Fault {
  /**
   * @param {"refuted" | "unchecked"} outcome
   * @param {Code} code
   * @param {Values} values
   */
  constructor(outcome, code, values) {
    this.outcome = outcome;
    this.code = code;
    this.values = values;
  }

  get isRefuted() {
    return this.outcome === "refuted";
  }
}

/**
 * @param {Code} code
 * @param {Values} [values]
 */
export function refuted(code, values = {}) {
  return new Fault("refuted", code, values);
}

/**
 * @param {Code} code
 * @param {Values} [values]
 */
export function unchecked(code, values = {}) {
  return new Fault("unchecked", code, values);
}
