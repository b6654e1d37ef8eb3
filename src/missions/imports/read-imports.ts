import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { ImportId } from "../../base/ids.ts";
import type { Query } from "../../store/index.ts";
import { TENANT } from "../../store/index.ts";
import type { ImportRecord } from "../wire.ts";
import type { ImportRecordRow } from "./sql.ts";
import * as sql from "./sql.ts";

/** An import that was not heard of for so long has ended with its node. Shorter: a slow disk looks like an end. */
const SILENT_MS = 120_000;
/** Imports that a desk looks back at. */
const RECENT_MS = 24 * 3_600_000;

export async function readImport(run: Query, id: ImportId, now: Date): Promise<ImportRecord | undefined> {
  const [row] = await run.query<ImportRecordRow>(sql.SELECT_IMPORT, [TENANT, id]);
  return row && importOf(row, now);
}

/** The latest first. */
export async function readImports(run: Query, limit: number, now: Date): Promise<readonly ImportRecord[]> {
  const rows = await run.query<ImportRecordRow>(sql.SELECT_IMPORTS, [TENANT, limit]);
  return rows.map((row) => importOf(row, now));
}

/** Imports of the last day that left rows out, or broke off. */
export async function countFaultyImports(run: Query, now: Date): Promise<number> {
  const since = new Date(now.getTime() - RECENT_MS);
  const silent = new Date(now.getTime() - SILENT_MS);
  const [row] = await run.query<{ readonly count: number }>(sql.COUNT_FAULTY_IMPORTS, [TENANT, since, silent]);
  return row?.count ?? 0;
}

function importOf(row: ImportRecordRow, now: Date): ImportRecord {
  const isSilent = row.state === "running" && now.getTime() - row.seen_at.getTime() > SILENT_MS;
  return {
    id: row.import_id,
    state: isSilent ? "failed" : row.state,
    by: row.begun_by,
    mapping: row.mapping,
    isDryRun: row.is_dry_run,
    rows: row.rows,
    accepted: row.accepted,
    rejected: row.rejected,
    startedAt: row.started_at.toISOString(),
    endedAt: (isSilent ? row.seen_at : row.ended_at)?.toISOString() ?? null,
  };
}

const MAPPING_NAME = /^[a-z0-9-]{1,60}$/;

/** Mappings by name: the company's own first, then those that come with the house. */
export function listMappings(own: string, samples: string) {
  const named = (folder: string, nameOf: (file: string) => string | undefined) =>
    existsSync(folder)
      ? readdirSync(folder)
          .flatMap((file) => nameOf(file) ?? [])
          .filter((name) => MAPPING_NAME.test(name))
          .toSorted()
      : [];
  const ofCompany = named(own, (file) => (file.endsWith(".json") ? file.slice(0, -".json".length) : undefined));
  const presets = named(samples, (file) => (existsSync(join(samples, file, "mapping.json")) ? file : undefined));
  return [
    ...ofCompany.map((name) => ({ name, isOwn: true })),
    ...presets.filter((name) => !ofCompany.includes(name)).map((name) => ({ name, isOwn: false })),
  ];
}
