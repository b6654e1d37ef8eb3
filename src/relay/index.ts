export { RelayRecords } from "./audit-records.ts";
export { GateOverloaded, LedgerUnavailable } from "./gate.ts";
export type { GateLimits } from "./gate.ts";
export { planNotice } from "./plan-notice.ts";
export type { Notice } from "./plan-notice.ts";
export { attemptEntries, recentAttempts } from "./read-attempts.ts";
export { HttpScorer } from "./scorer.ts";
export { Relay } from "./relay.ts";
