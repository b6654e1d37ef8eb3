import type { Tone } from "../../shared/Badge.tsx";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Witnesses are asked every few seconds: one that has not cosigned for an hour is asked after. */
const STALE_MS = HOUR_MS;
const LATE_MS = 10 * MINUTE_MS;

export function toneOfAge(ageMs: number): Tone {
  if (ageMs > STALE_MS) return "stop";
  return ageMs > LATE_MS ? "wait" : "good";
}

/** How long ago in the unit that people would say; undefined past two days: then the date says more. */
export function ageOf(ageMs: number): { readonly count: number; readonly unit: "minute" | "hour" | "day" } | undefined {
  const age = Math.max(0, ageMs);
  if (age < HOUR_MS) return { count: Math.floor(age / MINUTE_MS), unit: "minute" };
  if (age < 48 * HOUR_MS) return { count: Math.floor(age / HOUR_MS), unit: "hour" };
  return undefined;
}

/** Fields of an entry as they are read: when and what stand before, the rest by name. */
export function fieldsOf(
  entry: Readonly<Record<string, unknown>>,
): readonly (readonly [name: string, value: string])[] {
  return Object.entries(entry)
    .filter(([name]) => name !== "at" && name !== "event")
    .map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)] as const)
    .toSorted(([one], [other]) => (one < other ? -1 : 1));
}
