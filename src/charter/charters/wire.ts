import { z } from "zod";
import { REGIME_NAMES } from "../regimes/index.ts";
import { SANCTIONS } from "./scale.ts";

/** Characters. A charter is read by whoever is on the road: what is longer than a book is not read. */
const MAX_TEXT = 60_000;
/** No control character but line ends, no lone surrogate: they forge lines, or PostgreSQL refuses them. */
const words = (max: number) =>
  z
    .string()
    .trim()
    .normalize("NFC")
    .min(1)
    .max(max)
    .refine((text) => !/[^\P{Cc}\n\r\t]|\p{Cs}/u.test(text), { params: { code: "not_printable" } });
export const bothLanguages = z.strictObject({ fr: words(MAX_TEXT), en: words(MAX_TEXT) });
export const titleOf = words(200);

const scaleStep = z.strictObject({
  code: z.enum(SANCTIONS),
  regimes: z.array(z.enum(REGIME_NAMES)).min(1).max(REGIME_NAMES.length),
  maxDays: z.int().min(1).max(365).optional().meta({
    description: "of a suspension without pay, its longest length in days: needed there, and nowhere else",
  }),
});
const scale = z.array(scaleStep).min(1).max(24);

export const EXEMPTIONS = ["under_50_employees", "no_employees"] as const;

export const charterRequest = z
  .strictObject({
    title: titleOf,
    text: bothLanguages,
    scale,
    inForceFrom: z.iso.date(),
    consultedOn: z.iso.date().optional().meta({
      description: "day on which staff representatives were consulted (Code du travail L1321-4)",
    }),
    depositedOn: z.iso.date().optional().meta({
      description: "day on which it was deposited, a month at least before it is in force (Code du travail L1321-4)",
    }),
    exemption: z.enum(EXEMPTIONS).optional().meta({
      description: "why nobody was consulted and nothing deposited (Code du travail L1311-2)",
    }),
  })
  .meta({ id: "CharterRequest" });
export type CharterRequest = z.output<typeof charterRequest>;

/** What says that the charter was made as the law asks. */
export type CharterPiece = "consultedOn" | "depositedOn";

const day = z.string().meta({ format: "date" });
export const charterAnswer = z
  .strictObject({
    version: z.int().meta({ description: "0 is the template that comes with the house: in force nowhere" }),
    title: z.string(),
    text: z.strictObject({ fr: z.string(), en: z.string() }),
    scale,
    inForceFrom: day.nullable(),
    consultedOn: day.nullable(),
    depositedOn: day.nullable(),
    exemption: z.enum(EXEMPTIONS).nullable(),
    recordedAt: z.string().meta({ format: "date-time" }).nullable(),
    isInForce: z.boolean(),
  })
  .meta({ id: "Charter" });
export type CharterAnswer = z.output<typeof charterAnswer>;

/** All versions there ever were, newest first, after them the template. There are as many as somebody deposited. */
export const charterList = z
  .strictObject({ items: z.array(charterAnswer), next: z.null() })
  .meta({ id: "CharterList" });

export const versionParam = z.strictObject({ version: z.string().regex(/^\d{1,5}$/) });

export const policyRequest = z
  .strictObject({
    requireAcknowledgement: z.boolean().meta({
      description: "a mission is refused for staff who have not acknowledged the charter in force",
    }),
  })
  .meta({ id: "CharterPolicy" });
export type PolicyRequest = z.output<typeof policyRequest>;

/** A list in the order of its entries: `after` is what `next` said. */
export const pageQuery = {
  after: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};
export const staffReference = z.string().trim().normalize("NFC").min(1).max(200);
export const acknowledgementQuery = z.strictObject({
  ...pageQuery,
  staff: staffReference.optional(),
  version: z.coerce.number().int().min(1).max(10_000).optional(),
});

export const acknowledgementRequest = z
  .strictObject({
    staff: staffReference.optional().meta({
      description: "who signed on paper; a signed-in staff member leaves it out and acknowledges for themselves",
    }),
    version: z.int().min(1).max(10_000),
  })
  .meta({ id: "CharterAcknowledgementRequest" });
export type AcknowledgementRequest = z.output<typeof acknowledgementRequest>;

export const acknowledgementAnswer = z
  .strictObject({
    staff: z.string(),
    version: z.int(),
    givenBy: z.enum(["session", "paper"]),
    givenAt: z.string().meta({ format: "date-time" }),
  })
  .meta({ id: "CharterAcknowledgement" });
export type AcknowledgementAnswer = z.output<typeof acknowledgementAnswer>;
export const acknowledgementList = z
  .strictObject({ items: z.array(acknowledgementAnswer), next: z.string().nullable() })
  .meta({ id: "CharterAcknowledgementList" });
