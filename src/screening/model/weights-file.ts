import { hash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import type { Weights } from "./linear-model.ts";

/** What is said of the weights beside them. */
export type ModelCard = {
  /** SHA-256 of `weights.bin`, hex. */
  readonly sha256: string;
  readonly seed: number;
  readonly trainedOn: readonly { readonly file: string; readonly sha256: string; readonly texts: number }[];
  readonly harmBits: number;
  readonly harmScale: number;
  readonly harmBias: number;
  readonly classBits: number;
  readonly classBias: readonly number[];
  readonly holdsFrom: number;
  readonly ordinaryBelow: number;
  /** Of texts that each fold did not learn: the share of ordinary ones held, and of others held and not found ordinary. */
  readonly crossValidated: {
    readonly folds: number;
    readonly ordinaryHeld: number;
    readonly othersHeld: number;
    readonly othersSuspected: number;
  };
};

const BIN = new URL("weights.bin", import.meta.url);
const CARD = new URL("card.json", import.meta.url);

/** Reads the weights that ship. Throws when they are not there, or are others than their card says. */
export function readWeights(): { readonly weights: Weights; readonly card: ModelCard } {
  const card = JSON.parse(readFileSync(CARD, "utf8")) as ModelCard;
  const bytes = readFileSync(BIN);
  if (hash("sha256", bytes) !== card.sha256) throw new Error("could not take the model's weights: they were altered");
  const steps = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  const harm = 2 ** card.harmBits;
  return { weights: { ...card, harm: steps.slice(0, harm), classes: steps.slice(harm) }, card };
}

export function writeWeights(bytes: Buffer, card: ModelCard): void {
  writeFileSync(BIN, bytes);
  writeFileSync(CARD, `${JSON.stringify(card, undefined, 2)}\n`);
}
