/**
 * Sentences with placeholders, as far as ours go: `{name}`, `{n, number}`, `{n, plural, =0 {…} one {…} other {# …}}`, `{x, select, a {…} other {…}}`,
 * one inside the other, and the quotes of ICU. 1 kB instead of 14: the app is opened on bad lines. A test compares it with
 * intl-messageformat on each sentence there is.
 * Source: ICU MessageFormat; Unicode TR 35, part 3 (plural rules, by Intl).
 */
export type Values = Readonly<Record<string, string | number>>;
type Part =
  | string
  | { readonly name: string; readonly isNumber: boolean }
  | { readonly name: string; readonly kind: "plural" | "select"; readonly cases: ReadonlyMap<string, readonly Part[]> };
type Parsed = { readonly parts: readonly Part[]; readonly end: number };

export type Message = (values?: Values) => string;

/** Throws for a sentence that is not one: a test has read them all. */
export function messageOf(pattern: string, locale: string): Message {
  const { parts, end } = parse(pattern, 0, false);
  if (end !== pattern.length) throw new Error("could not read a sentence: a brace is missing");
  const rules = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale);
  const show = (all: readonly Part[], values: Values, count: number | undefined): string =>
    all
      .map((part) => {
        if (part === HASH) return count === undefined ? "#" : numbers.format(count);
        if (typeof part === "string") return part;
        const value = values[part.name];
        if (value === undefined) throw new Error(`could not fill ${part.name} of a sentence`);
        if (!("kind" in part)) return part.isNumber ? numbers.format(Number(value)) : String(value);
        const { kind, cases } = part;
        const number = Number(value);
        const exact = kind === "plural" ? cases.get(`=${number}`) : undefined;
        const chosen =
          exact ?? cases.get(kind === "plural" ? rules.select(number) : String(value)) ?? cases.get("other");
        return show(chosen ?? [], values, kind === "plural" ? number : count);
      })
      .join("");
  return (values = {}) => show(parts, values, undefined);
}

/** Stands for the number of the plural around it; no sentence holds it. */
const HASH = "\u0000#";

function parse(pattern: string, from: number, isInPlural: boolean): Parsed {
  const parts: Part[] = [];
  let text = "";
  let at = from;
  const push = (part: Part): void => {
    if (text !== "") parts.push(text);
    text = "";
    parts.push(part);
  };
  while (at < pattern.length && pattern[at] !== "}") {
    const letter = pattern[at] as string;
    if (letter === "'") {
      const quoted = quotedAt(pattern, at, isInPlural);
      text += quoted.text;
      at = quoted.end;
    } else if (letter === "{") {
      const argument = argumentAt(pattern, at);
      push(argument.part);
      at = argument.end;
    } else if (letter === "#" && isInPlural) {
      push(HASH);
      at += 1;
    } else {
      text += letter;
      at += 1;
    }
  }
  if (text !== "") parts.push(text);
  return { parts, end: at };
}

/** Two quotes are one; a quote before what would be read begins what is not. */
function quotedAt(pattern: string, at: number, isInPlural: boolean): { readonly text: string; readonly end: number } {
  const next = pattern[at + 1] ?? "";
  if (next === "'") return { text: "'", end: at + 2 };
  if (next !== "{" && next !== "}" && !(isInPlural && next === "#")) return { text: "'", end: at + 1 };
  const close = pattern.indexOf("'", at + 1);
  return { text: pattern.slice(at + 1, close), end: close + 1 };
}

const ARGUMENT = /\{\s*(\w+)\s*(?:,\s*(?:(number)|(plural|select)\s*,)\s*)?/y;
const CASE = /\s*(=?[\w-]+)\s*\{/y;

function argumentAt(pattern: string, at: number): { readonly part: Part; readonly end: number } {
  ARGUMENT.lastIndex = at;
  const [head, name, number, kind] = ARGUMENT.exec(pattern) ?? [];
  if (head === undefined || name === undefined) throw new Error("could not read a placeholder of a sentence");
  let end = at + head.length;
  if (kind === undefined) return { part: { name, isNumber: number !== undefined }, end: end + 1 };
  const cases = new Map<string, readonly Part[]>();
  for (;;) {
    CASE.lastIndex = end;
    const [start, key] = CASE.exec(pattern) ?? [];
    if (start === undefined || key === undefined) break;
    const inner = parse(pattern, end + start.length, kind === "plural");
    cases.set(key, inner.parts);
    end = inner.end + 1;
  }
  return { part: { name, kind: kind as "plural" | "select", cases }, end: pattern.indexOf("}", end) + 1 };
}
