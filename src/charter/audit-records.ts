import type { AuditedEntry, Horizon, RecordAudit, Tell } from "../ledger/index.ts";
import { textOf } from "../ledger/index.ts";
import type { Query } from "../store/index.ts";
import { ActivationRecords } from "./audit/activation-records.ts";
import { FactRecords, FACTS } from "./audit/fact-records.ts";

/** Every row of the room with the entries that recorded it. There are few: all are kept in memory. */
export class CharterRecords implements RecordAudit {
  readonly #activations: ActivationRecords;
  readonly #facts: ReadonlyMap<string, FactRecords>;
  readonly #tell: Tell;

  constructor(tell: Tell) {
    this.#tell = tell;
    this.#activations = new ActivationRecords(tell);
    this.#facts = new Map(FACTS.map((fact) => [fact.event, new FactRecords(fact, tell)]));
  }

  take(entry: AuditedEntry): void {
    const event = textOf(entry.body["event"]) ?? "";
    if (event.endsWith("-activation")) this.#activations.take(entry);
    else if (this.#facts.has(event)) this.#facts.get(event)?.take(entry);
    else this.#tell(`entry ${entry.entryId}: charter knows no ${event}`);
  }

  async compare(run: Query, horizon: Horizon): Promise<number> {
    let rows = await this.#activations.compare(run, horizon);
    for (const facts of this.#facts.values()) rows += await facts.compare(run, horizon);
    return rows;
  }
}
