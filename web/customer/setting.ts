import type french from "../../text/fr.json";

/** A sentence of these pages. */
export type CustomerKey = Extract<keyof typeof french, `customer.${string}`>;
export type Say = (key: CustomerKey, values?: Readonly<Record<string, string | number>>) => string;

/** What every page is told besides what it shows. */
export type Setting = {
  readonly say: Say;
  readonly language: "fr" | "en";
  /** Whether the reader chose the language on a page: links then keep it. */
  readonly isLanguageChosen: boolean;
  /** Where this page is, without a query; empty where its address is somebody else's words: it is not repeated. */
  readonly path: string;
  /** The answer to a form, which cannot be asked for again in the other language. */
  readonly isShownOnce?: true;
  /** The company as those know it who are visited; undefined: it is not named. */
  readonly company: string | undefined;
  /** IANA zone in which instants are told. */
  readonly zone: string;
  readonly assets: Assets;
};

export type Assets = { readonly css: string; readonly script: string; readonly icon: string };

/** English dates are day first and on 24 hours, as the French ones. */
const LOCALES = { fr: "fr-FR", en: "en-GB" } as const;

/** A link to another of these pages, in the language the reader chose. */
export function linkTo({ isLanguageChosen, language }: Setting, path: string): string {
  if (!isLanguageChosen) return path;
  const [page = "", place] = path.split("#");
  const query = `${page.includes("?") ? "&" : "?"}lang=${language}`;
  return page + query + (place === undefined ? "" : `#${place}`);
}

/** `"lundi 23 novembre"` */
export function dayOf({ language, zone }: Setting, at: Date): string {
  return written(language, zone, { weekday: "long", day: "numeric", month: "long" }, at);
}

/** `"14:05"` */
export function timeOf({ language, zone }: Setting, at: Date): string {
  return written(language, zone, { hour: "2-digit", minute: "2-digit" }, at);
}

/** `"23 nov. 2026, 14:05"` */
export function momentOf({ language, zone }: Setting, at: Date): string {
  return written(
    language,
    zone,
    { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" },
    at,
  );
}

function written(language: "fr" | "en", timeZone: string, options: Intl.DateTimeFormatOptions, at: Date): string {
  return new Intl.DateTimeFormat(LOCALES[language], { ...options, timeZone }).format(at);
}
