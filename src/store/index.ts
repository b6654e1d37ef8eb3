export { canRecord } from "./can-record.ts";
export { advanceClock, clockOffsetMs } from "./act-clock.ts";
export { Store, TENANT, sqlState } from "./store.ts";
export type { Query, Row, Statement, Tx } from "./store.ts";
export { localNow } from "./local-clock.ts";
export { migrate, MigrationRefused } from "./migrate.ts";
export { byteaArray, int4Array, int8Array, textArray } from "./arrays.ts";
export { EngineRefused, joinEngine, openEngine } from "./engine/engine.ts";
export type { Engine } from "./engine/engine.ts";
