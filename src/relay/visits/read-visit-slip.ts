import type { MissionId } from "../../base/ids.ts";
import { append } from "../../ledger/index.ts";
import { reportNumber } from "../../numbers/index.ts";
import type { Tx } from "../../store/index.ts";
import type { VisitDeps, VisitPages } from "./announce-visit.ts";
import { lockVisit, pagesOf } from "./announce-visit.ts";

export type VisitSlip = VisitPages & { readonly reportNumber: string | undefined };

/**
 * What is printed on a visit slip. Its link opens the customer's page: so whoever reads the slip is recorded. `by`: who
 * asked for it, an id. Undefined: there is no such mission.
 */
export async function readVisitSlip(
  tx: Tx,
  deps: VisitDeps,
  mission: MissionId,
  by: string,
): Promise<VisitSlip | undefined> {
  const visit = await lockVisit(tx, mission);
  if (visit === undefined) return undefined;
  const event = { event: "relay.read-visit-slip", by, customer: visit.customer_id, mission };
  await append(tx, [event], { changesFacts: false });
  const reports = await reportNumber(tx);
  return { ...pagesOf(deps, visit), reportNumber: reports?.number };
}
