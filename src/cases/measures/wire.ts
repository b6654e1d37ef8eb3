import { z } from "zod";
import { EXCEPTION_IDS } from "../../charter/index.ts";
import { CASE_STATES, instant, staffRef, words } from "../wire.ts";

export const measureRequest = z
  .strictObject({
    kind: z.enum(["hold", "suspension"]),
    staff: staffRef,
    reasons: words.meta({ description: "the person concerned reads them" }),
    exception: z
      .enum(EXCEPTION_IDS)
      .optional()
      .meta({ description: "one of the law's own exceptions; another person has to sign" }),
  })
  .meta({ id: "CaseMeasureRequest" });
export type MeasureRequest = z.output<typeof measureRequest>;

export const measureParams = z.strictObject({ id: z.string().max(100), measure: z.string().max(100) });
export const signRequest = z
  .strictObject({ decision: z.enum(["sign", "decline"]), reasons: words })
  .meta({ id: "CaseMeasureSignature" });
export const ordered = z
  .strictObject({
    id: z.string(),
    state: z.enum(CASE_STATES),
    measure: z.string(),
    standsAs: z.enum(["awaiting", "in_force"]),
  })
  .meta({ id: "CaseMeasureOrdered" });

export const reviewRequest = z
  .strictObject({ staff: staffRef, decision: z.enum(["lifted", "kept", "lasting"]), reasons: words })
  .meta({ id: "CutReviewRequest" });
export const reviewQuery = z.strictObject({ limit: z.coerce.number().int().min(1).max(1000).default(100) });
export const reviewList = z
  .strictObject({
    items: z.array(
      z.strictObject({
        staff: z.string(),
        case: z.string().nullable(),
        cutAt: instant,
        dueAt: instant,
        isOverdue: z.boolean(),
        wasKept: z.boolean(),
      }),
    ),
    next: z.null(),
  })
  .meta({ id: "CutReviewList" });

export const reassignmentList = z
  .strictObject({
    items: z.array(
      z.strictObject({
        mission: z.string(),
        reference: z.string(),
        staff: z.string(),
        opensAt: instant,
        closesAt: instant,
      }),
    ),
    next: z.null(),
  })
  .meta({ id: "ReassignmentList" });
