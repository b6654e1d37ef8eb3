import { headlineOf, sentenceOf } from "../lib/sentences.mjs";

/** @import { Report } from "../lib/report.mjs" */
/** @import { Language } from "../lib/sentences.mjs" */

/** @type {Readonly<Record<Report["outcome"], number>>} */
export const EXIT_CODES = { verified: 0, refuted: 1, unchecked: 2 };
const MARKS = { passed: "✓", noted: "·", failed: "✗", unchecked: "?" };

/**
 * The verdict first, then what was checked on the way.
 *
 * @param {Report} report
 * @param {Language} language
 */
export function textOf({ outcome, conclusion, steps }, language) {
  const verdict = `${headlineOf(outcome, language)} ${sentenceOf(conclusion.code, conclusion.values, language)}`;
  const lines = steps.map(({ status, code, values }) => `  ${MARKS[status]} ${sentenceOf(code, values, language)}`);
  return `${[verdict, ...lines].join("\n")}\n`;
}

/**
 * The same for programs, one JSON object on one line.
 *
 * @param {Report} report
 * @param {Language} language
 */
export function jsonOf({ outcome, conclusion, steps }, language) {
  const { code, values } = conclusion;
  const sentence = sentenceOf(code, values, language);
  const told = steps.map((step) => ({ ...step, sentence: sentenceOf(step.code, step.values, language) }));
  return `${JSON.stringify({ verdict: outcome, exit: EXIT_CODES[outcome], code, sentence, values, steps: told })}\n`;
}
