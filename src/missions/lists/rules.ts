import { civilDate } from "../../charter/index.ts";
import { MAX_WINDOW_MS, resolveCivil } from "../window.ts";
import type { MissionStatus } from "../wire.ts";

/** Instants from `from` on, `to` not included. */
export type Span = { readonly from: Date; readonly to: Date };

/** Before the first mission there can be and after the last one: the API reads instants of this century. */
const EVER: Span = { from: new Date("1999-12-01T00:00:00Z"), to: new Date("2101-01-01T00:00:00Z") };
const DAY_MS = 86_400_000;

/** A civil day in a zone: 23 or 25 hours on the days of a clock change. `day`: `YYYY-MM-DD`. Undefined: no such day. */
export function spanOfDay(day: string, zone: string): Span | undefined {
  const from = resolveCivil(day, "00:00", zone);
  if (!from.ok) return undefined;
  // A day and a half after midnight is on the next day, however long this one is.
  const next = civilDate(new Date(from.earlier.getTime() + 1.5 * DAY_MS), zone);
  const to = resolveCivil(next, "00:00", zone);
  return to.ok ? { from: from.earlier, to: to.earlier } : undefined;
}

/**
 * When missions of this status can have opened: what is open opened within the longest window there may be, so that a
 * list need not look at all that is over.
 */
export function spanOfStatus(status: MissionStatus | undefined, now: Date): Span {
  const later = new Date(now.getTime() + 1);
  switch (status) {
    case "scheduled":
      return { from: later, to: EVER.to };
    case "open":
      return { from: new Date(now.getTime() - MAX_WINDOW_MS), to: later };
    case "closed":
      return { from: EVER.from, to: later };
    case "cancelled":
    case undefined:
      return EVER;
  }
}

export function both(one: Span, other: Span): Span {
  return {
    from: one.from > other.from ? one.from : other.from,
    to: one.to < other.to ? one.to : other.to,
  };
}
