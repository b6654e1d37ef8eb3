import type { CivilDate } from "../regimes/index.ts";
import { addMonths, civil } from "../regimes/index.ts";
import type { ScaleRefusal } from "./scale.ts";
import { checkScale } from "./scale.ts";
import type { CharterPiece, CharterRequest } from "./wire.ts";

export type CharterRefusal =
  | ScaleRefusal
  | "charter_incomplete"
  | "charter_date_in_future"
  | "charter_in_force_too_soon"
  | "charter_backdated";

/** Versions that there are, as far as their dates go. */
export type InForce = { readonly version: number; readonly in_force_from: string };

/** The version in force on a day: the last to have come into force, and of two from one day the later one. */
export function inForceOn<V extends InForce>(versions: readonly V[], on: string): V | undefined {
  return versions
    .filter((one) => one.in_force_from <= on)
    .toSorted((a, b) => b.in_force_from.localeCompare(a.in_force_from) || b.version - a.version)[0];
}

/**
 * Whether a version may be recorded `today`. It says when staff representatives were consulted and when it was deposited,
 * a month at least before it is in force, or why neither was needed. Nothing is put behind a version that was in force
 * already: the scale of a day that has passed stays what everybody could know. What was in force before the house was
 * there may be recorded, where nothing else was.
 * Source: Code du travail L1311-2, L1321-1, L1321-4, R1321-2 (to be verified); Déclaration de 1789 art. 8.
 */
export function checkCharter(
  { scale, inForceFrom, consultedOn, depositedOn, exemption }: CharterRequest,
  versions: readonly InForce[],
  today: CivilDate,
):
  | { readonly ok: true }
  | { readonly ok: false; readonly code: CharterRefusal; readonly missing?: readonly CharterPiece[] } {
  const unfit = checkScale(scale);
  if (unfit !== undefined) return { ok: false, code: unfit };
  const pieces = { consultedOn, depositedOn };
  const missing = (["consultedOn", "depositedOn"] as const).filter((piece) => pieces[piece] === undefined);
  const isExempt = exemption !== undefined;
  if (isExempt ? missing.length < 2 : missing.length > 0) return { ok: false, code: "charter_incomplete", missing };
  if (isExempt && exemption === "no_employees" && scale.some(({ regimes }) => regimes.includes("employee-fr")))
    return { ok: false, code: "charter_incomplete", missing };
  if (consultedOn !== undefined && depositedOn !== undefined) {
    if (consultedOn > today || depositedOn > today) return { ok: false, code: "charter_date_in_future" };
    const isTooSoon = consultedOn > depositedOn || inForceFrom < addMonths(civil(depositedOn), 1);
    if (isTooSoon) return { ok: false, code: "charter_in_force_too_soon" };
  }
  if (inForceFrom < today && inForceOn(versions, inForceFrom) !== undefined)
    return { ok: false, code: "charter_backdated" };
  return { ok: true };
}
