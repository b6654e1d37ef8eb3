import { z } from "zod";
import { ownReference } from "../base/wire.ts";

/** JSON shapes of staff on the native API. A name and a phone go in and never come out. */

export const REGIMES = ["employee-fr", "platform-fr", "contractor", "generic"] as const;
export type Regime = (typeof REGIMES)[number];

/**
 * Why a staff member was not kept. `staff_erased`: the reference is of somebody who was erased; whoever has it now
 * needs another one.
 */
export type StaffRefusal = "phone_invalid" | "staff_erased";

/** Neither control characters nor lone surrogates: they forge lines in a text, or PostgreSQL refuses them. */
const printable = (max: number) =>
  z
    .string()
    .trim()
    .normalize("NFC")
    .min(1)
    .max(max)
    .refine((text) => !/[\p{Cc}\p{Cs}\u2028\u2029]/u.test(text), { params: { code: "not_printable" } });

export const staffReference = z.strictObject({ reference: printable(200) });

/** The company's own reference of one of its people, in which capitals do not count: one person, one spelling. */
export const personReference = ownReference.transform((reference) => reference.toUpperCase());

export const staffRequest = z
  .strictObject({
    displayName: printable(500),
    regime: z.enum(REGIMES),
    phone: printable(40).optional().meta({ description: "without it the app is their only handset" }),
    language: z.enum(["fr", "en"]).default("fr"),
    depot: ownReference.optional().meta({ description: "where they work from: nobody of it decides on their case" }),
    manager: personReference.optional().meta({ description: "personnel reference: does not decide on their case" }),
    personnel: personReference
      .optional()
      .meta({ description: "their own personnel reference: nobody decides on their own case" }),
    employer: ownReference.optional().meta({ description: "the subcontractor they work for" }),
  })
  .meta({ id: "StaffRequest" });
export type StaffRequest = z.output<typeof staffRequest>;

export const staffAnswer = z
  .strictObject({
    reference: z.string(),
    regime: z.enum(REGIMES),
    language: z.enum(["fr", "en"]),
    hasPhone: z.boolean(),
    standing: z.enum(["active", "suspended", "excluded"]),
  })
  .meta({ id: "Staff" });
export type StaffAnswer = z.output<typeof staffAnswer>;
