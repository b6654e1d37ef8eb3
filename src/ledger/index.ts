export { append, entryBytes, lockChains, outdateFacts, recentEntries, takeEntryId } from "./append.ts";
export type { Leaf } from "./append.ts";
export { leafHash, logName, writeEntries } from "./rules.ts";
export type { ChainHead, Entry, LedgerEvent } from "./rules.ts";
export { APPEND, appendValues, LOCK_CHAINS } from "./sql.ts";
export type { ChainRow } from "./sql.ts";
