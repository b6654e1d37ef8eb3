import type { CaseSummary } from "./wire.ts";

type Category = NonNullable<CaseSummary["primary"]>;
/** As `src/cases/taxonomy.ts` has them; the compiler misses none. */
const KNOWN: { readonly [code in Category]: true } = {
  M1: true,
  M2: true,
  M3: true,
  M4: true,
  M5: true,
  M6: true,
  M7: true,
  M8: true,
  M9: true,
  M10: true,
  M11: true,
  A1: true,
  A2: true,
  A3: true,
  A4: true,
  A5: true,
  A6: true,
  A7: true,
  A8: true,
  A9: true,
  A10: true,
  D1: true,
  D2: true,
  D3: true,
  D4: true,
  D5: true,
  D6: true,
  D7: true,
  D8: true,
  D9: true,
  D10: true,
};
/** What somebody is said to have done, in the words of the person harmed: said or shown (M), done (A), by access (D). */
export const CATEGORIES = Object.keys(KNOWN) as readonly Category[];
