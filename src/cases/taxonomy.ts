/**
 * What somebody is said to have done, in the words of the person harmed. M and A: the 21 categories of the open Sexual
 * Misconduct and Violence Taxonomy, exclusive of each other, the graver one wins; D: what is done with a company's
 * access to somebody. The sentence is the text `category.<code>`, in lower case.
 * Source: RALIANCE, NSVRC, Urban Institute, 2018; D-codes: facts on law, 4.4 R-50.
 */
export const CATEGORIES = [
  "M1",
  "M2",
  "M3",
  "M4",
  "M5",
  "M6",
  "M7",
  "M8",
  "M9",
  "M10",
  "M11",
  "A1",
  "A2",
  "A3",
  "A4",
  "A5",
  "A6",
  "A7",
  "A8",
  "A9",
  "A10",
  "D1",
  "D2",
  "D3",
  "D4",
  "D5",
  "D6",
  "D7",
  "D8",
  "D9",
  "D10",
] as const;
export type Category = (typeof CATEGORIES)[number];

/**
 * From the least grave to the gravest, as the taxonomy orders its own; the codes of our own stand after comments and
 * before what is said or shown of a sexual kind, but for coming back to the home and pressure after a report, which are
 * threats.
 */
const BY_GRAVITY: readonly Category[] = [
  "M1",
  "M2",
  "M3",
  "M4",
  "D1",
  "D4",
  "D3",
  "D2",
  "D7",
  "D10",
  "D9",
  "D6",
  "M5",
  "M6",
  "M7",
  "M8",
  "M9",
  "D8",
  "D5",
  "M10",
  "M11",
  "A1",
  "A2",
  "A3",
  "A4",
  "A5",
  "A6",
  "A8",
  "A9",
  "A7",
  "A10",
];

/** 1 for the least grave to 31 for the gravest. */
export function gravity(category: Category): number {
  return BY_GRAVITY.indexOf(category) + 1;
}

export function gravest(categories: readonly Category[]): Category | undefined {
  return categories.toSorted((a, b) => gravity(b) - gravity(a))[0];
}

/**
 * Whether a case of this category holds data on somebody's sex life or on an offence, so that it is nobody's beyond those
 * who handle it. Source: GDPR art. 9, 10; loi 78-17 art. 46.
 */
export function isSpecial(category: Category): boolean {
  return category.startsWith("M") || category.startsWith("A") || category === "D10";
}
