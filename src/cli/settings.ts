import { join, resolve } from "node:path";
import type { Config, ConfigResult } from "../base/config.ts";
import { readConfig } from "../base/config.ts";
import type { ScreeningConfig } from "./open-screening.ts";

/** What of the program's configuration a command needs. */
export type Settings = Pick<Config, "databaseUrl" | "dataFolder" | "place" | "publicUrl"> &
  ScreeningConfig & {
    readonly keyFile: string;
    /** Why the program would not start with this environment. */
    readonly startRefusals: readonly string[];
  };
export type SettingsResult =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly reasons: readonly string[] };

/**
 * Reads the environment as the program does, but for what production asks of a program that starts: a key file can be
 * made before there is one.
 */
export function readSettings(env: NodeJS.ProcessEnv): SettingsResult {
  const read = readConfig({ ...env, NODE_ENV: undefined });
  if (!read.ok) return { ok: false, reasons: reasonsOf(read) };
  const { databaseUrl, dataFolder, hasScreeningModel, keyFile, officialHosts, officialNumbers, place, publicUrl } =
    read.config;
  const settings = {
    databaseUrl,
    place,
    publicUrl,
    hasScreeningModel,
    officialHosts,
    officialNumbers,
    dataFolder: resolve(dataFolder),
    isProduction: env["NODE_ENV"] === "production",
    keyFile: resolve(keyFile ?? join(dataFolder, "demo-key.json")),
    startRefusals: reasonsOf(readConfig(env)),
  };
  return { ok: true, settings };
}

function reasonsOf(read: ConfigResult): readonly string[] {
  return read.ok ? [] : read.refusals.map(({ name, detail }) => `${name} ${detail}`);
}
