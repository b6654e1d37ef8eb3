import { openSealed } from "../src/base/sealed.ts";
import type { Carrier, HandOver, OutgoingText } from "../src/relay/carrier.ts";
import { CarrierDown } from "../src/relay/carrier.ts";
import { isTelling } from "./telling.ts";

/** What a carrier does with one text. */
export type Behaviour =
  | "delivers"
  /** The operator takes the text; a receipt may tell the end, whether it arrives or not. */
  | "accepts"
  | "delivers_later"
  | "refuses"
  | "asks_to_wait"
  /** Nothing left the building. */
  | "is_down"
  /** The connection broke: before the operator had the text, or after. */
  | "breaks"
  | "delivers_then_breaks"
  /** No answer comes: the operator has the text, or not. */
  | "never_answers"
  | "delivers_and_never_answers";

export type Handed = { readonly id: string; readonly from: string; readonly to: string; readonly text: string };

/**
 * An operator in memory. It outlives the relay as a real one does, and remembers what it put on phones only when it
 * deduplicates.
 */
export class FakeCarrier implements Carrier {
  readonly name: string;
  readonly deduplicates: boolean;
  /** Every call of `sendText`, in order; without what tells of screening, which always arrives. */
  readonly calls: Handed[] = [];
  /** Every text that reached a phone, in order. */
  readonly delivered: Handed[] = [];
  /** Asked at each call; the count is of calls so far, this one included. */
  behave: (text: Handed, call: number) => Behaviour = () => "delivers";

  constructor(options: { readonly name?: string; readonly deduplicates?: boolean } = {}) {
    this.name = options.name ?? "fake";
    this.deduplicates = options.deduplicates ?? true;
  }

  textsAt(phone: string): readonly string[] {
    return this.delivered.filter(({ to }) => to === phone).map(({ text }) => text);
  }

  async sendText({ deliveryId, from, to, text }: OutgoingText): Promise<HandOver> {
    const handed = { id: deliveryId, from, to: openSealed(to), text: openSealed(text) };
    if (isTelling(handed.text)) return { outcome: "delivered" };
    this.calls.push(handed);
    const behaviour = this.behave(handed, this.calls.length);
    if (behaviour.startsWith("delivers")) this.#deliver(handed);
    switch (behaviour) {
      case "delivers":
        return { outcome: "delivered" };
      case "accepts":
      case "delivers_later":
        return { outcome: "accepted" };
      case "refuses":
        return { outcome: "failed", code: "rejected" };
      case "asks_to_wait":
        return { outcome: "later", afterMs: 0 };
      case "is_down":
        throw new CarrierDown("the fake is down");
      case "breaks":
      case "delivers_then_breaks":
        throw new Error("the fake broke");
      case "never_answers":
      case "delivers_and_never_answers":
        return new Promise(() => undefined);
    }
  }

  #deliver(handed: Handed): void {
    if (this.deduplicates && this.delivered.some(({ id }) => id === handed.id)) return;
    this.delivered.push(handed);
  }
}
