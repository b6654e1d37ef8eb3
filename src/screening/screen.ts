import { hash } from "node:crypto";
import { readAddresses } from "./contact/addresses.ts";
import type { ContactDatum } from "./contact/datum.ts";
import { PhoneReader } from "./contact/phones.ts";
import { FeatureReader, LinearModel, readWeights } from "./model/index.ts";
import type { Folded } from "./normalise/fold.ts";
import { fold } from "./normalise/fold.ts";
import type { Token } from "./normalise/tokens.ts";
import { tokenise } from "./normalise/tokens.ts";
import { Vocabulary } from "./normalise/vocabulary.ts";
import { RULES } from "./rules/index.ts";
import { LEXICON, MASKED_LISTS } from "./rules/lexicon.ts";
import { RuleBook } from "./rules/rule-book.ts";
import type { ScreeningClass, Verdict } from "./wire.ts";

export type ScreeningContext = {
  readonly direction: "staff_to_customer" | "customer_to_staff";
  readonly missionState?: "open" | "grace" | undefined;
  /** Purpose of the mission. A trade may use its own words; undefined: every trade may. */
  readonly purpose?: string | undefined;
  /** What this side said before in this mission, as counts; undefined: nobody looked. */
  readonly said?: Said | undefined;
  /** The company's own phone numbers, digits only, and hosts of its links and mail. */
  readonly officialNumbers?: readonly string[];
  readonly officialHosts?: readonly string[];
};

export type Said = {
  /** Texts that were kept back. */
  readonly keptBack: number;
  /** Texts that arrived since the other side last wrote. */
  readonly unanswered: number;
};

export type Finding = {
  readonly class: ScreeningClass;
  readonly rule: string;
  /** Place in the text as it was given, in UTF-16 code units; `end` exclusive. */
  readonly start: number;
  readonly end: number;
  /** 1: blocks alone; 0.5: holds alone; 0.25: holds after what was said before. */
  readonly weight: number;
};

export type Screened = {
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  /** What was said before would tell: it passes because nobody looked. */
  readonly isDoubtful: boolean;
  /** Changes with every rule and every list. */
  readonly ruleVersion: string;
};

/** What a finding of the model names in place of a rule. */
const MODEL_RULE = "model";
const HOLDS_FROM = 0.5;
const BLOCKS_FROM = 1;
const DOUBTS_FROM = 0.25;
/** Texts without an answer after which one more that is not about the visit is pressure. Fewer, and "hello?" is. */
const MANY_UNANSWERED = 3;
const VERSION_DIGITS = 12;

export type ScreenerOptions = {
  /** False: rules alone decide. */
  readonly hasModel?: boolean;
};

/**
 * Compiles the rules once; then screens any number of texts, one at a time. Pure: neither store nor clock nor network. Where
 * rules let a text pass, a model that was learnt from the project's own texts may hold it.
 */
export class Screener {
  readonly #vocabulary = new Vocabulary();
  readonly #rules: RuleBook;
  readonly #phones: PhoneReader;
  readonly #reader: FeatureReader;
  readonly #model: LinearModel | undefined;
  readonly #version: string;

  /** Throws when the model's weights are not there. */
  constructor({ hasModel = true }: ScreenerOptions = {}) {
    this.#rules = new RuleBook(RULES, LEXICON, this.#vocabulary);
    for (const list of MASKED_LISTS) this.#rules.mask(list);
    this.#phones = new PhoneReader(this.#vocabulary);
    this.#rules.compile();
    this.#reader = new FeatureReader(this.#vocabulary, LEXICON);
    const learnt = hasModel ? readWeights() : undefined;
    this.#model = learnt && new LinearModel(learnt.weights, this.#reader);
    const parts = [RULES, LEXICON, learnt?.card.sha256, learnt?.card.threshold];
    this.#version = hash("sha256", JSON.stringify(parts)).slice(0, VERSION_DIGITS);
  }

  /**
   * Says of any text whether it may reach the other side, in time linear in its length. Never throws for a text. What is
   * too dense to be looked at as a whole is held.
   */
  screen(text: string, context: ScreeningContext): Screened {
    this.#vocabulary.begin();
    const folded = fold(text);
    const tokens = tokenise(folded, this.#vocabulary);
    const isFromCustomer = context.direction === "customer_to_staff";
    const findings = this.#findContacts(folded, tokens, context);
    const { matches, isComplete } = this.#rules.match(tokens, isFromCustomer);
    for (const { rule, first, last } of matches) {
      const place = placeOf(folded, (tokens[first] as Token).from, (tokens[last] as Token).to);
      findings.push({ class: rule.class, rule: rule.id, ...place, weight: rule.weight });
    }
    const isSeenAll = isComplete && !this.#vocabulary.isExhausted;
    const judged = verdictOn(findings, isSeenAll, context);
    const weighed = judged.verdict === "pass" ? this.#model?.weigh(folded, tokens, isFromCustomer) : undefined;
    if (weighed === undefined) return { ...judged, findings, ruleVersion: this.#version };
    const place = placeOf(folded, (tokens[weighed.first] as Token).from, (tokens[weighed.last] as Token).to);
    findings.push({ class: weighed.class, rule: MODEL_RULE, ...place, weight: HOLDS_FROM });
    return { verdict: "hold", isDoubtful: false, findings, ruleVersion: this.#version };
  }

  /** What the model would learn from a text: hashes of its features. */
  features(text: string, isFromCustomer: boolean): Uint32Array {
    this.#vocabulary.begin();
    const folded = fold(text);
    const tokens = tokenise(folded, this.#vocabulary);
    this.#reader.read(folded, tokens, 0, tokens.length, isFromCustomer);
    return this.#reader.features.slice(0, this.#reader.count);
  }

  #findContacts(folded: Folded, tokens: readonly Token[], context: ScreeningContext): Finding[] {
    const found: ContactDatum[] = [];
    this.#phones.read(folded, tokens, context.direction === "customer_to_staff", found);
    readAddresses(folded, found);
    return found
      .filter((datum) => !isOfficial(datum, context))
      .map(({ kind, from, to, certainty }) => ({
        class: "offplatform_contact",
        rule: `off-platform.${kind}`,
        ...placeOf(folded, from, to),
        weight: certainty,
      }));
  }
}

function placeOf({ starts, ends }: Folded, from: number, to: number) {
  return { start: starts[from] as number, end: ends[to - 1] as number };
}

/**
 * In the grace period staff have no reason left to come near a doubt. Of a customer nothing is refused: what is found is
 * held, since whoever is angry or helpless writes badly, and a person can tell.
 */
function verdictOn(
  findings: readonly Finding[],
  isSeenAll: boolean,
  { direction, missionState, said }: ScreeningContext,
): Pick<Screened, "verdict" | "isDoubtful"> {
  const weight = findings.reduce((sum, one) => sum + one.weight, 0);
  const isFromStaff = direction === "staff_to_customer";
  if (weight >= BLOCKS_FROM) return { verdict: isFromStaff ? "block" : "hold", isDoubtful: false };
  if (weight >= HOLDS_FROM || !isSeenAll) {
    const isLate = weight >= HOLDS_FROM && missionState === "grace" && isFromStaff;
    return { verdict: isLate ? "block" : "hold", isDoubtful: false };
  }
  const isInDoubt = weight >= DOUBTS_FROM && isFromStaff;
  const isMore = said !== undefined && (said.keptBack > 0 || said.unanswered >= MANY_UNANSWERED);
  return { verdict: isInDoubt && isMore ? "hold" : "pass", isDoubtful: isInDoubt && said === undefined };
}

function isOfficial({ kind, value }: ContactDatum, { officialNumbers = [], officialHosts = [] }: ScreeningContext) {
  if (kind === "phone") return officialNumbers.some((number) => number.slice(-9) === value.slice(-9));
  const host = value.split("@").at(-1)?.split("/")[0] ?? "";
  return officialHosts.some((one) => host === one || host.endsWith(`.${one}`));
}
