export { GateOverloaded, LedgerUnavailable } from "./gate.ts";
export type { GateLimits } from "./gate.ts";
export { recentAttempts } from "./read-attempts.ts";
export { Relay } from "./relay.ts";
