import type { AttemptId } from "../../base/ids.ts";
import type { TextKey } from "../../base/text.ts";
import { hasSentence } from "../../base/text.ts";
import type { Finding, ScreeningClass } from "../../screening/index.ts";
import type { Direction } from "../rules.ts";

export type ThreadRow = {
  readonly attempt_id: AttemptId;
  readonly at: Date;
  readonly direction: Direction;
  readonly outcome: "queued" | "delivered" | "failed" | "unknown" | "held" | "refused" | "intercepted";
  readonly code: string | null;
  /** A person may still be asked to read it. */
  readonly may_ask_reading: boolean;
};

/** What he wrote himself he may read, whatever became of it; of hers what arrived, or may have. */
export function isReadable({ direction, outcome }: Pick<ThreadRow, "direction" | "outcome">): boolean {
  return direction === "staff_to_customer" || outcome === "delivered" || outcome === "unknown";
}

/** In place of whose word ended contact: whoever it is kept from must not learn who spoke, nor what they said. */
const CONTACT_ENDED = "contact_ended";

/** A refusal as staff are told it. */
export function toldCode<C extends string>(
  code: C,
): Exclude<C, "pair_cut" | "customer_opted_out"> | typeof CONTACT_ENDED {
  const isEnded = code === "pair_cut" || code === "customer_opted_out";
  return isEnded ? CONTACT_ENDED : (code as Exclude<C, "pair_cut" | "customer_opted_out">);
}

/** What became of a message, in plain words; undefined where there is nothing to say. */
export function reasonKey({
  direction,
  outcome,
  code,
}: Pick<ThreadRow, "direction" | "outcome" | "code">): TextKey | undefined {
  if (direction === "customer_to_staff") return outcome === "held" ? "relay.reason.customer_held" : undefined;
  switch (outcome) {
    case "held":
    case "unknown":
    case "intercepted":
      return `relay.reason.${outcome}`;
    case "refused":
    case "failed": {
      if (code === "screened") return "relay.reason.screened";
      const key = `refusal.${toldCode(code ?? "")}`;
      return hasSentence(key) ? key : "relay.reason.failed";
    }
    case "queued":
    case "delivered":
      return undefined;
  }
}

const SUGGESTIONS = [
  "another_time",
  "arriving",
  "at_the_door",
  "difficulty",
  "over",
  "reply_here",
  "someone_present",
] as const;
type Suggestion = (typeof SUGGESTIONS)[number];

/** What somebody may have meant who writes so. Null: nothing that belongs here. */
const BY_CLASS: { readonly [found in ScreeningClass]: Suggestion | null } = {
  flirt: "arriving",
  appearance_compliment: null,
  sexual: null,
  date_request: "another_time",
  pressure_after_refusal: "at_the_door",
  threat: null,
  insult: "difficulty",
  offplatform_contact: "reply_here",
  personal_data_request: null,
};

/** Rules that know better than their class. */
const BY_RULE: ReadonlyMap<string, Suggestion | null> = new Map([
  ["flirt.declaration", null],
  ["flirt.excuse-to-come-back", "another_time"],
  ["flirt.idiom", null],
  ["flirt.light-remark", null],
  ["flirt.thinking-of-you", null],
  ["model", null],
  ["personal.lives-alone", "someone_present"],
  ["personal.number", "reply_here"],
  ["pressure.kindness-owed", null],
  ["pressure.no-is-not-heard", null],
]);

/** Said of a visit that is still to come, or under way. */
const DURING: ReadonlySet<Suggestion> = new Set(["arriving", "at_the_door", "reply_here", "someone_present"]);

/**
 * A better wording for what screening found, from this closed table and never made up: that of the first finding, and none
 * where one of them leaves nothing to be said. `isOver`: the mission is in its grace period.
 */
export function suggestionFor(
  findings: readonly Pick<Finding, "class" | "rule" | "start">[],
  isOver: boolean,
): `relay.suggestion.${Suggestion}` | undefined {
  const found = findings
    .toSorted((a, b) => a.start - b.start)
    .map(({ class: named, rule }) => {
      const known = BY_RULE.get(rule);
      return known === undefined ? BY_CLASS[named] : known;
    });
  const [first] = found;
  if (first == null || found.includes(null)) return undefined;
  return `relay.suggestion.${isOver && DURING.has(first) ? "over" : first}`;
}
