export { Activations } from "./activations.ts";
export { CharterRecords } from "./audit-records.ts";
