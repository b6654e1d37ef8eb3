import type { StaffId } from "../base/ids.ts";
import type { Query } from "../store/index.ts";
import { TENANT } from "../store/index.ts";
import type { StaffPageRow } from "./sql.ts";
import { SELECT_STAFF_PAGE } from "./sql.ts";
import type { StaffItem, StaffQuery } from "./wire.ts";

/** What rooms above know of a staff member. */
export type StaffFacts = Pick<StaffItem, "charterAcknowledged" | "missionsToday">;
export type DescribeStaff = (staff: readonly StaffId[]) => Promise<ReadonlyMap<StaffId, StaffFacts>>;

const NOTHING: StaffFacts = { charterAcknowledged: false, missionsToday: 0 };

/** Staff by the company's references, in their order: no name, which stays in the vault, and no phone. */
export async function listStaff(
  run: Query,
  { q = "", after = "", limit }: StaffQuery,
  describe: DescribeStaff,
): Promise<{ readonly items: readonly StaffItem[]; readonly next: string | null }> {
  const rows = await run.query<StaffPageRow>(SELECT_STAFF_PAGE, [TENANT, after, q, limit]);
  const facts = await describe(rows.map(({ staff_id }) => staff_id));
  const items = rows.map((row) => ({
    reference: row.reference,
    regime: row.regime,
    language: row.language,
    standing: row.standing,
    isOnHold: row.is_on_hold,
    depot: row.depot,
    hasPhone: row.has_phone,
    ...(facts.get(row.staff_id) ?? NOTHING),
  }));
  return { items, next: rows.length < limit ? null : (rows.at(-1)?.reference ?? null) };
}
