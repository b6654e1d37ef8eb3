import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { EntryFact, HouseFacts } from "./facts.ts";

/** Every entry verifies by itself, and each customer's entries follow one another without a gap. */
export function ledgerViolations({ entries, chains, numbers }: HouseFacts): string[] {
  const bySubject = Map.groupBy(
    entries.filter(({ subject }) => subject !== null),
    ({ subject }) => subject as string,
  );
  return [
    ...entries.flatMap((entry) => entryViolations(entry)),
    ...entries.flatMap((entry) => fieldViolations(entry, numbers)),
    ...[...bySubject].flatMap(([subject, own]) => chainViolations(subject, own)),
    ...headViolations(bySubject, chains),
  ];
}

function entryViolations({
  entry_id,
  class: retention,
  subject,
  subject_seq,
  at,
  leaf_hash,
  bytes,
  body,
}: EntryFact): string[] {
  const found: string[] = [];
  const leaf = createHash("sha256").update(Buffer.of(0)).update(bytes).digest();
  if (!leaf.equals(leaf_hash)) found.push("its leaf hash is not that of its bytes");
  // Another author's implementation of RFC 8785: what both write the same way is canonical.
  if (canonicalize(body) !== bytes.toString("utf8")) found.push("its bytes are not canonical JSON");
  if (body.v !== 1) found.push("it is not of version 1");
  if (body.at !== at.toISOString()) found.push("its instant is not that of its row");
  // What a log says of itself is kept with the log.
  const kept = /^(cases|reports)\./.test(body.event) ? "case" : "routine";
  if (retention !== kept && !body.event.startsWith("ledger.")) found.push(`it is kept as ${retention}`);
  if ((body.customer ?? null) !== subject) found.push("its customer is not that of its row");
  if ((body.customerSeq ?? null) !== subject_seq) found.push("its place in the chain is not that of its row");
  return found.map((what) => `entry ${entry_id} (${body.event}): ${what}`);
}

function chainViolations(subject: string, entries: readonly EntryFact[]): string[] {
  const found: string[] = [];
  let before: EntryFact | undefined;
  for (const entry of inOrder(entries)) {
    const seq = (before?.subject_seq ?? 0) + 1;
    if (entry.subject_seq !== seq) found.push(`entry ${entry.subject_seq} comes after ${seq - 1}`);
    const previous = before?.leaf_hash.toString("base64") ?? null;
    if (entry.body.previous !== previous) found.push(`entry ${entry.subject_seq} does not name the one before it`);
    if (before !== undefined && entry.at < before.at) found.push(`entry ${entry.subject_seq} is older than ${seq - 1}`);
    before = entry;
  }
  return found.map((what) => `chain of ${subject}: ${what}`);
}

export function inOrder(entries: readonly EntryFact[]): readonly EntryFact[] {
  return entries.toSorted((a, b) => (a.subject_seq ?? 0) - (b.subject_seq ?? 0));
}

function headViolations(bySubject: ReadonlyMap<string, readonly EntryFact[]>, chains: HouseFacts["chains"]): string[] {
  const known = new Set(chains.map(({ subject }) => subject));
  const missing = [...bySubject.keys()].filter((subject) => !known.has(subject));
  const wrong = chains.filter(({ subject, seq, head }) => {
    const last = inOrder(bySubject.get(subject) ?? []).at(-1);
    return seq !== (last?.subject_seq ?? 0) || head?.toString("hex") !== last?.leaf_hash.toString("hex");
  });
  return [...missing, ...wrong.map(({ subject }) => subject)].map(
    (subject) => `chain of ${subject}: its head is wrong`,
  );
}

const ID = /^(act|alr|att|cas|cmp|cus|dsk|hld|key|lin|mea|mis|out|rep|ses|sig|stf|txt)_[0-9a-hjkmnp-tv-z]{26}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const HASH = /^[A-Za-z0-9+/]{43}=$/;
const one = (...words: readonly string[]) => new RegExp(`^(${words.join("|")})$`);
/** A name of ours: of a refusal, a purpose, a carrier. */
const NAME = /^[a-z][a-z0-9]*([_-][a-z0-9]+)*$/;
/** The company's own reference of a document or a person. */
const REFERENCE = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,59}$/;
const MASKED = "a number of the pool";
const DAY = /^\d{4}-\d\d-\d\d$/;
const CASE_STATE = one("received", "triage", "enquiry", "heard", "proposed", "approved", "closed");
const CASE_OUTCOME = one("confirmed", "not_confirmed", "cannot_be_decided", "out_of_scope");
/** RALIANCE's categories and ours. */
const CATEGORY = /^[MAD]\d{1,2}$/;
type Shape = RegExp | "count" | "flag" | typeof MASKED;

/**
 * What each field of an entry may hold. Whatever is not listed may not be recorded: an entry can never be taken back,
 * so that a phone, a name or a sentence in one would stay.
 */
const FIELDS: { readonly [field: string]: Shape | readonly Shape[] } = {
  activation: ID,
  alert: ID,
  appellant: one("concerned", "reporter"),
  afterDays: "count",
  at: INSTANT,
  attempt: ID,
  before: INSTANT,
  beganAt: INSTANT,
  // An id of who asked for it, or of a report who made it.
  by: new RegExp(`${ID.source}|^(customer|staff|relative|witness|unknown)$`),
  carrier: NAME,
  case: ID,
  // Of a cut; or of an alert: an entry, an attempt or a report.
  cause: [one("report", "report_word", "desk", "same_phone"), /^\d+$/, ID],
  changed: one("opensAt", "closesAt", "staff", "customer", "channels"),
  channels: one("sms", "call"),
  closesAt: INSTANT,
  code: NAME,
  commitment: HASH,
  companion: ID,
  conflicts: NAME,
  consultationDate: /^\d{4}-\d\d-\d\d$/,
  count: "count",
  customer: ID,
  customerDials: MASKED,
  customerSeq: "count",
  customers: "count",
  day: /^\d{4}-\d\d-\d\d$/,
  days: "count",
  decided: CASE_OUTCOME,
  decision: NAME,
  deskUser: ID,
  direction: one("staff_to_customer", "customer_to_staff", "unknown"),
  door: one("sms", "report_number", "call", "chat", "page", "visit_link", "staff", "desk", "api"),
  draining: "flag",
  duty: NAME,
  ended: ID,
  endedAt: INSTANT,
  exception: NAME,
  fact: NAME,
  event: /^(cases|charter|ledger|missions|numbers|people|relay|reports|vault)\.[a-z]+(-[a-z]+)*$/,
  from: ["count", CASE_STATE],
  graceMs: "count",
  hasMoved: "flag",
  hasPhone: "flag",
  hold: ID,
  how: NAME,
  key: ID,
  kind: NAME,
  impactAssessment: REFERENCE,
  indexed: "count",
  isAssigned: "flag",
  isCertain: "flag",
  isConcerned: "flag",
  isDanger: "flag",
  isDocumented: "flag",
  isFine: "flag",
  isOnHold: "flag",
  isUnsure: "flag",
  language: one("fr", "en"),
  legalBasis: /^eu-gdpr:A6-1-[a-f](-[a-z-]+)?$/,
  line: ID,
  measure: ID,
  log: /^(routine|case)-\d{4}(-\d+)?$/,
  minimum: "count",
  mission: ID,
  module: one("screening"),
  months: "count",
  noticeVersion: REFERENCE,
  number: MASKED,
  numbers: MASKED,
  on: DAY,
  other: ID,
  opensAt: INSTANT,
  // The address of this server and the name of a log.
  origin: /^[\w.:-]+(\/[\w.~-]+)*\/log\/(routine|case)-\d{4}(-\d+)?$/,
  outcome: one("delivered", "disclosed", "done", "failed", "held", "intercepted", "queued", "refused", "unknown"),
  part: one("kek", "index"),
  previous: HASH,
  primary: CATEGORY,
  procedure: one("customer_complaint", "staff_alert", "rights_request"),
  proposed: CASE_OUTCOME,
  purpose: /^(dpv:[A-Za-z]+|[a-z]+(-[a-z]+)*)$/,
  purposeName: NAME,
  purposeVersion: "count",
  // Whoever read a text that was kept back: the company's own reference of a person.
  reader: REFERENCE,
  reason: /^([A-Za-z0-9+/]{43}=|erasure_request|retention_ended)$/,
  receipt: /^[0-9a-f]{64}$/,
  refused: "count",
  regime: one("employee-fr", "platform-fr", "contractor", "generic"),
  report: ID,
  reserved: "flag",
  role: one("handler", "approver"),
  root: HASH,
  round: "count",
  rung: "count",
  scopes:
    /^((activations|attempts|charter|desk|disclosures|missions|numbers|readings|reports|screenings|staff|visits):(read|write)|ledger:audit)$/,
  sanction: NAME,
  sanctions: NAME,
  scaleVersion: "count",
  secondary: CATEGORY,
  session: ID,
  signedBy: ID,
  source: NAME,
  sender: one("reporter", "desk"),
  size: "count",
  staff: ID,
  staffDials: MASKED,
  standing: one("active", "suspended", "excluded"),
  standsAs: NAME,
  state: one("received", "enquiry", "decision", "closed"),
  step: one("began", "finished"),
  suppressions: one("opt_out", "pair_cut"),
  template: NAME,
  text: ID,
  to: CASE_STATE,
  untilAt: INSTANT,
  v: "count",
  version: "count",
  waiting: "count",
  page: one("visit", "report"),
  what: one("address", "accessNotes", "exact_times", "report_text"),
  why: one("rolled_back", "forked", "damaged", "other_key"),
  use: one("lines", "report"),
  wish: one("unsaid", "protect_only", "procedure", "stopped"),
  word: one("answer", "called", "help", "report", "review", "start", "stop", "written"),
};

function fieldViolations({ entry_id, body }: EntryFact, numbers: ReadonlySet<string>): string[] {
  const found: string[] = [];
  const visit = (field: string, value: unknown): void => {
    if (value === null) return;
    if (Array.isArray(value)) for (const item of value) visit(field, item);
    else if (typeof value === "object") for (const [name, member] of Object.entries(value)) visit(name, member);
    else if (!mayHold(FIELDS[field], value, numbers)) found.push(field);
  };
  for (const [field, value] of Object.entries(body)) visit(field, value);
  return found.map((field) => `entry ${entry_id} (${body.event}): nothing says that it may hold this ${field}`);
}

function mayHold(shape: (typeof FIELDS)[string] | undefined, value: unknown, numbers: ReadonlySet<string>): boolean {
  if (Array.isArray(shape)) return shape.some((either: Shape) => mayHold(either, value, numbers));
  if (shape === "count") return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
  if (shape === "flag") return typeof value === "boolean";
  if (shape === MASKED) return typeof value === "string" && numbers.has(value);
  return shape instanceof RegExp && typeof value === "string" && shape.test(value);
}
