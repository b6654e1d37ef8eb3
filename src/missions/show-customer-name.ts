import type { MissionId, StaffId } from "../base/ids.ts";
import type { Sealed } from "../base/sealed.ts";
import { append, lockChains } from "../ledger/index.ts";
import type { Tx } from "../store/index.ts";
import type { Vault } from "../vault/index.ts";
import { ownStatusAt } from "./rules.ts";
import type { OwnMissionRow } from "./sql.ts";
import * as sql from "./sql.ts";

/**
 * The name of whom a staff member visits, while the mission is open or in its grace period. It comes out of the vault, so an
 * entry says that it was shown, and to whom, before anything is opened. Undefined: it is not to be shown now, or there is
 * none (any more). That she wants no texts keeps nobody from asking for her at the door; a cut does.
 */
export async function showCustomerName(
  tx: Tx,
  vault: Vault,
  staff: StaffId,
  mission: MissionId,
): Promise<Sealed<string> | undefined> {
  const find = () => tx.query<OwnMissionRow>(sql.SELECT_OWN_MISSION, [tx.tenant, staff, mission]);
  const [found] = await find();
  if (found === undefined) return undefined;
  const { customer_id: customer } = found;
  await lockChains(tx, [customer]);
  const [row] = await find();
  if (row === undefined || row.is_pair_cut || !row.is_staff_active) return undefined;
  const { opens_at: opensAt, closes_at: closesAt, grace_ms: graceMs, is_cancelled: isCancelled } = row;
  const status = ownStatusAt({ opensAt, closesAt, graceMs, isCancelled }, tx.now);
  if (status !== "open" && status !== "grace") return undefined;
  const [recorded] = await append(tx, [{ event: "missions.show-customer-name", customer, mission, staff }], {
    changesFacts: false,
  });
  if (recorded === undefined) throw new Error("could not record that a name is shown");
  return vault.readPlainContact(tx, { subject: customer, scope: "", field: "displayName", recorded });
}
