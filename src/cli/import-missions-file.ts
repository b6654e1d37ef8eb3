import { createReadStream, statSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { calendarAt } from "../charter/index.ts";
import { importFile, loadPurposes } from "../missions/index.ts";
import type { Outcome } from "./command.ts";
import { done, refused } from "./command.ts";
import { openScreening } from "./open-screening.ts";
import { CONSOLE, withVault } from "./open-store.ts";
import type { Settings } from "./settings.ts";

/** The same import as `POST /v1/missions/import`. Good rows go in whatever the bad ones are; any bad one ends with 1. */
export async function importMissionsFile(args: readonly string[], settings: Settings): Promise<Outcome | undefined> {
  const asked = readArguments(args);
  if (asked === undefined) return undefined;
  const { path, mapping, isDryRun } = asked;
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return refused(`there is no file ${path}`);
  return withVault(settings, async (store, vault) => {
    const { screener } = await openScreening(store, settings, CONSOLE);
    const deps = {
      store,
      vault,
      purposes: await loadPurposes(store),
      screener,
      calendar: calendarAt(settings.place),
      mappingsFolder: join(settings.dataFolder, "mappings"),
    };
    const query = { mapping, dryRun: isDryRun ? "true" : "false" } as const;
    const result = await importFile(deps, createReadStream(path), query, "en");
    if (!result.ok) {
      const why = result.code === "unknown_mapping" ? "does not exist" : "is not a mapping";
      return refused(
        `the mapping ${mapping} ${why}: presets are the folders of samples/, your own are in ${deps.mappingsFolder}`,
      );
    }
    const { accepted, unchanged, changed, closed, cancelled, rejected, rejectedNotListed } = result.body;
    const counts = isDryRun
      ? `${accepted} rows would go in`
      : `${accepted} rows in (${unchanged} unchanged, ${changed} changed, ${closed} closed, ${cancelled} cancelled)`;
    if (rejected.length === 0) return done(counts);
    const left = rejectedNotListed > 0 ? [`and ${rejectedNotListed} more`] : [];
    return refused(
      counts,
      ...rejected.map(({ line, field, message }) => `line ${line}${field === null ? "" : `, ${field}`}: ${message}`),
      ...left,
    );
  });
}

function readArguments(args: readonly string[]) {
  const options = { mapping: { type: "string" }, "dry-run": { type: "boolean" } } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [path, ...more] = positionals;
    const { mapping } = values;
    // A name, not a path: it is looked up in two folders.
    if (path === undefined || more.length > 0 || (mapping !== undefined && !/^[a-z0-9-]{1,60}$/.test(mapping)))
      return undefined;
    return { path, mapping, isDryRun: values["dry-run"] === true };
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
