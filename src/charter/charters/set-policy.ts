import { append } from "../../ledger/index.ts";
import type { Tx } from "../../store/index.ts";
import type { By } from "../../base/route.ts";
import { nameOf } from "../by.ts";
import { readPolicy } from "./read-charters.ts";
import * as sql from "./sql.ts";
import type { PolicyRequest } from "./wire.ts";

/** Says whether staff acknowledge the charter before their first mission. Missions that are there already stay. */
export async function setPolicy(tx: Tx, { requireAcknowledgement }: PolicyRequest, by: By): Promise<PolicyRequest> {
  await tx.query(sql.LOCK_CHARTERS, [tx.tenant]);
  await tx.readClock();
  const before = await readPolicy(tx);
  if (before.requireAcknowledgement === requireAcknowledgement) return before;
  const [leaf] = await append(tx, [{ event: "charter.set-policy", requireAcknowledgement, by: nameOf(by) }]);
  await tx.query(sql.INSERT_POLICY, [tx.tenant, leaf?.entryId, requireAcknowledgement, tx.now]);
  return { requireAcknowledgement };
}
