import { parsePhone } from "../../base/phone.ts";
import type { ImportPreviewRow } from "../wire.ts";
import type { Header, HeaderReading } from "./header.ts";
import { readHeader } from "./header.ts";
import type { ImportContext, ImportRow, RowError } from "./import-row.ts";
import type { Line } from "./lines.ts";
import { readLines } from "./lines.ts";
import type { ImportMapping } from "./mapping.ts";
import type { RawRecord } from "./records.ts";
import { RecordReader } from "./records.ts";
import { rowReader } from "./rows.ts";

/** Rows of a file. Each accepted reference is kept to find repetitions, about 100 B; 500,000 are 50 MB. */
export const MAX_ROWS = 500_000;

/**
 * Reads a dispatch export row by row, in the order of the file.
 *
 * Never throws for what is in the file: a row that cannot be read is `rejected` with the reasons, and reading goes
 * on. A file that cannot be read at all (no header, columns missing or double) is one `rejected` row on the line of
 * its header, and the last. Errors of `source` itself (connection lost) are thrown on.
 *
 * A reference may come once: repetitions are rejected, except those that end the mission, which pass as `ending`:
 * where rows contradict each other, contact is closed. The same bytes always give the same rows.
 */
export async function* parseImport(
  source: AsyncIterable<Uint8Array>,
  mapping: ImportMapping,
  context: ImportContext,
): AsyncGenerator<ImportRow> {
  const lines = readLines(source, mapping.encoding);
  try {
    const start = await readStart(lines, mapping);
    if (start.ok) yield* readRows(start.header, start.rest, lines, mapping, context);
    else yield { line: start.errors[0]?.line ?? 1, kind: "rejected", errors: start.errors };
  } finally {
    // A reader may leave at any row, and a refused file is not read to its end: the upload must not stay open.
    await lines.return(undefined);
  }
}

async function* readRows(
  header: Header,
  rest: readonly Line[],
  lines: AsyncGenerator<Line[]>,
  mapping: ImportMapping,
  context: ImportContext,
): AsyncGenerator<ImportRow> {
  const records = new RecordReader(header.separator, header.width);
  const readRow = rowReader(mapping, header, context);
  const onlyOnce = repetitionFinder();
  let rows = 0;
  for await (const batch of batches(rest, lines, records)) {
    for (const record of batch) {
      const row = rowOf(record, header.titled, readRow);
      if (row === undefined) continue;
      rows += 1;
      if (rows > MAX_ROWS) {
        yield rejected(row.line, "too_many_rows", { limit: MAX_ROWS });
        return;
      }
      yield onlyOnce(row);
    }
  }
}

async function* batches(rest: readonly Line[], lines: AsyncGenerator<Line[]>, records: RecordReader) {
  yield records.read(rest);
  for await (const batch of lines) yield records.read(batch);
  yield records.end();
}

type Start =
  | (Extract<HeaderReading, { ok: true }> & { readonly rest: readonly Line[] })
  | Extract<HeaderReading, { ok: false }>;

/** Finds the header: the first line that is not empty, after the `sep=;` by which spreadsheets name a separator. */
async function readStart(lines: AsyncGenerator<Line[]>, mapping: ImportMapping): Promise<Start> {
  let known = mapping;
  for (let next = await lines.next(); next.done !== true; next = await lines.next()) {
    for (const [index, line] of next.value.entries()) {
      if ("problem" in line) {
        return { ok: false, errors: [{ line: line.line, field: null, code: line.problem, params: {} }] };
      }
      const named = /^sep=([;,\t])$/.exec(line.text);
      if (named !== null) known = { ...mapping, separator: named[1] as ";" | "," | "\t" };
      else if (line.text.trim() !== "") {
        const reading = readHeader(line.line, line.text, known);
        return reading.ok ? { ...reading, rest: next.value.slice(index + 1) } : reading;
      }
    }
  }
  return { ok: false, errors: [{ line: 1, field: null, code: "file_empty", params: {} }] };
}

/** Undefined for a row without any content, such as the `;;;;` that spreadsheets leave at the end. */
function rowOf(
  record: RawRecord,
  titled: number,
  readRow: (line: number, cells: readonly string[]) => ImportRow,
): ImportRow | undefined {
  const { line } = record;
  if ("problem" in record) return rejected(line, record.problem);
  const { cells } = record;
  if (cells.every((cell) => cell === "")) return undefined;
  if (cells.length < titled) return rejected(line, "cells_missing", { expected: titled, found: cells.length });
  if (cells.findLastIndex((cell) => cell !== "") >= titled) {
    return rejected(line, "cells_extra", { expected: titled, found: cells.length });
  }
  return readRow(line, cells);
}

function rejected(line: number, code: RowError["code"], params: RowError["params"] = {}): ImportRow {
  return { line, kind: "rejected", errors: [{ line, field: null, code, params }] };
}

function repetitionFinder(): (row: ImportRow) => ImportRow {
  const firstLines = new Map<string, number>();
  return (row) => {
    if (row.kind === "rejected") return row;
    const reference = row.kind === "mission" ? row.mission.reference : row.reference;
    const firstLine = firstLines.get(reference);
    if (firstLine === undefined) {
      firstLines.set(reference, row.line);
      return row;
    }
    const { line, action, sourceStatus } = row;
    const errors: RowError[] = [
      { line, field: "reference", code: "reference_repeated", params: { column: "reference", firstLine } },
    ];
    if (action === "open") return { line, kind: "rejected", errors };
    return { line, kind: "ending", action, reference, ...(sourceStatus && { sourceStatus }), errors };
  };
}

/** A row as a dry run shows it: what was understood, without any personal data. */
export function previewRow(row: Extract<ImportRow, { kind: "mission" }>): ImportPreviewRow {
  const { line, action, mission } = row;
  const { customer } = mission;
  const phone = customer.phone === undefined ? undefined : parsePhone(customer.phone);
  return {
    line,
    action,
    reference: mission.reference,
    purpose: mission.purpose,
    opensAt: mission.opensAt,
    closesAt: mission.closesAt,
    staff: mission.staff,
    customer: {
      reference: customer.reference,
      phone: phone?.ok ? phone.kind : null,
      hasEmail: customer.email !== undefined,
      hasAddress: customer.address !== undefined,
      hasAccessNotes: customer.accessNotes !== undefined,
    },
  };
}
