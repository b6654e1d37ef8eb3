import type { Sanction, Step } from "../../charter/index.ts";
import type { Conflict } from "../rules.ts";

/** What a sanction of the scale does to somebody's standing. */
export type Effect = "none" | "suspended" | "excluded";

const EFFECTS: { readonly [sanction in Sanction]: Effect } = {
  reminder: "none",
  warning: "none",
  blame: "none",
  suspension_without_pay: "suspended",
  dismissal: "excluded",
  permanent_exclusion: "excluded",
};

export function effectOf(sanction: Sanction): Effect {
  return EFFECTS[sanction];
}

/** The step that the regime's clocks are asked about. Source: Code du travail L1332-2: no interview for what has no effect. */
export function stepOf(effect: Effect): Extract<Step, "notify_warning" | "notify_sanction" | "terminate"> {
  if (effect === "excluded") return "terminate";
  return effect === "suspended" ? "notify_sanction" : "notify_warning";
}

const DAY_MS = 86_400_000;

/** Until when somebody is kept away; undefined: until somebody ends it. */
export function endOf(effect: Effect, from: Date, days: number | undefined): Date | undefined {
  return effect === "suspended" && days !== undefined ? new Date(from.getTime() + days * DAY_MS) : undefined;
}

/** Measures in force, as far as standing and hold go. */
export type InForce = {
  readonly kind: "hold" | "suspension" | "sanction";
  readonly effect: Effect;
};

/** What somebody's standing is when only these measures stand: the gravest counts. */
export function standingUnder(measures: readonly InForce[]): "active" | "suspended" | "excluded" {
  if (measures.some(({ effect }) => effect === "excluded")) return "excluded";
  const isKeptAway = measures.some(({ kind, effect }) => kind === "suspension" || effect === "suspended");
  return isKeptAway ? "suspended" : "active";
}

export function isHeldUnder(measures: readonly InForce[]): boolean {
  return measures.some(({ kind }) => kind === "hold");
}

/** Whether somebody may sign what another person ordered: nobody near the person concerned, and nobody twice. */
export function maySign(
  orderedIdentity: string,
  identity: string,
  conflicts: readonly Conflict[],
): { readonly ok: true } | { readonly ok: false; readonly code: "same_person" | "conflict_of_interest" } {
  if (orderedIdentity.toUpperCase() === identity.toUpperCase()) return { ok: false, code: "same_person" };
  return conflicts.length > 0 ? { ok: false, code: "conflict_of_interest" } : { ok: true };
}
