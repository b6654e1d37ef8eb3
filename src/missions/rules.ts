import type { CivilDate } from "../charter/index.ts";
import { civilDate } from "../charter/index.ts";
import type { Purpose } from "./purposes.ts";
import { checkWindow } from "./window.ts";
import type { Channel, MissionNotice, MissionRefusal, MissionRequest, MissionStatus } from "./wire.ts";
import { prefixedLegalBasis } from "./wire.ts";

export type Refused<C extends string = MissionRefusal> = { readonly ok: false; readonly code: C };

export type MissionTimes = {
  readonly opensAt: Date;
  readonly closesAt: Date;
  readonly graceMs: number;
  readonly isCancelled: boolean;
};

/** The word for where a mission stands at `now`. During the grace period it is closed already. */
export function statusAt(mission: MissionTimes, now: Date): MissionStatus {
  if (mission.isCancelled) return "cancelled";
  if (now < mission.opensAt) return "scheduled";
  return now < mission.closesAt ? "open" : "closed";
}

/** The same for whoever does it: in its grace period something may still be said. */
export type OwnMissionStatus = MissionStatus | "grace";

export function ownStatusAt(mission: MissionTimes, now: Date): OwnMissionStatus {
  const status = statusAt(mission, now);
  return status === "closed" && now.getTime() < endMs(mission) ? "grace" : status;
}

/** Whether something of a mission, its grace period included, is on that day of `zone`. */
export function touchesDay(
  mission: Pick<MissionTimes, "opensAt" | "closesAt" | "graceMs">,
  day: CivilDate,
  zone: string,
): boolean {
  // A window that was closed before it opened is its first instant.
  const last = new Date(Math.max(mission.opensAt.getTime(), endMs(mission) - 1));
  return civilDate(mission.opensAt, zone) <= day && day <= civilDate(last, zone);
}

const DAY_MS = 86_400_000;
/** Zones are from twelve hours behind UTC to fourteen ahead of it. */
const [WEST_MS, EAST_MS] = [12 * 3_600_000, 14 * 3_600_000];

/** Between two instants is that day in whatever zone. */
export function aroundDay(day: CivilDate): { readonly from: Date; readonly until: Date } {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  return { from: new Date(midnight - EAST_MS), until: new Date(midnight + DAY_MS + WEST_MS) };
}

function endMs({ closesAt, graceMs }: Pick<MissionTimes, "closesAt" | "graceMs">): number {
  return closesAt.getTime() + graceMs;
}

/** What stands between a staff member and contact in a mission of theirs, and what there is to make it by. */
export type OwnFacts = {
  readonly channels: readonly Channel[];
  readonly phone_kind: PhoneKind | null;
  readonly staff_number: string | null;
  readonly customer_number: string | null;
  readonly is_pair_cut: boolean;
  readonly is_customer_opted_out: boolean;
  readonly is_staff_active: boolean;
};

/** Whether contact may be made in a mission of one's own, now or when it opens. */
export function isContactPossible(facts: OwnFacts, status: OwnMissionStatus): boolean {
  const isAlive = status !== "closed" && status !== "cancelled";
  return isAlive && facts.is_staff_active && !facts.is_pair_cut && !facts.is_customer_opted_out;
}

/** By which channels: written to is who has a phone for it and a number that leads there, or who has a page only. */
export function ownChannels(facts: OwnFacts): readonly Channel[] {
  const { channels, phone_kind: phone, staff_number, customer_number } = facts;
  return channels.filter((channel) => {
    if (channel === "call") return phone !== null && staff_number !== null && customer_number !== null;
    return phone === null || (phone !== "landline" && customer_number !== null);
  });
}

/** Closing is for a mission that is not over: closing twice would move its end. */
export function mayClose(mission: MissionTimes, now: Date): MissionRefusal | undefined {
  const status = statusAt(mission, now);
  if (status === "cancelled") return "mission_cancelled";
  return status === "closed" ? "mission_closed" : undefined;
}

/** Reopening is for a mission that was closed, and ends in the future. */
export function mayReopen(mission: MissionTimes, closesAt: Date, now: Date): MissionRefusal | undefined {
  const status = statusAt(mission, now);
  if (status === "cancelled") return "mission_cancelled";
  if (status !== "closed") return "mission_not_closed";
  if (closesAt <= now) return "window_over";
  const window = checkWindow(mission.opensAt, closesAt);
  return window.ok ? undefined : window.code;
}

export type Opening = {
  readonly opensAt: Date;
  readonly closesAt: Date;
  readonly channels: readonly Channel[];
  readonly graceMs: number;
  readonly legalBasis: string;
};

/** What a request opens under a purpose, or why it opens nothing. */
export function openUnder(purpose: Purpose, request: MissionRequest): Opening | Refused {
  const opensAt = new Date(request.opensAt);
  const closesAt = new Date(request.closesAt);
  const window = checkWindow(opensAt, closesAt);
  if (!window.ok) return { ok: false, code: window.code };
  const channels = request.channels ?? purpose.channels;
  if (channels.some((channel) => !purpose.channels.includes(channel)))
    return { ok: false, code: "channel_not_in_purpose" };
  return {
    opensAt,
    closesAt,
    channels,
    graceMs: (request.graceMinutes ?? purpose.graceMinutes) * 60_000,
    legalBasis: prefixedLegalBasis(request.legalBasis ?? purpose.legalBasisIri),
  };
}

export type PhoneKind = "mobile" | "landline" | "unclear";

/** The channels that are left when her phone is what it is: a landline receives no text. */
export function usableChannels(channels: readonly Channel[], phone: PhoneKind | null): readonly Channel[] {
  if (phone === null) return [];
  return phone === "landline" ? channels.filter((channel) => channel !== "sms") : channels;
}

export function noticesFor(
  channels: readonly Channel[],
  phone: PhoneKind | null,
  isNumberShared: boolean,
  hasNumbers: boolean,
): readonly MissionNotice[] {
  const notices: MissionNotice[] = [];
  if (phone === null) notices.push("no_phone");
  else if (phone === "landline" && channels.includes("sms")) notices.push("landline_no_sms");
  if (isNumberShared) notices.push("shared_number");
  if (phone !== null && !hasNumbers) notices.push("no_number");
  return notices;
}

/** The instant a stale number stops leading here: end of the grace period plus the purpose's quarantine. */
export function quarantinedUntil(closesAt: Date, graceMs: number, purpose: Pick<Purpose, "quarantineDays">): Date {
  return new Date(closesAt.getTime() + graceMs + purpose.quarantineDays * 86_400_000);
}

/** A name longer than this is no first name. */
const MAX_FIRST_NAME = 40;

/**
 * The first name in a display name, which is all a customer is told: the first word that is no title, and, where one
 * word is in capitals as family names are written, not that one. Undefined when there is none that is surely one.
 */
export function firstName(displayName: string): string | undefined {
  const words = displayName.split(/\s+/).filter((word) => /^\p{Lu}[\p{L}’'-]+$/u.test(word) && !TITLES.has(word));
  const notCapitals = words.filter((word) => word !== word.toUpperCase());
  // One word alone may be the family name: with a title before it, it is.
  const isTitled = displayName.split(/\s+/).some((word) => TITLES.has(word.replace(/\.$/, "")));
  if (isTitled && words.length < 2) return undefined;
  const found = notCapitals[0];
  return found === undefined || found.length > MAX_FIRST_NAME ? undefined : found;
}

const TITLES: ReadonlySet<string> = new Set(["M", "Mme", "Mlle", "Mr", "Mrs", "Ms", "Miss", "Dr", "Me", "Pr"]);
