import type { RowError } from "./import-row.ts";
import type { ImportMapping } from "./mapping.ts";
import { mappedColumns, sameWord } from "./mapping.ts";
import type { Separator } from "./records.ts";
import { cellsOf, SEPARATORS } from "./records.ts";

export type Header = {
  readonly separator: Separator;
  /** Cells of the header, empty ones at the end included. */
  readonly width: number;
  /** Cells up to the last title: what a row must have at least. */
  readonly titled: number;
  /** Position of a column, -1 for an optional one that the file does not have. */
  readonly indexOf: (column: string) => number;
};

export type HeaderReading =
  | { readonly ok: true; readonly header: Header }
  | { readonly ok: false; readonly errors: readonly RowError[] };

/**
 * Reads the titles. The separator, unless the mapping gives it, is the one by which most mapped columns are found.
 * Titles match whatever their case and spaces.
 *
 * Refusals name columns of the mapping, or positions: a file without a header would else show its first row.
 */
export function readHeader(line: number, text: string, mapping: ImportMapping): HeaderReading {
  const wanted = mappedColumns(mapping);
  const wantedTitles = new Set(wanted.map(({ column }) => sameWord(column)));
  const splits = (mapping.separator === "auto" ? SEPARATORS : [mapping.separator]).flatMap((separator) => {
    const titles = cellsOf(text, separator)?.map(sameWord);
    return titles === undefined ? [] : [{ separator, titles, found: titles.filter((t) => wantedTitles.has(t)).length }];
  });
  const [best] = splits.sort((a, b) => b.found - a.found);
  if (best === undefined) return { ok: false, errors: [{ line, field: null, code: "quotes_broken", params: {} }] };

  const { titles, separator } = best;
  const errors: RowError[] = [];
  for (const { field, column, optional } of wanted) {
    const count = titles.filter((title) => title === sameWord(column)).length;
    if (count > 1) errors.push({ line, field, code: "column_repeated", params: { column } });
    if (count === 0 && !optional) errors.push({ line, field, code: "column_missing", params: { column } });
  }
  const titled = titles.findLastIndex((title) => title !== "") + 1;
  if (mapping.unknownColumns === "refuse") {
    titles.slice(0, titled).forEach((title, index) => {
      if (wantedTitles.has(title)) return;
      errors.push({ line, field: null, code: "column_unknown", params: { position: index + 1 } });
    });
  }
  if (errors.length > 0) return { ok: false, errors };
  const indexOf = (column: string) => titles.indexOf(sameWord(column));
  return { ok: true, header: { separator, width: titles.length, titled, indexOf } };
}
