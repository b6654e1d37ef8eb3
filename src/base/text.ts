import { readFileSync } from "node:fs";
import { IntlMessageFormat } from "intl-messageformat";
import french from "../../text/fr.json" with { type: "json" };

export type Language = "fr" | "en";

/** A sentence a human reads, `room.what`. French is written first; English has the same keys, which a test checks. */
export type TextKey = keyof typeof french;

const catalogues: { readonly [language in Language]: { readonly [key: string]: string } } = {
  fr: french,
  en: JSON.parse(readFileSync(new URL("../../text/en.json", import.meta.url), "utf8")) as { [key: string]: string },
};
const compiled = new Map<string, IntlMessageFormat>();

/** The sentence of a key in one language, with its placeholders filled. Throws for a key that is not there. */
export function sentence(language: Language, key: TextKey, values: Record<string, string | number>): string {
  const name = `${language} ${key}`;
  let message = compiled.get(name);
  if (message === undefined) {
    const pattern = catalogues[language][key];
    if (pattern === undefined) throw new Error(`could not find the text ${key} in ${language}`);
    message = new IntlMessageFormat(pattern, language);
    compiled.set(name, message);
  }
  return String(message.format(values));
}

export function hasSentence(key: string): key is TextKey {
  return Object.hasOwn(catalogues.fr, key);
}
