import { createContext, use } from "react";
import en from "../../text/en.json";
import fr from "../../text/fr.json";
import { type Language, type Words, wordsOf } from "../shared/text.ts";
import type { Problem } from "./api.ts";

/** The build bundles these rooms' sentences only. */
export type TextKey = Extract<keyof typeof fr, `phones.${string}` | `refusal.${string}`>;
export type PageWords = Words<TextKey>;

const SENTENCES: Readonly<Record<Language, Readonly<Record<TextKey, string>>>> = { fr, en };

export function pageWords(language: Language): PageWords {
  return wordsOf<TextKey>(language, SENTENCES[language]);
}

export const WordsContext = createContext<PageWords>(pageWords("en"));

export function useWords(): PageWords {
  return use(WordsContext);
}

/** The plain reason of a refusal code; a code that has no sentence here is shown as it is. */
export function reasonOf(words: PageWords, code: string): string {
  const key = `refusal.${code}`;
  return words.has(key) ? words.t(key) : words.t("phones.problem.code", { code });
}

export function problemText(words: PageWords, problem: Problem): string {
  return problem.kind === "unreachable" ? words.t("phones.problem.unreachable") : reasonOf(words, problem.code);
}
