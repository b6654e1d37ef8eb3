import type { MissionId } from "../base/ids.ts";
import type { By } from "../base/route.ts";
import type { Tx } from "../store/index.ts";
import type { Vault } from "../vault/index.ts";
import type { MissionDeps } from "./deps.ts";
import { appendMissionEvent, lockMission, setWindow, timesOf } from "./mission-times.ts";
import type { MissionRefusal } from "./wire.ts";
import { mayClose, mayReopen } from "./rules.ts";
import * as sql from "./sql.ts";

export type ActResult =
  | { readonly ok: true; readonly id: MissionId }
  | { readonly ok: false; readonly code: MissionRefusal };

const UNKNOWN = { ok: false, code: "unknown_mission" } as const;

/**
 * Closes a mission now: its grace period begins. A reason is a sentence somebody wrote: the ledger holds a keyed
 * commitment to it, never the sentence.
 *
 * Refusals: `unknown_mission`, `mission_closed`, `mission_cancelled`.
 */
export async function closeMission(
  tx: Tx,
  deps: MissionDeps,
  id: MissionId,
  { reason, graceMinutes }: { readonly reason?: string | undefined; readonly graceMinutes?: number | undefined },
  by?: By,
): Promise<ActResult> {
  const mission = await lockMission(tx, id);
  if (mission === undefined) return UNKNOWN;
  const code = mayClose(timesOf(mission), tx.now);
  if (code !== undefined) return { ok: false, code };
  // A mission closed before it opened never was open, and no sentence is under way that a grace period would let end.
  const wasOpen = mission.opens_at <= tx.now;
  const opensAt = wasOpen ? mission.opens_at : tx.now;
  const graceMs = !wasOpen ? 0 : graceMinutes === undefined ? mission.grace_ms : graceMinutes * 60_000;
  const moved = await setWindow(tx, deps, mission, { opensAt, closesAt: tx.now, graceMs });
  await appendMissionEvent(tx, "missions.close-mission", moved, { reason: commitment(deps.vault, id, reason), ...by });
  return { ok: true, id };
}

/**
 * Opens a closed mission again until `closesAt`. Somebody has to say why, and it is recorded.
 *
 * Refusals: `unknown_mission`, `mission_not_closed`, `mission_cancelled`, `window_over`, `window_too_long`.
 */
export async function reopenMission(
  tx: Tx,
  deps: MissionDeps,
  id: MissionId,
  { reason, closesAt }: { readonly reason: string; readonly closesAt: Date },
  by?: By,
): Promise<ActResult> {
  const mission = await lockMission(tx, id);
  if (mission === undefined) return UNKNOWN;
  const code = mayReopen(timesOf(mission), closesAt, tx.now);
  if (code !== undefined) return { ok: false, code };
  const { opens_at: opensAt, grace_ms: graceMs } = mission;
  const moved = await setWindow(tx, deps, mission, { opensAt, closesAt, graceMs });
  await appendMissionEvent(tx, "missions.reopen-mission", moved, { reason: commitment(deps.vault, id, reason), ...by });
  return { ok: true, id };
}

/**
 * Takes a mission back: from now on nothing goes through it, not even in a grace period. Twice is once.
 *
 * Refusals: `unknown_mission`.
 */
export async function cancelMission(
  tx: Tx,
  deps: MissionDeps,
  id: MissionId,
  { reason }: { readonly reason?: string | undefined },
  by?: By,
): Promise<ActResult> {
  const mission = await lockMission(tx, id);
  if (mission === undefined) return UNKNOWN;
  if (mission.cancelled_at !== null) return { ok: true, id };
  await tx.query(sql.CANCEL, [tx.tenant, id, tx.now]);
  await appendMissionEvent(tx, "missions.cancel-mission", mission, {
    reason: commitment(deps.vault, id, reason),
    ...by,
  });
  return { ok: true, id };
}

function commitment(vault: Vault, id: MissionId, reason: string | undefined): string | undefined {
  return reason === undefined ? undefined : vault.keyedHash("reason", id, reason).toString("base64");
}
