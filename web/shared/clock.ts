import { useEffect, useReducer } from "react";

/** The server's time minus this device's, ms. A phone may be wrong by a day; what is open is decided by the server. */
let offsetMs = 0;

export const serverNow = (): number => Date.now() + offsetMs;
export const clockOffset = (): number => offsetMs;

/** Learns what time it is from an answer that says so. */
export function learnNow(now: string): void {
  const told = Date.parse(now);
  if (!Number.isNaN(told)) offsetMs = told - Date.now();
}

/** For a start without a server: what was learnt last time. */
export function setClockOffset(ms: number): void {
  if (Number.isFinite(ms)) offsetMs = ms;
}

/** The server's instant, renewed every so often. */
export function useNow(everyMs = 1_000): number {
  const [, tick] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const timer = setInterval(tick, everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return serverNow();
}
