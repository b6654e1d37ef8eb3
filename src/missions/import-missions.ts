import type { By } from "../base/route.ts";
import type { Store, Tx } from "../store/index.ts";
import { changeMission } from "./change-mission.ts";
import { cancelMission, closeMission } from "./close-mission.ts";
import type { MissionDeps } from "./deps.ts";
import { missionsByReference, requestHash } from "./check-missions.ts";
import { createMissions } from "./create-missions.ts";
import type { ImportRow, RowError } from "./import/import-row.ts";
import type { Progress } from "./imports/track-import.ts";
import type { MissionRow } from "./sql.ts";
import * as sql from "./sql.ts";
import type { MissionRefusal } from "./wire.ts";

/**
 * Rows in one transaction. Smaller ones read what the same staff hold again and again; larger ones gain little and
 * keep the locks of more customers for longer. Measured on two cores, 2026-11: 500 to 1,000 is a tenth faster.
 */
const BATCH = 1_000;
/** Batches under way at once: while the database works on one, another is read, sealed and hashed. */
const LANES = 2;

type MissionImport = Extract<ImportRow, { readonly kind: "mission" }>;
type Ending = Extract<ImportRow, { readonly kind: "ending" }>;
type Row = MissionImport | Ending;

/** A row that went in, or why it did not. */
export type ImportRejection = Omit<RowError, "code"> & { readonly code: RowError["code"] | MissionRefusal };

export type ImportOptions = {
  readonly isDryRun?: boolean;
  readonly by?: By | undefined;
  /** Told of each row that was read: how far it is. */
  readonly onProgress?: (progress: Progress) => Promise<void>;
};

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
 *
 * A dry run does all of it and takes it back: what it says is what an import would have said.
 */
export async function importMissions(
  store: Store,
  deps: MissionDeps,
  rows: AsyncIterable<ImportRow>,
  onRejected: (error: ImportRejection) => void,
  { isDryRun = false, by, onProgress }: ImportOptions = {},
): Promise<ImportSummary & { readonly progress: Progress }> {
  const counts = { created: 0, unchanged: 0, changed: 0, closed: 0, cancelled: 0 };
  let [read, leftOut] = [0, 0];
  const accepted = () => counts.created + counts.unchanged + counts.changed + counts.closed + counts.cancelled;
  const lanes = new Lanes(async (batch) => {
    const act = (tx: Tx) => importBatch(tx, deps, batch, by);
    const outcomes = await (isDryRun ? takeBack(store, act) : store.transaction(act));
    for (const outcome of outcomes) {
      if (typeof outcome === "string") counts[outcome] += 1;
      else {
        leftOut += 1;
        for (const error of outcome) onRejected(error);
      }
    }
  });
  try {
    for await (const row of rows) {
      read += 1;
      if (row.kind !== "rejected") await lanes.take(row);
      else {
        leftOut += 1;
        for (const error of row.errors) onRejected(error);
      }
      await onProgress?.({ rows: read, accepted: accepted(), rejected: leftOut });
    }
    await lanes.runRest();
  } finally {
    await lanes.settled();
  }
  const { created: _created, ...rest } = counts;
  return { accepted: accepted(), ...rest, progress: { rows: read, accepted: accepted(), rejected: leftOut } };
}

class TakenBack extends Error {}

/** Runs an act and rolls it back. What it answers is what it would have answered. */
async function takeBack<T>(store: Store, act: (tx: Tx) => Promise<T>): Promise<T> {
  let answer: T | undefined;
  try {
    await store.transaction(async (tx) => {
      answer = await act(tx);
      throw new TakenBack();
    });
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error;
  }
  return answer as T;
}

type Lane = {
  gathering: Row[];
  /** Missions and customers among what this lane gathers, and among what it runs. */
  names: Set<string>;
  runningNames: ReadonlySet<string>;
  running: Promise<void>;
};

/**
 * Gathers rows into batches and runs a few batches at once, as if all came one after the other: rows about one
 * mission or one customer stay in the order of the file. Otherwise each staff member's rows go through one lane: two
 * batches that give numbers to the same people would wait for each other.
 */
class Lanes {
  readonly #run: (batch: readonly Row[]) => Promise<void>;
  readonly #lanes: readonly Lane[] = Array.from({ length: LANES }, () => ({
    gathering: [],
    names: new Set<string>(),
    runningNames: new Set<string>(),
    running: Promise.resolve(),
  }));

  constructor(run: (batch: readonly Row[]) => Promise<void>) {
    this.#run = run;
  }

  /** Resolves when there is room for the next row. Rejects when a batch failed. */
  async take(row: Row): Promise<void> {
    const names = namesIn(row);
    const isAbout = (lane: Lane) => names.some((name) => lane.names.has(name) || lane.runningNames.has(name));
    const [earlier, ...others] = this.#lanes.filter(isAbout);
    for (const lane of others) {
      await this.#start(lane);
      await lane.running;
    }
    const lane = earlier ?? this.#lanes[laneOf(row)];
    if (lane === undefined) throw new Error("could not find a lane for a row");
    lane.gathering.push(row);
    for (const name of names) lane.names.add(name);
    if (lane.gathering.length >= BATCH) await this.#start(lane);
  }

  /** Runs what was gathered last. Rejects when a batch failed. */
  async runRest(): Promise<void> {
    for (const lane of this.#lanes) await this.#start(lane);
    await Promise.all(this.#lanes.map(({ running }) => running));
  }

  /** Resolves when nothing is under way any more, however it ended. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#lanes.map(({ running }) => running));
  }

  async #start(lane: Lane): Promise<void> {
    await lane.running;
    const { gathering, names } = lane;
    lane.gathering = [];
    lane.names = new Set();
    lane.runningNames = names;
    lane.running = this.#run(gathering);
    // Whoever waits for it next hears of it; nobody may be waiting when it fails.
    lane.running.catch(() => undefined);
  }
}

function namesIn(row: Row): readonly string[] {
  const mission = `mission ${referenceOf(row)}`;
  return row.kind === "ending" ? [mission] : [mission, `customer ${row.mission.customer.reference}`];
}

function laneOf(row: Row): number {
  const about = row.kind === "ending" ? row.reference : (row.mission.staff[0] ?? "");
  let hash = 0;
  for (let i = 0; i < about.length; i += 1) hash = (hash * 31 + about.charCodeAt(i)) >>> 0;
  return hash % LANES;
}

async function importBatch(
  tx: Tx,
  deps: MissionDeps,
  batch: readonly Row[],
  by: By | undefined,
): Promise<readonly Outcome[]> {
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
    by,
  );
  for (const [i, [n, row]] of opening.entries()) {
    const result = created[i] as (typeof created)[number];
    if (result.ok) outcomes[n] = result.isNew ? "created" : "unchanged";
    else if (result.code === "reference_taken" && "id" in result) outcomes[n] = await update(tx, deps, row, by);
    else outcomes[n] = rejected(row, result.code);
  }
  const known = await missionsByReference(
    tx,
    ending.map(([, row]) => referenceOf(row)),
  );
  const byReference = new Map(known.map((row) => [row.reference, row]));
  for (const [n, row] of ending) outcomes[n] = await endMission(tx, deps, row, byReference.get(referenceOf(row)), by);
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
  by: By | undefined,
): Promise<Outcome> {
  if (known === undefined) return row.kind === "ending" && row.errors.length > 0 ? row.errors : "unchanged";
  if (known.cancelled_at !== null) return "unchanged";
  if (row.action === "cancel") {
    await cancelMission(tx, deps, known.mission_id, {}, by);
    return "cancelled";
  }
  const result = await closeMission(tx, deps, known.mission_id, {}, by);
  return result.ok ? "closed" : "unchanged";
}

async function update(tx: Tx, deps: MissionDeps, row: MissionImport, by: By | undefined): Promise<Outcome> {
  const [known] = await missionsByReference(tx, [row.mission.reference]);
  if (known === undefined) throw new Error("could not find a mission whose reference is taken");
  const { mission } = row;
  const change = {
    opensAt: new Date(mission.opensAt),
    closesAt: new Date(mission.closesAt),
    staff: mission.staff,
    customer: mission.customer,
  };
  const result = await changeMission(tx, deps, known.mission_id, change, by);
  if (!result.ok) return rejected(row, result.code);
  const channels = mission.channels ?? known.channels;
  await tx.query(sql.UPDATE_REQUEST, [tx.tenant, known.mission_id, channels, requestHash(deps.vault, mission)]);
  return "changed";
}

const FIELD_OF: { readonly [code in MissionRefusal]?: string } = {
  channel_not_in_purpose: "channels",
  charter_not_acknowledged: "staff",
  customer_erased: "customer.reference",
  notes_screened: "customer.accessNotes",
  pair_cut: "staff",
  phone_invalid: "customer.phone",
  purpose_prohibited: "purpose",
  reference_taken: "reference",
  staff_suspended: "staff",
  staff_on_hold: "staff",
  unknown_purpose: "purpose",
  unknown_staff: "staff",
  window_inverted: "closesAt",
  window_too_long: "closesAt",
};

function rejected(row: MissionImport, code: MissionRefusal): readonly ImportRejection[] {
  const field = FIELD_OF[code] ?? null;
  return [{ line: row.line, field, code, params: { column: field ?? "" } }];
}
