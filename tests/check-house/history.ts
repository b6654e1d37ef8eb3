import type { EntryBody, EntryFact, HouseFacts } from "./facts.ts";
import { inOrder } from "./ledger.ts";

export type Suspension = { readonly staff: string; readonly from: Date; readonly until?: Date };

type Mission = {
  opensAtMs: number;
  closesAtMs: number;
  graceMs: number;
  isCancelled: boolean;
  hasSetOff: boolean;
  /** Staff member by line. */
  readonly lines: Map<string, string>;
};

/** What is known of one customer after some of her entries. */
type History = {
  readonly missions: Map<string, Mission>;
  readonly cut: Set<string>;
  isOptedOut: boolean;
};

type Asked = { readonly suspensions?: readonly Suspension[]; readonly isQuiet?: boolean };

/**
 * Replays the entries about each customer, which are in the order in which things happened, and asks at each contact
 * whether it was allowed at that instant: an open mission, an assigned staff member, no cut. Nothing is taken from
 * today's rows but the cuts, which must be those that the entries tell of.
 */
export function historyViolations(facts: HouseFacts, asked: Asked): string[] {
  const bySubject = Map.groupBy(
    facts.entries.filter(({ subject }) => subject !== null),
    ({ subject }) => subject as string,
  );
  const cuts: string[] = [];
  const found = [...bySubject].flatMap(([subject, entries]) => {
    const history: History = { missions: new Map(), cut: new Set(), isOptedOut: false };
    const wrong = inOrder(entries).flatMap((entry) => step(history, entry, asked));
    for (const staff of history.cut) cuts.push(`${staff} ${subject}`);
    return wrong;
  });
  const rows = facts.cuts.map(({ staff_id, customer_id }) => `${staff_id} ${customer_id}`);
  if (rows.toSorted().join() !== cuts.toSorted().join())
    found.push("the cuts in force are not those the ledger tells of");
  return found;
}

function step(history: History, entry: EntryFact, asked: Asked): string[] {
  const { body } = entry;
  if (body.event.startsWith("missions.")) {
    change(history, body);
    return [];
  }
  return judge(history, entry, asked).map((what) => `entry ${entry.entry_id} (${body.event}): ${what}`);
}

function change(history: History, body: EntryBody): void {
  if (body.event === "missions.cut-pair") history.cut.add(body.staff ?? "");
  if (body.event === "missions.opt-out") history.isOptedOut = true;
  if (body.event === "missions.end-opt-out") history.isOptedOut = false;
  if (body.mission === undefined) return;
  const id = body.mission;
  const mission = history.missions.get(id) ?? newMission();
  history.missions.set(id, mission);
  const { opensAt, closesAt, graceMs } = body;
  if (opensAt !== undefined && closesAt !== undefined && graceMs !== undefined) {
    Object.assign(mission, { opensAtMs: Date.parse(opensAt), closesAtMs: Date.parse(closesAt), graceMs });
  }
  if (body.event === "missions.cancel-mission") mission.isCancelled = true;
  if (body.event === "missions.set-off") mission.hasSetOff = true;
  for (const line of body.ended ?? []) mission.lines.delete(line);
  for (const { line, staff } of body.lines ?? body.drawn ?? []) mission.lines.set(line, staff);
}

function newMission(): Mission {
  return { opensAtMs: 0, closesAtMs: 0, graceMs: 0, isCancelled: false, hasSetOff: false, lines: new Map() };
}

function judge(history: History, { body, at }: EntryFact, { suspensions = [], isQuiet = false }: Asked): string[] {
  if (body.event.startsWith("relay.intercept-")) return wordViolations(history, body);
  // What is told of a visit beforehand is no contact between the two.
  if (body.event === "relay.announce-visit" || body.event === "relay.read-visit-slip") return [];
  // Nor is what is said of it afterwards.
  if (/^(?:reports|cases)\./.test(body.event)) return [];
  const { staff = "", outcome } = body;
  const isResult = body.event === "relay.record-result";
  if (isResult && (!isQuiet || outcome !== "delivered")) return [];
  const mission = history.missions.get(body.mission ?? "");
  if (mission === undefined) return ["it names a mission nobody made"];
  if (outcome === "refused") return refusalViolations(history, mission, body, at.getTime());
  const found: string[] = [];
  const graceMs = outcome === "disclosed" ? 0 : mission.graceMs;
  if (at.getTime() < mission.opensAtMs) found.push("contact before the mission opened");
  if (at.getTime() >= mission.closesAtMs + graceMs) found.push("contact after the mission was over");
  if (mission.isCancelled) found.push("contact in a cancelled mission");
  const assigned = body.line === undefined ? [...mission.lines.values()] : [mission.lines.get(body.line)];
  if (!assigned.includes(staff)) found.push("contact by somebody who was not assigned");
  if (history.cut.has(staff)) found.push("contact although the pair was cut");
  if (history.isOptedOut && body.direction === "staff_to_customer" && outcome === "queued") {
    found.push("contact although she had said stop");
  }
  if (body.what === "accessNotes" && !mission.hasSetOff) found.push("access notes before anybody set off");
  const isSuspended = suspensions.some(
    ({ staff: whose, from, until }) => whose === staff && at >= from && (until === undefined || at < until),
  );
  if (isSuspended) found.push("contact by somebody who was suspended");
  return found;
}

/** A refusal says why, and what it says was so. What the ledger cannot tell (a standing, a quota) is believed. */
function refusalViolations(history: History, mission: Mission, body: EntryBody, atMs: number): string[] {
  const graceMs = body.event === "relay.disclose" ? 0 : mission.graceMs;
  const isTrue: { readonly [code: string]: boolean } = {
    pair_cut: history.cut.has(body.staff ?? ""),
    customer_opted_out: history.isOptedOut,
    mission_cancelled: mission.isCancelled,
    window_not_open: atMs < mission.opensAtMs || body.what === "accessNotes",
    window_closed: atMs >= mission.closesAtMs + graceMs,
    not_assigned: ![...mission.lines].some(([line, staff]) => (body.line ?? line) === line && staff === body.staff),
  };
  const { code = "" } = body;
  return isTrue[code] === false ? [`it was refused with ${code}, which was not so`] : [];
}

/** What a word asks for was done first. */
function wordViolations(history: History, body: EntryBody): string[] {
  const isHers = body.direction === "customer_to_staff";
  switch (body.word) {
    case "report":
      // Without a name it meant several: none of them can be told from here.
      return body.staff === undefined || history.cut.has(body.staff) ? [] : ["a report word did not cut the pair"];
    case "stop":
      return isHers && !history.isOptedOut ? ["a stop word did not stop anything"] : [];
    case "start":
      return isHers && history.isOptedOut ? ["a start word did not start anything"] : [];
    // What the others ask for is somebody's answer, and changes nothing here.
    default:
      return [];
  }
}
