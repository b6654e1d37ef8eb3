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
/** How much surer it must be of a text of few words. */
const SURER = 2;
/** Words that are named as what told most. */
const LONGEST_REASON = 6;

/** What is learnt: a weight for each hash of a feature, in steps of `scale`. Source: `train-model.ts`. */
export type Weights = {
  readonly harm: Int8Array;
  readonly harmScale: number;
  readonly harmBias: number;
  /** Score from which a text is held, and below which it is as ordinary as most ordinary texts are. */
  readonly holdsFrom: number;
  readonly ordinaryBelow: number;
  /** For each hash the weights of all classes side by side, in the order of `SCREENING_CLASSES`. */
  readonly classes: Int8Array;
  readonly classBias: readonly number[];
};

export type Weighed = {
  /** `harmful`: held whatever rules say. `ordinary`: what rules only suspect in it does not count. */
  readonly opinion: "ordinary" | "unsure" | "harmful";
  /** First and last token of the words that are most unlike an ordinary text. */
  readonly first: number;
  readonly last: number;
};

/** What a text looks most like, and the few words that told most. */
export type Reason = { readonly class: ScreeningClass; readonly first: number; readonly last: number };

/** A linear model over hashed features. It holds texts, and never blocks one. */
export class LinearModel {
  readonly #weights: Weights;
  readonly #reader: FeatureReader;
  /** The words that the reader read last. */
  #readFrom = 0;
  #readTo = 0;

  constructor(weights: Weights, reader: FeatureReader) {
    this.#weights = weights;
    this.#reader = reader;
  }

  /**
   * What it makes of a text, by the part of it that looks worst. `isLittle`: there are few words to go by. In time linear in
   * the text.
   */
  weigh(folded: Folded, tokens: readonly Token[], isFromCustomer: boolean, isLittle: boolean): Weighed {
    let [worst, from, to] = [-Infinity, 0, 0];
    for (let n = 0; n < MOST_WINDOWS; n += 1) {
      const first = n * STEP;
      const end = Math.min(tokens.length, first + WINDOW);
      if (first >= end) break;
      this.#read(folded, tokens, first, end, isFromCustomer);
      const score = this.#score();
      if (score > worst) [worst, from, to] = [score, first, end];
      if (end === tokens.length) break;
    }
    const { holdsFrom, ordinaryBelow } = this.#weights;
    const opinion =
      worst >= holdsFrom * (isLittle ? SURER : 1) ? "harmful" : worst < ordinaryBelow ? "ordinary" : "unsure";
    return { opinion, first: from, last: to - 1 };
  }

  #read(folded: Folded, tokens: readonly Token[], first: number, end: number, isFromCustomer: boolean): void {
    this.#reader.read(folded, tokens, first, end, isFromCustomer);
    [this.#readFrom, this.#readTo] = [first, end];
  }

  #score(): number {
    const { harm, harmScale, harmBias } = this.#weights;
    const { features, count } = this.#reader;
    const mask = harm.length - 1;
    let sum = 0;
    for (let i = 0; i < count; i += 1) sum += harm[(features[i] as number) & mask] as number;
    return harmBias + (sum * harmScale) / this.#reader.norm;
  }

  /** Of the text that was weighed last: the class that a part looks most like, and the few words of it that weigh most. */
  explain(
    folded: Folded,
    tokens: readonly Token[],
    part: { readonly first: number; readonly last: number },
    isFromCustomer: boolean,
  ): Reason {
    const [first, end] = [part.first, part.last + 1];
    if (first !== this.#readFrom || end !== this.#readTo) this.#read(folded, tokens, first, end, isFromCustomer);
    const found = SCREENING_CLASSES[this.#likestClass()] as ScreeningClass;
    const { harm } = this.#weights;
    const mask = harm.length - 1;
    const weights = this.#reader.weightOfWords((feature) => harm[feature & mask] as number, end - first);
    const length = Math.min(LONGEST_REASON, weights.length);
    let sum = 0;
    let [best, from] = [-Infinity, 0];
    for (const [at, weight] of weights.entries()) {
      sum += weight - (weights[at - length] ?? 0);
      if (at >= length - 1 && sum > best) [best, from] = [sum, at - length + 1];
    }
    return { class: found, first: first + from, last: first + from + length - 1 };
  }

  #likestClass(): number {
    const { classes, classBias } = this.#weights;
    const { features, count } = this.#reader;
    const width = classBias.length;
    const mask = classes.length / width - 1;
    const sums = new Float64Array(width);
    for (let i = this.#reader.grams; i < count; i += 1) {
      const at = ((features[i] as number) & mask) * width;
      for (let n = 0; n < width; n += 1) sums[n] = (sums[n] as number) + (classes[at + n] as number);
    }
    let [best, likest] = [-Infinity, 0];
    for (let n = 0; n < width; n += 1) {
      const score = (classBias[n] as number) + (sums[n] as number) / this.#reader.norm;
      if (score > best) [best, likest] = [score, n];
    }
    return likest;
  }
}
