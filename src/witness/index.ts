export { serveWitness } from "./serve-witness.ts";
export { createWitness, trustLog, WitnessFolder } from "./witness-folder.ts";
export type { WitnessRefusal } from "./witness-folder.ts";
