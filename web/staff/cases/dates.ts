import type { Words } from "../../shared/text.ts";

/** A day of the calendar (`"2026-11-23"`) as people say it: the same day wherever it is read. */
export function dayOf(words: Pick<Words<never>, "day">, on: string): string {
  const [year = 0, month = 1, day = 1] = on.split("-").map(Number);
  return words.day(new Date(year, month - 1, day).getTime());
}
