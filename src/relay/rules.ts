import type { CustomerId, LineId, MissionId, StaffId } from "../base/ids.ts";
import type { Screened } from "../screening/index.ts";

/** `chat`: what is written on a page of ours, hers or the staff app; it counts as a text in everything. */
export type Channel = "sms" | "call" | "chat";
export type Direction = "staff_to_customer" | "customer_to_staff";
export type End = "staff" | "customer";

/** Why a contact is refused: a closed set, promised to outsiders in this order. */
export const CONTACT_REFUSALS = [
  "unknown_sender",
  "unknown_line",
  "code_required",
  "code_wrong",
  "code_locked",
  "pair_cut",
  "staff_suspended",
  "customer_opted_out",
  "not_assigned",
  "mission_cancelled",
  "window_not_open",
  "window_closed",
  "channel_not_allowed",
  "quota_exceeded",
  "screened",
] as const;

export type ContactRefusal = (typeof CONTACT_REFUSALS)[number];

/** The line a sender is on, as it stands at the instant of the decision. */
export type LineFacts = {
  readonly senderEnd: End;
  readonly lineId: LineId;
  readonly missionId: MissionId;
  readonly staffId: StaffId;
  readonly customerId: CustomerId;
  readonly isAssigned: boolean;
  readonly isPairCut: boolean;
  readonly isStaffActive: boolean;
  readonly isCustomerOptedOut: boolean;
  readonly isCancelled: boolean;
  /** Unix time, ms. The window is `[opensAtMs, closesAtMs + graceMs)`. */
  readonly opensAtMs: number;
  readonly closesAtMs: number;
  readonly graceMs: number;
  readonly allowsSms: boolean;
  readonly allowsCall: boolean;
  /** Whether the other end has a phone that a number leads to: a staff member may have the app only. */
  readonly isCounterpartReachable: boolean;
  /** Nothing but our own pages reaches the other end: a text is read there, a call has nothing to ring. */
  readonly isCounterpartOnPage: boolean;
  readonly textsLeft: number;
  readonly callsLeft: number;
};

/** Who is calling or writing, as far as their phone tells. */
export type SenderFacts =
  | { readonly kind: "unknown" }
  /** Withheld caller ID. */
  | { readonly kind: "hidden" }
  /** A phone somebody here owns, on a number that leads nowhere for it. */
  | { readonly kind: "known" }
  /** On a number shared by several missions: only the mission code tells which. */
  | { readonly kind: "code_needed" }
  | { readonly kind: "code_wrong" }
  | { readonly kind: "code_locked" }
  | { readonly kind: "on_line"; readonly line: LineFacts };

export type ContactDecision =
  | { readonly allowed: true; readonly line: LineFacts; readonly direction: Direction }
  | {
      readonly allowed: false;
      readonly code: ContactRefusal;
      readonly line: LineFacts | undefined;
      /** With `screened`: what was seen in the text. On a verdict of hold somebody may still read it. */
      readonly screened?: Screened;
    };

/** What an attempt becomes by a decision. */
export function outcomeOf(decision: ContactDecision): "queued" | "held" | "refused" {
  if (decision.allowed) return "queued";
  return decision.screened?.verdict === "hold" ? "held" : "refused";
}

/**
 * Decides whether what a sender tries reaches the other end, at `nowMs` (Unix time, ms).
 *
 * Pure: the caller records the decision, allowed or not. Checks run in the order in which a refusal tells the
 * least: who, then when, then how.
 * Source: GDPR art. 5(1)(b); loi 78-17 art. 4, 2° (art. 6 in 2017).
 */
export function decideContact(sender: SenderFacts, channel: Channel, nowMs: number): ContactDecision {
  switch (sender.kind) {
    case "unknown":
      return { allowed: false, code: "unknown_sender", line: undefined };
    case "known":
      return { allowed: false, code: "unknown_line", line: undefined };
    case "hidden":
    case "code_needed":
      return { allowed: false, code: "code_required", line: undefined };
    case "code_wrong":
    case "code_locked":
      return { allowed: false, code: sender.kind, line: undefined };
    case "on_line": {
      const { line } = sender;
      const code = refusalOnLine(line, channel, nowMs);
      return code === undefined
        ? { allowed: true, line, direction: directionFrom(line.senderEnd) }
        : { allowed: false, code, line };
    }
  }
}

/** What stands in the way on this line now, if anything. The outbox asks again before each hand-over. */
export function refusalOnLine(line: LineFacts, channel: Channel, nowMs: number): ContactRefusal | undefined {
  if (line.isPairCut) return "pair_cut";
  if (!line.isStaffActive) return "staff_suspended";
  // Her own silence binds the other side only: she may always write first.
  if (line.isCustomerOptedOut && line.senderEnd === "staff") return "customer_opted_out";
  if (!line.isAssigned) return "not_assigned";
  if (line.isCancelled) return "mission_cancelled";
  if (nowMs < line.opensAtMs) return "window_not_open";
  if (nowMs >= line.closesAtMs + line.graceMs) return "window_closed";
  const isReachable = line.isCounterpartReachable || (line.isCounterpartOnPage && channel !== "call");
  if (!(channel === "call" ? line.allowsCall : line.allowsSms) || !isReachable) return "channel_not_allowed";
  if ((channel === "call" ? line.callsLeft : line.textsLeft) <= 0) return "quota_exceeded";
  return undefined;
}

export function directionFrom(senderEnd: End): Direction {
  return senderEnd === "staff" ? "staff_to_customer" : "customer_to_staff";
}

/** What a disclosure is decided on: an assignment, a standing, a window, and whether somebody set off. */
export type DisclosureFacts = {
  readonly is_assigned: boolean;
  readonly is_pair_cut: boolean;
  readonly is_staff_active: boolean;
  readonly is_cancelled: boolean;
  readonly is_on_my_way: boolean;
  readonly opens_at_ms: number;
  readonly closes_at_ms: number;
};

/**
 * What stands in the way of showing an address or access notes now. The grace period is for sentences under way,
 * not for finding the door: nothing is shown after closing. Access notes open with the way there.
 */
export function decideDisclosure(
  facts: DisclosureFacts,
  what: "address" | "accessNotes",
  nowMs: number,
): ContactRefusal | undefined {
  if (facts.is_pair_cut) return "pair_cut";
  if (!facts.is_staff_active) return "staff_suspended";
  if (!facts.is_assigned) return "not_assigned";
  if (facts.is_cancelled) return "mission_cancelled";
  if (nowMs < facts.opens_at_ms) return "window_not_open";
  if (nowMs >= facts.closes_at_ms) return "window_closed";
  return what === "accessNotes" && !facts.is_on_my_way ? "window_not_open" : undefined;
}
