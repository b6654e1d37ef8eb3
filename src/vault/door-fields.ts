import type { CustomerId, MissionId } from "../base/ids.ts";
import type { Query } from "../store/index.ts";
import { TENANT, textArray } from "../store/index.ts";
import type { DoorFieldsRow } from "./sql.ts";
import { SELECT_DOOR_FIELDS } from "./sql.ts";

/** Whether there is something to show at a door; what it is needs an entry first. */
export type DoorFields = { readonly hasAddress: boolean; readonly hasAccessNotes: boolean };

/** Of each of these missions what is kept; left out: of which nothing is, or whose customer was shredded. */
export async function doorFields(
  query: Query,
  missions: readonly { readonly id: MissionId; readonly customer: CustomerId }[],
): Promise<ReadonlyMap<MissionId, DoorFields>> {
  if (missions.length === 0) return new Map();
  const rows = await query.query<DoorFieldsRow>(SELECT_DOOR_FIELDS, [
    TENANT,
    textArray(missions.map(({ customer }) => customer)),
    textArray(missions.map(({ id }) => id)),
  ]);
  return new Map(
    rows.map(({ scope, has_address, has_access_notes }) => [
      scope,
      { hasAddress: has_address, hasAccessNotes: has_access_notes },
    ]),
  );
}
