import type { DeskWords } from "../words.ts";
import type { CaseSummary, MeasureAnswer } from "./wire.ts";

/** What codes are called on screen. A code that a newer server knows is shown as it is. */
function named({ t, has }: DeskWords, key: string, code: string): string {
  return has(key) ? t(key) : code;
}

/** The plain name of a category, with its code: `"Advances or flirting (M4)"`. */
export function categoryName(words: DeskWords, code: string): string {
  const name = named(words, `cases.category.${code.toLowerCase()}`, code);
  return words.t("desk.cases.category", { name, code });
}

/** Enough of an id to tell it from others and to look for it; the whole is on its page. */
export const shortId = (id: string): string => id.slice(0, 12);

/** Whose request it is, or what the case is about, in one line. */
export function titleOf(words: DeskWords, one: Pick<CaseSummary, "primary" | "procedure" | "right">): string {
  if (one.right !== null) return words.t("desk.cases.right", { right: one.right });
  if (one.primary !== null) return categoryName(words, one.primary);
  return words.t("desk.cases.procedure", { procedure: one.procedure });
}

export const clockName = (words: DeskWords, id: string): string => named(words, `desk.cases.clock.${id}`, id);
/** What the house promises of itself, where no law says it. */
export const promiseName = ({ t, has }: DeskWords, id: string): string | undefined => {
  const key = `desk.cases.promise.${id}`;
  return has(key) ? t(key) : undefined;
};
export const dateName = (words: DeskWords, fact: string): string => named(words, `desk.cases.date.${fact}`, fact);
export const sanctionName = (words: DeskWords, code: string): string => named(words, `charter.sanction.${code}`, code);
export const exceptionName = (words: DeskWords, code: string): string =>
  named(words, `desk.cases.exception.${code}`, code);
/** Why an act was refused, in the sentence that the refusal itself had. */
export const refusalName = (words: DeskWords, code: string): string => named(words, `refusal.${code}`, code);
export const actName = (words: DeskWords, act: string): string => named(words, `desk.cases.act.${act}`, act);

export function measureName(words: DeskWords, one: Pick<MeasureAnswer, "kind" | "sanction" | "days">): string {
  if (one.kind !== "sanction") return words.t(`cases.measure.${one.kind}`);
  const name = sanctionName(words, one.sanction ?? "");
  return one.days === null ? name : words.t("desk.cases.measure.days", { name, days: one.days });
}
