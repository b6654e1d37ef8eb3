import { readFileSync } from "node:fs";
import { join } from "node:path";
import { IntlMessageFormat } from "intl-messageformat";
import { expect, test } from "vitest";

type Catalogue = Readonly<Record<string, string>>;
type Node = {
  readonly type: number;
  readonly value?: string;
  readonly pluralType?: string;
  readonly options?: { readonly [name: string]: { readonly value: readonly Node[] } };
  readonly children?: readonly Node[];
};

const text = join(import.meta.dirname, "../../text");
const french = JSON.parse(readFileSync(join(text, "fr.json"), "utf8")) as Catalogue;
const english = JSON.parse(readFileSync(join(text, "en.json"), "utf8")) as Catalogue;

/** Words between placeholders, among the kinds of node of intl-messageformat. */
const LITERAL = 0;

/** What a sentence expects to be given: the name of each placeholder, with the cases where it chooses between some. */
function placeholders(sentence: string, language: string): string[] {
  const found = new Set<string>();
  const visit = ({ type, value, pluralType, options = {}, children = [] }: Node): void => {
    // A language has the plural forms it has; what a select chooses between is the same in all.
    const cases = pluralType === undefined ? Object.keys(options).sort().join("|") : "";
    if (value !== undefined && type !== LITERAL) found.add(`${value} ${cases}`.trim());
    for (const option of Object.values(options)) option.value.forEach(visit);
    children.forEach(visit);
  };
  (new IntlMessageFormat(sentence, language).getAst() as readonly Node[]).forEach(visit);
  return [...found].sort();
}

const ofAll = (catalogue: Catalogue, language: string) =>
  Object.fromEntries(Object.entries(catalogue).map(([key, sentence]) => [key, placeholders(sentence, language)]));

test("French and English have the same sentences", () => {
  expect(Object.keys(french).length).toBeGreaterThan(0);
  expect(Object.keys(english).sort()).toEqual(Object.keys(french).sort());
});

test("a sentence has the same placeholders and the same cases in both", () => {
  expect(ofAll(english, "en")).toEqual(ofAll(french, "fr"));
});

test("no sentence is empty and every key says its room and what", () => {
  for (const [key, sentence] of [...Object.entries(french), ...Object.entries(english)]) {
    expect(key).toMatch(/^[a-z]+(\.[a-z0-9_-]+)+$/);
    expect(sentence.trim(), key).not.toBe("");
  }
});

test("French punctuation never stands alone at the start of a line", () => {
  // What a handset sends is written as a handset writes it.
  const isSent = (key: string) => key.startsWith("notice.") || /^phones\.story\.(write|grace|again)\.text$/.test(key);
  const breaking = Object.entries(french).filter(([key, sentence]) => !isSent(key) && /(?: [:;!?»])|« /.test(sentence));
  expect(breaking.map(([key]) => key)).toEqual([]);
});

test.for([
  ["{name}", ["name"]],
  ["no placeholder", []],
  ["{n, plural, one {# visite de {who}} other {# visites}}", ["n", "who"]],
  ["{act, select, close {Close} other {No, {why}}}", ["act close|other", "why"]],
  ["{at, date, short} <b>{price, number}</b>", ["at", "b", "price"]],
] as const)("the placeholders of %j are %j", ([sentence, expected]) => {
  expect(placeholders(sentence, "fr")).toEqual(expected);
});
