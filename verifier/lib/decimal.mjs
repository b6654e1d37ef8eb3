const DECIMAL = /^(?:0|[1-9][0-9]{0,15})$/;

/**
 * Reads a number the one way it may be written: digits without leading zero, sign, space or exponent.
 *
 * @param {string} text
 * @returns {number | undefined} 0 to 2^53 - 1; nothing for anything else, larger numbers included: they cannot be
 *   counted exactly here, and no log of ours comes near them.
 */
export function parseDecimal(text) {
  if (!DECIMAL.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : undefined;
}
