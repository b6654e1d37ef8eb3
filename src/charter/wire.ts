import { z } from "zod";
import { ownReference } from "../base/wire.ts";

/** Modules that watch staff, and stay off in production until their activation is recorded. */
export const MODULES = ["screening", "cut-attempt-alerts"] as const;
export type Module = (typeof MODULES)[number];

/** Pieces may be left out, so that what is missing can be said: nothing is switched on without all of them. */
export const activationRequest = z
  .strictObject({
    module: z.enum(MODULES),
    consultationDate: z.iso.date().optional().meta({
      description: "day on which staff representatives were informed and consulted (Code du travail L2312-38)",
    }),
    noticeVersion: ownReference
      .optional()
      .meta({ description: "version of the notice that each staff member received (Code du travail L1222-4)" }),
    impactAssessment: ownReference
      .optional()
      .meta({ description: "reference of the impact assessment (GDPR art. 35)" }),
    legalBasis: z
      .string()
      .regex(/^eu-gdpr:A6-1-[a-f](-[a-z-]+)?$/)
      .max(60)
      .optional()
      .meta({ description: "W3C DPV, legal/eu/gdpr" }),
  })
  .meta({ id: "ActivationRequest" });
export type ActivationRequest = z.output<typeof activationRequest>;

/** What must be there before a module that watches staff is switched on. */
export const ACTIVATION_PIECES = ["consultationDate", "noticeVersion", "impactAssessment", "legalBasis"] as const;
export type ActivationPiece = (typeof ACTIVATION_PIECES)[number];

export const activationAnswer = z
  .strictObject({
    id: z.string(),
    module: z.enum(MODULES),
    consultationDate: z.string().meta({ format: "date" }),
    noticeVersion: z.string(),
    impactAssessment: z.string(),
    legalBasis: z.string(),
    beganAt: z.string().meta({ format: "date-time" }),
    endedAt: z.string().meta({ format: "date-time" }).nullable(),
  })
  .meta({ id: "Activation" });
export type ActivationAnswer = z.output<typeof activationAnswer>;

/** All there ever were: who looks for the state at a date finds it. There are as many as somebody switched. */
export const activationList = z
  .strictObject({ items: z.array(activationAnswer), next: z.null() })
  .meta({ id: "ActivationList" });
