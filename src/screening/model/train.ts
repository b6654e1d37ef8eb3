/** Hashes of a text's features, and what a sum over them is divided by. */
export type TextFeatures = {
  readonly features: Int32Array;
  readonly norm: number;
  /** How many of them, the first, are of groups of letters. */
  readonly grams: number;
};

/** A text as the trainer sees it. `class` undefined: it is ordinary. */
export type Example = TextFeatures & { readonly class: number | undefined };

/** Learnt weights, not yet in small steps. */
export type Trained = { readonly weights: Float64Array; readonly bias: number };

export type Schedule = {
  readonly seed: number;
  /** Passes over all examples. Fewer: rare words count for nothing. More: the texts are learnt by heart. */
  readonly epochs: number;
  readonly rate: number;
  /** What pulls weights towards 0 that only few texts ask for. */
  readonly decay: number;
};

/** Logistic regression by stochastic gradient descent (AdaGrad). Deterministic: one seed, one result. */
export function train(
  examples: readonly Example[],
  isHit: (example: Example) => boolean,
  bits: number,
  { seed, epochs, rate, decay }: Schedule,
): Trained {
  const size = 1 << bits;
  const mask = size - 1;
  const weights = new Float64Array(size);
  const squares = new Float64Array(size).fill(1e-8);
  const random = randomOf(seed);
  const order = examples.map((_, n) => n);
  let bias = 0;
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    shuffle(order, random);
    for (const n of order) {
      const example = examples[n] as Example;
      const { features, norm } = example;
      const value = 1 / norm;
      const error = 1 / (1 + Math.exp(-scoreOf({ weights, bias }, example))) - (isHit(example) ? 1 : 0);
      bias -= BIAS_RATE * error;
      for (const feature of features) {
        const at = feature & mask;
        const slope = error * value + decay * (weights[at] as number);
        const square = (squares[at] as number) + slope * slope;
        squares[at] = square;
        weights[at] = (weights[at] as number) - (rate * slope) / Math.sqrt(square);
      }
    }
  }
  return { weights, bias };
}

const BIAS_RATE = 0.05;

export function scoreOf({ weights, bias }: Trained, { features, norm }: TextFeatures): number {
  const mask = weights.length - 1;
  let sum = 0;
  for (const feature of features) sum += weights[feature & mask] as number;
  return bias + sum / norm;
}

const LARGEST_STEP = 127;

/** Weights in 255 steps; `scale` is the size of one. */
export function inSteps(weights: Float64Array, largest = largestOf([weights])) {
  const scale = largest / LARGEST_STEP;
  return { scale, steps: Int8Array.from(weights, (weight) => Math.round(weight / scale)) };
}

export function largestOf(tables: readonly Float64Array[]): number {
  let largest = 0;
  for (const table of tables) for (const weight of table) largest = Math.max(largest, Math.abs(weight));
  return largest;
}

function shuffle(order: number[], random: () => number): void {
  for (let i = order.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    const one = order[i] as number;
    order[i] = order[j] as number;
    order[j] = one;
  }
}

/** Mulberry32. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
