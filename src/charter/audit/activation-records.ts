import type { AuditedEntry, Horizon, RecordAudit, Tell } from "../../ledger/index.ts";
import { textOf } from "../../ledger/index.ts";
import type { Query } from "../../store/index.ts";
import { TENANT } from "../../store/index.ts";
import type { ActivationRow } from "../sql.ts";
import * as sql from "../sql.ts";

type Told = { readonly began?: AuditedEntry; readonly ended?: AuditedEntry };

/** Every activation with the entries that recorded its beginning and its end. There are few: all are kept in memory. */
export class ActivationRecords implements RecordAudit {
  readonly #tell: Tell;
  readonly #told = new Map<string, Told>();

  constructor(tell: Tell) {
    this.#tell = tell;
  }

  take(entry: AuditedEntry): void {
    const id = textOf(entry.body["activation"]);
    if (id === undefined) {
      this.#tell(`entry ${entry.entryId}: it names no activation`);
      return;
    }
    const told = this.#told.get(id) ?? {};
    const which = entry.body.event === "charter.record-activation" ? "began" : "ended";
    if (told[which] !== undefined) this.#tell(`activation ${id}: entry ${entry.entryId} says again that it ${which}`);
    this.#told.set(id, { ...told, [which]: entry });
  }

  async compare(run: Query, { prunedBeforeMs }: Horizon): Promise<number> {
    const rows = await run.query<ActivationRow>(sql.SELECT_ACTIVATIONS, [TENANT]);
    for (const row of rows) {
      const { began, ended } = this.#told.get(row.activation_id) ?? {};
      this.#told.delete(row.activation_id);
      const tell = (what: string) => this.#tell(`activation ${row.activation_id}: ${what}`);
      if (began === undefined ? Number(row.began_at) >= prunedBeforeMs : !isSame(row, began))
        tell("it is not what its entry says");
      if (!isSameEnd(row, ended, prunedBeforeMs)) tell("its end is not what its entry says");
    }
    for (const id of this.#told.keys()) this.#tell(`activation ${id}: entries tell of it, and it is not there`);
    return rows.length;
  }
}

function isSame(row: ActivationRow, { body, entryId, atMs }: AuditedEntry): boolean {
  return (
    row.entry_id === entryId &&
    Number(row.began_at) === atMs &&
    row.module === body["module"] &&
    row.consulted_on === body["consultationDate"] &&
    row.notice_version === body["noticeVersion"] &&
    row.impact_assessment === body["impactAssessment"] &&
    row.legal_basis === body["legalBasis"]
  );
}

function isSameEnd(
  { ended_at: endedAt, end_entry_id: entryId }: ActivationRow,
  ended: AuditedEntry | undefined,
  prunedBeforeMs: number,
): boolean {
  if (endedAt === null) return ended === undefined;
  if (ended === undefined) return Number(endedAt) < prunedBeforeMs;
  return ended.entryId === entryId && ended.atMs === Number(endedAt);
}
