/**
 * A node that takes reports while its database is away, and says each receipt once it would have told the reporter. Whoever
 * starts it kills it at some instant.
 */
import { writeSync } from "node:fs";
import type pg from "pg";
import { openLog } from "../../src/base/log.ts";
import { ReportSpool } from "../../src/reports/index.ts";
import { Store } from "../../src/store/index.ts";
import { openKeyFile, openVault } from "../../src/vault/index.ts";

/** What it is told when it starts, as JSON in its one argument. `name` is in the source of each of its forms. */
export type SpoolNodeSetup = {
  readonly connection: pg.ClientConfig;
  readonly keyFile: string;
  readonly folder: string;
  readonly name: string;
};

const { connection, keyFile, folder, name } = JSON.parse(process.argv[2] ?? "") as SpoolNodeSetup;
const store = new Store(connection);
const file = openKeyFile(keyFile);
if (!file.ok) throw new Error(`could not open the key file: ${file.code}`);
const log = openLog("silent");
const opened = await openVault({ store, provider: file.provider, isProduction: false, log });
if (!opened.ok) throw new Error(`could not open the vault: ${opened.code}`);
const spool = new ReportSpool(folder, { store, vault: opened.vault, log, publicUrl: "https://paravent.test" });

for (let n = 0; ; n += 1) {
  const asked = { source: `${name}, form ${n}`, door: "page", by: "customer", language: "fr" } as const;
  const { receipt } = await spool.take(asked);
  writeSync(1, `${receipt}\n`);
}
