import type { Acknowledgement, Charter } from "../wire.ts";

/** The charter in force, and when it was acknowledged; undefined: there is none. */
export function charterToKnow(
  charters: readonly Charter[],
  acknowledged: readonly Acknowledgement[],
): { readonly charter: Charter; readonly givenAt: string | undefined } | undefined {
  const charter = charters.find(({ isInForce }) => isInForce);
  if (charter === undefined) return undefined;
  return { charter, givenAt: acknowledged.find(({ version }) => version === charter.version)?.givenAt };
}
