/** Markup that is safe to be put into a page: made by `html` only. */
export class Html {
  readonly #text: string;

  /** Made by `html` only: whatever else makes one is where to look for an injection. */
  private constructor(text: string) {
    this.#text = text;
  }

  static parts(strings: readonly string[], values: readonly Value[]): Html {
    return new Html(strings.map((string, i) => (i === 0 ? string : writeOut(values[i - 1]) + string)).join(""));
  }

  toString(): string {
    return this.#text;
  }
}

/** Nothing at all is what `undefined` and `false` become, so that a part may be left out by `condition && html…`. */
export type Value = Html | string | number | undefined | false | readonly Value[];

/**
 * Markup with values in it. Whatever is not markup itself is escaped, for text and for attributes in double quotes.
 * An attribute's value MUST stand in double quotes, and no value may stand in a tag's or an attribute's name, nor in
 * a script or a style: there is none on these pages.
 * Source: OWASP XSS prevention, rules 1 and 2.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Html {
  return Html.parts(strings, values);
}

function writeOut(value: Value): string {
  if (value === undefined || value === false) return "";
  if (value instanceof Html) return value.toString();
  if (typeof value === "string" || typeof value === "number") return escapeText(String(value));
  if (Array.isArray(value)) return value.map(writeOut).join("");
  throw new Error("could not write out what is neither text nor markup");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}
