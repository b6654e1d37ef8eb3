import type { Sealed } from "../base/sealed.ts";
import { byteaArray, TENANT, textArray } from "../store/index.ts";
import type { Vault } from "../vault/index.ts";
import type { Planned } from "./planned.ts";
import { senderSubject } from "./planned.ts";
import type { ContactRefusal } from "./rules.ts";

/** What a refused sender reads. Neutral: it tells nobody whether there is a customer behind the number. */
const NOTICES: { readonly [code in ContactRefusal]: "notice.not_delivered" | "notice.code_needed" } = {
  unknown_sender: "notice.code_needed",
  unknown_line: "notice.not_delivered",
  code_required: "notice.code_needed",
  code_wrong: "notice.code_needed",
  code_locked: "notice.not_delivered",
  pair_cut: "notice.not_delivered",
  staff_suspended: "notice.not_delivered",
  customer_opted_out: "notice.not_delivered",
  not_assigned: "notice.not_delivered",
  mission_cancelled: "notice.not_delivered",
  window_not_open: "notice.not_delivered",
  window_closed: "notice.not_delivered",
  channel_not_allowed: "notice.not_delivered",
  quota_exceeded: "notice.not_delivered",
  // Each kept back text has a notice of its own, which says what was seen.
  screened: "notice.not_delivered",
};

/** Tells the sender of each text that was refused. */
export function refusalNotices(vault: Vault, refused: readonly Planned[], now: Date): readonly unknown[] {
  const senders = refused.map((one) => ({ ...senderSubject(vault, one), from: one.request.from as Sealed<string> }));
  return [
    TENANT,
    now,
    byteaArray(senders.map(({ from }) => vault.phoneIndex(from))),
    textArray(refused.map(({ request }) => request.carrier)),
    textArray(refused.map(({ request }) => request.to)),
    textArray(senders.map(({ subject }) => subject)),
    byteaArray(senders.map(({ sealed }) => sealed)),
    textArray(refused.map(({ decision }) => NOTICES[(decision as { code: ContactRefusal }).code])),
  ];
}
