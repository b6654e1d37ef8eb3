import type { ScreeningClass, Verdict } from "./wire.ts";

export type ScreeningContext = {
  readonly direction: "staff_to_customer" | "customer_to_staff";
  readonly missionState?: "open" | "grace" | undefined;
  /** Purpose of the mission. A trade may use its own words; undefined: every trade may. */
  readonly purpose?: string | undefined;
  /** What this side said before in this mission, as counts; undefined: nobody looked. */
  readonly said?: Said | undefined;
  /** The company's own phone numbers, digits only, and hosts of its links and mail. */
  readonly officialNumbers?: readonly string[];
  readonly officialHosts?: readonly string[];
};

export type Said = {
  /** Texts that were kept back. */
  readonly keptBack: number;
  /** Texts that arrived since the other side last wrote. */
  readonly unanswered: number;
};

export type Finding = {
  readonly class: ScreeningClass;
  readonly rule: string;
  /** Place in the text as it was given, in UTF-16 code units; `end` exclusive. */
  readonly start: number;
  readonly end: number;
  /** 1: blocks alone; 0.5: holds alone; 0.25: holds after what was said before. */
  readonly weight: number;
};

export type Screened = {
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  /** What was said before would tell: it passes because nobody looked. */
  readonly isDoubtful: boolean;
  /** False: most of its words are in no language that rules and model know; only numbers, addresses and signs were looked for. */
  readonly isUnderstood: boolean;
  /** Changes with every rule and every list. */
  readonly ruleVersion: string;
};
