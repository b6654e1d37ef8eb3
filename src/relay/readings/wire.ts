import { z } from "zod";
import { ownReference } from "../../base/wire.ts";

/** Why a text cannot be read or decided on by a person. */
export type ReadingRefusal =
  | "reader_too_near"
  | "not_found"
  | "not_kept_back"
  | "reader_missing"
  | "reading_missing"
  | "reading_not_asked"
  | "text_erased";

const reader = ownReference.optional().meta({
  description:
    "from a key: the company's own reference of whoever reads, never a name; whoever is signed in is the reader",
});
export const readingRequest = z.strictObject({ reader }).meta({ id: "ReadingRequest" });
export const readingDecision = z
  .strictObject({ reader, decision: z.enum(["deliver", "refuse"]) })
  .meta({ id: "ReadingDecision" });

export const readingAsked = z
  .strictObject({ attempt: z.string(), askedAt: z.string().meta({ format: "date-time" }) })
  .meta({ id: "ReadingAsked" });
export const readingOpened = z.strictObject({ attempt: z.string(), text: z.string() }).meta({ id: "ReadingOpened" });
export const readingSettled = z
  .strictObject({ attempt: z.string(), outcome: z.enum(["queued", "refused"]) })
  .meta({ id: "ReadingSettled" });

const readingAnswer = z
  .strictObject({
    attempt: z.string(),
    mission: z.string(),
    staff: z.string().nullable().meta({ description: "the company's own reference" }),
    direction: z.enum(["staff_to_customer", "customer_to_staff"]),
    askedAt: z.string().meta({ format: "date-time" }),
    expiresAt: z.string().meta({ format: "date-time" }),
    readAt: z.string().meta({ format: "date-time" }).nullable(),
  })
  .meta({ id: "Reading" });
export type ReadingAnswer = z.output<typeof readingAnswer>;
export const readingQuery = z.strictObject({ limit: z.coerce.number().int().min(1).max(1000).default(100) });
/** The longest waiting first: whoever settles them sees the next. */
export const readingList = z
  .strictObject({ items: z.array(readingAnswer), next: z.null() })
  .meta({ id: "ReadingList" });
