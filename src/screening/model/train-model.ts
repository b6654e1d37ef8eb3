import { hash } from "node:crypto";
import { SCREENING_CLASSES } from "../wire.ts";
import type { Example, Schedule, TextFeatures } from "./train.ts";
import { inSteps, largestOf, scoreOf, train } from "./train.ts";
import type { ModelCard } from "./weights-file.ts";

const SEED = 2017;
const HARM_BITS = 19;
const CLASS_BITS = 14;
const HARM: Schedule = { seed: SEED, epochs: 20, rate: 0.3, decay: 1e-4 };
const CLASSES: Schedule = { seed: SEED, epochs: 8, rate: 0.3, decay: 1e-4 };
const FOLDS = 5;
/**
 * Ordinary texts that may be held because of the model alone. More, and people write twice what was right; fewer, and what
 * no rule names gets through. 2 % is the most that the whole of screening may hold.
 */
const ORDINARY_HELD = 0.025;
/**
 * Ordinary texts in which what a rule only suspects counts. More, and rules hold what is only worded oddly; fewer, and
 * what rules suspect counts for nothing.
 */
const ORDINARY_SUSPECTED = 0.12;

export type Labelled = TextFeatures & {
  /** `ordinary`, or one of the screening classes. */
  readonly category: string;
};

/** Learns from labelled texts; the same texts in the same order give the same bytes. */
export function trainModel(
  texts: readonly Labelled[],
  trainedOn: ModelCard["trainedOn"],
): { readonly bytes: Buffer; readonly card: ModelCard } {
  const examples = texts.map(({ category, ...read }): Example => {
    const found = SCREENING_CLASSES.findIndex((one) => one === category);
    return { ...read, class: found === -1 ? undefined : found };
  });
  const { holdsFrom, ordinaryBelow, ...crossValidated } = validate(examples);
  const harm = train(examples, isHarm, HARM_BITS, HARM);
  // Words tell classes apart: groups of letters would cost more and say less.
  const harmful = examples.filter(isHarm).map((one) => ({ ...one, features: one.features.subarray(one.grams) }));
  const classes = SCREENING_CLASSES.map((_, n) => train(harmful, (one) => one.class === n, CLASS_BITS, CLASSES));
  const inHarmSteps = inSteps(harm.weights);
  const largest = largestOf(classes.map(({ weights }) => weights));
  const tables = classes.map(({ weights }) => inSteps(weights, largest));
  const bytes = Buffer.concat([Buffer.from(inHarmSteps.steps.buffer), sideBySide(tables.map(({ steps }) => steps))]);
  const card = {
    sha256: hash("sha256", bytes),
    seed: SEED,
    trainedOn,
    harmBits: HARM_BITS,
    harmScale: inHarmSteps.scale,
    harmBias: harm.bias,
    classBits: CLASS_BITS,
    classBias: classes.map(({ bias }, n) => bias / (tables[n]?.scale ?? 1)),
    holdsFrom,
    ordinaryBelow,
    crossValidated,
  };
  return { bytes, card };
}

/** The first of each table, the second of each, and so on: who looks one hash up finds all classes at once. */
function sideBySide(tables: readonly Int8Array[]): Buffer {
  const length = tables[0]?.length ?? 0;
  const woven = new Int8Array(length * tables.length);
  for (const [n, table] of tables.entries())
    for (let i = 0; i < length; i += 1) woven[i * tables.length + n] = table[i] ?? 0;
  return Buffer.from(woven.buffer);
}

function isHarm(example: Example): boolean {
  return example.class !== undefined;
}

/** Learns on four fifths, five times over, and looks at the fifth that was left: where ordinary texts end. */
function validate(examples: readonly Example[]) {
  const ordinary: number[] = [];
  const others: number[] = [];
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const learnt = train(
      examples.filter((_, n) => n % FOLDS !== fold),
      isHarm,
      HARM_BITS,
      HARM,
    );
    for (const [n, example] of examples.entries()) {
      if (n % FOLDS === fold) (isHarm(example) ? others : ordinary).push(scoreOf(learnt, example));
    }
  }
  ordinary.sort((a, b) => b - a);
  const at = (rate: number) => ordinary[Math.floor(ordinary.length * rate)] ?? 0;
  const [holdsFrom, ordinaryBelow] = [at(ORDINARY_HELD), at(ORDINARY_SUSPECTED)];
  const share = (scores: readonly number[], from: number) =>
    Number((scores.filter((score) => score >= from).length / scores.length).toFixed(4));
  return {
    folds: FOLDS,
    holdsFrom,
    ordinaryBelow,
    ordinaryHeld: share(ordinary, holdsFrom),
    othersHeld: share(others, holdsFrom),
    othersSuspected: share(others, ordinaryBelow),
  };
}
