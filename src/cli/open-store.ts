import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Log } from "../base/log.ts";
import type { Engine } from "../store/index.ts";
import { EngineRefused, joinEngine, migrate, MigrationRefused, openEngine, Store } from "../store/index.ts";
import type { Vault } from "../vault/index.ts";
import { openKeyFile, openVault } from "../vault/index.ts";
import type { Outcome } from "./command.ts";
import { refused } from "./command.ts";
import { KEY_SENTENCES } from "./key-sentences.ts";
import type { Settings } from "./settings.ts";

export type OpenedEngine = {
  readonly engine: Engine;
  /** The program runs on this folder and keeps the engine: the command works beside it. */
  readonly isShared: boolean;
};

/**
 * Opens the database a command works on, runs it, and closes it: the server of DATABASE_URL, the embedded one of the
 * data folder, or the embedded one that the running program keeps. Says in one sentence why it cannot.
 */
export async function withEngine(
  settings: Settings,
  run: (opened: OpenedEngine) => Promise<Outcome>,
): Promise<Outcome> {
  const { databaseUrl, dataFolder } = settings;
  if (databaseUrl === undefined && !existsSync(join(dataFolder, "postgres"))) {
    return refused(`there are no data in ${dataFolder}: start the program once, or set PARAVENT_DATA or DATABASE_URL`);
  }
  let opened: OpenedEngine;
  try {
    opened = await openOrJoin(settings);
  } catch (error) {
    if (error instanceof EngineRefused) return refused(error.refusal.detail);
    throw error;
  }
  try {
    return await run(opened);
  } catch (error) {
    if (error instanceof MigrationRefused) return refused(error.message);
    throw error;
  } finally {
    await opened.engine.stop();
  }
}

async function openOrJoin({ databaseUrl, dataFolder }: Settings): Promise<OpenedEngine> {
  const joined = databaseUrl === undefined ? await joinEngine(dataFolder) : undefined;
  if (joined !== undefined) return { engine: joined, isShared: true };
  return { engine: await openEngine({ dataDir: dataFolder, databaseUrl }), isShared: false };
}

/** A store at the schema of this release. Beside a running program it is at the program's. */
export async function withStore(settings: Settings, run: (store: Store) => Promise<Outcome>): Promise<Outcome> {
  return withEngine(settings, async ({ engine, isShared }) => {
    if (!isShared) await migrate(engine.connection());
    const store = new Store(engine.connection(), { connections: 2 });
    try {
      return await run(store);
    } finally {
      await store.close();
    }
  });
}

export async function withVault(
  settings: Settings,
  run: (store: Store, vault: Vault) => Promise<Outcome>,
): Promise<Outcome> {
  const { keyFile, isProduction } = settings;
  const file = openKeyFile(keyFile);
  if (!file.ok) return refused(`the key file ${keyFile} ${KEY_SENTENCES[file.code]}`);
  return withStore(settings, async (store) => {
    const opened = await openVault({ store, provider: file.provider, isProduction, log: CONSOLE });
    if (!opened.ok) return refused(`the key file ${keyFile} ${KEY_SENTENCES[opened.code]}`);
    return run(store, opened.vault);
  });
}

/** What a vault reports, damaged rows for one, belongs before the eyes of whoever runs the command. */
export const CONSOLE: Log = {
  info: () => undefined,
  warn: (event, fields) => console.error(`paravent: ${event}`, fields ?? {}),
  error: (event, fields) => console.error(`paravent: ${event}`, fields ?? {}),
};
