import { existsSync } from "node:fs";
import { join } from "node:path";
import { CharterRecords } from "../charter/index.ts";
import type { LogsAudited, LogsAuditParts, RecordAudit } from "../ledger/index.ts";
import { auditLogs, openKeeper, RememberedCheckpoints } from "../ledger/index.ts";
import { MissionRecords } from "../missions/index.ts";
import { NumberRecords } from "../numbers/index.ts";
import { PeopleRecords } from "../people/index.ts";
import { RelayRecords } from "../relay/index.ts";
import { ReportRecords } from "../reports/index.ts";
import type { Query, Store } from "../store/index.ts";
import { openKeyFile, VaultRecords } from "../vault/index.ts";
import type { Outcome } from "./command.ts";
import { withStore } from "./open-store.ts";
import type { Settings } from "./settings.ts";

/** Sentences that are printed; of the others their number. */
const MAX_PRINTED = 100;
/** How long one statement may take, ms: a few look at every entry or place there is. */
const STATEMENT_LIMIT_MS = 60 * 60_000;

/** Compares tables and ledger both ways, on one snapshot, beside a running program or without one. Changes nothing. */
export async function checkRecords(args: readonly string[], settings: Settings): Promise<Outcome | undefined> {
  if (args.length > 0) return undefined;
  return withStore(settings, (store) => checkStore(store, settings));
}

async function checkStore(store: Store, { dataFolder, keyFile, publicUrl }: Settings): Promise<Outcome> {
  const folder = join(dataFolder, "ledger");
  // Before the snapshot: what the program signs meanwhile is remembered only after it was committed.
  const remembered = existsSync(folder) ? new RememberedCheckpoints(folder) : undefined;
  const file = openKeyFile(keyFile);
  const isOwn = file.ok && remembered !== undefined;
  const keeper = isOwn ? openKeeper({ publicUrl, dataFolder, ledgerKey: file.ledgerKey }) : undefined;
  const client = await store.connect({ pipeline: true, isByKeyOnly: true });
  const run: Query = {
    async query(statement, values = []) {
      const query = { ...statement, values: [...values], query_timeout: STATEMENT_LIMIT_MS };
      return (await client.query(query)).rows as never;
    },
  };
  try {
    await client.query("begin isolation level repeatable read read only");
    const vkeyOf = keeper && ((origin: string) => keeper.signerOf(origin).vkey);
    return outcomeOf(await auditStore(run, { remembered, vkeyOf }), [
      ...(remembered === undefined ? [`There is no ${folder}: what was signed before could not be compared.`] : []),
      ...(keeper === undefined ? ["The logs' verifier keys were taken from the database."] : []),
    ]);
  } finally {
    await client.end();
  }
}

export type StoreAudited = Omit<LogsAudited, "horizon"> & {
  /** How many rows were compared with entries. */
  readonly rows: number;
  /** Those that are printed, and how many there are. */
  readonly violations: readonly string[];
  readonly count: number;
  readonly warnings: readonly string[];
};

/** Looks at everything there is in the snapshot of `run`. */
export async function auditStore(
  run: Query,
  parts: Pick<LogsAuditParts, "remembered" | "vkeyOf">,
): Promise<StoreAudited> {
  const violations: string[] = [];
  const warnings: string[] = [];
  let count = 0;
  const tell = (sentence: string) => {
    count += 1;
    if (violations.length < MAX_PRINTED) violations.push(sentence);
  };
  const rooms = new Map<string, RecordAudit>([
    ["relay", new RelayRecords(tell)],
    ["missions", new MissionRecords(tell)],
    ["people", new PeopleRecords(tell)],
    ["numbers", new NumberRecords(tell)],
    ["vault", new VaultRecords(tell)],
    ["charter", new CharterRecords(tell)],
    ["reports", new ReportRecords(tell)],
  ]);
  const warn = (sentence: string) => warnings.push(sentence);
  const { horizon, ...audited } = await auditLogs(run, { ...parts, rooms, tell, warn });
  let rows = 0;
  for (const room of rooms.values()) rows += await room.compare(run, horizon);
  return { ...audited, rows, violations, count, warnings };
}

function outcomeOf(audited: StoreAudited, notes: readonly string[]): Outcome {
  const { logs, entries, waiting, rows, violations, count } = audited;
  const queue = waiting > 0 ? `, ${waiting} of them waiting for their places` : "";
  const left = count - violations.length;
  const verdict = [...violations, ...(left > 0 ? [`… and ${left} more.`] : []), `Not in order: ${count} violations.`];
  return {
    exitCode: count === 0 ? 0 : 1,
    lines: [
      ...(count === 0 ? ["In order."] : verdict),
      `Logs: ${logs}, with ${entries} entries${queue}. Rows compared with entries: ${rows}.`,
      ...notes,
      ...audited.warnings.map((sentence) => `Warning: ${sentence}.`),
    ],
  };
}
