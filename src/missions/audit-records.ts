import { fingerprint, IdRows, withRoom } from "../base/id-rows.ts";
import type { AuditedEntry, EntryBody, Horizon, RecordAudit, Tell } from "../ledger/index.ts";
import { eachPage, textOf } from "../ledger/index.ts";
import type { Query } from "../store/index.ts";
import type { AuditedCutRow, AuditedLineRow, AuditedMissionRow, AuditedOptOutRow } from "./sql.ts";
import * as sql from "./sql.ts";

const IS_CREATED = 1;
const IS_CANCELLED = 2;
const HAS_SET_OFF = 4;
/** Its channels may be others than those it was made with: entries say that they changed, not to what. */
const IS_CHANGED = 8;
const HAS_TIMES = 16;
const IS_SEEN = 32;

/** What is kept of each mission: 33 bytes and its id. */
class Missions {
  readonly ids = new IdRows("mission");
  opensAt = new Float64Array();
  closesAt = new Float64Array();
  graceMs = new Uint32Array();
  customers = new Uint32Array();
  /** Purpose, its version and the legal basis; then the channels. */
  bases = new Uint32Array();
  channels = new Uint32Array();
  flags = new Uint8Array();

  rowOf(mission: string): number {
    const row = this.ids.add(mission);
    this.opensAt = withRoom(this.opensAt, row);
    this.closesAt = withRoom(this.closesAt, row);
    this.graceMs = withRoom(this.graceMs, row);
    this.customers = withRoom(this.customers, row);
    this.bases = withRoom(this.bases, row);
    this.channels = withRoom(this.channels, row);
    this.flags = withRoom(this.flags, row);
    return row;
  }

  set(row: number, flag: number): void {
    this.flags[row] = (this.flags[row] as number) | flag;
  }
}

const IS_DRAWN = 1;
const IS_ENDED = 2;
const IS_LINE_SEEN = 4;

/** What is kept of each line: 17 bytes and its id. */
class Lines {
  readonly ids = new IdRows("line");
  missions = new Uint32Array();
  staff = new Uint32Array();
  staffNumbers = new Uint32Array();
  customerNumbers = new Uint32Array();
  flags = new Uint8Array();

  rowOf(line: string): number {
    const row = this.ids.add(line);
    this.missions = withRoom(this.missions, row);
    this.staff = withRoom(this.staff, row);
    this.staffNumbers = withRoom(this.staffNumbers, row);
    this.customerNumbers = withRoom(this.customerNumbers, row);
    this.flags = withRoom(this.flags, row);
    return row;
  }

  set(row: number, flag: number): void {
    this.flags[row] = (this.flags[row] as number) | flag;
  }
}

/** Every mission, line, cut and opt-out with the entries that made it what it is. */
export class MissionRecords implements RecordAudit {
  readonly #tell: Tell;
  readonly #missions = new Missions();
  readonly #lines = new Lines();
  /** How many entries cut a pair, less its rows. */
  readonly #cuts = new Map<string, number>();
  /** How many entries lifted the cut of a pair, less its rows that were lifted. */
  readonly #lifts = new Map<string, number>();
  /** Whose last word, as entries tell, was stop (true) or start. */
  readonly #optOuts = new Map<string, boolean>();

  constructor(tell: Tell) {
    this.#tell = tell;
  }

  take({ body, entryId }: AuditedEntry): void {
    const customer = textOf(body["customer"]) ?? "";
    switch (body.event) {
      case "missions.cut-pair": {
        const pair = `${textOf(body["staff"]) ?? ""} ${customer}`;
        this.#cuts.set(pair, (this.#cuts.get(pair) ?? 0) + 1);
        return;
      }
      case "missions.lift-cut": {
        const pair = `${textOf(body["staff"]) ?? ""} ${customer}`;
        this.#lifts.set(pair, (this.#lifts.get(pair) ?? 0) + 1);
        return;
      }
      case "missions.opt-out":
      case "missions.end-opt-out":
        this.#optOuts.set(customer, body.event === "missions.opt-out");
        return;
      default:
    }
    const mission = textOf(body["mission"]);
    if (mission === undefined) this.#tell(`entry ${entryId}: it names no mission`);
    else this.#takeOfMission(mission, customer, body, entryId);
  }

  async compare(run: Query, horizon: Horizon): Promise<number> {
    let rows = 0;
    for await (const page of eachPage<AuditedMissionRow>(run, "missions.mission", sql.SELECT_AUDITED_MISSIONS)) {
      rows += page.length;
      for (const row of page) this.#compareMission(row, horizon);
    }
    for await (const page of eachPage<AuditedLineRow>(run, "missions.line", sql.SELECT_AUDITED_LINES)) {
      rows += page.length;
      for (const row of page) this.#compareLine(row, horizon);
    }
    for await (const page of eachPage<AuditedCutRow>(run, "missions.pair_cut", sql.SELECT_AUDITED_CUTS)) {
      rows += page.length;
      for (const row of page) this.#compareCut(row, horizon);
    }
    for await (const page of eachPage<AuditedOptOutRow>(run, "missions.customer", sql.SELECT_AUDITED_OPT_OUTS)) {
      rows += page.length;
      for (const row of page) this.#compareOptOut(row, horizon);
    }
    this.#tellOrphans();
    return rows;
  }

  #takeOfMission(mission: string, customer: string, body: EntryBody, entryId: number): void {
    const known = this.#missions;
    const row = known.rowOf(mission);
    const her = fingerprint(customer);
    if (known.customers[row] === 0) known.customers[row] = her;
    if (known.customers[row] !== her) this.#tell(`mission ${mission}: entry ${entryId} is about another customer`);
    const times = [Date.parse(textOf(body["opensAt"]) ?? ""), Date.parse(textOf(body["closesAt"]) ?? "")];
    if (times.every((ms) => !Number.isNaN(ms))) {
      [known.opensAt[row], known.closesAt[row]] = times as [number, number];
      known.graceMs[row] = Number(body["graceMs"]);
      known.set(row, HAS_TIMES);
    }
    switch (body.event) {
      case "missions.create-mission":
        if (((known.flags[row] as number) & IS_CREATED) !== 0)
          this.#tell(`mission ${mission}: entry ${entryId} makes it again`);
        known.bases[row] = basisOf(body["purposeName"], body["purposeVersion"], body["legalBasis"]);
        known.channels[row] = fingerprint(listOf(body["channels"]).join());
        known.set(row, IS_CREATED);
        this.#drawLines(mission, body["lines"], entryId);
        break;
      case "missions.cancel-mission":
        known.set(row, IS_CANCELLED);
        break;
      case "missions.set-off":
        known.set(row, HAS_SET_OFF);
        break;
      case "missions.change-mission":
        known.set(row, IS_CHANGED);
        break;
      case "missions.redraw-lines":
        for (const line of listOf(body["ended"])) this.#lines.set(this.#lines.rowOf(textOf(line) ?? ""), IS_ENDED);
        this.#drawLines(mission, body["drawn"], entryId);
        break;
      default:
    }
  }

  #drawLines(mission: string, lines: unknown, entryId: number): void {
    const known = this.#lines;
    for (const line of listOf(lines) as readonly Record<string, unknown>[]) {
      const id = textOf(line["line"]) ?? "";
      const row = known.rowOf(id);
      if (((known.flags[row] as number) & IS_DRAWN) !== 0) this.#tell(`line ${id}: entry ${entryId} draws it again`);
      known.missions[row] = fingerprint(mission);
      known.staff[row] = fingerprint(textOf(line["staff"]));
      known.staffNumbers[row] = fingerprint(textOf(line["staffDials"]));
      known.customerNumbers[row] = fingerprint(textOf(line["customerDials"]));
      known.set(row, IS_DRAWN);
    }
  }

  #compareMission(mission: AuditedMissionRow, { prunedBeforeMs }: Horizon): void {
    const known = this.#missions;
    const row = known.ids.find(mission.mission_id);
    const tell = (what: string) => this.#tell(`mission ${mission.mission_id}: ${what}`);
    const flags = row === undefined ? 0 : (known.flags[row] as number);
    if ((flags & IS_CREATED) === 0 && mission.created_at_ms >= prunedBeforeMs) tell("no entry says that it was made");
    const isKnownSince = (atMs: number | null, flag: number) =>
      (atMs !== null) === ((flags & flag) !== 0) || (atMs !== null && atMs < prunedBeforeMs);
    if (!isKnownSince(mission.cancelled_at_ms, IS_CANCELLED))
      tell("row and entries differ in whether it was cancelled");
    if (!isKnownSince(mission.on_my_way_at_ms, HAS_SET_OFF)) tell("row and entries differ in whether somebody set off");
    if (row === undefined) return;
    known.set(row, IS_SEEN);
    if (known.customers[row] !== fingerprint(mission.customer_id)) tell("row and entries differ in customer");
    const isSameWindow =
      known.opensAt[row] === mission.opens_at_ms &&
      known.closesAt[row] === mission.closes_at_ms &&
      known.graceMs[row] === mission.grace_ms;
    if ((flags & HAS_TIMES) !== 0 && !isSameWindow) tell("its window is not that of its last entry");
    if ((flags & IS_CREATED) === 0) return;
    const basis = basisOf(mission.purpose, mission.purpose_version, mission.legal_basis);
    if (known.bases[row] !== basis) tell("row and entry differ in purpose or legal basis");
    const channels = fingerprint(mission.channels.join());
    if ((flags & IS_CHANGED) === 0 && known.channels[row] !== channels) tell("row and entry differ in channels");
  }

  #compareLine(line: AuditedLineRow, { prunedBeforeMs }: Horizon): void {
    const known = this.#lines;
    const row = known.ids.find(line.line_id);
    const tell = (what: string) => this.#tell(`line ${line.line_id}: ${what}`);
    const flags = row === undefined ? 0 : (known.flags[row] as number);
    const { ended_at_ms: endedAtMs } = line;
    const isEndKnown = (endedAtMs !== null) === ((flags & IS_ENDED) !== 0);
    if (!isEndKnown && !(endedAtMs !== null && endedAtMs < prunedBeforeMs)) {
      tell("row and entries differ in whether it has ended");
    }
    if ((flags & IS_DRAWN) === 0 && line.assigned_at_ms >= prunedBeforeMs) tell("no entry says that it was drawn");
    if (row === undefined) return;
    known.set(row, IS_LINE_SEEN);
    if ((flags & IS_DRAWN) === 0) return;
    if (known.missions[row] !== fingerprint(line.mission_id)) tell("row and entry differ in mission");
    if (known.staff[row] !== fingerprint(line.staff_id)) tell("row and entry differ in staff");
    const isSame =
      known.staffNumbers[row] === fingerprint(line.staff_number) &&
      known.customerNumbers[row] === fingerprint(line.customer_number);
    if (!isSame) tell("row and entry differ in numbers");
  }

  #compareCut({ staff_id, customer_id, cut_at, lifted_at }: AuditedCutRow, { prunedBeforeMs }: Horizon): void {
    const pair = `${staff_id} ${customer_id}`;
    const left = this.#cuts.get(pair) ?? 0;
    if (left > 0) this.#cuts.set(pair, left - 1);
    else if (Number(cut_at) >= prunedBeforeMs) this.#tell(`cut of ${pair}: no entry tells of it`);
    if (lifted_at === null) return;
    const lifts = this.#lifts.get(pair) ?? 0;
    if (lifts > 0) this.#lifts.set(pair, lifts - 1);
    else if (Number(lifted_at) >= prunedBeforeMs) this.#tell(`cut of ${pair}: it was lifted, and no entry says so`);
  }

  #compareOptOut({ customer_id, opted_out_at }: AuditedOptOutRow, { prunedBeforeMs }: Horizon): void {
    const isOptedOut = this.#optOuts.get(customer_id);
    this.#optOuts.delete(customer_id);
    const isExplained = isOptedOut ?? Number(opted_out_at) < prunedBeforeMs;
    if (!isExplained) this.#tell(`customer ${customer_id}: she is opted out, and no entry says so`);
  }

  /** Entries that tell of rows that are not there: none of these rows is ever erased. */
  #tellOrphans(): void {
    const { ids, flags } = this.#missions;
    for (let row = 0; row < ids.size; row += 1) {
      if (((flags[row] as number) & IS_SEEN) === 0)
        this.#tell(`mission ${ids.idAt(row)}: entries tell of it, and it is not there`);
    }
    const lines = this.#lines;
    for (let row = 0; row < lines.ids.size; row += 1) {
      if (((lines.flags[row] as number) & IS_LINE_SEEN) !== 0) continue;
      this.#tell(`line ${lines.ids.idAt(row)}: entries tell of it, and it is not there`);
    }
    for (const [pair, left] of this.#cuts)
      if (left > 0) this.#tell(`cut of ${pair}: an entry tells of it, and it is not there`);
    for (const [customer, isOptedOut] of this.#optOuts) {
      if (isOptedOut) this.#tell(`customer ${customer}: an entry says that she opted out, and she is not`);
    }
  }
}

function basisOf(purpose: unknown, version: unknown, legalBasis: unknown): number {
  return fingerprint(`${String(purpose)} ${String(version)} ${String(legalBasis)}`);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
