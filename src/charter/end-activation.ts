import type { ActivationId } from "../base/ids.ts";
import type { By } from "../base/route.ts";
import { append } from "../ledger/index.ts";
import type { Tx } from "../store/index.ts";
import { readActivations } from "./read-activations.ts";
import * as sql from "./sql.ts";
import type { ActivationAnswer } from "./wire.ts";

/** Switches a module off. One that is off stays as it was; undefined: there never was such an activation. */
export async function endActivation(tx: Tx, id: ActivationId, by?: By): Promise<ActivationAnswer | undefined> {
  await tx.query(sql.LOCK_ACTIVATIONS, [tx.tenant]);
  await tx.readClock();
  const found = (await readActivations(tx)).find((one) => one.id === id);
  if (found === undefined || found.endedAt !== null) return found;
  const [leaf] = await append(tx, [{ event: "charter.end-activation", activation: id, module: found.module, ...by }]);
  await tx.query(sql.END_ACTIVATION, [tx.tenant, id, tx.now, leaf?.entryId]);
  return { ...found, endedAt: tx.now.toISOString() };
}
