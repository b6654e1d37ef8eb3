import { sentence } from "../../base/text.ts";
import type { ScaleStep } from "./scale.ts";
import { wireSteps } from "./scale.ts";
import type { CharterAnswer } from "./wire.ts";

const EVERYBODY = ["employee-fr", "platform-fr", "contractor", "generic"] as const;

/** A suspension of five days at most is what many rules of procedure have; a company decides on its own. */
const SCALE: readonly ScaleStep[] = [
  { code: "reminder", regimes: EVERYBODY },
  { code: "warning", regimes: EVERYBODY },
  { code: "blame", regimes: ["employee-fr"] },
  { code: "suspension_without_pay", regimes: EVERYBODY, maxDays: 5 },
  { code: "dismissal", regimes: ["employee-fr"] },
  { code: "permanent_exclusion", regimes: ["platform-fr", "contractor", "generic"] },
];

const PARTS = [
  "purpose",
  "numbers",
  "conduct",
  "contact",
  "colleagues",
  "reports",
  "protection",
  "hearing",
  "sanctions",
  "watching",
] as const;

function textIn(language: "fr" | "en"): string {
  return PARTS.map((part) => sentence(language, `charter.${part}`, {})).join("\n\n");
}

/** What comes with the house, for a company to begin from. It is in force nowhere: nobody was consulted about it. */
export function charterTemplate(): CharterAnswer {
  return {
    version: 0,
    title: sentence("fr", "charter.title", {}),
    text: { fr: textIn("fr"), en: textIn("en") },
    scale: wireSteps(SCALE),
    inForceFrom: null,
    consultedOn: null,
    depositedOn: null,
    exemption: null,
    recordedAt: null,
    isInForce: false,
  };
}
