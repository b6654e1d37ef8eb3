import type { z } from "zod";
import { parsePhone } from "../../base/phone.ts";
import type { Purpose } from "../purposes.ts";
import type { ImportErrorCode } from "../wire.ts";
import { missionRequest } from "../wire.ts";
import type { Header } from "./header.ts";
import type { Complain, ImportContext, ImportRow, RowError } from "./import-row.ts";
import type { ImportAction, ImportMapping, MappedField, Source } from "./mapping.ts";
import { sameWord } from "./mapping.ts";
import type { Cells, Getter } from "./values.ts";
import { getter } from "./values.ts";
import { columnOf, pad, visitReader } from "./visit.ts";

/** Turns the cells of a row into a mission. Made once a file, so that no row looks columns up by name. */
export function rowReader(mapping: ImportMapping, header: Header, context: ImportContext) {
  const get = (source: Source | undefined) => getter(source, header, context.digest);
  const readFields = fieldsReader(mapping, get);
  const readStatus = statusReader(mapping, get);
  const readVisit = visitReader(mapping, get);
  const readStaff = staffReader(mapping, get, context);
  const titles = titlesOf(mapping);

  return (line: number, cells: Cells): ImportRow => {
    const errors: RowError[] = [];
    const complain: Complain = (field, code, params) => {
      if (errors.some((error) => error.field === field && error.code === code)) return;
      const column = params?.["column"] || titles.get(field ?? "") || (field ?? "");
      errors.push({ line, field, code, params: { ...params, column } });
    };
    const value = readFields(cells);
    const { action, sourceStatus } = readStatus(cells, complain);
    const purpose = findPurpose(value("purpose") || (mapping.defaultPurpose ?? ""), context, complain);
    const visit = readVisit(cells, complain);
    const window = visit && purpose && pad(visit, purpose, complain);
    // Whatever was complained about above gets a value that passes, so that nothing is reported twice.
    const checked = missionRequest.safeParse({
      ...draftOf(value, mapping, complain),
      purpose: purpose?.name ?? "-",
      opensAt: window?.opensAt.toISOString() ?? "2000-01-01T00:00:00Z",
      closesAt: window?.closesAt.toISOString() ?? "2000-01-01T00:00:00Z",
      staff: readStaff(cells, complain),
    });
    if (!checked.success) for (const issue of checked.error.issues) complainOf(issue, complain);
    const status = sourceStatus === "" ? {} : { sourceStatus };
    if (checked.success && errors.length === 0) {
      return { line, kind: "mission", action, mission: checked.data, ...status };
    }
    const reference = missionRequest.shape.reference.safeParse(value("reference"));
    if (action !== "open" && reference.success) {
      return { line, kind: "ending", action, reference: reference.data, ...status, errors };
    }
    return { line, kind: "rejected", errors };
  };
}

function fieldsReader(mapping: ImportMapping, get: (source: Source | undefined) => Getter) {
  const getters = new Map(Object.entries(mapping.fields).map(([field, source]) => [field, get(source)]));
  return (cells: Cells) =>
    (field: MappedField): string =>
      getters.get(field)?.(cells) ?? "";
}

function titlesOf(mapping: ImportMapping): Map<string, string> {
  const sources: [string, Source | undefined][] = [
    ...Object.entries(mapping.fields),
    ["staff", mapping.staff.from],
    ["opensAt", mapping.visit.opens.date],
    ["closesAt", mapping.visit.closes?.date],
    ["status", mapping.status?.from],
  ];
  return new Map(sources.map(([field, source]) => [field, columnOf(source)]));
}

/** An actual end closes, whatever the status says, but does not undo a cancellation. */
function statusReader(mapping: ImportMapping, get: (source: Source | undefined) => Getter) {
  const word = get(mapping.status?.from);
  const endedAt = get(mapping.endedAt);
  const actions = new Map(Object.entries(mapping.status?.map ?? {}).map(([key, action]) => [sameWord(key), action]));
  return (cells: Cells, complain: Complain): { action: ImportAction; sourceStatus: string } => {
    const sourceStatus = word(cells).slice(0, 100);
    const said = sourceStatus === "" ? (mapping.status?.empty ?? "open") : actions.get(sameWord(sourceStatus));
    if (said === undefined) complain("status", "status_unknown");
    const action = said !== "cancel" && endedAt(cells) !== "" ? "close" : (said ?? "open");
    return { action, sourceStatus };
  };
}

function staffReader(mapping: ImportMapping, get: (source: Source | undefined) => Getter, context: ImportContext) {
  const { by, separator } = mapping.staff;
  const from = get(mapping.staff.from);
  const aliases = new Map(Object.entries(mapping.staffAliases).map(([alias, staff]) => [sameWord(alias), staff]));
  const find = (word: string) =>
    aliases.get(sameWord(word)) ?? context.staffByAlias(by, word) ?? (by === "code" ? word : undefined);

  return (cells: Cells, complain: Complain): string[] => {
    const words = from(cells)
      .split(separator)
      .map((word) => word.trim())
      .filter((word) => word !== "");
    const staff = new Set<string>();
    words.forEach((word, index) => {
      const reference = find(word);
      if (reference === undefined) complain("staff", "unknown_staff", { position: index + 1 });
      else staff.add(reference);
    });
    // An unknown member was complained about; an empty cell is for the schema to refuse.
    return staff.size === 0 && words.length > 0 ? ["-"] : [...staff];
  };
}

function findPurpose(name: string, context: ImportContext, complain: Complain): Purpose | undefined {
  const found = name === "" ? undefined : context.findPurpose(name);
  if (found?.ok) return found.purpose;
  complain("purpose", found?.code ?? "required");
  return undefined;
}

function draftOf(value: (field: MappedField) => string, mapping: ImportMapping, complain: Complain) {
  const optional = (field: MappedField) => value(field) || undefined;
  const channels = optional("channels");
  const language = optional("customer.language");
  return {
    reference: value("reference"),
    legalBasis: optional("legalBasis"),
    channels: channels?.split("|").map((channel) => channel.trim()),
    graceMinutes: readGrace(value("graceMinutes"), complain),
    customer: {
      reference: value("customer.reference"),
      displayName: value("customer.displayName"),
      phone: readPhone(value("customer.phone"), mapping, complain),
      email: optional("customer.email"),
      address: optional("customer.address"),
      accessNotes: optional("customer.accessNotes"),
      language: language?.toLowerCase().split(/[-_]/)[0],
    },
  };
}

function readGrace(text: string, complain: Complain): number | undefined {
  if (text === "") return undefined;
  if (/^\d{1,6}$/.test(text)) return Number(text);
  complain("graceMinutes", "number_invalid");
  return undefined;
}

function readPhone(text: string, mapping: ImportMapping, complain: Complain): string | undefined {
  if (text === "") return undefined;
  const phone = parsePhone(text, mapping.phoneCountry);
  if (phone.ok) return phone.e164;
  complain("customer.phone", phone.code);
  return undefined;
}

/** What the schema of a mission found, said as an error of the row. */
function complainOf(issue: z.core.$ZodIssue, complain: Complain): void {
  const field = issue.path.filter((part) => typeof part === "string").join(".");
  switch (issue.code) {
    case "too_small":
      return complain(field, issue.origin === "number" ? "number_invalid" : "required");
    case "too_big":
      return complain(field, OVER_LIMIT[issue.origin] ?? "too_long", { limit: Number(issue.maximum) });
    case "invalid_value":
      return complain(field, "value_unknown", { allowed: issue.values.map(String).join(", ") });
    case "invalid_format":
      return complain(field, "email_invalid");
    case "custom":
      return complain(field, issue.params?.["code"] === "repeated" ? "repeated" : "not_printable");
    default:
      return complain(field, "required");
  }
}

const OVER_LIMIT: { readonly [origin: string]: ImportErrorCode } = {
  array: "too_many",
  number: "number_invalid",
  int: "number_invalid",
};
