export { FeatureReader } from "./features.ts";
export type { Weighed } from "./linear-model.ts";
export { LinearModel } from "./linear-model.ts";
export { CHARGED, TOPICS } from "./topics.ts";
export type { TextFeatures } from "./train.ts";
export { trainModel } from "./train-model.ts";
export { readWeights, writeWeights } from "./weights-file.ts";
