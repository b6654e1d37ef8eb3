import type { StaffId } from "../base/ids.ts";
import type { Query } from "../store/index.ts";
import { TENANT } from "../store/index.ts";
import type { StaffRow } from "./sql.ts";
import { SELECT_STAFF } from "./sql.ts";
import type { StaffAnswer } from "./wire.ts";

export type StaffMember = StaffAnswer & {
  readonly id: StaffId;
  /** Identity of their handset: of the phone, or of the app. */
  readonly personId: number;
};

/** Staff members by the company's own references; who is not there is left out. */
export async function staffByReferences(run: Query, references: readonly string[]): Promise<ReadonlyMap<string, StaffMember>> {
  const rows = await run.query<StaffRow>(SELECT_STAFF, [TENANT, references]);
  return new Map(
    rows.map((row) => [
      row.reference,
      {
        id: row.staff_id,
        reference: row.reference,
        regime: row.regime,
        language: row.language,
        standing: row.standing,
        hasPhone: row.has_phone,
        personId: row.person_id,
      },
    ]),
  );
}
