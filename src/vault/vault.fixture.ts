import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { openLog } from "../base/log.ts";
import { Store } from "../store/index.ts";
import { createTestDatabase } from "../store/engine/test-engine.ts";
import type { KeyProvider, Vault } from "./index.ts";
import { createKeyFile, openKeyFile, openVault } from "./index.ts";

const MADE_AT = new Date("2026-03-01T08:00:00Z");

export type VaultBench = {
  readonly store: Store;
  readonly vault: Vault;
  readonly keyPath: string;
  /** Somebody who may read and change every row: the operator of the database, or whoever stole it. */
  readonly owner: pg.Client;
  /** Another process with the same database and a key file, its own copy of the keys in memory. */
  another(path?: string): Promise<Vault>;
  advanceClock(hours: number): Promise<void>;
  close(): Promise<void>;
};

export function openKeys(path: string): KeyProvider {
  const opened = openKeyFile(path);
  if (!opened.ok) throw new Error(`could not open the key file: ${opened.code}`);
  return opened.provider;
}

/** An empty database with a new key file, opened as the application and as its owner. */
export async function openVaultBench(): Promise<VaultBench> {
  const folder = mkdtempSync(join(tmpdir(), "paravent-vault-"));
  const keyPath = join(folder, "keys.json");
  const made = createKeyFile(keyPath, { isDemo: false, now: MADE_AT });
  if (!made.ok) throw new Error(`could not make a key file: ${made.code}`);
  const database = await createTestDatabase();
  const store = new Store(database.connection);
  const owner = new pg.Client(database.connection);
  await owner.connect();
  const another = async (path = keyPath) => {
    const opened = await openVault({ store, provider: openKeys(path), isProduction: false, log: openLog("silent") });
    if (!opened.ok) throw new Error(`could not open the vault: ${opened.code}`);
    return opened.vault;
  };
  return {
    store,
    vault: await another(),
    keyPath,
    owner,
    another,
    async advanceClock(hours) {
      await owner.query("update store.clock set offset_ms = offset_ms + $1 where tenant_id = 1", [hours * 3_600_000]);
    },
    async close() {
      await owner.end();
      await store.close();
      await database.drop();
      rmSync(folder, { recursive: true });
    },
  };
}
