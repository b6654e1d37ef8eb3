import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { openLog } from "../base/log.ts";
import type { TestDatabase } from "../store/engine/test-engine.ts";
import { createTestDatabase } from "../store/engine/test-engine.ts";
import { Store } from "../store/index.ts";
import { ed25519Signer } from "./format/note.ts";
import type { LogKeeper } from "./logs/place-entries.ts";
import { RememberedCheckpoints } from "./logs/remember-checkpoints.ts";
import { Sequencer } from "./logs/sequence.ts";

const SEED = Buffer.alloc(32, 7);

/** A database with a ledger, and nodes that extend it, each with a folder of its own. */
export type LedgerBench = {
  readonly database: TestDatabase;
  readonly store: Store;
  readonly owner: pg.Client;
  /** A node on a folder; the same name twice is the same node after a restart. */
  node(name?: string, more?: { readonly seed?: Buffer }): LedgerNode;
  close(): Promise<void>;
};

export type LedgerNode = { readonly sequencer: Sequencer; readonly keeper: LogKeeper };

export async function openLedgerBench(): Promise<LedgerBench> {
  const database = await createTestDatabase();
  const store = new Store(database.connection);
  const owner = new pg.Client(database.connection);
  await owner.connect();
  const folder = mkdtempSync(join(tmpdir(), "paravent-ledger-"));
  return {
    database,
    store,
    owner,
    node(name = "one", { seed = SEED } = {}) {
      const keeper = {
        originOf: (log: string) => `ledger.example/log/${log}`,
        signerOf: (origin: string) => ed25519Signer(origin, seed),
        remembered: new RememberedCheckpoints(join(folder, name)),
      };
      return { keeper, sequencer: new Sequencer({ store, keeper, log: openLog("silent") }) };
    },
    async close() {
      await store.close();
      await owner.end();
      await database.drop();
      rmSync(folder, { recursive: true });
    },
  };
}
