import type { AuditedEntry, EntryBody, Horizon, RecordAudit, Tell } from "../../ledger/index.ts";
import { canonicalJson } from "../../base/canonical-json.ts";
import type { Query, Statement } from "../../store/index.ts";
import { TENANT } from "../../store/index.ts";
import { hashOf as hashOfCharter } from "../charters/put-charter.ts";
import type { ScaleStep } from "../charters/scale.ts";
import { wireSteps } from "../charters/scale.ts";
import { hashOf as hashOfNotice } from "../notices/put-notice.ts";
import type { Module } from "../wire.ts";
import type { ContentRow, FactRow } from "./sql.ts";
import * as sql from "./sql.ts";

/** A table whose rows are each recorded by one entry, and never change. */
type Fact = {
  readonly event: string;
  readonly what: string;
  readonly rows: Statement;
  /** What the entry says of the row, and what names it there. */
  readonly fields: readonly string[];
  readonly keyOf: (entry: AuditedEntry) => string;
  /** Keys of rows whose text is not what was hashed. */
  readonly changed?: (run: Query) => Promise<readonly string[]>;
};

const byTwo = (field: string) => (entry: AuditedEntry) => `${word(entry.body, "staff")} ${word(entry.body, field)}`;

export const FACTS: readonly Fact[] = [
  {
    event: "charter.put-charter",
    what: "charter",
    rows: sql.SELECT_AUDITED_CHARTERS,
    fields: ["version", "inForceFrom", "consultedOn", "depositedOn", "exemption", "contentHash"],
    keyOf: ({ body }) => word(body, "version"),
    changed: changedCharters,
  },
  {
    event: "charter.set-policy",
    what: "charter policy of entry",
    rows: sql.SELECT_AUDITED_POLICIES,
    fields: ["requireAcknowledgement"],
    keyOf: ({ entryId }) => String(entryId),
  },
  {
    event: "charter.acknowledge-charter",
    what: "acknowledgement",
    rows: sql.SELECT_AUDITED_ACKNOWLEDGEMENTS,
    fields: ["staff", "version", "givenBy"],
    keyOf: byTwo("version"),
  },
  {
    event: "charter.put-notice",
    what: "notice",
    rows: sql.SELECT_AUDITED_NOTICES,
    fields: ["noticeVersion", "modules", "contentHash"],
    keyOf: ({ body }) => word(body, "noticeVersion"),
    changed: changedNotices,
  },
  {
    event: "charter.receive-notice",
    what: "receipt of a notice",
    rows: sql.SELECT_AUDITED_RECEIPTS,
    fields: ["staff", "noticeVersion", "givenBy"],
    keyOf: byTwo("noticeVersion"),
  },
  {
    event: "charter.finish-lesson",
    what: "lesson done",
    rows: sql.SELECT_AUDITED_LESSONS,
    fields: ["staff", "lesson"],
    keyOf: byTwo("lesson"),
  },
];

export class FactRecords implements RecordAudit {
  readonly #fact: Fact;
  readonly #tell: Tell;
  readonly #told = new Map<string, AuditedEntry>();

  constructor(fact: Fact, tell: Tell) {
    this.#fact = fact;
    this.#tell = tell;
  }

  take(entry: AuditedEntry): void {
    const key = this.#fact.keyOf(entry);
    if (this.#told.has(key)) this.#tell(`${this.#fact.what} ${key}: entry ${entry.entryId} says it again`);
    this.#told.set(key, entry);
  }

  async compare(run: Query, { prunedBeforeMs }: Horizon): Promise<number> {
    const { what, rows: statement, fields, changed } = this.#fact;
    const rows = await run.query<FactRow>(statement, [TENANT]);
    for (const { key, told, at, entry_id: entryId } of rows) {
      const entry = this.#told.get(key);
      this.#told.delete(key);
      if (entry === undefined) {
        if (Number(at) >= prunedBeforeMs) this.#tell(`${what} ${key}: no entry tells of it`);
        continue;
      }
      const isSame = entry.entryId === entryId && entry.atMs === Number(at) && toldBy(entry, fields) === canon(told);
      if (!isSame) this.#tell(`${what} ${key}: it is not what its entry says`);
    }
    for (const key of this.#told.keys()) this.#tell(`${what} ${key}: an entry tells of it, and it is not there`);
    for (const key of (await changed?.(run)) ?? []) this.#tell(`${what} ${key}: its text is not what was recorded`);
    return rows.length;
  }
}

function toldBy({ body }: AuditedEntry, fields: readonly string[]): string {
  return canon(Object.fromEntries(fields.filter((field) => body[field] !== undefined).map((f) => [f, body[f]])));
}

const canon = (value: unknown) => canonicalJson(value as Parameters<typeof canonicalJson>[0]);

function word(body: EntryBody, field: string): string {
  const value = body[field];
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

async function changedCharters(run: Query): Promise<readonly string[]> {
  const rows = await run.query<ContentRow<readonly ScaleStep[]>>(sql.SELECT_CHARTER_CONTENTS, [TENANT]);
  return rows
    .filter((row) => !hashOfCharter({ ...textOf(row), scale: wireSteps(row.rest) }).equals(row.content_hash))
    .map(({ key }) => key);
}

async function changedNotices(run: Query): Promise<readonly string[]> {
  const rows = await run.query<ContentRow<readonly Module[]>>(sql.SELECT_NOTICE_CONTENTS, [TENANT]);
  return rows
    .filter((row) => !hashOfNotice({ ...textOf(row), modules: [...row.rest] }).equals(row.content_hash))
    .map(({ key }) => key);
}

function textOf({ title, text_fr: fr, text_en: en }: ContentRow<unknown>) {
  return { title, text: { fr, en } };
}
