import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { By } from "../base/route.ts";
import type { Language, TextKey } from "../base/text.ts";
import { sentence } from "../base/text.ts";
import type { Store } from "../store/index.ts";
import type { MissionDeps } from "./deps.ts";
import type { ImportContext, ImportRow } from "./import/import-row.ts";
import type { ImportMapping } from "./import/mapping.ts";
import { importMapping, NATIVE_MAPPING } from "./import/mapping.ts";
import { parseImport, previewRow } from "./import/parse-import.ts";
import type { ImportRejection, ImportSummary } from "./import-missions.ts";
import { importMissions } from "./import-missions.ts";
import type { Progress } from "./imports/track-import.ts";
import { TrackedImport } from "./imports/track-import.ts";
import { findPurpose } from "./purposes.ts";
import type { ImportAnswer, ImportPreviewRow, ImportQuery } from "./wire.ts";
import { MAX_LISTED_REJECTIONS } from "./wire.ts";

/** Mappings of products that dispatch missions. */
export const SAMPLES = fileURLToPath(new URL("../../samples", import.meta.url));
/** Rows a dry run shows: enough to see whether dates and names landed where they should. */
const PREVIEW_ROWS = 20;

export type ImportDeps = MissionDeps & { readonly store: Store; readonly mappingsFolder: string };

export type ImportFileResult =
  | { readonly ok: true; readonly body: ImportAnswer }
  | { readonly ok: false; readonly code: "unknown_mapping" | "mapping_invalid" };

/**
 * Imports one file under a mapping: a preset of `samples/`, one of the company's own in its mappings folder, one
 * that is given with it, or the native columns. A dry run says what would happen and stores nothing.
 */
export async function importFile(
  deps: ImportDeps,
  file: Readable,
  { mapping: name, dryRun }: ImportQuery,
  language: Language,
  by?: By,
): Promise<ImportFileResult> {
  const found = name === undefined ? NATIVE_MAPPING : readMapping(deps.mappingsFolder, name);
  if (typeof found === "string") return { ok: false, code: found };
  const rejected: ImportAnswer["rejected"] = [];
  let rejectedNotListed = 0;
  const onRejected = ({ line, field, code, params }: ImportRejection) => {
    if (rejected.length === MAX_LISTED_REJECTIONS) rejectedNotListed += 1;
    else rejected.push({ line, field, code, message: messageOf(language, code, params) });
  };
  const rows = parseImport(file, found, contextOf(deps));
  const isDryRun = dryRun === "true";
  const preview: ImportPreviewRow[] = [];
  const read = isDryRun ? keepFirst(rows, preview) : rows;
  const mapping = name === undefined ? "native" : isGiven(name) ? "given" : name;
  const tracked = await TrackedImport.begin(deps.store, { by, mapping, isDryRun });
  const onProgress = (progress: Progress) => tracked.tell(progress);
  let summary: ImportSummary;
  try {
    const { progress, ...rest } = await importMissions(deps.store, deps, read, onRejected, {
      isDryRun,
      by,
      onProgress,
    });
    await tracked.end("done", progress);
    summary = rest;
  } catch (error) {
    // It failed for a reason of its own: that nobody could be told of it is not what is passed on.
    await tracked.end("failed").catch(() => undefined);
    throw error;
  }
  // Whole batches are judged at once, after the rows that could not even be read.
  rejected.sort((a, b) => a.line - b.line);
  const preset = isDryRun ? { preview } : {};
  return { ok: true, body: { id: tracked.id, ...summary, rejected, rejectedNotListed, ...preset } };
}

const isGiven = (mapping: string) => mapping.trimStart().startsWith("{");

function readMapping(folder: string, name: string): ImportMapping | "unknown_mapping" | "mapping_invalid" {
  if (isGiven(name)) {
    const given = parseMapping(name);
    // It comes in an address, where no name and no mail address of anybody's belongs.
    const isNaming = given !== "mapping_invalid" && Object.keys(given.staffAliases).length > 0;
    return isNaming ? "mapping_invalid" : given;
  }
  const path = [join(folder, `${name}.json`), join(SAMPLES, name, "mapping.json")].find((file) => existsSync(file));
  if (path === undefined) return "unknown_mapping";
  return parseMapping(readFileSync(path, "utf8"));
}

function parseMapping(text: string): ImportMapping | "mapping_invalid" {
  const parsed = importMapping.safeParse(parseJson(text));
  return parsed.success ? parsed.data : "mapping_invalid";
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function contextOf({ vault, purposes }: MissionDeps): ImportContext {
  return {
    // A code is our own reference already; whether somebody has it is asked of the database, with the row.
    staffByAlias: (kind, value) => (kind === "code" ? value : undefined),
    digest: (text) => vault.keyedHash("reference", text).toString("hex").slice(0, 24),
    findPurpose: (purpose) => findPurpose(purpose, purposes),
  };
}

async function* keepFirst(rows: AsyncIterable<ImportRow>, preview: ImportPreviewRow[]): AsyncGenerator<ImportRow> {
  for await (const row of rows) {
    if (row.kind === "mission" && preview.length < PREVIEW_ROWS) preview.push(previewRow(row));
    yield row;
  }
}

function messageOf(language: Language, code: ImportRejection["code"], params: ImportRejection["params"]): string {
  const key = `missions.import.${code}` as TextKey;
  return sentence(language, key, { ...params });
}
