import { z } from "zod";
import { CATEGORIES } from "../taxonomy.ts";
import { CASE_STATES, date, instant, OUTCOMES, words } from "../wire.ts";

/** What the person concerned sees, and whoever assists them. Days, not hours, unless a decision released the hours. */

export const myCaseSummary = z
  .strictObject({
    id: z.string(),
    state: z.enum(CASE_STATES),
    outcome: z.enum(OUTCOMES).nullable(),
    openedOn: date,
    mayAppealUntil: instant.nullable(),
  })
  .meta({ id: "MyCaseSummary" });
export const myCaseList = z.strictObject({ items: z.array(myCaseSummary), next: z.null() }).meta({ id: "MyCaseList" });

const dated = z.strictObject({ on: date, at: instant.nullable(), text: z.string().nullable() });

export const myCase = myCaseSummary
  .extend({
    categories: z.array(z.enum(CATEGORIES)),
    allegation: dated.nullable(),
    evidence: z.array(dated.extend({ happenedOn: date.nullable(), happenedAt: instant.nullable() })),
    reportTexts: z.array(z.string()),
    answers: z.array(dated),
    appeals: z.array(dated),
    measures: z.array(
      z.strictObject({
        kind: z.enum(["hold", "suspension", "sanction"]),
        sanction: z.string().nullable(),
        fromOn: date.nullable(),
        untilOn: date.nullable(),
        isInForce: z.boolean(),
        reasons: z.string().nullable(),
      }),
    ),
    decision: z.strictObject({ outcome: z.enum(OUTCOMES), statement: z.string().nullable() }).nullable(),
    companions: z.array(z.strictObject({ id: z.string(), name: z.string().nullable(), isRevoked: z.boolean() })),
  })
  .meta({ id: "MyCase" });
export type MyCase = z.output<typeof myCase>;

export const answerRequest = z.strictObject({ text: words }).meta({ id: "MyCaseAnswer" });
export const companionRequest = z
  .strictObject({ name: z.string().trim().min(1).max(200) })
  .meta({ id: "CompanionRequest" });
export const companionAnswer = z
  .strictObject({
    id: z.string(),
    token: z.string().meta({ description: "shown once; whoever holds it reads the case" }),
  })
  .meta({ id: "Companion" });
export const companionParams = z.strictObject({ id: z.string().max(100), companion: z.string().max(100) });

export const companionReading = z.strictObject({ token: z.string().max(100) }).meta({ id: "CompanionReading" });
export const companionWriting = z
  .strictObject({ token: z.string().max(100), text: words })
  .meta({ id: "CompanionWriting" });
export const myExport = z.strictObject({ json: myCase, text: z.string() }).meta({ id: "MyCaseExport" });
