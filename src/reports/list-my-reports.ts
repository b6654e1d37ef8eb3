import type { StaffId } from "../base/ids.ts";
import type { Query } from "../store/index.ts";
import { TENANT } from "../store/index.ts";
import { referenceOf } from "./rules.ts";
import type { MyReportRow } from "./sql.ts";
import * as sql from "./sql.ts";
import type { MyReport } from "./wire.ts";

/** More than anybody has reported who is not at work in this room. */
const MAX_LISTED = 200;

/** What became of what a staff member reported, the latest first: where it stands, never what was said. */
export async function listMyReports(run: Query, staff: StaffId): Promise<readonly MyReport[]> {
  const rows = await run.query<MyReportRow>(sql.SELECT_MY_REPORTS, [TENANT, staff, MAX_LISTED]);
  return rows.map(({ report_id: id, filed_at, state, outcome, names_staff }) => ({
    id,
    reference: referenceOf(id),
    filedAt: filed_at.toISOString(),
    state,
    outcome,
    about: names_staff ? "colleague" : "customer",
  }));
}
