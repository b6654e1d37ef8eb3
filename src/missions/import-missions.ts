import type { Store, Tx } from "../store/index.ts";
import { changeMission } from "./change-mission.ts";
import { cancelMission, closeMission } from "./close-mission.ts";
import type { MissionDeps } from "./deps.ts";
import { createMissions, missionsByReference, requestHash } from "./create-missions.ts";
import type { ImportRow, RowError } from "./import/import-row.ts";
import type { MissionRow } from "./sql.ts";
import * as sql from "./sql.ts";
import type { MissionRefusal } from "./wire.ts";

/** Rows in one transaction. Larger ones gain nothing and hold the locks of more customers for longer. */
const BATCH = 1000;
/** Batches under way at once: while the database works on one, the next is read, sealed and hashed. */
const LANES = 1;

type MissionImport = Extract<ImportRow, { readonly kind: "mission" }>;
type Ending = Extract<ImportRow, { readonly kind: "ending" }>;
type Row = MissionImport | Ending;

/** A row that went in, or why it did not. */
export type ImportRejection = Omit<RowError, "code"> & { readonly code: RowError["code"] | MissionRefusal };

export type ImportSummary = {
  readonly accepted: number;
  readonly unchanged: number;
  readonly changed: number;
  readonly closed: number;
  readonly cancelled: number;
};

type Outcome = "created" | "unchanged" | "changed" | "closed" | "cancelled" | readonly ImportRejection[];

/**
 * Takes the rows of an export: new missions are created, changed ones changed, closed and cancelled ones closed and
 * cancelled, and a row that says what is known already changes nothing. Each row stands alone; `onRejected` hears of
 * every one that did not go in. Rows go in by batches: after a failure the same file can be sent again.
 */
export async function importMissions(
  store: Store,
  deps: MissionDeps,
  rows: AsyncIterable<ImportRow>,
  onRejected: (error: ImportRejection) => void,
): Promise<ImportSummary> {
  const counts = { created: 0, unchanged: 0, changed: 0, closed: 0, cancelled: 0 };
  const lanes = new Lanes(async (batch) => {
    const outcomes = await store.transaction((tx) => importBatch(tx, deps, batch));
    for (const outcome of outcomes) {
      if (typeof outcome === "string") counts[outcome] += 1;
      else for (const error of outcome) onRejected(error);
    }
  });
  try {
    let batch: Row[] = [];
    for await (const row of rows) {
      if (row.kind === "rejected") {
        for (const error of row.errors) onRejected(error);
        continue;
      }
      batch.push(row);
      if (batch.length < BATCH) continue;
      await lanes.start(batch);
      batch = [];
    }
    await lanes.start(batch);
  } finally {
    await lanes.end();
  }
  const { created, ...rest } = counts;
  return { accepted: created + rest.unchanged + rest.changed + rest.closed + rest.cancelled, ...rest };
}

/**
 * Runs a few batches at once, as if one came after the other: what the last row says about a customer or a mission
 * counts, so a batch about one that is under way waits for it.
 */
class Lanes {
  readonly #run: (batch: readonly Row[]) => Promise<void>;
  /** What each batch is about. One that failed stays, so that the next one finds out. */
  readonly #running = new Map<Promise<void>, ReadonlySet<string>>();

  constructor(run: (batch: readonly Row[]) => Promise<void>) {
    this.#run = run;
  }

  /** Resolves when the batch has begun. Rejects when an earlier one failed. */
  async start(batch: readonly Row[]): Promise<void> {
    const names = new Set(batch.flatMap(namesIn));
    for (let before = this.#before(names); before !== undefined; before = this.#before(names)) await before;
    const run = this.#run(batch).then(() => void this.#running.delete(run));
    // Nobody may be waiting for it yet when it fails.
    run.catch(() => undefined);
    this.#running.set(run, names);
  }

  /** Resolves when all have ended. Rejects when one failed. */
  async end(): Promise<void> {
    for (const end of await Promise.allSettled(this.#running.keys())) if (end.status === "rejected") throw end.reason;
  }

  /** What must end before a batch with these names may begin. */
  #before(names: ReadonlySet<string>): Promise<void> | undefined {
    for (const [run, others] of this.#running) if (!names.isDisjointFrom(others)) return run;
    return this.#running.size < LANES ? undefined : Promise.race(this.#running.keys());
  }
}

function namesIn(row: Row): readonly string[] {
  const mission = `mission ${referenceOf(row)}`;
  return row.kind === "ending" ? [mission] : [mission, `customer ${row.mission.customer.reference}`];
}

async function importBatch(tx: Tx, deps: MissionDeps, batch: readonly Row[]): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = new Array<Outcome>(batch.length);
  const opening: [number, MissionImport][] = [];
  const ending: [number, MissionImport | Ending][] = [];
  for (const [n, row] of batch.entries()) {
    if (row.kind === "mission" && row.action === "open") opening.push([n, row]);
    else ending.push([n, row]);
  }
  const created = await createMissions(
    tx,
    deps,
    opening.map(([, row]) => row.mission),
  );
  for (const [i, [n, row]] of opening.entries()) {
    const result = created[i] as (typeof created)[number];
    if (result.ok) outcomes[n] = result.isNew ? "created" : "unchanged";
    else if (result.code === "reference_taken" && "id" in result) outcomes[n] = await update(tx, deps, row);
    else outcomes[n] = rejected(row, result.code);
  }
  const known = await missionsByReference(
    tx,
    ending.map(([, row]) => referenceOf(row)),
  );
  const byReference = new Map(known.map((row) => [row.reference, row]));
  for (const [n, row] of ending) outcomes[n] = await endMission(tx, deps, row, byReference.get(referenceOf(row)));
  return outcomes;
}

function referenceOf(row: MissionImport | Ending): string {
  return row.kind === "ending" ? row.reference : row.mission.reference;
}

/**
 * Cancels or closes what the source calls cancelled or done. A mission that was never here needs no end: what was
 * wrong with its row is said, if anything was.
 */
async function endMission(
  tx: Tx,
  deps: MissionDeps,
  row: MissionImport | Ending,
  known: MissionRow | undefined,
): Promise<Outcome> {
  if (known === undefined) return row.kind === "ending" && row.errors.length > 0 ? row.errors : "unchanged";
  if (known.cancelled_at !== null) return "unchanged";
  if (row.action === "cancel") {
    await cancelMission(tx, deps, known.mission_id, {});
    return "cancelled";
  }
  const result = await closeMission(tx, deps, known.mission_id, {});
  return result.ok ? "closed" : "unchanged";
}

async function update(tx: Tx, deps: MissionDeps, row: MissionImport): Promise<Outcome> {
  const [known] = await missionsByReference(tx, [row.mission.reference]);
  if (known === undefined) throw new Error("could not find a mission whose reference is taken");
  const { mission } = row;
  const result = await changeMission(tx, deps, known.mission_id, {
    opensAt: new Date(mission.opensAt),
    closesAt: new Date(mission.closesAt),
    staff: mission.staff,
    customer: mission.customer,
  });
  if (!result.ok) return rejected(row, result.code);
  const channels = mission.channels ?? known.channels;
  await tx.query(sql.UPDATE_REQUEST, [tx.tenant, known.mission_id, channels, requestHash(deps.vault, mission)]);
  return "changed";
}

const FIELD_OF: { readonly [code in MissionRefusal]?: string } = {
  channel_not_in_purpose: "channels",
  customer_erased: "customer.reference",
  pair_cut: "staff",
  phone_invalid: "customer.phone",
  purpose_prohibited: "purpose",
  reference_taken: "reference",
  staff_suspended: "staff",
  unknown_purpose: "purpose",
  unknown_staff: "staff",
  window_inverted: "closesAt",
  window_too_long: "closesAt",
};

function rejected(row: MissionImport, code: MissionRefusal): readonly ImportRejection[] {
  const field = FIELD_OF[code] ?? null;
  return [{ line: row.line, field, code, params: { column: field ?? "" } }];
}
