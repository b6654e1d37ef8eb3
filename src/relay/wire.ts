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
    channel: z.enum(["sms", "call", "chat", "disclosure"]),
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
