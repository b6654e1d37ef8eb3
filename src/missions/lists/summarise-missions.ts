import { civilDate } from "../../charter/index.ts";
import type { Query } from "../../store/index.ts";
import { TENANT } from "../../store/index.ts";
import type { MissionDeps } from "../deps.ts";
import type { MissionStatus, MissionSummary } from "../wire.ts";
import { spanOfDay } from "./rules.ts";
import type { HourRow, ShortRow } from "./sql.ts";
import * as sql from "./sql.ts";

/** How the missions stand that open on a day, today unless told. Undefined: no such day. */
export async function summariseMissions(
  run: Query,
  { calendar }: Pick<MissionDeps, "calendar">,
  asked: string | undefined,
  now: Date,
): Promise<MissionSummary | undefined> {
  const { zone } = calendar;
  const day = asked ?? civilDate(now, zone);
  const span = spanOfDay(day, zone);
  if (span === undefined) return undefined;
  const within = [TENANT, span.from, span.to, now];
  const [rows, [short]] = await Promise.all([
    run.query<HourRow>(sql.COUNT_BY_HOUR, [...within, zone]),
    run.query<ShortRow>(sql.COUNT_SHORT, within),
  ]);
  const hours = [...Map.groupBy(rows, ({ hour }) => hour)].map(([hour, ofHour]) => ({ hour, ...countsOf(ofHour) }));
  return {
    day,
    zone,
    total: rows.reduce((sum, { count }) => sum + count, 0),
    ...countsOf(rows),
    withoutNumber: short?.without_number ?? 0,
    withSharedNumber: short?.with_shared_number ?? 0,
    hours,
  };
}

/** In the autumn night an hour is lived twice: both are under its name. */
function countsOf(rows: readonly HourRow[]): Record<MissionStatus, number> {
  const of = (status: MissionStatus) =>
    rows.filter((row) => row.status === status).reduce((sum, { count }) => sum + count, 0);
  return { scheduled: of("scheduled"), open: of("open"), closed: of("closed"), cancelled: of("cancelled") };
}
