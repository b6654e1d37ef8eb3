import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
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
/** Deliveries that are recognised when they come again, over all handsets. Two days of a busy demo. */
const KEPT_DELIVERIES = 50_000;

/**
 * The fictitious phones of the simulator. Like a real network it is outside Paravent: it knows real numbers and
 * texts, and remembers what it delivered across restarts, so that the same delivery never reaches a phone twice.
 */
export class Handsets {
  readonly #file: string;
  readonly #byPhone = new Map<string, HandsetMessage[]>();
  readonly #delivered = new Set<string>();

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#file = join(folder, "handsets.jsonl");
    if (!existsSync(this.#file)) return;
    const lines = readFileSync(this.#file, "utf8")
      .split("\n")
      .filter((line) => line.endsWith("}"));
    const kept = lines.slice(-KEPT_DELIVERIES);
    for (const line of kept) this.#keep(JSON.parse(line) as HandsetMessage);
    if (kept.length < lines.length) writeFileSync(this.#file, `${kept.join("\n")}\n`, { mode: 0o600 });
  }

  /** Delivers once: false when this delivery was made before. */
  deliver(message: HandsetMessage): boolean {
    if (this.#delivered.has(message.id)) return false;
    appendFileSync(this.#file, `${JSON.stringify(message)}\n`, { mode: 0o600 });
    this.#keep(message);
    return true;
  }

  messagesOf(phone: string): readonly HandsetMessage[] {
    return this.#byPhone.get(phone) ?? [];
  }

  #keep(message: HandsetMessage): void {
    this.#delivered.add(message.id);
    if (this.#delivered.size > KEPT_DELIVERIES) {
      const [oldest] = this.#delivered;
      this.#delivered.delete(oldest as string);
    }
    const messages = this.#byPhone.get(message.to) ?? [];
    messages.push(message);
    if (messages.length > KEPT_PER_HANDSET) messages.shift();
    this.#byPhone.set(message.to, messages);
  }
}
