import type { AttemptId } from "../base/ids.ts";
import type { Sealed } from "../base/sealed.ts";

/**
 * The port every carrier implements: the operator, or what stands for one.
 *
 * Inbound: the carrier calls `Relay.receiveText` or `Relay.receiveCall` and MUST NOT acknowledge to the operator
 * before that resolves: until then nothing is recorded. It MUST pass the operator's own message id, so that what
 * the operator repeats is recognised. When the relay throws `LedgerUnavailable`, the carrier MUST give the
 * operator a temporary refusal, so that it tries again.
 */
export interface Carrier {
  readonly name: string;
  /**
   * Whether a second `sendText` with the same `deliveryId` is sure to put one text only on the recipient's
   * phone, also after a restart on either side. When false, a text whose hand-over was cut short is not sent
   * again: its outcome is `unknown` and a human is told.
   */
  readonly deduplicates: boolean;
  /**
   * Hands one text to the operator. Resolves only when the operator answered. MAY be called for several texts
   * at once, and again with one `deliveryId` after a crash. MUST NOT retry by itself. Rejects with `CarrierDown`
   * only when nothing left the building; any other rejection means nobody knows.
   */
  sendText(text: OutgoingText): Promise<HandOver>;
}

export type OutgoingText = {
  /** Stable across retries of one text. */
  readonly deliveryId: string;
  /** Masked number, E.164. */
  readonly from: string;
  readonly to: Sealed<string>;
  readonly text: Sealed<string>;
};

export type HandOver =
  /** On the recipient's phone. */
  | { readonly outcome: "delivered" }
  /** The operator has it; `Relay.receiveReceipt` tells the end. */
  | { readonly outcome: "accepted" }
  /** The operator says it will never arrive. */
  | { readonly outcome: "failed"; readonly code: string }
  /** The operator asks to wait: try again no sooner than this. */
  | { readonly outcome: "later"; readonly afterMs: number };

/** Nothing left the building: the same text may be handed over again. */
export class CarrierDown extends Error {}

/** A text as an operator delivers it, or one part of a long one. */
export type IncomingText = {
  readonly carrier: string;
  /** The operator's id of this message (of this part): the same id twice is the same message. */
  readonly messageId: string;
  /** E.164 as the operator states it; undefined when withheld. It is the sender's claim: nobody authenticated it. */
  readonly from: Sealed<string> | undefined;
  readonly to: string;
  readonly text: Sealed<string>;
  /** Pictures that came with it (MMS). None is let through: nothing here reads a number or a QR code in one. */
  readonly pictures?: number;
  readonly part?: { readonly reference: string; readonly index: number; readonly total: number };
};

export type IncomingCall = {
  readonly carrier: string;
  readonly messageId: string;
  readonly from: Sealed<string> | undefined;
  readonly to: string;
  /** What the caller typed at the prompt, digits only; undefined when not asked yet. */
  readonly keys?: string | undefined;
};

/** What the carrier must do with a call. */
export type CallInstruction =
  | {
      readonly kind: "connect";
      readonly ring: Sealed<string>;
      /** The masked number the callee sees. Never the caller's own. */
      readonly callerId: string;
      readonly maxSeconds: number;
      readonly ringSeconds: number;
    }
  /** Ask for the mission code, then call `receiveCall` again with the keys. */
  | { readonly kind: "ask_code" }
  /** Say the sentence of this text key, then hang up. */
  | { readonly kind: "refuse"; readonly sentence: string };

/** What a carrier may ask of the relay. */
export interface Inbound {
  /** Resolves when it is recorded. Rejects when nothing was: the operator must try again. */
  receiveText(text: IncomingText): Promise<ReceivedText>;
  receiveCall(call: IncomingCall): Promise<{ readonly decided: DecidedContact; readonly instruction: CallInstruction }>;
  receiveResult(result: {
    readonly attemptId: AttemptId;
    readonly outcome: "delivered" | "failed" | "unknown";
    readonly code?: string;
  }): Promise<void>;
}

export type DecidedContact = {
  readonly attemptId: AttemptId;
  readonly outcome: string;
  readonly code: string | undefined;
};
/** `waiting`: parts of a long text are missing. */
export type ReceivedText = DecidedContact | { readonly outcome: "waiting" };
