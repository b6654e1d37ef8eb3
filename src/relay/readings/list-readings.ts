import type { Query } from "../../store/index.ts";
import { TENANT } from "../../store/index.ts";
import type { ReadingRow } from "./sql.ts";
import * as sql from "./sql.ts";
import type { ReadingAnswer } from "./wire.ts";
import { KEPT_BACK_MS } from "./settle-text.ts";

/** Texts that wait for a person to read them, the longest waiting first. Neither what they say nor what was seen in them. */
export async function listReadings(run: Query, limit: number): Promise<readonly ReadingAnswer[]> {
  const rows = await run.query<ReadingRow>(sql.SELECT_READINGS, [TENANT, limit]);
  return rows.map((row) => ({
    attempt: row.attempt_id,
    mission: row.mission_id,
    staff: row.staff,
    direction: row.direction,
    askedAt: row.asked_at.toISOString(),
    expiresAt: new Date(row.kept_at.getTime() + KEPT_BACK_MS).toISOString(),
    readAt: row.read_at?.toISOString() ?? null,
  }));
}
