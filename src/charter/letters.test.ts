import { expect, test } from "vitest";
import type { LetterKind, LetterValues } from "./letters.ts";
import { checkLetter, LETTERS, letter } from "./letters.ts";

const KINDS = Object.keys(LETTERS) as LetterKind[];

function valuesOf(kind: LetterKind): Record<string, string> {
  const kinds: { readonly [value: string]: string } = LETTERS[kind];
  const given: { readonly [what: string]: string } = { day: "2026-03-05", sanction: "warning" };
  return Object.fromEntries(Object.entries(kinds).map(([value, what]) => [value, given[what] ?? `<${value}>`]));
}

test.each(KINDS)("%s is written in both languages, and says each value it is given", (kind) => {
  const values = valuesOf(kind);
  for (const language of ["fr", "en"] as const) {
    const text = letter(kind, values, language);
    for (const [value, given] of Object.entries(values)) if (given === `<${value}>`) expect(text).toContain(given);
    expect(text).not.toMatch(/[{}]|undefined/);
    if (Object.values(values).includes("2026-03-05"))
      expect(text).toMatch(language === "fr" ? /jeudi 5 mars 2026/ : /Thursday,? 5 March 2026/);
  }
});

test.each(KINDS)("%s is refused without one of its values, and with one too many", (kind) => {
  const values = valuesOf(kind);
  for (const value of Object.keys(values)) {
    const { [value]: _left, ...rest } = values;
    expect(checkLetter(kind, rest)).toEqual({ ok: false, code: "letter_value_missing", value });
    expect(checkLetter(kind, { ...values, [value]: "  " })).toMatchObject({ code: "letter_value_missing" });
    expect(() => letter(kind, rest, "fr")).toThrow(/letter_value_missing/);
  }
  for (const value of ["reporter", "reporterName", "customer", "phone", "constructor", "__proto__x"])
    expect(checkLetter(kind, { ...values, [value]: "x" })).toEqual({ ok: false, code: "letter_value_unknown", value });
});

test("no template has a place for whoever reported", () => {
  for (const kind of KINDS)
    for (const value of Object.keys(LETTERS[kind]))
      expect(value).not.toMatch(/reporter|customer|victim|witness|phone|mail/i);
});

test.each([
  ["+33 6 39 98 30 01"],
  ["06.39.98.30.01"],
  ["0639983001"],
  ["Elle se trouve au (0)6 39 98 30 01."],
  ["lea.fontaine@example.com"],
])("contact data in what somebody wrote are refused: %s", (text) => {
  const values: LetterValues = valuesOf("convocation");
  const code = "letter_value_has_contact";
  expect(checkLetter("convocation", { ...values, subject: `Vous avez écrit à ${text}` })).toMatchObject({ code });
  expect(checkLetter("alert_acknowledgement", { ...valuesOf("alert_acknowledgement"), contact: text }).ok).toBe(true);
});

test("dates, hours and articles are no contact data", () => {
  const subject = "Message du 05/03/2026 à 14:30, article L. 1332-2, mission 2026-114, 120 minutes.";
  expect(checkLetter("convocation", { ...valuesOf("convocation"), subject })).toEqual({ ok: true });
});

test("a day is a day, and a sanction is one of the scale", () => {
  const bad = { ...valuesOf("sanction"), meetingOn: "2026-02-30" };
  expect(checkLetter("sanction", bad)).toMatchObject({ code: "letter_value_unfit", value: "meetingOn" });
  const fined = { ...valuesOf("sanction"), sanction: "fine" };
  expect(checkLetter("sanction", fined)).toMatchObject({ code: "letter_value_unfit", value: "sanction" });
  expect(letter("sanction", valuesOf("sanction"), "fr")).toContain("avertissement");
});

test("a letter about a measure says neither guilt nor that somebody is alone in it", () => {
  for (const kind of KINDS)
    for (const language of ["fr", "en"] as const)
      expect(letter(kind, valuesOf(kind), language)).not.toMatch(/coupable|guilty|isolé|isolated|victime|victim/i);
});
