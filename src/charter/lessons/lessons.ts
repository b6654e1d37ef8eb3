import type { Language, TextKey } from "../../base/text.ts";
import { sentence } from "../../base/text.ts";

/** What happened to people, in the order in which a lesson tells it. */
export const LESSONS = ["technician-2017", "ride-2015", "abusive-customer"] as const;
export type LessonId = (typeof LESSONS)[number];

export function parseLesson(text: string): LessonId | undefined {
  return LESSONS.find((lesson) => lesson === text);
}

/** A lesson in one language: what happened, why it counts, what to do. */
export function lessonIn(language: Language, id: LessonId) {
  const part = (name: "title" | "case" | "why" | "do") => {
    const key: TextKey = `charter.lesson.${id}.${name}`;
    return sentence(language, key, {});
  };
  return { id, title: part("title"), case: part("case"), why: part("why"), do: part("do") };
}
