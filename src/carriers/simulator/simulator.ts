import { EventEmitter } from "node:events";
import { join } from "node:path";
import { openSealed, seal } from "../../base/sealed.ts";
import { within } from "../../base/within.ts";
import { localNow } from "../../store/index.ts";
import type {
  CallInstruction,
  Carrier,
  DecidedContact,
  HandOver,
  Inbound,
  OutgoingText,
  ReceivedText,
} from "../../relay/carrier.ts";
import type { HandsetMessage } from "./handsets.ts";
import { Handsets } from "./handsets.ts";
import { segment } from "./segments.ts";

/** Real time, ms, that the database has to tell the time. */
const CLOCK_LIMIT_MS = 1_000;

/** What a caller with a withheld number is called here. */
export const HIDDEN = "anonymous";

/**
 * A telephone network that exists on this machine only: handsets write and call, and receive what the relay lets
 * through. It splits long texts as a network does and recognises what it delivered before. Never in production.
 */
export class Simulator implements Carrier {
  readonly name = "simulator";
  readonly deduplicates = true;
  readonly #handsets: Handsets;
  readonly #events = new EventEmitter<{ message: [HandsetMessage] }>();
  readonly #now: () => Promise<Date>;
  #inbound: Inbound | undefined;
  #reading: Promise<Date> | undefined;
  /** By how much the clock of acts is ahead of this machine's, as of the last look. */
  #aheadMs = 0;

  constructor(parts: { readonly dataFolder: string; readonly now: () => Promise<Date> }) {
    this.#handsets = new Handsets(join(parts.dataFolder, "simulator"));
    this.#now = parts.now;
  }

  /** Connects the network to the relay, which is made with its carriers. */
  connect(inbound: Inbound): void {
    this.#inbound = inbound;
  }

  onMessage(listener: (message: HandsetMessage) => void): () => void {
    this.#events.on("message", listener);
    return () => void this.#events.off("message", listener);
  }

  async sendText({ deliveryId, from, to, text }: OutgoingText): Promise<HandOver> {
    const at = (await this.#readClock()).toISOString();
    const message = { id: deliveryId, from, to: openSealed(to), text: openSealed(text), at };
    if (this.#handsets.deliver(message)) this.#events.emit("message", message);
    return { outcome: "delivered" };
  }

  /** What is delivered at once has one instant, and asks the database for it once. */
  #readClock(): Promise<Date> {
    this.#reading ??= this.#tellTime().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  /** A network goes on while the database is away: then its clock goes on from where it was last. */
  async #tellTime(): Promise<Date> {
    try {
      const now = await within(CLOCK_LIMIT_MS, this.#now());
      this.#aheadMs = now.getTime() - localNow().getTime();
      return now;
    } catch {
      // Why it does not answer is told by whoever else asks it.
      return new Date(localNow().getTime() + this.#aheadMs);
    }
  }

  /** A handset writes to a number. The id is the network's own: the same one again is the same message. */
  async write(message: {
    readonly from: string;
    readonly to: string;
    readonly text: string;
    readonly id: string;
    /** With any it is an MMS, which has no parts. */
    readonly pictures?: number | undefined;
  }): Promise<ReceivedText> {
    const { from, to, text, id, pictures = 0 } = message;
    const parts = pictures > 0 ? [text] : segment(text);
    const incoming = { carrier: this.name, from: from === HIDDEN ? undefined : seal(from), to, pictures };
    const [first] = parts;
    if (parts.length === 1)
      return this.#relay().receiveText({ ...incoming, messageId: id, text: seal(first as string) });
    const part = { reference: id, total: parts.length };
    let received: ReceivedText = { outcome: "waiting" };
    for (const [i, words] of parts.entries()) {
      received = await this.#relay().receiveText({
        ...incoming,
        messageId: `${id}#${i + 1}`,
        text: seal(words),
        part: { ...part, index: i + 1 },
      });
    }
    return received;
  }

  /** A handset dials; whoever is rung answers at once. */
  async dial(call: {
    readonly from: string;
    readonly to: string;
    readonly keys?: string | undefined;
    readonly id: string;
  }): Promise<{ readonly decided: DecidedContact; readonly instruction: CallInstruction }> {
    const received = await this.#relay().receiveCall({
      carrier: this.name,
      messageId: call.id,
      from: call.from === HIDDEN ? undefined : seal(call.from),
      to: call.to,
      keys: call.keys,
    });
    if (received.instruction.kind === "connect") {
      await this.#relay().receiveResult({ attemptId: received.decided.attemptId, outcome: "delivered" });
    }
    return received;
  }

  messagesOf(phone: string): readonly HandsetMessage[] {
    return this.#handsets.messagesOf(phone);
  }

  #relay(): Inbound {
    if (this.#inbound === undefined) throw new Error("could not reach the relay before it was connected");
    return this.#inbound;
  }
}
