import { ENGLISH } from "./sentences-en.mjs";
import { FRENCH } from "./sentences-fr.mjs";

/** @import { Values } from "./fault.mjs" */
/** @import { Report } from "./report.mjs" */

/** @typedef {keyof typeof FRENCH} Code Everything this program can find. */
/** @typedef {"fr" | "en"} Language */

const SENTENCES = { fr: FRENCH, en: ENGLISH };
const HEADLINES = {
  fr: { verified: "Vérifié.", refuted: "La preuve ne tient pas.", unchecked: "Vérification impossible." },
  en: { verified: "Verified.", refuted: "The evidence does not hold.", unchecked: "Could not be checked." },
};
const MONTHS = {
  fr: "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(" "),
  en: "January February March April May June July August September October November December".split(" "),
};
const WHERE = { fr: "Entrée d’index {index} : ", en: "Entry at index {index}: " };
/** Findings about one entry, whose place is said first where it is one of many. */
const ABOUT_ENTRY = /^(?:json|entry|chain)_/;
/** A value comes from the evidence: it could be long, or hold what moves a terminal's cursor or turns the text round. */
const MAX_VALUE_LENGTH = 200;
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * @param {Code} code
 * @param {Values} values
 * @param {Language} language
 * @returns {string}
 */
export function sentenceOf(code, values, language) {
  const where = ABOUT_ENTRY.test(code) && values.index !== undefined ? WHERE[language] : "";
  const template = `${where}${SENTENCES[language][code]}`;
  const text = (language === "fr" ? spaceFrench(template) : template).replaceAll(
    /\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g,
    (_, name, one, many) => fill(name, one, many, values[name], language),
  );
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * @param {Report["outcome"]} outcome
 * @param {Language} language
 */
export function headlineOf(outcome, language) {
  return HEADLINES[language][outcome];
}

/**
 * @param {string} name
 * @param {string | undefined} one
 * @param {string | undefined} many
 * @param {string | number | undefined} value
 * @param {Language} language
 */
function fill(name, one, many, value, language) {
  if (value === undefined) return "?";
  if (name === "at" || name === "day" || name === "time") return formatDate(value, language);
  if (typeof value === "string") return printable(value);
  const number = formatNumber(value, language);
  if (one === undefined || many === undefined) return number;
  const isOne = language === "fr" ? value < 2 : value === 1;
  return `${number} ${isOne ? one : many}`;
}

/**
 * @param {string} text
 */
export function printable(text) {
  const cut = text.length > MAX_VALUE_LENGTH ? `${text.slice(0, MAX_VALUE_LENGTH)}…` : text;
  return cut.replaceAll(UNPRINTABLE, "\ufffd");
}

/**
 * @param {number} value
 * @param {Language} language
 */
export function formatNumber(value, language) {
  return String(value).replaceAll(/\B(?=(\d{3})+$)/g, language === "fr" ? "\u202f" : ",");
}

/**
 * @param {string | number} value seconds since 1970, an instant or a day; anything else stays as it is
 * @param {Language} language
 */
export function formatDate(value, language) {
  const text = typeof value === "number" ? instantOf(value) : value;
  const [, year, month, day, time] = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d:\d\d)(?:\.\d{3})?Z)?$/.exec(text) ?? [];
  if (year === undefined) return printable(text);
  const ordinal = language === "fr" && day === "01" ? "1er" : String(Number(day));
  const date = `${ordinal} ${MONTHS[language][Number(month) - 1] ?? month} ${year}`;
  if (time === undefined) return date;
  return language === "fr" ? `${date} à ${time} UTC` : `${date} at ${time} UTC`;
}

/**
 * @param {number} seconds
 */
function instantOf(seconds) {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999 ? String(seconds) : date.toISOString();
}

/**
 * French typography keeps these signs on the line of the word before.
 * @param {string} text
 */
function spaceFrench(text) {
  return text
    .replaceAll(/ (?=[:»])/g, "\u00a0")
    .replaceAll(/(?<=«|n°) /g, "\u00a0")
    .replaceAll(/ (?=[;!?])/g, "\u202f");
}
