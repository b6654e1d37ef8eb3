import type { AttemptId, CustomerId, MissionId, StaffId } from "../../base/ids.ts";
import type { Sealed } from "../../base/sealed.ts";
import type { Query } from "../../store/index.ts";
import { TENANT } from "../../store/index.ts";
import type { Vault } from "../../vault/index.ts";
import type { ChatRow } from "./sql.ts";
import * as sql from "./sql.ts";

export type ChatMessage = {
  readonly attempt: AttemptId;
  readonly at: Date;
  /** Undefined: she wrote it. */
  readonly from: StaffId | undefined;
  /** Undefined once her key was destroyed. */
  readonly text: Sealed<string> | undefined;
  readonly outcome: string;
  readonly code: string | undefined;
};

const MAX_SHOWN = 200;

/**
 * What this customer wrote on the page of this mission and what became of it, and what staff wrote to her in their app and
 * arrived; oldest first, until the mission is over.
 */
export async function chatOf(
  query: Query,
  vault: Vault,
  mission: MissionId,
  customer: CustomerId,
): Promise<readonly ChatMessage[]> {
  const rows = await query.query<ChatRow>(sql.SELECT_CHAT, [TENANT, mission, customer, MAX_SHOWN]);
  await vault.loadTextKeys(query, rows.length === 0 ? [] : [customer]);
  return rows.map(({ attempt_id: attempt, at, sealed_text, outcome, code, direction, staff_id }) => {
    const text = vault.openText(customer, attempt, sealed_text);
    const from = direction === "customer_to_staff" ? undefined : staff_id;
    return { attempt, at, from, text, outcome, code: code ?? undefined };
  });
}
