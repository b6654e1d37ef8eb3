import { getCountries } from "libphonenumber-js/max";
import { z } from "zod";
import { isKnownZone } from "../window.ts";

/**
 * How the columns of one source become missions. Stored as JSON, one per source; `samples/` holds presets.
 * It may hold names and e-mail addresses of staff (`staffAliases`): personal data, to be kept as such.
 */

const column = z.string().trim().normalize("NFC").min(1).max(200);

/**
 * Where a value comes from:
 * `column`, the cell; the header must have it unless `optional`;
 * `constant`, the same for every row;
 * `template`, text with columns in braces, such as `{Street}, {PostalCode} {City}`; empty when all its cells are;
 * `digest`, a keyed pseudonym of these cells together, for sources without a reference of their own: a name
 * must never become a reference, since references are shown and logged.
 */
const source = z.union([
  z.strictObject({ column, optional: z.boolean().default(false) }),
  z.strictObject({ constant: z.string().trim().min(1).max(500) }),
  z.strictObject({
    template: z
      .string()
      .min(3)
      .max(1_000)
      .refine((text) => templateColumns(text).length > 0),
  }),
  z.strictObject({ digest: z.array(column).min(1).max(10) }),
]);
export type Source = z.output<typeof source>;

/** `{Street}, {City}` names the columns Street and City. */
export function templateColumns(template: string): string[] {
  return [...template.matchAll(/\{([^{}]+)\}/g)].map((match) => (match[1] as string).trim());
}

const clockTime = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/);

/**
 * A point in time. Without `time`, the cells of `date` hold date and time together (or an instant with offset).
 * `defaultTime` stands in where the time is empty, as the source itself would plan it.
 */
const moment = z.strictObject({ date: source, time: source.optional(), defaultTime: clockTime.optional() });
export type Moment = z.output<typeof moment>;

const minutes = z
  .int()
  .min(1)
  .max(30 * 1_440);

/**
 * The planned visit, and the arrival window promised to the customer where the source knows both.
 * The end is `closes`, else start + `duration`, else start + `defaultDurationMinutes`.
 * `choose`: `planned`; `promised`, the visit may begin at the last minute promised, so it ends that much later;
 * `both`, from the earlier start to the later end. Rows without a promise use the plan.
 */
const visit = z.strictObject({
  opens: moment,
  closes: moment.optional(),
  /** Where an end has a time but no date of its own, an end before the start is on the next morning. */
  crossesMidnight: z.boolean().default(false),
  duration: z.strictObject({ from: source, unit: z.enum(["seconds", "minutes", "hours", "clock"]) }).optional(),
  defaultDurationMinutes: minutes.optional(),
  promised: z.strictObject({ opens: moment, closes: moment }).optional(),
  choose: z.enum(["planned", "promised", "both"]).default("planned"),
});

export const ACTIONS = ["open", "close", "cancel"] as const;
/** What a row asks for: that the mission exists as described, that it is over, or that it will not happen. */
export type ImportAction = (typeof ACTIONS)[number];

const status = z.strictObject({
  from: source,
  /** The source's words, in any case, and what they ask for. A word not listed rejects the row. */
  map: z.record(z.string().trim().min(1).max(100), z.enum(ACTIONS)),
  empty: z.enum(ACTIONS).default("open"),
});

export const STAFF_KINDS = ["code", "email", "name"] as const;
export type StaffKind = (typeof STAFF_KINDS)[number];

const fields = z.strictObject({
  reference: source,
  purpose: source.optional(),
  legalBasis: source.optional(),
  channels: source.optional(),
  graceMinutes: source.optional(),
  "customer.reference": source,
  "customer.displayName": source,
  "customer.phone": source.optional(),
  "customer.email": source.optional(),
  "customer.address": source.optional(),
  "customer.accessNotes": source.optional(),
  "customer.language": source.optional(),
});
export type MappedField = keyof z.output<typeof fields>;

const country = z.enum(getCountries() as [string, ...string[]] as [ReturnType<typeof getCountries>[number]]);

export const importMapping = z
  .strictObject({
    version: z.literal(1),
    /** Name of the source, for people. */
    source: z.string().trim().min(1).max(100),
    separator: z.enum(["auto", ";", ",", "\t"]).default("auto"),
    encoding: z.enum(["auto", "utf-8", "windows-1252"]).default("auto"),
    /** Native files refuse a column they do not know (a typing mistake would drop a phone); exports have many. */
    unknownColumns: z.enum(["ignore", "refuse"]).default("ignore"),
    /** Order of day, month and year in dates; a date that begins with four digits is always year first. */
    dateOrder: z.enum(["ymd", "dmy", "mdy"]).default("ymd"),
    /** IANA zone of times without an offset; without it such times are refused. */
    zone: z.string().max(64).refine(isKnownZone).optional(),
    /** Country whose national phone spelling is understood. */
    phoneCountry: country.optional(),
    fields,
    visit,
    staff: z.strictObject({
      from: source,
      by: z.enum(STAFF_KINDS),
      separator: z.string().min(1).max(3).default("|"),
    }),
    /** Alias in the source (code, e-mail or name, as `staff.by` says) → our staff reference. */
    staffAliases: z.record(z.string().trim().min(1).max(320), z.string().trim().min(1).max(200)).default({}),
    status: status.optional(),
    /** Any value here (an actual end) says that the work is over: the mission is closed. */
    endedAt: source.optional(),
    /** Purpose of rows that name none. */
    defaultPurpose: z.string().trim().min(1).max(100).optional(),
  })
  .refine((mapping) => mapping.fields.purpose ?? mapping.defaultPurpose, {
    path: ["defaultPurpose"],
    message: "a mapping needs fields.purpose or defaultPurpose",
  })
  .refine((mapping) => areDistinct(Object.keys(mapping.staffAliases)), {
    path: ["staffAliases"],
    message: "two aliases are the same but for case or spaces",
  })
  .refine((mapping) => areDistinct(Object.keys(mapping.status?.map ?? {})), {
    path: ["status", "map"],
    message: "two words are the same but for case or spaces",
  })
  .meta({ id: "ImportMapping" });
export type ImportMapping = z.output<typeof importMapping>;

/** Every column that a mapping reads, with the field it serves. */
export function mappedColumns(mapping: ImportMapping): { field: string; column: string; optional: boolean }[] {
  const times = mapping.visit;
  const sources: [string, Source | undefined][] = [
    ...Object.entries(mapping.fields),
    ["opensAt", times.opens.date],
    ["opensAt", times.opens.time],
    ["closesAt", times.closes?.date],
    ["closesAt", times.closes?.time],
    ["closesAt", times.duration?.from],
    ["opensAt", times.promised?.opens.date],
    ["opensAt", times.promised?.opens.time],
    ["closesAt", times.promised?.closes.date],
    ["closesAt", times.promised?.closes.time],
    ["staff", mapping.staff.from],
    ["status", mapping.status?.from],
    ["status", mapping.endedAt],
  ];
  return sources.flatMap(([field, from]) => {
    if (from === undefined || "constant" in from) return [];
    if ("column" in from) return [{ field, column: from.column, optional: from.optional }];
    const columns = "template" in from ? templateColumns(from.template) : from.digest;
    return columns.map((name) => ({ field, column: name, optional: false }));
  });
}

/** One form for words that people type differently: case, runs of spaces and Unicode spelling do not count. */
export function sameWord(text: string): string {
  return text.normalize("NFC").trim().replace(/\s+/g, " ").toLowerCase();
}

function areDistinct(words: readonly string[]): boolean {
  return new Set(words.map(sameWord)).size === words.length;
}

const ownColumn = (name: string) => ({ column: name, optional: true });

/** The native format: columns named as the fields of `POST /v1/missions`, instants with offset. */
export const NATIVE_MAPPING: ImportMapping = importMapping.parse({
  version: 1,
  source: "native",
  unknownColumns: "refuse",
  phoneCountry: "FR",
  fields: {
    reference: { column: "reference" },
    purpose: { column: "purpose" },
    legalBasis: ownColumn("legalBasis"),
    channels: ownColumn("channels"),
    graceMinutes: ownColumn("graceMinutes"),
    "customer.reference": { column: "customer.reference" },
    "customer.displayName": { column: "customer.displayName" },
    "customer.phone": ownColumn("customer.phone"),
    "customer.email": ownColumn("customer.email"),
    "customer.address": ownColumn("customer.address"),
    "customer.accessNotes": ownColumn("customer.accessNotes"),
    "customer.language": ownColumn("customer.language"),
  },
  visit: { opens: { date: { column: "opensAt" } }, closes: { date: { column: "closesAt" } } },
  staff: { from: { column: "staff" }, by: "code" },
  status: {
    from: ownColumn("status"),
    map: { scheduled: "open", open: "open", closed: "close", cancelled: "cancel" },
  },
});
