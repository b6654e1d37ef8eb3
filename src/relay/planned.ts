import type { CustomerId, StaffId } from "../base/ids.ts";
import type { Sealed } from "../base/sealed.ts";
import { openSealed } from "../base/sealed.ts";
import type { LedgerEvent } from "../ledger/index.ts";
import type { Purpose } from "../missions/index.ts";
import type { Vault } from "../vault/index.ts";
import type { ContactRequest } from "./contact-request.ts";
import type { ContactDecision } from "./rules.ts";
import type { LineRow } from "./sql.ts";

/** A decision that was made and is not written down yet. */
export type Planned = {
  readonly request: ContactRequest;
  readonly decision: ContactDecision;
  readonly row: LineRow | undefined;
  readonly purpose: Purpose | undefined;
  readonly isOwnNumber: boolean;
  readonly isOwnPhone: boolean;
  readonly event: LedgerEvent;
  readonly salt: Buffer | null;
};

/** The pages that are a handset for whoever has no phone, by the name they have in place of an operator's. */
export const OWN_PAGES: ReadonlySet<string> = new Set(["app", "page"]);

/** By whom, and from which number, the other end of a line is sent a text. A page of ours shows none. */
export function wayTo(row: LineRow): { readonly carrier: string | null; readonly from: string | null } {
  if (!row.is_counterpart_on_page) return { carrier: row.carrier, from: row.far_number };
  return { carrier: row.sender_end === "customer" ? "app" : "page", from: "" };
}

export function farSubject(row: LineRow): StaffId | CustomerId {
  return row.sender_end === "staff" ? row.customer_id : row.staff_id;
}

/** Whom an answer to a sender goes to: a person we know, or the phone it came from, sealed. */
export function senderSubject(
  vault: Vault,
  { decision: { line }, request, isOwnPhone }: Planned,
): { readonly subject: StaffId | CustomerId | null; readonly sealed: Buffer | null } {
  const subject =
    line === undefined || !isOwnPhone ? null : line.senderEnd === "staff" ? line.staffId : line.customerId;
  const from = request.from as Sealed<string>;
  return { subject, sealed: subject === null ? vault.sealForTenant("notice", openSealed(from)) : null };
}
