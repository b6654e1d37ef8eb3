import type { Language, TextKey } from "../base/text.ts";
import { sentence } from "../base/text.ts";
import { SANCTIONS } from "./charters/scale.ts";
import { parseCivilDate } from "./regimes/index.ts";

/** `day`: a civil date, written out in the language; `sanction`: a code of the scale; `words`: what somebody wrote. */
type ValueKind = "words" | "day" | "sanction";

/**
 * What each letter has to be given, and may be given. Nothing here is about who reported: a letter cannot name them.
 * Sources: Code du travail R1332-1 (convocation), L1232-2, L1232-4, R1232-1 (before a dismissal), L1332-1, R1332-2
 * (sanction); Dir. (EU) 2024/2831 art. 11, Reg. (EU) 2019/1150 art. 4 (reasons); décret 2022-1284 art. 4 (alert);
 * GDPR art. 12(3), 12(4) (extension).
 */
export const LETTERS = {
  convocation: {
    ...from(),
    name: "words",
    meetingOn: "day",
    meetingTime: "words",
    meetingPlace: "words",
    subject: "words",
  },
  convocation_dismissal: {
    ...from(),
    name: "words",
    meetingOn: "day",
    meetingTime: "words",
    meetingPlace: "words",
    subject: "words",
    assistance: "words",
  },
  invitation: { ...from(), name: "words", subject: "words", replyBy: "day" },
  sanction: {
    ...from(),
    name: "words",
    meetingOn: "day",
    sanction: "sanction",
    details: "words",
    reasons: "words",
    appeal: "words",
  },
  reasons: {
    ...from(),
    name: "words",
    decidedOn: "day",
    effectiveOn: "day",
    measure: "words",
    facts: "words",
    rules: "words",
    contact: "words",
  },
  alert_acknowledgement: {
    ...from(),
    receivedOn: "day",
    caseReference: "words",
    feedbackBy: "day",
    contact: "words",
  },
  request_extension: { ...from(), receivedOn: "day", reason: "words", answerBy: "day" },
  closing: { ...from(), outcome: "words", measures: "words", reviewBy: "day", contact: "words" },
} as const satisfies { readonly [kind: string]: { readonly [value: string]: ValueKind } };

/** The company's own name, and the duty that signs: `Référente protection`, never a person's private address. */
function from() {
  return { company: "words", signer: "words" } as const;
}

export type LetterKind = keyof typeof LETTERS;
export type LetterValues = { readonly [value: string]: string };
/** Characters of one value: what is longer belongs in an annex. */
const MAX_VALUE = 8_000;

export type LetterRefusal =
  | "letter_value_missing"
  | "letter_value_unknown"
  | "letter_value_unfit"
  | "letter_value_has_contact";
export type LetterCheck =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: LetterRefusal; readonly value: string };

/**
 * A mail address, or nine digits and more as a phone number is written, once days and hours are put aside. The company's
 * own way to be reached is let through where a letter says how: `contact`, `assistance`, `appeal`.
 */
const CONTACT = /[^\s@]+@[^\s@]+\.[^\s@]+|\+?\d(?:[\s./()-]{0,2}\d){8,}/;
const DAYS_AND_HOURS = /\b(?:\d{4}-\d\d-\d\d|\d\d?[/.]\d\d?[/.]\d{4}|\d\d?[:h]\d\d)\b/g;
const MAY_HAVE_CONTACT: ReadonlySet<string> = new Set(["contact", "assistance", "appeal", "company", "signer"]);

/** Whether a letter can be written with these values: each that it needs, no other, and nobody's contact data. */
export function checkLetter(kind: LetterKind, values: LetterValues): LetterCheck {
  const needed: { readonly [value: string]: ValueKind } = LETTERS[kind];
  const no = (code: LetterRefusal, value: string) => ({ ok: false, code, value }) as const;
  for (const value of Object.keys(values)) if (!Object.hasOwn(needed, value)) return no("letter_value_unknown", value);
  for (const [value, what] of Object.entries(needed)) {
    const given = values[value];
    if (given === undefined || given.trim() === "") return no("letter_value_missing", value);
    if (given.length > MAX_VALUE || !isFit(what, given)) return no("letter_value_unfit", value);
    if (what === "words" && !MAY_HAVE_CONTACT.has(value) && CONTACT.test(given.replace(DAYS_AND_HOURS, "#")))
      return no("letter_value_has_contact", value);
  }
  return { ok: true };
}

/**
 * A letter in one language, from its template in `text/`. Whoever takes values from outside asks `checkLetter` first:
 * throws where one is missing, unknown or unfit.
 */
export function letter(kind: LetterKind, values: LetterValues, language: Language): string {
  const checked = checkLetter(kind, values);
  if (!checked.ok) throw new Error(`could not write the letter ${kind}: ${checked.code} ${checked.value}`);
  const needed: { readonly [value: string]: ValueKind } = LETTERS[kind];
  const written = Object.entries(needed).map(([value, what]) => [
    value,
    write(what, values[value] as string, language),
  ]);
  const key: TextKey = `charter.letter.${kind}`;
  return sentence(language, key, Object.fromEntries(written) as LetterValues);
}

function isFit(what: ValueKind, given: string): boolean {
  if (what === "day") return parseCivilDate(given) !== undefined;
  return what === "words" || SANCTIONS.some((code) => code === given);
}

function write(what: ValueKind, given: string, language: Language): string {
  const code = what === "sanction" ? SANCTIONS.find((one) => one === given) : undefined;
  if (code !== undefined) return sentence(language, `charter.sanction.${code}`, {});
  return what === "day" ? DAYS[language].format(new Date(`${given}T00:00:00Z`)) : given.trim();
}

const WRITTEN_OUT = { timeZone: "UTC", weekday: "long", day: "numeric", month: "long", year: "numeric" } as const;
const DAYS = {
  fr: new Intl.DateTimeFormat("fr-FR", WRITTEN_OUT),
  en: new Intl.DateTimeFormat("en-GB", WRITTEN_OUT),
} as const;
