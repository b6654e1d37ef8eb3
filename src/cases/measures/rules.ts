import type { Conflict } from "../rules.ts";

/** What a sanction of the scale does to somebody's standing. */
export type Effect = "none" | "suspended" | "excluded";

/** Those that end the relation, in every regime's own word. Whatever has a longest length keeps somebody away for it. */
const ENDING: ReadonlySet<string> = new Set(["dismissal", "exclusion", "permanent_exclusion", "termination"]);

export function effectOf({ code, maxDays }: { readonly code: string; readonly maxDays?: number | undefined }): Effect {
  if (ENDING.has(code)) return "excluded";
  return maxDays === undefined ? "none" : "suspended";
}

/** The step that the regime's clocks are asked about. */
export function stepOf(effect: Effect): "terminate" | "notify_sanction" {
  return effect === "excluded" ? "terminate" : "notify_sanction";
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
