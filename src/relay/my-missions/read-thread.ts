import type { StaffId } from "../../base/ids.ts";
import { openSealed } from "../../base/sealed.ts";
import type { Language } from "../../base/text.ts";
import { sentence } from "../../base/text.ts";
import type { OwnMission } from "../../missions/index.ts";
import type { Tx } from "../../store/index.ts";
import type { Vault } from "../../vault/index.ts";
import { isReadable, reasonKey, toldCode } from "./rules.ts";
import type { ThreadTextRow } from "./sql.ts";
import * as sql from "./sql.ts";
import type { MyMessage } from "./wire.ts";

const MAX_SHOWN = 200;

/**
 * What was written on a mission of one's own, by text or on a page, oldest first; nothing once it is over. Whoever reads it
 * has seen it.
 */
export async function readThread(
  tx: Tx,
  vault: Vault,
  { id, customer, status }: OwnMission,
  staff: StaffId,
  language: Language,
): Promise<readonly MyMessage[]> {
  if (status === "closed" || status === "cancelled") return [];
  const rows = await tx.query<ThreadTextRow>(sql.SELECT_THREAD, [tx.tenant, id, staff, MAX_SHOWN]);
  if (rows.length === 0) return [];
  await vault.loadTextKeys(tx, [customer]);
  const messages = rows.map((row): MyMessage => {
    const { attempt_id, at, direction, outcome, code, sealed_text, may_ask_reading: mayAskReading } = row;
    const opened =
      sealed_text !== null && isReadable(row) ? vault.openText(customer, attempt_id, sealed_text) : undefined;
    const key = reasonKey(row);
    return {
      id: attempt_id,
      at: at.toISOString(),
      direction: direction === "staff_to_customer" ? "out" : "in",
      text: opened === undefined ? null : openSealed(opened),
      outcome,
      code: code === null ? null : toldCode(code),
      reason: key === undefined ? null : sentence(language, key, {}),
      mayAskReading,
    };
  });
  if (rows.some(({ direction }) => direction === "customer_to_staff")) {
    await tx.query(sql.SEE_THREAD, [tx.tenant, id, staff, tx.now]);
  }
  return messages;
}
