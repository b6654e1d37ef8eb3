import type { AuditedEntry, Horizon, RecordAudit, Tell } from "../ledger/index.ts";
import { eachPage, textOf } from "../ledger/index.ts";
import type { Query } from "../store/index.ts";
import type { AuditedNumberRow } from "./sql.ts";
import { SELECT_AUDITED_NUMBERS } from "./sql.ts";

type Known = {
  readonly entryId: number;
  /** Undefined: the entry that added it has expired. */
  readonly carrier?: unknown;
  readonly reserved?: unknown;
  readonly draining?: unknown;
  /** Entries of the first releases do not say: there was one use. */
  readonly use?: unknown;
};

/** Every number of the pool with the entries that made it what it is. */
export class NumberRecords implements RecordAudit {
  readonly #tell: Tell;
  readonly #numbers = new Map<string, Known>();

  constructor(tell: Tell) {
    this.#tell = tell;
  }

  take({ body, entryId }: AuditedEntry): void {
    if (body.event === "numbers.add-numbers") {
      const added = Array.isArray(body["numbers"]) ? (body["numbers"] as readonly unknown[]) : [];
      const known = { entryId, carrier: body["carrier"], reserved: false, draining: false };
      for (const number of added) this.#numbers.set(textOf(number) ?? "", known);
    }
    if (body.event === "numbers.change-number") {
      const number = textOf(body["number"]) ?? "";
      const known = this.#numbers.get(number);
      const { reserved, draining, use } = body;
      this.#numbers.set(number, { carrier: known?.carrier, entryId, reserved, draining, use });
    }
  }

  async compare(run: Query, { prunedBeforeMs }: Horizon): Promise<number> {
    let rows = 0;
    for await (const page of eachPage<AuditedNumberRow>(run, "numbers.number", SELECT_AUDITED_NUMBERS)) {
      rows += page.length;
      for (const row of page) this.#compareNumber(row, prunedBeforeMs);
    }
    // A number that is none of ours may be somebody's own: it is not repeated here.
    for (const { entryId } of this.#numbers.values()) {
      this.#tell(`entry ${entryId}: it tells of a number that is not in the pool`);
    }
    return rows;
  }

  #compareNumber(row: AuditedNumberRow, prunedBeforeMs: number): void {
    const known = this.#numbers.get(row.number);
    this.#numbers.delete(row.number);
    const tell = (what: string) => this.#tell(`number ${row.number_id}: ${what}`);
    const isOld = Number(row.added_at) < prunedBeforeMs;
    if (known?.carrier === undefined && !isOld) tell("no entry says that it was added");
    if (known === undefined) return;
    if (known.carrier !== undefined && known.carrier !== row.carrier) tell("row and entry differ in carrier");
    const isSame =
      known.reserved === row.is_reserved && known.draining === row.is_draining && (known.use ?? "lines") === row.use;
    if (!isSame) tell("row and entries differ in whether it is set aside");
  }
}
