import { z } from "zod";

/** JSON shapes of masked numbers on the native API. They are the company's own: no personal data. */

export const NUMBER_REFUSALS = [
  "number_in_use",
  "number_invalid",
  "number_of_another_tenant",
  "number_on_another_carrier",
  "report_number_taken",
  "unknown_carrier",
  "unknown_number",
] as const;
export type NumberRefusal = (typeof NUMBER_REFUSALS)[number];

/** Numbers in one request. Their ledger entry names them all and may hold 64 KiB. */
export const MAX_NUMBERS = 1_000;

/** Shape only; whether the numbering plan has it is judged by `parsePhone`, and a refusal is `number_invalid`. */
const text = z.string().min(1).max(40);

export const numbersRequest = z
  .strictObject({
    numbers: z.array(text).min(1).max(MAX_NUMBERS).meta({ description: "E.164" }),
    carrier: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,39}$/)
      .meta({ description: "the carrier that brings calls and texts of these numbers" }),
  })
  .meta({ id: "NumbersRequest" });
export type NumbersRequest = z.output<typeof numbersRequest>;

export const numbersAnswer = z
  .strictObject({
    added: z.int(),
    known: z.int().meta({ description: "numbers that were in the pool already" }),
  })
  .meta({ id: "NumbersAnswer" });
export type NumbersAnswer = z.output<typeof numbersAnswer>;

export const numberQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  after: z
    .string()
    .regex(/^\+[1-9]\d{1,14}$/, "Not a cursor of this list")
    .optional(),
});
export type NumberQuery = z.output<typeof numberQuery>;

export const numberPatch = z
  .strictObject({
    reserved: z.boolean().optional().meta({ description: "never given by itself" }),
    draining: z.boolean().optional().meta({ description: "given to nobody new; its lines go on" }),
    use: z
      .enum(["lines", "report"])
      .optional()
      .meta({ description: "report: the one number whose every text and call is a report; it leads to nobody" }),
  })
  .refine((patch) => Object.values(patch).some((wanted) => wanted !== undefined), {
    params: { code: "nothing_to_change" },
  })
  .meta({ id: "NumberPatch" });
export type NumberPatch = z.output<typeof numberPatch>;

export const numberAnswer = z
  .strictObject({
    number: z.string(),
    country: z.string().meta({ description: "ISO 3166" }),
    carrier: z.string(),
    reserved: z.boolean(),
    draining: z.boolean(),
    use: z.enum(["lines", "report"]).meta({ description: "report: every text to it is a report, it leads to nobody" }),
    inUse: z.int().meta({ description: "reservations whose window has not ended, as of the last minute" }),
    inQuarantine: z.int().meta({ description: "reservations in quarantine, as of the last minute" }),
    lastGivenAt: z.string().nullable().meta({ format: "date-time" }),
  })
  .meta({ id: "Number" });
export type NumberAnswer = z.output<typeof numberAnswer>;

const pressure = {
  size: z.int().meta({ description: "numbers that may be given" }),
  degree: z.int().meta({ description: "the most counterparts that one person holds numbers for now" }),
  pressure: z.number().meta({ description: "degree / size; 1 when there is no number to give" }),
  warning: z.boolean().meta({ description: "pressure of 0.8 or more: buy numbers" }),
  forecast: z.strictObject({
    in7Days: z.int().meta({ description: "the smallest pool with which nobody will need a mission code then" }),
    in30Days: z.int(),
    isFloor: z.boolean().meta({ description: "the pool is short and hides how much more is needed" }),
  }),
};

export const numberList = z
  .strictObject({
    items: z.array(numberAnswer),
    next: z.string().nullable(),
    pool: z
      .strictObject({
        country: z.string().nullable().meta({ description: "the tightest country; null: no number at all" }),
        ...pressure,
        countries: z
          .array(z.strictObject({ country: z.string(), ...pressure }))
          .meta({ description: "tightest first" }),
      })
      .meta({ id: "NumberPool" }),
  })
  .meta({ id: "NumberList" });
export type NumberList = z.output<typeof numberList>;
