import { z } from "zod";

/**
 * JSON shapes of missions on the native API. What is unknown is refused; every string and list has an end.
 * Personal data go in through `missionRequest` and `missionPatch` and never come out: answers hold references,
 * masked numbers and codes only.
 */

export const CHANNELS = ["sms", "call"] as const;
export type Channel = (typeof CHANNELS)[number];

/** Article 6(1) GDPR as DPV writes it. Source: W3C DPV 2.3, legal/eu/gdpr, legal_basis.csv. */
export const LEGAL_BASES = [
  "eu-gdpr:A6-1-a",
  "eu-gdpr:A6-1-a-explicit-consent",
  "eu-gdpr:A6-1-b",
  "eu-gdpr:A6-1-b-contract-performance",
  "eu-gdpr:A6-1-b-enter-into-contract",
  "eu-gdpr:A6-1-c",
  "eu-gdpr:A6-1-d",
  "eu-gdpr:A6-1-e",
  "eu-gdpr:A6-1-e-official-authority",
  "eu-gdpr:A6-1-e-public-interest",
  "eu-gdpr:A6-1-f",
  "eu-gdpr:A6-1-f-controller",
  "eu-gdpr:A6-1-f-third-party",
] as const;
export type LegalBasis = (typeof LEGAL_BASES)[number];

const LEGAL_BASIS_NAMESPACE = "https://w3id.org/dpv/legal/eu/gdpr#";
/** The same IRIs written out, as a caller may send them. */
const FULL_LEGAL_BASES = LEGAL_BASES.map((name) => name.replace("eu-gdpr:", LEGAL_BASIS_NAMESPACE));

/** The IRI with its prefix, whichever way it was written. */
export function prefixedLegalBasis(iri: string): LegalBasis {
  return iri.replace(LEGAL_BASIS_NAMESPACE, "eu-gdpr:") as LegalBasis;
}

/** Why an act on a mission did not happen. Requests of the wrong shape never get this far. */
export const MISSION_REFUSALS = [
  "unknown_mission",
  "unknown_purpose",
  "purpose_prohibited",
  "channel_not_in_purpose",
  "unknown_staff",
  "staff_suspended",
  "staff_on_hold",
  "charter_not_acknowledged",
  "window_inverted",
  "window_too_long",
  "window_over",
  "phone_invalid",
  "notes_screened",
  "reference_taken",
  "pair_cut",
  "customer_erased",
  "mission_closed",
  "mission_not_closed",
  "mission_cancelled",
] as const;
export type MissionRefusal = (typeof MISSION_REFUSALS)[number];

/** What the company should know about a mission that was accepted all the same. */
export const MISSION_NOTICES = ["landline_no_sms", "no_phone", "shared_number", "no_number"] as const;
export type MissionNotice = (typeof MISSION_NOTICES)[number];

/** Minutes. A day of grace is the most that a purpose may leave contact open after the end. */
export const MAX_GRACE_MINUTES = 1_440;
/** Staff members on one mission: a team, not a company. Each costs a line, thus two numbers. */
export const MAX_STAFF = 20;

/** No control character (they forge lines in a text or a log) and no lone surrogate (PostgreSQL refuses it). */
const NOT_PRINTABLE = /[\p{Cc}\p{Cs}\u2028\u2029]/u;
const NOT_PRINTABLE_LINES = /[^\P{Cc}\n\r\t]|\p{Cs}/u;

/** Trimmed and in NFC, so that two spellings of one reference or name are one. */
const line = (max: number) =>
  z
    .string()
    .trim()
    .normalize("NFC")
    .min(1)
    .max(max)
    .refine((text) => !NOT_PRINTABLE.test(text), { params: { code: "not_printable" } });
const lines = (max: number) =>
  z
    .string()
    .trim()
    .normalize("NFC")
    .min(1)
    .max(max)
    .refine((text) => !NOT_PRINTABLE_LINES.test(text), { params: { code: "not_printable" } });

const reference = line(200);
const rfc3339 = z.iso.datetime({ offset: true });
/** In this century: a year 0026 is a typing mistake, not an appointment. */
const instant = z
  .string()
  .max(40)
  .refine((text) => text.startsWith("20") && rfc3339.safeParse(text).success, { params: { code: "not_an_instant" } })
  .meta({
    format: "date-time",
    description: "RFC 3339 with an offset, 2000 to 2099; fractions of a millisecond are cut",
  });
const graceMinutes = z.int().min(0).max(MAX_GRACE_MINUTES);
const reason = lines(1_000);
/** Any usual spelling; what it means is judged by `parsePhone`, and a refusal is `phone_invalid`. */
const phone = line(40);

function distinct(items: readonly string[]): boolean {
  return new Set(items).size === items.length;
}

const staffList = z
  .array(reference)
  .min(1)
  .max(MAX_STAFF)
  .refine(distinct, { params: { code: "repeated" } });

const customer = z.strictObject({
  reference,
  displayName: line(500),
  phone: phone.optional(),
  email: z.email().max(254).optional(),
  address: lines(500).optional(),
  accessNotes: lines(1_000).optional(),
  language: z.enum(["fr", "en"]).default("fr"),
});

export const missionRequest = z
  .strictObject({
    reference,
    purpose: line(100),
    legalBasis: z.enum([...LEGAL_BASES, ...FULL_LEGAL_BASES]).optional(),
    opensAt: instant,
    closesAt: instant,
    channels: z
      .array(z.enum(CHANNELS))
      .min(1)
      .max(CHANNELS.length)
      .refine(distinct, { params: { code: "repeated" } })
      .optional(),
    graceMinutes: graceMinutes.optional(),
    customer,
    staff: staffList,
  })
  .meta({ id: "MissionRequest" });
export type MissionRequest = z.output<typeof missionRequest>;

export const missionPatch = z
  .strictObject({
    opensAt: instant.optional(),
    closesAt: instant.optional(),
    staff: staffList.optional(),
    customer: z.strictObject({ phone: phone.optional() }).optional(),
  })
  .refine((patch) => patch.opensAt ?? patch.closesAt ?? patch.staff ?? patch.customer?.phone, {
    params: { code: "nothing_to_change" },
  })
  .meta({ id: "MissionPatch" });
export type MissionPatch = z.output<typeof missionPatch>;

export const closeRequest = z
  .strictObject({ reason: reason.optional(), graceMinutes: graceMinutes.optional() })
  .meta({ id: "CloseRequest" });
export type CloseRequest = z.output<typeof closeRequest>;

export const reopenRequest = z.strictObject({ reason, closesAt: instant }).meta({ id: "ReopenRequest" });
export type ReopenRequest = z.output<typeof reopenRequest>;

export const cancelRequest = z.strictObject({ reason: reason.optional() }).meta({ id: "CancelRequest" });
export type CancelRequest = z.output<typeof cancelRequest>;

export const disclosureRequest = z
  .strictObject({ staff: reference, what: z.enum(["address", "accessNotes"]) })
  .meta({ id: "DisclosureRequest" });
export type DisclosureRequest = z.output<typeof disclosureRequest>;

export const onMyWayRequest = z.strictObject({ staff: reference }).meta({ id: "OnMyWayRequest" });
export type OnMyWayRequest = z.output<typeof onMyWayRequest>;

export const MISSION_STATUSES = ["scheduled", "open", "closed", "cancelled"] as const;
export type MissionStatus = (typeof MISSION_STATUSES)[number];

export const missionAnswer = z
  .strictObject({
    id: z.string(),
    reference: z.string(),
    purpose: z.string(),
    legalBasis: z.enum(LEGAL_BASES),
    status: z.enum(MISSION_STATUSES),
    opensAt: z.string().meta({ format: "date-time" }),
    closesAt: z.string().meta({ format: "date-time" }),
    graceMinutes: z.int(),
    onMyWayAt: z.string().nullable().meta({ format: "date-time" }),
    channels: z.array(z.enum(CHANNELS)),
    notices: z.array(z.strictObject({ code: z.enum(MISSION_NOTICES), detail: z.string() })),
    customer: z.strictObject({ reference: z.string() }),
    lines: z.array(
      z.strictObject({
        staff: z.string(),
        staffDials: z.string().nullable().meta({ description: "masked number; null where no channel is open" }),
        customerDials: z.string().nullable().meta({ description: "masked number; null where no channel is open" }),
        code: z.string().meta({ description: "mission code for an unknown or hidden caller" }),
        staffNeedsCode: z.boolean(),
        customerNeedsCode: z.boolean(),
      }),
    ),
  })
  .meta({ id: "Mission" });
export type MissionAnswer = z.output<typeof missionAnswer>;

/** What can be wrong with a file or a row. The sentence for each is the text `missions.import.<code>`. */
export const IMPORT_ERRORS = [
  // the file as a whole: nothing after it is read
  "file_empty",
  "column_missing",
  "column_repeated",
  "column_unknown",
  "too_many_rows",
  // a row that could not be read
  "encoding_mixed",
  "quotes_broken",
  "row_too_long",
  "cells_missing",
  "cells_extra",
  // a cell
  "required",
  "too_long",
  "not_printable",
  "number_invalid",
  "email_invalid",
  "phone_invalid",
  "value_unknown",
  "date_invalid",
  "time_invalid",
  "time_missing",
  "offset_missing",
  "duration_invalid",
  "end_missing",
  "window_inverted",
  "window_too_long",
  "unknown_purpose",
  "purpose_prohibited",
  "unknown_staff",
  "repeated",
  "too_many",
  "status_unknown",
  "reference_repeated",
] as const;
export type ImportErrorCode = (typeof IMPORT_ERRORS)[number];

/** Rows listed one by one in an answer; further ones are counted. A file of nonsense must not fill the memory. */
export const MAX_LISTED_REJECTIONS = 10_000;

export const importPreviewRow = z.strictObject({
  line: z.int(),
  action: z.enum(["open", "close", "cancel"]),
  reference: z.string(),
  purpose: z.string(),
  opensAt: z.string().meta({ format: "date-time" }),
  closesAt: z.string().meta({ format: "date-time" }),
  staff: z.array(z.string()),
  customer: z.strictObject({
    reference: z.string(),
    phone: z
      .enum(["mobile", "landline", "unclear"])
      .nullable()
      .meta({ description: "kind of number, never the number" }),
    hasEmail: z.boolean(),
    hasAddress: z.boolean(),
    hasAccessNotes: z.boolean(),
  }),
});
export type ImportPreviewRow = z.output<typeof importPreviewRow>;

export const importAnswer = z
  .strictObject({
    id: z.string().meta({ description: "as in GET /v1/imports/{id}" }),
    accepted: z.int().meta({ description: "rows created, changed, closed, cancelled or found unchanged" }),
    unchanged: z.int(),
    changed: z.int(),
    closed: z.int(),
    cancelled: z.int(),
    rejected: z
      .array(
        z.strictObject({
          line: z.int().meta({ description: "line of the file where the row begins; the header is line 1" }),
          field: z.string().nullable().meta({ description: "null when the row as a whole is meant" }),
          code: z.enum([...new Set([...IMPORT_ERRORS, ...MISSION_REFUSALS])]),
          message: z.string(),
        }),
      )
      .max(MAX_LISTED_REJECTIONS),
    rejectedNotListed: z.int().meta({ description: "errors beyond the listed ones" }),
    preview: z.array(importPreviewRow).optional().meta({ description: "dry run only: the first rows as understood" }),
  })
  .meta({ id: "ImportAnswer" });
export type ImportAnswer = z.output<typeof importAnswer>;

/** Printable, as a reference is: PostgreSQL refuses NUL and half a character. */
const searched = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .normalize("NFC")
    .refine((text) => !NOT_PRINTABLE.test(text), { params: { code: "not_printable" } });
const day = z.iso.date().meta({ description: "a civil day where the company works: missions that open on it" });

export const missionQuery = z.strictObject({
  reference: z
    .string()
    .max(200)
    .optional()
    .meta({ description: "the one mission with this reference, whatever else is asked" }),
  day: day.optional(),
  status: z.enum(MISSION_STATUSES).optional(),
  staff: searched(200).optional().meta({ description: "reference of a staff member who is on the mission now" }),
  purpose: searched(100).optional(),
  q: searched(200).optional().meta({ description: "how the reference begins; then the order is that of references" }),
  sort: z.enum(["opensAt", "-opensAt", "reference"]).default("opensAt"),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  after: z
    .string()
    .max(1_200)
    .optional()
    .meta({ description: "a page may be short while there is a next one: go on until `next` is null" }),
});
export type MissionQuery = z.output<typeof missionQuery>;

export const summaryQuery = z.strictObject({ day: day.optional() });
const statusCounts = { scheduled: z.int(), open: z.int(), closed: z.int(), cancelled: z.int() };
export const missionSummary = z
  .strictObject({
    day: z.string().meta({ format: "date" }),
    zone: z.string().meta({ description: "IANA name of the zone whose day and hours these are" }),
    total: z.int(),
    ...statusCounts,
    withoutNumber: z
      .int()
      .meta({ description: "missions not over on which somebody with a phone has no masked number" }),
    withSharedNumber: z.int().meta({ description: "missions not over on which somebody must type the mission code" }),
    hours: z
      .array(z.strictObject({ hour: z.int().min(0).max(23), ...statusCounts }))
      .meta({ description: "hours with missions" }),
  })
  .meta({ id: "MissionSummary" });
export type MissionSummary = z.output<typeof missionSummary>;

export const missionList = z
  .strictObject({ items: z.array(missionAnswer), next: z.string().nullable() })
  .meta({ id: "MissionList" });

export const purposeList = z
  .strictObject({
    items: z.array(
      z.strictObject({
        name: z.string(),
        version: z.int(),
        dpvIri: z.string().meta({ description: "W3C DPV" }),
        legalBasis: z.enum(LEGAL_BASES).meta({ description: "where the mission names none" }),
        channels: z.array(z.enum(CHANNELS)),
        paddingBeforeMinutes: z.int().meta({ description: "for imports; windows given by API are literal" }),
        paddingAfterMinutes: z.int(),
        graceMinutes: z.int(),
        quarantineDays: z.int(),
        retentionMonths: z.int(),
        maxTexts: z.int().meta({ description: "of a mission" }),
        maxCalls: z.int(),
        maxCallSeconds: z.int(),
        ringSeconds: z.int(),
      }),
    ),
    next: z.null(),
  })
  .meta({ id: "PurposeList" });

export const importRecord = z
  .strictObject({
    id: z.string(),
    state: z.enum(["running", "done", "failed"]),
    by: z.string().nullable().meta({ description: "an account of the desk or a machine key; null: an operator" }),
    mapping: z.string().meta({ description: "native, a name, or given: it came with the file" }),
    isDryRun: z.boolean(),
    rows: z.int().meta({ description: "read so far" }),
    accepted: z.int(),
    rejected: z.int().meta({ description: "rows that did not go in" }),
    startedAt: z.string().meta({ format: "date-time" }),
    endedAt: z.string().meta({ format: "date-time" }).nullable(),
  })
  .meta({ id: "Import" });
export type ImportRecord = z.output<typeof importRecord>;
export const importListQuery = z.strictObject({ limit: z.coerce.number().int().min(1).max(100).default(20) });
export const importList = z.strictObject({ items: z.array(importRecord), next: z.null() }).meta({ id: "ImportList" });
export const mappingList = z
  .strictObject({
    items: z.array(
      z.strictObject({ name: z.string(), isOwn: z.boolean().meta({ description: "the company made it" }) }),
    ),
    next: z.null(),
  })
  .meta({ id: "MappingList" });

export const importQuery = z.strictObject({
  mapping: z
    .string()
    .max(8_000)
    .regex(/^([a-z0-9-]{1,60}|\s*\{[^]*\}\s*)$/)
    .optional()
    .meta({
      description:
        "name of a mapping in `samples/` or in the data folder, or the mapping itself as JSON; without one the columns are named as the API's fields",
    }),
  dryRun: z.enum(["true", "false"]).default("false"),
});
export type ImportQuery = z.output<typeof importQuery>;
