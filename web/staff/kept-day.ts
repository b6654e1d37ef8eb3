import { clockOffset, setClockOffset } from "../shared/clock.ts";
import type { MyMission } from "./wire.ts";

/**
 * What of today's list stays on the device for when there is no connection: which missions and when. No number, no
 * code, no name, nothing that was written; and nothing of a mission that is over.
 */
export type KeptMission = Pick<MyMission, "id" | "reference" | "purpose" | "opensAt" | "closesAt" | "graceEndsAt">;

const KEY = "paravent.day";

type Kept = { readonly offsetMs: number; readonly missions: readonly KeptMission[] };

/** The missions worth keeping, with nothing else of them. */
export function withoutContact(missions: readonly MyMission[], nowMs: number): readonly KeptMission[] {
  return missions
    .filter(
      ({ status, graceEndsAt }) => status !== "closed" && status !== "cancelled" && Date.parse(graceEndsAt) > nowMs,
    )
    .map(({ id, reference, purpose, opensAt, closesAt, graceEndsAt }) => ({
      id,
      reference,
      purpose,
      opensAt,
      closesAt,
      graceEndsAt,
    }));
}

export function keepDay(missions: readonly MyMission[], nowMs: number): void {
  const kept = withoutContact(missions, nowMs);
  if (kept.length === 0) return forgetDay();
  localStorage.setItem(KEY, JSON.stringify({ offsetMs: clockOffset(), missions: kept } satisfies Kept));
}

/** What was kept and is not over; what is over is taken out of the storage too. */
export function readDay(deviceNowMs = Date.now()): readonly KeptMission[] {
  const kept = parse(localStorage.getItem(KEY));
  if (kept === undefined) return [];
  setClockOffset(kept.offsetMs);
  const left = kept.missions.filter(({ graceEndsAt }) => Date.parse(graceEndsAt) > deviceNowMs + kept.offsetMs);
  if (left.length === 0) forgetDay();
  else if (left.length < kept.missions.length) localStorage.setItem(KEY, JSON.stringify({ ...kept, missions: left }));
  return left;
}

export function forgetDay(): void {
  localStorage.removeItem(KEY);
}

const SIGNED_IN = "paravent.signed-in";

/** Whether somebody was signed in on this device, never who: such a device waits for the server, a new one asks at once. */
export const hasSignedIn = (): boolean => localStorage.getItem(SIGNED_IN) !== null;
export const keepSignedIn = (): void => localStorage.setItem(SIGNED_IN, "yes");
export const forgetSignedIn = (): void => localStorage.removeItem(SIGNED_IN);

function parse(text: string | null): Kept | undefined {
  if (text === null) return undefined;
  try {
    const kept = JSON.parse(text) as Partial<Kept>;
    if (Array.isArray(kept.missions) && typeof kept.offsetMs === "number") return kept as Kept;
  } catch {
    // What an older version or somebody's hand left there is nothing to show.
  }
  forgetDay();
  return undefined;
}
