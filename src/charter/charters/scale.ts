import type { RegimeName } from "../regimes/index.ts";

/** What a charter may provide for, mildest first. There is no fine and no field for an amount: Code du travail L1331-2. */
export const SANCTIONS = [
  "reminder",
  "warning",
  "blame",
  "suspension_without_pay",
  "dismissal",
  "permanent_exclusion",
] as const;
export type Sanction = (typeof SANCTIONS)[number];

/** Ends of the relation, in the word of each regime: nobody dismisses a contractor. */
const REGIMES_OF: { readonly [sanction in Sanction]?: readonly RegimeName[] } = {
  dismissal: ["employee-fr"],
  permanent_exclusion: ["platform-fr", "contractor", "generic"],
};

/** `maxDays`: of a suspension without pay, the longest, in days of the calendar; 1 ≤ x ≤ 365. Others have none. */
export type ScaleStep = {
  readonly code: Sanction;
  readonly regimes: readonly RegimeName[];
  readonly maxDays?: number | undefined;
};

/** The sanctions of one version of the charter. What is not in it does not exist for facts of its time. */
export type Scale = { readonly version: number; readonly steps: readonly ScaleStep[] };

export type ScaleRefusal =
  | "suspension_unbounded"
  | "days_not_of_sanction"
  | "sanction_not_of_regime"
  | "sanction_twice";

/**
 * Why a scale cannot be put into a charter. A suspension without a longest length could not be imposed on anybody.
 * Source: Code du travail L1321-1, 3°; Soc. 26.10.2010 n° 09-42.740 (to be verified).
 */
export function checkScale(steps: readonly ScaleStep[]): ScaleRefusal | undefined {
  const seen = new Set<string>();
  for (const { code, regimes, maxDays } of steps) {
    const isSuspension = code === "suspension_without_pay";
    if (isSuspension && maxDays === undefined) return "suspension_unbounded";
    if (!isSuspension && maxDays !== undefined) return "days_not_of_sanction";
    const allowed = REGIMES_OF[code];
    if (allowed !== undefined && !regimes.every((regime) => allowed.includes(regime))) return "sanction_not_of_regime";
    for (const regime of regimes) {
      if (seen.has(`${code} ${regime}`)) return "sanction_twice";
      seen.add(`${code} ${regime}`);
    }
  }
  return undefined;
}

/** What may be imposed on somebody of this regime. */
export function stepsFor({ steps }: Scale, regime: RegimeName): readonly ScaleStep[] {
  return steps.filter(({ regimes }) => regimes.includes(regime));
}

/** The steps as they go out: lists that a schema may own. */
export function wireSteps(steps: readonly ScaleStep[]) {
  return steps.map(({ regimes, ...step }) => ({ ...step, regimes: [...regimes] }));
}
