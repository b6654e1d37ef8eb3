import type { GuardedScreener, ScreeningClass } from "../screening/index.ts";
import type { Refused } from "./rules.ts";

/** What may not stand in a note about a customer. Numbers may: « gardien 06 … » opens a door. */
const UNFIT: ReadonlySet<ScreeningClass> = new Set<ScreeningClass>([
  "appearance_compliment",
  "flirt",
  "insult",
  "sexual",
  "threat",
]);
const IS_SURE = 1;

/**
 * Whether a note about a customer may be kept. She may read it one day, and others read it before. What could not be
 * looked at, kept back with nothing found, is not kept.
 * Source: CNIL, mises en demeure 2015 (insulting notes about customers); facts on screening.
 */
export function refuseNotes(screener: GuardedScreener, notes: string | undefined): Refused | undefined {
  if (notes === undefined) return undefined;
  const screened = screener.screen(notes, { direction: "staff_to_customer" });
  if (screened === undefined || screened.verdict === "pass") return undefined;
  const { findings } = screened;
  const isUnfit = findings.some(({ class: found, weight }) => UNFIT.has(found) && weight >= IS_SURE);
  return isUnfit || findings.length === 0 ? { ok: false, code: "notes_screened" } : undefined;
}
