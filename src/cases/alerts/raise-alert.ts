import type { CaseId, DeskUserId, StaffId } from "../../base/ids.ts";
import { newId } from "../../base/ids.ts";
import { append } from "../../ledger/index.ts";
import type { Tx } from "../../store/index.ts";
import * as sql from "./sql.ts";
import type { AlertRow } from "./sql.ts";

export type NewAlert = {
  readonly kind: AlertRow["kind"];
  readonly duty: "dpo" | "handler";
  readonly case: CaseId;
  /** What it is about: an attempt, a report, an entry. The same one alerts once. */
  readonly cause: string;
  readonly deskUser?: DeskUserId;
  readonly staff?: StaffId;
};

/** Tells the DPO, or whoever handles the case, of something they have to look at. */
export async function raiseAlert(tx: Tx, alert: NewAlert): Promise<void> {
  const { kind, duty, case: caseId, cause, deskUser, staff } = alert;
  const about = [kind, duty, caseId, cause, deskUser ?? null, staff ?? null, tx.now];
  const made = await tx.query(sql.INSERT_ALERT, [tx.tenant, newId("alert"), ...about]);
  if (made.length > 0)
    await append(tx, [{ event: "cases.raise-alert", kind, duty, case: caseId, cause, deskUser, staff }]);
}
