import type { AlertId, CaseId } from "../../base/ids.ts";
import { append } from "../../ledger/index.ts";
import type { Query, Tx } from "../../store/index.ts";
import { TENANT } from "../../store/index.ts";
import { readerOf } from "../list-cases.ts";
import type { DeskActor } from "../on-case.ts";
import { mayAct } from "../rules.ts";
import type { AssignmentRow } from "../sql.ts";
import { SELECT_ASSIGNMENTS } from "../sql.ts";
import { asAssignments } from "../on-case.ts";
import type { AlertRow } from "./sql.ts";
import * as sql from "./sql.ts";

const dutyOf = ({ duty }: DeskActor) => (duty === "dpo" ? "dpo" : "handler");

/** What nobody has looked at yet: a handler's own cases, or what the DPO watches. The oldest first. */
export async function listAlerts(run: Query, actor: DeskActor, limit: number) {
  const [identity, depot] = await readerOf(run, actor);
  const asked = [TENANT, dutyOf(actor), actor.id, limit, identity, depot];
  const rows = await run.query<AlertRow>(sql.SELECT_ALERTS, asked);
  return rows.map((row) => ({
    id: row.alert_id,
    kind: row.kind,
    case: row.case_id,
    cause: row.cause,
    deskUser: row.desk_user_id,
    staff: row.staff_reference,
    at: row.at.toISOString(),
  }));
}

type LockedAlert = { readonly duty: "dpo" | "handler"; readonly case_id: CaseId; readonly seen_at: Date | null };

/** Says that somebody has looked at it. Whoever did so first stays; undefined: no such alert, or not theirs. */
export async function seeAlert(tx: Tx, id: AlertId, actor: DeskActor): Promise<Date | undefined> {
  const [alert] = await tx.query<LockedAlert>(sql.LOCK_ALERT, [tx.tenant, id]);
  if (alert === undefined || alert.duty !== dutyOf(actor)) return undefined;
  const rows = await tx.query<AssignmentRow>(SELECT_ASSIGNMENTS, [tx.tenant, alert.case_id]);
  if (alert.duty === "handler" && !mayAct("handler", actor.id, asAssignments(rows)).ok) return undefined;
  if (alert.seen_at !== null) return alert.seen_at;
  await append(tx, [{ event: "cases.see-alert", alert: id, case: alert.case_id, by: actor.id }]);
  await tx.query(sql.SEE_ALERT, [tx.tenant, id, tx.now, actor.id]);
  return tx.now;
}
