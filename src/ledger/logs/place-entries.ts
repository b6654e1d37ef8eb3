import type { Tx } from "../../store/index.ts";
import { byteaArray, int4Array, int8Array } from "../../store/index.ts";
import { append } from "../append.ts";
import type { Checkpoint } from "../format/checkpoint.ts";
import { checkpointText } from "../format/checkpoint.ts";
import { EMPTY_ROOT, HASH_BYTES } from "../format/merkle.ts";
import type { NoteSigner } from "../format/note.ts";
import type { Edge } from "../format/tiles.ts";
import { splitHashes } from "../format/tiles.ts";
import type { LedgerEvent, RetentionClass } from "../rules.ts";
import { logName } from "../rules.ts";
import type { LogRow, PendingRow } from "../sql.ts";
import * as sql from "../sql.ts";
import type { LogRefusal } from "./check-log.ts";
import { checkSigned, compareWithRemembered, readEdge } from "./check-log.ts";
import type { RememberedCheckpoints } from "./remember-checkpoints.ts";

/** What extends and signs logs, on one node. */
export type LogKeeper = {
  /** Origin of a log by its name. */
  readonly originOf: (log: string) => string;
  readonly signerOf: (origin: string) => NoteSigner;
  readonly remembered: RememberedCheckpoints;
};

/** What was made of a log, to be believed once it is durable. */
export type Extended = {
  readonly log: string;
  readonly edge: Edge;
  readonly checkpoint: Checkpoint;
  readonly note: string;
};

/** Nothing was signed, and the transaction that asked for it must not commit. */
export class LogRefused extends Error {
  readonly log: string;
  readonly code: LogRefusal;

  constructor(log: string, code: LogRefusal) {
    super(`could not extend ${log}: ${code}`);
    this.log = log;
    this.code = code;
  }
}

/** The log that takes entries of this class and year; undefined when there is none yet. */
export function logFor(logs: readonly LogRow[], retention: RetentionClass, year: number): LogRow | undefined {
  const ofClass = logs.filter((log) => log.class === retention);
  const open = ofClass.filter((log) => log.closed_at === null);
  const isOver = ofClass.some((log) => log.year === year) && !open.some((log) => log.year === year);
  // An act that outlasted its year's log goes into the latest one: nothing is left without a place.
  return isOver ? open.at(-1) : open.find((log) => log.year === year);
}

/**
 * Gives pending entries, in order, their places in the logs they belong to, which are begun where they do not exist,
 * and signs a checkpoint over each. The caller leads. `edges`: right edges as this node knows them; one that is used
 * is taken out, and comes back in what is returned.
 */
export async function placeEntries(
  tx: Tx,
  keeper: LogKeeper,
  pending: readonly PendingRow[],
  edges: Map<string, Edge>,
): Promise<readonly Extended[]> {
  const logs = [...(await tx.query<LogRow>(sql.SELECT_LOGS, [tx.tenant]))];
  const extended: Extended[] = [];
  const groups = Map.groupBy(pending, (row) => {
    const log = logFor(logs, row.class, row.year);
    return log === undefined ? logName(row.class, row.year) : log.name;
  });
  for (const [name, rows] of groups) {
    const first = rows[0] as PendingRow;
    const log = logs.find((one) => one.name === name);
    if (log === undefined) extended.push(await openLog(tx, keeper, logs, { ...first, generation: 1 }, rows));
    else extended.push(await extendLog(tx, keeper, log, rows, edges));
  }
  return extended;
}

type NewLog = {
  readonly class: RetentionClass;
  readonly year: number;
  readonly generation: number;
  /** What its first entry says, besides its name and origin. */
  readonly event?: LedgerEvent;
};

/** Begins a log with an entry of its own that names the log before it, and places `rows` after that. */
export async function openLog(
  tx: Tx,
  keeper: LogKeeper,
  logs: readonly LogRow[],
  wanted: NewLog,
  rows: readonly PendingRow[],
): Promise<Extended> {
  const name = logName(wanted.class, wanted.year, wanted.generation);
  const origin = keeper.originOf(name);
  const { vkey } = keeper.signerOf(origin);
  const before = logs.findLast((log) => log.class === wanted.class);
  const event = wanted.event ?? { event: "ledger.open-log", follows: before && placeOf(before) };
  const [leaf] = await append(tx, [{ ...event, log: name, origin }], { retention: wanted.class });
  const { class: retention, year, generation } = wanted;
  const values = [tx.tenant, name, retention, year, generation, origin, vkey, EMPTY_ROOT, tx.now];
  const [opening] = await Promise.all([
    tx.query<PendingRow>(sql.SELECT_PENDING_OF, [tx.tenant, leaf?.entryId]),
    tx.query(sql.OPEN_LOG, values),
  ]);
  const row: LogRow = {
    name,
    class: retention,
    year,
    generation,
    origin,
    vkey,
    size: 0,
    root: EMPTY_ROOT,
    checkpoint: "",
    sequenced_at: tx.now,
    minimum: 0,
    closed_at: null,
  };
  return extendLog(tx, keeper, row, [...opening, ...rows], new Map());
}

/** How an entry names another log at this moment. */
export function placeOf({ name, size, root }: Pick<LogRow, "name" | "size" | "root">) {
  return { log: name, size, root: root.toString("base64") };
}

async function extendLog(
  tx: Tx,
  keeper: LogKeeper,
  row: LogRow,
  rows: readonly PendingRow[],
  edges: Map<string, Edge>,
): Promise<Extended> {
  const signer = keeper.signerOf(row.origin);
  const edge = await edgeOf(tx, keeper, row, signer, edges);
  const leaves = rows.flatMap(({ hashes, count }) => {
    if (hashes?.length !== count * HASH_BYTES) throw new LogRefused(row.name, "damaged");
    return splitHashes(hashes);
  });
  const growths = edge.grow(leaves);
  const root = edge.root();
  const checkpoint = { origin: row.origin, size: edge.size, root: root.toString("base64") };
  const text = checkpointText(checkpoint);
  const note = `${text}\n${signer.sign(text)}`;
  tx.write(sql.SEQUENCE, [
    tx.tenant,
    row.name,
    row.size,
    edge.size,
    root,
    note,
    tx.now,
    int8Array(rows.map(({ pending_id }) => pending_id)),
    int4Array(growths.map(({ level }) => level)),
    int8Array(growths.map(({ index }) => index)),
    int4Array(growths.map(({ from }) => from)),
    byteaArray(growths.map(({ hashes }) => hashes)),
  ]);
  return { log: row.name, edge, checkpoint, note };
}

/** The edge of a log that may be extended: it is what this node last saw of it, or begins with that. */
async function edgeOf(
  tx: Tx,
  { remembered }: LogKeeper,
  row: LogRow,
  signer: NoteSigner,
  edges: Map<string, Edge>,
): Promise<Edge> {
  const refusal = checkSigned(row, signer) ?? (await compareWithRemembered(tx, row, remembered.get(row.name)));
  if (refusal !== undefined) throw new LogRefused(row.name, refusal);
  const known = edges.get(row.name);
  edges.delete(row.name);
  // What this node remembers is of this size and root, and the edge gave that root.
  if (known?.size === row.size) return known;
  const edge = await readEdge(tx, row);
  if (edge === undefined) throw new LogRefused(row.name, "damaged");
  return edge;
}
