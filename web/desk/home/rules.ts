import type { Words } from "../../shared/text.ts";
import type { DeskKey } from "../words.ts";

/** `GET /v1/desk-home` */
export type DeskHome = {
  readonly items: readonly { readonly kind: string; readonly count: number; readonly dueAt?: string | null }[];
};
type Item = DeskHome["items"][number];

/** What there is none of is not shown; what has a date comes first, the nearest of all. */
export function shownItems(items: readonly Item[]): readonly Item[] {
  const at = ({ dueAt }: Item): number => (dueAt == null ? Number.POSITIVE_INFINITY : Date.parse(dueAt));
  return items
    .filter(({ count }) => count > 0)
    .toSorted((one, other) => (at(one) < at(other) ? -1 : at(one) > at(other) ? 1 : 0));
}

/** `desk.home.<kind>`; a kind that a newer server knows is shown by its name. */
export function wordsOfKind(words: Pick<Words<DeskKey>, "t" | "has">, { kind, count }: Item): string {
  const key = `desk.home.${kind}`;
  return words.has(key) ? words.t(key, { count }) : kind.replaceAll("_", " ");
}
