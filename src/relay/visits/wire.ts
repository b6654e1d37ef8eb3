import { z } from "zod";

/** JSON shapes of appointment messages and visit slips. */

export const announcementAnswer = z
  .strictObject({ mission: z.string(), announcedAt: z.string().meta({ format: "date-time" }) })
  .meta({ id: "Announcement" });

export const visitSlipAnswer = z
  .strictObject({
    visitPage: z.string().meta({ description: "the customer's own page: whoever has it is taken for her" }),
    reportPage: z.string(),
    numberPage: z.string().nullable().meta({ description: "says whose the masked number is; null: there is none" }),
    reportNumber: z.string().nullable(),
    qr: z.string().meta({ description: "the customer's page as an SVG" }),
  })
  .meta({ id: "VisitSlip" });
