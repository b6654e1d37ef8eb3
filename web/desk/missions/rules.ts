import type { MissionAnswer, MissionStatus } from "../../../src/missions/wire.ts";
import type { Tone } from "../../shared/Badge.tsx";

export type Mission = MissionAnswer;
export type ActProps = { readonly mission: Mission; readonly onClose: () => void };

export const STATUSES = ["scheduled", "open", "closed", "cancelled"] as const satisfies readonly MissionStatus[];

export const TONES = { scheduled: "plain", open: "good", closed: "accent", cancelled: "stop" } as const satisfies {
  readonly [status in MissionStatus]: Tone;
};

export const ACTS = ["close", "reopen", "reschedule", "reassign", "phone", "set-off", "announce", "cancel"] as const;
export type MissionAct = (typeof ACTS)[number];

/** What may still be done. The server judges again: this only spares a click that leads nowhere. */
export function actsOf({ status, onMyWayAt }: Pick<Mission, "status" | "onMyWayAt">): readonly MissionAct[] {
  if (status === "cancelled") return [];
  if (status === "closed") return ["reopen"];
  const both = ["reschedule", "reassign", "phone"] as const;
  if (status === "scheduled") return ["announce", ...both, "set-off", "cancel"];
  return ["close", ...(onMyWayAt === null ? (["set-off"] as const) : []), "announce", ...both, "cancel"];
}

/** `"2026-11-28T09:30"` in the time of this computer, as the browser's own field has it. */
export function toLocal(at: string): string {
  const date = new Date(at);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** The instant of what such a field holds; undefined while it is not whole. */
export function fromLocal(local: string): string | undefined {
  const atMs = Date.parse(local);
  return Number.isNaN(atMs) ? undefined : new Date(atMs).toISOString();
}

/** References as people type them: one a line, or commas between them; each once. */
export function splitReferences(text: string): readonly string[] {
  const all = text.split(/[\n,;]/).map((one) => one.trim());
  return [...new Set(all.filter((one) => one !== ""))];
}

/** The day before or after: `"2026-11-28"`, 1 → `"2026-11-29"`. */
export function dayAfter(day: string, days: number): string {
  const at = Date.parse(`${day}T00:00:00Z`);
  return new Date(at + days * 86_400_000).toISOString().slice(0, 10);
}
