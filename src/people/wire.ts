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

/** What a machine key may be allowed to do. */
export const MACHINE_SCOPES = [
  "activations:read",
  "activations:write",
  "attempts:read",
  "charter:read",
  "charter:write",
  "desk:write",
  "disclosures:write",
  "ledger:audit",
  "missions:read",
  "missions:write",
  "numbers:read",
  "numbers:write",
  "readings:read",
  "readings:write",
  "reports:read",
  "reports:write",
  "screenings:read",
  "staff:write",
  "visits:write",
] as const;
export type MachineScope = (typeof MACHINE_SCOPES)[number];

/**
 * What somebody of the desk may give a key. The others are the work of another duty (who reads texts, switches modules on,
 * appoints people, audits): an admin would have by a key what their own account is refused. The operator gives those.
 */
export const DESK_SCOPES = MACHINE_SCOPES.filter(
  (scope) => !["activations:write", "desk:write", "ledger:audit", "readings:read", "readings:write"].includes(scope),
);

export const machineKeyRequest = z
  .strictObject({
    name: printable(100).meta({ description: "what it is for, never a person's name" }),
    scopes: z.array(z.enum(MACHINE_SCOPES)).min(1).max(MACHINE_SCOPES.length),
  })
  .meta({ id: "MachineKeyRequest" });
export const machineKeyMade = z
  .strictObject({ id: z.string(), secret: z.string().meta({ description: "shown once and kept nowhere" }) })
  .meta({ id: "MachineKeyMade" });
export const machineKeyList = z
  .strictObject({
    items: z.array(
      z.strictObject({
        id: z.string(),
        name: z.string(),
        scopes: z.array(z.string()),
        createdAt: z.string().meta({ format: "date-time" }),
        revokedAt: z.string().meta({ format: "date-time" }).nullable(),
      }),
    ),
    next: z.null(),
    grantable: z.array(z.enum(MACHINE_SCOPES)).meta({ description: "scopes that somebody of the desk may give" }),
  })
  .meta({ id: "MachineKeyList" });

/** The company's own reference of one of its people, in which capitals do not count: one person, one spelling. */
export const personReference = ownReference.transform((reference) => reference.toUpperCase());

export const staffQuery = z.strictObject({
  q: printable(200).optional().meta({ description: "what the reference has in it" }),
  after: printable(200).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});
export type StaffQuery = z.output<typeof staffQuery>;

const standing = z.enum(["active", "suspended", "excluded"]);
const staffItem = z.strictObject({
  reference: z.string(),
  regime: z.enum(REGIMES),
  language: z.enum(["fr", "en"]),
  standing,
  isOnHold: z.boolean().meta({ description: "no new mission until somebody decides" }),
  depot: z.string().nullable(),
  hasPhone: z.boolean(),
  charterAcknowledged: z.boolean().meta({ description: "the version in force today" }),
  missionsToday: z.int().meta({ description: "that open today and were not taken back" }),
});
export type StaffItem = z.output<typeof staffItem>;
export const staffList = z
  .strictObject({ items: z.array(staffItem), next: z.string().nullable() })
  .meta({ id: "StaffList" });

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
    standing,
  })
  .meta({ id: "Staff" });
export type StaffAnswer = z.output<typeof staffAnswer>;
