import { CsvError } from "csv-parse";
import { parse } from "csv-parse/sync";
import type { Line } from "./lines.ts";
import { plainCells } from "./plain-cells.ts";

/** The cells of one row, or why they could not be told apart. `line` is the line on which the row begins. */
export type RawRecord =
  | { readonly line: number; readonly cells: readonly string[] }
  | { readonly line: number; readonly problem: "row_too_long" | "encoding_mixed" | "quotes_broken" };

/** Lines of one quoted cell. Too small: long notes are refused. Too large: a lost quote hides more rows. */
const MAX_LINES_OF_A_ROW = 30;

export const SEPARATORS = [";", ",", "\t"] as const;
export type Separator = (typeof SEPARATORS)[number];

/** Cells of one record by the rules of RFC 4180; undefined when its quotes are broken. */
export function cellsOf(text: string, separator: Separator): string[] | undefined {
  return parseCsv(text, separator)?.[0];
}

function parseCsv(text: string, delimiter: Separator): string[][] | undefined {
  try {
    return parse(text, { delimiter, record_delimiter: "\n", relax_column_count: true, trim: true });
  } catch (error) {
    if (error instanceof CsvError) return undefined;
    throw error;
  }
}

/**
 * Groups lines into records.
 *
 * A row goes on while a quote is open, and quotes come in pairs: so a line with an odd number of them opens or
 * closes a cell of several lines. A quote that was never closed would swallow the rest of the file; here the row
 * that opened it is reported alone and reading resumes at the line after it, as soon as the text up to the next odd
 * line is no proper row of `width` cells, or a line in between looks like a whole row by itself.
 */
export class RecordReader {
  readonly #separator: Separator;
  readonly #width: number;
  #open: Line[] = [];
  /** Whole one-line rows waiting to be split together: the parser, where it is needed, costs more to start than to run. */
  #waiting: { line: number; text: string }[] = [];
  #records: RawRecord[] = [];

  constructor(separator: Separator, width: number) {
    this.#separator = separator;
    this.#width = width;
  }

  /** Takes lines in order and gives the records that are complete. */
  read(lines: readonly Line[]): RawRecord[] {
    for (const line of lines) this.#take(line);
    return this.#flush();
  }

  /** Call once after the last line: an open quote can no longer be closed. */
  end(): RawRecord[] {
    while (this.#open.length > 0) this.#rejectOpening();
    return this.#flush();
  }

  #take(line: Line): void {
    if (this.#open.length > 0) return this.#continue(line);
    if ("problem" in line) return this.#give(line);
    if (hasOddQuotes(line.text)) {
      this.#open = [line];
    } else if (line.text.trim() !== "") {
      this.#waiting.push(line);
    }
  }

  #continue(line: Line): void {
    this.#open.push(line);
    if ("problem" in line || this.#open.length > MAX_LINES_OF_A_ROW) return this.#rejectOpening();
    if (!hasOddQuotes(line.text)) {
      if (this.#looksLikeARow(line.text)) this.#rejectOpening();
      return;
    }
    const [first] = this.#open as [Line];
    const cells = cellsOf(this.#open.map((part) => ("text" in part ? part.text : "")).join("\n"), this.#separator);
    if (cells?.length !== this.#width) return this.#rejectOpening();
    this.#open = [];
    this.#give({ line: first.line, cells });
  }

  #looksLikeARow(text: string): boolean {
    return this.#width > 1 && cellsOf(text, this.#separator)?.length === this.#width;
  }

  /** The first open line is at fault; those after it are read again without it. */
  #rejectOpening(): void {
    const [first, ...others] = this.#open as [Line, ...Line[]];
    this.#open = [];
    this.#give({ line: first.line, problem: "quotes_broken" });
    for (const line of others) this.#take(line);
  }

  #give(record: RawRecord): void {
    this.#splitWaiting();
    this.#records.push(record);
  }

  #flush(): RawRecord[] {
    this.#splitWaiting();
    const records = this.#records;
    this.#records = [];
    return records;
  }

  #splitWaiting(): void {
    const rows = this.#waiting;
    this.#waiting = [];
    if (rows.length === 0) return;
    const plain = rows.map(({ text }) => plainCells(text, this.#separator));
    const others = rows.filter((_, place) => plain[place] === undefined);
    const parsed = others.length === 0 ? [] : parseCsv(others.map(({ text }) => text).join("\n"), this.#separator);
    let next = 0;
    rows.forEach(({ line, text }, place) => {
      const cells =
        plain[place] ?? (parsed?.length === others.length ? parsed[next++] : cellsOf(text, this.#separator));
      this.#records.push(cells === undefined ? { line, problem: "quotes_broken" } : { line, cells });
    });
  }
}

function hasOddQuotes(text: string): boolean {
  let isOdd = false;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) isOdd = !isOdd;
  return isOdd;
}
