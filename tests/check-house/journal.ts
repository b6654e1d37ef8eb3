import { recogniseChoice, recogniseWord } from "../../src/relay/words.ts";
import { isDecision } from "./attempts.ts";
import type { HouseFacts } from "./facts.ts";

/** What a carrier put on phones, in order. `id` is our delivery id: the attempt's, or one of a notice. */
export type Journal = readonly { readonly id: string; readonly text: string }[];

/** Nothing arrived that was not recorded first, nothing twice, and what we call delivered did arrive. */
export function journalViolations({ attempts, entries, onPage }: HouseFacts, journal: Journal): string[] {
  const found: string[] = [];
  const allowed = new Set(
    entries
      .filter((entry) => isDecision(entry) || entry.body.event === "relay.release-text")
      .filter(({ body }) => body.outcome === "queued")
      .map(({ body }) => body.attempt),
  );
  const rows = new Map(attempts.map((attempt) => [attempt.attempt_id, attempt]));
  const arrived = new Set<string>();
  for (const { id, text } of journal) {
    if (arrived.has(id)) found.push(`${id} arrived twice`);
    arrived.add(id);
    if (!id.startsWith("att_")) continue;
    const outcome = rows.get(id)?.outcome;
    if (!allowed.has(id)) found.push(`${id} arrived and was never allowed`);
    if (outcome === "failed") found.push(`${id} arrived and is recorded as failed`);
    if (recogniseWord(text) !== undefined) found.push(`${id} forwarded a word`);
  }
  for (const { attempt_id, channel, direction, line_id, outcome } of attempts) {
    const isOnPage = onPage.has(`${line_id} ${direction}`);
    if (isOnPage && arrived.has(attempt_id)) found.push(`${attempt_id} was for a page and arrived on a phone`);
    if (isOnPage || arrived.has(attempt_id)) continue;
    if ((channel === "sms" || channel === "chat") && outcome === "delivered") {
      found.push(`${attempt_id} is recorded as delivered and never arrived`);
    }
  }
  return found;
}

/** Words that are never refused were not, and no other message was taken for one. */
export function wordViolations({ attempts }: HouseFacts, said: ReadonlyMap<string, string>): string[] {
  const rows = new Map(attempts.map((attempt) => [attempt.attempt_id, attempt]));
  return [...said].flatMap(([attempt, text]) => {
    const outcome = rows.get(attempt)?.outcome;
    if (outcome === undefined) return [`what was said in ${attempt} is lost`];
    // Whether a digit answers something is not told by the text.
    if (recogniseChoice(text) !== undefined) return [];
    const isWord = recogniseWord(text) !== undefined;
    return isWord === (outcome === "intercepted")
      ? []
      : [`${attempt} ${isWord ? "is a word and" : "is no word and"} was ${outcome}`];
  });
}
