import type { ImportAnswer } from "../../../src/missions/wire.ts";

/** A cell of a table: quoted, and never one that a spreadsheet would take for a formula. */
function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}

/** Rows that were not taken, to be corrected beside the file itself. */
export function errorsAsCsv(
  rejected: ImportAnswer["rejected"],
  titles: { readonly line: string; readonly field: string; readonly message: string },
): string {
  const rows = rejected.map(({ line, field, message }) => [String(line), field ?? "", message]);
  const lines = [[titles.line, titles.field, titles.message], ...rows].map((row) => row.map(cell).join(";"));
  // The mark by which spreadsheets know UTF-8.
  return `\uFEFF${lines.join("\r\n")}\r\n`;
}
