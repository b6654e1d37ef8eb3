/** As they are written in a sentence: a day with its year, an hour with its minutes. */
const DAY_OR_TIME =
  /\b((?:0?[1-9]|[12]\d|3[01])[./-](?:0?[1-9]|1[0-2])[./-](?:19|20)\d{2}|(?:19|20)\d{2}-\d{2}-\d{2}|\d{1,2} ?[:hH] ?\d{2})\b/;
const MAIL_ADDRESS = /[^\s@<>()]+@[^\s@<>()]+\.[^\s@<>()]+/g;
/** Nine digits and more, however they are spaced: the shortest phone that leads to somebody. */
const PHONE = /\+?\d(?:[\s\u00a0\u202f()./-]{0,3}\d){8,}/g;
/** Says that something stood here, in no language. */
const MASK = "•••••";

/** A text without phones and mail addresses. Days and hours are not taken for phones. */
export function withoutContacts(text: string): string {
  const pieces = text.replace(MAIL_ADDRESS, MASK).split(DAY_OR_TIME);
  return pieces.map((piece, n) => (n % 2 === 0 ? piece.replace(PHONE, MASK) : piece)).join("");
}

export function hasContacts(text: string): boolean {
  return withoutContacts(text) !== text;
}
