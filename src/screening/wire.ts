import { z } from "zod";

/** JSON shapes of `POST /v1/screenings`. */

export const VERDICTS = ["pass", "hold", "block"] as const;
export type Verdict = (typeof VERDICTS)[number];

export const SCREENING_CLASSES = [
  "flirt",
  "appearance_compliment",
  "sexual",
  "date_request",
  "pressure_after_refusal",
  "threat",
  "insult",
  "offplatform_contact",
  "personal_data_request",
] as const;
export type ScreeningClass = (typeof SCREENING_CLASSES)[number];

/** UTF-16 code units. Ten times what a long text of 155 parts holds. */
const LONGEST_TEXT = 250_000;

export const screeningRequest = z
  .strictObject({
    text: z.string().max(LONGEST_TEXT),
    direction: z.enum(["staff_to_customer", "customer_to_staff"]),
    language: z.enum(["fr", "en"]).optional().meta({ description: "ignored: the text says in which it is written" }),
    missionState: z.enum(["open", "grace"]).default("open"),
  })
  .meta({ id: "ScreeningRequest" });
export type ScreeningRequest = z.output<typeof screeningRequest>;

export const screeningAnswer = z
  .strictObject({
    verdict: z.enum(VERDICTS),
    findings: z.array(
      z.strictObject({
        class: z.enum(SCREENING_CLASSES),
        rule: z.string(),
        sentence: z.string().meta({ description: "the rule in plain words, in the language asked for" }),
        start: z.int().min(0).meta({ description: "UTF-16 code units" }),
        end: z.int().min(0).meta({ description: "UTF-16 code units, exclusive" }),
      }),
    ),
    ruleVersion: z.string(),
    understood: z.boolean().meta({
      description:
        "false: the text is in no language that rules know; only numbers, addresses and signs were looked for",
    }),
  })
  .meta({ id: "ScreeningAnswer" });
export type ScreeningAnswer = z.output<typeof screeningAnswer>;
