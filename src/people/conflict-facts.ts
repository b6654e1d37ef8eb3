import type { StaffId } from "../base/ids.ts";
import type { Query } from "../store/index.ts";
import { TENANT, textArray } from "../store/index.ts";
import type { ConflictFactsRow } from "./sql.ts";
import { SELECT_CONFLICT_FACTS, SELECT_IS_NEAR_STAFF } from "./sql.ts";

/** `personnel` and `manager` are identities as desk users have them. */
export type ConflictFacts = {
  readonly staff: StaffId;
  readonly personnel: string | undefined;
  readonly manager: string | undefined;
  readonly depot: string | undefined;
  /** The subcontractor they work for. */
  readonly employer: string | undefined;
};

/** What says who must not decide on the case of these staff members: themselves, their manager, their depot. */
export async function conflictFacts(run: Query, staff: readonly StaffId[]): Promise<readonly ConflictFacts[]> {
  const rows = await run.query<ConflictFactsRow>(SELECT_CONFLICT_FACTS, [TENANT, textArray(staff)]);
  return rows.map(({ staff_id, personnel, manager, depot, employer }) => ({
    staff: staff_id,
    personnel: personnel ?? undefined,
    manager: manager ?? undefined,
    depot: depot ?? undefined,
    employer: employer ?? undefined,
  }));
}

/** Whether something is about this person or somebody they lead, by the company's own references, however spelt. */
export function isAboutThem(
  identity: string,
  concerned: readonly { readonly personnel: string | undefined; readonly manager: string | undefined }[],
): boolean {
  const own = identity.toUpperCase();
  return concerned.some(({ personnel, manager }) => [personnel, manager].some((name) => name?.toUpperCase() === own));
}

/** Whether somebody of the desk is of the staff too, or leads one of them. */
export async function isNearStaff(run: Query, identity: string): Promise<boolean> {
  const [row] = await run.query<{ readonly is_near: boolean }>(SELECT_IS_NEAR_STAFF, [TENANT, identity]);
  return row?.is_near === true;
}
