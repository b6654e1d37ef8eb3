import { z } from "zod";
import { DUTIES } from "../../base/route.ts";
import { ownReference } from "../../base/wire.ts";
import { emailAddress } from "../sign-in/wire.ts";
import { personReference } from "../wire.ts";

/** JSON shapes of desk users. A mail address goes in and never comes out. */

/**
 * Why an account was not made or changed. `own_account`: nobody hands out rights to themselves, nor to another account
 * of theirs.
 */
export type DeskUserRefusal = "email_taken" | "own_account" | "desk_user_closed";

const displayName = z
  .string()
  .trim()
  .normalize("NFC")
  .min(1)
  .max(200)
  .refine((text) => !/[\p{Cc}\p{Cs}\u2028\u2029]/u.test(text), { params: { code: "not_printable" } });

export const deskUserRequest = z
  .strictObject({
    personReference: personReference.meta({
      description: "the company's personnel reference: two accounts of one person have the same",
    }),
    duty: z.enum(DUTIES),
    email: emailAddress,
    displayName: displayName.optional(),
    depot: ownReference.optional(),
    language: z.enum(["fr", "en"]).default("fr"),
  })
  .meta({ id: "DeskUserRequest" });
export type DeskUserRequest = z.output<typeof deskUserRequest>;

export const deskUserChange = z
  .strictObject({
    duty: z.enum(DUTIES).optional(),
    isActive: z.boolean().optional(),
    depot: ownReference.nullable().optional(),
  })
  .meta({ id: "DeskUserChange" });
export type DeskUserChange = z.output<typeof deskUserChange>;

export const invitationAnswer = z
  .strictObject({
    id: z.string(),
    invitation: z.string().meta({ description: "good once, for 72 hours; shown here only" }),
  })
  .meta({ id: "Invitation" });

export const deskUserAnswer = z
  .strictObject({
    id: z.string(),
    personReference: z.string(),
    duty: z.enum(DUTIES),
    displayName: z.string().nullable(),
    depot: z.string().nullable(),
    language: z.enum(["fr", "en"]),
    isActive: z.boolean(),
    hasAccepted: z.boolean(),
    invitedUntil: z.string().nullable(),
    createdAt: z.string(),
  })
  .meta({ id: "DeskUser" });

export const colleagueList = z
  .strictObject({
    items: z.array(
      z.strictObject({ id: z.string(), personReference: z.string(), duty: z.enum(DUTIES), isActive: z.boolean() }),
    ),
    next: z.null(),
  })
  .meta({ id: "ColleagueList" });

export const deskUserList = z
  .strictObject({ items: z.array(deskUserAnswer), next: z.null() })
  .meta({ id: "DeskUserList" });
