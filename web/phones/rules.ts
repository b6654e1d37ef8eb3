import type { Attempt, Finding, Handset, Line, Outcome, PhoneMission, Received, Role } from "./api.ts";

/** Where the mission stands at an instant. The window is `[opensAt, closesAt + grace)`. */
export type Phase =
  | { readonly name: "scheduled"; readonly opensInMs: number }
  | { readonly name: "open"; readonly closesInMs: number }
  | { readonly name: "grace"; readonly endsAtMs: number }
  | { readonly name: "closed"; readonly endedAtMs: number }
  | { readonly name: "cancelled" };

export function phaseOf(mission: PhoneMission, nowMs: number): Phase {
  if (mission.status === "cancelled") return { name: "cancelled" };
  const { opensAtMs, closesAtMs, endsAtMs } = windowOf(mission);
  if (nowMs < opensAtMs) return { name: "scheduled", opensInMs: opensAtMs - nowMs };
  if (nowMs < closesAtMs) return { name: "open", closesInMs: closesAtMs - nowMs };
  if (nowMs < endsAtMs) return { name: "grace", endsAtMs };
  return { name: "closed", endedAtMs: endsAtMs };
}

export function windowOf(mission: PhoneMission): {
  readonly opensAtMs: number;
  readonly closesAtMs: number;
  readonly endsAtMs: number;
} {
  const closesAtMs = Date.parse(mission.closesAt);
  return { opensAtMs: Date.parse(mission.opensAt), closesAtMs, endsAtMs: closesAtMs + mission.graceMinutes * 60_000 };
}

/** A time left in the two largest units that matter, rounded up so that "0" means over. */
export function durationOf(ms: number): {
  readonly unit: "seconds" | "minutes" | "hours" | "days";
  readonly a: number;
  readonly b: string;
} {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 60) return { unit: "seconds", a: seconds, b: "" };
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return { unit: "minutes", a: minutes, b: "" };
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return { unit: "hours", a: hours, b: String(minutes % 60).padStart(2, "0") };
  return { unit: "days", a: Math.floor(hours / 24), b: String(hours % 24) };
}

/** A number as a phone of its country shows it, with spaces that do not break. Others stay as they are. */
export function displayNumber(e164: string): string {
  const french = /^\+33(\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(e164);
  if (french !== null) return `0${french.slice(1).join("\u00a0")}`;
  const british = /^\+44(\d{4})(\d{6})$/.exec(e164);
  return british === null ? e164 : `0${british.slice(1).join("\u00a0")}`;
}

export const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .map((part) => part.charAt(0))
    .slice(0, 2)
    .join("");

/** The start of a hash: enough to recognise it, not to check it. */
export const shortHash = (hash: string): string => `${hash.slice(0, 8)}…`;

/** The phone each person borrows to call from elsewhere: in the fictitious range, and nobody's. */
export const ANOTHER_PHONE = { staff: "+33639989901", customer: "+33639989902" } as const satisfies Record<
  Role,
  string
>;
export const HIDDEN_NUMBER = "anonymous";

/** Which phone a text or a call leaves from. */
export type As = "own" | "another" | "hidden";

export function senderOf(handset: Handset, as: As): string {
  if (as === "own") return handset.phone;
  return as === "another" ? ANOTHER_PHONE[handset.role] : HIDDEN_NUMBER;
}

/** What lies on a handset: the texts it received from the server, and what was done on this page. */
export type Note =
  | ({ readonly kind: "received" } & Received)
  | {
      readonly kind: "sent";
      readonly id: string;
      readonly phone: string;
      readonly as: As;
      readonly text: string;
      readonly at: string;
      readonly attempt?: string;
      readonly outcome: Outcome | "sending" | "unreachable";
      readonly code?: string | null;
      /** What screening saw in it, where that kept it back. */
      readonly seen?: readonly Finding[];
    }
  | {
      readonly kind: "called";
      readonly id: string;
      readonly phone: string;
      readonly as: As;
      readonly to: string;
      readonly at: string;
      readonly outcome: Outcome;
      readonly code?: string | null;
      readonly rings?: { readonly name: string; readonly callerId: string };
      readonly isAskedForCode: boolean;
    }
  | {
      readonly kind: "rang";
      readonly id: string;
      readonly phone: string;
      readonly callerId: string;
      readonly at: string;
    }
  | {
      readonly kind: "shown";
      readonly id: string;
      readonly phone: string;
      readonly address: string;
      readonly at: string;
    };

export type SentNote = Extract<Note, { kind: "sent" }>;

/** Whether its author may have a person read it. */
export const isKeptBack = ({ outcome, code }: Pick<SentNote, "outcome" | "code">): boolean =>
  outcome === "held" || (outcome === "refused" && code === "screened");

/** A text cut where findings begin and end, each part with whether something was seen in it. */
export function markedParts(
  text: string,
  seen: readonly Pick<Finding, "start" | "end">[],
): readonly { readonly at: number; readonly text: string; readonly isSeen: boolean }[] {
  const edges = [0, text.length, ...seen.flatMap(({ start, end }) => [start, end])];
  const places = [...new Set(edges)].filter((at) => at >= 0 && at <= text.length).sort((a, b) => a - b);
  return places.slice(0, -1).map((at, n) => ({
    at,
    text: text.slice(at, places[n + 1]),
    isSeen: seen.some(({ start, end }) => start <= at && at < end),
  }));
}

/** The notes of one handset in order of time, each text with the instant and the latest outcome of its attempt. */
export function threadOf(handset: Handset, notes: readonly Note[], attempts: readonly Attempt[]): readonly Note[] {
  const mine = notes.filter((note) =>
    note.kind === "received"
      ? note.to === handset.phone || note.to === ANOTHER_PHONE[handset.role]
      : note.phone === handset.phone,
  );
  const latest = mine.map((note) => {
    if (note.kind !== "sent") return note;
    const attempt = attempts.find(({ id }) => id === note.attempt);
    return attempt === undefined ? note : { ...note, at: attempt.at, outcome: attempt.outcome, code: attempt.code };
  });
  return latest.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at));
}

export type Side = {
  readonly handset: Handset;
  /** The masked number this handset sees as its correspondent. */
  readonly masked: string;
  readonly code: string;
  readonly needsCode: boolean;
};

/** The two ends of a mission's first line; undefined while it has none. */
export function sidesOf(mission: PhoneMission): { readonly staff: Side; readonly customer: Side } | undefined {
  const line: Line | undefined = mission.lines[0];
  if (line === undefined) return undefined;
  return {
    staff: {
      handset: { role: "staff", phone: mission.staffPhone, name: mission.staffName },
      masked: line.staffDials,
      code: line.code,
      needsCode: line.staffNeedsCode,
    },
    customer: {
      handset: { role: "customer", phone: mission.customerPhone, name: mission.customerName },
      masked: line.customerDials,
      code: line.code,
      needsCode: line.customerNeedsCode,
    },
  };
}
