import type { StaffId } from "../base/ids.ts";
import type { Tx } from "../store/index.ts";
import type { StaffRow } from "./sql.ts";
import { SHARE_STAFF } from "./sql.ts";
import type { StaffAnswer } from "./wire.ts";

export type StaffMember = StaffAnswer & {
  readonly id: StaffId;
  /** Identity of their handset: of the phone, or of the app. */
  readonly personId: number;
  /** No new mission until somebody decides. */
  readonly isOnHold: boolean;
};

/**
 * Staff members by the company's own references; who is not there is left out. Their standing and handset stay as they
 * are told here until the transaction ends: no line is drawn to a phone that is being taken away.
 */
export async function staffByReferences(
  tx: Tx,
  references: readonly string[],
): Promise<ReadonlyMap<string, StaffMember>> {
  const rows = await tx.query<StaffRow>(SHARE_STAFF, [tx.tenant, references]);
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
        isOnHold: row.is_on_hold,
      },
    ]),
  );
}
