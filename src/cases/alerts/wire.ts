import { z } from "zod";
import { instant } from "../wire.ts";

export const alertQuery = z.strictObject({ limit: z.coerce.number().int().min(1).max(1000).default(100) });
export const alertList = z
  .strictObject({
    items: z.array(
      z.strictObject({
        id: z.string(),
        kind: z.enum(["reading_beyond", "export_beyond", "cut_attempt", "further_report", "reprisal"]),
        case: z.string(),
        cause: z.string(),
        deskUser: z.string().nullable(),
        staff: z.string().nullable(),
        at: instant,
      }),
    ),
    next: z.null(),
  })
  .meta({ id: "AlertList" });
export const alertSeen = z.strictObject({ id: z.string(), seenAt: instant }).meta({ id: "AlertSeen" });
