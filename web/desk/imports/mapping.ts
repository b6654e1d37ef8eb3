import type { Separator } from "./table-file.ts";

/** What a mission needs of a row, and what may come with it. Each is a column of the file, or nothing. */
export const FIELDS = [
  "reference",
  "opens-date",
  "opens-time",
  "closes-date",
  "closes-time",
  "duration",
  "staff",
  "customer.reference",
  "customer.display-name",
  "customer.phone",
  "customer.email",
  "customer.address",
  "customer.access-notes",
  "customer.language",
  "purpose",
] as const;
export type Field = (typeof FIELDS)[number];
export const NEEDED: readonly Field[] = [
  "reference",
  "opens-date",
  "staff",
  "customer.reference",
  "customer.display-name",
];

export type DateOrder = "ymd" | "dmy" | "mdy";
export type Chosen = {
  readonly columns: Readonly<Record<Field, string>>;
  readonly separator: Separator | "auto";
  readonly dateOrder: DateOrder;
  readonly zone: string;
  readonly durationUnit: "minutes" | "hours" | "clock";
  /** Minutes where a row has neither an end nor a duration; empty: such a row is refused. */
  readonly usualMinutes: string;
  readonly defaultPurpose: string;
};

/** Words by which exports name these columns, in French and English. */
const TITLES: Readonly<Record<Field, RegExp>> = {
  reference:
    /^(reference|référence|ref|n°|num[eé]ro|mission|intervention|job|order|work ?order)( (id|mission|intervention|number))?$/,
  "opens-date": /^(opensat|date|jour|day|start ?date|date (de )?début|scheduled_start_at|début|start)$/,
  "opens-time": /^(heure|heure (de )?début|start ?time|début heure|time)$/,
  "closes-date": /^(closesat|date (de )?fin|end ?date|scheduled_end_at|fin|end)$/,
  "closes-time": /^(heure (de )?fin|end ?time)$/,
  duration: /^(durée|duree|duration)/,
  staff: /^(staff|technicien|technician|intervenant|assignee|driver|chauffeur|équipe|code technicien)/,
  "customer.reference":
    /^(customer\.reference|(référence |ref |code |n° )?client|client(_| )?(id|ref)|customer(_| )?(id|ref|reference))$/,
  "customer.display-name": /^(customer\.(displayname|name)|nom|nom (du )?client|customer ?name|name)$/,
  "customer.phone": /(phone|téléphone|telephone|mobile|portable)/,
  "customer.email": /(e-?mail|courriel)/,
  "customer.address": /(address|adresse)/,
  "customer.access-notes": /(accessnotes|access ?notes|accès|digicode|comment|consigne)/,
  "customer.language": /(language|langue)/,
  purpose: /^(purpose|finalité|type)$/,
};

/** The first column whose title says what a field is; each column serves one field. */
export function guessColumns(columns: readonly string[]): Chosen["columns"] {
  const taken = new Set<string>();
  const guessed = FIELDS.map((field) => {
    const found = columns.find((title) => !taken.has(title) && TITLES[field].test(title.toLowerCase()));
    if (found !== undefined) taken.add(found);
    return [field, found ?? ""] as const;
  });
  return Object.fromEntries(guessed) as Chosen["columns"];
}

/** What has to be chosen before a file can be read. */
export function missingFields({ columns, defaultPurpose }: Chosen): readonly Field[] {
  const missing = NEEDED.filter((field) => columns[field] === "");
  return columns.purpose === "" && defaultPurpose === "" ? [...missing, "purpose"] : missing;
}

/** Where the server calls a field otherwise. */
const SERVER_NAMES: { readonly [field in Field]?: string } = {
  "customer.display-name": "customer.displayName",
  "customer.access-notes": "customer.accessNotes",
};

/** The mapping as `POST /v1/missions/import` takes it. */
export function mappingOf(chosen: Chosen): string {
  const { columns, durationUnit, usualMinutes, defaultPurpose } = chosen;
  const source = (field: Field) => (columns[field] === "" ? undefined : { column: columns[field] });
  const named = FIELDS.filter((field) => field.startsWith("customer.") || field === "reference" || field === "purpose");
  const moment = (date: Field, time: Field) => source(date) && { date: source(date), time: source(time) };
  const duration = source("duration");
  const isNational = columns["customer.phone"] !== "";
  return JSON.stringify({
    version: 1,
    source: "desk",
    separator: chosen.separator,
    dateOrder: chosen.dateOrder,
    zone: chosen.zone,
    ...(isNational && { phoneCountry: "FR" }),
    fields: Object.fromEntries(named.map((field) => [SERVER_NAMES[field] ?? field, source(field)])),
    visit: {
      opens: moment("opens-date", "opens-time"),
      closes: moment("closes-date", "closes-time"),
      duration: duration && { from: duration, unit: durationUnit },
      ...(usualMinutes !== "" && { defaultDurationMinutes: Number(usualMinutes) }),
    },
    staff: { from: source("staff"), by: "code" },
    ...(defaultPurpose !== "" && { defaultPurpose }),
  });
}
