import type { ContactRefusal } from "./rules.ts";

/** Status of each refusal where it is answered over HTTP. A contact that is refused was understood: 403. */
export const CONTACT_STATUS = {
  unknown_sender: 403,
  unknown_line: 403,
  code_required: 403,
  code_wrong: 403,
  code_locked: 403,
  pair_cut: 409,
  staff_suspended: 403,
  customer_opted_out: 403,
  not_assigned: 403,
  mission_cancelled: 409,
  window_not_open: 403,
  window_closed: 403,
  channel_not_allowed: 403,
  quota_exceeded: 403,
  screened: 403,
  unknown_mission: 404,
} as const satisfies { readonly [code in ContactRefusal | "unknown_mission"]: number };
