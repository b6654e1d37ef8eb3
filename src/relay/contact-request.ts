import type { AttemptId, MissionId, StaffId } from "../base/ids.ts";
import { idFromBytes } from "../base/ids.ts";
import type { Sealed } from "../base/sealed.ts";
import type { Vault } from "../vault/index.ts";
import type { Channel, End } from "./rules.ts";

/** One try at contact, as the gate takes it from a carrier. */
export type ContactRequest = {
  readonly attemptId: AttemptId;
  readonly channel: Channel;
  readonly carrier: string;
  /** The masked number that was dialled. */
  readonly to: string;
  /** Undefined when the caller ID was withheld. */
  readonly from: Sealed<string> | undefined;
  readonly text?: Sealed<string>;
  /** Written on a page of ours, on the line of this staff member and mission, by this end of it: no phone says who it is. */
  readonly chat?: { readonly mission: MissionId; readonly staff: StaffId; readonly end: End };
  /** Came with it; a channel that no purpose allows. */
  readonly pictures?: number | undefined;
  /** The operator's own scorer would hold it. */
  readonly isHeldByScorer?: boolean;
};

/** Names an attempt by the carrier's own message id: the same message twice is the same attempt. */
export function attemptIdOf(vault: Vault, carrier: string, messageId: string): AttemptId {
  return idFromBytes("attempt", vault.keyedHash("attempt", carrier, messageId));
}
