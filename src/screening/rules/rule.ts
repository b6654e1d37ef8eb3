import type { ScreeningClass } from "../wire.ts";

/** What somebody may read to know why a text was kept back. */
export type Rule = {
  /** `class.what-it-looks-for`; never used again for something else. */
  readonly id: string;
  readonly class: ScreeningClass;
  readonly language: "fr" | "en" | "any";
  readonly register: "plain" | "formal" | "sms" | "slang";
  /** Where such texts are reported: facts with a page, or "hand-written". */
  readonly source: string;
  /** 1: blocks alone; 0.5: holds alone; less: counts with others. */
  readonly weight: number;
  /** Whose texts it is about. A customer may be angry, and may be kind. */
  readonly from: "staff" | "both";
  readonly patterns: readonly string[];
  /** Phrases, with `|` between. Where one of them stands near, the rule does not count. */
  readonly unless?: string;
  /** A text that must be kept back for this rule. */
  readonly example: string;
  /** Its twin, which must pass. */
  readonly twin: string;
};
