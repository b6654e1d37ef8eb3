import { type Message, messageOf, type Values } from "./icu.ts";

export const LANGUAGES = ["fr", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

/** English dates are day first and on 24 hours, as the French ones: a window is read the same in both. */
const LOCALES = { fr: "fr-FR", en: "en-GB" } as const satisfies Record<Language, string>;

/** Sentences and instants in one language. */
export type Words<Key extends string> = {
  readonly language: Language;
  /** The sentence of that key with its placeholders filled. */
  t(key: Key, values?: Values): string;
  has(key: string): key is Key;
  /** `"14:05"` */
  time(atMs: number): string;
  /** `"14:05:09"` */
  timeWithSeconds(atMs: number): string;
  /** `"Mon, 23 Nov 2026"` */
  day(atMs: number): string;
  /** The time alone on the day of `nowMs`, else the day and the time. */
  when(atMs: number, nowMs: number): string;
  /** `"in 3 days"`, `"tomorrow"`, `"2 hours ago"`. */
  away(count: number, unit: "minute" | "hour" | "day"): string;
  /** `1234.5` as people write it. */
  number(value: number): string;
};

export function wordsOf<Key extends string>(language: Language, sentences: Readonly<Record<Key, string>>): Words<Key> {
  const locale = LOCALES[language];
  const messages = new Map<Key, Message>();
  const messageFor = (key: Key): Message => {
    const known = messages.get(key) ?? messageOf(sentences[key], locale);
    messages.set(key, known);
    return known;
  };
  const dates = (options: Intl.DateTimeFormatOptions): ((atMs: number) => string) => {
    const format = new Intl.DateTimeFormat(locale, options);
    return (atMs) => format.format(atMs);
  };
  const time = dates({ hour: "2-digit", minute: "2-digit" });
  const away = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const numbers = new Intl.NumberFormat(locale);
  const day = dates({ weekday: "short", day: "numeric", month: "short", year: "numeric" });
  return {
    language,
    t: (key, values) => messageFor(key)(values),
    has: (key): key is Key => Object.hasOwn(sentences, key),
    time,
    timeWithSeconds: dates({ hour: "2-digit", minute: "2-digit", second: "2-digit" }),
    day,
    when: (atMs, nowMs) => (day(atMs) === day(nowMs) ? time(atMs) : `${day(atMs)}, ${time(atMs)}`),
    away: (count, unit) => away.format(count, unit),
    number: (value) => numbers.format(value),
  };
}

/** The language asked for by `?lang=`, else the first one of the browser's that we speak, else English. */
export function languageOf(query: string, preferred: readonly string[]): Language {
  const asked = [new URLSearchParams(query).get("lang") ?? "", ...preferred];
  for (const tag of asked) {
    const spoken = LANGUAGES.find((language) => tag.toLowerCase().split("-")[0] === language);
    if (spoken !== undefined) return spoken;
  }
  return "en";
}
