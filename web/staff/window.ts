import type { MyMission } from "./wire.ts";

/** Where a mission stands at an instant, and what comes next. The window is `[opensAt, closesAt)`, then grace. */
export type Phase =
  | { readonly name: "scheduled"; readonly leftMs: number }
  | { readonly name: "open"; readonly leftMs: number; readonly share: number }
  | { readonly name: "grace"; readonly leftMs: number }
  | { readonly name: "closed" }
  | { readonly name: "cancelled" };

type Window = Pick<MyMission, "opensAt" | "closesAt" | "graceEndsAt">;

export function phaseOf({ status, ...window }: Window & Pick<MyMission, "status">, nowMs: number): Phase {
  if (status === "cancelled") return { name: "cancelled" };
  // Closed early: what the server said of it does not change back by waiting.
  if (status === "closed") return { name: "closed" };
  const [opensMs, closesMs, endsMs] = [window.opensAt, window.closesAt, window.graceEndsAt].map(Date.parse) as [
    number,
    number,
    number,
  ];
  if (nowMs < opensMs) return { name: "scheduled", leftMs: opensMs - nowMs };
  if (nowMs < closesMs) {
    return { name: "open", leftMs: closesMs - nowMs, share: (nowMs - opensMs) / (closesMs - opensMs) };
  }
  return nowMs < endsMs ? { name: "grace", leftMs: endsMs - nowMs } : { name: "closed" };
}

export const mayContact = (phase: Phase): boolean => phase.name === "open" || phase.name === "grace";

/** A time left, rounded up so that nothing is over while a part of it is left. */
export function leftOf(ms: number): {
  readonly unit: "minutes" | "hours" | "days";
  readonly a: number;
  readonly b: string;
} {
  const minutes = Math.ceil(ms / 60_000);
  if (minutes < 60) return { unit: "minutes", a: minutes, b: "" };
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return { unit: "hours", a: hours, b: String(minutes % 60).padStart(2, "0") };
  return { unit: "days", a: Math.floor(hours / 24), b: String(hours % 24) };
}

/** A text cut where findings begin and end, each part with whether something was seen in it. */
export function markedParts(
  text: string,
  findings: readonly { readonly start: number; readonly end: number }[],
): readonly { readonly at: number; readonly text: string; readonly isSeen: boolean }[] {
  const edges = [0, text.length, ...findings.flatMap(({ start, end }) => [start, end])];
  const places = [...new Set(edges)].filter((at) => at >= 0 && at <= text.length).sort((a, b) => a - b);
  return places.slice(0, -1).map((at, n) => ({
    at,
    text: text.slice(at, places[n + 1]),
    isSeen: findings.some(({ start, end }) => start <= at && at < end),
  }));
}

/** A number as a phone of its country shows it, with spaces that do not break. Others stay as they are. */
export function displayNumber(e164: string): string {
  const french = /^\+33(\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(e164);
  if (french !== null) return `0${french.slice(1).join("\u00a0")}`;
  const british = /^\+44(\d{4})(\d{6})$/.exec(e164);
  return british === null ? e164 : `0${british.slice(1).join("\u00a0")}`;
}
