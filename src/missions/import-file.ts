import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
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
import { findPurpose } from "./purposes.ts";
import type { ImportAnswer, ImportPreviewRow, ImportQuery } from "./wire.ts";
import { MAX_LISTED_REJECTIONS } from "./wire.ts";

const SAMPLES = fileURLToPath(new URL("../../samples", import.meta.url));
/** Rows a dry run shows: enough to see whether dates and names landed where they should. */
const PREVIEW_ROWS = 20;

export type ImportDeps = MissionDeps & { readonly store: Store; readonly mappingsFolder: string };

export type ImportFileResult =
  | { readonly ok: true; readonly body: ImportAnswer }
  | { readonly ok: false; readonly code: "unknown_mapping" | "mapping_invalid" };

/**
 * Imports one file under a mapping: a preset of `samples/`, one of the company's own in its mappings folder, or the
 * native columns. A dry run reads everything and stores nothing.
 */
export async function importFile(
  deps: ImportDeps,
  file: Readable,
  { mapping: name, dryRun }: ImportQuery,
  language: Language,
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
  if (dryRun === "true") {
    const { accepted, preview } = await readPreview(rows, onRejected);
    const none = { unchanged: 0, changed: 0, closed: 0, cancelled: 0 };
    return { ok: true, body: { accepted, ...none, rejected, rejectedNotListed, preview } };
  }
  const summary: ImportSummary = await importMissions(deps.store, deps, rows, onRejected);
  return { ok: true, body: { ...summary, rejected, rejectedNotListed } };
}

function readMapping(folder: string, name: string): ImportMapping | "unknown_mapping" | "mapping_invalid" {
  const path = [join(folder, `${name}.json`), join(SAMPLES, name, "mapping.json")].find((file) => existsSync(file));
  if (path === undefined) return "unknown_mapping";
  const parsed = importMapping.safeParse(JSON.parse(readFileSync(path, "utf8")));
  return parsed.success ? parsed.data : "mapping_invalid";
}

function contextOf({ vault, purposes }: MissionDeps): ImportContext {
  return {
    // A code is our own reference already; whether somebody has it is asked of the database, with the row.
    staffByAlias: (kind, value) => (kind === "code" ? value : undefined),
    digest: (text) => vault.keyedHash("reference", text).toString("hex").slice(0, 24),
    findPurpose: (purpose) => findPurpose(purpose, purposes),
  };
}

async function readPreview(rows: AsyncIterable<ImportRow>, onRejected: (error: ImportRejection) => void) {
  const preview: ImportPreviewRow[] = [];
  let accepted = 0;
  for await (const row of rows) {
    if (row.kind !== "mission") for (const error of row.errors) onRejected(error);
    if (row.kind !== "rejected") accepted += 1;
    if (row.kind === "mission" && preview.length < PREVIEW_ROWS) preview.push(previewRow(row));
  }
  return { accepted, preview };
}

function messageOf(language: Language, code: ImportRejection["code"], params: ImportRejection["params"]): string {
  const key = `missions.import.${code}` as TextKey;
  return sentence(language, key, { ...params });
}
