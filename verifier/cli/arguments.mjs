import { parseArgs } from "node:util";

/** @import { Language } from "../lib/sentences.mjs" */

export const COMMANDS = /** @type {const} */ ([
  "checkpoint",
  "inclusion",
  "consistency",
  "audit",
  "proof",
  "completeness",
]);
/** @typedef {(typeof COMMANDS)[number]} Command */

/**
 * How many names of files or logs a command takes, and the options it knows beside those of all.
 * @type {Readonly<Record<Command, { readonly places: number, readonly options: readonly string[] }>>}
 */
const SHAPES = {
  checkpoint: { places: 1, options: [] },
  inclusion: { places: 2, options: ["index", "proof", "log", "minimum", "any-leaf"] },
  consistency: { places: 2, options: ["proof", "log", "minimum"] },
  audit: { places: 1, options: ["auditor-key", "since", "minimum", "hashes-only"] },
  proof: { places: 2, options: ["any-leaf"] },
  completeness: { places: 1, options: [] },
};
const COMMON = ["key", "policy", "lang", "json", "help"];

const OPTIONS = /** @type {const} */ ({
  key: { type: "string", multiple: true },
  policy: { type: "string" },
  lang: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean" },
  index: { type: "string" },
  proof: { type: "string" },
  log: { type: "string" },
  minimum: { type: "string" },
  "any-leaf": { type: "boolean" },
  "auditor-key": { type: "string" },
  since: { type: "string" },
  "hashes-only": { type: "boolean" },
});

/**
 * @typedef {object} Call
 * @property {Command} command
 * @property {readonly string[]} places Files, folders or addresses, as many as the command takes.
 * @property {Readonly<Record<string, string | boolean | string[] | undefined>>} options
 */

/**
 * @param {readonly string[]} words what follows the program's name
 * @returns {Call | undefined} Nothing when they are not understood; then the caller shows how it is used.
 */
export function readCall(words) {
  const [command, ...rest] = words;
  if (!isCommand(command)) return undefined;
  const parsed = parse(rest);
  if (parsed === undefined) return undefined;
  const { places, options } = SHAPES[command];
  const isKnown = Object.keys(parsed.values).every((name) => COMMON.includes(name) || options.includes(name));
  if (!isKnown || parsed.positionals.length !== places) return undefined;
  return { command, places: parsed.positionals, options: parsed.values };
}

/**
 * @param {readonly string[]} words
 */
function parse(words) {
  try {
    return parseArgs({ args: [...words], options: OPTIONS, allowPositionals: true, strict: true });
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/**
 * @param {string | undefined} word
 * @returns {word is Command}
 */
function isCommand(word) {
  return COMMANDS.some((command) => command === word);
}

/**
 * @param {readonly string[]} words
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Language | undefined} Nothing for a language this program does not speak.
 */
export function languageOf(words, environment) {
  const given = wordAfter(words, "--lang");
  if (given !== undefined) return given === "fr" || given === "en" ? given : undefined;
  const locale = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || "";
  return locale.toLowerCase().startsWith("fr") ? "fr" : "en";
}

/**
 * Read apart from the rest: also a call that is not understood is answered in the language it asks for.
 * @param {readonly string[]} words
 * @param {string} name
 */
function wordAfter(words, name) {
  const at = words.findIndex((word) => word === name || word.startsWith(`${name}=`));
  if (at === -1) return undefined;
  return words[at] === name ? (words[at + 1] ?? "") : words[at].slice(name.length + 1);
}
