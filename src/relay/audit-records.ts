import { fingerprint, IdRows, withRoom } from "../base/id-rows.ts";
import type { AuditedEntry, EntryBody, Horizon, RecordAudit, Tell } from "../ledger/index.ts";
import { eachPage, textOf } from "../ledger/index.ts";
import type { Query } from "../store/index.ts";
import type { AuditedAttemptRow, AuditedOutageRow, AuditedSignalRow } from "./sql.ts";
import * as sql from "./sql.ts";

/** The events that record how an attempt was decided, and the channel it took. */
const DECISIONS: { readonly [event: string]: string } = {
  "relay.receive-text": "sms",
  "relay.receive-call": "call",
  "relay.receive-chat": "chat",
  "relay.intercept-word": "sms",
  "relay.intercept-call": "call",
  "relay.intercept-chat": "chat",
  "relay.disclose": "disclosure",
};

/** Events of this room that are about no attempt. */
const OTHERS = new Set(["relay.announce-visit", "relay.read-visit-slip"]);

/** The events that tell what became of an attempt since. */
const RESULTS = new Set(["relay.record-result", "relay.release-text", "relay.refuse-text", "relay.expire-text"]);

/**
 * What may still become of an outcome. The first result stands; only `unknown` may turn into what a receipt tells. What
 * screening kept back may go on its way when a person read it.
 */
const NEXT: { readonly [outcome: string]: readonly string[] } = {
  queued: ["delivered", "failed", "unknown"],
  unknown: ["delivered", "failed"],
  held: ["queued", "refused"],
  "refused screened": ["queued", "refused"],
};
const SCREENED = fingerprint("screened");

const BY: { readonly [direction: string]: string } = { staff_to_customer: "staff", customer_to_staff: "customer" };

/** The outcomes there are, and the first for none. Kept as places in this list. */
const OUTCOMES = ["", "queued", "delivered", "failed", "unknown", "refused", "intercepted", "disclosed", "held"];
const IS_DECIDED = 1;
const IS_SEEN = 2;

/** What is kept of each attempt that entries tell of: 42 bytes and its id. Texts are kept as fingerprints. */
class Attempts {
  readonly ids = new IdRows("attempt");
  entryIds = new Float64Array();
  instants = new Float64Array();
  missions = new Uint32Array();
  staff = new Uint32Array();
  customers = new Uint32Array();
  lines = new Uint32Array();
  /** Channel and direction. */
  ways = new Uint32Array();
  codes = new Uint32Array();
  outcomes = new Uint8Array();
  flags = new Uint8Array();

  rowOf(attempt: string): number {
    const row = this.ids.add(attempt);
    this.entryIds = withRoom(this.entryIds, row);
    this.instants = withRoom(this.instants, row);
    this.missions = withRoom(this.missions, row);
    this.staff = withRoom(this.staff, row);
    this.customers = withRoom(this.customers, row);
    this.lines = withRoom(this.lines, row);
    this.ways = withRoom(this.ways, row);
    this.codes = withRoom(this.codes, row);
    this.outcomes = withRoom(this.outcomes, row);
    this.flags = withRoom(this.flags, row);
    return row;
  }
}

type Word = { readonly entry: AuditedEntry; isSeen: boolean };
type Outage = { readonly beganAt: unknown; readonly refused: unknown; readonly atMs: number; isSeen: boolean };

/** Every attempt, word and outage with the entries that recorded it, and what became of it since. */
export class RelayRecords implements RecordAudit {
  readonly #tell: Tell;
  readonly #attempts = new Attempts();
  readonly #words = new Map<string, Word>();
  readonly #outages = new Map<number, Outage>();

  constructor(tell: Tell) {
    this.#tell = tell;
  }

  take(entry: AuditedEntry): void {
    const { body, entryId, atMs } = entry;
    if (body.event === "relay.outage") {
      this.#outages.set(entryId, { beganAt: body["beganAt"], refused: body["refused"], atMs, isSeen: false });
      return;
    }
    if (OTHERS.has(body.event)) return;
    const attempt = textOf(body["attempt"]);
    const channel = DECISIONS[body.event];
    if (attempt === undefined) this.#tell(`entry ${entryId}: it names no attempt`);
    else if (channel !== undefined) this.#decide(attempt, channel, entry);
    else if (RESULTS.has(body.event)) this.#settle(attempt, entry);
  }

  async compare(run: Query, horizon: Horizon): Promise<number> {
    let rows = 0;
    for await (const page of eachPage<AuditedAttemptRow>(run, "relay.attempt", sql.SELECT_AUDITED_ATTEMPTS)) {
      rows += page.length;
      for (const row of page) this.#compareAttempt(row, horizon);
    }
    for await (const page of eachPage<AuditedSignalRow>(run, "relay.signal", sql.SELECT_AUDITED_SIGNALS)) {
      rows += page.length;
      for (const row of page) this.#compareSignal(row, horizon);
    }
    for await (const page of eachPage<AuditedOutageRow>(run, "relay.outage", sql.SELECT_AUDITED_OUTAGES)) {
      rows += page.length;
      for (const row of page) this.#compareOutage(row, horizon);
    }
    this.#tellOrphans(horizon);
    return rows;
  }

  #decide(attempt: string, channel: string, entry: AuditedEntry): void {
    const { body, entryId, atMs } = entry;
    const known = this.#attempts;
    const row = known.rowOf(attempt);
    if (((known.flags[row] as number) & IS_DECIDED) !== 0) {
      this.#tell(`attempt ${attempt}: entry ${entryId} decides on it again`);
      return;
    }
    if (known.outcomes[row] !== 0) this.#tell(`attempt ${attempt}: entry ${entryId} decides on it after its result`);
    known.flags[row] = IS_DECIDED;
    known.entryIds[row] = entryId;
    known.instants[row] = atMs;
    known.missions[row] = fingerprint(textOf(body["mission"]));
    known.staff[row] = fingerprint(textOf(body["staff"]));
    known.customers[row] = fingerprint(textOf(body["customer"]));
    known.lines[row] = fingerprint(textOf(body["line"]));
    known.ways[row] = wayOf(channel, body["direction"]);
    known.outcomes[row] = outcomeOf(body);
    known.codes[row] = fingerprint(textOf(body["code"]));
    if (body["word"] !== undefined) this.#words.set(attempt, { entry, isSeen: false });
    if ((body["outcome"] === "intercepted") !== (body["word"] !== undefined)) {
      this.#tell(`attempt ${attempt}: its entry has a word and was not intercepted, or one without the other`);
    }
  }

  #settle(attempt: string, { body, entryId }: AuditedEntry): void {
    const known = this.#attempts;
    const row = known.rowOf(attempt);
    const isDecided = ((known.flags[row] as number) & IS_DECIDED) !== 0;
    const last = OUTCOMES[known.outcomes[row] as number] as string;
    const outcome = textOf(body["outcome"]) ?? "";
    // Of one whose decision has expired the first result that is left may be any.
    const from = last === "refused" && known.codes[row] === SCREENED ? "refused screened" : last;
    if (last !== "" && NEXT[from]?.includes(outcome) !== true) {
      this.#tell(`attempt ${attempt}: ${last} became ${OUTCOMES[outcomeOf(body)]} (entry ${entryId})`);
    }
    const isSame =
      known.missions[row] === fingerprint(textOf(body["mission"])) &&
      known.staff[row] === fingerprint(textOf(body["staff"])) &&
      known.customers[row] === fingerprint(textOf(body["customer"]));
    if (isDecided && !isSame)
      this.#tell(`attempt ${attempt}: its result names others than its decision (entry ${entryId})`);
    known.outcomes[row] = outcomeOf(body);
    known.codes[row] = fingerprint(textOf(body["code"]));
  }

  #compareAttempt(attempt: AuditedAttemptRow, { prunedBeforeMs }: Horizon): void {
    const known = this.#attempts;
    const row = known.ids.find(attempt.attempt_id);
    const tell = (what: string) => this.#tell(`attempt ${attempt.attempt_id}: ${what}`);
    const flags = row === undefined ? 0 : (known.flags[row] as number);
    if ((flags & IS_DECIDED) === 0 && attempt.at_ms >= prunedBeforeMs) tell("it has no decision entry");
    if (row === undefined) return;
    known.flags[row] = flags | IS_SEEN;
    if ((flags & IS_DECIDED) !== 0) {
      if (known.entryIds[row] !== attempt.entry_id) tell("it points at another entry than its decision");
      if (known.instants[row] !== attempt.at_ms) tell("its instant is not that of its decision");
      if (known.ways[row] !== wayOf(attempt.channel, attempt.direction))
        tell("row and entry differ in its channel or direction");
      if (known.missions[row] !== fingerprint(attempt.mission_id)) tell("row and entry differ in mission");
      if (known.staff[row] !== fingerprint(attempt.staff_id)) tell("row and entry differ in staff");
      if (known.customers[row] !== fingerprint(attempt.customer_id)) tell("row and entry differ in customer");
      // A disclosure is about a mission and shows the line for convenience only.
      const line = attempt.channel === "disclosure" ? known.lines[row] : fingerprint(attempt.line_id);
      if (known.lines[row] !== line) tell("row and entry differ in line");
    }
    const last = OUTCOMES[known.outcomes[row] as number];
    if (last !== attempt.outcome) tell(`it is ${attempt.outcome}, its last entry ${last}`);
    if (known.codes[row] !== fingerprint(attempt.code)) tell("its code is not that of its last entry");
  }

  #compareSignal(signal: AuditedSignalRow, { prunedBeforeMs }: Horizon): void {
    const word = this.#words.get(signal.attempt_id);
    const tell = (what: string) => this.#tell(`signal ${signal.signal_id}: ${what}`);
    if (word === undefined) {
      if (Number(signal.at) >= prunedBeforeMs) tell(`no entry tells of a word in attempt ${signal.attempt_id}`);
      return;
    }
    if (word.isSeen) tell(`attempt ${signal.attempt_id} has another one`);
    word.isSeen = true;
    const { body } = word.entry;
    const said = [body["word"], BY[textOf(body["direction"]) ?? ""] ?? "unknown"];
    const about = [body["mission"] ?? null, body["staff"] ?? null, body["customer"] ?? null];
    const row = [signal.word, signal.by, signal.mission_id, signal.staff_id, signal.customer_id];
    if ([...said, ...about].some((value, i) => value !== row[i])) tell("it is not what its entry says");
  }

  #compareOutage({ outage_id, began_at, refused, entry_id }: AuditedOutageRow, { prunedBeforeMs }: Horizon): void {
    const outage = this.#outages.get(entry_id);
    const tell = (what: string) => this.#tell(`outage ${outage_id}: ${what}`);
    if (outage === undefined) {
      if (Number(began_at) >= prunedBeforeMs) tell("no entry tells of it");
      return;
    }
    if (outage.isSeen) tell(`its entry ${entry_id} is that of another one too`);
    outage.isSeen = true;
    const isSame = Date.parse(textOf(outage.beganAt) ?? "") === Number(began_at) && outage.refused === refused;
    if (!isSame) tell("it is not what its entry says");
  }

  /** Entries that tell of rows that are not there, though their time has not come. */
  #tellOrphans({ prunedBeforeMs, erasedBeforeMs }: Horizon): void {
    const { ids, flags, instants } = this.#attempts;
    for (let row = 0; row < ids.size; row += 1) {
      const isSeen = ((flags[row] as number) & IS_SEEN) !== 0;
      const isDecided = ((flags[row] as number) & IS_DECIDED) !== 0;
      // A result that came long after a decision that has expired since: the row went with the decision.
      const isOld = isDecided ? (instants[row] as number) < erasedBeforeMs : prunedBeforeMs > -Infinity;
      if (isSeen || isOld) continue;
      this.#tell(`attempt ${ids.idAt(row)}: entries tell of it, and it is not there`);
    }
    for (const [attempt, { entry, isSeen }] of this.#words) {
      if (!isSeen && entry.atMs >= erasedBeforeMs) this.#tell(`attempt ${attempt}: its word has no signal`);
    }
    for (const [entryId, { isSeen, atMs }] of this.#outages) {
      if (!isSeen && atMs >= erasedBeforeMs) this.#tell(`entry ${entryId}: it tells of an outage that is not there`);
    }
  }
}

function wayOf(channel: string, direction: unknown): number {
  return fingerprint(`${channel} ${textOf(direction) ?? ""}`);
}

function outcomeOf(body: EntryBody): number {
  return Math.max(0, OUTCOMES.indexOf(textOf(body["outcome"]) ?? ""));
}
