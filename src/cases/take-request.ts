import type { CaseId } from "../base/ids.ts";
import type { CivilDate } from "../charter/index.ts";
import { civilDate } from "../charter/index.ts";
import { findCustomer } from "../missions/index.ts";
import type { Tx } from "../store/index.ts";
import { assignCase } from "./assign-case.ts";
import type { CasesDeps } from "./deps.ts";
import type { Acted, DeskActor, Refused } from "./on-case.ts";
import { onCase } from "./on-case.ts";
import { openCase } from "./open-cases.ts";
import { keepText } from "./texts.ts";
import type { RightsRequest } from "./wire.ts";

/**
 * Takes what somebody asks for of their data, by letter, phone or across a counter. The month to answer in counts from the
 * day it came, whenever it is entered. Whoever enters it handles it. Source: GDPR art. 12(3).
 */
export async function takeRequest(
  tx: Tx,
  deps: CasesDeps,
  actor: DeskActor,
  { right, receivedOn, customer: reference, text }: RightsRequest,
): Promise<(Extract<Acted<undefined>, { ok: true }> & { readonly id: CaseId }) | Refused<string>> {
  const on = receivedOn as CivilDate;
  if (on > civilDate(tx.now, deps.calendar.zone)) return { ok: false, code: "date_in_future" };
  const customer = reference === undefined ? undefined : await findCustomer(tx, reference);
  if (reference !== undefined && customer === undefined) return { ok: false, code: "customer_unknown" };
  const id = await openCase(tx, deps, {
    procedure: "rights_request",
    right,
    customer,
    staff: [],
    isAboutCustomer: false,
    isDanger: false,
    receivedOn: on,
  });
  const taken = await onCase<undefined>(tx, id, { event: "cases.take-request", actor }, async () => {
    const said = await keepText(tx, deps.vault, id, "note", text, actor);
    return { ok: true, value: undefined, text: said, entry: { right } };
  });
  const assigned = await assignCase(tx, deps, id, actor, { role: "handler" });
  if (taken?.ok !== true || assigned?.ok !== true) throw new Error(`could not take a request: ${id}`);
  return { ...taken, id };
}
