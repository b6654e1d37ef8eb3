import { hash } from "node:crypto";
import { readAddresses } from "./contact/addresses.ts";
import type { ContactDatum } from "./contact/datum.ts";
import { PhoneReader } from "./contact/phones.ts";
import type { TextFeatures } from "./model/index.ts";
import { FeatureReader, LinearModel, readWeights, CHARGED, TOPICS } from "./model/index.ts";
import type { Folded } from "./normalise/fold.ts";
import { fold } from "./normalise/fold.ts";
import type { Token } from "./normalise/tokens.ts";
import { tokenise } from "./normalise/tokens.ts";
import { Vocabulary } from "./normalise/vocabulary.ts";
import { RULES } from "./rules/index.ts";
import { LEXICON, MASKED_LISTS } from "./rules/lexicon.ts";
import type { Lexicon } from "./rules/pattern.ts";
import { wordsOf } from "./rules/pattern.ts";
import { tradesOf } from "./rules/rule.ts";
import { RuleBook } from "./rules/rule-book.ts";
import type { Finding, Screened, ScreeningContext } from "./screened.ts";
import { understand } from "./understood.ts";
import { HOLDS_FROM, judge } from "./verdict.ts";

/** What a finding of the model names in place of a rule. */
const MODEL_RULE = "model";
const VERSION_DIGITS = 12;

/** What was found to reach somebody by, and what of it is the company's own. */
type Contacts = { readonly findings: Finding[]; readonly official: readonly ContactDatum[] };

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
  readonly #charged: ReadonlySet<number>;
  readonly #version: string;

  /** Throws when the model's weights are not there. */
  constructor({ hasModel = true }: ScreenerOptions = {}) {
    this.#rules = new RuleBook(RULES, LEXICON, this.#vocabulary);
    for (const list of MASKED_LISTS) this.#rules.mask(list);
    this.#phones = new PhoneReader(this.#vocabulary);
    const topics = { ...LEXICON, ...prefixed(TOPICS) };
    for (const name of Object.keys(topics)) for (const word of wordsOf(`@${name}`, topics)) this.#vocabulary.add(word);
    this.#charged = new Set(
      CHARGED.flatMap((topic) => wordsOf(`@${topic}`, TOPICS).map((word) => this.#vocabulary.idOf(word))),
    );
    this.#rules.compile();
    this.#reader = new FeatureReader(this.#vocabulary, topics);
    const learnt = hasModel ? readWeights() : undefined;
    this.#model = learnt && new LinearModel(learnt.weights, this.#reader);
    const parts = [RULES, LEXICON, learnt?.card.sha256, learnt?.card.holdsFrom, learnt?.card.ordinaryBelow];
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
    const { findings, official } = this.#findContacts(folded, tokens, context);
    const { matches, isComplete } = this.#rules.match(tokens, isFromCustomer, tradesOf(context.purpose));
    for (const { rule, weight, first, last } of matches) {
      const place = placeOf(folded, (tokens[first] as Token).from, (tokens[last] as Token).to);
      findings.push({ class: rule.class, rule: rule.id, ...place, weight });
    }
    const isSeenAll = isComplete && !this.#vocabulary.isExhausted;
    // The company's own numbers and addresses say nothing about a text.
    const isSaid = ({ from, to }: Token) => !official.some((datum) => datum.from <= from && to <= datum.to);
    const said = official.length === 0 ? tokens : tokens.filter(isSaid);
    const { isUnderstood, evidence } = understand(folded, said, this.#charged);
    const isWeighed = isUnderstood && evidence !== "none";
    const weighed = isWeighed ? this.#model?.weigh(folded, said, isFromCustomer, evidence === "little") : undefined;
    const judging = { isSeenAll, isUnderstood, opinion: weighed?.opinion ?? "unsure" };
    const judged = judge(findings, judging, context);
    if (judged.verdict === "pass") findings.length = 0;
    if (judged.isByModel && this.#model !== undefined && weighed !== undefined) {
      const { class: found, first, last } = this.#model.explain(folded, said, weighed, isFromCustomer);
      const place = placeOf(folded, (said[first] as Token).from, (said[last] as Token).to);
      findings.push({ class: found, rule: MODEL_RULE, ...place, weight: HOLDS_FROM });
    }
    const { verdict, isDoubtful } = judged;
    return { verdict, isDoubtful, isUnderstood, findings, ruleVersion: this.#version };
  }

  /** What the model would learn from a text. */
  features(text: string, isFromCustomer: boolean): TextFeatures {
    this.#vocabulary.begin();
    const folded = fold(text);
    const tokens = tokenise(folded, this.#vocabulary);
    this.#reader.read(folded, tokens, 0, tokens.length, isFromCustomer);
    const { features, count, norm, grams } = this.#reader;
    return { features: features.slice(0, count), norm, grams };
  }

  #findContacts(folded: Folded, tokens: readonly Token[], context: ScreeningContext): Contacts {
    const found: ContactDatum[] = [];
    this.#phones.read(folded, tokens, context.direction === "customer_to_staff", found);
    readAddresses(folded, found);
    if (found.length === 0) return { findings: [], official: [] };
    const official = found.filter((datum) => isOfficial(datum, context));
    const others = official.length === 0 ? found : found.filter((datum) => !official.includes(datum));
    const findings = others.map(
      ({ kind, from, to, certainty }): Finding => ({
        class: "offplatform_contact",
        rule: `off-platform.${kind}`,
        ...placeOf(folded, from, to),
        weight: certainty,
      }),
    );
    return { findings, official };
  }
}

/** A topic may have the name of a list that rules ask for. */
function prefixed(lists: Lexicon): Lexicon {
  return Object.fromEntries(Object.entries(lists).map(([name, words]) => [`about-${name}`, words]));
}

function placeOf({ starts, ends }: Folded, from: number, to: number) {
  return { start: starts[from] as number, end: ends[to - 1] as number };
}

function isOfficial({ kind, value }: ContactDatum, { officialNumbers = [], officialHosts = [] }: ScreeningContext) {
  if (kind === "phone") return officialNumbers.some((number) => number.slice(-9) === value.slice(-9));
  const host = value.split("@").at(-1)?.split("/")[0] ?? "";
  return officialHosts.some((one) => host === one || host.endsWith(`.${one}`));
}
