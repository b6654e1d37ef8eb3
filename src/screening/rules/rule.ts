import type { ScreeningClass } from "../wire.ts";

/** Trades whose words mean something else elsewhere. */
export const TRADES = ["care", "works"] as const;
export type Trade = (typeof TRADES)[number];

/** Built-in purposes whose trade is known; another one may be of any trade. */
const TRADES_OF: { readonly [purpose: string]: readonly Trade[] } = {
  "home-care": ["care"],
  "home-intervention": ["works"],
  delivery: [],
  ride: [],
};

export function tradesOf(purpose: string | undefined): readonly Trade[] {
  return TRADES_OF[purpose ?? ""] ?? TRADES;
}

/** How much a finding weighs, by the part of its rule. */
export const WEIGHTS = { blocks: 1, holds: 0.5, doubts: 0.25 } as const;
export const PARTS = ["blocks", "holds", "doubts"] as const;

/** What somebody may read to know why a text was kept back. */
export type Rule = {
  /** `class.what-it-looks-for`; never used again for something else. */
  readonly id: string;
  readonly class: ScreeningClass;
  readonly language: "fr" | "en" | "any";
  readonly register: "plain" | "formal" | "sms" | "slang";
  /** Where such texts are reported: facts with a page, or "hand-written". */
  readonly source: string;
  /** Whose texts it is about. A customer may be angry, and may be kind. */
  readonly from: "staff" | "both";
  /** What is out of place by itself. */
  readonly blocks?: readonly string[];
  /** What is out of place more often than not: it holds, where a model does not find the text ordinary. */
  readonly holds?: readonly string[];
  /** What is ordinary between two who talk, and is not after a text that was kept back: it holds then. */
  readonly doubts?: readonly string[];
  /** Phrases, with `|` between. Where one of them stands near, the rule does not count. */
  readonly unless?: string;
  /** The same, for the words of a trade: they count where the mission is of that trade, or of none that is known. */
  readonly unlessInTrade?: { readonly [trade in Trade]?: string };
  /** A text that must be kept back for this rule. */
  readonly example: string;
  /** Its twin, which must pass. */
  readonly twin: string;
};
