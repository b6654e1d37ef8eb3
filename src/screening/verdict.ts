import type { Weighed } from "./model/index.ts";
import type { Finding, Screened, ScreeningContext } from "./screened.ts";

export const BLOCKS_FROM = 1;
export const HOLDS_FROM = 0.5;
const DOUBTS_FROM = 0.25;
/** Texts without an answer after which one more that is not about the visit is pressure. Fewer, and "hello?" is. */
const MANY_UNANSWERED = 3;

/** Numbers and addresses: no word list and no model made these findings, and they are the same in every language. */
const CONTACTS: ReadonlySet<string> = new Set([
  "off-platform.phone",
  "off-platform.mail",
  "off-platform.link",
  "off-platform.handle",
]);
/** What is found without a word: it counts in a language nobody taught. */
const WORDLESS: ReadonlySet<string> = new Set([...CONTACTS, "sexual.sign", "flirt.tender-sign"]);

export type Judging = {
  /** False: the text was too dense to be looked at as a whole. */
  readonly isSeenAll: boolean;
  /** False: most of its words are in no language that rules and model know. */
  readonly isUnderstood: boolean;
  /** Of the model; `unsure` where there is none. */
  readonly opinion: Weighed["opinion"];
};

export type Judged = Pick<Screened, "verdict" | "isDoubtful"> & {
  /** The model alone holds it. */
  readonly isByModel?: boolean;
};

/**
 * What a rule is sure of blocks, or holds where the model finds the text ordinary. What a rule suspects holds, or counts for
 * nothing then. Numbers and addresses count whatever the model thinks: it cannot read them.
 *
 * In the grace period staff have no reason left to come near a doubt. Of a customer nothing is refused: what is found is
 * held, since whoever is angry or helpless writes badly, and a person can tell.
 */
export function judge(
  findings: readonly Finding[],
  { isSeenAll, isUnderstood, opinion }: Judging,
  { direction, missionState, said }: ScreeningContext,
): Judged {
  const isFromStaff = direction === "staff_to_customer";
  const trusted = isUnderstood ? CONTACTS : WORDLESS;
  const isAgreed = ({ rule, weight }: Finding) =>
    trusted.has(rule) || (isUnderstood && (opinion !== "ordinary" || weight < HOLDS_FROM));
  if (findings.some((one) => one.weight >= BLOCKS_FROM && isAgreed(one))) {
    return { verdict: isFromStaff ? "block" : "hold", isDoubtful: false };
  }
  const counting = findings.filter((one) => isAgreed(one) || (isUnderstood && one.weight >= BLOCKS_FROM));
  const weight = counting.reduce((sum, one) => sum + one.weight, 0);
  if (weight >= HOLDS_FROM) {
    const isLate = missionState === "grace" && isFromStaff;
    return { verdict: isLate ? "block" : "hold", isDoubtful: false };
  }
  if (!isSeenAll) return { verdict: "hold", isDoubtful: false };
  if (isUnderstood && opinion === "harmful") return { verdict: "hold", isDoubtful: false, isByModel: true };
  const isInDoubt = isFromStaff && weight >= DOUBTS_FROM;
  const isMore = said !== undefined && (said.keptBack > 0 || said.unanswered >= MANY_UNANSWERED);
  return { verdict: isInDoubt && isMore ? "hold" : "pass", isDoubtful: isInDoubt && said === undefined };
}
