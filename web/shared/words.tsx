import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from "react";
import type french from "../../text/fr.json";
import type { Law, Problem } from "./retry.ts";
import { type Language, languageOf, type Words, wordsOf } from "./text.ts";

export type TextKey = keyof typeof french;
type FaceKey = Extract<TextKey, `face.${string}`>;
export type Sentences = Readonly<Record<string, string>>;

/** The build gives each app its own rooms; a language is loaded when it is read. */
const LOAD: Readonly<Record<Language, () => Promise<{ readonly default: Sentences }>>> = {
  fr: () => import("../../text/fr.json"),
  en: () => import("../../text/en.json"),
};

export async function loadSentences(language: Language): Promise<Sentences> {
  return (await LOAD[language]()).default;
}

const KEPT = "paravent.language";

/** The language chosen here before, else the browser's. */
export function firstLanguage(): Language {
  const kept = localStorage.getItem(KEPT);
  return languageOf(location.search, [...(kept === null ? [] : [kept]), ...navigator.languages]);
}

type Spoken = { readonly words: Words<string>; readonly speak: (language: Language) => void };
const SpokenContext = createContext<Spoken | undefined>(undefined);

function useSpoken(): Spoken {
  const spoken = use(SpokenContext);
  if (spoken === undefined) throw new Error("could not find the words of the page");
  return spoken;
}

/** Sentences of the parts that all apps share. An app has a function of its own for its own rooms. */
export const useWords = (): Words<FaceKey> => useSpoken().words as Words<FaceKey>;
/** For an app: `export const useWords = useWordsOf<Key>`. */
export const useWordsOf = <Key extends TextKey>(): Words<Key> => useSpoken().words as unknown as Words<Key>;
export const useSpeak = (): ((language: Language) => void) => useSpoken().speak;

export function Speaking(props: {
  readonly language: Language;
  readonly sentences: Sentences;
  readonly children: ReactNode;
}) {
  const [spoken, setSpoken] = useState({ language: props.language, sentences: props.sentences });
  const words = useMemo(() => wordsOf(spoken.language, spoken.sentences), [spoken]);
  useEffect(() => {
    document.documentElement.lang = spoken.language;
  }, [spoken.language]);
  const speak = useCallback((language: Language) => {
    localStorage.setItem(KEPT, language);
    void loadSentences(language).then((sentences) => setSpoken({ language, sentences }));
  }, []);
  return <SpokenContext value={useMemo(() => ({ words, speak }), [words, speak])}>{props.children}</SpokenContext>;
}

/** What went wrong and what to do about it, in one or two sentences. */
export function problemText(words: Pick<Words<FaceKey>, "t">, { status, code, reference = "", law }: Problem): string {
  const all = words as Words<string>;
  if (status === 0) return words.t("face.problem.unreachable");
  if (code === "unauthorized") return words.t("face.problem.signed-out");
  if (code === "invalid_request") return words.t("face.problem.fields");
  if (code === "not_found") return words.t("face.problem.not-found");
  if (code === "internal_error") return words.t("face.problem.server", { reference });
  const key = `refusal.${code}`;
  if (all.has(key)) return [all.t(key), ...lawText(all, law)].join(" ");
  return status >= 500 ? words.t("face.problem.server", { reference }) : words.t("face.problem.code", { code });
}

/** From when and until when the law allows it, and where it says so. */
function lawText(words: Words<string>, { notBefore, notAfter, maxDays, source }: Law = {}): readonly string[] {
  const day = (on: string): string => words.day(Date.parse(`${on}T12:00`));
  return [
    ...(notBefore === undefined ? [] : [words.t("face.law.not-before", { day: day(notBefore) })]),
    ...(notAfter === undefined ? [] : [words.t("face.law.not-after", { day: day(notAfter) })]),
    ...(maxDays === undefined || maxDays === 0 ? [] : [words.t("face.law.most-days", { count: maxDays })]),
    ...(source === undefined ? [] : [words.t("face.law.source", { source })]),
  ];
}
