import { readFileSync } from "node:fs";
import { join } from "node:path";
import { IntlMessageFormat } from "intl-messageformat";
import { expect, test } from "vitest";
import { messageOf } from "./icu.ts";

type Node = {
  readonly type: number;
  readonly value: string;
  readonly options?: Readonly<Record<string, { readonly value: readonly Node[] }>>;
};
/** Kinds of node of intl-messageformat. */
const [LITERAL, NUMBER, SELECT, PLURAL, POUND] = [0, 2, 5, 6, 7];

/** For each placeholder, what makes a difference: each case of a choice, numbers on both sides of each plural. */
function samplesOf(
  nodes: readonly Node[],
  found = new Map<string, (string | number)[]>(),
): Map<string, (string | number)[]> {
  for (const { type, value, options = {} } of nodes) {
    if (type === LITERAL || type === POUND) continue;
    const known = found.get(value) ?? [];
    if (type === PLURAL || type === NUMBER) found.set(value, [...known, 0, 1, 2, 1_000_000]);
    else if (type === SELECT) found.set(value, [...known, ...Object.keys(options), "something-else"]);
    else if (known.length === 0) found.set(value, ["Léa"]);
    for (const option of Object.values(options)) samplesOf(option.value, found);
  }
  return found;
}

function combined(samples: ReadonlyMap<string, readonly (string | number)[]>): Record<string, string | number>[] {
  return [...samples].reduce<Record<string, string | number>[]>(
    (all, [name, values]) => all.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
    [{}],
  );
}

test.for([
  ["fr", "fr-FR"],
  ["en", "en-GB"],
])("each sentence in %s reads as intl-messageformat writes it", ([language, locale]) => {
  const file = join(import.meta.dirname, `../../text/${language}.json`);
  const all = JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;
  let compared = 0;
  for (const [key, pattern] of Object.entries(all)) {
    const theirs = new IntlMessageFormat(pattern, locale);
    const ours = messageOf(pattern, locale as string);
    for (const values of combined(samplesOf(theirs.getAst() as unknown as readonly Node[]))) {
      expect(ours(values), `${key} ${JSON.stringify(values)}`).toBe(String(theirs.format(values)));
      compared += 1;
    }
  }
  expect(compared).toBeGreaterThan(Object.keys(all).length);
});

test.for([
  "it''s '{'quoted'}' {n, plural, one {'#' is # thing} other {# things}}",
  "{a, select, x {{n, plural, =0 {none} one {# of {b}} other {#}}} other {no {b}}} end",
  "l'heure",
  "{n, number} of {a}",
])("what none of them has yet too: %s", (pattern) => {
  const theirs = new IntlMessageFormat(pattern, "en-GB");
  for (const n of [0, 1, 7]) {
    const values = { n, a: "x", b: "B" };
    expect(messageOf(pattern, "en-GB")(values)).toBe(String(theirs.format(values)));
  }
});

test("a value that is missing and a brace that is missing are told", () => {
  expect(() => messageOf("{a}", "en-GB")({})).toThrow("fill a");
  expect(() => messageOf("a}b", "en-GB")).toThrow("brace");
});
