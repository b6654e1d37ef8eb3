import { z } from "zod";
import { parseCursor } from "../base/cursor.ts";

/** JSON shapes of attempts on the native API: who tried what and what became of it. No content, no screening class. */

const leaf = z
  .strictObject({
    log: z.string(),
    index: z.int().nullable().meta({ description: "place in the tree; null until sequenced" }),
    hash: z.string().meta({ description: "SHA-256 leaf hash, base64" }),
  })
  .meta({ id: "Leaf" });

export const attemptAnswer = z
  .strictObject({
    id: z.string(),
    at: z.string().meta({ format: "date-time" }),
    mission: z.string().nullable(),
    staff: z.string().nullable().meta({ description: "the company's own reference" }),
    channel: z.enum(["sms", "call", "disclosure"]),
    direction: z.enum(["staff_to_customer", "customer_to_staff", "unknown"]),
    outcome: z.enum(["delivered", "queued", "failed", "unknown", "refused", "held", "intercepted", "disclosed"]),
    code: z.string().nullable(),
    leaf,
  })
  .meta({ id: "Attempt" });
export type AttemptAnswer = z.output<typeof attemptAnswer>;

export const attemptList = z
  .strictObject({ items: z.array(attemptAnswer), next: z.string().nullable() })
  .meta({ id: "AttemptList" });

export const attemptQuery = z.strictObject({
  mission: z.string().max(100).optional(),
  staff: z.string().max(200).optional(),
  since: z.iso.datetime({ offset: true }).max(40).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  after: z
    .string()
    .max(200)
    .refine((cursor) => parseCursor("attempt", cursor) !== undefined, "Not a cursor of this list")
    .optional(),
});
export type AttemptQuery = z.output<typeof attemptQuery>;

/** One of the two, as asked; null: the customer has none. */
export const disclosureAnswer = z
  .strictObject({
    attempt: z.string(),
    leaf,
    address: z.string().nullable().optional(),
    accessNotes: z.string().nullable().optional(),
  })
  .meta({ id: "Disclosure" });

/** Why a text cannot be read or decided on by a person. */
export type ReadingRefusal = "not_found" | "not_kept_back" | "reading_not_asked" | "reading_missing" | "text_erased";

/** The company's own reference of a person: never a name. */
const reader = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,59}$/)
  .meta({ description: "the company's own reference of whoever reads, never a name" });
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
