import { existsSync, mkdirSync, openSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";

export type HandsetMessage = {
  readonly id: string;
  readonly to: string;
  readonly from: string;
  readonly text: string;
  readonly at: string;
};

/** Messages a handset shows; older ones scrolled away. */
const KEPT_PER_HANDSET = 200;
/**
 * Deliveries that are remembered over all handsets, about 400 bytes each: a day of a busy demo. Too few, and one
 * that is made again after a crash reaches a phone twice; too many, and the demo's phones fill the memory.
 */
const KEPT_DELIVERIES = 20_000;

/**
 * The fictitious phones of the simulator. Like a real network it is outside Paravent: it knows real numbers and
 * texts, and remembers what it delivered across restarts, so that the same delivery never reaches a phone twice.
 */
export class Handsets {
  readonly #file: number;
  readonly #byPhone = new Map<string, HandsetMessage[]>();
  readonly #delivered = new Set<string>();
  /** The last deliveries in the order in which they were made: the next one takes the place of the oldest. */
  readonly #ring: HandsetMessage[] = [];
  #next = 0;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const file = join(folder, "handsets.jsonl");
    const lines = existsSync(file)
      ? readFileSync(file, "utf8")
          .split("\n")
          .filter((line) => line.endsWith("}"))
      : [];
    const kept = lines.slice(-KEPT_DELIVERIES);
    for (const line of kept) this.#keep(JSON.parse(line) as HandsetMessage);
    if (kept.length < lines.length) writeFileSync(file, `${kept.join("\n")}\n`, { mode: 0o600 });
    this.#file = openSync(file, "a", 0o600);
  }

  /** Delivers once: false when this delivery was made before. */
  deliver(message: HandsetMessage): boolean {
    if (this.#delivered.has(message.id)) return false;
    writeSync(this.#file, `${JSON.stringify(message)}\n`);
    this.#keep(message);
    return true;
  }

  messagesOf(phone: string): readonly HandsetMessage[] {
    return this.#byPhone.get(phone) ?? [];
  }

  #keep(message: HandsetMessage): void {
    const oldest = this.#ring[this.#next];
    if (oldest !== undefined) this.#forget(oldest);
    this.#ring[this.#next] = message;
    this.#next = (this.#next + 1) % KEPT_DELIVERIES;
    this.#delivered.add(message.id);
    const messages = this.#byPhone.get(message.to) ?? [];
    messages.push(message);
    if (messages.length > KEPT_PER_HANDSET) messages.shift();
    this.#byPhone.set(message.to, messages);
  }

  #forget({ id, to }: HandsetMessage): void {
    this.#delivered.delete(id);
    const messages = this.#byPhone.get(to);
    if (messages?.[0]?.id === id) messages.shift();
    if (messages?.length === 0) this.#byPhone.delete(to);
  }
}
