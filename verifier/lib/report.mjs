import { Fault } from "./fault.mjs";

/** @import { Values } from "./fault.mjs" */
/** @import { Code } from "./sentences.mjs" */

/** @typedef {{ readonly status: "passed" | "noted" | "failed" | "unchecked", readonly code: Code, readonly values: Values }} Step */
/** @typedef {{ readonly code: Code, readonly values: Values }} Conclusion */

/**
 * @typedef {object} Report What a check ends in.
 * @property {"verified" | "refuted" | "unchecked"} outcome
 * @property {Conclusion} conclusion The sentence that matters: what was shown, or what does not hold and where.
 * @property {readonly Step[]} steps In the order in which they were checked; the last one failed unless all is verified.
 */

/** The steps of one check as they happen. */
export class Steps {
  constructor() {
    /** @type {Step[]} */
    this.list = [];
  }

  /**
   * Something was checked and holds.
   * @param {Code} code
   * @param {Values} [values]
   */
  passed(code, values = {}) {
    this.list.push({ status: "passed", code, values });
  }

  /**
   * Something the reader must know and that decides nothing.
   * @param {Code} code
   * @param {Values} [values]
   */
  noted(code, values = {}) {
    this.list.push({ status: "noted", code, values });
  }

  /**
   * @param {Fault | Conclusion} end
   * @returns {Report}
   */
  end(end) {
    const conclusion = { code: end.code, values: end.values };
    if (!(end instanceof Fault)) return { outcome: "verified", conclusion, steps: this.list };
    const status = end.isRefuted ? "failed" : "unchecked";
    return { outcome: end.outcome, conclusion, steps: [...this.list, { status, ...conclusion }] };
  }
}

/**
 * @param {Code} code
 * @param {Values} [values]
 * @returns {Conclusion}
 */
export function conclude(code, values = {}) {
  return { code, values };
}
