import { z } from "zod";
import { DATE_FACTS, EXCEPTION_IDS, PROCEDURES, REGIME_NAMES, STEPS } from "./regime.ts";

/** The law as this house counts it, for whoever wants to compare it with the text. */

const span = z.strictObject({ count: z.int(), unit: z.enum(["days", "months", "workable", "worked"]) });
const clock = z
  .strictObject({
    id: z.string(),
    basis: z.enum(DATE_FACTS).meta({ description: "the date it counts from" }),
    span,
    thenSpan: span.nullable().meta({ description: "a second length that begins where the first one ends" }),
    end: z.enum(["notBefore", "notAfter"]),
    extendedTo: z
      .enum(["workable", "worked"])
      .nullable()
      .meta({ description: "to which day an end on a Saturday, Sunday or holiday moves" }),
    doneBy: z.array(z.enum(DATE_FACTS)).meta({ description: "with one of these dates it has done its work" }),
    isHard: z.boolean().meta({ description: "the law attaches a loss of the right to it" }),
    source: z.string(),
    toVerify: z
      .boolean()
      .meta({ description: "not compared with the text in force: counsel does so before it is relied on" }),
  })
  .meta({ id: "RegimeClock" });

export const regimeList = z
  .strictObject({
    items: z.array(
      z.strictObject({
        name: z.enum(REGIME_NAMES),
        clocks: z.array(clock),
        steps: z.array(z.strictObject({ id: z.enum(STEPS), source: z.string(), needs: z.array(z.enum(DATE_FACTS)) })),
        exceptions: z.array(
          z.strictObject({
            id: z.enum(EXCEPTION_IDS),
            lifts: z.array(z.string()),
            source: z.string(),
            toVerify: z.boolean(),
          }),
        ),
        invokable: z.strictObject({ years: z.int(), source: z.string() }),
        forbiddenSanctions: z.array(z.strictObject({ kind: z.string(), source: z.string() })),
      }),
    ),
    procedures: z.array(z.strictObject({ name: z.enum(PROCEDURES), clocks: z.array(clock) })),
    next: z.null(),
  })
  .meta({ id: "RegimeList" });
export type RegimeList = z.output<typeof regimeList>;
