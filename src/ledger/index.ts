export { append, entryBytes, lockChains, outdateFacts, recentEntries } from "./append.ts";
export type { Leaf } from "./append.ts";
export { leafHash, logName, writeEntries } from "./rules.ts";
export type { ChainHead, Entry, LedgerEvent } from "./rules.ts";
export { APPEND, appendValues, FIRST_ENTRY_ID, LOCK_CHAINS } from "./sql.ts";
export type { ChainRow } from "./sql.ts";
