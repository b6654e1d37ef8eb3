/**
 * `npm run screening:train`: learns the model of screening from the texts in `vectors/screening/`, and writes its weights
 * and its card beside it. Never from traffic. Texts to be counted only (`kept.jsonl`) are not read.
 */
import { hash } from "node:crypto";
import { readFileSync } from "node:fs";
import { z } from "zod";
import { Screener, trainModel, writeWeights } from "../screening/index.ts";

const FILES = ["learnt.jsonl"] as const;
const labelled = z.object({
  text: z.string(),
  category: z.string(),
  direction: z.enum(["staff_to_customer", "customer_to_staff"]),
});

const screener = new Screener({ hasModel: false });
const read = FILES.map((file) => {
  const text = readFileSync(new URL(`../../vectors/screening/${file}`, import.meta.url), "utf8");
  const lines = text.split("\n").filter((line) => line !== "");
  const texts = lines.map((line) => {
    const { text: said, category, direction } = labelled.parse(JSON.parse(line));
    return { ...screener.features(said, direction === "customer_to_staff"), category };
  });
  return { texts, source: { file, sha256: hash("sha256", text), texts: lines.length } };
});
const { bytes, card } = trainModel(
  read.flatMap(({ texts }) => texts),
  read.map(({ source }) => source),
);
writeWeights(bytes, card);
console.log(JSON.stringify(card, undefined, 2));
