import type { Folded } from "./normalise/fold.ts";
import type { Token } from "./normalise/tokens.ts";

/**
 * Words that must be known of all there are. Of French and English texts, in haste and full of mistakes, one in 500 knows
 * fewer; of ordinary sentences in seven other languages none knows as many. Measured on `vectors/screening/`, 2026-11.
 */
const ENOUGH = 0.4;
/** Of fewer words nobody can say which language they are. */
const FEW = 3;
/** Of fewer different words that it knows the model must be surer: "it's me" would be what others like it were. */
const FEW_FOR_MODEL = 4;
const LAST_LATIN = 0x24f;
const FIRST_SIGN = 0x2000;
const FIRST_EAST_ASIAN = 0x3040;
const LAST_LETTER = 0xd7af;

export type Understood = {
  /** Enough of it is in a language that rules and model know. */
  readonly isUnderstood: boolean;
  /** What a model may go by: `little` where there are few words and one is charged. */
  readonly evidence: "none" | "little" | "enough";
};

/**
 * How much of a text is understood. Letters of another script count as words nobody knows. `charged`: words of which one
 * with another is enough for an opinion.
 */
export function understand({ units }: Folded, tokens: readonly Token[], charged: ReadonlySet<number>): Understood {
  let [known, all] = [0, 0];
  let isCharged = false;
  const different: number[] = [];
  for (const { kind, word, from } of tokens) {
    const unit = units[from] as number;
    const isForeign =
      kind === "sign" && unit > LAST_LATIN && (unit < FIRST_SIGN || (unit >= FIRST_EAST_ASIAN && unit <= LAST_LETTER));
    if (kind !== "word" && !isForeign) continue;
    all += 1;
    if (word === 0) continue;
    known += 1;
    isCharged ||= charged.has(word);
    if (different.length < FEW_FOR_MODEL && !different.includes(word)) different.push(word);
  }
  return {
    isUnderstood: all < FEW || known >= ENOUGH * all,
    evidence: different.length === FEW_FOR_MODEL ? "enough" : isCharged && all > 1 ? "little" : "none",
  };
}
