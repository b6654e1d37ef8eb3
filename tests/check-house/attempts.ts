import type { AttemptFact, EntryFact, HouseFacts } from "./facts.ts";

/** The events that record how an attempt was decided. */
const DECISIONS: { readonly [event: string]: AttemptFact["channel"] } = {
  "relay.receive-text": "sms",
  "relay.receive-call": "call",
  "relay.receive-chat": "chat",
  "relay.intercept-word": "sms",
  "relay.intercept-call": "call",
  "relay.intercept-chat": "chat",
  "relay.disclose": "disclosure",
};

/** What may still become of an outcome. The first result stands; only `unknown` may turn into what a receipt tells. */
const NEXT: { readonly [outcome: string]: readonly string[] } = {
  queued: ["delivered", "failed", "unknown"],
  unknown: ["delivered", "failed"],
  held: ["queued", "refused"],
  "refused screened": ["queued", "refused"],
};

/** The events that tell what became of an attempt since. */
const RESULTS = ["relay.record-result", "relay.release-text", "relay.refuse-text", "relay.expire-text"];

export function isDecision({ body }: EntryFact): boolean {
  return DECISIONS[body.event] !== undefined;
}

/**
 * Each attempt has one decision entry that says what its row says, and one entry for each change since. Nobody asks for
 * the rows of what has served its time.
 */
export function attemptViolations(all: HouseFacts): string[] {
  const facts = { ...all, entries: all.entries.filter(({ at }) => at >= all.keptSince) };
  const decisions = Map.groupBy(facts.entries.filter(isDecision), ({ body }) => body.attempt);
  const results = Map.groupBy(
    facts.entries.filter(({ body }) => RESULTS.includes(body.event)),
    ({ body }) => body.attempt,
  );
  const rows = new Set(facts.attempts.map(({ attempt_id }) => attempt_id));
  const orphans = [...decisions.keys(), ...results.keys()].filter((attempt) => !rows.has(attempt as string));
  return [
    ...orphans.map((attempt) => `an entry is about attempt ${String(attempt)}, which is not there`),
    ...facts.attempts.flatMap((attempt) => {
      const own = decisions.get(attempt.attempt_id) ?? [];
      const found =
        own.length === 1
          ? rowViolations(attempt, own[0] as EntryFact, results.get(attempt.attempt_id) ?? [])
          : [`it has ${own.length} decision entries`];
      return found.map((what) => `attempt ${attempt.attempt_id}: ${what}`);
    }),
    ...textViolations(facts),
    ...keptBackViolations(facts),
    ...signalViolations(facts),
    ...outageViolations(facts),
  ];
}

function rowViolations(attempt: AttemptFact, decision: EntryFact, results: readonly EntryFact[]): string[] {
  const { body } = decision;
  const found: string[] = [];
  if (decision.entry_id !== attempt.entry_id) found.push("it points at another entry than its decision");
  if (DECISIONS[body.event] !== attempt.channel) found.push(`${body.event} recorded a ${attempt.channel}`);
  if (attempt.at.getTime() !== decision.at.getTime()) found.push("its instant is not that of its decision");
  const pairs: [string | null, string | undefined, string][] = [
    [attempt.mission_id, body.mission, "mission"],
    [attempt.staff_id, body.staff, "staff"],
    [attempt.customer_id, body.customer, "customer"],
    [attempt.direction, body.direction, "direction"],
    // A disclosure is about a mission and shows the line for convenience only.
    [attempt.channel === "disclosure" ? null : attempt.line_id, body.line, "line"],
  ];
  for (const [row, entry, name] of pairs) if (row !== (entry ?? null)) found.push(`row and entry differ in ${name}`);
  let last = body;
  for (const result of results.toSorted((a, b) => (a.subject_seq ?? 0) - (b.subject_seq ?? 0))) {
    const { outcome = "" } = result.body;
    const from = last.code === "screened" ? `${last.outcome} screened` : (last.outcome ?? "");
    const isAllowed = NEXT[from]?.includes(outcome) === true;
    if (!isAllowed) found.push(`${last.outcome} became ${outcome}`);
    last = result.body;
  }
  if (attempt.outcome !== last.outcome) found.push(`it is ${attempt.outcome}, the last entry ${last.outcome}`);
  if (attempt.code !== (last.code ?? null)) found.push(`its code is ${attempt.code}, not that of its last entry`);
  return found;
}

/** A text that was let through waits, or is done and has a result; nothing else is in the outbox. */
function textViolations({ attempts, texts }: HouseFacts): string[] {
  const found: string[] = [];
  const byAttempt = Map.groupBy(texts, ({ attempt_id }) => attempt_id);
  const rows = new Map(attempts.map((attempt) => [attempt.attempt_id, attempt]));
  for (const [attempt, own] of byAttempt) {
    const outcome = rows.get(attempt)?.outcome;
    if (outcome === undefined) found.push(`a text waits for attempt ${attempt}, which is not there`);
    if (outcome === "refused" || outcome === "intercepted")
      found.push(`attempt ${attempt} was ${outcome} and has a text`);
    if (own.length > 1) found.push(`attempt ${attempt} has ${own.length} texts`);
    const isWaiting = own.some(({ state }) => state !== "done");
    // Nobody waits for an operator who said `unknown`, but its receipt may still come.
    const mayWait = outcome === "queued" || outcome === "unknown";
    if (isWaiting && !mayWait) found.push(`attempt ${attempt} is ${outcome} and its text is still to be handed over`);
  }
  for (const { attempt_id, channel, outcome } of attempts) {
    if ((channel !== "sms" && channel !== "chat") || outcome !== "queued") continue;
    const own = byAttempt.get(attempt_id) ?? [];
    if (!own.some(({ state }) => state !== "done")) found.push(`attempt ${attempt_id} is queued and its text is lost`);
  }
  return found;
}

/** A text that is held can still be read; one that can be read was kept back. */
function keptBackViolations({ attempts, keptBack }: HouseFacts): string[] {
  const rows = new Map(attempts.map((attempt) => [attempt.attempt_id, attempt]));
  const kept = new Set(keptBack.map(({ attempt_id }) => attempt_id));
  return [
    ...attempts
      .filter(({ outcome, attempt_id }) => outcome === "held" && !kept.has(attempt_id))
      .map(({ attempt_id }) => `attempt ${attempt_id} is held, and nobody can read it`),
    ...[...kept]
      .filter((attempt) => rows.get(attempt)?.outcome !== "held" && rows.get(attempt)?.code !== "screened")
      .map((attempt) => `a text is kept of attempt ${attempt}, which was not kept back`),
  ];
}

/** A word that is never refused was taken once, and somebody will hear of it. */
function signalViolations({ attempts, entries, signals }: HouseFacts): string[] {
  const words = new Map(
    entries.filter(({ body }) => body.word !== undefined).map(({ body }) => [body.attempt, body.word]),
  );
  const byAttempt = Map.groupBy(signals, ({ attempt_id }) => attempt_id);
  const found = attempts
    .filter(({ outcome, attempt_id }) => (outcome === "intercepted") !== words.has(attempt_id))
    .map(({ attempt_id, outcome }) => `attempt ${attempt_id} is ${outcome}, its entry says otherwise`);
  for (const [attempt, word] of words) {
    const own = byAttempt.get(attempt as string) ?? [];
    if (own.length !== 1 || own[0]?.word !== word) found.push(`the word of attempt ${String(attempt)} has no signal`);
  }
  return found;
}

function outageViolations({ entries, outages }: HouseFacts): string[] {
  const recorded = entries.filter(({ body }) => body.event === "relay.outage").map(({ entry_id }) => entry_id);
  const rows = new Set(outages.map(({ entry_id }) => entry_id));
  const isSame = rows.size === recorded.length && recorded.every((entry) => rows.has(entry));
  return isSame ? [] : ["outages and their entries differ"];
}
