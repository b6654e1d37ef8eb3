import type { Folded } from "../normalise/fold.ts";
import type { Token } from "../normalise/tokens.ts";
import { SCREENING_CLASSES } from "../wire.ts";
import type { ScreeningClass } from "../wire.ts";
import type { FeatureReader } from "./features.ts";

/** Words that are weighed together: a long text must not hide a sentence. */
const WINDOW = 48;
const STEP = 32;
/** Windows of one text that are weighed: some 500 words. Of what is longer only rules see the rest. */
const MOST_WINDOWS = 16;
/** Words that are named as what told most. */
const LONGEST_REASON = 6;

/** What is learnt: a weight for each hash of a feature, in steps of `scale`. Source: `train-model.ts`. */
export type Weights = {
  readonly harm: Int8Array;
  readonly harmScale: number;
  readonly harmBias: number;
  /** Score from which a text is held. */
  readonly threshold: number;
  /** One table a class, in the order of `SCREENING_CLASSES`. */
  readonly classes: readonly Int8Array[];
  readonly classBias: readonly number[];
};

export type Weighed = {
  readonly class: ScreeningClass;
  /** First and last token of what told most. */
  readonly first: number;
  readonly last: number;
};

/** A linear model over hashed features. It holds texts, and never blocks one. */
export class LinearModel {
  readonly #weights: Weights;
  readonly #reader: FeatureReader;

  constructor(weights: Weights, reader: FeatureReader) {
    this.#weights = weights;
    this.#reader = reader;
  }

  /** What it sees in a text that it would hold; undefined: nothing. In time linear in the text. */
  weigh(folded: Folded, tokens: readonly Token[], isFromCustomer: boolean): Weighed | undefined {
    for (let n = 0; n < MOST_WINDOWS; n += 1) {
      const first = n * STEP;
      const end = Math.min(tokens.length, first + WINDOW);
      if (first >= end) return undefined;
      this.#reader.read(folded, tokens, first, end, isFromCustomer);
      if (this.#score() >= this.#weights.threshold) return this.#reason(folded, tokens, first, end, isFromCustomer);
      if (end === tokens.length) return undefined;
    }
    return undefined;
  }

  #score(): number {
    const { harm, harmScale, harmBias } = this.#weights;
    const { features, count } = this.#reader;
    const mask = harm.length - 1;
    let sum = 0;
    for (let i = 0; i < count; i += 1) sum += harm[(features[i] as number) & mask] as number;
    return harmBias + (sum * harmScale) / Math.sqrt(count);
  }

  /** The class it looks most like, and the few words that weigh most by themselves. */
  #reason(folded: Folded, tokens: readonly Token[], first: number, end: number, isFromCustomer: boolean): Weighed {
    const found = SCREENING_CLASSES[this.#likestClass()] as ScreeningClass;
    let [best, from, to] = [-Infinity, first, end];
    for (let at = first; at < end; at += 1) {
      const last = Math.min(end, at + LONGEST_REASON);
      this.#reader.read(folded, tokens, at, last, isFromCustomer);
      const score = this.#score();
      if (score > best) [best, from, to] = [score, at, last];
    }
    return { class: found, first: from, last: to - 1 };
  }

  #likestClass(): number {
    const { classes, classBias } = this.#weights;
    const { features, count } = this.#reader;
    let [best, likest] = [-Infinity, 0];
    for (const [n, table] of classes.entries()) {
      const mask = table.length - 1;
      let sum = 0;
      for (let i = 0; i < count; i += 1) sum += table[(features[i] as number) & mask] as number;
      const score = (classBias[n] as number) + sum / Math.sqrt(count);
      if (score > best) [best, likest] = [score, n];
    }
    return likest;
  }
}
