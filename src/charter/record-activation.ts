import { newId } from "../base/ids.ts";
import type { By } from "../base/route.ts";
import { append } from "../ledger/index.ts";
import type { Tx } from "../store/index.ts";
import type { NoticeVersionRow } from "./notices/sql.ts";
import { SELECT_NOTICE_VERSIONS } from "./notices/sql.ts";
import { readActivations } from "./read-activations.ts";
import type { ActivationRefusal } from "./rules.ts";
import { checkActivation } from "./rules.ts";
import * as sql from "./sql.ts";
import type { ActivationAnswer, ActivationPiece, ActivationRequest } from "./wire.ts";

export type RecordedActivation =
  | { readonly ok: true; readonly activation: ActivationAnswer }
  | { readonly ok: false; readonly code: ActivationRefusal; readonly missing: readonly ActivationPiece[] };

/** Switches a module on that watches staff, and records on what grounds. A module that is on is not switched on again. */
export async function recordActivation(tx: Tx, request: ActivationRequest, by?: By): Promise<RecordedActivation> {
  await tx.query(sql.LOCK_ACTIVATIONS, [tx.tenant]);
  await tx.readClock();
  const notices = await tx.query<NoticeVersionRow>(SELECT_NOTICE_VERSIONS, [tx.tenant]);
  const checked = checkActivation(request, tx.now.toISOString().slice(0, 10), notices);
  if (!checked.ok) return checked;
  const { module, consultationDate, noticeVersion, impactAssessment, legalBasis } = checked.complete;
  const before = await readActivations(tx);
  const isOn = before.some((one) => one.module === module && one.endedAt === null);
  if (isOn) return { ok: false, code: "activation_in_force", missing: [] };
  const id = newId("activation");
  const pieces = { consultationDate, noticeVersion, impactAssessment, legalBasis };
  const [leaf] = await append(tx, [{ event: "charter.record-activation", activation: id, module, ...pieces, ...by }]);
  const row = [id, module, consultationDate, noticeVersion, impactAssessment, legalBasis, tx.now, leaf?.entryId];
  await tx.query(sql.INSERT_ACTIVATION, [tx.tenant, ...row]);
  return { ok: true, activation: { id, module, ...pieces, beganAt: tx.now.toISOString(), endedAt: null } };
}
