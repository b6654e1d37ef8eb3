import type { StaffId } from "../../base/ids.ts";
import { acknowledgedInForce, civilDate } from "../../charter/index.ts";
import type { StaffFacts } from "../../people/index.ts";
import type { Query } from "../../store/index.ts";
import { TENANT, textArray } from "../../store/index.ts";
import type { MissionDeps } from "../deps.ts";
import { spanOfDay } from "./rules.ts";
import type { StaffCountRow } from "./sql.ts";
import { COUNT_OF_STAFF } from "./sql.ts";

/** What a list of staff says of each beyond themselves: whether they know the charter in force, and today's missions. */
export async function describeStaff(
  run: Query,
  { calendar }: Pick<MissionDeps, "calendar">,
  staff: readonly StaffId[],
  now: Date,
): Promise<ReadonlyMap<StaffId, StaffFacts>> {
  const today = civilDate(now, calendar.zone);
  const span = spanOfDay(today, calendar.zone);
  if (span === undefined) throw new Error("could not tell when today begins");
  const [acknowledged, rows] = await Promise.all([
    acknowledgedInForce(run, staff, today),
    run.query<StaffCountRow>(COUNT_OF_STAFF, [TENANT, span.from, span.to, textArray(staff)]),
  ]);
  const missions = new Map(rows.map(({ staff_id, count }) => [staff_id, count]));
  return new Map(
    staff.map((id) => [id, { charterAcknowledged: acknowledged.has(id), missionsToday: missions.get(id) ?? 0 }]),
  );
}
