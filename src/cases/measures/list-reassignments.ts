import type { Query } from "../../store/index.ts";
import { TENANT } from "../../store/index.ts";
import type { ReassignmentRow } from "./sql.ts";
import * as sql from "./sql.ts";

/**
 * Missions, open or to come, that lead a staff member to a customer from whom they are cut: the job is to be done by
 * somebody else. Each is in the list until it is reassigned, cancelled or over. Why is nobody's matter here.
 */
export async function listReassignments(run: Query, now: Date, limit: number) {
  const rows = await run.query<ReassignmentRow>(sql.SELECT_REASSIGNMENTS, [TENANT, now, limit]);
  return rows.map((row) => ({
    mission: row.mission_id,
    reference: row.reference,
    staff: row.staff_reference,
    opensAt: row.opens_at.toISOString(),
    closesAt: row.closes_at.toISOString(),
  }));
}
