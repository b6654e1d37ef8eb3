import { z } from "zod";

/** What happened, as far as somebody wants to say: none, one or several. */
export const WHAT = ["message", "call", "home", "other", "danger"] as const;
export type What = (typeof WHAT)[number];
export const BY = ["customer", "staff", "relative", "witness", "unknown"] as const;
export type By = (typeof BY)[number];
export const DOORS = ["sms", "report_number", "call", "chat", "page", "visit_link", "staff", "desk", "api"] as const;
export type Door = (typeof DOORS)[number];
/** How far it is to go. `stopped`: the reporter takes no further part; what must be done all the same is told to them. */
export const WISHES = ["unsaid", "protect_only", "procedure", "stopped"] as const;
export type Wish = (typeof WISHES)[number];
/** What the reporter is told of where it stands. */
export const STATES = ["received", "enquiry", "decision", "closed"] as const;
export type State = (typeof STATES)[number];
export const OUTCOMES = ["confirmed", "not_confirmed", "cannot_be_decided", "out_of_scope"] as const;
export type Outcome = (typeof OUTCOMES)[number];
export const CHECK_IN_ANSWERS = ["fine", "pressure", "contacted"] as const;
export type CheckInAnswer = (typeof CHECK_IN_ANSWERS)[number];

/** Characters of what somebody tells in one go. */
export const MAX_TOLD = 10_000;
const told = z.string().max(MAX_TOLD);
const short = z.string().max(200);
const reference = z.string().min(1).max(200);

export const offPlatform = z
  .strictObject({ text: told.optional(), number: short.optional() })
  .meta({ description: "a message that came from elsewhere, as it was received, and the number it came from" });

const details = {
  what: z.array(z.enum(WHAT)).max(WHAT.length).optional(),
  text: told.optional(),
  when: short.optional().meta({ description: "as people say it; approximate is fine" }),
  offPlatform: offPlatform.optional(),
};

export const detailsRequest = z.strictObject(details).meta({ id: "ReportDetails" });

export const reportRequest = z
  .strictObject({
    ...details,
    by: z.enum(BY).optional(),
    mission: z.string().max(100).optional(),
    staff: z
      .union([z.array(reference).max(20), z.literal("unsure")])
      .optional()
      .meta({ description: "references of those it is about; unsure: one of those assigned, and not known which" }),
    customer: reference.optional(),
    wish: z.enum(["protect_only", "procedure"]).optional(),
    danger: z.boolean().optional(),
    language: z.enum(["fr", "en"]).optional(),
    contact: z
      .strictObject({
        phone: short.optional(),
        hours: short.optional(),
        bySms: z
          .boolean()
          .optional()
          .meta({ description: "answers come as texts, words and all; else a text only says that there is one" }),
      })
      .optional(),
  })
  .meta({ id: "ReportRequest", description: "nothing is required: an empty report is a report" });
export type ReportRequest = z.output<typeof reportRequest>;

export const REPORT_NOTICES = ["unknown_mission", "unknown_staff", "unknown_customer", "phone_invalid"] as const;
export type ReportNotice = (typeof REPORT_NOTICES)[number];

export const reportFiled = z
  .strictObject({
    id: z.string(),
    receipt: z
      .string()
      .meta({ description: "six words by which the report is followed up: for the reporter, not to be kept" }),
    reference: z.string().meta({ description: "what may be said aloud and written down; it opens nothing" }),
    acknowledgedAt: z.iso.datetime(),
    followUp: z.string().meta({ description: "where the six words are typed" }),
    notices: z
      .array(z.enum(REPORT_NOTICES))
      .meta({ description: "what of the request was not understood; the report is filed without it" }),
  })
  .meta({ id: "ReportFiled" });

export const reportAnswer = z
  .strictObject({
    id: z.string(),
    reference: z.string(),
    filedAt: z.iso.datetime(),
    door: z.enum(DOORS),
    by: z.enum(BY),
    mission: z.string().nullable(),
    staff: z.array(z.string()).meta({ description: "references" }),
    isUnsure: z.boolean(),
    isDanger: z.boolean(),
    state: z.enum(STATES),
    outcome: z.enum(OUTCOMES).nullable(),
    case: z.string().nullable(),
    leaf: z.strictObject({ log: z.string(), index: z.int().nullable(), hash: z.string() }),
  })
  .meta({ id: "Report", description: "where a report stands; never what was said, nor by whom" });
export type ReportAnswer = z.output<typeof reportAnswer>;

export const reportQuery = z.strictObject({
  mission: z.string().max(100).optional(),
  since: z.iso.datetime({ offset: true }).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  after: z.string().max(200).optional(),
});
export const reportList = z.strictObject({ items: z.array(reportAnswer), next: z.string().nullable() });

const myReport = z.strictObject({
  id: z.string(),
  reference: z.string(),
  filedAt: z.iso.datetime(),
  state: z.enum(STATES),
  outcome: z.enum(OUTCOMES).nullable(),
  about: z.enum(["customer", "colleague"]),
});
export type MyReport = z.output<typeof myReport>;
export const myReportList = z
  .strictObject({ items: z.array(myReport), next: z.null() })
  .meta({ id: "MyReportList", description: "what became of one's own reports" });

export const onCallRequest = z.strictObject({ staff: z.array(reference).max(20) }).meta({ id: "OnCall" });
export const onCallAnswer = z.strictObject({ staff: z.array(z.string()) });
export const dangerSeen = z.strictObject({ id: z.string(), seenAt: z.iso.datetime() });

export type ReportRefusal =
  | "not_found"
  | "unknown_staff"
  | "on_call_without_phone"
  | "attachment_too_large"
  | "attachment_unreadable"
  | "too_much_told";
