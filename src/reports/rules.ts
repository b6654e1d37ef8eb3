import type { StaffId } from "../base/ids.ts";
import type { Door, What } from "./wire.ts";

/** What a digit after a report says. Source: the question of `notice.report_received`. */
const CHOICES: { readonly [choice: number]: What } = { 1: "message", 2: "call", 3: "home", 4: "other", 5: "danger" };

export function whatOfChoice(choice: number): What | undefined {
  return CHOICES[choice];
}

/** The door a signal came through: by the channel of its attempt and what the number is for. */
export function doorOfSignal(word: string, channel: "sms" | "call" | "chat", isReportNumber: boolean): Door {
  if (channel === "chat") return "chat";
  if (word === "called" || channel === "call") return "call";
  return isReportNumber ? "report_number" : "sms";
}

/** How a staff member came to be named in a report; a later, stronger way does not change an earlier one. */
export type KnownBy = "named" | "mission" | "lead";
export type Concerned = { readonly staff: StaffId; readonly knownBy: KnownBy };

/**
 * Whom a report is about: those who were named; where nobody is sure or named, all who were assigned. A staff member who
 * names nobody reports the customer. Nobody reports themselves.
 */
export function concernedBy(
  named: readonly StaffId[] | "unsure" | "other" | undefined,
  assigned: readonly StaffId[],
  reporter: StaffId | undefined,
): { readonly concerned: readonly Concerned[]; readonly isUnsure: boolean } {
  const others = (staff: readonly StaffId[]) => [...new Set(staff)].filter((one) => one !== reporter);
  if (named === "other") return { concerned: [], isUnsure: false };
  if (named !== undefined && named !== "unsure" && named.length > 0) {
    return { concerned: others(named).map((staff) => ({ staff, knownBy: "named" })), isUnsure: false };
  }
  if (reporter !== undefined) return { concerned: [], isUnsure: false };
  const all = others(assigned);
  return { concerned: all.map((staff) => ({ staff, knownBy: "mission" })), isUnsure: all.length > 1 };
}

const DAY_MS = 86_400_000;
/** Days after a report at which the reporter is asked whether all is well. Source: law facts §5, R-22. */
export const CHECK_IN_DAYS = [7, 30, 90] as const;

export function checkInsOf(filedAt: Date): readonly { readonly afterDays: number; readonly dueAt: Date }[] {
  return CHECK_IN_DAYS.map((afterDays) => ({ afterDays, dueAt: new Date(filedAt.getTime() + afterDays * DAY_MS) }));
}

/** ms. A phone that wrote to us within this time adds to its report, and does not begin another one. */
export const ADDS_WITHIN_MS = 90 * DAY_MS;

/** ms between two calls of a human while nobody has answered for somebody in danger. */
export const PAGE_AGAIN_MS = 5 * 60_000;

/** Somebody is rung at once, and again for what was rung for at this instant or before, until the desk has seen it. */
export function pageAgainBefore(now: Date): Date {
  return new Date(now.getTime() - PAGE_AGAIN_MS);
}

/** What may be said aloud of a report: six characters of its id. It finds it again for the desk, and opens nothing. */
export function referenceOf(report: string): string {
  const letters = report.slice(4, 10).toUpperCase();
  return `${letters.slice(0, 3)}-${letters.slice(3)}`;
}

/**
 * Real time, ms, that an answer to a report takes at least: longer than filing does, so that how long it took tells
 * nothing of what is known here. Too small tells it; too large keeps somebody waiting.
 */
export const ANSWER_MS = 300;

/** Wrong receipts that cost no time, of one address and of all addresses together, within an hour. */
export const FREE_TRIES = { address: 20, all: 2_000 } as const;
export const TRIES_COUNT_MS = 60 * 60_000;
/** ms. Longer, and a browser gives up before it is answered. */
const MAX_DELAY_MS = 8_000;

/**
 * How long an answer about a receipt waits, ms: nothing for the first ones, then half a second more with each of an
 * address, and with each hundred of all, this try among them.
 */
export function receiptDelayMs(tries: { readonly address: number; readonly all: number }): number {
  const ofAddress = Math.max(0, tries.address - FREE_TRIES.address) * 500;
  const ofAll = Math.max(0, Math.floor((tries.all - FREE_TRIES.all) / 100)) * 500;
  return Math.min(Math.max(ofAddress, ofAll), MAX_DELAY_MS);
}

const DIGITS = /\+?\d(?:[\d\s().\u00a0-]{6,20})\d/;

/** The number in a text that is nothing else: what people send after they were asked for it. */
export function numberIn(text: string): string | undefined {
  const [found] = DIGITS.exec(text) ?? [];
  if (found === undefined) return undefined;
  return text.replace(found, "").replace(/[\p{P}\p{Z}\p{S}]/gu, "").length <= 20 ? found : undefined;
}
