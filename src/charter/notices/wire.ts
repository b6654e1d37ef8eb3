import { z } from "zod";
import { bothLanguages, pageQuery, staffReference, titleOf } from "../charters/wire.ts";
import { MODULES } from "../wire.ts";

/** As an activation names it; without a slash, since it stands in a path. */
const noticeVersion = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/);

export const noticeRequest = z
  .strictObject({
    version: noticeVersion.meta({ description: "the company's own, as an activation names it" }),
    title: titleOf,
    text: bothLanguages,
    modules: z.array(z.enum(MODULES)).min(1).max(MODULES.length).meta({
      description: "what it tells staff about: each module that watches them",
    }),
  })
  .meta({ id: "NoticeRequest" });
export type NoticeRequest = z.output<typeof noticeRequest>;

export const noticeAnswer = z
  .strictObject({
    version: z.string(),
    title: z.string(),
    text: z.strictObject({ fr: z.string(), en: z.string() }),
    modules: z.array(z.enum(MODULES)),
    recordedAt: z.string().meta({ format: "date-time" }),
    receivedBy: z.int().nullable().meta({ description: "staff members with a receipt; null to a staff member" }),
    receivedAt: z.string().meta({ format: "date-time" }).nullable().meta({
      description: "to a staff member: when they confirmed it",
    }),
  })
  .meta({ id: "Notice" });
export type NoticeAnswer = z.output<typeof noticeAnswer>;

/** All there ever were, oldest first. There are as many as somebody wrote. */
export const noticeList = z.strictObject({ items: z.array(noticeAnswer), next: z.null() }).meta({ id: "NoticeList" });

export const noticeParam = z.strictObject({ version: z.string().max(100) });

export const receiptRequest = z
  .strictObject({
    staff: staffReference.optional().meta({
      description: "who signed on paper; a signed-in staff member leaves it out",
    }),
  })
  .meta({ id: "NoticeReceiptRequest" });

export const receiptAnswer = z
  .strictObject({
    staff: z.string(),
    version: z.string(),
    givenBy: z.enum(["session", "paper"]),
    givenAt: z.string().meta({ format: "date-time" }),
  })
  .meta({ id: "NoticeReceipt" });
export type ReceiptAnswer = z.output<typeof receiptAnswer>;

export const receiptQuery = z.strictObject(pageQuery);
export const receiptList = z
  .strictObject({ items: z.array(receiptAnswer), next: z.string().nullable() })
  .meta({ id: "NoticeReceiptList" });
